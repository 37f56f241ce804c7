//! Two at the same instant, about the same batches: neither waits for somebody who waits for her.

use std::collections::HashMap;
use std::time::Duration;

use chrono::Days;
use uuid::Uuid;

use super::kg;
use crate::businesses::{self, LocationForm};
use crate::stock::adjustments::adjust;
use crate::stock::batches::{BatchForm, correct};
use crate::stock::{Line, hold_at_first, let_go, lock_for_count};
use crate::tests::support::Shop;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_put_right_while_more_of_it_is_found() {
    let shop = Shop::open("put-right").await;
    shop.sells("A", "100", "0").await;
    let cx = shop.cx();
    adjust(&cx, &found(&shop, &["A"], "L")).await.unwrap();
    let mut tx = shop.look().await;
    let today = tx.scope().today();
    let batch_id: Uuid =
        sqlx::query_scalar("select batch_id from app.batch where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    drop(tx);
    for round in 1..20 {
        let form = BatchForm {
            batch_id: batch_id.to_string(),
            number: "L".to_owned(),
            expires_on: (today + Days::new(round)).to_string(),
        };
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

/// Until somebody waits for a lock.
async fn until_one_waits(shop: &Shop) {
    let mut root = shop.superuser().await;
    for _ in 0..500 {
        let waiting: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock'",
        )
        .fetch_one(&mut root)
        .await
        .unwrap();
        if waiting > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
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
    until_one_waits(&shop).await;
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
