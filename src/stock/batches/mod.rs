//! Batches and what expires: what to sell first, what to take off the shelf, and putting right what
//! was typed of a batch.
//!
//! What never breaks here: a batch's expiry and that of the goods of it that are there are the same;
//! a batch never expires before it came; what goods are worth is shown to those only who may see it.

pub mod api;
mod correct;
mod download;
mod expiry;
pub mod pages;
pub mod sheet;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use correct::{BatchForm, correct};
pub use download::routes;
pub use expiry::{Expiring, Listed, Span, list};
pub use store::{Batch, Part, batch_of, first_batches, parts_of};
