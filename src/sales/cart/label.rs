//! What a scale's label says of a line. Pure.

use serde::{Deserialize, Serialize};

use crate::values::{Money, Quantity};

/// What a scale's label says of a line: goods that are weighed need not be in the product's steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// How much it is.
    #[default]
    Weight,
    /// What all of it costs: that is charged, whether or not it falls on a whole gram.
    Price(Money),
}

impl Label {
    /// What a scanned code says: how much, and what that costs. None where it read something else than a
    /// scale's label, or a label that does not tell how much it is.
    pub fn of(quantity: Option<Quantity>, amount: Option<Money>) -> Option<Label> {
        quantity?;
        Some(amount.map_or(Label::Weight, Label::Price))
    }

    /// What it says that all of it costs.
    pub fn printed(self) -> Option<Money> {
        match self {
            Label::Weight => None,
            Label::Price(amount) => Some(amount),
        }
    }

    /// Whether it says what so much costs at this price, to the thousandth of the unit: a label is no
    /// way to sell for less.
    pub fn fits(self, price: Money, quantity: Quantity) -> bool {
        let Label::Price(amount) = self else {
            return true;
        };
        let milli = Money::from_minor(1000).share(amount.minor(), price.minor());
        milli == Some(Money::from_minor(quantity.milli()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_price_is_that_of_the_goods() {
        let label = Label::Price(Money::from_minor(9999));
        let fits = |price: i64, milli: i64| {
            label.fits(Money::from_minor(price), Quantity::from_milli(milli))
        };
        assert!(fits(12_000, 833));
        assert!(!fits(12_000, 834) && !fits(12_000, 8330) && !fits(0, 833));
        assert!(Label::Weight.fits(Money::ZERO, Quantity::ONE));
    }
}
