//! Transfers: goods that go from one location of the business to another.
//!
//! What never breaks here:
//! - goods under way are on neither shelf; their value stands in an account of its own, which is
//!   emptied to the cent when they arrive or come back;
//! - they arrive as they left: with their cost, their age, their batch and its last day;
//! - no more arrives than was sent, and what is missing is a loss that the books show;
//! - each act happens once: the same act again changes nothing, another one that comes too late is
//!   refused.
//!
//! A transfer keeps no digest of what was submitted: what it asks for, what was sent and what arrived
//! stand in its lines, and an act that comes again is compared with those.
//!
//! Locks are taken in this order: the transfer, levels, layers, counters.

pub mod api;
mod arrive;
mod cancel;
mod make;
pub mod pages;
mod posting;
mod send;
pub mod sheet;
mod store;
mod transfer;

#[cfg(test)]
mod tests;

pub use arrive::arrive;
pub use cancel::cancel;
pub use make::make;
pub use send::send;
pub use store::{Listed, Row, list};
pub use transfer::{Done, Line, State, Transfer, Under};
