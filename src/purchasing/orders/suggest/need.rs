//! Whether a product must be ordered, and how much of it. Pure.

use crate::values::Quantity;

/// Over how many days sales are counted: a day more at most, until somebody asks.
const SOLD_DAYS: i64 = 28;
/// Days until somebody looks again: what runs low by then is ordered now.
const REVIEW_DAYS: i64 = 7;
/// Days that an order should last beyond the day it comes.
const COVER_DAYS: i64 = 14;

/// What is known of a product at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// On the shelf.
    pub on_hand: Quantity,
    /// Of that, promised to orders.
    pub reserved: Quantity,
    /// Sold before it was there.
    pub short: Quantity,
    /// Below it, somebody should look.
    pub minimum: Option<Quantity>,
    /// At or below it, it is bought.
    pub reorder: Option<Quantity>,
    /// Sold and handed over in the last 28 days.
    pub sold: Quantity,
    /// Ordered, and still to come.
    pub on_order: Quantity,
    /// Days from an order to its goods.
    pub lead_days: i64,
}

impl Need {
    /// What can be sold, in thousandths; below zero where more was sold than there was.
    fn free(&self) -> i64 {
        let held = self.on_hand.milli().saturating_sub(self.reserved.milli());
        held.saturating_sub(self.short.milli())
    }

    /// What sells in so many days, in thousandths, rounded up.
    fn sells_in(&self, days: i64) -> i64 {
        let sold = self.sold.milli().max(0);
        let over = sold.saturating_mul(days.max(0));
        over.saturating_add(SOLD_DAYS - 1) / SOLD_DAYS
    }

    /// What sells in a week.
    pub fn a_week(&self) -> Quantity {
        Quantity::from_milli(self.sold.milli().max(0) / 4)
    }

    /// Whether it is at or below the point where it is bought.
    pub fn is_low(&self) -> bool {
        self.reorder
            .is_some_and(|reorder| self.free() <= reorder.milli())
    }

    /// Whether what sells until goods could come brings it below its minimum; without one, to nothing.
    pub fn runs_out(&self) -> bool {
        let until = self.lead_days.saturating_add(REVIEW_DAYS);
        let left = self.free().saturating_sub(self.sells_in(until));
        left < self.minimum.map_or(0, Quantity::milli)
    }

    /// Whether it must be ordered.
    pub fn is_needed(&self) -> bool {
        self.is_low() || self.runs_out()
    }

    /// How much of it: up to the point where it is bought, and what sells until it comes and two weeks
    /// beyond; less what is on order already.
    pub fn amount(&self) -> Quantity {
        let level = self.reorder.or(self.minimum).map_or(0, Quantity::milli);
        let days = self.lead_days.saturating_add(COVER_DAYS);
        let amount = level
            .saturating_add(self.sells_in(days))
            .saturating_sub(self.free())
            .saturating_sub(self.on_order.milli());
        Quantity::from_milli(amount.max(0))
    }
}

/// How many whole packs hold at least so much. None where that cannot be counted.
pub(super) fn whole_packs(amount: Quantity, holds: Quantity) -> Option<Quantity> {
    let last = holds.milli().checked_sub(1)?;
    let packs = amount
        .milli()
        .checked_add(last)?
        .checked_div(holds.milli())?;
    packs.checked_mul(1000).map(Quantity::from_milli)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn pieces(count: i64) -> Quantity {
        Quantity::from_milli(count * 1000)
    }

    fn need() -> Need {
        Need {
            on_hand: pieces(30),
            reserved: pieces(0),
            short: pieces(0),
            minimum: None,
            reorder: None,
            sold: pieces(0),
            on_order: pieces(0),
            lead_days: 3,
        }
    }

    #[test]
    fn what_does_not_sell_and_has_no_point_is_left_alone() {
        assert!(!need().is_needed());
        assert_eq!(need().amount(), Quantity::ZERO);
    }

    #[test]
    fn at_its_point_it_is_bought_up_to_it() {
        let at = Need {
            reorder: Some(pieces(30)),
            ..need()
        };
        assert!(at.is_low() && !at.runs_out());
        // At the point exactly, and nothing sells: nothing is missing.
        assert_eq!(at.amount(), Quantity::ZERO);
        let below = Need {
            reserved: pieces(6),
            short: pieces(4),
            ..at
        };
        assert_eq!(below.amount(), pieces(10));
        let above = Need {
            on_hand: pieces(31),
            ..at
        };
        assert!(!above.is_needed());
    }

    #[test]
    fn what_sells_until_it_comes_is_counted() {
        // Two a day: 20 until goods could come (3 + 7 days), 34 until two weeks beyond (3 + 14).
        let fast = Need {
            sold: pieces(56),
            ..need()
        };
        assert_eq!(fast.a_week(), pieces(14));
        assert!(!fast.runs_out());
        let faster = Need {
            on_hand: pieces(19),
            ..fast
        };
        assert!(faster.runs_out() && !faster.is_low());
        assert_eq!(faster.amount(), pieces(34 - 19));
        let kept = Need {
            minimum: Some(pieces(11)),
            ..fast
        };
        assert!(kept.runs_out());
        assert_eq!(kept.amount(), pieces(11 + 34 - 30));
        let slower_to_come = Need {
            lead_days: 10,
            ..fast
        };
        assert!(slower_to_come.runs_out());
    }

    #[test]
    fn what_is_on_order_is_not_ordered_again() {
        let low = Need {
            reorder: Some(pieces(40)),
            sold: pieces(28),
            on_order: pieces(20),
            ..need()
        };
        // 40 + 17 days at one a day, less 30 on the shelf and 20 to come.
        assert_eq!(low.amount(), pieces(7));
        let enough = Need {
            on_order: pieces(100),
            ..low
        };
        assert_eq!(enough.amount(), Quantity::ZERO);
    }

    #[test]
    fn packs_are_whole() {
        let crate_of = pieces(24);
        assert_eq!(whole_packs(pieces(1), crate_of), Some(pieces(1)));
        assert_eq!(whole_packs(pieces(24), crate_of), Some(pieces(1)));
        assert_eq!(whole_packs(pieces(25), crate_of), Some(pieces(2)));
        let grams = Quantity::from_milli(1);
        assert_eq!(whole_packs(grams, pieces(1)), Some(pieces(1)));
        assert_eq!(whole_packs(pieces(1), Quantity::ZERO), None);
    }
}
