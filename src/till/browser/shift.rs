//! A shift as the till reckons it, from what it has recorded.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::values::Money;

/// A shift that is open, so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftNow {
    /// Its id.
    pub shift_id: Uuid,
    /// Its number, where the books have given it one.
    pub number: Option<i64>,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// The money that it began with.
    pub float: Money,
    /// How many sales there were.
    pub sales: usize,
    /// How many refunds and voids.
    pub backs: usize,
    /// What was taken, by tender.
    pub taken: Vec<(String, Money)>,
    /// What was paid back, by tender.
    pub paid_back: Vec<(String, Money)>,
    /// Cash that was put in, sales apart.
    pub cash_in: Money,
    /// Cash that was taken out, refunds apart.
    pub cash_out: Money,
    /// What should be in the drawer.
    pub expected: Money,
    /// Whether something came back of which only the books know how it was paid back: then what should
    /// be in the drawer is not known to the cent.
    pub is_rough: bool,
}
