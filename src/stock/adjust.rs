//! Sets a level to what was counted. The difference is a movement, with its value in the books.

use uuid::Uuid;

use super::layers::take_from_layers;
use super::movement::{Incoming, Line, movements, receive};
use super::store;
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Refusal, Stop};

/// Makes a level what was counted, once for each `source_id`. What was found is valued at
/// `unit_cost`, else at what the product cost last; what was lost leaves the oldest layers.
pub async fn adjust_to(
    tx: &mut BusinessTx,
    source_id: Uuid,
    product_id: Uuid,
    location_id: Uuid,
    counted: Quantity,
    unit_cost: Option<Money>,
) -> Result<(), Stop> {
    store::ensure_level(tx, product_id, location_id).await?;
    let probe = Line {
        line_no: 1,
        product_id,
        quantity: counted,
    };
    let levels = store::lock_levels(tx, location_id, &[probe]).await?;
    if store::was_adjusted(tx, source_id).await? {
        return Ok(());
    }
    let level = levels.get(&product_id).copied().unwrap_or_default();
    if counted < level.reserved {
        let reserved = level.reserved.short();
        return Err(Refusal::at("stock", "refused-stock-reserved")
            .with("reserved", reserved)
            .into());
    }
    let too_large = || fault("a count cannot be counted", &product_id);
    let change = counted.minus(level.on_hand).ok_or_else(too_large)?;
    if change == Quantity::ZERO {
        return Ok(());
    }
    let value = if change > Quantity::ZERO {
        let cost = match unit_cost {
            Some(cost) => cost,
            None => store::last_cost(tx, product_id).await?,
        };
        let value = cost.times(change).ok_or_else(too_large)?;
        let line = Incoming {
            line_no: 1,
            product_id,
            location_id,
            quantity: change,
            value,
        };
        receive(tx, "adjustment", "adjustment", source_id, &[line]).await?
    } else {
        let lost = Quantity::ZERO.minus(change).ok_or_else(too_large)?;
        let line = Line {
            line_no: 1,
            product_id,
            quantity: lost,
        };
        store::lower_level(tx, location_id, line).await?;
        let taken = take_from_layers(tx, location_id, &[line]).await?;
        let moved = movements(&taken, location_id, "adjustment", "adjustment", source_id)?;
        store::insert_movements(tx, &moved).await?;
        store::insert_uses(tx, &taken).await?;
        Money::sum(moved.iter().map(|movement| movement.value)).ok_or_else(too_large)?
    };
    let draft = Draft {
        source_kind: "adjustment",
        source_id,
        purpose: "adjustment",
        occurred_at: tx.scope().now,
        location_id: Some(location_id),
        lines: vec![
            (Role::Inventory, value),
            (
                Role::StockAdjustment,
                value.negated().ok_or_else(too_large)?,
            ),
        ],
    };
    ledger::post(tx, draft).await?;
    Ok(())
}
