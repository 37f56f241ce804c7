//! Records a voucher that was sold at a till: its code is on the paper that the customer has, and its money is
//! in the drawer. What would be refused is noted (see `sales::taken`); only what can never be right is refused.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::code::read_code;
use super::sell::{Sold, VoucherAsk, again, write};
use super::voucher::Voucher;
use super::{last_day, store};
use crate::payments::{self, Tender};
use crate::platform::BusinessTx;
use crate::platform::secrets::digest_bytes;
use crate::sales::shifts::{self, AtShift};
use crate::sales::store::is_paid_by;
use crate::sales::taken::{Flag, Oddity, Taken};
use crate::sales::tenders::reference_of;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// A voucher that a till has sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoucherTold {
    /// What was sold, and how it was paid.
    pub ask: VoucherAsk,
    /// Its code, made by the till.
    pub code: String,
    /// Its last day as it was printed; none: it has none.
    pub expires_on: Option<NaiveDate>,
    /// When, by the till's clock.
    pub at: DateTime<Utc>,
    /// In which shift.
    pub shift: Option<AtShift>,
    /// Where its till stands.
    pub location_id: Uuid,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedVoucher {
    /// The voucher as it is recorded.
    pub voucher: Voucher,
    /// Whether it was recorded just now; if not, it was there.
    pub is_new: bool,
    /// What is odd about it; of one that was there, that was noted then.
    pub flags: Vec<Flag>,
}

impl VoucherTold {
    /// Of everything that is told: the same id with another body is another voucher.
    fn digest(&self) -> Vec<u8> {
        let ask = &self.ask;
        let body = json!([
            ask.payment_id,
            ask.tender.code(),
            ask.amount,
            ask.reference.trim(),
            ask.note.trim(),
            self.code,
            self.expires_on,
            self.at,
            self.shift.map(|at| at.shift_id),
        ]);
        digest_bytes(body.to_string().as_bytes())
    }

    /// Refuses what nobody can have sold: nothing is written up, and no voucher buys another.
    fn check(&self) -> Result<(), Stop> {
        let mut refusals = self.ask.unsound();
        if matches!(self.ask.tender, Tender::OnAccount | Tender::Voucher) {
            refusals.push(Refusal::at("tender", "refused-tender-needed"));
        }
        // A day of no calendar is one that PostgreSQL cannot hold.
        let is_no_day = |last: NaiveDate| !(0..=9999).contains(&last.year());
        let is_code = read_code(&self.code).as_ref() == Some(&self.code);
        if !is_code || self.expires_on.is_some_and(is_no_day) {
            refusals.push(Refusal::of("refused-unreadable"));
        }
        staff::unless_refused(refusals)
    }
}

/// Records a voucher that was sold at a till already, once for each `voucher_id`, with what is odd about it. The
/// caller commits.
///
/// # Errors
/// Refuses what can never be right: another body under an id that is used, no amount, a tender that pays for no
/// voucher, and a code that is none or another voucher's.
pub async fn record_sold(tx: &mut BusinessTx, told: &VoucherTold) -> Result<RecordedVoucher, Stop> {
    staff::allow(tx, Power::TakeMoney)?;
    told.check()?;
    let ask = &told.ask;
    let digest = told.digest();
    tx.wait_for_turn(ask.voucher_id).await?;
    if let Some(voucher) = again(tx, ask.voucher_id, &digest).await? {
        return Ok(RecordedVoucher {
            voucher,
            is_new: false,
            flags: Vec::new(),
        });
    }
    let mut taken = Taken::happened(tx.scope(), told.at, Power::TakeMoney);
    let moment = taken.moment(tx).await?;
    let at = moment.unwrap_or(tx.scope().now);
    lasts(tx, told, at, &mut taken).await?;
    let reference = claimed(tx, ask, &mut taken).await?;
    let shift = shifts::join(tx, told.shift, Some(told.location_id), &mut taken).await?;
    let sold = Sold {
        ask,
        digest: &digest,
        code: told.code.clone(),
        reference,
        expires_on: told.expires_on,
        at,
        shift,
        location_id: Some(told.location_id),
    };
    Ok(RecordedVoucher {
        voucher: write(tx, &sold).await?,
        is_new: true,
        flags: taken.into_flags(),
    })
}

/// What is printed is promised: a last day that is another than by the rule of the shop is noted.
async fn lasts(
    tx: &mut BusinessTx,
    told: &VoucherTold,
    at: DateTime<Utc>,
    taken: &mut Taken,
) -> Result<(), Stop> {
    let days = store::days(tx).await?;
    let day = tx.scope().calendar.day_of(at);
    if last_day(day, days) == told.expires_on {
        return Ok(());
    }
    let reason = match told.expires_on {
        Some(last) => Refusal::of("flag-voucher-last-day").with("date", last),
        None => Refusal::of("flag-voucher-for-ever"),
    };
    taken.odd(Oddity::Voucher, vec![reason])
}

/// The reference of its money, in one spelling. It is paid already: one that is used or missing is noted, and
/// left out.
async fn claimed(
    tx: &mut BusinessTx,
    ask: &VoucherAsk,
    taken: &mut Taken,
) -> Result<Option<String>, Stop> {
    let reference = match reference_of(ask.tender, &ask.reference) {
        Ok(None) if ask.tender == Tender::Mpesa => {
            Err(Refusal::at("receipt", "refused-receipt-needed"))
        }
        read => read,
    };
    let reference = match reference {
        Ok(Some(reference)) => reference,
        Ok(None) => return Ok(None),
        Err(reason) => {
            taken.odd(Oddity::Receipt, vec![reason])?;
            return Ok(None);
        }
    };
    match count_once(tx, ask.tender, &reference).await {
        Ok(()) => Ok(Some(reference)),
        Err(Stop::Refused(reasons)) => {
            taken.odd(Oddity::Receipt, reasons)?;
            Ok(None)
        }
        Err(stop) => Err(stop),
    }
}

/// Refuses a reference that was recorded before.
async fn count_once(tx: &mut BusinessTx, tender: Tender, reference: &str) -> Result<(), Stop> {
    if tender == Tender::Mpesa {
        payments::claim_receipt(tx, reference).await?;
        payments::refuse_prompted(tx, reference).await?;
    }
    if is_paid_by(tx, tender, reference).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    Ok(())
}
