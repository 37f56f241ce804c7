//! How strictly a document is taken. What is asked for may be refused. What a till tells has happened: it
//! is recorded as it was, with a note of everything about it that a manager must look at; only what can
//! never be right is refused.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::basket::{OLDEST_DAYS, to_microsecond};
use super::sale::{Sale, shown_number};
use super::store;
use crate::ledger;
use crate::platform::{BusinessTx, Scope};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// A till's clock may be ahead by so much.
const AHEAD_MINUTES: i64 = 5;
/// What a till kept for longer than this is looked at.
const KEPT_DAYS: i64 = 7;
/// The largest number that a till can have come to.
const MOST_NUMBER: i64 = 999_999_999;

/// What is odd about something that a till told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// The till's clock was off, or it kept this for long.
    Clock,
    /// The books of its month are closed: it is in the books of today.
    Month,
    /// Its location was closed meanwhile.
    Place,
    /// Whoever rang it up was let go meanwhile.
    Member,
    /// Her role does not allow it.
    Power,
    /// The customer is not one any more, or is not known.
    Customer,
    /// A product was retired or changed meanwhile.
    Goods,
    /// Cheaper than the price that is known here.
    Price,
    /// More was given away than a cashier may.
    Discount,
    /// For less than it had cost.
    BelowCost,
    /// More than was on the shelf.
    Stock,
    /// What was on the shelf had expired.
    Expired,
    /// Beyond what the customer may owe.
    Credit,
    /// A payment's reference was used before or is none, M-Pesa's code is missing, or a voucher does not hold it.
    Receipt,
    /// A voucher was sold with another last day than vouchers have here.
    Voucher,
    /// Another amount was paid, or paid back, than it comes to here: it was rounded otherwise, there was a tip
    /// where none are taken, or a part had come back before.
    Total,
    /// Its number was used before, or some are missing before it.
    Number,
    /// Its shift is not known, or began while another one of hers was open there.
    Shift,
    /// Sent by another till than the one that it happened at.
    Till,
    /// Something was sold that is no product.
    QuickItem,
    /// More tips were paid out than were owed.
    Tips,
    /// Not recorded: it can never be right.
    Refused,
}

impl Oddity {
    /// Every one.
    pub const ALL: [Oddity; 22] = [
        Oddity::Clock,
        Oddity::Month,
        Oddity::Place,
        Oddity::Member,
        Oddity::Power,
        Oddity::Customer,
        Oddity::Goods,
        Oddity::Price,
        Oddity::Discount,
        Oddity::BelowCost,
        Oddity::Stock,
        Oddity::Expired,
        Oddity::Credit,
        Oddity::Receipt,
        Oddity::Voucher,
        Oddity::Total,
        Oddity::Number,
        Oddity::Shift,
        Oddity::Till,
        Oddity::QuickItem,
        Oddity::Tips,
        Oddity::Refused,
    ];

    /// Its word in the database, on the wire and in translation keys (`flag-clock`).
    pub const fn code(self) -> &'static str {
        match self {
            Oddity::Clock => "clock",
            Oddity::Month => "month",
            Oddity::Place => "place",
            Oddity::Member => "member",
            Oddity::Power => "power",
            Oddity::Customer => "customer",
            Oddity::Goods => "goods",
            Oddity::Price => "price",
            Oddity::Discount => "discount",
            Oddity::BelowCost => "below_cost",
            Oddity::Stock => "stock",
            Oddity::Expired => "expired",
            Oddity::Credit => "credit",
            Oddity::Receipt => "receipt",
            Oddity::Voucher => "voucher",
            Oddity::Total => "total",
            Oddity::Number => "number",
            Oddity::Shift => "shift",
            Oddity::Till => "till",
            Oddity::QuickItem => "quick_item",
            Oddity::Tips => "tips",
            Oddity::Refused => "refused",
        }
    }

    /// The oddity of that word, or none.
    pub fn parse(code: &str) -> Option<Oddity> {
        Oddity::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Something that a manager must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// What is odd.
    pub oddity: Oddity,
    /// In particular: what would have been said, had it been asked for.
    pub reasons: Vec<Refusal>,
}

impl Flag {
    /// For one reason.
    pub fn of(oddity: Oddity, reason: Refusal) -> Flag {
        Flag {
            oddity,
            reasons: vec![reason],
        }
    }
}

