//! What a stock take does to the books. Pure.

use chrono::{DateTime, Utc};

use super::stock_take::StockTake;
use crate::ledger::{Draft, Role};
use crate::values::Money;

/// The entry of a take that changed the value of stock by so much: found is a gain, missing a loss.
/// None where it cannot be counted.
pub(super) fn of_take(take: &StockTake, value: Money, now: DateTime<Utc>) -> Option<Draft> {
    Some(Draft {
        source_kind: "stock_take",
        source_id: take.take_id,
        purpose: "count",
        occurred_at: now,
        location_id: Some(take.location_id),
        lines: vec![
            (Role::Inventory, value),
            (Role::StockAdjustment, value.negated()?),
        ],
    })
}
