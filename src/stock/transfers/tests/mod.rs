//! Transfers against a real PostgreSQL: goods under way, once each, to the cent.
#![allow(clippy::unwrap_used)]

mod batches;
mod refused;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{Line, State, Transfer, arrive, cancel, list, make, send, store};
use crate::businesses::{self, LocationForm};
use crate::stock::{self, adjustments};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

type Form = HashMap<String, String>;

fn fields(pairs: &[(&str, &str)]) -> Form {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A second location.
async fn branch(shop: &Shop, name: &str) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: name.to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    location_id
}

/// The form of a transfer from the shop's first location, with rows of product and quantity.
fn plan(shop: &Shop, to: Uuid, rows: &[(&str, &str)]) -> Form {
    let mut form = fields(&[
        ("transfer_id", &Uuid::now_v7().to_string()),
        ("revision", "0"),
        ("from", &shop.location.to_string()),
        ("to", &to.to_string()),
        ("note", "before noon"),
    ]);
    for (place, (what, quantity)) in (1..).zip(rows) {
        form.insert(format!("what-l{place}"), (*what).to_owned());
        form.insert(format!("quantity-l{place}"), (*quantity).to_owned());
    }
    form
}

fn with(mut form: Form, field: &str, value: &str) -> Form {
    form.insert(field.to_owned(), value.to_owned());
    form
}

/// Asks for a transfer; its id.
async fn asked(shop: &Shop, form: &Form) -> Uuid {
    make(&shop.cx(), form).await.unwrap().transfer_id
}

async fn now(shop: &Shop, transfer_id: Uuid) -> (Transfer, Vec<Line>) {
    let mut tx = shop.look().await;
    let transfer = store::load(&mut tx, transfer_id).await.unwrap();
    let lines = store::lines(&mut tx, transfer_id).await.unwrap();
    (transfer, lines)
}

/// The form of an act as the page shows it now: `column` says how much of each line, in order.
async fn act(shop: &Shop, transfer_id: Uuid, column: &str, much: &[&str]) -> Form {
    let (transfer, lines) = now(shop, transfer_id).await;
    let mut form = fields(&[
        ("transfer_id", &transfer_id.to_string()),
        ("revision", &transfer.revision.to_string()),
    ]);
    for (line, much) in lines.iter().zip(much) {
        let field = format!("{column}-l{}", line.line_no);
        form.insert(field, (*much).to_owned());
    }
    form
}

/// What is on hand of a product at a location.
async fn at(shop: &Shop, location_id: Uuid, product_id: Uuid) -> Quantity {
    let mut tx = shop.look().await;
    let levels = stock::on_hand(&mut tx, product_id).await.unwrap();
    let here = levels.iter().find(|(at, _, _)| *at == location_id);
    here.map(|(_, on_hand, _)| *on_hand).unwrap_or_default()
}

fn milli(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

async fn balances(shop: &Shop) -> BTreeMap<String, i64> {
    let mut tx = shop.look().await;
    let rows = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| (row.number, row.balance.minor())).collect()
}

/// What an account holds.
async fn holds(shop: &Shop, number: &str) -> i64 {
    balances(shop).await.get(number).copied().unwrap_or(0)
}

/// What is under way, by its parts.
async fn under_way(shop: &Shop, transfers: &[Uuid]) -> i64 {
    let mut tx = shop.look().await;
    let mut sum = 0;
    for transfer_id in transfers {
        let transfer = store::load(&mut tx, *transfer_id).await.unwrap();
        if transfer.state == State::InTransit {
            let parts = store::parts(&mut tx, *transfer_id).await.unwrap();
            sum += parts.iter().map(|part| part.value.minor()).sum::<i64>();
        }
    }
    sum
}

/// Puts goods on the first location's shelf: how much, what a unit cost, and their batch.
async fn found(shop: &Shop, sku: &str, quantity: &str, cost: &str, batch: (&str, &str)) {
    let form = fields(&[
        ("adjustment_id", &Uuid::now_v7().to_string()),
        ("location_id", &shop.location.to_string()),
        ("reason", "found"),
        ("what-l1", sku),
        ("quantity-l1", quantity),
        ("cost-l1", cost),
        ("batch-l1", batch.0),
        ("expires-l1", batch.1),
    ]);
    adjustments::adjust(&shop.cx(), &form).await.unwrap();
}

