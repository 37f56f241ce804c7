//! A file is whole or nothing, and what goes out comes in again and changes nothing.

use super::*;
use crate::catalog::price_lists::sheet::take_out;

async fn bring(shop: &Shop, list: &str, file: &str, dry_run: bool) -> Result<SetDone, Stop> {
    let set_id = Uuid::now_v7();
    bring_in(&shop.cx(), list, set_id, file.as_bytes(), dry_run).await
}

async fn out(shop: &Shop, list: &str, everything: bool) -> String {
    let mut tx = shop.look().await;
    take_out(&mut tx, list, everything).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_comes_in_again_and_changes_nothing() {
    let shop = Shop::open("price-file").await;
    let rice = shop.sells("RICE", "200", "5").await;
    shop.sells("=SOAP", "50", "5").await;
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    let file = "sku;from_quantity;price\nRICE;;180\nRICE;10;175,50\n=SOAP;;45\n";
    let tried = bring(&shop, &list, file, true).await.unwrap();
    assert_eq!((tried.changed, tried.unchanged), (3, 0));
    assert_eq!(
        pays(&shop, &list, rice, "1").await,
        Some(20_000),
        "only tried"
    );

    let set_id = Uuid::now_v7();
    let (one, two) = tokio::join!(
        bring_in(&cx, &list, set_id, file.as_bytes(), false),
        bring_in(&cx, &list, set_id, file.as_bytes(), false)
    );
    assert_eq!(one.unwrap().changed + two.unwrap().changed, 3);
    assert_eq!(pays(&shop, &list, rice, "12").await, Some(17_550));
    let other = bring_in(&cx, &list, set_id, b"sku,price\nRICE,1\n", false).await;
    assert_eq!(keys(other), ["refused-price-set-other"]);

    let file = out(&shop, &list, false).await;
    assert!(
        file.contains("RICE,,10,175.50") && file.contains("'=SOAP"),
        "{file}"
    );
    let again = bring(&shop, &list, &file, false).await.unwrap();
    assert_eq!((again.changed, again.unchanged), (0, 3));
    // An empty price ends it; the file to be filled in has the goods without one as well.
    bring(&shop, &list, "sku,price\nRICE,\n", false)
        .await
        .unwrap();
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(20_000));
    bring(&shop, &list, "sku,from_quantity,price\nRICE,10,\n", false)
        .await
        .unwrap();
    assert!(!out(&shop, &list, false).await.contains("RICE"));
    assert!(out(&shop, &list, true).await.contains("RICE,,0,"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_told_with_its_line_and_nothing_is_set() {
    let shop = Shop::open("price-bad").await;
    let rice = shop.sells("RICE", "200", "5").await;
    let gone = shop.sells("GONE", "50", "5").await;
    crate::catalog::retire_product::retire(&shop.cx(), gone)
        .await
        .unwrap();
    let list = add(&shop.cx(), "Wholesale").await.unwrap();
    let file = "sku,pack,from_quantity,price\n\
        RICE,,,180\n\
        NOBODY,,,5\n\
        RICE,Carton,,900\n\
        RICE,,some,cheap\n\
        ,,,5\n\
        RICE,,0,170\n\
        GONE,,,5\n\
        RICE,,\n";
    let Err(Stop::Refused(refusals)) = bring(&shop, &list, file, false).await else {
        panic!("a bad file went in");
    };
    let told: Vec<(String, String)> = refusals
        .into_iter()
        .map(|one| {
            let row = one.args.iter().find(|(name, _)| name == "row").unwrap();
            (row.1.clone(), one.key)
        })
        .collect();
    let expected = [
        ("3", "refused-sheet-sku-unknown"),
        ("4", "refused-price-pack-unknown"),
        ("5", "refused-not-an-amount"),
        ("5", "refused-not-a-quantity"),
        ("6", "refused-sku-needed"),
        ("7", "refused-sheet-twice"),
        ("8", "refused-retired"),
        ("9", "refused-import-cells"),
    ];
    let expected = expected.map(|(row, key)| (row.to_owned(), key.to_owned()));
    assert_eq!(told, expected);
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(20_000));
    let wrong = bring(&shop, &list, "sku,cost\nRICE,1\n", false).await;
    let wrong = keys(wrong);
    assert_eq!(
        wrong,
        [
            "refused-import-column-unknown",
            "refused-import-column-missing"
        ]
    );
    shop.check().await;
}
