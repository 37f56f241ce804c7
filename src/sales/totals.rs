//! What a sale comes to: its lines, the tax inside each, and the rounding of the whole. Pure.
//!
//! Prices, tax and rounding are the arithmetic of [`Money`], as for orders; here they are put
//! together.

use crate::values::{Money, Quantity, Rate};

/// A line before it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Priced {
    pub price: Money,
    pub quantity: Quantity,
    pub discount: Money,
    pub rate: Rate,
}

/// A line that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Tax included, discount off.
    pub amount: Money,
    /// The tax inside.
    pub tax: Money,
}

/// A sale's sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub lines: Vec<Counted>,
    pub goods: Money,
    pub discount: Money,
    pub rounding: Money,
    pub tax: Money,
    pub total: Money,
}

/// Adds a sale up. Tax is taken out line by line, because that is how it is declared; the whole is
/// rounded to `unit` by a figure of its own. None where a sum cannot be counted, or more is given away
/// than a line costs.
pub(super) fn total(lines: &[Priced], unit: Money) -> Option<Totals> {
    let lines_counted: Vec<Counted> = lines.iter().map(count).collect::<Option<_>>()?;
    let goods = Money::sum(lines_counted.iter().map(|line| line.amount))?;
    let tax = Money::sum(lines_counted.iter().map(|line| line.tax))?;
    let rounding = goods.rounding_to(unit)?;
    Some(Totals {
        goods,
        discount: Money::sum(lines.iter().map(|line| line.discount))?,
        rounding,
        tax,
        total: goods.plus(rounding)?,
        lines: lines_counted,
    })
}

fn count(line: &Priced) -> Option<Counted> {
    let amount = line.price.times(line.quantity)?.minus(line.discount)?;
    if amount < Money::ZERO {
        return None;
    }
    let tax = amount.tax_inside(line.rate)?;
    Some(Counted { amount, tax })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(price: i64, milli: i64, discount: i64, rate: u32) -> Priced {
        Priced {
            price: Money::from_minor(price),
            quantity: Quantity::from_milli(milli),
            discount: Money::from_minor(discount),
            rate: Rate::from_basis_points(rate),
        }
    }

    #[test]
    fn tax_is_taken_out_of_what_is_paid_for_a_line() {
        let lines = [line(11_600, 2000, 11_600, 1600), line(750, 1000, 0, 0)];
        let totals = total(&lines, Money::from_minor(100)).unwrap();
        assert_eq!(totals.lines[0].amount, Money::from_minor(11_600));
        assert_eq!(totals.lines[0].tax, Money::from_minor(1_600));
        assert_eq!(totals.tax, Money::from_minor(1_600));
        assert_eq!(totals.goods, Money::from_minor(12_350));
        assert_eq!(totals.rounding, Money::from_minor(50));
        assert_eq!(totals.total, Money::from_minor(12_400));
        assert_eq!(totals.discount, Money::from_minor(11_600));
    }

    #[test]
    fn no_more_is_given_away_than_it_costs() {
        assert!(total(&[line(100, 1000, 101, 0)], Money::from_minor(1)).is_none());
        assert!(total(&[line(i64::MAX, 2000, 0, 0)], Money::from_minor(1)).is_none());
    }

    proptest! {
        #[test]
        fn always_adds_up(lines in prop::collection::vec((0_i64..1_000_000, 1_i64..50_000, 0_i64..=100, 0_u32..3000), 1..20)) {
            let lines: Vec<_> = lines
                .into_iter()
                .map(|(price, milli, share, rate)| {
                    let all = Money::from_minor(price).times(Quantity::from_milli(milli)).unwrap();
                    line(price, milli, all.minor() * share / 100, rate)
                })
                .collect();
            let totals = total(&lines, Money::from_minor(100)).unwrap();
            let sum = Money::sum(totals.lines.iter().map(|line| line.amount)).unwrap();
            prop_assert_eq!(sum, totals.goods);
            prop_assert_eq!(totals.total.minor() % 100, 0);
            prop_assert!(totals.rounding.minor().abs() <= 50);
            prop_assert!(totals.tax >= Money::ZERO && totals.tax <= totals.goods);
        }
    }
}
