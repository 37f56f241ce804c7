//! Money that a member takes or gives back by hand.

use serde_json::json;
use uuid::Uuid;

use super::store::{changes, orders};
use super::{posting, settle};
use crate::audit;
use crate::ledger;
use crate::payments::{self, MoneyIn, PaysFor, Tender};
use crate::platform::{Cx, fault};
use crate::values::{Money, Refusal, Stop};

/// Records money taken for an order, once for each `payment_id`. M-Pesa that a customer paid to the
/// till by herself is recorded with its receipt code.
pub async fn take_payment(
    cx: &Cx,
    order_id: Uuid,
    payment_id: Uuid,
    tender: Tender,
    amount: &str,
    receipt: &str,
) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let amount = parse(amount, &tx.scope().currency.clone())?;
    let receipt = payments::reference(tender, receipt)?;
    // A callback locks its attempt, then claims its receipt, then locks the order: so does this, or
    // the two could wait for each other.
    if let (Tender::Mpesa, Some(receipt)) = (tender, &receipt) {
        payments::lock_attempts(&mut tx, order_id).await?;
        payments::claim_receipt(&mut tx, receipt).await?;
    }
    let order = orders::lock(&mut tx, order_id).await?;
    let money = MoneyIn {
        payment_id,
        pays_for: PaysFor::Order(order_id),
        tender,
        amount,
        receipt: receipt.clone(),
        attempt_id: None,
        occurred_at: tx.scope().now,
    };
    if payments::is_recorded_as(&mut tx, "in", &money).await? {
        return Ok(());
    }
    if amount > order.due() {
        let due = order.due().named(&order.currency);
        return Err(Refusal::at("amount", "refused-more-than-due")
            .with("due", due)
            .into());
    }
    settle(&mut tx, money).await?;
    if !payments::is_recorded(&mut tx, payment_id).await? {
        // The receipt is another payment's.
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    let details = json!({ "amount": amount.minor(), "tender": tender.code(), "receipt": receipt });
    audit::record(
        &mut tx,
        "order.take_payment",
        "order",
        Some(order_id),
        details,
    )
    .await?;
    tx.commit().await
}

/// Records money given back, once for each `payment_id`, never more than is owed.
pub async fn pay_back(
    cx: &Cx,
    order_id: Uuid,
    payment_id: Uuid,
    tender: Tender,
    amount: &str,
    reference_text: &str,
) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let amount = parse(amount, &tx.scope().currency.clone())?;
    let receipt = payments::reference(tender, reference_text)?;
    // Before the order is locked, as whoever takes money does: a receipt stands for one payment, in or out.
    if let (Tender::Mpesa, Some(receipt)) = (tender, &receipt) {
        payments::claim_receipt(&mut tx, receipt).await?;
    }
    let order = orders::lock(&mut tx, order_id).await?;
    let now = tx.scope().now;
    let money = MoneyIn {
        payment_id,
        pays_for: PaysFor::Order(order_id),
        tender,
        amount,
        receipt: receipt.clone(),
        attempt_id: None,
        occurred_at: now,
    };
    if payments::is_recorded_as(&mut tx, "out", &money).await? {
        return Ok(());
    }
    if amount > order.refund_owed {
        let owed = order.refund_owed.named(&order.currency);
        return Err(Refusal::at("amount", "refused-more-than-owed")
            .with("owed", owed)
            .into());
    }
    if !payments::insert_out(&mut tx, &money).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    changes::paid_back(&mut tx, order_id, amount).await?;
    let shown = amount.short(&order.currency);
    let details = json!({
        "amount": shown, "receipt": receipt.unwrap_or_default(), "tender": tender.code(),
    });
    orders::happened(&mut tx, order_id, "paid-back", details.clone()).await?;
    audit::record(&mut tx, "order.pay_back", "order", Some(order_id), details).await?;
    let draft = posting::of_refund(payment_id, tender, amount, now, order.location_id)
        .ok_or_else(|| fault("a refund cannot be counted", &payment_id))?;
    ledger::post(&mut tx, draft).await?;
    tx.commit().await
}

/// More than nothing, in the currency of the books.
pub(super) fn parse(amount: &str, currency: &str) -> Result<Money, Stop> {
    match Money::parse(amount, currency) {
        Ok(amount) if amount > Money::ZERO => Ok(amount),
        _ => Err(Refusal::at("amount", "refused-not-an-amount").into()),
    }
}
