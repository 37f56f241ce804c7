//! PINs: how members take turns at a till.
//!
//! A PIN opens nothing but a till that is enrolled, and its hash goes to tills, so that members can take
//! turns without a network: it is never anybody's password. What never breaks here:
//! - it is kept as an argon2id hash only;
//! - a try is counted, and that is committed, before its PIN is looked at: of a thousand at once no
//!   more than five are;
//! - who is locked out is told until when; a device that is locked waits for a manager;
//! - whose PIN is set anew has to type it wherever it was her turn.

mod pin;
mod set;
mod store;
mod verify;

pub mod api;
pub mod pages;

pub use pin::PinForm;
pub use set::set_pin;
pub use verify::{Verified, check, verify, who_has_pin};

pub(super) use pages::section as section_of;

#[cfg(test)]
mod tests;
