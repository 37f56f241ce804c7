//! A shift as it stands, and cash that moves in it. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::ledger::Role;
use crate::values::Money;

/// The shift that a till says something happens in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtShift {
    /// The till that says so.
    pub device_id: Uuid,
    /// Its shift.
    pub shift_id: Uuid,
}

/// The shift that a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InShift {
    /// Which.
    pub shift_id: Uuid,
    /// Whether it was closed when we learnt of the document.
    pub is_late: bool,
}

/// One cashier's session at one till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its id: made by the till, and its key for ever.
    pub shift_id: Uuid,
    /// At which till.
    pub device_id: Uuid,
    /// What that is called now.
    pub device_name: String,
    /// Where it stands.
    pub location_id: Uuid,
    /// What that location is called now.
    pub location_name: String,
    /// Whose it is.
    pub member_id: Uuid,
    /// Her name.
    pub cashier: String,
    /// Its number at its till.
    pub number: i64,
    /// The till's series, as its numbers are written: `T2`.
    pub series: String,
    /// The money that it began with.
    pub float: Money,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// The business's day of that.
    pub business_date: NaiveDate,
    /// How it ended; none while it is open.
    pub closed: Option<Closed>,
}

/// How a shift ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: DateTime<Utc>,
    /// The name of who closed it.
    pub by: String,
    /// What was counted in the drawer.
    pub counted: Money,
    /// What was expected, by what was known then.
    pub expected: Money,
    /// Above zero where more was counted than expected.
    pub variance: Money,
    /// Sales that its till had not sent yet.
    pub unsynced: i32,
    /// A word about it; may be empty.
    pub note: String,
}

/// Which way cash moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Into the drawer.
    In,
    /// Out of it.
    Out,
}

impl Way {
    /// Both.
    pub const ALL: [Way; 2] = [Way::In, Way::Out];

    /// Its word in the database and in translation keys (`shift-move-in-safe`).
    pub const fn code(self) -> &'static str {
        match self {
            Way::In => "in",
            Way::Out => "out",
        }
    }

    /// The way of that word, or none.
    pub fn parse(code: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// Why cash moves that is no sale: where it comes from, or where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoveReason {
    /// The safe, or wherever the business keeps its cash.
    Safe,
    /// The bank: change that was fetched, takings that were brought.
    Bank,
    /// The owner brings it in, or takes it home.
    Owner,
    /// Something small was paid for; the note says what. Only out.
    Expense,
    /// Tips are paid out to those who served. Only out.
    Tips,
}

impl MoveReason {
    /// Every reason, in the order that forms show.
    pub const ALL: [MoveReason; 5] = [
        MoveReason::Safe,
        MoveReason::Bank,
        MoveReason::Owner,
        MoveReason::Expense,
        MoveReason::Tips,
    ];

    /// Its word in the database and in translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            MoveReason::Safe => "safe",
            MoveReason::Bank => "bank",
            MoveReason::Owner => "owner",
            MoveReason::Expense => "expense",
            MoveReason::Tips => "tips",
        }
    }

    /// The reason of that word, or none.
    pub fn parse(code: &str) -> Option<MoveReason> {
        MoveReason::ALL.into_iter().find(|why| why.code() == code)
    }

    /// The account on the other side.
    pub const fn account(self, way: Way) -> Role {
        match (self, way) {
            (MoveReason::Safe, _) => Role::Cash,
            (MoveReason::Bank, _) => Role::Bank,
            (MoveReason::Owner, Way::In) => Role::OpeningEquity,
            (MoveReason::Owner, Way::Out) => Role::Drawings,
            (MoveReason::Expense, _) => Role::SmallExpenses,
            (MoveReason::Tips, _) => Role::TipsPayable,
        }
    }
}

/// Cash that went into a drawer or out of it, and was no sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashMove {
    /// Its id.
    pub move_id: Uuid,
    /// Which way.
    pub way: Way,
    /// Why.
    pub reason: MoveReason,
    /// How much; above zero.
    pub amount: Money,
    /// A word about it; may be empty.
    pub note: String,
    /// Whether its shift was closed when we learnt of it.
    pub is_late: bool,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// The name of who moved it.
    pub who: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for way in Way::ALL {
            assert_eq!(Way::parse(way.code()), Some(way));
        }
        for reason in MoveReason::ALL {
            assert_eq!(MoveReason::parse(reason.code()), Some(reason));
        }
        assert_eq!(Way::parse("up"), None);
        assert_eq!(MoveReason::parse("theft"), None);
    }
}