/// The layers of a product at a location: batch, age, what is left, its value.
async fn layers(shop: &Shop, location_id: Uuid) -> Vec<(Option<Uuid>, String, i64, i64)> {
    let mut tx = shop.look().await;
    sqlx::query_as(
        "select batch_id, received_at::text, left_milli, left_value_minor from app.cost_layer
          where business_id = $1 and location_id = $2 and left_milli > 0
          order by product_id, expires_on nulls last, received_at, left_milli",
    )
    .bind(tx.business())
    .bind(location_id)
    .fetch_all(tx.conn())
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_arrive_as_they_left() {
    let shop = Shop::open("transfer-way").await;
    let rice = shop.sells("RICE", "100", "5").await;
    found(&shop, "RICE", "2", "12.25", ("LOT 7", "2199-01-31")).await;
    let there = branch(&shop, "Kilimani").await;
    let before = balances(&shop).await;
    let shelf = layers(&shop, shop.location).await;
    let form = plan(&shop, there, &[("RICE", "7")]);
    let id = asked(&shop, &form).await;
    assert_eq!(asked(&shop, &form).await, id, "twice is once");
    assert_eq!(at(&shop, shop.location, rice).await, milli(7_000));
    let sent = act(&shop, id, "sent", &["7"]).await;
    for _ in 0..2 {
        let done = send(&shop.cx(), &sent).await.unwrap();
        assert_eq!(done.state, State::InTransit);
    }
    assert_eq!(at(&shop, shop.location, rice).await, Quantity::ZERO);
    assert_eq!(at(&shop, there, rice).await, Quantity::ZERO);
    assert_eq!(holds(&shop, "1220").await, 5_000 + 2_450);
    assert_eq!(under_way(&shop, &[id]).await, 7_450);
    shop.check().await;
    let came = act(&shop, id, "arrived", &["7"]).await;
    for _ in 0..2 {
        let done = arrive(&shop.cx(), &came).await.unwrap();
        assert_eq!(done.state, State::Completed);
    }
    assert_eq!(at(&shop, there, rice).await, milli(7_000));
    assert_eq!(layers(&shop, there).await, shelf, "cost, age and batch");
    let (transfer, lines) = now(&shop, id).await;
    assert_eq!(transfer.arrived, Money::from_minor(7_450));
    assert_eq!(lines[0].missing(), Quantity::ZERO);
    let after = balances(&shop).await;
    for number in ["1210", "1220", "5150"] {
        assert_eq!(after.get(number), before.get(number), "{number}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_arrive_is_lost_to_the_cent() {
    let shop = Shop::open("transfer-lost").await;
    let rice = shop.sells("RICE", "100", "0").await;
    let beans = shop.sells("BEANS", "100", "4").await;
    found(&shop, "RICE", "1.5", "3.33", ("", "")).await;
    let there = branch(&shop, "Kilimani").await;
    let before = holds(&shop, "5150").await;
    let inventory = holds(&shop, "1210").await;
    let id = asked(
        &shop,
        &plan(&shop, there, &[("RICE", "1.5"), ("BEANS", "4")]),
    )
    .await;
    // Less is sent than was asked for.
    let sent = act(&shop, id, "sent", &["1.5", "3"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    assert_eq!(at(&shop, shop.location, beans).await, milli(1_000));
    assert_eq!(holds(&shop, "1220").await, 500 + 3_000);
    // Of the first 0.7 of 1.5 kg come: 2.33 of 5.00.
    let came = act(&shop, id, "arrived", &["0.7", "0"]).await;
    arrive(&shop.cx(), &came).await.unwrap();
    assert_eq!(at(&shop, there, rice).await, milli(700));
    assert_eq!(at(&shop, there, beans).await, Quantity::ZERO);
    assert_eq!(holds(&shop, "1220").await, 0, "nothing is under way");
    assert_eq!(holds(&shop, "5150").await - before, 3_500 - 233);
    assert_eq!(holds(&shop, "1210").await - inventory, 233 - 3_500);
    let (transfer, lines) = now(&shop, id).await;
    assert_eq!(
        (transfer.sent.minor(), transfer.arrived.minor()),
        (3_500, 233)
    );
    let missing: Vec<Quantity> = lines.iter().map(Line::missing).collect();
    assert_eq!(missing, [milli(800), milli(3_000)]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_transfer_sent_twice_at_the_same_instant_leaves_once() {
    let shop = Shop::open("transfer-twice").await;
    let rice = shop.sells("RICE", "100", "10").await;
    let there = branch(&shop, "Kilimani").await;
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "4")])).await;
    let sent = act(&shop, id, "sent", &["4"]).await;
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(send(&cx, &sent), send(&other, &sent));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(at(&shop, shop.location, rice).await, milli(6_000));
    // Two who received other quantities: one of them did.
    let (all, some) = (
        act(&shop, id, "arrived", &["4"]).await,
        act(&shop, id, "arrived", &["3"]).await,
    );
    let (one, two) = tokio::join!(arrive(&cx, &all), arrive(&other, &some));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(holds(&shop, "1220").await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn received_and_called_off_at_the_same_instant_is_one_of_the_two() {
    let shop = Shop::open("transfer-both").await;
    let rice = shop.sells("RICE", "100", "10").await;
    let there = branch(&shop, "Kilimani").await;
    for _ in 0..4 {
        let id = asked(&shop, &plan(&shop, there, &[("RICE", "2")])).await;
        let sent = act(&shop, id, "sent", &["2"]).await;
        send(&shop.cx(), &sent).await.unwrap();
        let came = act(&shop, id, "arrived", &["2"]).await;
        let off = act(&shop, id, "off", &[]).await;
        let (cx, other) = (shop.cashier(), shop.cx());
        let (one, two) = tokio::join!(arrive(&cx, &came), cancel(&other, &off));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    }
    let all = at(&shop, shop.location, rice).await;
    let all = all.plus(at(&shop, there, rice).await).unwrap();
    assert_eq!(all, milli(10_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn called_off_on_the_way_everything_is_back() {
    let shop = Shop::open("transfer-off").await;
    let rice = shop.sells("RICE", "100", "3").await;
    found(&shop, "RICE", "2", "3.33", ("LOT 7", "2199-01-31")).await;
    let there = branch(&shop, "Kilimani").await;
    let before = (layers(&shop, shop.location).await, balances(&shop).await);
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "5")])).await;
    let sent = act(&shop, id, "sent", &["5"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    assert_eq!(under_way(&shop, &[id]).await, 3_666);
    let off = act(&shop, id, "off", &[]).await;
    for _ in 0..2 {
        let done = cancel(&shop.cx(), &off).await.unwrap();
        assert_eq!(done.state, State::Cancelled);
    }
    let after = (layers(&shop, shop.location).await, balances(&shop).await);
    assert_eq!(after, before, "layers and books");
    assert_eq!(at(&shop, shop.location, rice).await, milli(5_000));
    let late = arrive(&shop.cx(), &act(&shop, id, "arrived", &["5"]).await).await;
    assert!(matches!(late, Err(Stop::Refused(_))));
    // Sent once more after that, nobody is told that it is on its way.
    let late = send(&shop.cx(), &sent).await;
    assert!(matches!(late, Err(Stop::Refused(_))), "{late:?}");
    // One that is only asked for moves nothing.
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "5")])).await;
    let off = act(&shop, id, "off", &[]).await;
    cancel(&shop.cx(), &off).await.unwrap();
    assert_eq!(layers(&shop, shop.location).await, before.0);
    let late = send(&shop.cx(), &act(&shop, id, "sent", &["5"]).await).await;
    assert!(matches!(late, Err(Stop::Refused(_))));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_of_goods_under_way_is_what_is_under_way() {
    let shop = Shop::open("transfer-account").await;
    shop.sells("RICE", "100", "9").await;
    shop.sells("BEANS", "100", "9").await;
    let there = branch(&shop, "Kilimani").await;
    let mut all = Vec::new();
    for (rice, beans) in [("1", "2.5"), ("3", "0.25"), ("0.5", "1")] {
        let form = plan(&shop, there, &[("RICE", rice), ("BEANS", beans)]);
        let id = asked(&shop, &form).await;
        let sent = act(&shop, id, "sent", &[rice, beans]).await;
        send(&shop.cx(), &sent).await.unwrap();
        all.push(id);
        assert_eq!(holds(&shop, "1220").await, under_way(&shop, &all).await);
    }
    let came = act(&shop, all[1], "arrived", &["3", "0"]).await;
    arrive(&shop.cx(), &came).await.unwrap();
    assert_eq!(holds(&shop, "1220").await, 3_500 + 1_500);
    assert_eq!(under_way(&shop, &all).await, 5_000);
    let mut tx = shop.look().await;
    let listed = list(&mut tx, State::InTransit, 1).await.unwrap();
    assert_eq!(listed.rows.len(), 2);
    assert_eq!(listed.counts[&State::Completed], 1);
    assert_eq!(listed.rows[0].goods, "Product RICE, Product BEANS");
    drop(tx);
    shop.check().await;
}
