//! Flags: what a manager must look at, about what tills have told.
//!
//! A sale that happened is recorded, whatever has become of prices, goods and people meanwhile; what is
//! odd about it is noted here. What never breaks here:
//! - a flag is raised in the transaction of what it is about, once for each oddity, however often the
//!   till sends it;
//! - a flag never goes away: who looked at it says so, once, with a word about it;
//! - what a voucher did not hold ends in the books with the word about it, or not at all;
//! - reasons are data: each reader is told in her own language.

pub mod api;
mod flag;
pub mod pages;
mod resolve;
mod settle;
mod store;

pub use flag::{Listed, Raised, Show, Shown};
pub use resolve::resolve;
pub use settle::settle;
pub use store::{list, raise};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