/// What a till knows of a document that happened there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What its till's numbers begin with: `T1`.
    pub series: String,
    /// The number that was printed on it. Sales and refunds of a till are in one series.
    pub number: i64,
    /// When it happened, by the till's clock.
    pub at: DateTime<Utc>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The document as it is recorded.
    pub sale: Sale,
    /// Whether it was recorded just now; if not, it was there.
    pub is_new: bool,
    /// What is odd about it; of one that was there, that was noted then.
    pub flags: Vec<Flag>,
}

/// A document on its way in: asked for, or told of.
#[derive(Debug)]
pub(super) struct Taken {
    told: Option<Told>,
    flags: Vec<Flag>,
}

impl Taken {
    /// Somebody asks whether she may.
    pub fn asked() -> Taken {
        Taken {
            told: None,
            flags: Vec::new(),
        }
    }

    /// It happened. `power` is what one needs to do such a thing.
    pub fn told(scope: &Scope, told: &Told, power: Power) -> Result<Taken, Stop> {
        if !(1..=MOST_NUMBER).contains(&told.number) {
            return Err(Refusal::of("refused-unreadable").into());
        }
        Ok(Taken::by(scope, told.clone(), power))
    }

    /// The same of what takes no number of its till: a voucher has its code.
    pub fn happened(scope: &Scope, at: DateTime<Utc>, power: Power) -> Taken {
        let told = Told {
            series: String::new(),
            number: 0,
            at,
        };
        Taken::by(scope, told, power)
    }

    fn by(scope: &Scope, told: Told, power: Power) -> Taken {
        let mut taken = Taken {
            told: Some(told),
            flags: Vec::new(),
        };
        if !staff::may(&scope.who, power) {
            taken.flag(Oddity::Power, vec![Refusal::of("flag-no-power")]);
        }
        taken
    }

    /// Whether it happened.
    pub fn is_told(&self) -> bool {
        self.told.is_some()
    }

    /// The number that is printed on what happened.
    pub fn printed(&self) -> Option<String> {
        let told = self.told.as_ref()?;
        Some(shown_number(&format!("till:{}", told.series), told.number))
    }

    /// Refuses what is asked for these reasons, if there are any; of what happened they are noted.
    pub fn odd(&mut self, oddity: Oddity, reasons: Vec<Refusal>) -> Result<(), Stop> {
        if reasons.is_empty() {
            return Ok(());
        }
        if !self.is_told() {
            return Err(reasons.into());
        }
        self.flag(oddity, reasons);
        Ok(())
    }

    /// The same of something that is not there any more for whoever asks.
    pub fn gone(&mut self, oddity: Oddity, reason: Refusal) -> Result<(), Stop> {
        if !self.is_told() {
            return Err(Stop::NotFound);
        }
        self.flag(oddity, vec![reason]);
        Ok(())
    }

    fn flag(&mut self, oddity: Oddity, reasons: Vec<Refusal>) {
        match self.flags.iter_mut().find(|flag| flag.oddity == oddity) {
            Some(flag) => flag.reasons.extend(reasons),
            None => self.flags.push(Flag { oddity, reasons }),
        }
    }

    /// What came of it.
    pub fn recorded(self, sale: Sale, is_new: bool) -> Recorded {
        Recorded {
            sale,
            is_new,
            flags: self.flags,
        }
    }

    /// What is odd about it.
    pub fn into_flags(self) -> Vec<Flag> {
        self.flags
    }

    /// When something happened that a till told of, as the books have it: none where it did not, but is
    /// asked for. A clock that is ahead counts as now, and so does one that is more than a year behind.
    pub async fn moment(&mut self, tx: &mut BusinessTx) -> Result<Option<DateTime<Utc>>, Stop> {
        let Some(told) = self.told.as_ref().map(|told| told.at) else {
            return Ok(None);
        };
        let now = tx.scope().now;
        let (at, reason) = by_clock(told, tx.scope());
        if let Some(reason) = reason {
            self.flag(Oddity::Clock, vec![reason]);
        }
        if ledger::is_open(tx, at).await? {
            return Ok(Some(at));
        }
        let month = tx.scope().calendar.day_of(at).format("%m/%Y");
        let reason = Refusal::of("refused-month-closed").with("month", month);
        self.flag(Oddity::Month, vec![reason]);
        Ok(Some(now))
    }

