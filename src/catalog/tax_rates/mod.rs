//! The taxes of a business: its classes, the rates they have had and will have, and the letters that
//! fiscal documents call them by.
//!
//! What never breaks here: a rate holds from a day on and is never changed, so that a document of that
//! day finds it again; a new one begins today or later, because earlier days have been sold already.

pub mod api;
mod keep_rate;
pub mod page;
mod store;

pub use keep_rate::{RateForm, add_rate, keep_letters};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
