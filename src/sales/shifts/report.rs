//! What a shift comes to. Pure.

use super::{CashMove, Shift};
use crate::payments::Tender;
use crate::sales::SaleKind;
use crate::values::{Money, Rate};

/// What a shift comes to so far (X) or came to (Z). What came late is in all of its sums; it is not in
/// what was expected when the shift was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The shift.
    pub shift: Shift,
    /// Its sales.
    pub sales: Turnover,
    /// What was brought back.
    pub refunds: Turnover,
    /// Gift vouchers that were sold: their money is here, and is no turnover.
    pub vouchers: VouchersSold,
    /// Its money by tender.
    pub tenders: Vec<TenderSum>,
    /// The tax inside sales, less that inside refunds, rate by rate.
    pub taxes: Vec<TaxSum>,
    /// Cash that went in or out and was no sale, in order.
    pub moves: Vec<CashMove>,
    /// What the drawer must hold: of a closed shift, what was expected then.
    pub expected: Money,
    /// What came late.
    pub late: Late,
    /// The numbers of its documents.
    pub ranges: Vec<Range>,
    /// Tills of its location that have sales which they have not sent yet, as they last said.
    pub unsynced: Vec<Unsynced>,
}

/// Documents of one kind together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turnover {
    /// How many.
    pub documents: i64,
    /// What they come to.
    pub total: Money,
    /// What was given away on them.
    pub discount: Money,
    /// What rounding added or took.
    pub rounding: Money,
    /// What was given beside for whoever served.
    pub tip: Money,
    /// The tax inside.
    pub tax: Money,
}

/// Gift vouchers together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VouchersSold {
    /// How many.
    pub count: i64,
    /// What was paid for them.
    pub total: Money,
}

/// The money of one tender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenderSum {
    /// Which.
    pub tender: Tender,
    /// What it brought.
    pub brought: Money,
    /// What went back by it.
    pub given: Money,
}

impl TenderSum {
    /// What is left of it; none where it cannot be counted.
    pub fn left(&self) -> Option<Money> {
        self.brought.minus(self.given)
    }
}

/// The tax of one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxSum {
    /// Which.
    pub rate: Rate,
    /// What it was taken of, without it.
    pub base: Money,
    /// How much it is.
    pub tax: Money,
}

/// What we learnt of a shift after it was closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Late {
    /// Sales, refunds and vouchers.
    pub documents: i64,
    /// Their cash, and that of movements; below zero where more went out.
    pub cash: Money,
}

/// Numbers of documents of one series, from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Sales or refunds.
    pub kind: SaleKind,
    /// The lowest.
    pub first: i64,
    /// The highest.
    pub last: i64,
    /// How many of them are of this shift.
    pub documents: i64,
}

/// A till that has not sent everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsynced {
    /// What it is called.
    pub device_name: String,
    /// How many sales it has kept.
    pub sales: i32,
}

impl Report {
    /// What was counted beyond what was expected, what came late taken off; none while the shift is
    /// open.
    pub fn variance_now(&self) -> Option<Money> {
        self.shift.closed.as_ref()?.variance.minus(self.late.cash)
    }
}
