//! A flag as it is raised and as it is shown. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::sales::Oddity;
use crate::sales::vouchers::Ended;
use crate::values::{Money, Refusal};

/// What flags are raised about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// The till's event.
    pub event_id: Uuid,
    /// The till that told it.
    pub device_id: Uuid,
    /// Whoever rang it up, by the till's word; one who is no member of the business is left out.
    pub member_id: Uuid,
    /// The sale or refund that it made, if it made one.
    pub sale_id: Option<Uuid>,
    /// When it happened, by the till's clock.
    pub occurred_at: DateTime<Utc>,
}

/// Which flags a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Those that nobody has looked at yet.
    Open,
    /// All.
    All,
}

/// A flag, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub flag_id: Uuid,
    /// What is odd.
    pub oddity: Oddity,
    /// In particular.
    pub reasons: Vec<Refusal>,
    /// The till that told it.
    pub device_name: String,
    /// The name of whoever rang it up, if she is known.
    pub who: Option<String>,
    /// The sale or refund that it is about, and its number as it is printed.
    pub sale: Option<(Uuid, String)>,
    /// The gift voucher that its event has sold, if it was one.
    pub voucher_id: Option<Uuid>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When somebody looked at it, and her name; none: nobody has.
    pub resolved: Option<(DateTime<Utc>, String)>,
    /// Her word about it; may be empty.
    pub note: String,
    /// What is missing of what was taken for vouchers at its sale; nothing where it is about something else.
    pub missing: Money,
    /// How that ended which was missing, the first thing first.
    pub ended: Vec<Ended>,
}

/// A page of flags, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The flags.
    pub rows: Vec<Shown>,
    /// Which page it is, from one.
    pub page: i64,
    /// Of how many.
    pub pages: i64,
    /// How many nobody has looked at.
    pub open: i64,
}
