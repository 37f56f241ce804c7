//! What expires, against a real PostgreSQL, and batches that are put right.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::payments::Tender;
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::sales::cart::Discount;
use crate::sales::{AskLine, AskTender, SellAsk, sell};
use crate::staff;
use crate::stock::levels::alerts;
use crate::stock::movements;
use crate::tests::browser::{member, serving};
use crate::tests::goods::Lot;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

/// In so many days.
async fn ahead(shop: &Shop, days: u64) -> NaiveDate {
    let today = shop.look().await.scope().today();
    today.checked_add_days(Days::new(days)).unwrap()
}

/// Brings 4 kg of a batch, worth 40.00; the batch.
async fn bring(shop: &Shop, product_id: Uuid, number: &str, last: Option<NaiveDate>) -> Uuid {
    let lot = Lot {
        milli: 4000,
        minor: 4000,
        batch: Some(number),
        last,
    };
    shop.brings(product_id, lot).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_brought_a_batch_is_said_to_those_who_see_purchases() {
    let shop = Shop::open("expiry-whose").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let supplier = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: "Maziwa Ltd".to_owned(),
        ..SupplierForm::default()
    };
    let supplier = suppliers::keep(&shop.cx(), &supplier).await.unwrap();
    let supplier_id = supplier.supplier_id;
    let soon = ahead(&shop, 5).await;
    let batch_id = bring(&shop, milk, "L1", Some(soon)).await;
    let mut connection = shop.superuser().await;
    sqlx::query("update app.batch set supplier_id = $2 where batch_id = $1")
        .bind(batch_id)
        .bind(supplier_id)
        .execute(&mut connection)
        .await
        .unwrap();
    let whose = Some((supplier_id, "Maziwa Ltd".to_owned()));
    assert_eq!(listed(&shop, Span::Week).await.rows[0].supplier, whose);
    let mut tx = shop.look().await;
    let found = batch_of(&mut tx, batch_id).await.unwrap().unwrap();
    assert_eq!(found.supplier, whose);
    let file = download::written(&mut tx, Span::Week, None).await.unwrap();
    assert!(file.contains(",kg,Maziwa Ltd,40.00"), "{file}");
    drop(tx);
    let mut tx = shop.cashier().read().await.unwrap();
    let file = download::written(&mut tx, Span::Week, None).await.unwrap();
    assert!(file.contains(",L1,") && !file.contains("Maziwa"), "{file}");
    drop(tx);
    shop.check().await;
}

fn form(batch_id: Uuid, number: &str, last: Option<NaiveDate>) -> BatchForm {
    BatchForm {
        batch_id: batch_id.to_string(),
        number: number.to_owned(),
        expires_on: last.map(|day| day.to_string()).unwrap_or_default(),
    }
}

