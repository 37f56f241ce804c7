//! The forms of suppliers. Each asks for its power, then does one thing; a refusal goes back to its
//! page, where what was typed stands again.

use leptos::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::offer::OfferForm;
use super::supplier::SupplierForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// A form that nothing is typed into: what is refused leaves the page's own values standing.
#[derive(Serialize)]
struct Nothing {}

fn suppliers(business: &str) -> String {
    format!("/b/{}/suppliers", encode(business))
}

/// A supplier's page; a new one's form where she is not there yet.
fn page_of(business: &str, form: &SupplierForm) -> String {
    let id = encode(form.supplier_id.trim());
    let all = suppliers(business);
    if matches!(form.revision.trim(), "" | "0") {
        return format!("{all}/new?id={id}");
    }
    format!("{all}/{id}")
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.trim().parse().map_err(|_| Stop::NotFound)
}

/// Where a supplier's form waits for another look.
pub(super) fn supplier_form(supplier_id: &str) -> String {
    format!("supplier:{}", supplier_id.trim())
}

/// The same of the form of one of her prices.
pub(super) fn offer_form(supplier_id: &str) -> String {
    format!("offer:{}", supplier_id.trim())
}

/// Makes or changes a supplier.
#[server(prefix = "/api/purchasing", endpoint = "keep_supplier")]
pub async fn keep_supplier(
    #[server(default)] business: String,
    #[server(default)] form: SupplierForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = page_of(&business, &form);
    let key = supplier_form(&form.supplier_id);
    let submitted = Submitted::new(&visit, &key, back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let kept = super::keep(&cx, &form).await?;
        let page = format!("{}/{}", suppliers(&business), kept.supplier_id);
        let done = Refusal::of("done-supplier-kept").with("name", kept.name);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Retires a supplier, or brings her back where `bring_back` says anything.
#[server(prefix = "/api/purchasing", endpoint = "retire_supplier")]
pub async fn retire_supplier(
    #[server(default)] business: String,
    #[server(default)] supplier_id: String,
    #[server(default)] bring_back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/{}", suppliers(&business), encode(supplier_id.trim()));
    let key = supplier_form(&supplier_id);
    let submitted = Submitted::new(&visit, &key, page.clone(), &Nothing {});
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let id = id(&supplier_id)?;
        let done = if bring_back.is_empty() {
            let name = super::retire(&cx, id).await?;
            Refusal::of("done-supplier-retired").with("name", name)
        } else {
            let name = super::bring_back(&cx, id).await?;
            Refusal::of("done-supplier-back").with("name", name)
        };
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Writes what a supplier asks for a product.
#[server(prefix = "/api/purchasing", endpoint = "keep_supplier_price")]
pub async fn keep_supplier_price(
    #[server(default)] business: String,
    #[server(default)] form: OfferForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!(
        "{}/{}",
        suppliers(&business),
        encode(form.supplier_id.trim())
    );
    let edit = match form.product_id.trim() {
        "" => String::new(),
        product => format!("?edit={}", encode(product)),
    };
    let key = offer_form(&form.supplier_id);
    let submitted = Submitted::new(&visit, &key, format!("{page}{edit}#price"), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let name = super::keep_offer(&cx, &form).await?;
        let done = Refusal::of("done-supplier-price").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// A supplier does not sell a product any more.
#[server(prefix = "/api/purchasing", endpoint = "drop_supplier_price")]
pub async fn drop_supplier_price(
    #[server(default)] business: String,
    #[server(default)] supplier_id: String,
    #[server(default)] product_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/{}", suppliers(&business), encode(supplier_id.trim()));
    let key = offer_form(&supplier_id);
    let submitted = Submitted::new(&visit, &key, page.clone(), &Nothing {});
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let (supplier, product) = (id(&supplier_id)?, id(&product_id)?);
        let name = super::drop_offer(&cx, supplier, product).await?;
        let done = Refusal::of("done-supplier-price-gone").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}
