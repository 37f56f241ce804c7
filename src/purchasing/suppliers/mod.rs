//! Whom the business buys from, what each of them sells and for how much.
//!
//! What never breaks here:
//! - a supplier is retired, never deleted: documents point at her;
//! - no two that are not retired have the same name;
//! - an edit names the revision it was made on; an edit of an older one is refused, not merged;
//! - of a product, at most one supplier is the one who is asked first;
//! - a file is all or nothing, and the same file twice changes nothing the second time.

pub mod api;
mod import;
mod keep_offer;
mod keep_supplier;
mod offer;
pub mod pages;
mod store;
mod supplier;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use import::{Brought, import_prices, import_suppliers};
pub use keep_offer::{drop_offer, keep_offer};
pub use keep_supplier::{bring_back, keep, retire};
pub use offer::{Offer, OfferForm};
pub use supplier::{Supplier, SupplierForm};

pub(in crate::purchasing) use import::{prices_as_file, suppliers_as_file};
pub(in crate::purchasing) use store::{find, offers_for, offers_of};
