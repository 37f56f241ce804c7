//! Says when to look and when to buy: minimum and reorder points, for each location.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Quantity, Stop};

/// The points of one product at one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points {
    /// The product.
    pub product_id: Uuid,
    /// The location.
    pub location_id: Uuid,
    /// Below this, somebody should look; none: never.
    pub minimum: Option<Quantity>,
    /// At this or below it, it is time to buy; none: nobody is told.
    pub reorder: Option<Quantity>,
}

/// Sets the points of a product, as they stand in its form; its name. Setting what stands already
/// changes nothing. A product or a location of another business is not found.
pub async fn keep_points(cx: &Cx, product_id: Uuid, points: &[Points]) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let head = store::head(&mut tx, product_id).await?;
    let head = head.ok_or(Stop::NotFound)?;
    let open = store::locations_named(&mut tx).await?;
    let known = |one: &Points| {
        one.product_id == product_id && open.values().any(|id| *id == one.location_id)
    };
    if !points.iter().all(known) {
        return Err(Stop::NotFound);
    }
    let changed = set_all(&mut tx, points).await?;
    if changed.is_empty() {
        return Ok(head.name);
    }
    let short = |quantity: Option<Quantity>| quantity.map(Quantity::short);
    let told = changed.iter().map(|one| {
        json!({
            "location_id": one.location_id,
            "minimum": short(one.minimum),
            "reorder": short(one.reorder),
        })
    });
    let details = json!({ "name": head.name, "points": told.collect::<Vec<_>>() });
    audit::record(
        &mut tx,
        "stock.points",
        "product",
        Some(product_id),
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(head.name)
}

/// Sets points whose products and locations are known; those that changed. Each product and location
/// stands in it once.
pub(super) async fn set_all(tx: &mut BusinessTx, points: &[Points]) -> Result<Vec<Points>, Stop> {
    let kept = store::lock_points(tx, points).await?;
    let changed: Vec<Points> = points
        .iter()
        .copied()
        .filter(|one| {
            let now = kept.get(&(one.product_id, one.location_id)).copied();
            now.unwrap_or_default() != (one.minimum, one.reorder)
        })
        .collect();
    if !changed.is_empty() {
        store::set_points(tx, &changed).await?;
    }
    Ok(changed)
}
