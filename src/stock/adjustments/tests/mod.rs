//! Adjustments against a real PostgreSQL: once each, by the books, and never what is promised.
#![allow(clippy::unwrap_used)]

mod value;
mod worth_file;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{Reason, adjust, revalue, store};
use crate::orders;
use crate::tests::support::Shop;
use crate::values::{Quantity, Stop};

type Form = HashMap<String, String>;

/// A form of an adjustment: its reason, and rows of product, quantity and what else.
fn form(shop: &Shop, reason: &str, rows: &[&[(&str, &str)]]) -> Form {
    let mut form = Form::from([
        ("adjustment_id".to_owned(), Uuid::now_v7().to_string()),
        ("location_id".to_owned(), shop.location.to_string()),
        ("reason".to_owned(), reason.to_owned()),
        ("note".to_owned(), String::new()),
    ]);
    for (place, row) in (1..).zip(rows) {
        for (column, value) in *row {
            form.insert(format!("{column}-l{place}"), (*value).to_owned());
        }
    }
    form
}

fn with(mut form: Form, field: &str, value: &str) -> Form {
    form.insert(field.to_owned(), value.to_owned());
    form
}

async fn balances(shop: &Shop) -> BTreeMap<String, i64> {
    let mut tx = shop.look().await;
    let rows = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| (row.number, row.balance.minor())).collect()
}

/// What an account holds more than before.
async fn moved(shop: &Shop, before: &BTreeMap<String, i64>, number: &str) -> i64 {
    let now = balances(shop).await;
    let of = |all: &BTreeMap<String, i64>| all.get(number).copied().unwrap_or(0);
    of(&now) - of(before)
}

