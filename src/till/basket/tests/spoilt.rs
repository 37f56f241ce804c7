//! What has expired, as a till knows it: good goods go first, by the day on which each was sold.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::*;

/// The business's day in so many days.
fn day(shop: &Shop, ahead: i64) -> NaiveDate {
    shop.day(then(ahead))
}

fn then(ahead: i64) -> DateTime<Utc> {
    now() + TimeDelta::days(ahead)
}

/// A page on which so much soap is on the shelf, so much of it promised, and some of it until some days.
fn shelf(on_hand: i64, reserved: i64, ends: &[(NaiveDate, i64)]) -> wire::Catalogue {
    wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli: on_hand * 1_000,
            reserved_milli: reserved * 1_000,
            ends: ends
                .iter()
                .map(|(last, pieces)| (*last, pieces * 1_000))
                .collect(),
        }],
        ..wire::Catalogue::default()
    }
}

fn rule(below_zero: &str, expired_goods: &str) -> wire::Catalogue {
    wire::Catalogue {
        settings: page(goods()).settings.map(|settings| wire::Settings {
            below_zero: below_zero.to_owned(),
            expired_goods: expired_goods.to_owned(),
            ..settings
        }),
        ..wire::Catalogue::default()
    }
}

/// How many pieces are good, and how many have expired, in so many days.
fn known(shop: &Shop, ahead: i64) -> Option<(i64, i64)> {
    let known = shop.expired(id(2), day(shop, ahead));
    known.map(|(good, expired)| (good.milli() / 1_000, expired.milli() / 1_000))
}

fn sell(shop: &mut Shop, pieces: i64, ahead: i64) {
    let sale = soap(shop, pieces).to_sale(shop, 1, None, &[]);
    shop.sold(&sale, then(ahead));
}

#[test]
fn what_is_good_goes_first_and_grows_old_without_a_network() {
    let mut shop = shop(goods());
    let (old, today, later) = (day(&shop, -1), day(&shop, 0), day(&shop, 2));
    assert_eq!(known(&shop, 0), None);
    shop.take(shelf(17, 0, &[(old, 6), (today, 4), (later, 5)]));
    assert_eq!(known(&shop, 0), Some((11, 6)));
    assert_eq!(known(&shop, 1), Some((7, 10)));
    assert_eq!(known(&shop, 3), Some((2, 15)));
    // What is sold today is of what expires today, and is not there tomorrow to have expired.
    sell(&mut shop, 3, 0);
    assert_eq!(known(&shop, 0), Some((8, 6)));
    assert_eq!(known(&shop, 1), Some((7, 7)));
    // Tomorrow it is of the others, down to what keeps.
    sell(&mut shop, 6, 1);
    assert_eq!(known(&shop, 3), Some((1, 7)));
    // What has expired goes last.
    sell(&mut shop, 3, 1);
    assert_eq!(known(&shop, 3), Some((0, 5)));
    sell(&mut shop, 9, 1);
    assert_eq!(known(&shop, 3), None);
    assert_eq!(shop.left(id(2)), Some(milli(-4_000)));
    shop.count_untold(&[]);
    assert_eq!(known(&shop, 0), Some((11, 6)));
}

#[test]
fn promises_are_kept_out_of_what_is_good() {
    let mut shop = shop(goods());
    let (old, later) = (day(&shop, -1), day(&shop, 9));
    shop.take(shelf(10, 3, &[(old, 4), (later, 6)]));
    assert_eq!(known(&shop, 0), Some((3, 4)));
    sell(&mut shop, 4, 0);
    assert_eq!(known(&shop, 0), Some((0, 3)));
    // More is promised than is good: the rest of it is not free to be sold.
    shop.take(shelf(10, 7, &[(old, 8)]));
    shop.count_untold(&[]);
    assert_eq!(known(&shop, 0), Some((0, 3)));
    // What is kept on the device says the same again.
    let mut other = Shop::default();
    for page in shop.pages("").unwrap() {
        other.take(wire::read(&wire::write(&page)).unwrap());
    }
    assert_eq!(known(&other, 0), Some((0, 3)));
}

#[test]
fn what_has_expired_is_refused_or_asked_about_as_the_business_wants() {
    let mut shop = shop(goods());
    let (old, later) = (day(&shop, -1), day(&shop, 0) + Days::new(9));
    shop.take(shelf(17, 0, &[(old, 13), (later, 1)]));
    let today = shop.day(now());
    let lack = |left: i64, expired: Option<i64>, is_refused: bool| Lack {
        at: 0,
        product_id: id(2),
        left: milli(left * 1_000),
        expired: expired.map(|pieces| milli(pieces * 1_000)),
        is_refused,
    };
    let five = soap(&shop, 5);
    assert_eq!(five.short(&shop), [0; 0]);
    assert_eq!(five.spoilt(&shop, today), [0]);
    for (policy, heard, alone) in [
        ("block", Some(true), Some(false)),
        ("warn", Some(false), Some(false)),
        ("allow", None, None),
    ] {
        // Whatever becomes of what is not there: this is there.
        shop.take(rule("allow", policy));
        let lacks = |is_heard| five.lacks(&shop, today, is_heard);
        let expected = |refused: Option<bool>| -> Vec<Lack> {
            let lack = refused.map(|is_refused| lack(4, Some(13), is_refused));
            lack.into_iter().collect()
        };
        assert_eq!(lacks(true), expected(heard), "{policy}");
        assert_eq!(lacks(false), expected(alone), "{policy}");
    }
    shop.take(rule("warn", "block"));
    let four = soap(&shop, 4);
    assert!(four.spoilt(&shop, today).is_empty());
    assert!(four.lacks(&shop, today, true).is_empty());
    // More than there is at all: both are said.
    let all = [lack(4, Some(13), true), lack(17, None, false)];
    assert_eq!(soap(&shop, 18).lacks(&shop, today, true), all);
}
