//! All the statements of bills, payments to suppliers and their credits.
//!
//! What never breaks: every statement names its business.

mod bills;
mod credited;
mod credits;
mod lines;
mod lists;
mod money;
mod payments;
mod read;
pub(super) mod sheet;
mod undone;

pub(super) use bills::{
    NewBill, NewBillLine, insert_bill, is_number_used, mark_billed, recorded_bill,
};
pub(super) use credited::{credit, lines_of_credit};
pub(super) use credits::{
    NewCredit, NewCreditLine, insert_credit, is_credit_number_used, mark_returned, recorded_credit,
};
pub(super) use lines::{Billed, billed_for, cheapened, lock_lines, returnable, unbilled};
pub(super) use lists::{
    AgeingSums, Listed, StatementRow, ageing_rows, before, in_the_books, list, statement_rows,
    tab_sums,
};
pub(super) use money::{Open, open_bills, open_credits, open_payments, settle, standing, unsettle};
pub(super) use payments::{
    NewPayment, insert_payment, mark_undone, parts_of, payment, recorded_payment, settled_elsewhere,
};
pub(super) use read::{ReceiptChoice, bill, lines_of_bill, receipts_to_choose};
pub(super) use undone::{
    CreditedLine, coming_back, credited_lines, has_undone, last_moved, mark_credit_undone,
    unmark_returned,
};
