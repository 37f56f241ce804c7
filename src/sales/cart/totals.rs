//! What a cart comes to: its lines, the tax inside each, and the rounding of the whole.
//!
//! Prices, tax and rounding are the arithmetic of [`Money`], as for orders; here they are put
//! together.

use super::discount::{Discount, spread};
use crate::values::{Money, Quantity, Rate};

/// A line before it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// For one, tax included.
    pub price: Money,
    /// How much.
    pub quantity: Quantity,
    /// What a scale's label says that all of it costs, where it says so.
    pub printed: Option<Money>,
    /// Given away on the line itself.
    pub discount: Discount,
    /// Of the tax that is inside.
    pub rate: Rate,
}

/// A line that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Given away on the line itself.
    pub own: Money,
    /// Given away on it in all: with its share of what is given on the whole.
    pub discount: Money,
    /// Tax included, all discount off.
    pub amount: Money,
    /// The tax inside.
    pub tax: Money,
}

/// What a cart comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Its lines, in their order.
    pub lines: Vec<Counted>,
    /// What they come to.
    pub goods: Money,
    /// Given away in all: on lines and on the whole.
    pub discount: Money,
    /// Of that, what was given on the whole.
    pub on_all: Money,
    /// What rounding adds or takes.
    pub rounding: Money,
    /// The tax inside.
    pub tax: Money,
    /// What is to be paid.
    pub total: Money,
}

impl Totals {
    /// The same where something else was paid, by no more than `most`: it was rounded otherwise.
    pub fn paid_with(&self, given: Money, most: Money) -> Option<Totals> {
        let rounding = given.minus(self.goods)?;
        let is_rounding = rounding <= most && rounding.negated()? <= most;
        (is_rounding && given >= Money::ZERO).then(|| Totals {
            rounding,
            total: given,
            ..self.clone()
        })
    }
}

/// Adds a cart up. `on_all` is given on what the lines come to after their own discounts, and is spread
/// over them. Tax is taken out line by line, because that is how it is declared; the whole is rounded to
/// `unit` by a figure of its own. None where a sum cannot be counted, or more is given away than there
/// is.
pub fn total(lines: &[Priced], on_all: Discount, unit: Money) -> Option<Totals> {
    let own: Vec<(Money, Money)> = lines.iter().map(own).collect::<Option<_>>()?;
    let left: Vec<Money> = own.iter().map(|(_, left)| *left).collect();
    let on_all = on_all.off(Money::sum(left.iter().copied())?)?;
    let shares = spread(on_all, &left)?;
    let mut counted = Vec::with_capacity(lines.len());
    for ((line, (own, left)), share) in lines.iter().zip(own).zip(shares) {
        let amount = left.minus(share)?;
        counted.push(Counted {
            own,
            discount: own.plus(share)?,
            amount,
            tax: amount.tax_inside(line.rate)?,
        });
    }
    let goods = Money::sum(counted.iter().map(|line| line.amount))?;
    let rounding = goods.rounding_to(unit)?;
    Some(Totals {
        goods,
        discount: Money::sum(counted.iter().map(|line| line.discount))?,
        on_all,
        rounding,
        tax: Money::sum(counted.iter().map(|line| line.tax))?,
        total: goods.plus(rounding)?,
        lines: counted,
    })
}

/// What is given away on a line itself, and what is left of it.
fn own(line: &Priced) -> Option<(Money, Money)> {
    let counted = || line.price.times(line.quantity);
    let full = line.printed.or_else(counted)?;
    let given = line.discount.off(full)?;
    Some((given, full.minus(given)?))
}
