//! Goods that leave a location: off the level, out of the layers, into the log.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::layers::{Age, Choice, Layer, admitted, take};
use super::level::Short;
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
    /// The movement that brought the goods that leave first, as far as they are there: it is
    /// [`super::brought_by`] a line of a document. None: none do.
    pub origin_id: Option<Uuid>,
    /// What becomes of goods of it that have expired.
    pub spoilt: Spoilt,
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
    /// They leave like any others, and so first of all.
    Take,
    /// They leave for what is wanted beyond all that had not expired on that day.
    Last(NaiveDate),
    /// They leave, and nothing else does.
    Only,
}

impl Spoilt {
    /// From which goods a line takes, one after the other.
    fn ages(self, today: NaiveDate) -> Vec<Age> {
        match self {
            Spoilt::Leave => vec![Age::Fresh(today)],
            Spoilt::Take => vec![Age::Any],
            Spoilt::Last(day) => vec![Age::Fresh(day), Age::Spoilt(day)],
            Spoilt::Only => vec![Age::Spoilt(today)],
        }
    }
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

/// Takes goods off the shelf, those first that a line says are its own, else oldest cost and first expiry
/// first, and writes the movements. Posts nothing: the caller posts the value. Where lines are short and
/// that is not to be recorded, nothing is written and the answer names what is left of each, batch by
/// batch where they are named: the caller drops its transaction.
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
    let mut own: HashMap<Uuid, Vec<&mut Layer>> = HashMap::new();
    for layer in &mut layers {
        own.entry(layer.product_id).or_default().push(layer);
    }
    let today = tx.scope().today();
    let mut all = Vec::with_capacity(lines.len());
    let mut short = Vec::new();
    for (product_id, lines) in &by_product {
        let level = levels.get(product_id).copied().unwrap_or_default();
        let mut own = own.remove(product_id).unwrap_or_default();
        // An order takes what was promised to it, whoever else waits; anybody else leaves what is
        // promised.
        let kept = match departure.kind {
            Kind::HandOver => Quantity::ZERO,
            _ => level.reserved,
        };
        let shelf = Shelf {
            free: level.free(),
            kept,
            today,
        };
        let unlayered = || fault("stock on hand is not in cost layers", product_id);
        let given = shelf.give(&mut own, lines).ok_or_else(unlayered)?;
        if departure.shortage == Shortage::Refuse {
            short.extend(lacking(*product_id, lines, &given));
        }
        all.extend(given);
    }
    drop(own);
    if !short.is_empty() {
        return Ok(Err(short));
    }
    layers.retain(|layer| before.get(&layer.layer_id) != Some(&layer.left));
    write(tx, departure, &all, &layers).await?;
    all.sort_by_key(|left| left.line_no);
    Ok(Ok(all))
}

/// What of a product there is too little of: of each batch that lines name, and of what they take from any.
fn lacking(product_id: Uuid, lines: &[Leaving], given: &[Left]) -> Vec<Short> {
    let batches: BTreeSet<Option<Uuid>> = lines.iter().map(|line| line.batch_id).collect();
    let short = batches.into_iter().filter_map(|batch_id| {
        let of_it = lines.iter().zip(given);
        let of_it = of_it.filter(|(line, _)| line.batch_id == batch_id);
        let of_it: Vec<&Left> = of_it.map(|(_, left)| left).collect();
        let lacks = of_it.iter().any(|left| left.short > Quantity::ZERO);
        let had = of_it.iter();
        let left = had.fold(Quantity::ZERO, |sum, l| sum.plus(l.quantity).unwrap_or(sum));
        lacks.then_some(Short {
            product_id,
            batch_id,
            left,
        })
    });
    short.collect()
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
    /// On hand and promised to nobody else.
    free: Quantity,
    /// How much of what is fresh stays, because it is promised.
    kept: Quantity,
    today: NaiveDate,
}

impl Shelf {
    /// What each line gets out of the layers, which are lowered. None where it cannot be counted.
    fn give(mut self, layers: &mut [&mut Layer], lines: &[Leaving]) -> Option<Vec<Left>> {
        let nothing = |line: &Leaving| Left {
            line_no: line.line_no,
            product_id: line.product_id,
            quantity: Quantity::ZERO,
            value: Money::ZERO,
            short: line.quantity,
            parts: Vec::new(),
        };
        let mut given: Vec<Left> = lines.iter().map(nothing).collect();
        // Every line has its own goods before what another lacks is taken from them.
        for (line, left) in lines.iter().zip(&mut given) {
            if line.origin_id.is_some() {
                self.fill(layers, line, line.origin_id, left)?;
            }
        }
        for (line, left) in lines.iter().zip(&mut given) {
            self.fill(layers, line, None, left)?;
        }
        Some(given)
    }

    /// Gives a line what it still lacks, of what that movement brought; none: of any.
    fn fill(
        &mut self,
        layers: &mut [&mut Layer],
        line: &Leaving,
        origin_id: Option<Uuid>,
        left: &mut Left,
    ) -> Option<()> {
        for age in line.spoilt.ages(self.today) {
            let choice = Choice {
                batch_id: line.batch_id,
                origin_id,
                age,
            };
            let moves = left.short.min(self.most(layers, &choice)?);
            let parts = take(layers.iter_mut().map(|layer| &mut **layer), &choice, moves)?;
            let value = Money::sum(parts.iter().map(|part| part.value))?;
            left.quantity = left.quantity.plus(moves)?;
            left.value = left.value.plus(value)?;
            left.short = left.short.minus(moves)?;
            left.parts.extend(parts);
            self.free = self.free.minus(moves)?;
        }
        Some(())
    }

    /// How much there is of what a choice admits and nobody else is promised: promises are kept out of
    /// what is fresh, whatever its batch.
    fn most(&self, layers: &[&mut Layer], choice: &Choice) -> Option<Quantity> {
        let there = |choice: &Choice| admitted(layers.iter().map(|layer| &**layer), choice);
        let unpromised = match choice.age {
            Age::Fresh(_) => {
                let all = Choice {
                    batch_id: None,
                    origin_id: None,
                    ..*choice
                };
                self.free.min(there(&all)?.minus(self.kept)?)
            }
            Age::Any | Age::Spoilt(_) => self.free,
        };
        Some(unpromised.min(there(choice)?).max(Quantity::ZERO))
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
