//! What an order costs: its lines, the tax inside them, and the rounding to whole shillings. Pure.

use uuid::Uuid;

use super::{LineKind, LinePart};
use crate::values::{Money, Quantity, Rate, Unit};

/// A product at its price of now, ready to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Priced {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub step: Quantity,
    pub price: Money,
    pub tax: TaxOf,
    pub retired: bool,
    /// What one of it is made of, where it is a kit.
    pub parts: Vec<LinePart>,
}

/// How a line is taxed on the order's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaxOf {
    pub tax_class_id: Uuid,
    pub code: String,
    pub rate: Rate,
}

/// A line that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub kind: LineKind,
    pub product: Option<Uuid>,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub quantity: Quantity,
    pub unit_price: Money,
    pub amount: Money,
    pub tax: Option<(TaxOf, Money)>,
    pub tax_code: String,
    pub parts: Vec<LinePart>,
}

/// An order's sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub lines: Vec<Counted>,
    pub goods: Money,
    pub delivery: Money,
    pub rounding: Money,
    pub tax: Money,
    pub total: Money,
}

/// Adds an order up; none where a sum cannot be counted. Tax is taken out line by line, because
/// that is how it is declared; the total is rounded to `unit` by a line of its own.
pub(super) fn total(
    goods: &[(Priced, Quantity)],
    delivery: Option<(String, Money, TaxOf)>,
    unit: Money,
    rounding_name: &str,
) -> Option<Totals> {
    let mut lines = Vec::with_capacity(goods.len() + 2);
    for (product, quantity) in goods {
        let amount = product.price.times(*quantity)?;
        lines.push(Counted {
            kind: LineKind::Goods,
            product: Some(product.product_id),
            sku: product.sku.clone(),
            name: product.name.clone(),
            unit: product.unit,
            quantity: *quantity,
            unit_price: product.price,
            amount,
            tax: Some((product.tax.clone(), amount.tax_inside(product.tax.rate)?)),
            tax_code: product.tax.code.clone(),
            parts: product.parts.clone(),
        });
    }
    let goods = Money::sum(lines.iter().map(|line| line.amount))?;
    let fee = delivery.as_ref().map_or(Money::ZERO, |(_, fee, _)| *fee);
    if let Some((name, fee, tax)) = delivery {
        let inside = fee.tax_inside(tax.rate)?;
        let code = tax.code.clone();
        lines.push(one(
            LineKind::Delivery,
            name,
            fee,
            Some((tax, inside)),
            code,
        ));
    }
    let rounding = goods.plus(fee)?.rounding_to(unit)?;
    if !rounding.is_zero() {
        let name = rounding_name.to_owned();
        lines.push(one(
            LineKind::Rounding,
            name,
            rounding,
            None,
            "none".to_owned(),
        ));
    }
    let tax = Money::sum(
        lines
            .iter()
            .filter_map(|line| line.tax.as_ref())
            .map(|(_, tax)| *tax),
    )?;
    let total = goods.plus(fee)?.plus(rounding)?;
    Some(Totals {
        lines,
        goods,
        delivery: fee,
        rounding,
        tax,
        total,
    })
}

fn one(
    kind: LineKind,
    name: String,
    amount: Money,
    tax: Option<(TaxOf, Money)>,
    tax_code: String,
) -> Counted {
    Counted {
        kind,
        product: None,
        sku: String::new(),
        name,
        unit: Unit::Piece,
        quantity: Quantity::ONE,
        unit_price: amount,
        amount,
        tax,
        tax_code,
        parts: Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn product(price: i64, rate: u32) -> Priced {
        Priced {
            product_id: Uuid::now_v7(),
            sku: "X".to_owned(),
            name: "X".to_owned(),
            unit: Unit::Kg,
            step: Quantity::from_milli(250),
            price: Money::from_minor(price),
            tax: tax(rate),
            retired: false,
            parts: Vec::new(),
        }
    }

    fn tax(rate: u32) -> TaxOf {
        TaxOf {
            tax_class_id: Uuid::nil(),
            code: "standard".to_owned(),
            rate: Rate::from_basis_points(rate),
        }
    }

    #[test]
    fn rounds_by_a_line_that_says_so() {
        let goods = [(product(750, 0), Quantity::from_milli(1000))];
        let totals = total(&goods, None, Money::from_minor(100), "Rounding").unwrap();
        assert_eq!(totals.goods, Money::from_minor(750));
        assert_eq!(totals.rounding, Money::from_minor(50));
        assert_eq!(totals.total, Money::from_minor(800));
        assert_eq!(totals.lines.last().unwrap().kind, LineKind::Rounding);
    }

    #[test]
    fn takes_tax_out_of_goods_and_delivery() {
        let goods = [(product(11_600, 1600), Quantity::ONE)];
        let fee = Some(("Delivery".to_owned(), Money::from_minor(23_200), tax(1600)));
        let totals = total(&goods, fee, Money::from_minor(100), "Rounding").unwrap();
        assert_eq!(totals.tax, Money::from_minor(1_600 + 3_200));
        assert_eq!(totals.total, Money::from_minor(34_800));
    }

    proptest! {
        #[test]
        fn always_adds_up(prices in prop::collection::vec((0_i64..1_000_000, 1_i64..50_000, 0_u32..3000), 1..20), fee in 0_i64..100_000) {
            let goods: Vec<_> = prices
                .into_iter()
                .map(|(price, milli, rate)| (product(price, rate), Quantity::from_milli(milli)))
                .collect();
            let delivery = Some(("Delivery".to_owned(), Money::from_minor(fee), tax(1600)));
            let totals = total(&goods, delivery, Money::from_minor(100), "Rounding").unwrap();
            let sum = Money::sum(totals.lines.iter().map(|line| line.amount)).unwrap();
            prop_assert_eq!(sum, totals.total);
            prop_assert_eq!(totals.total.minor() % 100, 0);
            prop_assert!(totals.tax <= totals.total || totals.total < Money::from_minor(100));
            prop_assert!(totals.rounding.minor().abs() <= 50);
        }
    }
}
