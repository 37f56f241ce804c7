//! What suppliers are owed: their bills, what is paid, and what they take off again.
//!
//! What never breaks here:
//! - a bill takes over what receipts expected, line by line, to the cent: once all is billed, nothing
//!   stands under goods received;
//! - goods that go back before any bill names them, with no paper of the supplier's, are not billed any
//!   more: a bill of what stayed takes over the rest;
//! - goods that go back leave at the cost of the line of the receipt that brought them, as far as any of
//!   it is where they leave from; only for the rest others go, at theirs;
//! - what a bill asks beyond that (another price, freight, tax that nobody gives back) is carried by
//!   the goods that are still there, and by the cost of those that are gone;
//! - the same paper of a supplier is one bill, a payment's reference counts once for its tender, and
//!   no more goes back than came;
//! - a bill is never settled beyond its total; money that no bill needed, and credits not yet used,
//!   stay to the supplier's debit until a bill needs them or she pays them back: never more than is
//!   there. Bills less those is what the books call suppliers;
//! - money, or a credit, that was written by mistake is undone once, with a reason: what it settled is open
//!   again, and goods are where they were, at what they had cost.
//!
//! A supplier's documents are written one after the other: each locks her first, then the lines of
//! receipts, then levels and layers; the journal comes last.

mod above_cost;
mod ageing;
pub mod api;
mod bill;
mod bill_form;
pub mod bill_sheet;
mod by_paper;
mod credit;
mod credit_form;
pub mod credit_sheet;
mod credited;
mod downloads;
mod enter;
pub mod pages;
mod pay;
mod payment;
pub mod payment_sheet;
mod posting;
mod reason;
mod refund;
mod settle;
mod spread;
mod statement;
mod store;
mod undo;
mod undo_credit;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use ageing::{Ageing, AgeingRow, ageing};
pub use bill::{Bill, BillLine, Tab, TabSum};
pub use bill_form::BillForm;
pub use credit::credit;
pub use credit_form::CreditForm;
pub use credited::{Credit, CreditLine, Undone};
pub use downloads::routes;
pub use enter::enter;
pub use pay::{PayForm, pay};
pub use payment::{Part, Payment, Way};
pub use reason::Reason;
pub use refund::pay_back;
pub use settle::use_ahead;
pub use statement::{Statement, StatementLine, statement};
pub use undo::{UndoForm, undo};
pub use undo_credit::{UndoCreditForm, undo_credit};
