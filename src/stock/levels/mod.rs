//! Levels, looked at: what is where, what of it is promised, when to buy, and what it is worth.
//!
//! What never breaks here:
//! - nothing is worked out for the whole shop to draw one page: the ids of the page come first, by an
//!   index, then what belongs to them;
//! - the value at the head of the list is the inventory account's own, not another sum;
//! - minimum and reorder points are set, never added to: the same form or file twice changes nothing
//!   the second time, and a file with a bad row changes nothing at all;
//! - levels are locked in key order, product before location, as everywhere.
//!
//! What goods cost is shown to those only who keep products or read the books.

mod alerts;
pub mod api;
mod browse;
mod files;
mod filter;
mod group;
mod keep_points;
mod level;
pub mod pages;
mod points_file;
mod product;
mod sheet;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use alerts::{Alerts, alerts};
pub use browse::{Listed, list, total_value};
pub use files::routes;
pub use filter::{Filter, Show, Sort};
pub use group::{Group, GroupKind, GroupLevels, group_levels};
pub use keep_points::{Points, keep_points};
pub use level::Row;
pub use pages::stock_tabs;
pub use points_file::{Counted, keep_file};
pub use product::{Layer, OnOrder, Open, Pack, Through, UnderWay, through};

use crate::platform::Who;
use crate::staff::{Power, may};

/// Whether somebody may see what goods cost.
pub fn sees_costs(who: &Who) -> bool {
    may(who, Power::SeeBooks) || may(who, Power::KeepProducts)
}
