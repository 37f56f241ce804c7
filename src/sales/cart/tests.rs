//! Carts by hand, to the cent, and what is true of every cart.

use proptest::prelude::*;

use super::*;
use crate::values::{Money, Quantity, Rate, Tender};

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn rate(basis_points: u32) -> Rate {
    Rate::from_basis_points(basis_points)
}

fn line(price: i64, milli: i64, discount: Discount, bp: u32) -> Priced {
    Priced {
        price: money(price),
        quantity: Quantity::from_milli(milli),
        printed: None,
        discount,
        rate: rate(bp),
    }
}

fn off(minor: i64) -> Discount {
    Discount::Amount(money(minor))
}

fn percent(percent: u32) -> Discount {
    Discount::Share(rate(percent * 100))
}

/// Amounts, discounts and taxes of lines.
fn shown(totals: &Totals) -> Vec<(i64, i64, i64)> {
    let lines = totals.lines.iter();
    lines
        .map(|line| (line.amount.minor(), line.discount.minor(), line.tax.minor()))
        .collect()
}

#[test]
fn tax_is_taken_out_of_what_is_paid_for_a_line() {
    let lines = [
        line(11_600, 2000, off(11_600), 1600),
        line(750, 1000, Discount::NONE, 0),
    ];
    let totals = total(&lines, Discount::NONE, money(100)).unwrap();
    assert_eq!(shown(&totals), [(11_600, 11_600, 1_600), (750, 0, 0)]);
    assert_eq!(totals.tax, money(1_600));
    assert_eq!(totals.goods, money(12_350));
    assert_eq!((totals.rounding, totals.total), (money(50), money(12_400)));
    assert_eq!((totals.discount, totals.on_all), (money(11_600), money(0)));
}

#[test]
fn what_is_given_on_the_whole_lies_on_its_lines() {
    // Three of a thing at 33.33, one in seven off; then ten per cent off everything.
    let lines = [
        line(3_333, 3000, Discount::Share(rate(1_429)), 1600),
        line(5_000, 1000, Discount::NONE, 0),
        line(1, 1000, Discount::NONE, 800),
    ];
    let totals = total(&lines, percent(10), money(100)).unwrap();
    // 99.99 less 14.29; 50.00; 0.01; of 135.71 together 13.57 is given.
    assert_eq!(totals.on_all, money(1_357));
    assert_eq!(
        shown(&totals),
        [(7_713, 2_286, 1_064), (4_500, 500, 0), (1, 0, 0)]
    );
    assert_eq!(totals.lines[0].own, money(1_429));
    assert_eq!(totals.goods, money(12_214));
    assert_eq!((totals.rounding, totals.total), (money(-14), money(12_200)));
    assert_eq!(totals.discount, money(2_786));
}

#[test]
fn no_more_is_given_away_than_there_is() {
    let counted = |lines: &[Priced], on_all: Discount| total(lines, on_all, money(1)).is_some();
    assert!(!counted(&[line(100, 1000, off(101), 0)], Discount::NONE));
    assert!(!counted(&[line(100, 1000, off(-1), 0)], Discount::NONE));
    assert!(!counted(
        &[line(100, 1000, percent(101), 0)],
        Discount::NONE
    ));
    assert!(!counted(&[line(100, 1000, off(50), 0)], off(51)));
    assert!(!counted(&[line(i64::MAX, 2000, off(0), 0)], Discount::NONE));
    assert!(counted(&[line(100, 1000, off(50), 0)], off(50)));
    let free = total(
        &[line(100, 1000, percent(100), 1600)],
        percent(100),
        money(100),
    )
    .unwrap();
    assert_eq!((free.total, free.tax), (Money::ZERO, Money::ZERO));
    assert_eq!(
        total(&[], Discount::NONE, money(100)).unwrap().total,
        Money::ZERO
    );
}

