//! Levels: what is on hand, what of it is promised, and what can still be sold.

use std::collections::HashMap;

use uuid::Uuid;

use super::movement::in_key_order;
use super::{Line, Short, store};
use crate::platform::{BusinessTx, fault};
use crate::values::{Quantity, Stop};

/// Reserves all lines at a location, or says which are short. The rows are locked first, in key
/// order, so whoever comes at the same instant waits and then sees what is left; a caller that is
/// told what is short drops its transaction.
pub async fn hold(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<Result<(), Vec<Short>>, Stop> {
    let lines = in_key_order(lines)?;
    let levels = store::lock_levels(tx, location_id, &lines).await?;
    let short: Vec<Short> = lines
        .iter()
        .filter_map(|line| {
            let left = levels
                .get(&line.product_id)
                .map(|level| level.free)
                .unwrap_or_default();
            (left < line.quantity).then_some(Short {
                product_id: line.product_id,
                left,
            })
        })
        .collect();
    if !short.is_empty() {
        return Ok(Err(short));
    }
    let held = store::hold(tx, location_id, &lines).await?;
    if held != lines.len() {
        return Err(fault(
            "a locked level changed before it was held",
            &location_id,
        ));
    }
    Ok(Ok(()))
}

/// Gives reserved stock back to the shelf.
pub async fn let_go(tx: &mut BusinessTx, location_id: Uuid, lines: &[Line]) -> Result<(), Stop> {
    let lines = in_key_order(lines)?;
    store::lock_levels(tx, location_id, &lines).await?;
    let released = store::let_go(tx, location_id, &lines).await?;
    if released != lines.len() {
        return Err(fault(
            "stock was released that was not reserved",
            &location_id,
        ));
    }
    Ok(())
}

/// Locks the levels of these products at a location, making those that are missing: for an act that
/// will count many, before it takes anything that is locked after levels.
pub async fn lock_all(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<(), Stop> {
    let mut products = products.to_vec();
    products.sort_unstable();
    store::ensure_levels(tx, location_id, &products).await?;
    let one = |product_id| Line {
        line_no: 1,
        product_id,
        quantity: Quantity::ZERO,
    };
    let lines: Vec<Line> = products.into_iter().map(one).collect();
    store::lock_levels(tx, location_id, &lines).await?;
    Ok(())
}

/// What can still be sold at a location, by product.
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
