//! Sells a voucher: money comes, and so much is owed to whoever brings the code.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::code::{LETTERS, code_of};
use super::store;
use super::voucher::Voucher;
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::payments::{self, Tender};
use crate::platform::secrets::digest_bytes;
use crate::platform::{Cx, fault};
use crate::sales::basket::MOST_MONEY;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// The most characters of a note and of a reason.
pub(super) const LONGEST_NOTE: usize = 300;

/// A voucher that is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherAsk {
    /// The voucher: made with its form, and the key that makes it happen once.
    pub voucher_id: Uuid,
    /// The payment that its money becomes.
    pub payment_id: Uuid,
    /// How it is paid for.
    pub tender: Tender,
    /// How much.
    pub amount: Money,
    /// M-Pesa's code, a bank's reference; cash has none.
    pub reference: String,
    /// For whom, or another word about it; may be empty.
    pub note: String,
}

impl VoucherAsk {
    /// Of everything that is asked: the same id with another body is another voucher.
    fn digest(&self) -> Vec<u8> {
        let body = json!([
            self.payment_id,
            self.tender.code(),
            self.amount,
            self.reference.trim(),
            self.note.trim(),
        ]);
        digest_bytes(body.to_string().as_bytes())
    }

    /// The reference of its money, in one spelling. Everything that cannot be is refused at once.
    fn check(&self) -> Result<Option<String>, Stop> {
        let mut refusals = Vec::new();
        if self.amount <= Money::ZERO || self.amount > MOST_MONEY {
            refusals.push(Refusal::at("amount", "refused-not-an-amount"));
        }
        if self.note.chars().count() > LONGEST_NOTE {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
        }
        let reference = paid_by(self.tender, &self.reference, &mut refusals)?;
        staff::unless_refused(refusals)?;
        Ok(reference)
    }
}

/// The reference of money for a voucher, or of what is paid back of one. What is none is added to the
/// refusals: nothing is written up, and no voucher buys another.
pub(super) fn paid_by(
    tender: Tender,
    reference: &str,
    refusals: &mut Vec<Refusal>,
) -> Result<Option<String>, Stop> {
    if tender == Tender::OnAccount {
        refusals.push(Refusal::at("tender", "refused-tender-needed"));
        return Ok(None);
    }
    match payments::reference(tender, reference) {
        Err(Stop::Refused(more)) => {
            refusals.extend(more);
            Ok(None)
        }
        read => read,
    }
}

/// Sells a voucher, once for each `voucher_id`: the same asked again answers with the same one.
///
/// # Errors
/// Refuses another body under an id that is used, no amount, and money without its reference or with one
/// that was recorded before.
pub async fn sell(cx: &Cx, ask: &VoucherAsk) -> Result<Voucher, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::TakeMoney)?;
    let reference = ask.check()?;
    if let (Tender::Mpesa, Some(receipt)) = (ask.tender, &reference) {
        payments::claim_receipt(&mut tx, receipt).await?;
    }
    let digest = ask.digest();
    let (now, day) = (tx.scope().now, tx.scope().today());
    let new = store::NewVoucher {
        voucher_id: ask.voucher_id,
        digest: &digest,
        code: new_code(),
        amount: ask.amount,
        expires_on: last_day(day, store::days(&mut tx).await?),
        note: ask.note.trim(),
    };
    // Whoever sends it again at the same instant waits here, and finds it.
    if !store::insert(&mut tx, &new).await? {
        return match store::digest_of(&mut tx, ask.voucher_id).await? {
            Some(there) if there == digest => store::voucher(&mut tx, ask.voucher_id).await,
            _ => Err(Refusal::of("refused-voucher-other").into()),
        };
    }
    if let (Tender::Mpesa, Some(receipt)) = (ask.tender, &reference) {
        payments::refuse_prompted(&mut tx, receipt).await?;
    }
    let money = store::VoucherMoney {
        payment_id: ask.payment_id,
        voucher_id: ask.voucher_id,
        is_in: true,
        tender: ask.tender,
        amount: ask.amount,
        reference: reference.as_deref(),
    };
    store::insert_money(&mut tx, &money).await?;
    let details = json!({
        "payment_id": ask.payment_id, "amount": ask.amount.minor(),
        "tender": ask.tender.code(), "receipt": reference,
    });
    let subject = Some(ask.voucher_id);
    audit::record(&mut tx, "voucher.sell", "voucher", subject, details).await?;
    let draft = posted(ask.payment_id, "payment", ask.tender, ask.amount, now);
    let uncountable = || fault("a voucher cannot be counted", &ask.voucher_id);
    ledger::post(&mut tx, draft.ok_or_else(uncountable)?).await?;
    let voucher = store::voucher(&mut tx, ask.voucher_id).await?;
    tx.commit().await?;
    Ok(voucher)
}

/// A code that nobody guesses.
fn new_code() -> String {
    code_of(std::array::from_fn(|_| rand::random_range(0..LETTERS)))
}

/// The last day of what is sold on a day; none where vouchers have none.
fn last_day(day: NaiveDate, days: Option<i32>) -> Option<NaiveDate> {
    let days = u64::try_from(days?).ok()?;
    day.checked_add_days(Days::new(days))
}

/// What a voucher's money does to the books: it came by a tender, and is owed; less than nothing of it went.
pub(super) fn posted(
    payment_id: Uuid,
    purpose: &'static str,
    tender: Tender,
    amount: Money,
    occurred_at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose,
        occurred_at,
        location_id: None,
        lines: vec![
            (tender.account(), amount),
            (Role::GiftVouchers, amount.negated()?),
        ],
    })
}
