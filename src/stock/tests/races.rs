//! Two at the same instant, about the same batches: neither waits for somebody who waits for her.

use std::collections::HashMap;

use chrono::Days;
use uuid::Uuid;

use crate::stock::adjustments::adjust;
use crate::stock::batches::{BatchForm, correct};
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
