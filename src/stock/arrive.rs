//! Goods that come to a location: into the log, onto the level, into layers of their own. What had
//! been sold before it was there is covered first.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::store::{self, NewLayer, NewMovement};
use super::{Costing, Kind, Source, average, policy, shortfall};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// One line that comes in. Several of one line number and product are one movement that brings
/// several layers, as a transfer does with goods of two batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arriving {
    /// The line of the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// How much of it, in its own unit.
    pub quantity: Quantity,
    /// What all of it cost.
    pub value: Money,
    /// Its batch.
    pub batch_id: Option<Uuid>,
    /// The last day that it may be sold on.
    pub expires_on: Option<NaiveDate>,
    /// How old it is: goods that only moved keep their age. None: new.
    pub received_at: Option<DateTime<Utc>>,
    /// Where it only moved: the movement that brought it into the business.
    pub origin_id: Option<Uuid>,
}

/// Why goods come, and where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// What the movements are.
    pub kind: Kind,
    /// The document.
    pub source: Source,
    /// Where to.
    pub location_id: Uuid,
}

/// Brings goods in. Answers what all of them are worth: the caller posts it, debit inventory. The cost
/// of what had been sold before it was there is posted here, as the document's entry `cover`.
pub async fn bring_in(
    tx: &mut BusinessTx,
    arrival: &Arrival,
    lines: &[Arriving],
) -> Result<Money, Stop> {
    let mut lines: Vec<Arriving> = lines
        .iter()
        .copied()
        .filter(|line| line.quantity > Quantity::ZERO)
        .collect();
    if lines.is_empty() {
        return Ok(Money::ZERO);
    }
    lines.sort_by_key(|line| (line.product_id, line.line_no));
    let too_large = || fault("the value of goods cannot be counted", &arrival.source.id);
    let (movements, layers) = written(arrival, &lines, tx.scope().now).ok_or_else(too_large)?;
    let waiting = store::raise_levels(tx, arrival.location_id, &movements).await?;
    store::insert_movements(tx, &movements).await?;
    store::insert_layers(tx, arrival.location_id, &layers).await?;
    let mut products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    products.dedup();
    if policy(tx).await?.costing == Costing::Average {
        average::level(tx, arrival.location_id, &products).await?;
    }
    if !waiting.is_empty() {
        shortfall::cover(tx, arrival, &waiting).await?;
    }
    Money::sum(lines.iter().map(|line| line.value)).ok_or_else(too_large)
}

/// The movement by which a line of a document brought goods into the business; none where none did.
pub async fn brought_by(
    tx: &mut BusinessTx,
    source: Source,
    kind: Kind,
    line_no: i32,
) -> Result<Option<Uuid>, Stop> {
    let moved = store::movement_of(tx, source, kind, line_no).await?;
    Ok(moved.map(|moved| moved.movement_id))
}

/// The movements of lines in key order, and the layers that they bring.
fn written(
    arrival: &Arrival,
    lines: &[Arriving],
    now: DateTime<Utc>,
) -> Option<(Vec<NewMovement>, Vec<NewLayer>)> {
    let mut movements: Vec<NewMovement> = Vec::with_capacity(lines.len());
    let mut layers = Vec::with_capacity(lines.len());
    for line in lines {
        let same = movements
            .last_mut()
            .filter(|last| last.product_id == line.product_id && last.line_no == line.line_no);
        let movement_id = if let Some(last) = same {
            last.quantity = last.quantity.plus(line.quantity)?;
            last.value = last.value.plus(line.value)?;
            last.movement_id
        } else {
            let movement_id = Uuid::now_v7();
            movements.push(NewMovement {
                movement_id,
                product_id: line.product_id,
                location_id: arrival.location_id,
                kind: arrival.kind,
                quantity: line.quantity,
                value: line.value,
                source: arrival.source,
                line_no: line.line_no,
            });
            movement_id
        };
        layers.push(NewLayer {
            layer_id: Uuid::now_v7(),
            movement_id,
            product_id: line.product_id,
            batch_id: line.batch_id,
            expires_on: line.expires_on,
            received_at: line.received_at.unwrap_or(now),
            origin_id: line.origin_id,
            quantity: line.quantity,
            value: line.value,
        });
    }
    Some((movements, layers))
}
