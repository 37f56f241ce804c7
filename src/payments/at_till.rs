//! Prompts at tills: who waits for one, and the money that it brings until a sale names it.
//!
//! What never breaks: the money is in the books from the moment that M-Pesa says so, as money of tills
//! that no sale names yet; it pays for one sale, or is paid back, once; whoever wants either waits for
//! its row. PostgreSQL refuses the second.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::apply::keep;
use super::attempt::{Attempt, State};
use super::evidence::Decision;
use super::money_in::{MoneyIn, claim_receipt, insert};
use super::store;
use super::tender::Tender;
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, clock, fault, metrics};
use crate::values::{Money, Phone, Refusal, Stop};

/// Money that a till's prompt has brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMoney {
    /// The payment that it is.
    pub payment_id: Uuid,
    /// At which till.
    pub device_id: Uuid,
    /// Where that sells.
    pub location_id: Uuid,
    /// How much.
    pub amount: Money,
    /// M-Pesa's receipt; none where that is still to come.
    pub receipt: Option<String>,
    /// The sale that it paid for.
    pub sale_id: Option<Uuid>,
    /// Whether it was paid back.
    pub is_paid_back: bool,
}

impl HeldMoney {
    /// Whether a sale may be paid with it: nothing was, or that very sale.
    pub fn is_free_for(&self, sale_id: Uuid) -> bool {
        !self.is_paid_back && self.sale_id.is_none_or(|paid| paid == sale_id)
    }
}

/// Money that no sale names yet, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtTillMoney {
    /// The payment that it is.
    pub payment_id: Uuid,
    /// What the till is called.
    pub device_name: String,
    /// Who asked for it there.
    pub asked_by: String,
    /// Who paid.
    pub phone: Phone,
    /// How much.
    pub amount: Money,
    /// M-Pesa's receipt; none where that is still to come.
    pub receipt: Option<String>,
    /// When it was paid.
    pub occurred_at: DateTime<Utc>,
    /// Whether nobody waited for it any more.
    pub is_given_up: bool,
}

/// A till's prompt that does not fit: a person must look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InReview {
    /// Which.
    pub attempt_id: Uuid,
    /// What the till is called.
    pub device_name: String,
    /// Who asked for it there.
    pub asked_by: String,
    /// Who was asked.
    pub phone: Phone,
    /// For how much.
    pub amount: Money,
    /// M-Pesa's receipt, if it named one.
    pub receipt: Option<String>,
    /// What does not fit: the last part of a translation key.
    pub reason: String,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// How money is paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The payment that goes out: the key that makes it happen once.
    pub payment_id: Uuid,
    /// The payment that it gives back.
    pub pays_back: Uuid,
    /// How.
    pub tender: Tender,
    /// By which it is found again; cash has none.
    pub reference: Option<String>,
}

/// A till's prompt, of this till or of any; one of another, or of an order, is not found.
pub async fn told_at_till(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    device_id: Option<Uuid>,
) -> Result<Attempt, Stop> {
    let attempt = store::load(tx, attempt_id).await?;
    let is_its = |attempt: &Attempt| {
        let at = attempt.pays_for.at_till();
        at.is_some_and(|at| device_id.is_none_or(|device_id| at.device_id == device_id))
    };
    attempt.filter(is_its).ok_or(Stop::NotFound)
}

/// Nobody waits for a prompt at the till any more: its sale may be asked for again, or be paid otherwise.
/// One that is not sent yet never is. What comes of another is heard all the same. Twice is once.
///
/// # Errors
/// Not found where it is none of that till.
pub async fn stop_waiting(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    device_id: Uuid,
) -> Result<(), Stop> {
    told_at_till(tx, attempt_id, Some(device_id)).await?;
    let attempt = store::lock(tx, attempt_id).await?.ok_or(Stop::NotFound)?;
    if !attempt.state.is_open() || attempt.given_up_at.is_some() {
        return Ok(());
    }
    let now = clock::now();
    if attempt.state == State::Created {
        let decision = Decision::to(&attempt, State::Rejected, Some("not-sent"));
        keep(tx, &attempt, &decision, now).await?;
    }
    store::give_up(tx, attempt_id, now).await?;
    let details = json!({ "state": attempt.state.code(), "amount": attempt.amount.minor() });
    let subject = Some(attempt_id);
    audit::record(tx, "till.give_prompt_up", "mpesa_attempt", subject, details).await
}

