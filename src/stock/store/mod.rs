//! The SQL of stock. Rows are locked in the order of the primary key: product, then location.

mod levels;
mod movements;

pub(super) use levels::{
    available_at, ensure_level, hold, last_cost, let_go, levels_of, lock_levels, lower_level,
    take_held, was_adjusted,
};
pub(super) use movements::{
    NewMovement, insert_layers, insert_movements, insert_uses, lock_layers, lower_layers,
    raise_levels,
};
