//! What goods are worth changes, though none of them moves: freight that came with another bill,
//! another price than was expected, or a value that an owner sets.

use uuid::Uuid;

use super::layers::Layer;
use super::store::{self, NewMovement};
use super::{Costing, Kind, Source, average, policy};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Refusal, Stop};

/// Spreads an amount over the goods that a movement brought (`brought`, its kind and line). Answers
/// what the goods that are still there carry, and what those that have gone cost in addition: the
/// caller posts both. `by` is the document that changes it, and `by_line` its line.
pub async fn revalue_received(
    tx: &mut BusinessTx,
    by: Source,
    by_line: i32,
    brought: Source,
    brought_kind: Kind,
    brought_line: i32,
    amount: Money,
) -> Result<(Money, Money), Stop> {
    if amount.is_zero() {
        return Ok((Money::ZERO, Money::ZERO));
    }
    let too_large = || fault("a value cannot be counted", &by.id);
    let moved = store::movement_of(tx, brought, brought_kind, brought_line).await?;
    let moved =
        moved.ok_or_else(|| fault("goods were valued anew that never came", &brought.id))?;
    store::lock_levels(tx, moved.location_id, &[moved.product_id]).await?;
    let mut layers = store::lock_layers_of(tx, moved.movement_id).await?;
    let left = sum_left(&layers).ok_or_else(too_large)?;
    let there = amount
        .share(left.milli(), moved.quantity.milli())
        .ok_or_else(too_large)?;
    // Goods cannot be worth less than nothing.
    let worth = Money::sum(layers.iter().map(|layer| layer.left_value)).ok_or_else(too_large)?;
    let to_stock = there.max(worth.negated().ok_or_else(too_large)?);
    let to_cost = amount.minus(to_stock).ok_or_else(too_large)?;
    if to_stock.is_zero() {
        return Ok((to_stock, to_cost));
    }
    let total = worth.plus(to_stock).ok_or_else(too_large)?;
    spread(&mut layers, total).ok_or_else(too_large)?;
    store::set_layers(tx, &layers).await?;
    let movement = NewMovement {
        movement_id: Uuid::now_v7(),
        product_id: moved.product_id,
        location_id: moved.location_id,
        kind: Kind::Revaluation,
        quantity: Quantity::ZERO,
        value: to_stock,
        source: by,
        line_no: by_line,
    };
    store::insert_movements(tx, &[movement]).await?;
    if policy(tx).await?.costing == Costing::Average {
        average::level(tx, moved.location_id, &[moved.product_id]).await?;
    }
    Ok((to_stock, to_cost))
}

/// Makes all that is there of a product at a location worth `total`. Answers the change: the caller
/// posts it. Refuses where there is nothing.
pub async fn revalue_on_hand(
    tx: &mut BusinessTx,
    by: Source,
    by_line: i32,
    location_id: Uuid,
    product_id: Uuid,
    total: Money,
) -> Result<Money, Stop> {
    let too_large = || fault("a value cannot be counted", &by.id);
    store::lock_levels(tx, location_id, &[product_id]).await?;
    let mut layers = store::lock_layers(tx, location_id, &[product_id]).await?;
    if layers.is_empty() {
        return Err(Refusal::of("refused-nothing-to-value").into());
    }
    let worth = Money::sum(layers.iter().map(|layer| layer.left_value)).ok_or_else(too_large)?;
    let change = total.minus(worth).ok_or_else(too_large)?;
    if change.is_zero() {
        return Ok(change);
    }
    spread(&mut layers, total).ok_or_else(too_large)?;
    store::set_layers(tx, &layers).await?;
    let movement = NewMovement {
        movement_id: Uuid::now_v7(),
        product_id,
        location_id,
        kind: Kind::Revaluation,
        quantity: Quantity::ZERO,
        value: change,
        source: by,
        line_no: by_line,
    };
    store::insert_movements(tx, &[movement]).await?;
    Ok(change)
}

fn sum_left(layers: &[Layer]) -> Option<Quantity> {
    layers
        .iter()
        .try_fold(Quantity::ZERO, |sum, layer| sum.plus(layer.left))
}

/// Makes layers worth `total` together, each by how much is left in it, without losing a cent.
fn spread(layers: &mut [Layer], total: Money) -> Option<()> {
    let all = sum_left(layers)?;
    let mut so_far = Quantity::ZERO;
    let mut given = Money::ZERO;
    for layer in layers {
        so_far = so_far.plus(layer.left)?;
        let up_to_here = total.share(so_far.milli(), all.milli())?;
        layer.left_value = up_to_here.minus(given)?;
        given = up_to_here;
    }
    Some(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn no_cent_is_lost_when_a_value_is_spread() {
        let mut layers: Vec<Layer> = [1000, 1000, 1000]
            .into_iter()
            .map(|left| Layer {
                layer_id: Uuid::now_v7(),
                product_id: Uuid::nil(),
                batch_id: None,
                expires_on: None,
                received_at: DateTime::UNIX_EPOCH,
                left: Quantity::from_milli(left),
                left_value: Money::ZERO,
            })
            .collect();
        spread(&mut layers, Money::from_minor(100)).unwrap();
        let values: Vec<i64> = layers
            .iter()
            .map(|layer| layer.left_value.minor())
            .collect();
        assert_eq!(values, [33, 34, 33]);
    }
}
