//! One product at one location. Pure.

use uuid::Uuid;

use super::Show;
use crate::values::{Money, Quantity, Unit};

/// What a list says of one product at one location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Where, and what that is called; none where the product was never anywhere.
    pub location: Option<(Uuid, String)>,
    /// On the shelf.
    pub on_hand: Quantity,
    /// Of it, promised to orders.
    pub reserved: Quantity,
    /// Of it, what has expired.
    pub expired: Quantity,
    /// Sold although it was not there, and not yet covered.
    pub short: Quantity,
    /// Below this, somebody should look.
    pub minimum: Option<Quantity>,
    /// At this or below it, it is time to buy.
    pub reorder: Option<Quantity>,
    /// What is on the shelf cost.
    pub value: Money,
}

impl Row {
    /// On the shelf, promised to nobody, and good today: what has expired is promised to nobody, whatever
    /// the business's policy, so it counts for nothing here either. Never below zero.
    pub fn free(&self) -> Quantity {
        let held = self.on_hand.milli().saturating_sub(self.reserved.milli());
        Quantity::from_milli(held.saturating_sub(self.expired.milli()).max(0))
    }

    /// What one unit of it cost on average; none where nothing is there.
    pub fn unit_cost(&self) -> Option<Money> {
        self.value.share(1000, self.on_hand.milli())
    }

    /// Whether less is free than the minimum.
    pub fn is_below(&self) -> bool {
        self.minimum.is_some_and(|minimum| self.free() < minimum)
    }

    /// Whether it is time to buy.
    pub fn is_to_reorder(&self) -> bool {
        self.reorder.is_some_and(|reorder| self.free() <= reorder)
    }

    /// Whether it is one of those that are wanted.
    pub fn is_wanted(&self, show: Show) -> bool {
        match show {
            Show::All => true,
            Show::Below => self.is_below(),
            Show::Reorder => self.is_to_reorder(),
            Show::Short => self.short > Quantity::ZERO,
            Show::Empty => self.on_hand == Quantity::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(on_hand: i64, reserved: i64, minimum: Option<i64>, reorder: Option<i64>) -> Row {
        Row {
            product_id: Uuid::nil(),
            sku: "UNGA".to_owned(),
            name: "Unga".to_owned(),
            unit: Unit::Packet,
            location: None,
            on_hand: Quantity::from_milli(on_hand),
            reserved: Quantity::from_milli(reserved),
            expired: Quantity::ZERO,
            short: Quantity::ZERO,
            minimum: minimum.map(Quantity::from_milli),
            reorder: reorder.map(Quantity::from_milli),
            value: Money::from_minor(1000),
        }
    }

    #[test]
    fn points_measure_what_is_free() {
        let at_it = row(8000, 3000, Some(5000), Some(5000));
        assert!(!at_it.is_below() && at_it.is_to_reorder());
        let under = row(8000, 4000, Some(5000), None);
        assert!(under.is_below() && !under.is_to_reorder());
        assert!(under.is_wanted(Show::Below) && !under.is_wanted(Show::Empty));
        let without = row(0, 0, None, None);
        assert!(!without.is_below() && without.is_wanted(Show::Empty));
    }

    #[test]
    fn what_has_expired_is_not_free() {
        let fresh = row(8000, 1000, Some(5000), Some(6000));
        assert!(!fresh.is_below() && !fresh.is_to_reorder());
        let spoilt = |expired: i64| Row {
            expired: Quantity::from_milli(expired),
            ..fresh.clone()
        };
        assert_eq!(spoilt(1000).free(), Quantity::from_milli(6000));
        assert!(!spoilt(1000).is_below() && spoilt(1000).is_to_reorder());
        assert!(spoilt(2500).is_below());
        // It is there all the same; and what was promised before it expired leaves nothing to promise.
        assert!(!spoilt(8000).is_wanted(Show::Empty));
        assert_eq!(spoilt(8000).free(), Quantity::ZERO);
    }

    #[test]
    fn nothing_has_no_unit_cost() {
        assert_eq!(row(0, 0, None, None).unit_cost(), None);
        assert_eq!(
            row(3000, 0, None, None).unit_cost(),
            Some(Money::from_minor(333))
        );
    }
}
