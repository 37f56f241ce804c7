//! Sets levels to what was counted: a count of a whole shop, as an import brings it, or of one product
//! in its form. One document, one entry.

use std::collections::HashMap;

use uuid::Uuid;

use super::arrive::{Arrival, Arriving, bring_in};
use super::leave::{Departure, Leaving, Shortage, Spoilt, take_out};
use super::{Held, Kind, Source, adjustments, last_costs, lock_for_count};
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

/// Makes one level what was counted, once for each `source_id`.
pub async fn adjust_to(
    tx: &mut BusinessTx,
    source_id: Uuid,
    product_id: Uuid,
    location_id: Uuid,
    counted: Quantity,
    unit_cost: Option<Money>,
) -> Result<(), Stop> {
    let count = Count {
        line_no: 1,
        product_id,
        counted,
        unit_cost,
    };
    let refused = adjust_all(tx, source_id, location_id, &[count]).await?;
    match refused.into_iter().next() {
        Some((_, refusal)) => Err(refusal.into()),
        None => Ok(()),
    }
}

/// Makes levels what was counted, once for each `source_id`. What was found is valued at its unit
/// cost, else at what the product cost last; what was lost leaves the oldest layers. Where a line
/// cannot be, nothing is written and the lines are answered with the reason: a caller that has them
/// drops its transaction.
pub async fn adjust_all(
    tx: &mut BusinessTx,
    source_id: Uuid,
    location_id: Uuid,
    counts: &[Count],
) -> Result<Vec<(i32, Refusal)>, Stop> {
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let products: Vec<Uuid> = counts.iter().map(|count| count.product_id).collect();
    let levels = lock_for_count(tx, location_id, &products).await?;
    if adjustments::is_recorded(tx, source_id).await? {
        return Ok(Vec::new());
    }
    let costs = last_costs(tx, &products).await?;
    let sorted = Sorted::of(counts, &levels, &costs)?;
    if !sorted.refused.is_empty() {
        return Ok(sorted.refused);
    }
    let changes = sorted.carry_out(tx, source_id, location_id).await?;
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let too_large = || fault("a count cannot be counted", &source_id);
    let value = Money::sum(changes.iter().map(|(_, _, _, value)| *value)).ok_or_else(too_large)?;
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
    // Its number comes after the journal's, as for every adjustment.
    adjustments::record_counted(tx, source_id, location_id, &changes).await?;
    Ok(Vec::new())
}

/// A count divided into what was found, what is gone, and what cannot be.
#[derive(Default)]
struct Sorted {
    found: Vec<Arriving>,
    lost: Vec<Leaving>,
    refused: Vec<(i32, Refusal)>,
}

impl Sorted {
    fn of(
        counts: &[Count],
        levels: &HashMap<Uuid, Held>,
        costs: &HashMap<Uuid, Money>,
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
            let book = level.book().ok_or_else(too_large)?;
            let change = count.counted.minus(book).ok_or_else(too_large)?;
            if change < Quantity::ZERO {
                sorted.lost.push(Leaving {
                    line_no: count.line_no,
                    product_id: count.product_id,
                    quantity: Quantity::ZERO.minus(change).ok_or_else(too_large)?,
                    batch_id: None,
                    origin_id: None,
                    spoilt: Spoilt::Take,
                });
            } else if change > Quantity::ZERO {
                let last = costs.get(&count.product_id).copied().unwrap_or_default();
                let cost = count.unit_cost.unwrap_or(last);
                let Some(value) = cost.worth_of(change) else {
                    let refusal = Refusal::at("stock", "refused-stock-too-dear");
                    sorted.refused.push((count.line_no, refusal));
                    continue;
                };
                sorted.found.push(Arriving {
                    line_no: count.line_no,
                    product_id: count.product_id,
                    quantity: change,
                    value,
                    batch_id: None,
                    expires_on: None,
                    received_at: None,
                    origin_id: None,
                });
            }
        }
        Ok(sorted)
    }

    /// Moves the goods; each line with its change in quantity and value.
    async fn carry_out(
        &self,
        tx: &mut BusinessTx,
        source_id: Uuid,
        location_id: Uuid,
    ) -> Result<Vec<(i32, Uuid, Quantity, Money)>, Stop> {
        let too_large = || fault("a count cannot be counted", &source_id);
        let source = Source {
            kind: "adjustment",
            id: source_id,
        };
        let departure = Departure {
            kind: Kind::Adjustment,
            source,
            location_id,
            shortage: Shortage::Refuse,
        };
        let mut changes = Vec::new();
        let lost = take_out(tx, &departure, &self.lost).await?;
        let lost = lost.map_err(|_| fault("a locked level lacks what it had", &source_id))?;
        for left in lost {
            let quantity = Quantity::ZERO.minus(left.quantity).ok_or_else(too_large)?;
            let value = left.value.negated().ok_or_else(too_large)?;
            changes.push((left.line_no, left.product_id, quantity, value));
        }
        let arrival = Arrival {
            kind: Kind::Adjustment,
            source,
            location_id,
        };
        bring_in(tx, &arrival, &self.found).await?;
        let found = self.found.iter();
        changes
            .extend(found.map(|line| (line.line_no, line.product_id, line.quantity, line.value)));
        Ok(changes)
    }
}