/// The refusals of an act: field and key of each.
fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<(String, String)> {
    match outcome {
        Err(Stop::Refused(all)) => all
            .into_iter()
            .map(|one| (one.field.unwrap_or_default(), one.key))
            .collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn pair(field: &str, key: &str) -> (String, String) {
    (field.to_owned(), key.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_leaves_shelf_and_books_once() {
    let shop = Shop::open("adjust-damage").await;
    let rice = shop.sells("RICE", "100", "20").await;
    let beans = shop.sells("BEANS", "100", "5").await;
    let before = balances(&shop).await;
    let ask = form(
        &shop,
        "damage",
        &[
            &[("what", "rice"), ("quantity", "2.5")],
            &[("what", "Product BEANS"), ("quantity", "1")],
            &[("what", "RICE"), ("quantity", "0.5")],
        ],
    );
    let first = adjust(&shop.cx(), &ask).await.unwrap();
    let again = adjust(&shop.cx(), &ask).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(17_000));
    assert_eq!(shop.level(beans).await.0, Quantity::from_milli(4_000));
    assert_eq!(moved(&shop, &before, "1210").await, -4_000, "inventory");
    assert_eq!(moved(&shop, &before, "5150").await, 4_000, "differences");
    // The same id with another body is another act.
    let other = adjust(&shop.cx(), &with(ask.clone(), "quantity-l1", "3")).await;
    let twice = [pair("", "refused-adjustment-recorded")];
    assert_eq!(refused(other), twice);
    let mut tx = shop.look().await;
    let one = store::load(&mut tx, first.adjustment_id).await.unwrap();
    assert_eq!((one.reason, one.value.minor()), (Reason::Damage, -4_000));
    assert_eq!(one.number, first.number);
    let (lines, total) = store::lines(&mut tx, first.adjustment_id, 2).await.unwrap();
    assert_eq!((lines.len(), total), (2, 3));
    assert_eq!(lines[0].quantity, Quantity::from_milli(-2_500));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_sent_twice_at_once_is_one_adjustment() {
    let shop = Shop::open("adjust-twice").await;
    let rice = shop.sells("RICE", "100", "20").await;
    let ask = form(&shop, "theft", &[&[("what", "RICE"), ("quantity", "3")]]);
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(adjust(&cx, &ask), adjust(&other, &ask));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(17_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_adjust_at_once_never_take_more_than_there_is() {
    let shop = Shop::open("adjust-race").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let ask = || form(&shop, "expired", &[&[("what", "RICE"), ("quantity", "4")]]);
    let (a, b) = (ask(), ask());
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(adjust(&cx, &a), adjust(&other, &b));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(1_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_has_expired_is_taken_off_once_and_what_is_fresh_stays() {
    let shop = Shop::open("adjust-expired").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let found = [
        ("what", "RICE"),
        ("quantity", "4"),
        ("expires", "2199-01-01"),
    ];
    adjust(&shop.cx(), &form(&shop, "found", &[&found]))
        .await
        .unwrap();
    let mut root = shop.superuser().await;
    sqlx::query(
        "update app.cost_layer set expires_on = current_date - 7
          where product_id = $1 and expires_on is not null",
    )
    .bind(rice)
    .execute(&mut root)
    .await
    .unwrap();
    // Two who have the list of it before them, each with a form of her own.
    let ask = || {
        let rows: &[&[(&str, &str)]] = &[&[("what", "RICE"), ("quantity", "4")]];
        with(form(&shop, "expired", rows), "only", "true")
    };
    let (a, b) = (ask(), ask());
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(adjust(&cx, &a), adjust(&other, &b));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let late = if one.is_ok() { two } else { one };
    let expected = [pair("quantity-l1", "refused-only-expired")];
    assert_eq!(refused(late), expected);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(5_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_promised_to_an_order_is_not_adjusted_away() {
    let shop = Shop::open("adjust-promised").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let browser = shop.cart_of(rice, "3").await;
    let checkout = shop.checkout(&browser).await;
    orders::place(&shop.customer(), &browser, &checkout)
        .await
        .unwrap();
    let ask = form(&shop, "theft", &[&[("what", "RICE"), ("quantity", "3")]]);
    let Err(Stop::Refused(all)) = adjust(&shop.cx(), &ask).await else {
        panic!("what is promised is gone");
    };
    assert_eq!(all[0].key, "refused-only-free");
    assert_eq!(all[0].field.as_deref(), Some("quantity-l1"));
    let left = all[0].args.iter().find(|(name, _)| name == "left");
    assert_eq!(left.unwrap().1, "2");
    let three = Quantity::from_milli(3_000);
    assert_eq!(shop.level(rice).await, (Quantity::from_milli(5_000), three));
    let ask = with(ask, "quantity-l1", "2");
    adjust(&shop.cx(), &ask).await.unwrap();
    assert_eq!(shop.level(rice).await, (three, three));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_owner_uses_is_her_drawing() {
    let shop = Shop::open("adjust-own").await;
    shop.sells("RICE", "100", "5").await;
    let before = balances(&shop).await;
    let ask = form(&shop, "own_use", &[&[("what", "RICE"), ("quantity", "1")]]);
    adjust(&shop.cx(), &ask).await.unwrap();
    assert_eq!(moved(&shop, &before, "3200").await, 1_000, "drawings");
    assert_eq!(moved(&shop, &before, "5150").await, 0, "differences");
    assert_eq!(moved(&shop, &before, "1210").await, -1_000, "inventory");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_will_not_do_is_said_at_once() {
    let shop = Shop::open("adjust-refused").await;
    let rice = shop.sells("RICE", "100", "5").await;
    shop.sells("OLD", "100", "5").await;
    let mut root = shop.superuser().await;
    sqlx::query("update app.product set retired_at = now() where sku = 'OLD'")
        .execute(&mut root)
        .await
        .unwrap();
    let rows: [&[(&str, &str)]; 6] = [
        &[("what", "NOBODY"), ("quantity", "1")],
        &[("what", "OLD"), ("quantity", "1")],
        &[("quantity", "1")],
        &[("what", "RICE"), ("quantity", "0")],
        &[("what", "RICE"), ("quantity", "1"), ("batch", "X")],
        &[("what", "RICE"), ("quantity", "1")],
    ];
    let outcome = adjust(&shop.cx(), &form(&shop, "other", &rows)).await;
    let expected = [
        pair("note", "refused-adjustment-note"),
        pair("what-l1", "refused-product-unknown"),
        pair("what-l2", "refused-retired"),
        pair("what-l3", "refused-product-needed"),
        pair("quantity-l4", "refused-not-a-quantity"),
        pair("batch-l5", "refused-batch-unknown"),
    ];
    assert_eq!(refused(outcome), expected);
    let nothing = adjust(&shop.cx(), &form(&shop, "damage", &[])).await;
    assert_eq!(refused(nothing), [pair("what-l1", "refused-no-lines")]);
    // A count and a new value are not typed into this form.
    for reason in ["counted", "revaluation", "", "eaten"] {
        let ask = form(&shop, reason, &[rows[5]]);
        let outcome = adjust(&shop.cx(), &ask).await;
        assert_eq!(refused(outcome), [pair("reason", "refused-why-needed")]);
    }
    let wrong = [("what", "RICE"), ("quantity", "1"), ("cost", "-1")];
    let outcome = adjust(&shop.cx(), &form(&shop, "found", &[&wrong])).await;
    assert_eq!(refused(outcome), [pair("cost-l1", "refused-not-an-amount")]);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(5_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_business_and_a_cashier_adjust_nothing() {
    let shop = Shop::open("adjust-mine").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let other = shop.neighbour("adjust-theirs").await;
    let theirs = other.sells("THEIRS", "100", "5").await;
    let ask = form(&shop, "damage", &[&[("what", "RICE"), ("quantity", "1")]]);
    assert_eq!(adjust(&shop.cashier(), &ask).await, Err(Stop::Forbidden));
    let place = other.location.to_string();
    let elsewhere = adjust(&shop.cx(), &with(ask.clone(), "location_id", &place)).await;
    assert_eq!(elsewhere, Err(Stop::NotFound));
    let foreign = adjust(&shop.cx(), &with(ask.clone(), "what-l1", "THEIRS")).await;
    let unknown = [pair("what-l1", "refused-product-unknown")];
    assert_eq!(refused(foreign), unknown);
    let mut anew = Form::from([
        ("adjustment_id".to_owned(), Uuid::now_v7().to_string()),
        ("product_id".to_owned(), theirs.to_string()),
        ("location_id".to_owned(), shop.location.to_string()),
        ("unit_cost".to_owned(), "5".to_owned()),
    ]);
    assert_eq!(revalue(&shop.cx(), &anew).await, Err(Stop::NotFound));
    anew.insert("product_id".to_owned(), rice.to_string());
    assert_eq!(revalue(&shop.cashier(), &anew).await, Err(Stop::Forbidden));
    let made = adjust(&shop.cx(), &ask).await.unwrap();
    let mut tx = other.look().await;
    let looked = store::load(&mut tx, made.adjustment_id).await;
    assert_eq!(looked, Err(Stop::NotFound));
    drop(tx);
    let mut root = shop.superuser().await;
    sqlx::query("update app.location set retired_at = now() where location_id = $1")
        .bind(shop.location)
        .execute(&mut root)
        .await
        .unwrap();
    let again = form(&shop, "damage", &[&[("what", "RICE"), ("quantity", "1")]]);
    let closed = [pair("location_id", "refused-location-closed")];
    assert_eq!(refused(adjust(&shop.cx(), &again).await), closed);
    shop.check().await;
}
