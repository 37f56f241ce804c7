//! The form of a receipt: asks for its power, then receives.

use leptos::prelude::*;

use super::form::ReceiveForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Where a receipt's form waits for another look: one of an order, or one of a supplier.
pub(super) fn flash_key(purchase_id: &str, supplier_id: &str) -> String {
    if purchase_id.trim().is_empty() {
        format!("receive-from:{}", supplier_id.trim())
    } else {
        format!("receive:{}", purchase_id.trim())
    }
}

/// The page that the form stands on.
fn back_to(business: &str, form: &ReceiveForm) -> String {
    let business = encode(business);
    if form.purchase_id.trim().is_empty() {
        let supplier = encode(form.supplier_id.trim());
        format!("/b/{business}/receipts/new?supplier={supplier}")
    } else {
        let purchase = encode(form.purchase_id.trim());
        format!("/b/{business}/purchases/{purchase}/receive")
    }
}

/// Goods that came.
#[server(prefix = "/api/purchasing", endpoint = "receive_goods")]
pub async fn receive_goods(
    #[server(default)] business: String,
    #[server(default)] form: ReceiveForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let key = flash_key(&form.purchase_id, &form.supplier_id);
    let back = back_to(&business, &form);
    let submitted = Submitted::new(&visit, &key, back, &form.typed());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let received = super::receive(&cx, &form).await?;
        let done = Refusal::of("done-goods-received").with("number", received.number);
        let business = encode(&business);
        let page = format!("/b/{business}/receipts/{}", received.receipt_id);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}
