//! Sells a voucher: money comes, and so much is owed to whoever brings the code.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::code::{LETTERS, code_of};
use super::voucher::Voucher;
use super::{last_day, store};
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::payments::{self, Tender};
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, Cx, fault};
use crate::sales::basket::MOST_MONEY;
use crate::sales::shifts::{InShift, drawer_of};
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

    /// Why nobody can have sold it, whoever says so: no amount, or a note that is too long.
    pub(super) fn unsound(&self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if self.amount <= Money::ZERO || self.amount > MOST_MONEY {
            refusals.push(Refusal::at("amount", "refused-not-an-amount"));
        }
        if self.note.chars().count() > LONGEST_NOTE {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
        }
        refusals
    }

    /// The reference of its money, in one spelling. Everything that cannot be is refused at once.
    fn check(&self) -> Result<Option<String>, Stop> {
        let mut refusals = self.unsound();
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
    let digest = ask.digest();
    tx.wait_for_turn(ask.voucher_id).await?;
    if let Some(there) = again(&mut tx, ask.voucher_id, &digest).await? {
        return Ok(there);
    }
    if let (Tender::Mpesa, Some(receipt)) = (ask.tender, &reference) {
        payments::claim_receipt(&mut tx, receipt).await?;
        payments::refuse_prompted(&mut tx, receipt).await?;
    }
    let (now, day) = (tx.scope().now, tx.scope().today());
    let sold = Sold {
        ask,
        digest: &digest,
        code: new_code(),
        reference,
        expires_on: last_day(day, store::days(&mut tx).await?),
        at: now,
        shift: None,
        location_id: None,
    };
    let voucher = write(&mut tx, &sold).await?;
    tx.commit().await?;
    Ok(voucher)
}

/// The voucher that an earlier request of this very body made.
///
/// # Errors
/// Refuses where the id stands for another one.
pub(super) async fn again(
    tx: &mut BusinessTx,
    voucher_id: Uuid,
    digest: &[u8],
) -> Result<Option<Voucher>, Stop> {
    match store::digest_of(tx, voucher_id).await? {
        None => Ok(None),
        Some(there) if there == digest => store::voucher(tx, voucher_id).await.map(Some),
        Some(_) => Err(Refusal::of("refused-voucher-other").into()),
    }
}

/// A voucher on its way into the books: everything of it is looked at.
pub(super) struct Sold<'a> {
    pub ask: &'a VoucherAsk,
    /// Of what was submitted.
    pub digest: &'a [u8],
    pub code: String,
    /// What its money is called, in one spelling.
    pub reference: Option<String>,
    pub expires_on: Option<NaiveDate>,
    pub at: DateTime<Utc>,
    /// The shift whose drawer has its cash; none: it was sold at no till.
    pub shift: Option<InShift>,
    pub location_id: Option<Uuid>,
}

impl Sold<'_> {
    /// Where its money is.
    fn account(&self) -> Role {
        match (self.ask.tender, self.shift) {
            (Tender::Cash, Some(at)) => drawer_of(at),
            (tender, _) => tender.account(),
        }
    }
}

/// Writes a voucher and its money down, and posts them. Its turn has come, and its id is free.
pub(super) async fn write(tx: &mut BusinessTx, sold: &Sold<'_>) -> Result<Voucher, Stop> {
    let ask = sold.ask;
    store::insert(tx, sold).await?;
    let money = store::VoucherMoney {
        payment_id: ask.payment_id,
        voucher_id: ask.voucher_id,
        is_in: true,
        tender: ask.tender,
        amount: ask.amount,
        reference: sold.reference.as_deref(),
        at: sold.at,
    };
    store::insert_money(tx, &money).await?;
    let details = json!({
        "payment_id": ask.payment_id, "amount": ask.amount.minor(),
        "tender": ask.tender.code(), "receipt": sold.reference,
        "shift_id": sold.shift.map(|at| at.shift_id),
    });
    let subject = Some(ask.voucher_id);
    audit::record(tx, "voucher.sell", "voucher", subject, details).await?;
    let uncountable = || fault("a voucher cannot be counted", &ask.voucher_id);
    let draft = posted(
        ask.payment_id,
        "payment",
        sold.account(),
        ask.amount,
        sold.at,
    );
    let draft = Draft {
        location_id: sold.location_id,
        ..draft.ok_or_else(uncountable)?
    };
    ledger::post(tx, draft).await?;
    store::voucher(tx, ask.voucher_id).await
}

/// A code that nobody guesses.
fn new_code() -> String {
    code_of(std::array::from_fn(|_| rand::random_range(0..LETTERS)))
}

/// What a voucher's money does to the books: it came into an account, and is owed; less than nothing of it
/// went.
pub(super) fn posted(
    payment_id: Uuid,
    purpose: &'static str,
    account: Role,
    amount: Money,
    occurred_at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose,
        occurred_at,
        location_id: None,
        lines: vec![(account, amount), (Role::GiftVouchers, amount.negated()?)],
    })
}
