//! Server functions of variants: each requires a power and calls one verb.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::keep::{self, WordsForm};
use super::make;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

fn page_of(business: &str, product: &str) -> String {
    format!("/b/{business}/products/{product}/variants")
}

/// Makes variants of a product, one a line.
#[server(prefix = "/api/catalog", endpoint = "make_variants")]
pub async fn make_variants(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
    #[server(default)] lines: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &product_id);
    let typed = json!({ "lines": lines });
    let form = format!("variants:{product_id}");
    let submitted = Submitted::new(&visit, &form, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let (name, count) = make::make_variants(&cx, id, &lines).await?;
        let notice = Refusal::of("done-variants-made").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice.with("count", count)))
    };
    submitted.answer(outcome.await).await
}

/// Gives variants other words.
#[server(prefix = "/api/catalog", endpoint = "keep_words")]
pub async fn keep_words(
    #[server(default)] business: String,
    #[server(default)] family_id: String,
    #[server(default)] form: WordsForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &family_id);
    let submitted = Submitted::new(&visit, &format!("words:{family_id}"), page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = family_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = keep::keep_words(&cx, id, &form).await?;
        let notice = Refusal::of("done-product-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Takes a variant out of its family.
#[server(prefix = "/api/catalog", endpoint = "take_out_variant")]
pub async fn take_out_variant(
    #[server(default)] business: String,
    #[server(default)] family_id: String,
    #[server(default)] product_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &family_id);
    let form = format!("words:{family_id}");
    let submitted = Submitted::new(&visit, &form, page.clone(), &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let name = keep::take_out(&cx, id).await?;
        let notice = Refusal::of("done-variant-out").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
