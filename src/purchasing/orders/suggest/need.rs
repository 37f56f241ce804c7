//! Whether a product must be ordered, and how much of it. Pure.

use crate::values::Quantity;

/// Over how many days sales are counted: a day more at most, until somebody asks.
const SOLD_DAYS: i64 = 28;
/// Days until somebody looks again: what runs low by then is ordered now.
const REVIEW_DAYS: i64 = 7;
/// Days that an order should last beyond the day it comes, of what has no point.
const COVER_DAYS: i64 = 14;

/// What is known of a product at a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// On the shelf.
    pub on_hand: Quantity,
    /// Of that, promised to orders.
    pub reserved: Quantity,
    /// Of what is on the shelf, what has expired: nobody is promised it.
    pub expired: Quantity,
    /// Sold before it was there.
    pub short: Quantity,
    /// Below it, somebody should look.
    pub minimum: Option<Quantity>,
    /// At or below it, it is bought.
    pub reorder: Option<Quantity>,
    /// What customers took in the last 28 days, less what they brought back; below zero where more came
    /// back than was taken, which is as good as nothing.
    pub sold: Quantity,
    /// Ordered, and still to come.
    pub on_order: Quantity,
    /// Under way from another location.
    pub in_transit: Quantity,
    /// Days from an order to its goods.
    pub lead_days: i64,
}

/// What a product is bought up to: the sum of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Its point; without one its minimum, without either nothing.
    pub level: Quantity,
    /// What sells in these days.
    pub sells: Quantity,
    /// From the order to its goods, and until somebody looks again; of what has no point a week more.
    pub days: i64,
    /// Above its point, of what has one and does not sell.
    pub spare: Quantity,
}

impl Need {
    /// What can be sold and what is coming, in thousandths; below zero where more was sold than that, or
    /// promised before it expired.
    fn position(&self) -> i64 {
        let good = self.on_hand.milli().saturating_sub(self.expired.milli());
        let held = good.saturating_sub(self.reserved.milli());
        let free = held.saturating_sub(self.short.milli());
        let coming = self
            .on_order
            .milli()
            .saturating_add(self.in_transit.milli());
        free.saturating_add(coming)
    }

    /// What sells in so many days, in thousandths, rounded up.
    fn sells_in(&self, days: i64) -> i64 {
        let sold = self.sold.milli().max(0);
        let over = sold.saturating_mul(days.max(0));
        over.saturating_add(SOLD_DAYS - 1) / SOLD_DAYS
    }

    /// What sells in a day: to a tenth of a unit, or to a thousandth of what sells more slowly.
    pub fn a_day(&self) -> Quantity {
        let day = self.sold.milli().max(0) / SOLD_DAYS;
        Quantity::from_milli(if day < 100 { day } else { day / 100 * 100 })
    }

    /// Whether what there is and what is coming are at or below the point where it is bought.
    pub fn is_low(&self) -> bool {
        self.reorder
            .is_some_and(|reorder| self.position() <= reorder.milli())
    }

    /// Whether what sells until goods could come brings it below its minimum; without one, to nothing.
    pub fn runs_out(&self) -> bool {
        let until = self.lead_days.saturating_add(REVIEW_DAYS);
        let left = self.position().saturating_sub(self.sells_in(until));
        left < self.minimum.map_or(0, Quantity::milli)
    }

    /// Whether it must be ordered.
    pub fn is_needed(&self) -> bool {
        self.is_low() || self.runs_out()
    }

    /// What it is bought up to. What has a point comes to stand above it: by what sells until goods come
    /// and somebody looks again; where nothing sells, by what lies between its minimum and its point, or
    /// by one unit. What has no point: its minimum, and what sells until goods come and two weeks beyond.
    pub fn target(&self) -> Target {
        let minimum = self.minimum.map_or(0, Quantity::milli);
        let Some(point) = self.reorder.map(Quantity::milli) else {
            let days = self.lead_days.saturating_add(COVER_DAYS);
            return Target {
                level: Quantity::from_milli(minimum),
                sells: Quantity::from_milli(self.sells_in(days)),
                days,
                spare: Quantity::ZERO,
            };
        };
        let days = self.lead_days.saturating_add(REVIEW_DAYS);
        let sells = self.sells_in(days);
        let spare = if sells > 0 {
            0
        } else if self.minimum.is_some() && minimum < point {
            point.saturating_sub(minimum)
        } else {
            Quantity::ONE.milli()
        };
        Target {
            level: Quantity::from_milli(point.max(minimum)),
            sells: Quantity::from_milli(sells),
            days,
            spare: Quantity::from_milli(spare),
        }
    }

