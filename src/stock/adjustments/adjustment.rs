//! An adjustment, as it stands: why stock changed, and by how much.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::ledger::Role;
use crate::values::{Money, Quantity, Unit};

/// Why stock changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Goods that the books did not know of.
    Found,
    /// Broken, wet, eaten by mice.
    Damage,
    /// Stolen.
    Theft,
    /// Past its day.
    Expired,
    /// Taken home by the owner.
    OwnUse,
    /// Gone for another reason, which the note says.
    Other,
    /// A product's form said what was counted.
    Counted,
    /// No goods moved: they are worth something else.
    Revaluation,
}

impl Reason {
    /// Every reason, in the order that filters show.
    pub const ALL: [Reason; 8] = [
        Reason::Damage,
        Reason::Expired,
        Reason::Theft,
        Reason::OwnUse,
        Reason::Other,
        Reason::Found,
        Reason::Counted,
        Reason::Revaluation,
    ];

    /// Those that a person chooses in the form.
    pub const TYPED: [Reason; 6] = [
        Reason::Damage,
        Reason::Expired,
        Reason::Theft,
        Reason::OwnUse,
        Reason::Other,
        Reason::Found,
    ];

    /// Its word in the database, in addresses and in translation keys (`adjustment-reason-damage`).
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Found => "found",
            Reason::Damage => "damage",
            Reason::Theft => "theft",
            Reason::Expired => "expired",
            Reason::OwnUse => "own_use",
            Reason::Other => "other",
            Reason::Counted => "counted",
            Reason::Revaluation => "revaluation",
        }
    }

    /// The reason of that word, or none.
    pub fn parse(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The account that stands against the goods.
    pub const fn account(self) -> Role {
        match self {
            Reason::OwnUse => Role::Drawings,
            _ => Role::StockAdjustment,
        }
    }
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Its id.
    pub adjustment_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Where.
    pub location_name: String,
    /// Why.
    pub reason: Reason,
    /// More about it; may be empty.
    pub note: String,
    /// What it did to the value of stock: below zero where goods are gone.
    pub value: Money,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Who did it, if a member did.
    pub who: Option<String>,
}

/// A line of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name, as it is now.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The number of the batch that was named.
    pub batch: Option<String>,
    /// Found above zero, gone below; zero where only the value changed.
    pub quantity: Quantity,
    /// What that did to the value of stock.
    pub value: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.code()), Some(reason));
        }
        assert_eq!(Reason::parse("eaten"), None);
        assert!(!Reason::TYPED.contains(&Reason::Counted));
        assert!(!Reason::TYPED.contains(&Reason::Revaluation));
    }
}
