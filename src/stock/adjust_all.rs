//! Sets many levels to what was counted, in a few statements: a count of a whole shop, as an import
//! brings it. One document, one entry.

use std::collections::HashMap;

use uuid::Uuid;

use super::layers::take_from_layers;
use super::movement::{Incoming, Line, movements, receive};
use super::store;
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Refusal, Stop};

/// One product of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The line of the document.
    pub line_no: i32,
    /// The product; each stands on one line.
    pub product_id: Uuid,
    /// What was counted.
    pub counted: Quantity,
    /// What a unit is worth that was found; none: what the product cost last.
    pub unit_cost: Option<Money>,
}

/// Makes levels what was counted, once for each `source_id`. Where a line cannot be, nothing is
/// written and the lines are answered with the reason: a caller that has them drops its transaction.
pub async fn adjust_all(
    tx: &mut BusinessTx,
    source_id: Uuid,
    location_id: Uuid,
    counts: &[Count],
) -> Result<Vec<(i32, Refusal)>, Stop> {
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts = counts.to_vec();
    counts.sort_by_key(|count| count.product_id);
    let products: Vec<Uuid> = counts.iter().map(|count| count.product_id).collect();
    store::ensure_levels(tx, location_id, &products).await?;
    let lines: Vec<Line> = counts.iter().map(probe).collect();
    let levels = store::lock_levels(tx, location_id, &lines).await?;
    if store::was_adjusted(tx, source_id).await? {
        return Ok(Vec::new());
    }
    let sorted = Sorted::of(tx, location_id, &counts, &levels).await?;
    if !sorted.refused.is_empty() {
        return Ok(sorted.refused);
    }
    let too_large = || fault("a count cannot be counted", &source_id);
    let found = receive(tx, "adjustment", "adjustment", source_id, &sorted.found).await?;
    store::lower_levels(tx, location_id, &sorted.lost).await?;
    let taken = take_from_layers(tx, location_id, &sorted.lost).await?;
    let moved = movements(&taken, location_id, "adjustment", "adjustment", source_id)?;
    store::insert_movements(tx, &moved).await?;
    store::insert_uses(tx, &taken).await?;
    let lost = Money::sum(moved.iter().map(|movement| movement.value)).ok_or_else(too_large)?;
    let value = found.plus(lost).ok_or_else(too_large)?;
    let against = value.negated().ok_or_else(too_large)?;
    let draft = Draft {
        source_kind: "adjustment",
        source_id,
        purpose: "adjustment",
        occurred_at: tx.scope().now,
        location_id: Some(location_id),
        lines: vec![(Role::Inventory, value), (Role::StockAdjustment, against)],
    };
    ledger::post(tx, draft).await?;
    Ok(Vec::new())
}

fn probe(count: &Count) -> Line {
    Line {
        line_no: count.line_no,
        product_id: count.product_id,
        quantity: count.counted,
    }
}

/// A count divided into what was found, what is gone, and what cannot be.
#[derive(Default)]
struct Sorted {
    found: Vec<Incoming>,
    lost: Vec<Line>,
    refused: Vec<(i32, Refusal)>,
}

impl Sorted {
    async fn of(
        tx: &mut BusinessTx,
        location_id: Uuid,
        counts: &[Count],
        levels: &HashMap<Uuid, store::Level>,
    ) -> Result<Sorted, Stop> {
        let mut sorted = Sorted::default();
        for count in counts {
            let level = levels.get(&count.product_id).copied().unwrap_or_default();
            let too_large = || fault("a count cannot be counted", &count.product_id);
            if count.counted < level.reserved {
                let refusal = Refusal::at("stock", "refused-stock-reserved")
                    .with("reserved", level.reserved.short());
                sorted.refused.push((count.line_no, refusal));
                continue;
            }
            let change = count.counted.minus(level.on_hand).ok_or_else(too_large)?;
            if change < Quantity::ZERO {
                let quantity = Quantity::ZERO.minus(change).ok_or_else(too_large)?;
                sorted.lost.push(Line {
                    quantity,
                    ..probe(count)
                });
            } else if change > Quantity::ZERO {
                let cost = match count.unit_cost {
                    Some(cost) => cost,
                    None => store::last_cost(tx, count.product_id).await?,
                };
                sorted.found.push(Incoming {
                    line_no: count.line_no,
                    product_id: count.product_id,
                    location_id,
                    quantity: change,
                    value: cost.times(change).ok_or_else(too_large)?,
                });
            }
        }
        Ok(sorted)
    }
}
