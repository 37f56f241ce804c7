//! What an adjustment does to the books. Pure: a document in, a journal entry out.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | goods found | inventory | stock differences |
//! | goods gone | stock differences | inventory |
//! | used by the owner | owner's drawings | inventory |
//! | valued anew | inventory, or stock differences | the other of the two |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Reason;
use crate::ledger::{Draft, Role};
use crate::values::Money;

/// An adjustment; `value` is what it did to the value of stock.
pub(super) fn of_adjustment(
    adjustment_id: Uuid,
    reason: Reason,
    value: Money,
    at: DateTime<Utc>,
    location_id: Uuid,
) -> Option<Draft> {
    let purpose = match reason {
        Reason::Revaluation => "valued_anew",
        _ => "adjustment",
    };
    Some(Draft {
        source_kind: "adjustment",
        source_id: adjustment_id,
        purpose,
        occurred_at: at,
        location_id: Some(location_id),
        lines: vec![
            (Role::Inventory, value),
            (reason.account(), value.negated()?),
        ],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_the_owner_uses_is_her_drawing() {
        for reason in Reason::ALL {
            let value = Money::from_minor(-700);
            let at = DateTime::UNIX_EPOCH;
            let draft = of_adjustment(Uuid::nil(), reason, value, at, Uuid::nil()).unwrap();
            let lines = draft.balanced().unwrap();
            assert_eq!(lines[0], (Role::Inventory, value));
            let against = match reason {
                Reason::OwnUse => Role::Drawings,
                _ => Role::StockAdjustment,
            };
            assert_eq!(lines[1], (against, Money::from_minor(700)));
        }
    }
}
