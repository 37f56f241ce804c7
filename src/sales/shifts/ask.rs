//! What a till asks of its shifts. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::{AtShift, MoveReason, Way};
use crate::platform::secrets::digest_bytes;
use crate::sales::basket::{MOST_MONEY, OLDEST_DAYS, to_microsecond};
use crate::staff;
use crate::values::{Money, Refusal, Stop};

/// The longest note.
const LONGEST_NOTE: usize = 300;

/// A shift that is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAsk {
    /// The shift: made by the till before it first asks, and the key that makes it happen once.
    pub shift_id: Uuid,
    /// At which till.
    pub device_id: Uuid,
    /// The money that is in its drawer.
    pub float: Money,
    /// When, if not now. A clock that is ahead counts as now.
    pub occurred_at: Option<DateTime<Utc>>,
}

/// Cash that goes into a drawer or out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveAsk {
    /// The movement: made by the till, and its key.
    pub move_id: Uuid,
    /// In which shift, at which till.
    pub at: AtShift,
    /// Which way.
    pub way: Way,
    /// Why.
    pub reason: MoveReason,
    /// How much.
    pub amount: Money,
    /// A word about it; of an expense it says what for.
    pub note: String,
    /// When, if not now.
    pub occurred_at: Option<DateTime<Utc>>,
}

/// A shift that is to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseAsk {
    /// The shift.
    pub shift_id: Uuid,
    /// The till that says so; none where it is closed from the back office.
    pub device_id: Option<Uuid>,
    /// What was counted in the drawer.
    pub counted: Money,
    /// A word about it; may be empty.
    pub note: String,
    /// Sales that the till has not sent yet; none: as it last said.
    pub unsynced: Option<i32>,
    /// When, if not now.
    pub occurred_at: Option<DateTime<Utc>>,
}

impl OpenAsk {
    /// Of everything that is asked.
    pub(super) fn digest(&self) -> Vec<u8> {
        spelled(&json!([self.device_id, self.float, self.occurred_at]))
    }

    /// Refuses what is no amount.
    pub(super) fn check(&self) -> Result<(), Stop> {
        is_amount("float", self.float)
    }
}

impl MoveAsk {
    /// Of everything that is asked.
    pub(super) fn digest(&self) -> Vec<u8> {
        spelled(&json!([
            self.at.shift_id,
            self.way.code(),
            self.reason.code(),
            self.amount,
            self.words(),
            self.occurred_at,
        ]))
    }

    /// The note as it is kept.
    pub(super) fn words(&self) -> String {
        staff::one_line(&self.note)
    }

    /// Refuses what cannot be moved so; `is_told`: what cannot have been. Nobody can be asked any more what
    /// was paid for.
    pub(super) fn check(&self, is_told: bool) -> Result<(), Stop> {
        if self.amount.is_zero() {
            return Err(Refusal::at("amount", "refused-not-an-amount").into());
        }
        is_amount("amount", self.amount)?;
        short_enough(&self.note)?;
        let only_out = matches!(self.reason, MoveReason::Expense | MoveReason::Tips);
        if only_out && self.way == Way::In {
            return Err(Refusal::at("reason", "refused-shift-reason").into());
        }
        let is_bare = self.reason == MoveReason::Expense && self.words().is_empty();
        if is_bare && !is_told {
            return Err(Refusal::at("note", "refused-shift-expense-note").into());
        }
        Ok(())
    }
}

impl CloseAsk {
    /// Of everything that is asked. What the till has not sent yet may be less when it asks again.
    pub(super) fn digest(&self) -> Vec<u8> {
        spelled(&json!([self.counted, self.words(), self.occurred_at]))
    }

    /// The note as it is kept.
    pub(super) fn words(&self) -> String {
        staff::one_line(&self.note)
    }

    /// Refuses what nobody can have counted.
    pub(super) fn check(&self) -> Result<(), Stop> {
        is_amount("counted", self.counted)?;
        short_enough(&self.note)
    }
}

fn spelled(body: &serde_json::Value) -> Vec<u8> {
    digest_bytes(body.to_string().as_bytes())
}

fn is_amount(field: &str, amount: Money) -> Result<(), Stop> {
    if (Money::ZERO..=MOST_MONEY).contains(&amount) {
        return Ok(());
    }
    Err(Refusal::at(field, "refused-not-an-amount").into())
}

fn short_enough(note: &str) -> Result<(), Stop> {
    if note.chars().count() <= LONGEST_NOTE {
        return Ok(());
    }
    let refusal = Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE);
    Err(refusal.into())
}

/// When something of a shift happened. It is never refused for its clock: one that is ahead counts as
/// now, and one that is more than a year behind as well.
pub(super) fn happened(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> DateTime<Utc> {
    let at = at.unwrap_or(now).min(now);
    let oldest = now.checked_sub_signed(TimeDelta::days(OLDEST_DAYS));
    let is_too_old = oldest.is_some_and(|oldest| at < oldest);
    to_microsecond(if is_too_old { now } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_clock_is_refused() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let hour = TimeDelta::hours(1);
        assert_eq!(happened(None, now), now);
        assert_eq!(happened(Some(now + hour), now), now);
        assert_eq!(happened(Some(now - hour), now), now - hour);
        assert_eq!(happened(Some(DateTime::UNIX_EPOCH), now), now);
    }

    #[test]
    fn an_expense_goes_out_and_says_what_for() {
        let ask = MoveAsk {
            move_id: Uuid::nil(),
            at: AtShift {
                device_id: Uuid::nil(),
                shift_id: Uuid::nil(),
            },
            way: Way::Out,
            reason: MoveReason::Expense,
            amount: Money::from_minor(100),
            note: "milk".to_owned(),
            occurred_at: None,
        };
        assert!(ask.check(false).is_ok());
        for wrong in [
            MoveAsk {
                note: " ".to_owned(),
                ..ask.clone()
            },
            MoveAsk {
                note: "x".repeat(301),
                ..ask.clone()
            },
            MoveAsk {
                way: Way::In,
                ..ask.clone()
            },
            MoveAsk {
                amount: Money::ZERO,
                ..ask.clone()
            },
            MoveAsk {
                amount: Money::from_minor(-1),
                ..ask.clone()
            },
        ] {
            assert!(wrong.check(false).is_err(), "{wrong:?}");
            assert_ne!(wrong.digest(), ask.digest());
        }
        let bare = MoveAsk {
            note: String::new(),
            ..ask
        };
        assert!(bare.check(true).is_ok());
    }
}
