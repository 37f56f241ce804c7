//! What a till is told of goods that expire: until which day they may be sold, and each change of that.

use chrono::{Days, NaiveDate};

use super::*;
use crate::stock::batches::{BatchForm, correct};
use crate::tests::goods::Lot;

/// Brings so much of a batch; the batch.
async fn bring(shop: &Shop, product_id: Uuid, number: &str, last: NaiveDate, milli: i64) -> Uuid {
    let lot = Lot {
        milli,
        minor: milli,
        batch: Some(number),
        last: Some(last),
    };
    shop.brings(product_id, lot).await.unwrap()
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
    shop.spoils(first, yesterday - Days::new(40)).await;
    shop.spoils(other, yesterday).await;
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
