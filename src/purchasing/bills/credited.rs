//! A supplier's credit as it stands. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::reason::Reason;
use crate::values::{Money, Quantity, Unit};

/// What a supplier took off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Its id.
    pub credit_id: Uuid,
    /// Who took it off.
    pub supplier_id: Uuid,
    /// Her name, as it is now.
    pub supplier_name: String,
    /// Her own number of it, or one of ours.
    pub number: String,
    /// The date on the paper.
    pub credited_on: NaiveDate,
    /// Why.
    pub reason: Reason,
    /// Where goods left from that went back.
    pub location_id: Option<Uuid>,
    /// Its name.
    pub location: Option<String>,
    /// Tax left out.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// All of it.
    pub total: Money,
    /// Of it, what has settled bills.
    pub used: Money,
    /// Words of whoever entered it; may be empty.
    pub note: String,
    /// When it was entered.
    pub occurred_at: DateTime<Utc>,
    /// Who entered it.
    pub member: Option<String>,
    /// What undid it.
    pub undone: Option<Undone>,
}

/// That a credit was undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The key that made it happen once.
    pub undo_id: Uuid,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who undid it.
    pub member: Option<String>,
}

impl Credit {
    /// What of it no bill has needed yet; nothing of what was undone.
    pub fn rest(&self) -> Money {
        if self.undone.is_some() {
            return Money::ZERO;
        }
        self.total.minus(self.used).unwrap_or_default()
    }
}

/// A line of a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditLine {
    /// The product.
    pub product_id: Uuid,
    /// Its name, as it is now.
    pub product: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Which receipt brought it.
    pub receipt_id: Uuid,
    /// That receipt's number.
    pub receipt_number: i64,
    /// The batch that it is of; none where it is of none.
    pub batch: Option<String>,
    /// How much went back, or cost less.
    pub quantity: Quantity,
    /// What is taken off for it, tax left out.
    pub net: Money,
    /// What goods had cost that went back.
    pub cost: Money,
    /// Of them, what no bill had named and none will.
    pub dropped: Quantity,
}
