//! What a receipt does to the books. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::ledger::{Draft, Role};
use crate::values::Money;

/// Goods came: they are there, and a bill is to follow.
pub(super) fn of_receipt(
    receipt_id: Uuid,
    value: Money,
    at: DateTime<Utc>,
    location_id: Uuid,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "receipt",
        source_id: receipt_id,
        purpose: "receipt",
        occurred_at: at,
        location_id: Some(location_id),
        lines: vec![
            (Role::Inventory, value),
            (Role::GoodsReceived, value.negated()?),
        ],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_balances() {
        let value = Money::from_minor(1234);
        let draft = of_receipt(Uuid::nil(), value, DateTime::UNIX_EPOCH, Uuid::nil()).unwrap();
        assert_eq!(draft.balanced().unwrap().len(), 2);
    }
}
