//! All the statements of receiving.
//!
//! What never breaks: every statement names its business.

mod lines;
mod ordered;
mod receipts;
pub(super) mod sheet;
mod write;

pub(in crate::purchasing) use lines::{LineRow, lines_of};
pub(in crate::purchasing) use ordered::{lock_supplier, supplier, suppliers};

pub(super) use ordered::{
    OrderHead, expiries, goods, goods_from, lock_order, order, ordered_lines,
};
pub(super) use receipts::{Beside, beside, list, receipt, recorded};
pub(super) use write::{NewLine, NewReceipt, insert, raise_received};
