//! Ends a review: a person has looked at a prompt that did not fit, and says what became of it.
//!
//! What never breaks: money is counted once, in the transaction that ends the review, under the
//! prompt's own id and its receipt; what is set aside records nothing; should M-Pesa's word come
//! after all, it is heard as ever.

use uuid::Uuid;

use super::apply::keep;
use super::attempt::{Attempt, State};
use super::decide::decide;
use super::evidence::Evidence;
use super::money_in::{MoneyIn, Settle, claim_receipt, settle_any};
use super::store;
use super::tender::Tender;
use crate::mpesa;
use crate::platform::{BusinessTx, clock};
use crate::values::{Money, Refusal, Stop};

/// What M-Pesa said was paid, where its word was kept and did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPaid {
    /// How much; none where it could not be read.
    pub amount: Option<Money>,
    /// The receipt it named.
    pub receipt: Option<String>,
}

/// What M-Pesa's latest kept word of payment for an attempt says, if there is one.
pub async fn said_paid(tx: &mut BusinessTx, attempt_id: Uuid) -> Result<Option<SaidPaid>, Stop> {
    let bodies = store::callbacks_of(tx, attempt_id).await?;
    let mut callbacks = bodies.iter().filter_map(|body| mpesa::parse(body).ok());
    let paid = callbacks.find(|callback| callback.code.is_paid());
    Ok(paid.map(|callback| SaidPaid {
        // M-Pesa pays in shillings of Kenya.
        amount: callback
            .amount
            .and_then(|amount| Money::from_decimal(amount, "KES")),
        receipt: callback.receipt,
    }))
}

/// Counts money of a prompt in review for what it is for: so much, under this receipt (the prompt's own
/// where it has one). Twice is once. The caller checks the power, and holds no lock on the order.
///
/// # Errors
/// Not found; refused where it is not in review (`refused-attempt-not-in-review`), where it brought
/// money already (`refused-attempt-counted`), where the receipt stands for other money
/// (`refused-receipt-used`), and without amount or receipt.
pub async fn count_reviewed(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    amount: Money,
    receipt: &str,
    settle: Settle,
) -> Result<Attempt, Stop> {
    let attempt = store::lock(tx, attempt_id).await?.ok_or(Stop::NotFound)?;
    let receipt = attempt
        .receipt
        .clone()
        .unwrap_or_else(|| receipt.to_owned());
    if attempt.state == State::Succeeded && attempt.receipt.as_deref() == Some(receipt.as_str()) {
        return Ok(attempt);
    }
    if attempt.state != State::Review {
        return Err(Refusal::of("refused-attempt-not-in-review").into());
    }
    if store::brought(tx, &attempt).await? > 0 {
        return Err(Refusal::of("refused-attempt-counted").into());
    }
    let used = || Refusal::at("code", "refused-receipt-used");
    claim_receipt(tx, &receipt)
        .await
        .map_err(|stop| match stop {
            Stop::Refused(_) => used().into(),
            other => other,
        })?;
    let elsewhere = store::payment_of_receipt(tx, &receipt).await?.is_some()
        || store::is_receipt_on_another(tx, attempt_id, &receipt).await?;
    if elsewhere {
        return Err(used().into());
    }
    let now = clock::now();
    let money = MoneyIn {
        payment_id: attempt_id,
        pays_for: attempt.pays_for,
        tender: Tender::Mpesa,
        amount,
        receipt: Some(receipt.clone()),
        attempt_id: Some(attempt_id),
        occurred_at: now,
    };
    settle_any(tx, money, settle).await?;
    if store::recorded(tx, attempt_id).await?.is_none() {
        return Err(used().into());
    }
    let evidence = Evidence::Counted { receipt: &receipt };
    let decision = decide(&attempt, &evidence, now);
    keep(tx, &attempt, &decision, now).await?;
    Ok(attempt)
}

/// Ends the review of a prompt without counting anything more: what it brought, if anything, stands. Of one
/// that was paid twice both payments do; the second is owed back, and shown as that where it is held.
/// The caller checks the power, and holds no lock on the order.
///
/// # Errors
/// Not found; refused where it is not in review.
pub async fn set_aside(tx: &mut BusinessTx, attempt_id: Uuid) -> Result<Attempt, Stop> {
    let attempt = store::lock(tx, attempt_id).await?.ok_or(Stop::NotFound)?;
    if attempt.state != State::Review {
        return Err(Refusal::of("refused-attempt-not-in-review").into());
    }
    let brought = store::brought(tx, &attempt).await?;
    let now = clock::now();
    let decision = decide(&attempt, &Evidence::SetAside { brought }, now);
    keep(tx, &attempt, &decision, now).await?;
    Ok(attempt)
}
