//! What a person decides about an order's M-Pesa prompt, once she has looked at the business's own
//! statement: this money is the order's, it is not ours, or there is none.
//!
//! Locks as a callback does: prompt, receipt, order.

use serde_json::json;
use uuid::Uuid;

use super::money::parse;
use super::note::plain_lines;
use super::store::orders;
use super::{Order, settle};
use crate::audit;
use crate::payments::{self, Attempt, State, Tender};
use crate::platform::{BusinessTx, Cx};
use crate::values::{Refusal, Stop};

/// The most characters of why a prompt is set aside.
pub(super) const LONGEST_WHY: usize = 300;

/// The acts by which a review ends, as the audit trail has them: the prompt's state does not tell them apart.
const COUNTED: &str = "order.count_attempt";
const ASIDE: &str = "order.set_attempt_aside";

/// Counts the money of a prompt in review for its order. Twice is once.
pub async fn count_attempt(
    cx: &Cx,
    order_id: Uuid,
    attempt_id: Uuid,
    amount: &str,
    receipt: &str,
) -> Result<Order, Stop> {
    let mut tx = cx.begin().await?;
    let before = of_order(&mut tx, order_id, attempt_id).await?;
    let amount = parse(amount, &tx.scope().currency.clone())
        .map_err(|_| Stop::from(Refusal::at("counted", "refused-not-an-amount")))?;
    // A prompt that knows its receipt keeps it; another cannot be typed in.
    let receipt = match &before.receipt {
        Some(known) => known.clone(),
        None => payments::reference(Tender::Mpesa, receipt)
            .map_err(|_| Stop::from(Refusal::at("code", "refused-receipt-needed")))?
            .unwrap_or_default(),
    };
    let attempt = payments::count_reviewed(&mut tx, attempt_id, amount, &receipt, settle).await?;
    if attempt.state == State::Review {
        let details = json!({
            "attempt_id": attempt_id, "amount": amount.minor(), "receipt": receipt,
            "reason": attempt.reason,
        });
        let subject = Some(order_id);
        audit::record(&mut tx, COUNTED, "order", subject, details).await?;
    }
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}

/// Ends the review of a prompt whose money is not ours, or stands in the books already. Says why. Twice is
/// once, and the first word stands.
pub async fn set_attempt_aside(
    cx: &Cx,
    order_id: Uuid,
    attempt_id: Uuid,
    why: &str,
) -> Result<Order, Stop> {
    let why = plain_lines(why);
    if why.is_empty() {
        return Err(Refusal::at("aside_why", "refused-required").into());
    }
    if why.chars().count() > LONGEST_WHY {
        let refusal = Refusal::at("aside_why", "refused-too-long");
        return Err(refusal.with("most", LONGEST_WHY).into());
    }
    let mut tx = cx.begin().await?;
    of_order(&mut tx, order_id, attempt_id).await?;
    // It holds the prompt, also where it refuses: what was decided before it is seen.
    let aside = payments::set_aside(&mut tx, attempt_id).await;
    let is_refused = matches!(aside, Err(Stop::Refused(_)));
    if is_refused && is_set_aside(&mut tx, order_id, attempt_id).await? {
        return orders::load(&mut tx, order_id).await;
    }
    let details = json!({ "attempt_id": attempt_id, "note": why, "reason": aside?.reason });
    audit::record(&mut tx, ASIDE, "order", Some(order_id), details).await?;
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}

/// Calls a prompt off whose outcome nobody knows, so that the customer may be asked again. M-Pesa
/// is asked first, as long as it can be. Twice is once.
pub async fn give_attempt_up(cx: &Cx, order_id: Uuid, attempt_id: Uuid) -> Result<Order, Stop> {
    let mut tx = cx.begin().await?;
    let attempt = of_order(&mut tx, order_id, attempt_id).await?;
    if attempt.checkout_request_id.is_some() && attempt.queries == 0 {
        return Err(Refusal::of("refused-ask-mpesa-first").into());
    }
    if payments::give_up(&mut tx, attempt_id).await? {
        let details = json!({ "attempt_id": attempt_id, "amount": attempt.amount.minor() });
        let subject = Some(order_id);
        audit::record(&mut tx, "order.give_attempt_up", "order", subject, details).await?;
    }
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}

/// Whether what was decided last about a prompt of an order is that it is set aside.
async fn is_set_aside(tx: &mut BusinessTx, order_id: Uuid, attempt_id: Uuid) -> Result<bool, Stop> {
    let traces = audit::trail(tx, "order", order_id).await?;
    let id = json!(attempt_id);
    let last = traces.iter().find(|trace| {
        matches!(trace.act.as_str(), COUNTED | ASIDE) && trace.details["attempt_id"] == id
    });
    Ok(last.is_some_and(|trace| trace.act == ASIDE))
}

/// A prompt of this order; one of another is not found.
async fn of_order(tx: &mut BusinessTx, order_id: Uuid, attempt_id: Uuid) -> Result<Attempt, Stop> {
    let attempts = payments::attempts_of(tx, order_id).await?;
    let attempt = attempts
        .into_iter()
        .find(|one| one.attempt_id == attempt_id);
    attempt.ok_or(Stop::NotFound)
}
