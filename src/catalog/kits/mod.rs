//! Kits: products that are sold as one and leave the shelf as their parts.
//!
//! What never breaks here:
//! - a part has stock of its own: it is no kit, no family, and not the kit itself, so taking a kit
//!   apart ends after one step;
//! - a kit has no stock: what can be made of it now is what its parts allow;
//! - a kit whose parts are not known cannot be sold.
//!
//! Over the counter a kit is sold and taken apart at once. Customers order it whole: their order keeps
//! what it was made of then, and reserves that.

pub mod api;
mod bring;
mod form;
mod keep;
mod page;
mod store;

pub use bring::bring_parts;
pub(in crate::catalog) use bring::parts_csv;
pub use form::{KitPart, PartsForm, cost_of, makes};
pub use keep::keep_parts;
pub use page::parts;
pub(in crate::catalog) use page::plain_again;
pub(in crate::catalog) use store::forget_parts;

use std::collections::HashMap;

use uuid::Uuid;

use crate::businesses;
use crate::platform::BusinessTx;
use crate::stock;
use crate::values::{Quantity, Stop};

/// What each of these kits is made of, by kit; one without parts is missing.
pub async fn parts_of(
    tx: &mut BusinessTx,
    kits: &[Uuid],
) -> Result<HashMap<Uuid, Vec<KitPart>>, Stop> {
    let mut by_kit: HashMap<Uuid, Vec<KitPart>> = HashMap::new();
    if kits.is_empty() {
        return Ok(by_kit);
    }
    for (kit_id, part) in store::parts(tx, kits).await? {
        by_kit.entry(kit_id).or_default().push(part);
    }
    Ok(by_kit)
}

/// How many of a kit can be made now at each open location: its name and the number.
pub async fn makes_now(tx: &mut BusinessTx, parts: &[KitPart]) -> Result<Vec<(String, i64)>, Stop> {
    let ids: Vec<Uuid> = parts.iter().map(|part| part.part_id).collect();
    let mut all = Vec::new();
    for location in businesses::locations(tx).await? {
        let free = stock::available(tx, location.location_id, &ids).await?;
        all.push((location.name, makes(parts, &free)));
    }
    Ok(all)
}

/// How many of these kits customers can have now: what the parts make at the one location, of those
/// that sell online, where they make most. A kit without parts is missing.
pub async fn orderable(
    tx: &mut BusinessTx,
    kits: &[Uuid],
) -> Result<HashMap<Uuid, Quantity>, Stop> {
    // Most pages and carts have none.
    if kits.is_empty() {
        return Ok(HashMap::new());
    }
    store::orderable(tx, kits).await
}

/// The steps in which customers order a kit whose steps are these: never less than a whole one.
pub fn whole(step: Quantity) -> Quantity {
    if step.is_in_steps_of(Quantity::ONE) && step > Quantity::ZERO {
        step
    } else {
        Quantity::ONE
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
