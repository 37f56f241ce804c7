//! Money between the shop and a supplier as it stands. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::payments::Tender;
use crate::values::Money;

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the supplier.
    Paid,
    /// Back from her.
    Back,
}

impl Way {
    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Way::Paid => "out",
            Way::Back => "in",
        }
    }

    /// The way of that word; the database has no other.
    pub fn parse(code: &str) -> Way {
        if code == "in" { Way::Back } else { Way::Paid }
    }

    /// The other one, by which it is undone.
    pub const fn other(self) -> Way {
        match self {
            Way::Paid => Way::Back,
            Way::Back => Way::Paid,
        }
    }
}

/// A payment to a supplier, money that came back from her, or what undid one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub payment_id: Uuid,
    /// Whose.
    pub supplier_id: Uuid,
    /// Her name, as it is now.
    pub supplier_name: String,
    /// Which way it went.
    pub way: Way,
    /// By what.
    pub tender: Tender,
    /// How much.
    pub amount: Money,
    /// M-Pesa's code, or the reference of another tender; may be empty.
    pub reference: String,
    /// When it was paid.
    pub occurred_at: DateTime<Utc>,
    /// The business's day of that.
    pub day: NaiveDate,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Who wrote it.
    pub member: Option<String>,
    /// What it undoes.
    pub undoes: Option<Uuid>,
    /// What undid it.
    pub undone_by: Option<Uuid>,
    /// Why it was undone, or what it undoes was; empty where neither is so.
    pub reason: String,
}

impl Payment {
    /// What statements call it, in translation keys (`statement-payment`).
    pub fn kind(&self) -> &'static str {
        match (self.way, self.undoes) {
            (Way::Paid, None) => "payment",
            (Way::Back, None) => "back",
            (Way::Back, Some(_)) => "undo",
            (Way::Paid, Some(_)) => "undo-back",
        }
    }

    /// Whether it stands, so that it can be undone.
    pub fn stands(&self) -> bool {
        self.undoes.is_none() && self.undone_by.is_none()
    }
}

/// A part of a payment or a credit, and what it went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// When.
    pub at: DateTime<Utc>,
    /// How much; below nothing where it was undone.
    pub amount: Money,
    /// The bill that it settled, and the supplier's number of it.
    pub bill: Option<(Uuid, String)>,
    /// No bill: the money that came back.
    pub refund: Option<Uuid>,
    /// The payment that it is of, by which tender, and its reference.
    pub payment: Option<(Uuid, Tender, String)>,
    /// No payment: the credit, and its number.
    pub credit: Option<(Uuid, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_undoes_goes_the_other_way() {
        for way in [Way::Paid, Way::Back] {
            assert_eq!(Way::parse(way.code()), way);
            assert_eq!(way.other().other(), way);
            assert_ne!(way.other(), way);
        }
    }
}
