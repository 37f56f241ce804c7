//! A document uses the rate of its day; a rate begins today or later and is never rewritten.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::store::{self, DatedRate};
use super::*;
use crate::catalog::tax_rates as rates_on;
use crate::tests::support::Shop;
use crate::values::{Rate, Stop};

async fn today(shop: &Shop) -> NaiveDate {
    shop.look().await.scope().today()
}

async fn all(shop: &Shop) -> Vec<DatedRate> {
    let mut tx = shop.look().await;
    store::all(&mut tx).await.unwrap()
}

async fn standard(shop: &Shop) -> Uuid {
    let all = all(shop).await;
    let standard = all.iter().find(|rate| rate.code == "standard").unwrap();
    standard.tax_class_id
}

async fn on(shop: &Shop, class: Uuid, day: NaiveDate) -> u32 {
    let mut tx = shop.look().await;
    let rates = rates_on(&mut tx, day).await.unwrap();
    rates[&class].1.basis_points()
}

fn typed(class: Uuid, percent: &str, day: NaiveDate) -> RateForm {
    RateForm {
        tax_class_id: class.to_string(),
        percent: percent.to_owned(),
        valid_from: day.to_string(),
    }
}

fn key<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> String {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals[0].key.clone(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_that_changes_tomorrow_is_not_todays() {
    let shop = Shop::open("tax-tomorrow").await;
    let (class, today) = (standard(&shop).await, today(&shop).await);
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let form = typed(class, "18", tomorrow);
    let cx = shop.cx();
    let (one, two) = tokio::join!(add_rate(&cx, &form), add_rate(&cx, &form));
    assert_eq!(one.unwrap(), Rate::from_basis_points(1800));
    assert_eq!(two.unwrap(), Rate::from_basis_points(1800));
    add_rate(&cx, &form).await.unwrap();
    assert_eq!(on(&shop, class, today).await, 1600);
    assert_eq!(on(&shop, class, tomorrow).await, 1800);
    let own = all(&shop).await;
    let own = own.iter().filter(|rate| rate.tax_class_id == class);
    assert_eq!(own.count(), 2, "the same rate twice is one");

    // What is sold today is taxed as of today.
    let (order, _) = shop.an_order(11_600).await;
    assert_eq!(shop.order(order).await.order.tax.minor(), 1_600);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_that_were_sold_keep_their_rate() {
    let shop = Shop::open("tax-past").await;
    shop.sells("UNGA", "118", "5").await;
    let (class, today) = (standard(&shop).await, today(&shop).await);
    let cx = shop.cx();
    let yesterday = today.pred_opt().unwrap();
    let late = add_rate(&cx, &typed(class, "18", yesterday)).await;
    assert_eq!(key(late), "refused-tax-day-past");
    let much = add_rate(&cx, &typed(class, "101", today)).await;
    assert_eq!(key(much), "refused-tax-percent");
    add_rate(&cx, &typed(class, "14", today)).await.unwrap();
    assert_eq!(on(&shop, class, today).await, 1400);
    let other = add_rate(&cx, &typed(class, "15", today)).await;
    assert_eq!(key(other), "refused-tax-day-taken");
    assert_eq!(on(&shop, class, yesterday).await, 1600);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_is_withdrawn_only_before_its_day() {
    let shop = Shop::open("tax-withdrawn").await;
    let (class, today) = (standard(&shop).await, today(&shop).await);
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let cx = shop.cx();
    add_rate(&cx, &typed(class, "81", tomorrow)).await.unwrap();
    assert_eq!(on(&shop, class, tomorrow).await, 8100);
    let hers = withdraw_rate(&shop.cashier(), class, tomorrow).await;
    assert_eq!(hers, Err(Stop::Forbidden));
    for _ in 0..2 {
        withdraw_rate(&cx, class, tomorrow).await.unwrap();
        assert_eq!(on(&shop, class, tomorrow).await, 1600);
    }
    // The right one can stand in its place.
    add_rate(&cx, &typed(class, "18", tomorrow)).await.unwrap();
    assert_eq!(on(&shop, class, tomorrow).await, 1800);
    add_rate(&cx, &typed(class, "14", today)).await.unwrap();
    let late = withdraw_rate(&cx, class, today).await;
    assert_eq!(key(late), "refused-tax-in-force");
    assert_eq!(on(&shop, class, today).await, 1400);
    let nobody = withdraw_rate(&cx, Uuid::now_v7(), tomorrow).await;
    assert_eq!(nobody, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_kept_and_told_wrong_all_at_once() {
    let shop = Shop::open("tax-letters").await;
    shop.sells("UNGA", "118", "5").await;
    let letters = |standard: &str, zero: &str| {
        HashMap::from([
            ("standard".to_owned(), standard.to_owned()),
            ("zero".to_owned(), zero.to_owned()),
        ])
    };
    keep_letters(&shop.cx(), &letters(" e ", "C"))
        .await
        .unwrap();
    let all = all(&shop).await;
    let letter = |code: &str| all.iter().find(|rate| rate.code == code).unwrap();
    assert_eq!(letter("standard").letter, "E");
    assert_eq!(letter("exempt").letter, "A");
    match keep_letters(&shop.cx(), &letters("", "ABC")).await {
        Err(Stop::Refused(refusals)) => assert_eq!(refusals.len(), 2),
        other => panic!("{other:?}"),
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_keeps_settings_keeps_taxes_and_only_her_own() {
    let shop = Shop::open("tax-power").await;
    let other = shop.neighbour("tax-other").await;
    shop.sells("UNGA", "118", "5").await;
    other.sells("UNGA", "118", "5").await;
    let today = today(&shop).await;
    let class = standard(&shop).await;
    let form = typed(class, "18", today);
    assert_eq!(add_rate(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    assert_eq!(add_rate(&other.cx(), &form).await, Err(Stop::NotFound));
    let letters = HashMap::new();
    let refused = keep_letters(&shop.cashier(), &letters).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    shop.check().await;
    other.check().await;
}
