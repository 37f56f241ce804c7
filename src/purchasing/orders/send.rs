//! Sends an order: the supplier has it from now on, and its prices are hers.

use serde_json::json;
use uuid::Uuid;

use super::State;
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::purchasing::store::wait_for_prices;
use crate::purchasing::suppliers;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Marks a draft as sent; the order's number. Being sent already is no error.
///
/// # Errors
/// Not found; refused in words where it was changed after the page was drawn, where it is at its end,
/// or where nothing is bought from this supplier any more.
pub async fn send(cx: &Cx, purchase_id: Uuid, revision: i32) -> Result<i64, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let purchase = store::lock(&mut tx, purchase_id).await?;
    let purchase = purchase.ok_or(Stop::NotFound)?;
    if purchase.state.takes_goods() {
        return Ok(purchase.number);
    }
    if purchase.state != State::Draft {
        return Err(Refusal::of("refused-po-ended").into());
    }
    if purchase.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    let supplier = suppliers::find(&mut tx, purchase.supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    if supplier.is_retired {
        let refusal = Refusal::of("refused-po-supplier-retired");
        return Err(refusal.with("name", supplier.name).into());
    }
    wait_for_prices(&mut tx).await?;
    store::remember_prices(&mut tx, purchase_id).await?;
    store::set_state(&mut tx, purchase_id, State::Sent).await?;
    let details = json!({ "number": purchase.number, "supplier": supplier.name });
    let subject = Some(purchase_id);
    audit::record(&mut tx, "purchase.send", "purchase", subject, details).await?;
    tx.commit().await?;
    Ok(purchase.number)
}
