//! Goods that leave a location: off the level, out of the layers, into the log.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::layers::{Choice, Layer, admitted, take};
use super::level::{Held, Short};
use super::store::{self, NewMovement, NewShortfall};
use super::{Kind, Source};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// One line that leaves. The same product may stand on several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaving {
    /// The line of the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// How much of it, in its own unit.
    pub quantity: Quantity,
    /// A named batch; none: what spoils first, else what came first.
    pub batch_id: Option<Uuid>,
}

/// What becomes of a line of which there is not enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortage {
    /// Nothing leaves, and the caller is told what is left.
    Refuse,
    /// What is there leaves; the rest is a shortfall.
    Record,
}

/// What becomes of goods that have expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoilt {
    /// They stay where they are.
    Leave,
    /// They may leave too.
    Take,
}

/// Why goods leave, from where, and how strictly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// What the movements are.
    pub kind: Kind,
    /// The document.
    pub source: Source,
    /// From where.
    pub location_id: Uuid,
    /// What becomes of what is not there.
    pub shortage: Shortage,
    /// What becomes of what has expired.
    pub spoilt: Spoilt,
}

/// What came out of one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The layer.
    pub layer_id: Uuid,
    /// Its batch.
    pub batch_id: Option<Uuid>,
    /// The last day that it may be sold on.
    pub expires_on: Option<NaiveDate>,
    /// When it had come in.
    pub received_at: DateTime<Utc>,
    /// The movement that brought it into the business.
    pub origin_id: Uuid,
    /// How much of it.
    pub quantity: Quantity,
    /// What that had cost.
    pub value: Money,
}

/// A line that left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The line of the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// How much of it moved.
    pub quantity: Quantity,
    /// What that had cost.
    pub value: Money,
    /// How much was not there: a shortfall.
    pub short: Quantity,
    /// Where it came from.
    pub parts: Vec<Part>,
}

/// Takes goods off the shelf, oldest cost and first expiry first, and writes the movements. Posts
/// nothing: the caller posts the value. Where lines are short and that is not to be recorded, nothing
/// is written and the answer names what is left of each: the caller drops its transaction.
pub async fn take_out(
    tx: &mut BusinessTx,
    departure: &Departure,
    lines: &[Leaving],
) -> Result<Result<Vec<Left>, Vec<Short>>, Stop> {
    let by_product = in_key_order(lines);
    let products: Vec<Uuid> = by_product.keys().copied().collect();
    if departure.shortage == Shortage::Record {
        store::ensure_levels(tx, departure.location_id, &products).await?;
    }
    let levels = store::lock_levels(tx, departure.location_id, &products).await?;
    let mut layers = store::lock_layers(tx, departure.location_id, &products).await?;
    let before: HashMap<Uuid, Quantity> = layers.iter().map(|l| (l.layer_id, l.left)).collect();
    let today = tx.scope().today();
    let mut all = Vec::with_capacity(lines.len());
    let mut short = Vec::new();
    for (product_id, lines) in &by_product {
        let level = levels.get(product_id).copied().unwrap_or_default();
        let mut own: Vec<&mut Layer> = layers
            .iter_mut()
            .filter(|layer| layer.product_id == *product_id)
            .collect();
        let shelf = Shelf { level, today };
        match shelf.give(&mut own, lines, departure) {
            Some(left) => all.extend(left),
            None => return Err(fault("stock on hand is not in cost layers", product_id)),
        }
        let missing = all
            .iter()
            .any(|l| l.product_id == *product_id && l.short > Quantity::ZERO);
        if missing && departure.shortage == Shortage::Refuse {
            let left = Quantity::ZERO;
            let had = all.iter().filter(|l| l.product_id == *product_id);
            let left = had.fold(left, |sum, l| sum.plus(l.quantity).unwrap_or(sum));
            short.push(Short {
                product_id: *product_id,
                left,
            });
        }
    }
    if !short.is_empty() {
        return Ok(Err(short));
    }
    layers.retain(|layer| before.get(&layer.layer_id) != Some(&layer.left));
    write(tx, departure, &all, &layers).await?;
    all.sort_by_key(|left| left.line_no);
    Ok(Ok(all))
}

/// The lines of each product, products in the order in which every transaction locks them.
fn in_key_order(lines: &[Leaving]) -> BTreeMap<Uuid, Vec<Leaving>> {
    let mut by_product: BTreeMap<Uuid, Vec<Leaving>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > Quantity::ZERO) {
        by_product.entry(line.product_id).or_default().push(*line);
    }
    by_product
}

/// One product at one location, under its lock.
struct Shelf {
    level: Held,
    today: NaiveDate,
}

impl Shelf {
    /// What each line gets out of the layers, which are lowered. None where it cannot be counted.
    fn give(
        &self,
        layers: &mut [&mut Layer],
        lines: &[Leaving],
        departure: &Departure,
    ) -> Option<Vec<Left>> {
        // What is promised to orders stays, whoever asks; promises are kept out of what is fresh.
        let mut free = self.level.free();
        let mut given = Vec::with_capacity(lines.len());
        for line in lines {
            let choice = Choice {
                batch_id: line.batch_id,
                spoilt: departure.spoilt,
                today: self.today,
            };
            let any = Choice {
                batch_id: None,
                ..choice
            };
            let fresh = admitted(layers.iter().map(|layer| &**layer), &any)?;
            let unpromised = match departure.spoilt {
                Spoilt::Take => free,
                Spoilt::Leave => free.min(fresh.minus(self.level.reserved)?),
            };
            let there = admitted(layers.iter().map(|layer| &**layer), &choice)?;
            let most = unpromised.min(there).max(Quantity::ZERO);
            let moves = line.quantity.min(most);
            let parts = take(layers.iter_mut().map(|layer| &mut **layer), &choice, moves)?;
            free = free.minus(moves)?;
            given.push(Left {
                line_no: line.line_no,
                product_id: line.product_id,
                quantity: moves,
                value: Money::sum(parts.iter().map(|part| part.value))?,
                short: line.quantity.minus(moves)?,
                parts,
            });
        }
        Some(given)
    }
}

async fn write(
    tx: &mut BusinessTx,
    departure: &Departure,
    all: &[Left],
    layers: &[Layer],
) -> Result<(), Stop> {
    let too_large = || fault("a movement cannot be counted", &departure.source.id);
    let mut movements = Vec::with_capacity(all.len());
    let mut uses = Vec::new();
    let mut shortfalls = Vec::new();
    for left in all {
        if left.quantity > Quantity::ZERO {
            let movement_id = Uuid::now_v7();
            movements.push(NewMovement {
                movement_id,
                product_id: left.product_id,
                location_id: departure.location_id,
                kind: departure.kind,
                quantity: Quantity::ZERO.minus(left.quantity).ok_or_else(too_large)?,
                value: left.value.negated().ok_or_else(too_large)?,
                source: departure.source,
                line_no: left.line_no,
            });
            uses.extend(left.parts.iter().map(|part| (movement_id, part)));
        }
        if left.short > Quantity::ZERO {
            shortfalls.push(NewShortfall {
                product_id: left.product_id,
                line_no: left.line_no,
                quantity: left.short,
            });
        }
    }
    store::lower_levels(tx, departure, all).await?;
    store::set_layers(tx, layers).await?;
    store::insert_movements(tx, &movements).await?;
    store::insert_uses(tx, &uses).await?;
    store::insert_shortfalls(tx, departure, &shortfalls).await
}
