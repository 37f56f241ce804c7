//! Calls an order off: its stock goes back to the shelf, what was paid is owed back.

use serde_json::{Value, json};
use uuid::Uuid;

use super::store::{changes, orders};
use super::{Order, State, posting, release};
use crate::audit;
use crate::ledger;
use crate::payments;
use crate::platform::{BusinessTx, Cx, fault};
use crate::values::{Money, Refusal, Stop};

/// Cancels with a reason that the customer may read. Being cancelled already is no error.
pub async fn cancel(cx: &Cx, order_id: Uuid, revision: i32, reason: &str) -> Result<Order, Stop> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::at("reason", "refused-reason-needed").into());
    }
    if reason.chars().count() > 300 {
        return Err(Refusal::at("reason", "refused-too-long")
            .with("most", 300)
            .into());
    }
    let mut tx = cx.begin().await?;
    // Prompts are locked before their order, as a callback does.
    payments::lock_attempts(&mut tx, order_id).await?;
    let order = orders::lock(&mut tx, order_id).await?;
    if order.state == State::Cancelled {
        return Ok(order);
    }
    if order.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    if !order.may_cancel() {
        return Err(Refusal::of("refused-not-allowed-now").into());
    }
    cancel_within(&mut tx, &order, "cancelled", json!({ "reason": reason })).await?;
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}

/// Calls a locked order off that may be; `what` and its details tell of it in the order's history.
/// The caller holds the locks of its prompts and of itself.
pub(super) async fn cancel_within(
    tx: &mut BusinessTx,
    order: &Order,
    what: &str,
    details: Value,
) -> Result<(), Stop> {
    let order_id = order.order_id;
    release::let_go(tx, order).await?;
    payments::call_off(tx, order_id).await?;
    changes::cancelled(tx, order_id).await?;
    orders::happened(tx, order_id, what, details.clone()).await?;
    audit::record(tx, "order.cancel", "order", Some(order_id), details).await?;
    if order.paid > Money::ZERO {
        let draft = posting::of_cancel(order, tx.scope().now)
            .ok_or_else(|| fault("a cancellation cannot be counted", &order_id))?;
        ledger::post(tx, draft).await?;
    }
    Ok(())
}
