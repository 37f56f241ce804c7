//! How much of a product is where, and what it cost.
//!
//! One movement log is the truth. In the same transaction as each movement the level changes, the
//! cost layers change, and the caller posts the value: so movements add up to levels, layers to
//! value, and value to the ledger. What never breaks: nothing on hand or reserved is negative, a
//! reservation is never more than what is on hand, and rows are locked in key order (product, then
//! location), because carts that lock in any order bring a shop to a standstill.
//!
//! Stock knows product ids only; it stands before the catalogue, so that a product's form may count.

mod adjust;
mod adjust_all;
mod layers;
mod level;
mod movement;
mod store;

pub use adjust::adjust_to;
pub use adjust_all::{Count, adjust_all};
pub use level::{available, hold, let_go, lock_all, on_hand};
pub use movement::{Incoming, Line, Short, hand_over, receive_opening};
