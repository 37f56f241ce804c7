//! Server functions of kits, and the way back to a plain product: each requires a power and calls
//! one verb.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::form::PartsForm;
use super::keep;
use crate::catalog::turn;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Says what a kit is made of.
#[server(prefix = "/api/catalog", endpoint = "keep_parts")]
pub async fn keep_parts(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
    #[server(default)] form: PartsForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/products/{product_id}/parts");
    let submitted = Submitted::new(&visit, &format!("parts:{product_id}"), page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = keep::keep_parts(&cx, id, &form).await?;
        let notice = Refusal::of("done-parts-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Makes a kit or a family a plain product again.
#[server(prefix = "/api/catalog", endpoint = "make_plain")]
pub async fn make_plain(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/products/{product_id}");
    let form = plain_form(&product_id);
    let submitted = Submitted::new(&visit, &form, page.clone(), &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = turn::make_plain(&cx, id).await?;
        let notice = Refusal::of("done-made-plain").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// The form that makes a product plain again: where its answer waits for the product's page.
pub(in crate::catalog) fn plain_form(product: &str) -> String {
    format!("plain:{product}")
}
