//! Orders to suppliers: from a draft, or from what runs low, to goods that came.
//!
//! What never breaks here:
//! - an order is made once for its id; an edit names the revision it was made on;
//! - its lines are changed only while it is a draft; each product stands on it once, in packs of its
//!   own and in its own unit, and the two agree;
//! - what it costs is the sum of its lines, tax left out;
//! - how far it has come follows from what was received ([`note_received`]), until somebody says that
//!   the rest will not come; it is called off only while nothing came;
//! - its link shows this order and no other, and dies when it is withdrawn or renewed.

pub mod api;
mod end;
mod form;
mod keep_purchase;
mod link;
pub mod pages;
mod purchase;
mod read;
mod received;
mod send;
pub mod sheet;
mod state;
mod store;
mod suggest;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use end::{cancel, close};
pub use form::PurchaseForm;
pub use keep_purchase::{Kept, keep};
pub use link::{by_link, make_link, withdraw_link};
pub use purchase::{Line, Purchase, Whole};
pub use received::note_received;
pub use send::send;
pub use state::State;
pub(super) use store::sheet::numbered;
pub use store::whole;
pub use suggest::{Need, Suggested, Suggestion, suggest};
