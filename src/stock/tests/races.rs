//! Two at the same instant, about the same batches: neither waits for somebody who waits for her.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::kg;
use crate::businesses::{self, LocationForm};
use crate::platform::files::Incoming;
use crate::stock::adjustments::adjust;
use crate::stock::batches::{BatchForm, correct, sheet};
use crate::stock::transfers;
use crate::stock::{Line, hold_at_first, let_go, lock_for_count};
use crate::tests::support::Shop;
use crate::tests::waiting::until_waiting;

/// A form of goods that were found: a kilogram of each product, of this batch.
fn found(shop: &Shop, skus: &[&str], batch: &str) -> HashMap<String, String> {
    let mut form = HashMap::from([
        ("adjustment_id".to_owned(), Uuid::now_v7().to_string()),
        ("location_id".to_owned(), shop.location.to_string()),
        ("reason".to_owned(), "found".to_owned()),
    ]);
    for (place, sku) in (1..).zip(skus) {
        form.insert(format!("what-l{place}"), (*sku).to_owned());
        form.insert(format!("quantity-l{place}"), "1".to_owned());
        form.insert(format!("cost-l{place}"), "10".to_owned());
        form.insert(format!("batch-l{place}"), batch.to_owned());
    }
    form
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_that_are_found_in_any_order_are_made_in_one() {
    let shop = Shop::open("any-order").await;
    shop.sells("A", "100", "0").await;
    shop.sells("B", "100", "0").await;
    for round in 0..20 {
        let batch = format!("L-{round}");
        let one = found(&shop, &["A", "B"], &batch);
        let other = found(&shop, &["B", "A"], &batch);
        let (a, b) = (shop.cx(), shop.cx());
        let (one, other) = tokio::join!(adjust(&a, &one), adjust(&b, &other));
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    }
    shop.check().await;
}

/// The only batch that there is.
async fn the_batch(shop: &Shop) -> Uuid {
    let mut tx = shop.look().await;
    sqlx::query_scalar("select batch_id from app.batch where business_id = $1")
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

/// The form by which the batch `L` keeps until a day.
fn until(batch_id: Uuid, day: NaiveDate) -> BatchForm {
    BatchForm {
        batch_id: batch_id.to_string(),
        number: "L".to_owned(),
        expires_on: day.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_put_right_while_more_of_it_is_found() {
    let shop = Shop::open("put-right").await;
    shop.sells("A", "100", "0").await;
    let cx = shop.cx();
    adjust(&cx, &found(&shop, &["A"], "L")).await.unwrap();
    let today = shop.look().await.scope().today();
    let batch_id = the_batch(&shop).await;
    for round in 1..20 {
        let form = until(batch_id, today + Days::new(round));
        let more = found(&shop, &["A"], "L");
        let (a, b) = (shop.cx(), shop.cx());
        let (one, other) = tokio::join!(correct(&a, &form), adjust(&b, &more));
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    }
    shop.check().await;
}

/// A second location.
async fn branch(shop: &Shop) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: "Kilimani".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    location_id
}

/// Goods come to a location where none of their product was, and are not booked yet: nobody else sees
/// its level. Whoever puts their batch right at that instant waits, and tells these goods too.
async fn put_right_as_they_come<F>(shop: &Shop, coming: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let day = NaiveDate::from_ymd_opt(2199, 3, 31).unwrap();
    let form = until(the_batch(shop).await, day);
    let mut root = shop.superuser().await;
    // What comes is on the shelf before it gets a number of the journal.
    for held in [
        "begin",
        "select 1 from app.number_series where series = 'journal' for update",
    ] {
        sqlx::query(held).execute(&mut root).await.unwrap();
    }
    let coming = tokio::spawn(coming);
    until_waiting(shop, 1).await;
    let cx = shop.cx();
    let right = tokio::spawn(async move { correct(&cx, &form).await });
    until_waiting(shop, 2).await;
    sqlx::query("commit").execute(&mut root).await.unwrap();
    coming.await.unwrap();
    assert_eq!(right.await.unwrap(), Ok("L".to_owned()));
    let mut tx = shop.look().await;
    let days: Vec<Option<NaiveDate>> = sqlx::query_scalar(
        "select expires_on from app.cost_layer where business_id = $1 and left_milli > 0",
    )
    .bind(tx.business())
    .fetch_all(tx.conn())
    .await
    .unwrap();
    assert_eq!(days, [Some(day); 2]);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_put_right_as_it_is_first_found_at_a_place() {
    let shop = Shop::open("first-found").await;
    shop.sells("A", "100", "0").await;
    let cx = shop.cx();
    adjust(&cx, &found(&shop, &["A"], "L")).await.unwrap();
    let mut more = found(&shop, &["A"], "L");
    more.insert("location_id".to_owned(), branch(&shop).await.to_string());
    put_right_as_they_come(&shop, async move {
        adjust(&cx, &more).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_put_right_as_a_transfer_of_it_first_arrives() {
    let shop = Shop::open("first-arrives").await;
    shop.sells("A", "100", "0").await;
    let cx = shop.cx();
    for _ in 0..2 {
        adjust(&cx, &found(&shop, &["A"], "L")).await.unwrap();
    }
    let mut form = HashMap::from([
        ("transfer_id".to_owned(), Uuid::now_v7().to_string()),
        ("from".to_owned(), shop.location.to_string()),
        ("to".to_owned(), branch(&shop).await.to_string()),
        ("what-l1".to_owned(), "A".to_owned()),
    ]);
    for column in ["quantity", "sent", "arrived"] {
        form.insert(format!("{column}-l1"), "1".to_owned());
    }
    for revision in ["0", "1"] {
        form.insert("revision".to_owned(), revision.to_owned());
        let done = if revision == "0" {
            transfers::make(&cx, &form).await
        } else {
            transfers::send(&cx, &form).await
        };
        done.unwrap();
    }
    form.insert("revision".to_owned(), "2".to_owned());
    put_right_as_they_come(&shop, async move {
        transfers::arrive(&cx, &form).await.unwrap();
    })
    .await;
}

/// Whoever puts many batches right waits for no level that is made meanwhile: whoever has it may wait for
/// one of these batches.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_are_put_right_by_a_file_as_one_is_first_found_at_a_place() {
    let shop = Shop::open("file-first-found").await;
    shop.sells("A", "100", "0").await;
    let b = shop.sells("B", "100", "0").await;
    let cx = shop.cx();
    adjust(&cx, &found(&shop, &["A", "B"], "L")).await.unwrap();
    let there = branch(&shop).await;
    let mut root = shop.superuser().await;
    for held in [
        "begin",
        "select 1 from app.cost_layer y join app.product p using (business_id, product_id)
          where p.sku = 'A' for update of y",
    ] {
        sqlx::query(held).execute(&mut root).await.unwrap();
    }
    let file = "sku,batch,expires_on\nA,L,2199-03-31\nB,L,2199-03-31\n";
    let incoming = Incoming {
        file: file.as_bytes().to_vec(),
        document_id: Uuid::now_v7(),
        dry_run: false,
    };
    let right = tokio::spawn(async move { sheet::bring_in(&cx, &incoming).await });
    until_waiting(&shop, 1).await;
    let mut maker = shop.cx().begin().await.unwrap();
    lock_for_count(&mut maker, there, &[b]).await.unwrap();
    maker.commit().await.unwrap();
    let mut more = found(&shop, &["B"], "L");
    more.insert("location_id".to_owned(), there.to_string());
    let other = shop.cx();
    let coming = tokio::spawn(async move { adjust(&other, &more).await });
    until_waiting(&shop, 2).await;
    sqlx::query("commit").execute(&mut root).await.unwrap();
    assert_eq!(right.await.unwrap().unwrap().changed, 2);
    coming.await.unwrap().unwrap();
    let mut tx = shop.look().await;
    let days: Vec<Option<NaiveDate>> = sqlx::query_scalar(
        "select expires_on from app.cost_layer where business_id = $1 and left_milli > 0",
    )
    .bind(tx.business())
    .fetch_all(tx.conn())
    .await
    .unwrap();
    assert_eq!(days, [NaiveDate::from_ymd_opt(2199, 3, 31); 3]);
    drop(tx);
    shop.check().await;
}

/// Who has locked the levels that there are waits for none that is made meanwhile: whoever made it may be
/// waiting for one of hers.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_level_made_after_the_others_were_locked_is_left_alone() {
    let shop = Shop::open("late-level").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let there = branch(&shop).await;
    let (here, places) = (shop.location, [there, shop.location]);
    let mut first = shop.cx().begin().await.unwrap();
    lock_for_count(&mut first, here, &[rice]).await.unwrap();
    let cx = shop.cx();
    let buyer = tokio::spawn(async move {
        let mut tx = cx.begin().await?;
        let line = Line {
            line_no: 1,
            product_id: rice,
            quantity: kg(2000),
        };
        let held = hold_at_first(&mut tx, &places, &[line]).await?;
        tx.commit().await?;
        Ok::<_, crate::values::Stop>(held)
    });
    until_waiting(&shop, 1).await;
    // The level at the other location is made, and then somebody has it.
    let mut maker = shop.cx().begin().await.unwrap();
    lock_for_count(&mut maker, there, &[rice]).await.unwrap();
    maker.commit().await.unwrap();
    let mut other = shop.cx().begin().await.unwrap();
    lock_for_count(&mut other, there, &[rice]).await.unwrap();
    first.commit().await.unwrap();
    let held = tokio::time::timeout(Duration::from_secs(20), buyer).await;
    let held = held.expect("she waits for a level that she did not see");
    assert_eq!(held.unwrap(), Ok(Ok(here)));
    drop(other);
    let mut last = shop.cx().begin().await.unwrap();
    let given_back = Line {
        line_no: 1,
        product_id: rice,
        quantity: kg(2000),
    };
    let_go(&mut last, here, &[given_back]).await.unwrap();
    last.commit().await.unwrap();
    shop.check().await;
}
