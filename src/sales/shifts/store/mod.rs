//! The SQL of shifts.

mod list;
mod read;
mod report;
mod write;

pub use list::Listed;
pub(super) use list::list;
pub(super) use read::{
    cash, cash_move, digest_of, hold, lock, move_digest, open_number, shift, till,
};
pub(super) use report::report;
pub(super) use write::{End, NewMove, NewShift, end, insert, insert_move};
