//! The SQL of orders: carts, placing, the order itself, and the lists that people work from.

pub(super) mod carts;
pub(super) mod changes;
mod lists;
pub(super) mod orders;
pub(super) mod placing;

pub use lists::{Filter, Listed, Row, Today, count_since, list, today};
pub use orders::whole;
