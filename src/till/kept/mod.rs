//! What a till keeps of what it has done, and what that comes to: receipts, returns, a shift. Pure.

mod document;
mod file;
mod how_much;
mod known;
mod receipt;
mod shift;
mod voucher;

pub use document::{Document, takes_number};
pub use file::File;
pub use how_much::{Words, at_price, how_much};
pub use known::{back_total, known, rounding};
pub use receipt::Writer;
pub use shift::{ShiftNow, reckon, sold_before};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
