//! The trail against the database.
#![allow(clippy::unwrap_used)]

use serde_json::json;
use uuid::Uuid;

use super::{record, trail};
use crate::tests::support::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn an_act_is_told_with_who_did_it_and_proves_its_details() {
    let shop = Shop::open("audit-trail").await;
    let thing = Uuid::now_v7();
    let cx = shop.cx();
    let mut tx = cx.begin().await.unwrap();
    let details = json!({"zebra": 1, "a": {"later": true, "b": null}, "name": "Unga \"2 kg\""});
    record(&mut tx, "thing.keep", "thing", Some(thing), details.clone())
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let mut tx = cx.read().await.unwrap();
    let told = trail(&mut tx, "thing", thing).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].act.as_str(), told[0].actor_kind.as_str()),
        ("thing.keep", "member")
    );
    assert!(told[0].who.is_some());
    assert_eq!(told[0].details, details);
    assert!(told[0].intact);
    assert!(
        trail(&mut tx, "thing", Uuid::now_v7())
            .await
            .unwrap()
            .is_empty()
    );
}
