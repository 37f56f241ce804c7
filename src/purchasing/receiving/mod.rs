//! Goods that come from suppliers: what a purchase order asked for, in parts and with differences, or
//! what came without one.
//!
//! What never breaks here:
//! - a receipt is written once for its id, in the transaction that brings its goods in and posts them:
//!   debit inventory, credit goods received;
//! - it is never changed: what was wrong goes back to the supplier, or is adjusted;
//! - more than was ordered is taken only when the person says that more came, and goods for nothing
//!   only when she says so;
//! - of a line, no more is billed than came, and no more goes back than came.
//!
//! The purchase is locked first, then its supplier, then levels, then batches; counters come last.

pub mod api;
mod form;
pub mod pages;
mod posting;
mod read;
mod receipt;
mod receive;
pub mod sheet;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(in crate::purchasing) mod tests;

pub use form::ReceiveForm;
pub use receipt::{Listed, ListedPage, Receipt, ReceiptFilter, ReceiptLine, Supplier};
pub use receive::{Received, receive};

pub(in crate::purchasing) use form::flattened;
pub(in crate::purchasing) use pages::{Grid, choose_supplier, much, sum};
pub(in crate::purchasing) use receipt::line_of_key;
pub(in crate::purchasing) use store::{LineRow, lines_of, lock_supplier, supplier, suppliers};
