//! What goods are worth changes, though none of them moves: freight that came with another bill,
//! another price than was expected, or a value that an owner sets.

use uuid::Uuid;

use super::layers::Layer;
use super::store::{self, NewMovement};
use super::{Costing, Kind, Source, average, policy};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Refusal, Stop};

/// Goods that a line of a document brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brought {
    /// The document.
    pub source: Source,
    /// What its movement is.
    pub kind: Kind,
    /// Its line.
    pub line_no: i32,
    /// Of the goods, what the amount is not about.
    pub without: Quantity,
}

/// Spreads an amount over goods that were brought. Answers what those carry that are still there, at
/// whatever location transfers have left them, and what those that have gone cost in addition: the
/// caller posts both. What is under way between locations counts as gone. `by` is the document that
/// changes it, and `by_line` the number of its next change, raised with each that is written.
pub async fn revalue_received(
    tx: &mut BusinessTx,
    by: Source,
    by_line: &mut i32,
    brought: Brought,
    amount: Money,
) -> Result<(Money, Money), Stop> {
    if amount.is_zero() {
        return Ok((Money::ZERO, Money::ZERO));
    }
    let too_large = || fault("a value cannot be counted", &by.id);
    let Brought { source, kind, .. } = brought;
    let moved = store::movement_of(tx, source, kind, brought.line_no).await?;
    let moved = moved.ok_or_else(|| fault("goods were valued anew that never came", &source.id))?;
    store::lock_levels_of(tx, moved.product_id).await?;
    let layers = store::lock_layers_of(tx, moved.movement_id).await?;
    let all = moved.quantity.minus(brought.without);
    let all = all.ok_or_else(too_large)?;
    let (mut left, mut given, mut to_stock) = (Quantity::ZERO, Money::ZERO, Money::ZERO);
    for here in layers.chunk_by(|one, next| one.0 == next.0) {
        let mut own: Vec<Layer> = here.iter().map(|(_, layer)| layer.clone()).collect();
        let there = sum_left(&own).and_then(|there| left.plus(there));
        left = there.ok_or_else(too_large)?.min(all);
        let up_to_here = amount.share(left.milli(), all.milli().max(1));
        let up_to_here = up_to_here.ok_or_else(too_large)?;
        let share = up_to_here.minus(given).ok_or_else(too_large)?;
        given = up_to_here;
        let at = here.first().map(|(at, _)| *at).unwrap_or_default();
        let carried = carry(tx, by, *by_line, at, &mut own, share).await?;
        if !carried.is_zero() {
            *by_line = by_line.saturating_add(1);
            to_stock = to_stock.plus(carried).ok_or_else(too_large)?;
        }
    }
    Ok((to_stock, amount.minus(to_stock).ok_or_else(too_large)?))
}

/// Lets layers of one product at one location, whose rows are locked, carry an amount; what of it they
/// can.
async fn carry(
    tx: &mut BusinessTx,
    by: Source,
    by_line: i32,
    location_id: Uuid,
    layers: &mut [Layer],
    amount: Money,
) -> Result<Money, Stop> {
    let too_large = || fault("a value cannot be counted", &by.id);
    // Goods cannot be worth less than nothing.
    let worth = Money::sum(layers.iter().map(|layer| layer.left_value)).ok_or_else(too_large)?;
    let carried = amount.max(worth.negated().ok_or_else(too_large)?);
    let Some(product_id) = layers.first().map(|layer| layer.product_id) else {
        return Ok(Money::ZERO);
    };
    if carried.is_zero() {
        return Ok(carried);
    }
    let total = worth.plus(carried).ok_or_else(too_large)?;
    spread(layers, total).ok_or_else(too_large)?;
    store::revalue_level(tx, location_id, product_id, carried).await?;
    store::set_layers(tx, layers).await?;
    let movement = NewMovement {
        movement_id: Uuid::now_v7(),
        product_id,
        location_id,
        kind: Kind::Revaluation,
        quantity: Quantity::ZERO,
        value: carried,
        source: by,
        line_no: by_line,
    };
    store::insert_movements(tx, &[movement]).await?;
    if policy(tx).await?.costing == Costing::Average {
        average::level(tx, location_id, &[product_id]).await?;
    }
    Ok(carried)
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
    store::revalue_level(tx, location_id, product_id, change).await?;
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
                origin_id: Uuid::nil(),
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
