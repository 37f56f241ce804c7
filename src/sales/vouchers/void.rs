//! Makes a voucher void: what is left of it is paid back, and nothing can be bought with it any more.

use serde_json::json;
use uuid::Uuid;

use super::sell::{LONGEST_NOTE, paid_by, posted};
use super::store;
use crate::audit;
use crate::ledger;
use crate::payments::{self, Tender};
use crate::platform::{Cx, fault};
use crate::staff::{self, Power, one_line};
use crate::values::{Money, Refusal, Stop};

/// What is left of a voucher is paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherBack {
    /// The payment that goes out: made with its form, and the key that makes it happen once.
    pub payment_id: Uuid,
    /// Of which voucher.
    pub voucher_id: Uuid,
    /// How it is paid back.
    pub tender: Tender,
    /// M-Pesa's code, a bank's reference; cash has none.
    pub reference: String,
    /// Why.
    pub reason: String,
}

/// Makes a voucher void and pays back what is left of it, once; how much that was.
///
/// # Errors
/// Refuses no reason, a voucher of which nothing is left, and money without its reference or with one that
/// was recorded before. Another business's voucher is not found.
pub async fn void(cx: &Cx, ask: &VoucherBack) -> Result<Money, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Refund)?;
    let reason = one_line(&ask.reason);
    let mut refusals = Vec::new();
    if reason.is_empty() {
        refusals.push(Refusal::at("reason", "refused-required"));
    }
    if reason.chars().count() > LONGEST_NOTE {
        refusals.push(Refusal::at("reason", "refused-too-long").with("most", LONGEST_NOTE));
    }
    let reference = paid_by(ask.tender, &ask.reference, &mut refusals)?;
    staff::unless_refused(refusals)?;
    if let (Tender::Mpesa, Some(receipt)) = (ask.tender, &reference) {
        payments::claim_receipt(&mut tx, receipt).await?;
    }
    let voucher = store::lock(&mut tx, ask.voucher_id).await?;
    if voucher.voided.is_some() {
        // The same form sent twice.
        let paid = store::paid_back(&mut tx, ask.payment_id, ask.voucher_id).await?;
        let void = || Refusal::of("refused-voucher-void").with("code", &voucher.code);
        return paid.ok_or_else(|| void().into());
    }
    let left = voucher.balance;
    if left <= Money::ZERO {
        let empty = Refusal::of("refused-voucher-empty").with("code", &voucher.code);
        return Err(empty.into());
    }
    let now = tx.scope().now;
    let money = store::VoucherMoney {
        payment_id: ask.payment_id,
        voucher_id: ask.voucher_id,
        is_in: false,
        tender: ask.tender,
        amount: left,
        reference: reference.as_deref(),
        at: now,
    };
    store::insert_money(&mut tx, &money).await?;
    store::end(&mut tx, ask.voucher_id, &reason).await?;
    let details = json!({
        "payment_id": ask.payment_id, "amount": left.minor(), "tender": ask.tender.code(),
        "receipt": reference, "reason": reason,
    });
    let subject = Some(ask.voucher_id);
    audit::record(&mut tx, "voucher.void", "voucher", subject, details).await?;
    let uncountable = || fault("a voucher cannot be counted", &ask.voucher_id);
    let back = left.negated().ok_or_else(uncountable)?;
    let draft = posted(ask.payment_id, "refund", ask.tender.account(), back, now);
    ledger::post(&mut tx, draft.ok_or_else(uncountable)?).await?;
    tx.commit().await?;
    Ok(left)
}
