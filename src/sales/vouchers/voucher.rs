//! A voucher, how it stands, and what happened to it. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::code::masked;
use crate::payments::Tender;
use crate::values::{Money, Refusal};

/// A voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// Its id.
    pub voucher_id: Uuid,
    /// Its code, without dashes.
    pub code: String,
    /// What was paid for it.
    pub amount: Money,
    /// What can still be bought with it.
    pub balance: Money,
    /// Its last day; none: it has none.
    pub expires_on: Option<NaiveDate>,
    /// For whom, or another word about it; may be empty.
    pub note: String,
    /// When it was sold.
    pub sold_at: DateTime<Utc>,
    /// Who sold it.
    pub member_id: Uuid,
    /// Her name.
    pub seller: String,
    /// That it is void.
    pub voided: Option<Voided>,
    /// That what it still held when it expired was taken as income.
    pub lapsed: Option<Lapsed>,
}

/// That somebody made a voucher void, and paid back what was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// That what an expired voucher still held was taken as income.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsed {
    /// How much.
    pub amount: Money,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it.
    pub by: String,
}

/// How a voucher stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Something can be bought with it.
    Good,
    /// Nothing is left.
    Empty,
    /// Its last day is over.
    Expired,
    /// It was paid back.
    Void,
}

impl State {
    /// Its word on the wire and in translation keys (`voucher-good`).
    pub const fn code(self) -> &'static str {
        match self {
            State::Good => "good",
            State::Empty => "empty",
            State::Expired => "expired",
            State::Void => "void",
        }
    }
}

impl Voucher {
    /// How it stands on a day of the business.
    pub fn state(&self, day: NaiveDate) -> State {
        if self.voided.is_some() {
            State::Void
        } else if self.lapsed.is_some() {
            // Also for a sale of before, of which a till tells only now.
            State::Expired
        } else if self.balance <= Money::ZERO {
            State::Empty
        } else if self.expires_on.is_some_and(|last| last < day) {
            State::Expired
        } else {
            State::Good
        }
    }

    /// Why nothing can be bought with it on a day, if that is so.
    pub fn unusable(&self, day: NaiveDate) -> Option<Refusal> {
        let refusal = match self.state(day) {
            State::Good => return None,
            State::Empty => Refusal::at("receipt", "refused-voucher-empty"),
            State::Void => Refusal::at("receipt", "refused-voucher-void"),
            State::Expired => {
                let last = self.expires_on.unwrap_or(day);
                Refusal::at("receipt", "refused-voucher-expired").with("date", last)
            }
        };
        Some(refusal.with("code", masked(&self.code)))
    }
}

/// That no voucher has such a code; it is written as whoever reads it may see it.
pub fn unknown(written: &str) -> Refusal {
    Refusal::at("receipt", "refused-voucher-unknown").with("code", written)
}

/// How much of an amount a voucher pays on a day, and why not all of it, if that is so.
pub(super) fn covers(
    voucher: &Voucher,
    amount: Money,
    day: NaiveDate,
    currency: &str,
) -> (Money, Option<Refusal>) {
    if let Some(refusal) = voucher.unusable(day) {
        return (Money::ZERO, Some(refusal));
    }
    if voucher.balance >= amount {
        return (amount, None);
    }
    let short = Refusal::at("receipt", "refused-voucher-short")
        .with("code", masked(&voucher.code))
        .with("left", voucher.balance.named(currency));
    (voucher.balance, Some(short))
}

/// What happened to a voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveKind {
    /// It was paid for.
    Sold,
    /// Something was bought with it.
    Used,
    /// What was bought was brought back.
    Back,
    /// What was left was paid back.
    Void,
}

impl MoveKind {
    /// Every kind.
    pub const ALL: [MoveKind; 4] = [
        MoveKind::Sold,
        MoveKind::Used,
        MoveKind::Back,
        MoveKind::Void,
    ];

    /// Its word in the database and in translation keys (`voucher-move-sold`).
    pub const fn code(self) -> &'static str {
        match self {
            MoveKind::Sold => "sold",
            MoveKind::Used => "used",
            MoveKind::Back => "back",
            MoveKind::Void => "void",
        }
    }

    /// The kind of that word, or none.
    pub fn parse(code: &str) -> Option<MoveKind> {
        MoveKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One thing that happened to a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub kind: MoveKind,
    /// By so much more is left; below nothing: less.
    pub amount: Money,
    /// How it was paid for or paid back; a voucher where it paid itself.
    pub tender: Tender,
    /// The reference of that payment.
    pub reference: Option<String>,
    /// The sale or refund, and its number as it is printed.
    pub sale: Option<(Uuid, String)>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub who: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn voucher(balance: i64, expires_on: Option<NaiveDate>) -> Voucher {
        Voucher {
            voucher_id: Uuid::nil(),
            code: "8AE8UNM27Z".to_owned(),
            amount: Money::from_minor(1_000),
            balance: Money::from_minor(balance),
            expires_on,
            note: String::new(),
            sold_at: DateTime::UNIX_EPOCH,
            member_id: Uuid::nil(),
            seller: String::new(),
            voided: None,
            lapsed: None,
        }
    }

    #[test]
    fn a_voucher_is_good_through_its_last_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let after = day.succ_opt().unwrap();
        let of = |voucher: &Voucher, day: NaiveDate| {
            let (paid, refusal) = covers(voucher, Money::from_minor(600), day, "KES");
            (paid.minor(), refusal.map(|refusal| refusal.key))
        };
        let dated = voucher(1_000, Some(day));
        assert_eq!(of(&dated, day), (600, None));
        let expired = Some("refused-voucher-expired".to_owned());
        assert_eq!(of(&dated, after), (0, expired));
        assert_eq!(of(&voucher(1_000, None), after), (600, None));
        let short = Some("refused-voucher-short".to_owned());
        assert_eq!(of(&voucher(599, None), day), (599, short));
        let empty = Some("refused-voucher-empty".to_owned());
        assert_eq!(of(&voucher(0, None), day), (0, empty));
        // What it held was taken: nor is it good any more for a sale of before.
        let lapsed = Voucher {
            lapsed: Some(Lapsed {
                amount: Money::from_minor(1_000),
                at: DateTime::UNIX_EPOCH,
                by: String::new(),
            }),
            ..voucher(0, Some(day))
        };
        let expired = Some("refused-voucher-expired".to_owned());
        assert_eq!(of(&lapsed, day), (0, expired));
        for kind in MoveKind::ALL {
            assert_eq!(MoveKind::parse(kind.code()), Some(kind));
        }
    }
}
