//! The back office's pages of labels: which are wanted, and the sheets themselves. Both only read.

mod choose;
mod sheet;

pub use choose::choose;
pub use sheet::sheet;

use std::collections::HashMap;

use uuid::Uuid;

use super::label::Label;
use crate::catalog::ProductKind;
use crate::catalog::packs::packs_named;
use crate::catalog::product::Product;
use crate::catalog::store;
use crate::platform::{BusinessTx, Visit};
use crate::values::Stop;

/// The query of an address, as it was sent.
fn query_of(visit: &Visit) -> String {
    let address = visit.path_and_query();
    address
        .split_once('?')
        .map_or_else(String::new, |(_, query)| query.to_owned())
}

/// These products in this order, without those that are not there, are not sold any more, or are only a
/// family of others.
async fn goods(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Product>, Stop> {
    let found = store::find_all(tx, ids).await?;
    let mut found: HashMap<Uuid, Product> = found
        .into_iter()
        .filter(|product| !product.retired && product.kind != ProductKind::Family)
        .map(|product| (product.product_id, product))
        .collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// What stands on the labels of products and packs, in this order; without those that are not there or
/// not used any more.
pub(in crate::catalog::labels) async fn labels(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Label)>, Stop> {
    let packs = packs_named(tx, ids).await?;
    let within = packs.iter().map(|pack| pack.product_id);
    let all: Vec<Uuid> = ids.iter().copied().chain(within).collect();
    let products = goods(tx, &all).await?;
    let product = |id: Uuid| products.iter().find(|product| product.product_id == id);
    let label = |id: &Uuid| {
        if let Some(product) = product(*id) {
            return Some((*id, Label::of(product)));
        }
        let pack = packs.iter().find(|pack| pack.pack_id == *id)?;
        Some((*id, Label::of_pack(product(pack.product_id)?, pack)))
    };
    Ok(ids.iter().filter_map(label).collect())
}
