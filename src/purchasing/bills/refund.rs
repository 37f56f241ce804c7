//! A supplier pays back what is with her: credits that no bill needed and money ahead, the oldest first.

use serde_json::json;
use uuid::Uuid;

use super::pay::{self, PayForm};
use super::payment::Way;
use super::posting;
use super::settle::{self, To};
use super::store::{self, NewPayment};
use crate::audit;
use crate::ledger;
use crate::payments::Tender;
use crate::platform::{BusinessTx, Cx, fault, metrics};
use crate::purchasing::receiving;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// Records what a supplier paid back, once for its id; again changes nothing.
///
/// # Errors
/// Not found; refused in words at every field that will not do, where more came back than is with her
/// (`refused-money-back-more`), and where this id stands for other money (`refused-pay-other`).
pub async fn pay_back(cx: &Cx, form: &PayForm) -> Result<Uuid, Stop> {
    let refund_id: Uuid = form.payment_id.trim().parse().map_err(|_| Stop::NotFound)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    if let Some(tender) = pay_back_in(&mut tx, form).await? {
        tx.commit().await?;
        metrics::payment_recorded(tender.code(), Way::Back.code());
    }
    Ok(refund_id)
}

/// The same in a transaction of more than one payment: its tender; none where it is recorded already.
pub(super) async fn pay_back_in(
    tx: &mut BusinessTx,
    form: &PayForm,
) -> Result<Option<Tender>, Stop> {
    let id = |typed: &str| typed.trim().parse::<Uuid>().map_err(|_| Stop::NotFound);
    let (refund_id, supplier_id) = (id(&form.payment_id)?, id(&form.supplier_id)?);
    let supplier = receiving::lock_supplier(tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let currency = tx.scope().currency.clone();
    let back = form.read(&currency, pay::paid_at(tx.scope(), &form.paid_on))?;
    if pay::is_done(tx, refund_id, (Way::Back, supplier_id), &back).await? {
        return Ok(None);
    }
    let (tender, amount, receipt) = (back.tender, back.amount, back.receipt.as_deref());
    let ahead = settle::ahead(tx, supplier_id).await?;
    let uncountable = || fault("what is ahead cannot be counted", &supplier_id);
    let there = Money::sum(ahead.iter().map(|(_, rest)| *rest)).ok_or_else(uncountable)?;
    if amount > there {
        let refusal = Refusal::at("amount", "refused-money-back-more");
        return Err(refusal.with("ahead", there.named(&currency)).into());
    }
    let new = NewPayment {
        payment_id: refund_id,
        supplier_id,
        way: Way::Back,
        tender,
        amount,
        receipt,
        at: back.at,
        undoes: None,
    };
    if !store::insert_payment(tx, &new).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    settle::out_of_ahead(tx, &ahead, To::Refund(refund_id), amount).await?;
    let details = json!({
        "supplier": supplier.name, "amount": amount.minor(), "tender": tender.code(),
        "receipt": receipt,
    });
    let subject = Some(supplier_id);
    audit::record(tx, "supplier.pay_back", "supplier", subject, details).await?;
    let draft = posting::of_payment(refund_id, Way::Back, (tender, amount), back.at);
    let draft = draft.ok_or_else(|| fault("a payment cannot be counted", &refund_id))?;
    ledger::post(tx, draft).await?;
    Ok(Some(tender))
}
