//! Stock takes: what is really on the shelves, counted by several people with their phones while
//! selling goes on.
//!
//! What never breaks here:
//! - a difference is what was counted less what the books said at the instant of that count, read
//!   under the lock that every movement takes: whatever is sold later changes both sides alike;
//! - every count is written down once, by the id that its form or its file carries, and stays
//!   written, also where somebody counts again;
//! - nobody's count is replaced by somebody else's without her being asked, and nothing is added to a
//!   count after goods have moved, because nobody knows from which shelf they went;
//! - a take is closed whole or not at all, once, in one entry; what was promised to orders stays;
//! - no product is counted in two open takes at one location, or its difference would be made good
//!   twice.
//!
//! Locks: the take (counters share it, whoever closes has it alone), then levels in key order, then
//! layers, then the journal. Counters of different products never wait for each other.

pub mod api;
mod cancel_take;
mod close_take;
mod count;
mod count_file;
pub mod downloads;
mod forget_line;
mod how_many;
mod open_take;
pub mod pages;
mod posting;
mod sheet;
mod stock_take;
mod store;
pub mod uploads;

pub use cancel_take::cancel;
pub use close_take::{Close, Uncounted, close};
pub use count::{Count, Counted, How, count};
pub use count_file::{FileCounted, FileOfCounts, count_file};
pub use forget_line::forget;
pub use open_take::{TakeForm, open};
pub use stock_take::{State, StockTake, seen_of};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
