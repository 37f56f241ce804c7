//! A bill as it stands. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::values::{Money, Quantity, Unit};

/// What a supplier asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// Its id.
    pub bill_id: Uuid,
    /// Who asks.
    pub supplier_id: Uuid,
    /// Her name, as it is now.
    pub supplier_name: String,
    /// Her own number of it.
    pub number: String,
    /// The date on the paper.
    pub billed_on: NaiveDate,
    /// By when it is to be paid.
    pub due_on: NaiveDate,
    /// Tax left out.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// All of it.
    pub total: Money,
    /// Of it, what payments have settled.
    pub paid: Money,
    /// Of it, what credits have settled.
    pub credited: Money,
    /// Words of whoever entered it; may be empty.
    pub note: String,
    /// When it was entered.
    pub occurred_at: DateTime<Utc>,
    /// Who entered it.
    pub member: Option<String>,
}

impl Bill {
    /// What is still owed of it.
    pub fn rest(&self) -> Money {
        let rest = self.total.minus(self.paid);
        rest.and_then(|rest| rest.minus(self.credited))
            .unwrap_or_default()
    }

    /// Whether something is owed, and its day has gone by.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.rest() > Money::ZERO && self.due_on < today
    }
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// Its number.
    pub line_no: i32,
    /// The product; none: freight or duty, spread over a receipt.
    pub product: Option<String>,
    /// Words about it; may be empty.
    pub words: String,
    /// Which receipt it is about.
    pub receipt_id: Uuid,
    /// That receipt's number.
    pub receipt_number: i64,
    /// How much of the product.
    pub quantity: Option<Quantity>,
    /// What it is counted in.
    pub unit: Option<Unit>,
    /// Tax left out.
    pub net: Money,
    /// Tax that became part of its cost.
    pub tax: Money,
    /// What it added to the value of goods on the shelf.
    pub to_stock: Money,
    /// What it added to the cost of goods that had gone.
    pub to_cost: Money,
}

/// The views of the list of bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// Something is owed.
    Owed,
    /// Something is owed, and its day has gone by.
    Overdue,
    /// Nothing is owed any more.
    Paid,
}

impl Tab {
    /// Every view, in the order that the page shows.
    pub const ALL: [Tab; 3] = [Tab::Owed, Tab::Overdue, Tab::Paid];

    /// Its word in addresses and in translation keys (`bills-tab-owed`).
    pub const fn code(self) -> &'static str {
        match self {
            Tab::Owed => "owed",
            Tab::Overdue => "overdue",
            Tab::Paid => "paid",
        }
    }

    /// The view of that word; the first where it is none.
    pub fn parse(code: &str) -> Tab {
        let found = Tab::ALL.into_iter().find(|tab| tab.code() == code);
        found.unwrap_or(Tab::Owed)
    }
}

/// How many bills a view has, and what they come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TabSum {
    /// How many.
    pub count: i64,
    /// What is owed of them; of those that are settled, what they came to.
    pub sum: Money,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_is_overdue_the_day_after() {
        let day: NaiveDate = "2026-11-28".parse().unwrap();
        let mut bill = Bill {
            bill_id: Uuid::nil(),
            supplier_id: Uuid::nil(),
            supplier_name: String::new(),
            number: "1".to_owned(),
            billed_on: day,
            due_on: day,
            net: Money::from_minor(100),
            tax: Money::ZERO,
            total: Money::from_minor(100),
            paid: Money::from_minor(60),
            credited: Money::from_minor(30),
            note: String::new(),
            occurred_at: DateTime::UNIX_EPOCH,
            member: None,
        };
        assert_eq!(bill.rest(), Money::from_minor(10));
        assert!(!bill.is_overdue(day));
        assert!(bill.is_overdue(day.succ_opt().unwrap()));
        bill.paid = Money::from_minor(70);
        assert!(!bill.is_overdue(day.succ_opt().unwrap()));
        assert_eq!(Tab::parse("overdue"), Tab::Overdue);
        assert_eq!(Tab::parse("x"), Tab::Owed);
    }
}
