//! What was sold although it was not there: covered by what comes in, or taken back with the sale.

use std::collections::HashMap;

use uuid::Uuid;

use super::layers::{Age, Choice, Layer, take};
use super::leave::Part;
use super::store::{self, Covered, NewMovement, Open};
use super::{Arrival, Kind, Source};
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// Covers the oldest shortfalls of these products (their levels locked) out of what is there now, and
/// posts what the goods had cost.
pub(super) async fn cover(
    tx: &mut BusinessTx,
    arrival: &Arrival,
    products: &[Uuid],
) -> Result<(), Stop> {
    let too_large = || fault("a cover cannot be counted", &arrival.source.id);
    let levels = store::lock_levels(tx, arrival.location_id, products).await?;
    let open = store::open_shortfalls(tx, arrival.location_id, products).await?;
    let mut layers = store::lock_layers(tx, arrival.location_id, products).await?;
    let before: HashMap<Uuid, Quantity> = layers.iter().map(|l| (l.layer_id, l.left)).collect();
    // By product: a stock take may find thousands at once.
    let free = levels.into_iter().map(|(id, level)| (id, level.free()));
    let mut free: HashMap<Uuid, Quantity> = free.collect();
    let mut own: HashMap<Uuid, Vec<&mut Layer>> = HashMap::new();
    for layer in &mut layers {
        own.entry(layer.product_id).or_default().push(layer);
    }
    let mut covers = Vec::new();
    for shortfall in &open {
        let free = free.entry(shortfall.product_id).or_default();
        let quantity = shortfall.left.min(*free);
        if quantity > Quantity::ZERO {
            *free = free.minus(quantity).ok_or_else(too_large)?;
            let own = own.entry(shortfall.product_id).or_default();
            let cover = Cover::of(arrival, shortfall, quantity, own);
            covers.push(cover.ok_or_else(too_large)?);
        }
    }
    drop(own);
    if covers.is_empty() {
        return Ok(());
    }
    layers.retain(|layer| before.get(&layer.layer_id) != Some(&layer.left));
    let covered: Vec<Covered> = covers.iter().map(|one| one.covered).collect();
    store::cover(tx, arrival.location_id, &covered).await?;
    store::set_layers(tx, &layers).await?;
    let movements: Vec<NewMovement> = covers.iter().map(|one| one.movement.clone()).collect();
    store::insert_movements(tx, &movements).await?;
    let uses = covers.iter().flat_map(|one| {
        let id = one.movement.movement_id;
        one.parts.iter().map(move |part| (id, part))
    });
    store::insert_uses(tx, &uses.collect::<Vec<_>>()).await?;
    let value = Money::sum(movements.iter().map(|one| one.value)).ok_or_else(too_large)?;
    let draft = Draft {
        source_kind: arrival.source.kind,
        source_id: arrival.source.id,
        purpose: "cover",
        occurred_at: tx.scope().now,
        location_id: Some(arrival.location_id),
        lines: vec![
            (Role::CostOfGoods, value.negated().ok_or_else(too_large)?),
            (Role::Inventory, value),
        ],
    };
    ledger::post(tx, draft).await?;
    Ok(())
}

/// One shortfall covered, or a part of it: the movement, and what it takes out of which layers.
struct Cover {
    covered: Covered,
    movement: NewMovement,
    parts: Vec<Part>,
}

impl Cover {
    /// Out of the product's own layers. None where they do not hold it, or it cannot be counted.
    fn of(
        arrival: &Arrival,
        shortfall: &Open,
        quantity: Quantity,
        own: &mut [&mut Layer],
    ) -> Option<Cover> {
        // What has gone has gone: whatever is there covers it.
        let choice = Choice {
            batch_id: None,
            age: Age::Any,
            origin_id: None,
        };
        let product_id = shortfall.product_id;
        let own = own.iter_mut().map(|layer| &mut **layer);
        let parts = take(own, &choice, quantity)?;
        let value = Money::sum(parts.iter().map(|part| part.value))?;
        let movement = NewMovement {
            movement_id: Uuid::now_v7(),
            product_id,
            location_id: arrival.location_id,
            kind: Kind::Cover,
            quantity: Quantity::ZERO.minus(quantity)?,
            value: value.negated()?,
            source: Source {
                kind: "shortfall",
                id: shortfall.shortfall_id,
            },
            line_no: shortfall.covers + 1,
        };
        Some(Cover {
            covered: Covered {
                shortfall_id: shortfall.shortfall_id,
                product_id,
                quantity,
                value,
            },
            movement,
            parts,
        })
    }
}

/// Goods of a sale come back that had been sold before they were there: what is still open of that
/// line's shortfall is taken back first, without any movement. Answers how much that was.
pub async fn return_short(
    tx: &mut BusinessTx,
    source: Source,
    line_no: i32,
    product_id: Uuid,
    quantity: Quantity,
) -> Result<Quantity, Stop> {
    let Some(location_id) = store::shortfall_place(tx, source, line_no, product_id).await? else {
        return Ok(Quantity::ZERO);
    };
    store::lock_levels(tx, location_id, &[product_id]).await?;
    let Some((shortfall_id, left)) = store::lock_shortfall(tx, source, line_no, product_id).await?
    else {
        return Ok(Quantity::ZERO);
    };
    let back = left.min(quantity);
    if back > Quantity::ZERO {
        store::take_back(tx, location_id, shortfall_id, product_id, back).await?;
    }
    Ok(back)
}
