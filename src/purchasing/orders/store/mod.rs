//! The SQL of orders to suppliers.

mod links;
mod lists;
mod purchases;
pub(super) mod sheet;
mod suggested;
mod write;

pub(super) use links::{by_link, drop_links, has_link, insert_link};
pub(super) use lists::{Asked, Listed, Row, choices, list};
pub use purchases::whole;
pub(super) use purchases::{came, lines, lock};
pub(super) use suggested::{Figures, Window, suggested};
pub(super) use write::{Head, insert, remember_prices, set_state, update};
