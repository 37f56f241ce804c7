//! What taking goods off an order leaves of it: its sums, its tax, and what was paid too much. Pure.
//!
//! The rules:
//! - what remains of a line is priced anew from its unit price, and its tax is taken out of that;
//! - the delivery fee is the area's, whatever is in the bag: it stays;
//! - the total is rounded anew, and an order never gets dearer by taking something off it;
//! - what was paid above the new total is owed back; of the tax that the books show already, what
//!   stays is the share of the new tax that the money which stays has paid.

use super::{LineKind, Order, OrderLine};
use crate::values::{Money, Quantity, Rate};

/// How a line is taxed, and the tax inside what remains of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineTax {
    pub line_no: i32,
    pub rate: Rate,
    pub amount: Money,
}

/// What is taken off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineOff {
    pub line_no: i32,
    pub quantity: Quantity,
    pub amount: Money,
    pub tax: Money,
    /// Of the quantity, what was reserved: it goes back on sale.
    pub released: Quantity,
}

/// An order after something was taken off it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remaining {
    pub off: Vec<LineOff>,
    pub goods: Money,
    pub rounding: Money,
    /// How the rounding changed.
    pub rounding_change: Money,
    pub tax: Money,
    pub total: Money,
    pub paid: Money,
    pub tax_posted: Money,
    /// Of what was paid, what is owed back now.
    pub refund: Money,
    /// Of the tax in the books, what is taken back; below nothing where more is due now.
    pub tax_back: Money,
}

impl Remaining {
    /// Whether the books have anything to say of it.
    pub fn moves_money(&self) -> bool {
        !self.refund.is_zero() || !self.tax_back.is_zero()
    }
}

/// Takes quantities off lines of goods, by line number; none where a sum cannot be counted or more
/// is taken than there is. `unit` is what totals are rounded to.
pub(super) fn take_off(
    order: &Order,
    lines: &[OrderLine],
    taxes: &[LineTax],
    off: &[(i32, Quantity)],
    unit: Money,
) -> Option<Remaining> {
    let mut taken = Vec::with_capacity(off.len());
    for (line_no, quantity) in off {
        let line = lines.iter().find(|line| line.line_no == *line_no)?;
        taken.push(line_off(line, taxes, *quantity)?);
    }
    let goods_off = Money::sum(taken.iter().map(|line| line.amount))?;
    let tax_off = Money::sum(taken.iter().map(|line| line.tax))?;
    let goods = order.goods.minus(goods_off)?;
    let exact = goods.plus(order.delivery)?;
    // Settings may have changed meanwhile: an order never gets dearer.
    let total = exact.plus(exact.rounding_to(unit)?)?.min(order.total);
    let rounding = total.minus(exact)?;
    let tax = order.tax.minus(tax_off)?;
    let paid = order.paid.min(total);
    let tax_posted = if order.tax_posted.is_zero() || paid.is_zero() {
        Money::ZERO
    } else if paid == total {
        tax
    } else {
        tax.share(paid.minor(), total.minor())?.min(tax).min(paid)
    };
    Some(Remaining {
        goods,
        rounding,
        rounding_change: rounding.minus(order.rounding)?,
        tax,
        total,
        paid,
        tax_posted,
        refund: order.paid.minus(paid)?,
        tax_back: order.tax_posted.minus(tax_posted)?,
        off: taken,
    })
}

