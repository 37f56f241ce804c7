//! The SQL of orders: carts, placing, the order itself, and the lists that people work from.

pub(super) mod cancellations;
pub(super) mod carts;
pub(super) mod changes;
mod lists;
pub(super) mod notes;
pub(super) mod orders;
pub(super) mod placing;
mod today;
pub(super) mod views;

pub use lists::{Listed, Row, count_since, count_to_pack, list};
pub use notes::notes_of;
pub use orders::whole;
pub use today::{Today, today};