/// Money came by a till's prompt: it is recorded once, and held for the sale that is to name it.
pub(super) async fn take(tx: &mut BusinessTx, money: &MoneyIn) -> Result<(), Stop> {
    if !insert(tx, money, Money::ZERO).await? {
        return Ok(());
    }
    let held = store::held(tx, money.payment_id).await?;
    let held = held.ok_or_else(|| fault("money of a till is not there", &money.payment_id))?;
    // What was paid in a month that is closed since then is recorded today.
    let at = if ledger::is_open(tx, money.occurred_at).await? {
        money.occurred_at
    } else {
        tx.scope().now
    };
    let draft = draft(money.payment_id, "payment", at, &held, money.tender);
    ledger::post(tx, draft.ok_or_else(|| uncountable(&held))?).await?;
    Ok(())
}

/// The money that a payment of a sale names, by its id or by M-Pesa's receipt. Its row is locked: whoever
/// else wants it waits.
pub async fn held_for_sale(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    receipt: Option<&str>,
) -> Result<Option<HeldMoney>, Stop> {
    match store::lock_held(tx, payment_id, receipt).await? {
        Some(found) => store::held(tx, found).await,
        None => Ok(None),
    }
}

/// What prompts at tills have brought that no sale names yet, the newest first.
pub async fn held_at_tills(tx: &mut BusinessTx) -> Result<Vec<AtTillMoney>, Stop> {
    store::all_held(tx).await
}

/// Prompts at tills that a person must look at, the oldest first.
pub async fn in_review_at_tills(tx: &mut BusinessTx) -> Result<Vec<InReview>, Stop> {
    store::in_review(tx).await
}

/// Records that money was paid back that no sale names, once for each `payment_id`: all of it. The caller
/// checks the power.
///
/// # Errors
/// Not found; refused where a sale was paid with it (`refused-prompt-sold`), where it was paid back
/// (`refused-prompt-paid-back`), and where the reference stands for other money.
pub async fn pay_back_held(tx: &mut BusinessTx, back: &Back) -> Result<(), Stop> {
    if let (Tender::Mpesa, Some(receipt)) = (back.tender, &back.reference) {
        claim_receipt(tx, receipt).await?;
    }
    let found = store::lock_held(tx, back.pays_back, None).await?;
    let found = found.ok_or(Stop::NotFound)?;
    let held = store::held(tx, found).await?.ok_or(Stop::NotFound)?;
    if store::is_back(tx, back).await? {
        return Ok(());
    }
    if held.is_paid_back {
        return Err(Refusal::of("refused-prompt-paid-back").into());
    }
    if held.sale_id.is_some() {
        return Err(Refusal::of("refused-prompt-sold").into());
    }
    if !store::insert_back(tx, back, &held).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    metrics::payment_recorded(back.tender.code(), "out");
    let details = json!({
        "amount": held.amount.minor(), "tender": back.tender.code(), "receipt": back.reference,
        "payment_id": back.payment_id,
    });
    let subject = Some(held.payment_id);
    audit::record(tx, "till.pay_back", "payment", subject, details).await?;
    let out = HeldMoney {
        amount: held.amount.negated().ok_or_else(|| uncountable(&held))?,
        ..held.clone()
    };
    let draft = draft(back.payment_id, "refund", tx.scope().now, &out, back.tender);
    ledger::post(tx, draft.ok_or_else(|| uncountable(&held))?).await?;
    Ok(())
}

fn uncountable(held: &HeldMoney) -> Stop {
    fault("money of a till cannot be counted", &held.payment_id)
}

/// Money that tills hold came by a tender; less than nothing of it went.
fn draft(
    payment_id: Uuid,
    purpose: &'static str,
    occurred_at: DateTime<Utc>,
    held: &HeldMoney,
    tender: Tender,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose,
        occurred_at,
        location_id: Some(held.location_id),
        lines: vec![
            (tender.account(), held.amount),
            (Role::TillDeposits, held.amount.negated()?),
        ],
    })
}
