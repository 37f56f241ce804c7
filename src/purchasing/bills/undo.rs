//! Undoes money of a supplier that was written down by mistake, to her or back from her: by money of the same
//! amount the other way, once, with a reason. What it had settled is open again.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::payment::{Payment, Way};
use super::posting;
use super::settle::{By, To};
use super::store::{self, NewPayment};
use crate::audit;
use crate::ledger;
use crate::platform::{BusinessTx, Cx, fault, metrics};
use crate::purchasing::receiving;
use crate::staff::{self, Power, one_line};
use crate::values::{Refusal, Stop};

/// The most characters of a reason.
pub(super) const MOST_WORDS: usize = 300;

/// What is undone, and why, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UndoForm {
    /// Made with the page: the key that makes undoing happen once.
    pub undo_id: String,
    /// What is undone.
    pub payment_id: String,
    /// Why.
    pub reason: String,
}

/// The reason, as it is kept.
pub(super) fn reason_of(typed: &str) -> Result<String, Stop> {
    let words = one_line(typed);
    if words.is_empty() {
        return Err(Refusal::at("reason", "refused-undo-why").into());
    }
    if words.chars().count() > MOST_WORDS {
        let refusal = Refusal::at("reason", "refused-too-long");
        return Err(refusal.with("most", MOST_WORDS).into());
    }
    Ok(words)
}

/// Undoes a payment to a supplier, or money that came back from her, today; once for its id, and again
/// changes nothing. What came back by it is with her again; bills that it had paid are owed again.
///
/// # Errors
/// Not found; refused in words without a reason, where it is undone already or undoes something itself
/// (`refused-undo-done`, `refused-undo-undo`), where some of it came back (`refused-undo-came-back`), and
/// where this id stands for something else (`refused-undo-other`).
pub async fn undo(cx: &Cx, form: &UndoForm) -> Result<Uuid, Stop> {
    let id = |typed: &str| typed.trim().parse::<Uuid>().map_err(|_| Stop::NotFound);
    let (undo_id, payment_id) = (id(&form.undo_id)?, id(&form.payment_id)?);
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    let payment = store::payment(&mut tx, payment_id).await?;
    let supplier_id = payment.ok_or(Stop::NotFound)?.supplier_id;
    receiving::lock_supplier(&mut tx, supplier_id).await?;
    // As it is now that nobody else changes it.
    let payment = store::payment(&mut tx, payment_id).await?;
    let payment = payment.ok_or(Stop::NotFound)?;
    let reason = reason_of(&form.reason)?;
    if let Some(there) = store::recorded_payment(&mut tx, undo_id).await? {
        if there.does_undo(payment_id, &reason) {
            return Ok(undo_id);
        }
        return Err(Refusal::of("refused-undo-other").into());
    }
    take_back(&mut tx, &payment, undo_id, &reason).await?;
    let details = json!({
        "supplier": payment.supplier_name, "amount": payment.amount.minor(),
        "tender": payment.tender.code(), "receipt": payment.reference, "reason": reason,
    });
    let act = match payment.way {
        Way::Paid => "supplier.undo_pay",
        Way::Back => "supplier.undo_pay_back",
    };
    audit::record(&mut tx, act, "supplier", Some(supplier_id), details).await?;
    post(&mut tx, &payment, undo_id).await?;
    tx.commit().await?;
    metrics::payment_recorded(payment.tender.code(), payment.way.other().code());
    Ok(undo_id)
}

/// Writes the money that undoes, and takes back what was settled.
async fn take_back(
    tx: &mut BusinessTx,
    payment: &Payment,
    undo_id: Uuid,
    reason: &str,
) -> Result<(), Stop> {
    if payment.undoes.is_some() {
        return Err(Refusal::of("refused-undo-undo").into());
    }
    if payment.undone_by.is_some() {
        return Err(Refusal::of("refused-undo-done").into());
    }
    let standing = store::standing(tx, By::Payment(payment.payment_id)).await?;
    let came_back = |to: To| matches!(to, To::Refund(_));
    if payment.way == Way::Paid && standing.iter().any(|one| came_back(one.to)) {
        return Err(Refusal::of("refused-undo-came-back").into());
    }
    let new = NewPayment {
        payment_id: undo_id,
        supplier_id: payment.supplier_id,
        way: payment.way.other(),
        tender: payment.tender,
        amount: payment.amount,
        receipt: None,
        at: tx.scope().now,
        undoes: Some((payment.payment_id, reason)),
    };
    if !store::insert_payment(tx, &new).await? {
        return Err(Refusal::of("refused-undo-other").into());
    }
    store::mark_undone(tx, payment.payment_id, undo_id).await?;
    for one in &standing {
        let negative = one.amount.negated();
        let negative =
            negative.ok_or_else(|| fault("a settlement cannot be counted", &one.settlement_id))?;
        store::unsettle(tx, one, negative).await?;
    }
    Ok(())
}

/// The entry of the payment, the other way round: today, for its own month may be closed.
async fn post(tx: &mut BusinessTx, payment: &Payment, undo_id: Uuid) -> Result<(), Stop> {
    let sum = (payment.tender, payment.amount);
    let posted = posting::of_payment(payment.payment_id, payment.way, sum, payment.occurred_at);
    let posted = posted.ok_or_else(|| fault("a payment cannot be counted", &undo_id))?;
    let now = tx.scope().now;
    ledger::reverse(tx, &posted, undo_id, now).await?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_words() {
        assert_eq!(reason_of(" twice \n\0paid ").unwrap(), "twice paid");
        assert!(reason_of(" \n\0").is_err());
        assert!(reason_of(&"x".repeat(MOST_WORDS)).is_ok());
        assert!(reason_of(&"x".repeat(MOST_WORDS + 1)).is_err());
    }
}
