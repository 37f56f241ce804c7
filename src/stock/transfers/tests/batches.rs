//! Transfers of batches: which goes, and until when it keeps when it is there.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{act, asked, at, branch, found, milli, now, plan, under_way, with};
use crate::stock::batches::{BatchForm, correct};
use crate::stock::store::find;
use crate::stock::transfers::{arrive, cancel, send, store};
use crate::tests::support::Shop;
use crate::values::Stop;

/// Until when what is on shelves keeps: location and day, by day.
async fn days(shop: &Shop) -> Vec<(Uuid, Option<NaiveDate>)> {
    let mut tx = shop.look().await;
    sqlx::query_as(
        "select location_id, expires_on from app.cost_layer
          where business_id = $1 and left_milli > 0 order by expires_on, location_id = $2",
    )
    .bind(tx.business())
    .bind(shop.location)
    .fetch_all(tx.conn())
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_put_right_on_the_way_arrives_right() {
    let shop = Shop::open("transfer-right").await;
    shop.sells("RICE", "100", "0").await;
    found(&shop, "RICE", "4", "20", ("LOT 7", "2199-01-31")).await;
    let there = branch(&shop, "Kilimani").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = asked(&shop, &plan(&shop, there, &[("RICE", "2")])).await;
        let sent = act(&shop, id, "sent", &["2"]).await;
        send(&shop.cx(), &sent).await.unwrap();
        ids.push(id);
    }
    let mut tx = shop.look().await;
    let parts = store::parts(&mut tx, ids[0]).await.unwrap();
    drop(tx);
    let form = |day: &str| BatchForm {
        batch_id: parts[0].batch_id.unwrap().to_string(),
        number: "LOT 7".to_owned(),
        expires_on: day.to_owned(),
    };
    correct(&shop.cx(), &form("2199-03-31")).await.unwrap();
    let came = act(&shop, ids[0], "arrived", &["2"]).await;
    arrive(&shop.cx(), &came).await.unwrap();
    let day = NaiveDate::from_ymd_opt(2199, 3, 31);
    assert_eq!(days(&shop).await, [(there, day)]);
    // What comes back keeps as long, and a batch may turn out to keep for ever.
    correct(&shop.cx(), &form("")).await.unwrap();
    let off = act(&shop, ids[1], "off", &[]).await;
    cancel(&shop.cx(), &off).await.unwrap();
    assert_eq!(days(&shop).await, [(there, None), (shop.location, None)]);
    shop.check().await;
}

/// What has expired is not sent to be sold: only where somebody names its batch.
#[tokio::test(flavor = "multi_thread")]
async fn what_spoils_first_goes_first_and_a_named_batch_goes_alone() {
    let shop = Shop::open("transfer-batch").await;
    let rice = shop.sells("RICE", "100", "2").await;
    found(&shop, "RICE", "2", "20", ("SOON", "2199-01-31")).await;
    found(&shop, "RICE", "2", "30", ("OLD", "2198-01-31")).await;
    let there = branch(&shop, "Kilimani").await;
    let mut root = shop.superuser().await;
    for table in ["batch", "cost_layer"] {
        let old = format!(
            "update app.{table} set expires_on = current_date - 2 {}
              where expires_on = '2198-01-31'",
            if table == "batch" {
                ", received_on = current_date - 9"
            } else {
                ""
            }
        );
        sqlx::query(sqlx::AssertSqlSafe(old))
            .execute(&mut root)
            .await
            .unwrap();
    }
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "3"), ("RICE", "1")])).await;
    let form = with(
        plan(&shop, there, &[("RICE", "3"), ("RICE", "1")]),
        "batch-l2",
        "OLD",
    );
    let named = asked(&shop, &form).await;
    // 2 of SOON and one of the others; 1 of OLD, because it is named.
    let sent = act(&shop, named, "sent", &["3", "1"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    assert_eq!(under_way(&shop, &[named]).await, 4_000 + 1_000 + 3_000);
    // Of what keeps one is left: the rest has expired.
    let sent = act(&shop, id, "sent", &["2", "0"]).await;
    let Err(Stop::Refused(all)) = send(&shop.cx(), &sent).await else {
        panic!("expired goods were sent");
    };
    assert_eq!(all[0].field.as_deref(), Some("sent-l1"));
    assert_eq!(all[0].args[1], ("left".to_owned(), "1".to_owned()));
    assert_eq!(at(&shop, shop.location, rice).await, milli(2_000));
    // Of a named batch it is said what is there of that.
    let form = plan(&shop, there, &[("RICE", "2")]);
    let id = asked(&shop, &with(form, "batch-l1", "OLD")).await;
    let sent = act(&shop, id, "sent", &["2"]).await;
    let Err(Stop::Refused(all)) = send(&shop.cx(), &sent).await else {
        panic!("more was sent of a batch than there is");
    };
    let told = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        all[0].args,
        [told("name", "Product RICE (OLD)"), told("left", "1")]
    );
    let mut tx = shop.look().await;
    let (_, lines) = now(&shop, id).await;
    let batch = lines[0].batch_id.unwrap();
    let left = find::of_batches(&mut tx, shop.location, &[batch]).await;
    assert_eq!(left.unwrap(), HashMap::from([(batch, milli(1_000))]));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_batches_the_one_that_is_short_is_named_with_what_is_there_of_it() {
    let shop = Shop::open("transfer-two").await;
    let rice = shop.sells("RICE", "100", "0").await;
    found(&shop, "RICE", "1", "20", ("SOON", "2199-01-31")).await;
    found(&shop, "RICE", "3", "20", ("LATE", "2199-03-31")).await;
    let there = branch(&shop, "Kilimani").await;
    let form = plan(&shop, there, &[("RICE", "2"), ("RICE", "3")]);
    let form = with(with(form, "batch-l1", "SOON"), "batch-l2", "LATE");
    let id = asked(&shop, &form).await;
    let sent = act(&shop, id, "sent", &["2", "3"]).await;
    let Err(Stop::Refused(all)) = send(&shop.cx(), &sent).await else {
        panic!("more was sent of a batch than there is");
    };
    let told = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].field.as_deref(), Some("sent-l1"));
    assert_eq!(
        all[0].args,
        [told("name", "Product RICE (SOON)"), told("left", "1")]
    );
    let sent = act(&shop, id, "sent", &["1", "3"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    assert_eq!(at(&shop, shop.location, rice).await, milli(0));
    shop.check().await;
}
