//! The SQL of stock. Rows are locked in the order of the primary key: product, then location; levels
//! before layers and shortfalls.

mod batches;
mod costs;
pub(super) mod find;
mod layers;
mod levels;
mod movements;
mod shortfalls;
mod sold;

pub use levels::spoilt_at;

pub(super) use batches::keep_batch;
pub(super) use costs::{last_costs, level_every_layer, level_layers, lock_every_level, policy};
pub(super) use layers::{NewLayer, insert_layers, lock_layers, lock_layers_of, set_layers};
pub(super) use levels::{
    available_at, ensure_levels, hold, let_go, levels_of, lock_at_all, lock_levels, lock_levels_of,
    lower_levels, raise_levels, revalue_level,
};
pub(super) use movements::{NewMovement, insert_movements, insert_uses, movement_of};
pub(super) use shortfalls::{
    Covered, NewShortfall, Open, cover, insert_shortfalls, lock_shortfall, open_shortfalls,
    shortfall_place, take_back,
};
pub(super) use sold::{counts_old_sales, forget_sales, lock_old_sales, sold_between};
