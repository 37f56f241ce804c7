//! Packs as a file: the very columns that [`super::bring_packs`] reads, so that what goes out can
//! come in again and change nothing.

use std::collections::HashMap;

use uuid::Uuid;

use super::bring::COLUMNS;
use super::form::Pack;
use super::store;
use crate::platform::{BusinessTx, files};
use crate::staff::{self, Power};
use crate::values::{Money, Stop};

/// All packs of products on sale.
pub(super) async fn packs_csv(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let packed = store::packed_products(tx).await?;
    let ids: Vec<Uuid> = packed.iter().map(|(id, _)| *id).collect();
    let mut packs: HashMap<Uuid, Vec<Pack>> = HashMap::new();
    for pack in store::of_products(tx, &ids).await? {
        if !pack.retired {
            packs.entry(pack.product_id).or_default().push(pack);
        }
    }
    let currency = tx.scope().currency.clone();
    let mut file = files::heading(COLUMNS);
    for (product_id, sku) in &packed {
        for pack in packs.get(product_id).map(Vec::as_slice).unwrap_or_default() {
            file.push_str(&record(sku, pack, &currency));
        }
    }
    Ok(file)
}

/// In the order of [`COLUMNS`].
fn record(sku: &str, pack: &Pack, currency: &str) -> String {
    let price = pack.price.filter(|_| pack.sold);
    let price = price.map(|price: Money| price.bare(currency));
    let sold = if pack.sold { "yes" } else { "no" };
    let barcodes = pack.barcodes.join(" ");
    let holds = pack.holds.short();
    files::record([
        sku,
        &pack.name,
        &holds,
        &barcodes,
        sold,
        price.as_deref().unwrap_or_default(),
    ])
}
