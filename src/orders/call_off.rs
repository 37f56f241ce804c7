//! Calls an order off for the customer who placed it.

use serde_json::json;

use super::cancel::cancel_within;
use super::store::orders;
use super::{Order, Payment, State, is_own};
use crate::payments::{self, Attempt};
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// Whether she may call it off herself: nobody has packed it, nothing of it is paid, and each of these
/// prompts ended without money. What is more than that she settles with the shop.
pub fn may_call_off(order: &Order, attempts: &[Attempt]) -> bool {
    let is_over = |attempt: &Attempt| {
        matches!(
            attempt.state,
            payments::State::Failed | payments::State::Rejected
        )
    };
    order.state == State::Pending
        && order.payment() == Payment::Unpaid
        && attempts.iter().all(is_over)
}

/// Calls the order behind a link off, for the browser that placed it: links are passed on, so another
/// one may only look. `browser` is the digest of its cookie. Being cancelled already is no error.
pub async fn call_off(cx: &Cx, link: &str, browser: Option<&[u8]>) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let order_id = orders::by_link(&mut tx, link)
        .await?
        .ok_or(Stop::NotFound)?;
    if !is_own(&mut tx, order_id, browser).await? {
        return Err(Refusal::of("refused-call-the-shop").into());
    }
    // Prompts are locked before their order, as a callback does.
    payments::lock_attempts(&mut tx, order_id).await?;
    let order = orders::lock(&mut tx, order_id).await?;
    if order.state == State::Cancelled {
        return Ok(());
    }
    let attempts = payments::attempts_of(&mut tx, order_id).await?;
    if !may_call_off(&order, &attempts) {
        return Err(Refusal::of("refused-call-the-shop").into());
    }
    let details = json!({ "note": "" });
    cancel_within(&mut tx, &order, "cancelled-customer", details).await?;
    tx.commit().await
}