#[test]
fn a_limit_is_of_a_line_and_of_the_whole() {
    let given = |full: i64, own: i64, all: i64| Given {
        full: money(full),
        own: money(own),
        all: money(all),
    };
    let tenth = rate(1_000);
    assert_eq!(excess(tenth, &[given(1_000, 100, 100)]), None);
    let beyond = [given(1_000, 0, 0), given(1_000, 101, 101)];
    assert_eq!(excess(tenth, &beyond), Some(Excess::Lines(vec![1])));
    // A tenth on the line and a tenth on the whole is nearly a fifth.
    assert_eq!(
        excess(tenth, &[given(1_000, 100, 190)]),
        Some(Excess::Whole)
    );
    // One in ten of 5 cents is a cent, and of ten times 5 cents it is five: either is a tenth.
    assert_eq!(excess(tenth, &[given(5, 1, 1); 10]), None);
    let mut on_all = [given(4, 0, 0); 10];
    on_all[3].all = money(4);
    assert_eq!(excess(tenth, &on_all), None);
    on_all[4].all = money(1);
    assert_eq!(excess(tenth, &on_all), Some(Excess::Whole));
    assert_eq!(excess(Rate::ALL, &[given(1_000, 1_000, 1_000)]), None);
    assert!(excess(Rate::ZERO, &[given(1_000, 1, 1)]).is_some());
}

#[test]
fn every_role_that_sells_has_its_limit() {
    let limits = Limits {
        cashier: rate(500),
        manager: rate(3_000),
    };
    let of = ["cashier", "manager", "owner", "accountant", ""].map(|role| limits.of(role));
    assert_eq!(of, [500, 3_000, 10_000, 0, 0].map(rate));
}

#[test]
fn cash_alone_is_rounded_to_coins() {
    let rounding = Rounding {
        every: money(100),
        cash: money(500),
    };
    let unit = |tenders: &[Tender]| rounding.unit(tenders.iter().copied()).minor();
    assert_eq!(unit(&[Tender::Cash, Tender::Cash]), 500);
    assert_eq!(unit(&[Tender::Cash, Tender::Mpesa]), 100);
    assert_eq!(unit(&[]), 100);
    let none = Rounding {
        cash: Money::ZERO,
        ..rounding
    };
    assert_eq!(none.unit([Tender::Cash].into_iter()), money(100));
}

#[test]
fn change_and_what_is_due_are_never_below_nothing() {
    assert_eq!(change(money(920), money(1_000)), Some(money(80)));
    assert_eq!(change(money(920), money(920)), Some(Money::ZERO));
    assert_eq!(change(money(920), money(919)), None);
    assert_eq!(due(money(920), [money(900), money(20)]), Some(Money::ZERO));
    assert_eq!(due(money(920), [money(900)]), Some(money(20)));
    assert_eq!(due(money(920), [money(921)]), None);
    assert_eq!(due(money(920), [money(i64::MAX), money(1)]), None);
}

/// A discount that fits: up to all of an amount, or a share of it.
fn fitting(amount: Money, part: i64, is_share: bool) -> Discount {
    if is_share {
        Discount::Share(rate(u32::try_from(part).unwrap() * 100))
    } else {
        Discount::Amount(money(amount.minor() / 100 * part))
    }
}