    /// How much of it: what its target lacks beyond what there is and what is coming.
    pub fn amount(&self) -> Quantity {
        let target = self.target();
        let amount = target
            .level
            .milli()
            .saturating_add(target.sells.milli())
            .saturating_add(target.spare.milli())
            .saturating_sub(self.position());
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
            expired: pieces(0),
            short: pieces(0),
            minimum: None,
            reorder: None,
            sold: pieces(0),
            on_order: pieces(0),
            in_transit: pieces(0),
            lead_days: 3,
        }
    }

    #[test]
    fn what_does_not_sell_and_has_no_point_is_left_alone() {
        assert!(!need().is_needed());
        assert_eq!(need().amount(), Quantity::ZERO);
    }

    #[test]
    fn at_its_point_it_is_bought_to_stand_above_it() {
        let at = Need {
            reorder: Some(pieces(30)),
            ..need()
        };
        // At the point exactly: nothing sells, so one above it will do.
        assert!(at.is_low() && !at.runs_out());
        assert_eq!(at.amount(), pieces(1));
        // Where it has a minimum, as much above the point as that is below it.
        let gap = Need {
            minimum: Some(pieces(22)),
            ..at
        };
        assert_eq!((gap.target().spare, gap.amount()), (pieces(8), pieces(8)));
        let no_gap = Need {
            minimum: Some(pieces(30)),
            ..at
        };
        assert_eq!(no_gap.amount(), pieces(1));
        let below = Need {
            reserved: pieces(6),
            short: pieces(4),
            ..at
        };
        assert_eq!(below.amount(), pieces(11));
        let above = Need {
            on_hand: pieces(31),
            ..at
        };
        assert!(!above.is_needed());
    }

    #[test]
    fn what_sells_comes_to_stand_above_its_point_until_somebody_looks_again() {
        // Two a day: 20 until goods come and somebody looks again (3 + 7 days).
        let at = Need {
            reorder: Some(pieces(30)),
            sold: pieces(56),
            ..need()
        };
        let target = at.target();
        assert_eq!((target.level, target.sells), (pieces(30), pieces(20)));
        assert_eq!((target.days, target.spare), (10, pieces(0)));
        assert_eq!(at.amount(), pieces(20));
        let slower_to_come = Need {
            lead_days: 14,
            ..at
        };
        assert_eq!(slower_to_come.amount(), pieces(42));
        // Sold beyond what was there: that is missing too.
        let short = Need {
            on_hand: pieces(0),
            short: pieces(5),
            ..at
        };
        assert_eq!(short.amount(), pieces(30 + 20 + 5));
    }

    #[test]
    fn more_came_back_than_was_taken_is_as_good_as_nothing_sold() {
        let back = Need {
            reorder: Some(pieces(30)),
            sold: pieces(-56),
            ..need()
        };
        assert_eq!((back.a_day(), back.amount()), (pieces(0), pieces(1)));
    }

    #[test]
    fn what_has_no_point_is_bought_before_it_runs_out() {
        // Two a day: 20 until goods could come (3 + 7 days), 34 until two weeks beyond (3 + 14).
        let fast = Need {
            sold: pieces(56),
            ..need()
        };
        assert_eq!(fast.a_day(), pieces(2));
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
    fn what_is_needed_is_never_needed_by_nothing() {
        let marks = [
            None,
            Some(pieces(0)),
            Some(pieces(20)),
            Some(pieces(30)),
            Some(pieces(40)),
        ];
        for (minimum, reorder) in marks.iter().flat_map(|one| marks.map(|two| (*one, two))) {
            for (sold, lead_days) in [(-9, 3), (0, 0), (1, 3), (56, 3), (560, 30)] {
                let one = Need {
                    minimum,
                    reorder,
                    sold: Quantity::from_milli(sold * 1000),
                    lead_days,
                    ..need()
                };
                assert!(!one.is_needed() || one.amount() > Quantity::ZERO, "{one:?}");
            }
        }
    }

    #[test]
    fn what_is_coming_is_not_ordered_again() {
        let low = Need {
            reorder: Some(pieces(60)),
            sold: pieces(28),
            on_order: pieces(20),
            ..need()
        };
        // 60 and ten days at one a day, less 30 on the shelf and 20 to come.
        assert_eq!(low.amount(), pieces(20));
        let moving = Need {
            in_transit: pieces(7),
            ..low
        };
        assert_eq!(moving.amount(), pieces(13));
        let enough = Need {
            in_transit: pieces(11),
            ..low
        };
        assert!(!enough.is_needed());
    }

    #[test]
    fn what_has_expired_is_as_good_as_not_there() {
        let spoilt = Need {
            reorder: Some(pieces(20)),
            expired: pieces(25),
            ..need()
        };
        // 5 of the 30 are good.
        assert!(spoilt.is_low());
        assert_eq!(spoilt.amount(), pieces(16));
        // What was promised before it expired must be had again.
        let promised = Need {
            reserved: pieces(8),
            ..spoilt
        };
        assert_eq!(promised.amount(), pieces(24));
        let selling = Need {
            sold: pieces(28),
            expired: pieces(25),
            ..need()
        };
        assert!(selling.runs_out());
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
