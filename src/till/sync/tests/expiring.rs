//! What a till is told of goods that expire: until which day they may be sold, and each change of that.

use chrono::{Days, NaiveDate};

use super::*;
use crate::ledger::{self, Draft, Role};
use crate::stock::batches::{BatchForm, correct};
use crate::stock::{Arrival, Arriving, Kind, Source, batch, bring_in};
use crate::values::Money;

/// Brings so much of a batch; the batch.
async fn bring(shop: &Shop, product_id: Uuid, number: &str, last: NaiveDate, milli: i64) -> Uuid {
    let mut tx = shop.cx().begin().await.unwrap();
    let made = batch(&mut tx, product_id, number, Some(last), None).await;
    let batch_id = made.unwrap();
    let source = Source {
        kind: "receipt",
        id: Uuid::now_v7(),
    };
    let arrival = Arrival {
        kind: Kind::Receipt,
        source,
        location_id: shop.location,
    };
    let line = Arriving {
        line_no: 1,
        product_id,
        quantity: Quantity::from_milli(milli),
        value: Money::from_minor(milli),
        batch_id: Some(batch_id),
        expires_on: Some(last),
        received_at: None,
        origin_id: None,
    };
    let value = bring_in(&mut tx, &arrival, &[line]).await.unwrap();
    let draft = Draft {
        source_kind: source.kind,
        source_id: source.id,
        purpose: "test",
        occurred_at: tx.scope().now,
        location_id: Some(shop.location),
        lines: vec![
            (Role::Inventory, value),
            (Role::StockAdjustment, value.negated().unwrap()),
        ],
    };
    ledger::post(&mut tx, draft).await.unwrap();
    tx.commit().await.unwrap();
    batch_id
}

/// Lets a batch grow old, as time would.
async fn spoil(shop: &Shop, batch_id: Uuid, last: NaiveDate) {
    let mut connection = shop.superuser().await;
    for old in [
        "update app.batch set expires_on = $2::date, received_on = $2::date - 30 where batch_id = $1",
        "update app.cost_layer set expires_on = $2::date where batch_id = $1",
    ] {
        let grown = sqlx::query(old).bind(batch_id).bind(last);
        let grown = grown.execute(&mut connection).await.unwrap();
        assert_eq!(grown.rows_affected(), 1, "{old}");
    }
}

/// What the one product's shelf holds until when.
fn ends(page: &Catalogue) -> Vec<(NaiveDate, i64)> {
    assert_eq!(page.stock.len(), 1, "{page:?}");
    page.stock[0].ends.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expires_is_told_with_its_day_and_so_is_each_change_of_it() {
    let counter = Counter::open("pull-expiring").await;
    let shop = &counter.shop;
    let milk = shop.sells("MILK", "50", "2").await;
    let today = shop.look().await.scope().today();
    let ahead = |days: u64| today + Days::new(days);
    assert!(ends(&counter.ask("").await).is_empty());
    bring(shop, milk, "L2", ahead(9), 3_000).await;
    let first = bring(shop, milk, "L1", ahead(5), 4_000).await;
    let other = bring(shop, milk, "L0", ahead(5), 1_000).await;
    let page = counter.ask("").await;
    assert_eq!(page.stock[0].on_hand_milli, 10_000);
    assert_eq!(ends(&page), [(ahead(5), 5_000), (ahead(9), 3_000)]);

    let known = counter.known().await;
    let sale = counter.sale(1, vec![line(1, milk, 1_500, 5_000)], 7_500);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let page = counter.ask(&known).await;
    assert_eq!(ends(&page), [(ahead(5), 3_500), (ahead(9), 3_000)]);

    // A batch that is put right moves nothing, and is told all the same.
    let known = counter.known().await;
    let form = BatchForm {
        batch_id: first.to_string(),
        number: "L1".to_owned(),
        expires_on: ahead(1).to_string(),
    };
    correct(&shop.cx(), &form).await.unwrap();
    let all = [(ahead(1), 2_500), (ahead(5), 1_000), (ahead(9), 3_000)];
    assert_eq!(ends(&counter.ask(&known).await), all);

    // All that has expired is one, whenever it has.
    let known = counter.known().await;
    let yesterday = today.pred_opt().unwrap();
    spoil(shop, first, yesterday - Days::new(40)).await;
    spoil(shop, other, yesterday).await;
    let all = [(yesterday, 3_500), (ahead(9), 3_000)];
    assert_eq!(ends(&counter.ask(&known).await), all);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_first_days_of_many_are_told() {
    let counter = Counter::open("pull-many-days").await;
    let shop = &counter.shop;
    let milk = shop.sells("MILK", "50", "2").await;
    let today = shop.look().await.scope().today();
    for days in (20..30).rev() {
        let number = format!("L{days}");
        bring(shop, milk, &number, today + Days::new(days), 1_000).await;
    }
    let told = ends(&counter.ask("").await);
    let first = (20..28).map(|days| (today + Days::new(days), 1_000));
    assert_eq!(told, first.collect::<Vec<_>>());
}
