//! The taxes of a business: its classes, the rates they have had and will have, and the letters that
//! fiscal documents call them by.
//!
//! What never breaks here: a rate that has begun holds from its day on and is never changed, so that a
//! document of that day finds it again; a new one begins today or later, because earlier days have been
//! sold already. Only one whose day is still to come is withdrawn.

pub mod api;
mod keep_rate;
pub mod page;
pub mod sheet;
mod store;
mod withdraw_rate;

pub use keep_rate::{RateForm, add_rate, keep_letters};
pub use withdraw_rate::withdraw_rate;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
