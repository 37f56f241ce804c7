//! A SKU in a file means the same product whatever the file is: the one to the letter, else the one that
//! differs by small and capital letters only, else nobody's.

use uuid::Uuid;

use super::support::Shop;
use crate::catalog::import::{ImportReport, import};
use crate::catalog::packs::bring_packs;
use crate::catalog::price_lists;
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::stock::counts::{self, FileOfCounts, TakeForm};
use crate::stock::levels;
use crate::values::Stop;

/// A shop that sells rice, and two kinds of salt that differ in nothing but letters.
async fn pantry(slug: &str) -> Shop {
    let shop = Shop::open(slug).await;
    for sku in ["RICE", "SALT", "Salt"] {
        shop.sells(sku, "50", "8").await;
    }
    shop
}

/// The rows of a report that were refused: the line and the first reason.
fn bad(report: &ImportReport) -> Vec<(u64, &str)> {
    let bad = report.bad.iter();
    bad.filter_map(|(line, refusals)| Some((*line, refusals.first()?.key.as_str())))
        .collect()
}

fn keys<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|one| one.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_products_makes_no_second_one_in_other_letters() {
    let shop = pantry("spelling-products").await;
    let cx = shop.cx();
    let run = async |file: &str| {
        import(&cx, Uuid::now_v7(), file.as_bytes(), false)
            .await
            .unwrap()
    };
    let file = "sku,name,price\nrice,Rice,55\nSalt,Coarse salt,20\n";
    let first = run(file).await;
    assert!(first.bad.is_empty(), "{:?}", first.bad);
    assert_eq!((first.added, first.changed), (0, 2));
    let again = run(file).await;
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 2));
    // It is called as it was.
    let own = run("sku,name,price\nRICE,Rice,55\n").await;
    assert_eq!((own.added, own.unchanged), (0, 1));
    let wrong =
        "sku,name,price\nsalt,Salt,20\nnew-1,New,5\nNEW-1,New,6\nRICE,Rice,1\nRice,Rice,2\n";
    let refused = run(wrong).await;
    assert_eq!(
        bad(&refused),
        [
            (2, "refused-sheet-sku-several"),
            (4, "refused-import-sku-twice"),
            (6, "refused-import-sku-twice")
        ]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn packs_prices_and_points_mean_the_same() {
    let shop = pantry("spelling-files").await;
    let cx = shop.cx();
    for (sku, added) in [("rice", 1), ("RICE", 0)] {
        let file = format!("sku,pack,holds\n{sku},Bag,25\n");
        let report = bring_packs(&cx, file.as_bytes(), false).await.unwrap();
        assert!(report.bad.is_empty(), "{:?}", report.bad);
        assert_eq!((report.added, report.added + report.unchanged), (added, 1));
    }
    let report = bring_packs(&cx, b"sku,pack,holds\nsalt,Bag,25\n", false).await;
    let report = report.unwrap();
    assert_eq!(bad(&report), [(2, "refused-sheet-sku-several")]);

    let set = Uuid::now_v7;
    let list = price_lists::add(&cx, "Wholesale").await.unwrap();
    let file = b"sku,price\nrice,60\nSALT,20\nSalt,21\n";
    let done = price_lists::bring_in(&cx, &list, set(), file, false).await;
    assert_eq!(done.unwrap().changed, 3);
    let file = b"sku,price\nsalt,20\n";
    let done = price_lists::bring_in(&cx, &list, set(), file, false).await;
    assert_eq!(keys(done), ["refused-sheet-sku-several"]);
    let file = b"sku,price\nrice,60\nRICE,61\n";
    let done = price_lists::bring_in(&cx, &list, set(), file, false).await;
    assert_eq!(keys(done), ["refused-sheet-twice"]);

    let file = b"sku,location,minimum\nrice,Main,5\nSalt,Main,6\n";
    let done = levels::keep_file(&cx, file, false).await.unwrap();
    assert_eq!(done.changed, 2);
    let file = b"sku,location,minimum\nsalt,Main,5\n";
    let done = levels::keep_file(&cx, file, false).await;
    assert_eq!(keys(done), ["refused-points-sku-several"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suppliers_prices_and_counts_mean_the_same() {
    let shop = pantry("spelling-counts").await;
    let cx = shop.cx();
    let supplier = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: "Unga Ltd".to_owned(),
        ..SupplierForm::default()
    };
    suppliers::keep(&cx, &supplier).await.unwrap();
    let file = b"supplier,sku,pack,cost\nUnga Ltd,rice,,40\n";
    let done = suppliers::import_prices(&cx, file, false).await.unwrap();
    assert_eq!(done.added, 1);
    let file = b"supplier,sku,pack,cost\nUnga Ltd,salt,,40\n";
    let done = suppliers::import_prices(&cx, file, false).await;
    assert_eq!(keys(done), ["refused-sheet-sku-several"]);

    let take = TakeForm {
        take_id: Uuid::now_v7().to_string(),
        name: "Month end".to_owned(),
        location_id: shop.location.to_string(),
        is_blind: "true".to_owned(),
        ..TakeForm::default()
    };
    let take = counts::open(&cx, &take).await.unwrap();
    let upload = |file: &str| FileOfCounts {
        upload_id: Uuid::now_v7(),
        file: file.as_bytes().to_vec(),
        dry_run: false,
        replaces: false,
    };
    let good = upload("sku,counted\nrice,7\nSALT,8\n");
    let done = counts::count_file(&cx, take.take_id, &good).await.unwrap();
    assert_eq!(done.rows, 2);
    let unclear = upload("sku,counted\nsalt,7\n");
    let done = counts::count_file(&cx, take.take_id, &unclear).await;
    assert_eq!(keys(done), ["refused-take-row-sku-several"]);
    shop.check().await;
}