    /// Gives a document its number: the next one of its series, or the one that its till printed. One
    /// that was used before stands beside it in a series of its own: what happened is kept, and no
    /// number is twice.
    pub async fn number(&mut self, tx: &mut BusinessTx, sale: &mut Sale) -> Result<(), Stop> {
        let Some(told) = self.told.clone() else {
            sale.number = ledger::next_number(tx, &sale.series).await?;
            return Ok(());
        };
        sale.series = format!("till:{}", told.series);
        sale.number = told.number;
        let next = ledger::take_given(tx, &sale.series, told.number).await?;
        if told.number < next && store::is_numbered(tx, &sale.series, told.number).await? {
            let reason = Refusal::of("flag-number-used").with("number", sale.shown_number());
            self.flag(Oddity::Number, vec![reason]);
            sale.series.push_str(":x");
            sale.number = ledger::next_number(tx, &sale.series).await?;
        } else if told.number > next {
            let missing = told.number.checked_sub(next).unwrap_or_default();
            let reason = Refusal::of("flag-number-missing").with("count", missing);
            self.flag(Oddity::Number, vec![reason]);
        }
        Ok(())
    }
}

/// What is odd about the clock of something that happened, if anything is.
pub fn odd_clock(told: DateTime<Utc>, scope: &Scope) -> Option<Flag> {
    let (_, reason) = by_clock(told, scope);
    reason.map(|reason| Flag::of(Oddity::Clock, reason))
}

/// When something happened by a till's clock, and what is odd about that.
fn by_clock(told: DateTime<Utc>, scope: &Scope) -> (DateTime<Utc>, Option<Refusal>) {
    let shown = if (2000..=9999).contains(&told.year()) {
        scope.calendar.local(told).to_rfc3339()
    } else {
        told.date_naive().to_string()
    };
    let (at, key) = moment_by(told, scope.now);
    (at, key.map(|key| Refusal::of(key).with("date", shown)))
}

/// The same; of what is odd only the key.
fn moment_by(told: DateTime<Utc>, now: DateTime<Utc>) -> (DateTime<Utc>, Option<&'static str>) {
    let before = |days| now.checked_sub_signed(TimeDelta::days(days));
    if told.signed_duration_since(now) > TimeDelta::minutes(AHEAD_MINUTES) {
        return (now, Some("flag-clock-ahead"));
    }
    let behind = "flag-clock-behind";
    if before(OLDEST_DAYS).is_some_and(|oldest| told < oldest) {
        return (now, Some(behind));
    }
    let is_old = before(KEPT_DAYS).is_some_and(|oldest| told < oldest);
    (to_microsecond(told.min(now)), is_old.then_some(behind))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for oddity in Oddity::ALL {
            assert_eq!(Oddity::parse(oddity.code()), Some(oddity));
        }
        assert_eq!(Oddity::parse("odd"), None);
    }

    #[test]
    fn no_clock_keeps_a_sale_out() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let key = |told: DateTime<Utc>| moment_by(told, now);
        let ago = |days: i64| now - TimeDelta::days(days);
        let (ahead, behind) = (Some("flag-clock-ahead"), Some("flag-clock-behind"));
        assert_eq!(key(now), (now, None));
        assert_eq!(key(now + TimeDelta::minutes(4)), (now, None));
        assert_eq!(key(now + TimeDelta::minutes(6)), (now, ahead));
        assert_eq!(key(DateTime::<Utc>::MAX_UTC), (now, ahead));
        assert_eq!(key(ago(6)), (ago(6), None));
        assert_eq!(key(ago(8)), (ago(8), behind));
        assert_eq!(key(ago(400)), (now, behind));
        assert_eq!(key(DateTime::<Utc>::MIN_UTC), (now, behind));
    }

    #[test]
    fn what_is_asked_is_refused_and_what_happened_is_noted() {
        let reason = || vec![Refusal::of("refused-retired")];
        assert!(Taken::asked().odd(Oddity::Goods, reason()).is_err());
        assert!(Taken::asked().odd(Oddity::Goods, Vec::new()).is_ok());
        let told = Told {
            series: "T1".to_owned(),
            number: 1,
            at: DateTime::UNIX_EPOCH,
        };
        let mut taken = Taken {
            told: Some(told),
            flags: Vec::new(),
        };
        taken.odd(Oddity::Goods, reason()).unwrap();
        taken.odd(Oddity::Goods, reason()).unwrap();
        taken
            .gone(Oddity::Place, Refusal::of("flag-place-closed"))
            .unwrap();
        let counts: Vec<usize> = taken.flags.iter().map(|flag| flag.reasons.len()).collect();
        assert_eq!(counts, [2, 1]);
    }
}
