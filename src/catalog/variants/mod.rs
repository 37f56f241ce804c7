//! Variants: products that share a family, each with its own SKU, barcodes, price and stock, and a
//! word such as `Red / L` that sets it apart.
//!
//! What never breaks here:
//! - a family is not sold and has no stock; its variants are plain products like any other;
//! - no two variants of a family have one word;
//! - a variant is called by its family and its word until its owner calls it otherwise.
//!
//! Customers see a family once in lists, at the price of its cheapest variant, and choose on its page;
//! each variant has an address of its own there. Where the family is off sale, variants on sale stand
//! by themselves.

pub mod api;
mod form;
mod keep;
mod make;
mod page;
pub mod sheet;
mod store;

pub use form::Variant;
pub use keep::{WordsForm, keep_words, take_out};
pub use make::make_variants;
pub use page::variants;

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// The variants of a family by their words, those off sale last.
pub async fn variants_of(tx: &mut BusinessTx, family_id: Uuid) -> Result<Vec<Variant>, Stop> {
    store::of_family(tx, family_id).await
}

/// How many variants a family has, those off sale too.
pub(in crate::catalog) async fn count(tx: &mut BusinessTx, family_id: Uuid) -> Result<i64, Stop> {
    store::count(tx, family_id).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
