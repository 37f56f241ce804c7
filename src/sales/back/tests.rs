//! Shares of a sale that comes back: they never add up to more than it was.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::sales::LineTax;
use crate::values::Rate;

fn line(quantity: i64, amount: i64, rate: u32) -> SaleLine {
    let rate = Rate::from_basis_points(rate);
    SaleLine {
        line_no: 1,
        product_id: Some(Uuid::from_u128(1)),
        pack_id: None,
        sku: String::new(),
        name: "Rice".to_owned(),
        unit: "kg".to_owned(),
        quantity: Quantity::from_milli(quantity),
        holds: Quantity::ONE,
        unit_price: Money::ZERO,
        discount: Money::ZERO,
        amount: Money::from_minor(amount),
        tax: LineTax {
            tax_class_id: Uuid::nil(),
            code: "standard".to_owned(),
            rate,
            amount: Money::from_minor(amount).tax_inside(rate).unwrap(),
        },
        cost: Money::ZERO,
        batch_id: None,
        note: String::new(),
        returns_line_no: None,
        restocked: None,
        returned: Quantity::ZERO,
        returned_amount: Money::ZERO,
    }
}

fn back(line: &SaleLine, milli: i64) -> Result<Back, Refusal> {
    let ask = BackLine {
        line_no: 1,
        quantity: Quantity::from_milli(milli),
        restock: true,
    };
    Back::of(line, &ask)
}

fn one(quantity: i64, value: i64) -> Use {
    Use {
        line_no: 1,
        product_id: Uuid::from_u128(1),
        quantity: Quantity::from_milli(quantity),
        value: Money::from_minor(value),
        batch_id: None,
        expires_on: None,
        received_at: DateTime::UNIX_EPOCH,
    }
}

#[test]
fn no_more_comes_back_than_was_sold() {
    let mut line = line(3000, 1_000, 1600);
    let key = |line: &SaleLine, milli: i64| back(line, milli).unwrap_err().key;
    for milli in [0, -1000, i64::MIN] {
        assert_eq!(key(&line, milli), "refused-not-a-quantity");
    }
    for milli in [3001, i64::MAX] {
        assert_eq!(key(&line, milli), "refused-back-more");
    }
    line.returned = Quantity::from_milli(2500);
    assert_eq!(key(&line, 501), "refused-back-more");
    "packet".clone_into(&mut line.unit);
    line.returned = Quantity::from_milli(500);
    let uneven = |milli: i64| back(&line, milli).unwrap().uneven().map(|why| why.key);
    assert_eq!(uneven(1500).as_deref(), Some("refused-step"));
    assert_eq!((uneven(2000), uneven(2500)), (None, None));
}

#[test]
fn the_total_follows_the_rounding_and_ends_at_what_was_paid() {
    let mut sale = crate::sales::posting::tests::sale(crate::sales::SaleKind::Sale);
    sale.goods = Money::from_minor(1_550);
    sale.total = Money::from_minor(1_600);
    let unit = Money::from_minor(100);
    let part = Money::from_minor(775);
    let first = total_back(&sale, Before::default(), part, unit).unwrap();
    assert_eq!(first, Money::from_minor(800));
    let before = Before {
        goods: part,
        total: first,
    };
    assert_eq!(
        total_back(&sale, before, part, unit).unwrap(),
        Money::from_minor(800)
    );
}

#[test]
fn money_goes_back_the_way_it_came() {
    let paid = [
        (Tender::OnAccount, Money::from_minor(300)),
        (Tender::Cash, Money::from_minor(500)),
    ];
    let by = |total: i64| {
        let payments = pay_out(&PayOut::AsPaid, Money::from_minor(total), &paid, "KES").unwrap();
        payments
            .iter()
            .map(|one| (one.tender, one.amount.minor()))
            .collect::<Vec<_>>()
    };
    assert_eq!(by(200), [(Tender::OnAccount, 200)]);
    assert_eq!(by(800), [(Tender::OnAccount, 300), (Tender::Cash, 500)]);
    assert!(by(0).is_empty());
    let wrong = pay_out(
        &PayOut::Exactly(Vec::new()),
        Money::from_minor(1),
        &paid,
        "KES",
    );
    assert_eq!(wrong.unwrap_err().key, "refused-sale-tenders");
}

#[test]
fn goods_come_back_as_they_left() {
    let uses = [one(2000, 201), one(1000, 300)];
    let value = |before: i64, quantity: i64| -> Option<i64> {
        let (before, quantity) = (Quantity::from_milli(before), Quantity::from_milli(quantity));
        let lines = arriving(uses.iter(), 1, before, quantity)?;
        Some(lines.iter().map(|line| line.value.minor()).sum())
    };
    assert_eq!(value(0, 1000), Some(101));
    assert_eq!(value(1000, 1000), Some(100));
    assert_eq!(value(1000, 2000), Some(400));
    assert_eq!(value(1000, 2001), None);
}

proptest! {
    #[test]
    fn parts_make_the_whole(
        amount in 0_i64..100_000, rate in 0_u32..=10_000, sold in 0_i64..1_000_000,
        parts in prop::collection::vec(1_i64..5_000, 1..12),
    ) {
        let quantity: i64 = parts.iter().sum();
        let mut line = line(quantity, amount, rate);
        let sold = Quantity::from_milli(sold);
        let (mut tax, mut units) = (Money::ZERO, Quantity::ZERO);
        for part in parts {
            let back = back(&line, part).unwrap();
            prop_assert!(back.amount >= Money::ZERO);
            prop_assert!(back.tax >= Money::ZERO && back.tax <= back.amount);
            let some = back.units(sold).unwrap();
            prop_assert!(some >= Quantity::ZERO);
            units = units.plus(some).unwrap();
            tax = tax.plus(back.tax).unwrap();
            line.returned = line.returned.plus(back.quantity).unwrap();
            line.returned_amount = line.returned_amount.plus(back.amount).unwrap();
        }
        prop_assert_eq!(line.returned_amount, line.amount);
        prop_assert_eq!(tax, line.tax.amount);
        prop_assert_eq!(units, sold);
    }
}
