//! Packs: how a product is bought, and perhaps sold, many at once, each with a barcode of its own;
//! and what a scanner read. Stock is always in the product's own unit.
//!
//! What never breaks here:
//! - a barcode belongs to one product or one pack of the whole business;
//! - what a pack costs is a row of the price list, and stays one: the last row is its price;
//! - a pack is retired, never deleted: purchases and sales point at it. Its barcodes are free again;
//! - only what has stock of its own has packs;
//! - a pack comes in by one door: the form of the page and a line of a file are read by the same
//!   [`PackForm::parse`].

pub mod api;
mod bring;
pub mod files;
mod files_page;
mod form;
mod keep;
mod named;
mod page;
mod scan;
mod store;
mod take;

pub(in crate::catalog) use bring::MOST_ROWS;
pub use bring::bring_packs;
pub use files_page::small_files;
pub use form::{Pack, PackForm};
pub use keep::{keep_pack, retire_pack};
pub(in crate::catalog) use named::{Named, skus_in};
pub use page::packs;
pub use scan::{Scanned, scan};

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// The packs of a product, the smallest first and retired ones last.
pub async fn packs_of(tx: &mut BusinessTx, product_id: Uuid) -> Result<Vec<Pack>, Stop> {
    store::of_products(tx, &[product_id]).await
}

/// The packs in use of these products, product by product, the smallest first.
pub(in crate::catalog) async fn packs_in_use(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<Vec<Pack>, Stop> {
    let mut packs = store::of_products(tx, products).await?;
    packs.retain(|pack| !pack.retired);
    Ok(packs)
}

/// Those of these packs that are in use.
pub(in crate::catalog) async fn packs_named(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Pack>, Stop> {
    let mut packs = store::with_ids(tx, ids).await?;
    packs.retain(|pack| !pack.retired);
    Ok(packs)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
