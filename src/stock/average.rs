//! Average cost: every layer of a product at a location carries the same cost per unit, so that the
//! oldest goods leave with the average. Goods that come in level it.

use uuid::Uuid;

use super::store;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Levels the layers of these products, whose levels are locked. Their value stays what it was.
pub(super) async fn level(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<(), Stop> {
    store::level_layers(tx, location_id, products).await
}

/// Levels all layers of the business: when it begins to value by average.
pub async fn level_all(tx: &mut BusinessTx) -> Result<(), Stop> {
    store::lock_every_level(tx).await?;
    store::level_every_layer(tx).await
}
