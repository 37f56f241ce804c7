//! The SQL of levels as they are looked at. Only equality and order of whole numbers, text and ids
//! choose rows, because under row security PostgreSQL uses an index for nothing else.

mod alerts;
mod groups;
mod list;
mod points;
mod product;

pub(super) use alerts::alerts;
pub(super) use groups::{group, groups, makes, parts, variants};
pub(super) use list::{Ask, Found, Place, categories, category, found, places, rows};
pub(super) use points::{locations_named, lock_points, products_by_sku, set_points};
pub(super) use product::{Head, head, layers, levels, on_order, open_shortfalls, packs, under_way};

use crate::platform::fault;
use crate::values::{Stop, Unit};

/// The unit of a row. The database's own check holds it to the ones there are.
fn unit_of(code: &str) -> Result<Unit, Stop> {
    Unit::parse(code).ok_or_else(|| fault("a product has an unknown unit", &code))
}
