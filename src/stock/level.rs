//! Levels: what is on hand, what of it is promised, and what can still be sold.

use std::collections::HashMap;

use uuid::Uuid;

use super::store;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// One line of what is reserved. The same product may stand on several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The line of the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// How much of it.
    pub quantity: Quantity,
}

/// A product of which there is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// The product.
    pub product_id: Uuid,
    /// The batch, where one was named.
    pub batch_id: Option<Uuid>,
    /// How much could still be had.
    pub left: Quantity,
}

/// A level as it stands under its lock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// On the shelf.
    pub on_hand: Quantity,
    /// Of it, promised to orders.
    pub reserved: Quantity,
    /// Sold although it was not there, and not yet covered.
    pub short: Quantity,
}

impl Held {
    /// What is on the shelf and promised to nobody.
    pub fn free(self) -> Quantity {
        self.on_hand.minus(self.reserved).unwrap_or_default()
    }

    /// What the books say there is: below zero where more was sold. None where it cannot be counted.
    pub fn book(self) -> Option<Quantity> {
        self.on_hand.minus(self.short)
    }
}

/// How much of each product, in the order in which every transaction locks them.
fn in_key_order(lines: &[Line]) -> Result<Vec<Line>, Stop> {
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| line.product_id);
    let mut sums: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match sums.last_mut() {
            Some(sum) if sum.product_id == line.product_id => {
                let both = sum.quantity.plus(line.quantity);
                let too_large = || fault("a reservation cannot be counted", &line.product_id);
                sum.quantity = both.ok_or_else(too_large)?;
            }
            _ => sums.push(line),
        }
    }
    Ok(sums)
}

/// The products of lines that stand in key order.
fn products_of(lines: &[Line]) -> Vec<Uuid> {
    lines.iter().map(|line| line.product_id).collect()
}

/// Reserves all lines at a location, or says which are short.
pub async fn hold(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<Result<(), Vec<Short>>, Stop> {
    let held = hold_at_first(tx, &[location_id], lines).await?;
    Ok(held.map(|_| ()))
}

/// Reserves all lines at the first of these locations that has them all: which that is; else what is
/// short where least is. The rows are locked first, in key order (a product comes before its locations),
/// so whoever comes at the same instant waits and then sees what is left; a caller that is told what is
/// short drops its transaction. A level that is made after that is left alone: it would be locked out of
/// order. Goods that have expired are not promised, whatever the policy.
pub async fn hold_at_first(
    tx: &mut BusinessTx,
    locations: &[Uuid],
    lines: &[Line],
) -> Result<Result<Uuid, Vec<Short>>, Stop> {
    let lines = in_key_order(lines)?;
    let products = products_of(&lines);
    let levels = store::lock_at_all(tx, locations, &products).await?;
    let mut nearest: Option<Vec<Short>> = None;
    for &location_id in locations {
        let spoilt = store::spoilt_at(tx, location_id, &products).await?;
        let short = |line: &Line| {
            let level = levels.get(&(location_id, line.product_id));
            let free = level.copied().unwrap_or_default().free();
            let spoilt = spoilt.get(&line.product_id).copied().unwrap_or_default();
            let left = free.minus(spoilt).unwrap_or_default();
            let left = left.max(Quantity::ZERO);
            (left < line.quantity).then_some(Short {
                product_id: line.product_id,
                batch_id: None,
                left,
            })
        };
        let missing: Vec<Short> = lines.iter().filter_map(short).collect();
        if missing.is_empty() {
            let held = store::hold(tx, location_id, &lines).await?;
            if held != lines.len() {
                let why = "a locked level changed before it was held";
                return Err(fault(why, &location_id));
            }
            return Ok(Ok(location_id));
        }
        let known = nearest.as_ref();
        if known.is_none_or(|known| missing.len() < known.len()) {
            nearest = Some(missing);
        }
    }
    Ok(Err(nearest.unwrap_or_default()))
}

/// Gives reserved stock back to the shelf.
pub async fn let_go(tx: &mut BusinessTx, location_id: Uuid, lines: &[Line]) -> Result<(), Stop> {
    let lines = in_key_order(lines)?;
    store::lock_levels(tx, location_id, &products_of(&lines)).await?;
    let released = store::let_go(tx, location_id, &lines).await?;
    if released != lines.len() {
        return Err(fault(
            "stock was released that was not reserved",
            &location_id,
        ));
    }
    Ok(())
}

/// Locks levels at a location, making those that are missing, in key order: what they hold stays so
/// until the transaction ends.
pub async fn lock_for_count(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Held>, Stop> {
    let mut products = products.to_vec();
    products.sort_unstable();
    products.dedup();
    store::ensure_levels(tx, location_id, &products).await?;
    store::lock_levels(tx, location_id, &products).await
}

/// The same, for an act that will count many, or make batches, before it moves anything.
pub async fn lock_all(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<(), Stop> {
    lock_for_count(tx, location_id, products).await?;
    Ok(())
}

/// What can still be promised to anybody at a location, by product: free, and not expired.
pub async fn available(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    store::available_at(tx, location_id, products).await
}

/// Where a product is: location, on hand, reserved.
pub async fn on_hand(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<(Uuid, Quantity, Quantity)>, Stop> {
    store::levels_of(tx, product_id).await
}

/// What one unit cost when it came in for the last time, by product; those that never came are not
/// in it.
pub async fn last_costs(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Money>, Stop> {
    store::last_costs(tx, products).await
}
