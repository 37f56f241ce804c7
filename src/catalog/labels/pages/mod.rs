//! The back office's pages of labels: which are wanted, and the sheets themselves. Both only read.

mod choose;
mod sheet;

pub use choose::choose;
pub use sheet::sheet;

use std::collections::HashMap;

use uuid::Uuid;

use crate::catalog::ProductKind;
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
