//! The SQL of sales.

mod accounts;
mod flags;
mod goods;
mod list;
mod read;
mod refunds;
pub(super) mod sheet;
mod write;

pub(super) use accounts::{
    Known, account, add_to_account, insert_account_payment, keep_limit, known, lock_account,
    take_from_account, write_up,
};
pub(super) use flags::{RaisedFlag, flags_of};
pub use flags::{ToLookAt, to_look_at};
pub(super) use goods::{Buyer, Place, buyer, goods, keep_unknown, names, place, quick_goods};
pub(super) use list::sellers;
pub use list::{Listed, Sums, list};
pub use read::whole;
pub(super) use read::{digest_of, is_numbered, is_paid_by, member, sale};
pub(super) use refunds::{Went, before, held, lock_lines, restocked, uses, went};
pub(super) use write::{NewPayments, insert_lines, insert_payments, insert_sale, mark_returned};
