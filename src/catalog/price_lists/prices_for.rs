//! What goods cost somebody who buys by a list.

use uuid::Uuid;

use super::store;
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// The price of one of each of these, tax included, in their order: `wanted` names products, perhaps a
/// pack of each, and how much is bought, in units or packs.
///
/// It is the list's newest price that is valid now, of the largest quantity that is reached; where the
/// list has none, or is closed, the retail one found the same way; else what the product costs in its
/// own unit. None for a pack that has no price, and for a product that there is not.
pub async fn prices_for(
    tx: &mut BusinessTx,
    list: &str,
    wanted: &[(Uuid, Option<Uuid>, Quantity)],
) -> Result<Vec<Option<Money>>, Stop> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    store::prices_for(tx, list, wanted).await
}
