//! Vouchers and their movements: all their SQL.

mod lapse;
mod read;
mod settlements;
mod write;

pub(super) use lapse::{expired, lock_expired, set_lapsed};
pub use read::{by_code, list, moves, voucher};
pub(super) use read::{days, digest_of, paid_back};
pub(super) use settlements::{
    NewSettlement, insert_settled, insert_settlement, settled, written_off,
};
pub use settlements::{ended, missing};
pub(super) use write::{
    Part, VoucherMoney, add, end, insert, insert_money, insert_use, lock, lock_by_codes, parts_of,
    set_days,
};
