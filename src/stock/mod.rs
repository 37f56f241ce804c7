//! How much of a product is where, in which batch, and what it cost.
//!
//! One movement log is the truth. In the same transaction as each movement the level changes, the
//! cost layers change, and the caller posts the value: so movements add up to levels, layers to
//! value, and value to the ledger. A level keeps beside its quantity what that is worth and what was
//! sold of it lately, for lists that could not add it up. What never breaks:
//! - nothing on hand or reserved is negative, and a reservation is never more than what is on hand;
//! - what is sold although it was not there stands apart, as a shortfall, until goods that come in
//!   cover it; only a business that allows it has any;
//! - what spoils first leaves first, else what came first; what goes back to a supplier is what that very
//!   line of her receipt brought, as far as it is there; a layer that is emptied leaves no cent;
//! - what has expired is promised to nobody, and leaves to a customer only where somebody who sees it says
//!   so, after all that has not;
//! - rows are locked in key order (product, then location), levels before layers and before batches
//!   are made, because carts that lock in any order bring a shop to a standstill.
//!
//! Goods leave by [`take_out`] and come by [`bring_in`], whatever the document; each posts nothing
//! itself but the cost of what was sold before it was there. Stock knows product ids only; it stands
//! before the catalogue, so that a product's form may count.

mod adjust_all;
pub mod adjustments;
mod arrive;
mod average;
mod batch;
pub mod batches;
pub mod counts;
pub mod find_product;
mod kind;
mod layers;
mod leave;
mod level;
pub mod levels;
pub mod movements;
mod order;
pub mod policies;
mod policy;
mod revalue;
mod shortfall;
pub mod skus;
mod sold;
mod store;
pub mod transfers;
mod typed_lines;

pub use adjust_all::{Count, adjust_all, adjust_to};
pub use arrive::{Arrival, Arriving, bring_in, brought_by};
pub use average::level_all;
pub use batch::batch;
pub use kind::{Kind, Source};
pub use leave::{Departure, Leaving, Left, Part, Shortage, Spoilt, take_out};
pub use level::{
    Held, Line, Short, available, hold, hold_at_first, last_costs, let_go, lock_all,
    lock_for_count, on_hand,
};
pub use order::hand_over;
pub use policy::{BelowZero, Costing, ExpiredGoods, Policy, policy};
pub use revalue::{Brought, revalue_on_hand, revalue_received};
pub use shortfall::return_short;
pub use sold::{counts_old_sales, forget_old_sales};
pub use store::spoilt_at;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
