//! The settings of stock: how goods are valued, whether more may be sold than there is, what becomes of
//! expired goods, and whether tax on purchases is claimed back.
//!
//! What never breaks here: the value of stock is the same before and after a change of costing; only
//! how it lies among the goods changes, at the moment average cost begins.

pub mod api;
mod keep;
pub mod pages;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use keep::{PolicyForm, keep};
