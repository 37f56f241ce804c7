//! The SQL of stock. Rows are locked in the order of the primary key: product, then location.

mod levels;
mod movements;

pub(super) use levels::{
    Level, available_at, ensure_level, ensure_levels, hold, last_cost, let_go, levels_of,
    lock_levels, lower_level, lower_levels, take_held, was_adjusted,
};
pub(super) use movements::{
    NewMovement, insert_layers, insert_movements, insert_uses, lock_layers, lower_layers,
    raise_levels,
};