fn line_off(line: &OrderLine, taxes: &[LineTax], quantity: Quantity) -> Option<LineOff> {
    let left = line.quantity.minus(quantity)?;
    if line.kind != LineKind::Goods || quantity <= Quantity::ZERO || left < Quantity::ZERO {
        return None;
    }
    let amount = line.amount.minus(line.unit_price.times(left)?)?;
    let tax = match taxes.iter().find(|tax| tax.line_no == line.line_no) {
        Some(tax) => {
            let stays = line.unit_price.times(left)?.tax_inside(tax.rate)?;
            tax.amount.minus(stays)?
        }
        None => Money::ZERO,
    };
    let held = line.held.min(left);
    Some(LineOff {
        line_no: line.line_no,
        quantity,
        amount,
        tax,
        released: line.held.minus(held)?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::orders::posting::tests::order;
    use crate::values::Unit;
    use proptest::prelude::*;
    use uuid::Uuid;

    /// A line of goods that is held, taxed at 16 %.
    fn line(line_no: i32, price: i64, milli: i64) -> (OrderLine, LineTax) {
        let quantity = Quantity::from_milli(milli);
        let amount = Money::from_minor(price).times(quantity).unwrap();
        let rate = Rate::from_basis_points(1600);
        let line = OrderLine {
            line_no,
            kind: LineKind::Goods,
            product_id: Some(Uuid::from_u128(u128::from(line_no.unsigned_abs()))),
            sku: String::new(),
            name: String::new(),
            unit: Unit::Kg,
            ordered: quantity,
            quantity,
            unit_price: Money::from_minor(price),
            ordered_amount: amount,
            amount,
            held: quantity,
            parts: Vec::new(),
        };
        let tax = LineTax {
            line_no,
            rate,
            amount: amount.tax_inside(rate).unwrap(),
        };
        (line, tax)
    }

    /// An order of these lines, of which `paid` per cent is paid.
    fn of(lines: &[(OrderLine, LineTax)], fee: i64, paid: i64) -> Order {
        let goods = Money::sum(lines.iter().map(|(line, _)| line.amount)).unwrap();
        let tax = Money::sum(lines.iter().map(|(_, tax)| tax.amount)).unwrap();
        let exact = goods.plus(Money::from_minor(fee)).unwrap();
        let rounding = exact.rounding_to(Money::from_minor(100)).unwrap();
        let total = exact.plus(rounding).unwrap();
        let paid = total.share(paid, 100).unwrap();
        let posted = if total.is_zero() {
            Money::ZERO
        } else {
            tax.share(paid.minor(), total.minor()).unwrap().min(paid)
        };
        Order {
            goods,
            delivery: Money::from_minor(fee),
            rounding,
            ..order(total.minor(), tax.minor(), paid.minor(), posted.minor())
        }
    }

    fn cut(
        order: &Order,
        lines: &[(OrderLine, LineTax)],
        off: &[(i32, Quantity)],
    ) -> Option<Remaining> {
        let (lines, taxes): (Vec<_>, Vec<_>) = lines.iter().cloned().unzip();
        take_off(order, &lines, &taxes, off, Money::from_minor(100))
    }

    #[test]
    fn what_was_paid_too_much_is_owed_back_with_its_tax() {
        let lines = [line(1, 11_600, 1000), line(2, 5_800, 2000)];
        let order = of(&lines, 0, 100);
        let after = cut(&order, &lines, &[(2, Quantity::ONE)]).unwrap();
        assert_eq!(after.total, Money::from_minor(17_400));
        assert_eq!(after.refund, Money::from_minor(5_800));
        assert_eq!(after.tax, Money::from_minor(2_400));
        assert_eq!(after.tax_posted, after.tax);
        assert_eq!(after.tax_back, Money::from_minor(800));
        assert_eq!(after.off[0].released, Quantity::ONE);
    }

    #[test]
    fn the_rounding_line_follows_and_delivery_stays() {
        let lines = [line(1, 750, 1000), line(2, 750, 1000)];
        let order = of(&lines, 10_000, 0);
        assert_eq!(order.rounding, Money::ZERO);
        let after = cut(&order, &lines, &[(1, Quantity::ONE)]).unwrap();
        assert_eq!(after.rounding, Money::from_minor(50));
        assert_eq!(after.rounding_change, Money::from_minor(50));
        assert_eq!(after.total, Money::from_minor(10_800));
        assert!(!after.moves_money());
    }

    #[test]
    fn no_more_is_taken_than_there_is() {
        let lines = [line(1, 750, 1000)];
        let order = of(&lines, 0, 0);
        assert_eq!(
            cut(&order, &lines, &[(1, Quantity::from_milli(1001))]),
            None
        );
        assert_eq!(cut(&order, &lines, &[(1, Quantity::ZERO)]), None);
        assert_eq!(cut(&order, &lines, &[(9, Quantity::ONE)]), None);
    }

    proptest! {
        #[test]
        fn always_adds_up(
            goods in prop::collection::vec((0_i64..1_000_000, 1_i64..50_000, 1_i64..100), 1..8),
            fee in 0_i64..50_000,
            paid in 0_i64..=100,
        ) {
            let lines: Vec<_> = (1..)
                .zip(&goods)
                .map(|(no, (price, milli, _))| line(no, *price, *milli))
                .collect();
            let off: Vec<_> = (1..)
                .zip(&goods)
                .map(|(no, (_, milli, share))| (no, Quantity::from_milli((milli * share / 100).max(1))))
                .collect();
            let order = of(&lines, fee, paid);
            let after = cut(&order, &lines, &off).unwrap();
            let sum = after.goods.plus(order.delivery).unwrap().plus(after.rounding).unwrap();
            prop_assert_eq!(sum, after.total);
            prop_assert!(after.total <= order.total && after.total >= Money::ZERO);
            prop_assert!(after.paid <= after.total && after.refund >= Money::ZERO);
            prop_assert!(after.tax >= Money::ZERO);
            prop_assert!(after.tax_posted >= Money::ZERO && after.tax_posted <= after.tax);
            prop_assert_eq!(after.paid.plus(after.refund).unwrap(), order.paid);
            for line in &after.off {
                prop_assert!(line.amount >= Money::ZERO && line.tax >= Money::ZERO);
                prop_assert!(line.released <= line.quantity);
            }
            let at = chrono::DateTime::UNIX_EPOCH;
            let draft = super::super::posting::of_part_cancel(&order, Uuid::nil(), &after, at);
            prop_assert!(draft.unwrap().balanced().is_some());
        }
    }
}
