//! M-Pesa's prompts at a till: asked for while something is rung up, and what became of their money; and
//! the QR code that the customer may scan instead.
//!
//! What never breaks here:
//! - asking twice is asking once; nobody is asked for a sale that is told already;
//! - a till sees its own prompts and no other's;
//! - money that came and that no sale names is shown to managers until a sale names it, or somebody pays it
//!   back; it is counted and paid back as orders' money is.

pub mod api;
mod ask;
mod decide;
mod qr;
mod store;
mod view;

pub use ask::{ask, give_up, look};
pub use decide::{count, pay_back, set_aside};
pub use qr::qr;

pub(super) use view::{cards, look_over};
