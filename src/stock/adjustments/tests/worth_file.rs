//! What goods are worth goes out and comes in as a file.

use uuid::Uuid;

use super::{balances, moved};
use crate::platform::files::{Incoming, Outcome};
use crate::stock::adjustments::worth_sheet::{bring_in, take_out};
use crate::tests::support::Shop;

async fn sent(shop: &Shop, file: &str, dry_run: bool) -> Outcome {
    let incoming = Incoming {
        file: file.as_bytes().to_vec(),
        document_id: Uuid::now_v7(),
        dry_run,
    };
    bring_in(&shop.cx(), &incoming).await.unwrap()
}

async fn taken(shop: &Shop) -> String {
    let mut tx = shop.look().await;
    take_out(&mut tx).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_worth_what_a_file_says_once() {
    let shop = Shop::open("worth-file").await;
    shop.sells("RICE", "100", "3").await;
    shop.sells("BEANS", "100", "1.5").await;
    shop.sells("EMPTY", "100", "0").await;
    let before = balances(&shop).await;
    let first = taken(&shop).await;
    assert!(
        first.contains(",RICE,Product RICE,3,10.00,30.00,\r\n"),
        "{first}"
    );
    assert!(!first.contains("EMPTY"), "{first}");
    let same = sent(&shop, &first, false).await;
    assert_eq!((same.changed, same.unchanged, same.bad.len()), (0, 2, 0));
    // 3 at 7.33, 1.5 at 12.25; what is on hand stays.
    let other = first
        .replace(",3,10.00,", ",3,7.33,")
        .replace(",1.5,10.00,", ",1.5,12.25,");
    let tried = sent(&shop, &other, true).await;
    assert_eq!((tried.changed, tried.bad.len()), (2, 0), "{tried:?}");
    assert_eq!(taken(&shop).await, first);
    let done = sent(&shop, &other, false).await;
    assert_eq!((done.changed, done.bad.len()), (2, 0), "{done:?}");
    assert_eq!(moved(&shop, &before, "1210").await, -801 + 338);
    assert_eq!(moved(&shop, &before, "5150").await, 801 - 338);
    let again = sent(&shop, &other, false).await;
    assert_eq!((again.changed, again.unchanged, again.bad.len()), (0, 2, 0));
    assert_eq!(moved(&shop, &before, "1210").await, -801 + 338);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_its_own_columns_values_one_product_at_one_location() {
    let shop = Shop::open("worth-cents").await;
    shop.sells("RICE", "100", "3").await;
    let mut tx = shop.look().await;
    let places = crate::businesses::locations(&mut tx).await.unwrap();
    let home = places[0].name.clone();
    drop(tx);
    let file = format!("location,sku,cost,note\n{home},rice,0.005,\n");
    let refused = sent(&shop, &file, false).await;
    assert_eq!(refused.bad[0].1[0].key, "refused-not-an-amount");
    let file = format!("location,sku,cost,note\n{home},rice,3.33,=cheaper\n");
    assert_eq!(sent(&shop, &file, false).await.changed, 1);
    let now = taken(&shop).await;
    assert!(now.contains(",3,3.33,9.99,\r\n"), "{now}");
    assert_eq!(sent(&shop, &now, false).await.unchanged, 1);
    assert_eq!(taken(&shop).await, now);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sku_in_other_letters_is_another_product() {
    let shop = Shop::open("worth-letters").await;
    shop.sells("soda", "100", "3").await;
    shop.sells("SODA", "100", "2").await;
    let first = taken(&shop).await;
    let same = sent(&shop, &first, false).await;
    assert_eq!((same.unchanged, same.bad.len()), (2, 0), "{same:?}");
    let other = first.replace(",2,10.00,", ",2,12.00,");
    let done = sent(&shop, &other, false).await;
    assert_eq!((done.changed, done.unchanged), (1, 1), "{done:?}");
    let now = taken(&shop).await;
    assert!(
        now.contains(",SODA,Product SODA,2,12.00,24.00,\r\n"),
        "{now}"
    );
    assert!(
        now.contains(",soda,Product soda,3,10.00,30.00,\r\n"),
        "{now}"
    );
    shop.check().await;
}
