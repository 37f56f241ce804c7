//! What is still to be paid, what comes back of a note, and to what a total is rounded.

use crate::values::{Money, Tender};

/// To what a business rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Every total: whole shillings, where M-Pesa takes no cents.
    pub every: Money,
    /// A total that is paid in cash alone: the smallest coin at hand. Nothing: like every other.
    pub cash: Money,
}

impl Rounding {
    /// The unit of a total that is paid in these ways. While nothing is said of how, it is not cash.
    pub fn unit(&self, tenders: impl Iterator<Item = Tender>) -> Money {
        if self.cash > Money::ZERO && is_cash(tenders) {
            self.cash.max(self.every)
        } else {
            self.every
        }
    }
}

/// Whether there is nothing but cash, and some of it.
pub fn is_cash(tenders: impl Iterator<Item = Tender>) -> bool {
    let mut tenders = tenders.peekable();
    tenders.peek().is_some() && tenders.all(|tender| tender == Tender::Cash)
}

/// What is still to be paid of a total. None where more was paid than that, or it cannot be counted.
pub fn due(total: Money, paid: impl IntoIterator<Item = Money>) -> Option<Money> {
    let due = total.minus(Money::sum(paid)?)?;
    (due >= Money::ZERO).then_some(due)
}

/// What comes back of what was handed over for `amount`. None where it was not enough.
pub fn change(amount: Money, handed: Money) -> Option<Money> {
    let change = handed.minus(amount)?;
    (change >= Money::ZERO).then_some(change)
}
