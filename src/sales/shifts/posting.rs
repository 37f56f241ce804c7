//! What shifts do to the books. Pure, but for [`post`].
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | opened | cash in tills | cash |
//! | cash in | cash in tills | where it comes from |
//! | cash out | where it goes | cash in tills |
//! | closed | cash, what was counted; over and short, what lacked | cash in tills, what was expected |
//!
//! What comes late moves the account of what is over and short in the place of cash in tills.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{InShift, MoveAsk, Way};
use crate::ledger::{self, Draft, Role};
use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// Where the cash of a document stands that belongs to a shift.
pub(in crate::sales) fn drawer_of(at: InShift) -> Role {
    if at.is_late {
        Role::CashDifference
    } else {
        Role::CashDrawer
    }
}

/// Of which shift, where and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occasion {
    pub source_id: Uuid,
    pub location_id: Uuid,
    pub occurred_at: DateTime<Utc>,
}

impl Occasion {
    fn draft(
        self,
        source_kind: &'static str,
        purpose: &'static str,
        lines: Vec<(Role, Money)>,
    ) -> Draft {
        Draft {
            source_kind,
            source_id: self.source_id,
            purpose,
            occurred_at: self.occurred_at,
            location_id: Some(self.location_id),
            lines,
        }
    }
}

/// The float goes into the drawer.
pub(super) fn of_opening(at: Occasion, float: Money) -> Option<Draft> {
    let lines = vec![(Role::CashDrawer, float), (Role::Cash, float.negated()?)];
    Some(at.draft("shift", "shift_open", lines))
}

/// Cash goes in or out.
pub(super) fn of_move(at: Occasion, ask: &MoveAsk, is_late: bool) -> Option<Draft> {
    let drawer = drawer_of(InShift {
        shift_id: ask.at.shift_id,
        is_late,
    });
    let (purpose, into) = match ask.way {
        Way::In => ("cash_in", ask.amount),
        Way::Out => ("cash_out", ask.amount.negated()?),
    };
    let lines = vec![
        (drawer, into),
        (ask.reason.account(ask.way), into.negated()?),
    ];
    Some(at.draft("cash_move", purpose, lines))
}

/// What was counted goes into the safe.
pub(super) fn of_closing(at: Occasion, counted: Money, expected: Money) -> Option<Draft> {
    let lines = vec![
        (Role::Cash, counted),
        (Role::CashDrawer, expected.negated()?),
        (Role::CashDifference, expected.minus(counted)?),
    ];
    Some(at.draft("shift", "shift_close", lines))
}

/// Posts it on its day, or on today's where the month of that is closed: a shift is never refused for
/// the books.
pub(super) async fn post(tx: &mut BusinessTx, draft: Draft) -> Result<(), Stop> {
    let now = tx.scope().now;
    let posted = ledger::post(tx, draft.clone()).await;
    if matches!(&posted, Err(Stop::Refused(_))) && draft.occurred_at < now {
        let today = Draft {
            occurred_at: now,
            ..draft
        };
        ledger::post(tx, today).await?;
        return Ok(());
    }
    posted.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sales::shifts::{AtShift, MoveReason};

    const AT: Occasion = Occasion {
        source_id: Uuid::nil(),
        location_id: Uuid::nil(),
        occurred_at: DateTime::UNIX_EPOCH,
    };

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn of(draft: Option<Draft>, role: Role) -> Money {
        let lines = draft.and_then(|draft| draft.balanced()).unwrap_or_default();
        let found = lines.into_iter().find(|(known, _)| *known == role);
        found.map_or(Money::ZERO, |(_, amount)| amount)
    }

    #[test]
    fn what_lacks_is_short_and_what_is_more_is_over() {
        for (counted, short) in [(900, 100), (1_000, 0), (1_250, -250)] {
            let draft = of_closing(AT, money(counted), money(1_000));
            assert_eq!(of(draft.clone(), Role::Cash), money(counted));
            assert_eq!(of(draft.clone(), Role::CashDrawer), money(-1_000));
            assert_eq!(of(draft, Role::CashDifference), money(short));
        }
    }

    #[test]
    fn every_movement_balances_and_late_ones_leave_the_drawer_alone() {
        for way in Way::ALL {
            for reason in MoveReason::ALL {
                let ask = MoveAsk {
                    move_id: Uuid::nil(),
                    at: AtShift {
                        device_id: Uuid::nil(),
                        shift_id: Uuid::nil(),
                    },
                    way,
                    reason,
                    amount: money(500),
                    note: String::new(),
                    occurred_at: None,
                };
                let into = if way == Way::In { 500 } else { -500 };
                let now = of_move(AT, &ask, false);
                assert_eq!(of(now.clone(), Role::CashDrawer), money(into));
                assert_eq!(of(now, reason.account(way)), money(-into));
                let late = of_move(AT, &ask, true);
                assert_eq!(of(late.clone(), Role::CashDrawer), Money::ZERO);
                assert_eq!(of(late, Role::CashDifference), money(into));
            }
        }
    }
}
