//! What may be asked to be sold, and what is another sale.

use super::*;

fn line(quantity: i64, price: i64, discount: i64) -> AskLine {
    AskLine {
        line_no: 1,
        product_id: Uuid::nil(),
        pack_id: None,
        quantity: Quantity::from_milli(quantity),
        unit_price: Money::from_minor(price),
        discount: Money::from_minor(discount).into(),
        batch_id: None,
        weighed: None,
        quick: None,
        note: String::new(),
    }
}

fn ask(lines: Vec<AskLine>) -> SellAsk {
    SellAsk {
        sale_id: Uuid::nil(),
        location_id: Uuid::nil(),
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines,
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: Vec::new(),
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    }
}

fn key(line: AskLine) -> Option<String> {
    line.fault().map(|refusal| refusal.key)
}

#[test]
fn what_nobody_can_sell_is_refused() {
    let not_a_quantity = Some("refused-not-a-quantity".to_owned());
    for quantity in [0, -1000, i64::MIN, i64::MAX, 1_000_000_001] {
        assert_eq!(key(line(quantity, 100, 0)), not_a_quantity, "{quantity}");
    }
    let not_an_amount = Some("refused-not-an-amount".to_owned());
    assert_eq!(key(line(1000, -1, 0)), not_an_amount);
    assert_eq!(key(line(1000, i64::MAX, 0)), not_an_amount);
    assert_eq!(key(line(1000, 100, -1)), not_an_amount);
    let discount = Some("refused-sale-discount".to_owned());
    assert_eq!(key(line(1000, 100, 101)), discount);
    assert_eq!(key(line(1000, 100, 100)), None);
    let printed = |minor: i64| AskLine {
        weighed: Some(Label::Price(Money::from_minor(minor))),
        ..line(833, 12_000, 0)
    };
    assert_eq!(key(printed(9999)), None);
    assert_eq!(key(printed(9000)), not_an_amount);
    assert_eq!(key(printed(-9999)), not_an_amount);
    let large = Some("refused-sale-too-large".to_owned());
    assert_eq!(key(line(1_000_000_000, 100_000_000_000, 0)), large);
    assert!(ask(Vec::new()).check(false).is_err());
    let twice = vec![line(1000, 100, 0), line(1000, 100, 0)];
    assert!(ask(twice).check(false).is_err());
}

#[test]
fn what_the_seller_accepts_is_no_other_sale() {
    let one = ask(vec![line(1000, 100, 0)]);
    let mut same = one.clone();
    same.seen = vec![(Uuid::nil(), Quantity::ONE)];
    same.spoilt_ok = vec![Uuid::nil()];
    assert_eq!(one.digest(), same.digest());
    let other = ask(vec![line(1000, 100, 1)]);
    assert_ne!(one.digest(), other.digest());
    let mut weighed = one.clone();
    weighed.lines[0].weighed = Some(Label::Weight);
    assert_ne!(one.digest(), weighed.digest());
    let mut noted = one.clone();
    noted.lines[0].note = "  ".to_owned();
    assert_eq!(one.digest(), noted.digest());
    noted.lines[0].note = "blue".to_owned();
    assert_ne!(one.digest(), noted.digest());
}

#[test]
fn a_quick_item_has_a_name_and_is_no_product() {
    let quick = |name: &str| AskLine {
        quick: Some(QuickItem {
            name: name.to_owned(),
            barcode: "6161100000001".to_owned(),
        }),
        ..line(1000, 100, 0)
    };
    assert_eq!(key(quick("Sufuria")), None);
    assert_eq!(key(quick(" ")).unwrap(), "refused-quick-item");
    let product = AskLine {
        product_id: Uuid::from_u128(1),
        ..quick("Sufuria")
    };
    assert_eq!(key(product).unwrap(), "refused-unreadable");
    let noted = AskLine {
        note: "a".repeat(LONGEST_NOTE + 1),
        ..line(1000, 100, 0)
    };
    assert_eq!(key(noted).unwrap(), "refused-too-long");
    let plain = ask(vec![line(1000, 100, 0)]);
    let one = ask(vec![quick("Sufuria")]);
    assert_ne!(plain.digest(), one.digest());
    assert_ne!(one.digest(), ask(vec![quick("Sahani")]).digest());
}

#[test]
fn what_is_given_on_the_whole_is_another_sale_and_no_more_than_it() {
    let sold = |discount: Discount| SellAsk {
        discount,
        ..ask(vec![line(1000, 100, 40)])
    };
    let off = |minor: i64| sold(Money::from_minor(minor).into());
    let reason = |ask: SellAsk| match ask.check(false) {
        Err(Stop::Refused(refusals)) => Some(refusals[0].key.clone()),
        _ => None,
    };
    assert_eq!(reason(off(60)), None);
    assert_eq!(reason(off(61)).unwrap(), "refused-sale-discount-whole");
    assert_eq!(reason(off(-1)).unwrap(), "refused-not-an-amount");
    let share = |bp: u32| sold(Discount::Share(crate::values::Rate::from_basis_points(bp)));
    assert_eq!(reason(share(10_000)), None);
    assert_eq!(
        reason(share(10_100)).unwrap(),
        "refused-sale-discount-whole"
    );
    let digests = [off(0), off(60), share(0), share(60)].map(|ask| ask.digest());
    let apart: BTreeSet<&Vec<u8>> = digests.iter().collect();
    assert_eq!(apart.len(), 4);
}

#[test]
fn what_a_label_has_printed_may_be_given_away_to_the_cent() {
    let mut weighed = line(833, 12_000, 0);
    weighed.weighed = Some(Label::Price(Money::from_minor(9_999)));
    let given = |minor: i64| SellAsk {
        discount: Money::from_minor(minor).into(),
        ..ask(vec![weighed.clone()])
    };
    // By weight it were 99.96.
    assert_eq!(given(9_999).check(true), Ok(()));
    assert!(given(10_000).check(true).is_err());
}

#[test]
fn a_clock_that_is_ahead_is_now_and_a_year_is_too_old() {
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(1000);
    let mut ask = ask(Vec::new());
    assert_eq!(ask.happened(now).unwrap(), now);
    ask.occurred_at = Some(now + TimeDelta::hours(1));
    assert_eq!(ask.happened(now).unwrap(), now);
    ask.occurred_at = Some(now - TimeDelta::days(30));
    assert_eq!(ask.happened(now).unwrap(), now - TimeDelta::days(30));
    ask.occurred_at = Some(now - TimeDelta::days(400));
    assert!(ask.happened(now).is_err());
}
