//! Goods that everybody sells, by their barcode: an owner scans one and finds it named already.
//!
//! What never breaks here:
//! - the catalogue is filled by whoever runs the installation, from a file that is taken whole or not
//!   at all; requests only read it;
//! - nobody's prices or stock are in it, and nothing of a business gets into it;
//! - what is found only fills in a form: a product is still made by the product's own form.
//!
//! The program brings no goods of its own: a barcode that is made up would be somebody's.

pub mod api;
mod bring;
mod known;
pub mod page;
mod store;

pub use bring::import_shared;
pub use known::{Known, Scanned, look_up, prefilled};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
