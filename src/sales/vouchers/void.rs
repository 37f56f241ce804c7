//! Makes a voucher void: what is left of it is paid back, and nothing can be bought with it any more. In the back
//! office, or out of the drawer of the till that sold it by mistake.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::sell::{LONGEST_NOTE, paid_by, posted};
use super::store;
use crate::audit;
use crate::ledger::{self, Draft};
use crate::payments::{self, Tender};
use crate::platform::{BusinessTx, Cx, fault};
use crate::sales::shifts::{self, AtShift, InShift, drawer_of};
use crate::sales::taken::{Flag, Oddity, Taken};
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
    let (reason, mut refusals) = reason_of(&ask.reason);
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
    let back = Back {
        payment_id: ask.payment_id,
        voucher_id: ask.voucher_id,
        left,
        tender: ask.tender,
        reference: reference.as_deref(),
        reason: &reason,
        at: tx.scope().now,
        shift: None,
        location_id: None,
    };
    pay_back(&mut tx, &back).await?;
    tx.commit().await?;
    Ok(left)
}

/// Why, as it is kept, and what is wrong with it.
fn reason_of(typed: &str) -> (String, Vec<Refusal>) {
    let reason = one_line(typed);
    let mut refusals = Vec::new();
    if reason.is_empty() {
        refusals.push(Refusal::at("reason", "refused-required"));
    }
    if reason.chars().count() > LONGEST_NOTE {
        refusals.push(Refusal::at("reason", "refused-too-long").with("most", LONGEST_NOTE));
    }
    (reason, refusals)
}

/// What is left of a voucher, on its way back: everything of it is looked at.
struct Back<'a> {
    payment_id: Uuid,
    voucher_id: Uuid,
    left: Money,
    tender: Tender,
    reference: Option<&'a str>,
    reason: &'a str,
    at: DateTime<Utc>,
    /// The shift out of whose drawer its cash goes; none: out of no till's.
    shift: Option<InShift>,
    location_id: Option<Uuid>,
}

/// Writes down that it is void and that its money went, and posts that. Its row is locked.
async fn pay_back(tx: &mut BusinessTx, back: &Back<'_>) -> Result<(), Stop> {
    let money = store::VoucherMoney {
        payment_id: back.payment_id,
        voucher_id: back.voucher_id,
        is_in: false,
        tender: back.tender,
        amount: back.left,
        reference: back.reference,
        at: back.at,
    };
    store::insert_money(tx, &money).await?;
    store::end(tx, back.voucher_id, back.reason, back.shift).await?;
    let details = json!({
        "payment_id": back.payment_id, "amount": back.left.minor(), "tender": back.tender.code(),
        "receipt": back.reference, "reason": back.reason,
        "shift_id": back.shift.map(|at| at.shift_id),
    });
    let subject = Some(back.voucher_id);
    audit::record(tx, "voucher.void", "voucher", subject, details).await?;
    let account = match (back.tender, back.shift) {
        (Tender::Cash, Some(at)) => drawer_of(at),
        (tender, _) => tender.account(),
    };
    let uncountable = || fault("a voucher cannot be counted", &back.voucher_id);
    let less = back.left.negated().ok_or_else(uncountable)?;
    let draft = posted(back.payment_id, "refund", account, less, back.at);
    let draft = Draft {
        location_id: back.location_id,
        ..draft.ok_or_else(uncountable)?
    };
    ledger::post(tx, draft).await?;
    Ok(())
}

/// A voucher that was sold by mistake, and whose cash a till has handed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackTold {
    /// The payment that went out: the event's id, and the key that makes it happen once.
    pub payment_id: Uuid,
    /// Of which voucher: all that was paid for it.
    pub voucher_id: Uuid,
    /// Why.
    pub reason: String,
    /// When, by the till's clock.
    pub at: DateTime<Utc>,
    /// In which shift.
    pub shift: Option<AtShift>,
    /// Where its till stands.
    pub location_id: Uuid,
}

/// Records that a till has handed back what was paid for a voucher, once for each `payment_id`; what is odd about
/// it, and none where it was there. Something may have been bought with it meanwhile, or a manager has paid it back:
/// then only what is left is paid back in the books, and the rest is short in the drawer. It is void in any case.
/// The caller commits.
///
/// # Errors
/// Refuses no reason. Another business's voucher is not found.
pub async fn record_back(tx: &mut BusinessTx, told: &BackTold) -> Result<Option<Vec<Flag>>, Stop> {
    staff::allow(tx, Power::Refund)?;
    let (reason, refusals) = reason_of(&told.reason);
    staff::unless_refused(refusals)?;
    let mut taken = Taken::happened(tx.scope(), told.at, Power::Refund);
    let moment = taken.moment(tx).await?;
    let shift = shifts::join(tx, told.shift, Some(told.location_id), &mut taken).await?;
    let voucher = store::lock(tx, told.voucher_id).await?;
    let there = store::paid_back(tx, told.payment_id, told.voucher_id).await?;
    if there.is_some() {
        return Ok(None);
    }
    let left = voucher.balance;
    if left > Money::ZERO {
        let back = Back {
            payment_id: told.payment_id,
            voucher_id: told.voucher_id,
            left,
            tender: Tender::Cash,
            reference: None,
            reason: &reason,
            at: moment.unwrap_or(tx.scope().now),
            shift,
            location_id: Some(told.location_id),
        };
        pay_back(tx, &back).await?;
    } else if voucher.voided.is_none() && voucher.lapsed.is_none() {
        // Nothing goes out, nor may anything come back onto it that would, when the till tells this again.
        store::end(tx, told.voucher_id, &reason, None).await?;
        let details = json!({ "payment_id": told.payment_id, "amount": 0, "reason": reason });
        let subject = Some(told.voucher_id);
        audit::record(tx, "voucher.void", "voucher", subject, details).await?;
    }
    if left != voucher.amount {
        let currency = &tx.scope().currency;
        let odd = Refusal::of("flag-voucher-back")
            .with("amount", voucher.amount.named(currency))
            .with("left", left.named(currency));
        taken.odd(Oddity::Total, vec![odd])?;
    }
    Ok(Some(taken.into_flags()))
}
