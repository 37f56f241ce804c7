//! Server functions of scales: each requires a power and calls one verb.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::keep::{self, FormatsForm};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Says what each prefix of the scales' barcodes carries.
#[server(prefix = "/api/catalog", endpoint = "keep_scale_formats")]
pub async fn keep_scale_formats(
    #[server(default)] business: String,
    #[server(default)] form: FormatsForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/scales");
    let submitted = Submitted::new(&visit, "scales", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        keep::keep_formats(&cx, &form).await?;
        Ok::<Done, Stop>(Done::saying(page, Refusal::of("done-scales-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Gives a product its number on the scale.
#[server(prefix = "/api/catalog", endpoint = "keep_scale_code")]
pub async fn keep_scale_code(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
    #[server(default)] scale_code: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/products/{product_id}");
    let typed = json!({ "scale_code": scale_code });
    let form = scale_form(&product_id);
    let submitted = Submitted::new(&visit, &form, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = keep::keep_scale_code(&cx, id, &scale_code).await?;
        let notice = Refusal::of("done-product-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// The form of a product's number on the scale: where its answer waits for the page.
pub(in crate::catalog) fn scale_form(product: &str) -> String {
    format!("scale:{product}")
}