async fn listed(shop: &Shop, span: Span) -> Listed {
    let mut tx = shop.look().await;
    list(&mut tx, span, None, 1).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_spoils_first_stands_first_and_what_has_is_apart() {
    let shop = Shop::open("expiry").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let (soon, later) = (ahead(&shop, 5).await, ahead(&shop, 60).await);
    bring(&shop, milk, "L2", Some(later)).await;
    bring(&shop, milk, "L1", Some(soon)).await;
    let old = bring(&shop, milk, "L0", Some(soon)).await;
    let today = ahead(&shop, 0).await;
    shop.spoils(old, today.pred_opt().unwrap()).await;
    let week = listed(&shop, Span::Week).await;
    assert_eq!(week.rows.len(), 1);
    assert_eq!(week.rows[0].expires_on, soon);
    assert!(week.rows[0].is_first_to_sell(today));
    assert_eq!(
        (week.rows[0].left, week.value),
        (kg(4000), Money::from_minor(4000))
    );
    let quarter = listed(&shop, Span::Quarter).await;
    let numbers: Vec<_> = quarter
        .rows
        .iter()
        .map(|row| row.batch.clone().unwrap().1)
        .collect();
    assert_eq!(numbers, ["L1", "L2"]);
    assert!(
        !quarter.rows[1].is_first_to_sell(today),
        "nothing keeps longer"
    );
    let expired = listed(&shop, Span::Expired).await;
    assert_eq!(expired.rows[0].batch.clone().unwrap().0, old);
    assert!(!expired.rows[0].is_first_to_sell(today));
    let mut tx = shop.look().await;
    let now = alerts(&mut tx).await.unwrap();
    assert_eq!((now.expiring_30, now.expired), (1, 1));
    // The same as a file; who may not know does not read what goods cost.
    let file = download::written(&mut tx, Span::Quarter, None)
        .await
        .unwrap();
    let rows: Vec<&str> = file.lines().collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].ends_with(",unit,supplier,value"), "{file}");
    let first = format!("MILK,Product MILK,L1,{soon},Main,4,kg,,40.00");
    assert_eq!(rows[1], first);
    let elsewhere = Some(Uuid::now_v7());
    let nothing = download::written(&mut tx, Span::Quarter, elsewhere).await;
    assert_eq!(nothing.unwrap().lines().count(), 1);
    drop(tx);
    let mut tx = shop.cashier().read().await.unwrap();
    let file = download::written(&mut tx, Span::Expired, None)
        .await
        .unwrap();
    assert!(file.contains(",L0,") && !file.contains("40.00"), "{file}");
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_put_right_with_the_goods_of_it() {
    let shop = Shop::open("batch").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let (soon, later) = (ahead(&shop, 5).await, ahead(&shop, 60).await);
    let batch_id = bring(&shop, milk, "L1", Some(soon)).await;
    bring(&shop, milk, "L2", Some(later)).await;
    let right = form(batch_id, " L 1 ", Some(later));
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(correct(&cx, &right), correct(&other, &right));
    assert_eq!((one, two), (Ok("L 1".to_owned()), Ok("L 1".to_owned())));
    assert!(listed(&shop, Span::Week).await.rows.is_empty());
    assert_eq!(listed(&shop, Span::Quarter).await.rows.len(), 2);
    let mut tx = shop.look().await;
    let told = crate::audit::trail(&mut tx, "batch", batch_id)
        .await
        .unwrap();
    assert_eq!(told.len(), 1, "once, though it was asked twice");
    drop(tx);
    // It keeps: then it is in no list.
    correct(&shop.cx(), &form(batch_id, "L 1", None))
        .await
        .unwrap();
    assert_eq!(listed(&shop, Span::Quarter).await.rows.len(), 1);
    let mut tx = shop.look().await;
    let kept = batch_of(&mut tx, batch_id).await.unwrap().unwrap();
    assert_eq!((kept.number.as_str(), kept.expires_on), ("L 1", None));
    assert_eq!(parts_of(&mut tx, batch_id).await.unwrap()[0].left, kg(4000));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_not_made_wrong() {
    let shop = Shop::open("batch-refused").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let soon = ahead(&shop, 5).await;
    let batch_id = bring(&shop, milk, "L1", Some(soon)).await;
    bring(&shop, milk, "L2", Some(soon)).await;
    let before = ahead(&shop, 0).await.pred_opt();
    let refused = |outcome: Result<String, Stop>| match outcome {
        Err(Stop::Refused(refusals)) => refusals[0].key.clone(),
        other => panic!("{other:?}"),
    };
    let early = correct(&shop.cx(), &form(batch_id, "L1", before)).await;
    assert_eq!(refused(early), "refused-batch-before-it-came");
    let taken = correct(&shop.cx(), &form(batch_id, "L2", Some(soon))).await;
    assert_eq!(refused(taken), "refused-batch-number-taken");
    let nameless = correct(&shop.cx(), &form(batch_id, " ", Some(soon))).await;
    assert_eq!(refused(nameless), "refused-batch-number");
    let good = form(batch_id, "L3", None);
    assert_eq!(correct(&shop.cashier(), &good).await, Err(Stop::Forbidden));
    let neighbour = shop.neighbour("batch-neighbour").await;
    assert_eq!(correct(&neighbour.cx(), &good).await, Err(Stop::NotFound));
    let mut tx = neighbour.look().await;
    assert_eq!(batch_of(&mut tx, batch_id).await, Ok(None));
    drop(tx);
    let mut tx = shop.look().await;
    let kept = batch_of(&mut tx, batch_id).await.unwrap().unwrap();
    assert_eq!((kept.number.as_str(), kept.expires_on), ("L1", Some(soon)));
    drop(tx);
    shop.check().await;
}

/// Sells a kilo of a batch at 50.00; the sale.
async fn sell_of(shop: &Shop, product_id: Uuid, batch_id: Uuid) -> Uuid {
    let line = AskLine {
        line_no: 1,
        product_id,
        pack_id: None,
        quantity: kg(1000),
        unit_price: Money::from_minor(5000),
        discount: Discount::NONE,
        batch_id: Some(batch_id),
        weighed: None,
        quick: None,
        note: String::new(),
    };
    let cash = AskTender {
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: Money::from_minor(5000),
        reference: String::new(),
        handed: None,
    };
    let ask = SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines: vec![line],
        tenders: vec![cash],
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        discount: Discount::NONE,
        tip: Money::ZERO,
        approved_by: None,
    };
    sell(&shop.cx(), &ask).await.unwrap().sale_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_followed_to_the_documents_that_took_of_it() {
    let shop = Shop::open("followed").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let soon = ahead(&shop, 5).await;
    let first = bring(&shop, milk, "L1", Some(soon)).await;
    let second = bring(&shop, milk, "L2", Some(soon)).await;
    let sale = sell_of(&shop, milk, second).await;
    let mut tx = shop.look().await;
    for (batch, quantities) in [(first, vec![4000]), (second, vec![-1000, 4000])] {
        let filter = movements::Filter {
            batch: Some(batch),
            ..movements::Filter::default()
        };
        let log = movements::list(&mut tx, &filter, 50).await.unwrap();
        let moved: Vec<i64> = log.rows.iter().map(|row| row.quantity.milli()).collect();
        assert_eq!(moved, quantities);
        let took = log.rows.iter().any(|row| row.document.id == sale);
        assert_eq!(took, batch == second);
    }
    drop(tx);
    let neighbour = shop.neighbour("follower").await;
    let mut tx = neighbour.look().await;
    let hers = movements::Filter {
        batch: Some(second),
        ..movements::Filter::default()
    };
    let log = movements::list(&mut tx, &hers, 50).await.unwrap();
    assert!(log.rows.is_empty());
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_batch_names_what_took_of_it() {
    let shop = Shop::open("batch-page").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let soon = ahead(&shop, 5).await;
    let batch = bring(&shop, milk, "L1", Some(soon)).await;
    let sale = sell_of(&shop, milk, batch).await;
    let owner = member(&serving(&shop), &shop, staff::Role::Owner).await;
    let path = format!("/b/batch-page/stock/batches/{batch}");
    let page = owner.get(&path).await;
    assert!(page.body.contains(&sale.to_string()), "{}", page.body);
    let path = format!("/b/batch-page/stock/movements?batch={batch}");
    let log = owner.get(&path).await;
    assert!(log.body.contains(&sale.to_string()), "{}", log.body);
    assert!(log.body.contains("L1"), "{}", log.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_batch_to_take_is_what_expires_first_of_what_has_not() {
    let shop = Shop::open("first-batch").await;
    let milk = shop.sells("MILK", "50", "0").await;
    let (soon, later) = (ahead(&shop, 5).await, ahead(&shop, 60).await);
    bring(&shop, milk, "L2", Some(later)).await;
    bring(&shop, milk, "L1", Some(soon)).await;
    let old = bring(&shop, milk, "L0", Some(soon)).await;
    let today = ahead(&shop, 0).await;
    shop.spoils(old, today.pred_opt().unwrap()).await;
    let mut tx = shop.look().await;
    let firsts = first_batches(&mut tx, shop.location, &[milk]).await;
    assert_eq!(firsts.unwrap().get(&milk).map(String::as_str), Some("L1"));
    let elsewhere = first_batches(&mut tx, Uuid::now_v7(), &[milk]).await;
    assert!(elsewhere.unwrap().is_empty());
    drop(tx);
    // Whoever packs an order reads it on the order's page.
    let browser = shop.cart_of(milk, "1").await;
    let form = shop.checkout(&browser).await;
    let placed = crate::orders::place(&shop.customer(), &browser, &form).await;
    let order_id = placed.unwrap().order_id;
    let owner = member(&serving(&shop), &shop, staff::Role::Owner).await;
    let page = owner
        .get(&format!("/b/first-batch/orders/{order_id}"))
        .await;
    assert!(page.body.contains("Batch L1"), "{}", page.body);
}
