//! Movements: goods handed to a customer, and goods that were there when the books opened.

use uuid::Uuid;

use super::layers::{Taken, take_from_layers};
use super::store::{self, NewMovement};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// One line of what is reserved or handed over.
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
    /// How much could still be had.
    pub left: Quantity,
}

/// One line of goods that come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incoming {
    /// The line of the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// Where it is put.
    pub location_id: Uuid,
    /// How much of it.
    pub quantity: Quantity,
    /// What all of it cost.
    pub value: Money,
}

/// The lines in the order in which every transaction locks them. A product stands on one line.
pub(super) fn in_key_order(lines: &[Line]) -> Result<Vec<Line>, Stop> {
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| line.product_id);
    if lines
        .windows(2)
        .any(|pair| pair[0].product_id == pair[1].product_id)
    {
        return Err(fault(
            "a product stands on two lines of a document",
            &"stock",
        ));
    }
    Ok(lines)
}

/// Hands reserved goods of an order to its customer: off the shelf, out of the oldest layers. The
/// answer is what they had cost; the caller posts it.
pub async fn hand_over(
    tx: &mut BusinessTx,
    location_id: Uuid,
    order_id: Uuid,
    lines: &[Line],
) -> Result<Money, Stop> {
    let lines = in_key_order(lines)?;
    store::lock_levels(tx, location_id, &lines).await?;
    let taken = store::take_held(tx, location_id, &lines).await?;
    if taken != lines.len() {
        return Err(fault(
            "goods were handed over that were not reserved",
            &order_id,
        ));
    }
    let taken = take_from_layers(tx, location_id, &lines).await?;
    let movements = movements(&taken, location_id, "hand_over", "order", order_id)?;
    store::insert_movements(tx, &movements).await?;
    store::insert_uses(tx, &taken).await?;
    Money::sum(taken.iter().map(|taken| taken.value))
        .ok_or_else(|| fault("the cost of an order cannot be counted", &order_id))
}

pub(super) fn movements(
    taken: &[Taken],
    location_id: Uuid,
    kind: &'static str,
    source_kind: &'static str,
    source_id: Uuid,
) -> Result<Vec<NewMovement>, Stop> {
    let too_large = || fault("a movement cannot be counted", &source_id);
    taken
        .iter()
        .map(|taken| {
            Ok(NewMovement {
                movement_id: taken.movement_id,
                product_id: taken.line.product_id,
                location_id,
                kind,
                quantity: Quantity::ZERO
                    .minus(taken.line.quantity)
                    .ok_or_else(too_large)?,
                value: taken.value.negated().ok_or_else(too_large)?,
                source_kind,
                source_id,
                line_no: taken.line.line_no,
            })
        })
        .collect()
}

/// Goods that were there when the books opened, or that an import brings: movements, layers and
/// levels. The answer is their value; the caller posts it against opening equity.
pub async fn receive_opening(
    tx: &mut BusinessTx,
    source_kind: &'static str,
    source_id: Uuid,
    lines: &[Incoming],
) -> Result<Money, Stop> {
    let mut lines: Vec<Incoming> = lines
        .iter()
        .copied()
        .filter(|line| line.quantity > Quantity::ZERO)
        .collect();
    lines.sort_by_key(|line| (line.product_id, line.location_id));
    receive(tx, "opening", source_kind, source_id, &lines).await
}

pub(super) async fn receive(
    tx: &mut BusinessTx,
    kind: &'static str,
    source_kind: &'static str,
    source_id: Uuid,
    lines: &[Incoming],
) -> Result<Money, Stop> {
    if lines.is_empty() {
        return Ok(Money::ZERO);
    }
    let movements: Vec<NewMovement> = lines
        .iter()
        .map(|line| NewMovement {
            movement_id: Uuid::now_v7(),
            product_id: line.product_id,
            location_id: line.location_id,
            kind,
            quantity: line.quantity,
            value: line.value,
            source_kind,
            source_id,
            line_no: line.line_no,
        })
        .collect();
    store::raise_levels(tx, &movements).await?;
    store::insert_movements(tx, &movements).await?;
    store::insert_layers(tx, &movements).await?;
    Money::sum(lines.iter().map(|line| line.value))
        .ok_or_else(|| fault("the value of a receipt cannot be counted", &source_id))
}