proptest! {
    #[test]
    fn nothing_is_lost_in_spreading(
        parts in prop::collection::vec(0_i64..1_000_000, 1..40),
        share in 0_i64..=10_000,
    ) {
        let parts: Vec<Money> = parts.into_iter().map(money).collect();
        let all = Money::sum(parts.iter().copied()).unwrap();
        let given = all.share(share, 10_000).unwrap();
        let shares = spread(given, &parts).unwrap();
        prop_assert_eq!(shares.len(), parts.len());
        prop_assert_eq!(Money::sum(shares.iter().copied()).unwrap(), given);
        for (share, part) in shares.iter().zip(&parts) {
            prop_assert!(*share >= Money::ZERO && share <= part);
        }
    }

    #[test]
    fn every_cart_adds_up(
        lines in prop::collection::vec(
            (0_i64..1_000_000, 1_i64..50_000, 0_i64..=100, any::<bool>(), 0_u32..3_000), 1..20),
        on_all in (0_i64..=100, any::<bool>()),
        unit in prop::sample::select(vec![1_i64, 100, 500, 10_000]),
    ) {
        let lines: Vec<Priced> = lines
            .into_iter()
            .map(|(price, milli, part, is_share, bp)| {
                let full = money(price).times(Quantity::from_milli(milli)).unwrap();
                line(price, milli, fitting(full, part, is_share), bp)
            })
            .collect();
        let bare = total(&lines, Discount::NONE, money(unit)).unwrap();
        let on_all = fitting(bare.goods, on_all.0, on_all.1);
        let totals = total(&lines, on_all, money(unit)).unwrap();
        let mut full = Money::ZERO;
        for (line, counted) in lines.iter().zip(&totals.lines) {
            let of_line = line.price.times(line.quantity).unwrap();
            full = full.plus(of_line).unwrap();
            prop_assert_eq!(counted.amount.plus(counted.discount).unwrap(), of_line);
            prop_assert!(Money::ZERO <= counted.own && counted.own <= counted.discount);
            prop_assert!(Money::ZERO <= counted.tax && counted.tax <= counted.amount);
            prop_assert_eq!(counted.tax, counted.amount.tax_inside(line.rate).unwrap());
        }
        let sum = Money::sum(totals.lines.iter().map(|line| line.amount)).unwrap();
        prop_assert_eq!(sum, totals.goods);
        prop_assert_eq!(totals.goods.plus(totals.discount).unwrap(), full);
        prop_assert_eq!(totals.goods.plus(totals.on_all).unwrap(), bare.goods);
        prop_assert_eq!(totals.goods.plus(totals.rounding).unwrap(), totals.total);
        prop_assert_eq!(totals.total.minor() % unit, 0);
        prop_assert!(totals.rounding.minor().abs() * 2 <= unit);
        prop_assert!(totals.total >= Money::ZERO);
        prop_assert!(totals.tax >= Money::ZERO && totals.tax <= totals.goods);
    }

    #[test]
    fn the_limit_itself_is_always_allowed(
        lines in prop::collection::vec((0_i64..100_000, 1_i64..5_000), 1..20),
        bp in 0_u32..=10_000,
        is_on_all in any::<bool>(),
    ) {
        let given = Discount::Share(rate(bp));
        let (own, on_all) = if is_on_all { (Discount::NONE, given) } else { (given, Discount::NONE) };
        let lines: Vec<Priced> = lines
            .into_iter()
            .map(|(price, milli)| line(price, milli, own, 1600))
            .collect();
        let totals = total(&lines, on_all, money(100)).unwrap();
        let given: Vec<Given> = lines
            .iter()
            .zip(&totals.lines)
            .map(|(line, counted)| Given {
                full: line.price.times(line.quantity).unwrap(),
                own: counted.own,
                all: counted.discount,
            })
            .collect();
        prop_assert_eq!(excess(rate(bp), &given), None);
    }

    #[test]
    fn what_is_split_is_paid(total in 0_i64..10_000_000, cuts in prop::collection::vec(0_i64..1_000_000, 0..6)) {
        let total = money(total);
        let mut paid = Vec::new();
        for cut in cuts {
            let left = due(total, paid.iter().copied()).unwrap();
            paid.push(left.min(money(cut)));
        }
        let left = due(total, paid.iter().copied()).unwrap();
        paid.push(left);
        prop_assert_eq!(due(total, paid.iter().copied()), Some(Money::ZERO));
        let handed = left.plus(money(500)).unwrap();
        prop_assert_eq!(change(left, handed), Some(money(500)));
    }
}

#[test]
fn what_was_paid_otherwise_was_rounded_otherwise_and_no_more() {
    let lines = [line(1_250, 1000, Discount::NONE, 0)];
    let totals = total(&lines, Discount::NONE, money(100)).unwrap();
    let paid = |minor: i64| {
        let paid = totals.paid_with(money(minor), money(100));
        paid.map(|totals| (totals.total.minor(), totals.rounding.minor()))
    };
    assert_eq!(paid(1_250), Some((1_250, 0)));
    assert_eq!(paid(1_200), Some((1_200, -50)));
    assert_eq!(paid(1_149), None);
    assert_eq!(paid(1_351), None);
    assert_eq!(paid(i64::MIN), None);
}
