//! Labels for goods and shelves: real barcodes, drawn on the server, in sizes that are printed exactly.
//!
//! What never breaks here:
//! - a barcode on a label is the product's own where that is one that shops scan, its check digit
//!   right; else its SKU in Code 128. Both find the product when they are scanned;
//! - bars are never squeezed until no scanner reads them: what does not fit is left out, and the SKU
//!   stands there in letters;
//! - lengths are whole micrometres; no float comes near a bar.

mod bars;
mod check_digit;
mod choose;
mod label;
pub mod pages;
mod paper;
mod store;

pub use bars::{Bars, Symbology, bars_of};
pub use check_digit::has_right_check_digit;
pub use label::{Label, price_per};
pub use paper::Paper;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
