//! What a transfer does to the books. Pure: a document in, a journal entry out.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | sent | goods between locations | inventory |
//! | arrived | inventory, stock differences (what is missing) | goods between locations |
//! | called off on the way | inventory | goods between locations |

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::ledger::{Draft, Role};
use crate::values::Money;

/// An entry of a transfer at a location, at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub transfer_id: Uuid,
    pub location_id: Uuid,
    pub at: DateTime<Utc>,
}

impl Entry {
    fn draft(self, purpose: &'static str, lines: Vec<(Role, Money)>) -> Draft {
        Draft {
            source_kind: "transfer",
            source_id: self.transfer_id,
            purpose,
            occurred_at: self.at,
            location_id: Some(self.location_id),
            lines,
        }
    }

    /// Goods of this value left.
    pub(super) fn sent(self, value: Money) -> Option<Draft> {
        let lines = vec![
            (Role::GoodsInTransit, value),
            (Role::Inventory, value.negated()?),
        ];
        Some(self.draft("transfer_out", lines))
    }

    /// Of goods worth `sent`, this came; the account of goods under way holds nothing of them then.
    pub(super) fn arrived(self, sent: Money, came: Money) -> Option<Draft> {
        let lines = vec![
            (Role::Inventory, came),
            (Role::StockAdjustment, sent.minus(came)?),
            (Role::GoodsInTransit, sent.negated()?),
        ];
        Some(self.draft("transfer_in", lines))
    }

    /// Goods worth `sent` are back on the shelf that they left.
    pub(super) fn came_back(self, sent: Money, came: Money) -> Option<Draft> {
        let back = self.arrived(sent, came)?;
        Some(Draft {
            purpose: "transfer_back",
            ..back
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_goods_under_way_is_emptied() {
        let entry = Entry {
            transfer_id: Uuid::nil(),
            location_id: Uuid::nil(),
            at: DateTime::UNIX_EPOCH,
        };
        let (sent, came) = (Money::from_minor(1000), Money::from_minor(667));
        let mut under_way = Money::ZERO;
        for draft in [entry.sent(sent), entry.arrived(sent, came)] {
            let lines = draft.unwrap().balanced().unwrap();
            for (role, amount) in lines {
                if role == Role::GoodsInTransit {
                    under_way = under_way.plus(amount).unwrap();
                }
            }
        }
        assert!(under_way.is_zero());
        let back = entry.came_back(sent, sent).unwrap();
        assert_eq!(back.purpose, "transfer_back");
        assert_eq!(back.balanced().unwrap().len(), 2);
    }
}
