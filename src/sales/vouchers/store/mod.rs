//! Vouchers and their movements: all their SQL.

mod read;
mod write;

pub use read::{by_code, list, moves, voucher};
pub(super) use read::{days, digest_of, paid_back};
pub(super) use write::{
    NewVoucher, Part, VoucherMoney, add, end, insert, insert_money, insert_use, lock,
    lock_by_codes, parts_of, set_days,
};
