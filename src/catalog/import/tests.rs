//! An import is all or nothing, and the second time nothing.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::catalog::demo::CATALOGUE;
use crate::catalog::{ProductForm, RETAIL, keep_product, price_lists, retire_product};
use crate::ledger;
use crate::tests::support::Shop;
use crate::values::Money;
use crate::values::Quantity;

async fn run(shop: &Shop, file: &str) -> ImportReport {
    import(&shop.cx(), Uuid::now_v7(), file.as_bytes(), false)
        .await
        .unwrap()
}

/// Added, changed, unchanged, bad.
fn counts(report: &ImportReport) -> (u64, u64, u64, usize) {
    (
        report.added,
        report.changed,
        report.unchanged,
        report.bad.len(),
    )
}

async fn product(shop: &Shop, sku: &str) -> Option<crate::catalog::Product> {
    let mut tx = shop.cx().begin().await.unwrap();
    let found = store::lock_skus(&mut tx, &[sku.to_owned()]).await.unwrap();
    found.into_iter().next()
}

async fn on_hand(shop: &Shop, product_id: Uuid) -> i64 {
    let mut tx = shop.cx().read().await.unwrap();
    let levels = store::on_hand_at(&mut tx, shop.location, &[product_id])
        .await
        .unwrap();
    levels
        .get(&product_id)
        .map_or(0, |quantity| quantity.milli())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing() {
    let shop = Shop::open("import-twice").await;
    let import_id = Uuid::now_v7();
    let cx = shop.cx();
    let first = import(&cx, import_id, CATALOGUE.as_bytes(), false)
        .await
        .unwrap();
    assert_eq!(counts(&first), (44, 0, 0, 0), "{:?}", first.bad);
    assert_eq!(counts(&run(&shop, CATALOGUE).await), (0, 0, 44, 0));
    let again = import(&cx, import_id, CATALOGUE.as_bytes(), false)
        .await
        .unwrap();
    assert_eq!(counts(&again), (0, 0, 44, 0));
    let mut tx = cx.read().await.unwrap();
    let entries = ledger::entries_of(&mut tx, &[import_id]).await.unwrap();
    assert_eq!(entries.len(), 1, "one entry for all the opening stock");
    // The page behind that entry, though no page brought the file.
    let (page, _) = kept(&mut tx, import_id, 1).await.unwrap();
    assert_eq!((page.state, page.has_file), (State::Done, false));
    assert_eq!((page.rows, page.rows_done, page.added), (44, 44, 44));
    drop(tx);
    shop.check().await;
}

/// As an older version left it, and as the migrations find it: they run as the owner of the tables, whom row
/// security binds.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_imported_without_a_page_gets_one_out_of_the_trail() {
    let shop = Shop::open("import-trail").await;
    let import_id = Uuid::now_v7();
    let file = CATALOGUE.as_bytes();
    import(&shop.cx(), import_id, file, false).await.unwrap();
    let mut login = shop.superuser().await;
    for sql in [
        "delete from app.import",
        "set role dukani_owner",
        include_str!("../../../migrations/0048_imports_without_a_page.sql"),
    ] {
        sqlx::raw_sql(sql).execute(&mut login).await.unwrap();
    }
    let unforced: i64 = sqlx::query_scalar(
        "select count(*) from pg_class where relnamespace = 'app'::regnamespace
            and relrowsecurity and not relforcerowsecurity",
    )
    .fetch_one(&mut login)
    .await
    .unwrap();
    assert_eq!(unforced, 0);
    let (page, _) = kept(&mut shop.look().await, import_id, 1).await.unwrap();
    assert_eq!((page.state, page.has_file), (State::Done, false));
    assert_eq!((page.rows, page.rows_done, page.added), (44, 44, 44));
}

/// A long file is worked through by the clock of its beginning.
#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_was_set_while_a_file_was_on_its_way_is_not_the_newer_one() {
    let shop = Shop::open("import-late").await;
    let mut begun = shop.cx();
    begun.now -= chrono::TimeDelta::minutes(5);
    let unga = shop.sells("UNGA", "118", "5").await;
    let file = b"sku,name,price\nUNGA,Product UNGA,125\n";
    let report = import(&begun, Uuid::now_v7(), file, false).await.unwrap();
    assert_eq!(counts(&report), (0, 1, 0, 0), "{:?}", report.bad);
    let mut tx = shop.look().await;
    let wanted = [(unga, None, Quantity::ONE)];
    let asked = price_lists::prices_for(&mut tx, RETAIL, &wanted).await;
    assert_eq!(asked.unwrap(), [Some(Money::from_minor(12_500))]);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_would_happen_and_does_nothing() {
    let shop = Shop::open("import-dry").await;
    let outcome = import(&shop.cx(), Uuid::now_v7(), CATALOGUE.as_bytes(), true).await;
    let report = outcome.unwrap();
    assert!(report.dry_run);
    assert_eq!(counts(&report), (44, 0, 0, 0));
    assert!(product(&shop, "COWPEAS").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_told_and_nothing_is_changed() {
    let shop = Shop::open("import-bad").await;
    let file = "sku,name,price,cost,barcode,stock\n\
                A1,Apples,50,40,2000000000015,5\n\
                A2,,50,,,\n\
                A1,Apples again,50,,,\n\
                A4,Avocados,cheap,,2000000000015,some\n\
                A5,Bananas,10,,2000000000015,\n";
    let report = run(&shop, file).await;
    let lines: Vec<u64> = report.bad.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6]);
    let keys = |at: usize| -> Vec<&str> {
        report.bad[at]
            .1
            .iter()
            .map(|refusal| refusal.key.as_str())
            .collect()
    };
    assert_eq!(keys(0), ["refused-product-name-needed"]);
    assert_eq!(keys(1), ["refused-import-sku-twice"]);
    assert_eq!(keys(2), ["refused-not-an-amount", "refused-not-a-quantity"]);
    assert_eq!(keys(3), ["refused-barcode-double"]);
    assert!(product(&shop, "A1").await.is_none());
    let outcome = import(&shop.cx(), Uuid::now_v7(), b"sku;price\nA1;5\n", false).await;
    assert!(matches!(outcome, Err(Stop::Refused(_))), "{outcome:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_sku_is_changed_and_columns_left_out_stay() {
    let shop = Shop::open("import-edit").await;
    let file = "sku,name,price,cost,category,stock\n\
                A1,Apples,50,40,Fruit,5\nB1,Beans,196,150,Beans,\n";
    assert_eq!(counts(&run(&shop, file).await), (2, 0, 0, 0));
    let apples = product(&shop, "A1").await.unwrap();

    let dearer = "sku;name;price;stock\nA1;Apples;55,50;7\nB1;Beans;196;\n";
    assert_eq!(counts(&run(&shop, dearer).await), (0, 1, 1, 0));
    let now = product(&shop, "A1").await.unwrap();
    assert_eq!(now.price, Money::from_minor(5_550));
    assert_eq!(
        (now.cost, now.category_id, &now.slug),
        (apples.cost, apples.category_id, &apples.slug)
    );
    assert_eq!(on_hand(&shop, now.product_id).await, 7_000);

    retire_product::retire(&shop.cx(), now.product_id)
        .await
        .unwrap();
    assert_eq!(counts(&run(&shop, dearer).await), (0, 1, 1, 0));
    assert!(!product(&shop, "A1").await.unwrap().retired);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_and_the_import_mean_the_same_product() {
    let shop = Shop::open("import-form").await;
    run(&shop, "sku,name,price,cost,stock\nA1,Apples,50,40,5\n").await;
    let apples = product(&shop, "A1").await.unwrap();
    let stock = Some(Quantity::from_milli(5_000));
    let form = ProductForm {
        name: "Red apples".to_owned(),
        ..ProductForm::of(&apples, stock, "KES")
    };
    keep_product::keep(&shop.cx(), &form).await.unwrap();
    assert_eq!(product(&shop, "A1").await.unwrap().name, "Red apples");
    assert_eq!(
        counts(&run(&shop, "sku,name,price\nA1,Red apples,50\n").await),
        (0, 0, 1, 0)
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_not_measured_anew_by_a_file() {
    let shop = Shop::open("import-unit").await;
    run(
        &shop,
        "sku,name,price,cost,unit,stock\nA1,Apples,50,40,kg,1.5\nB1,Beans,90,,kg,0\n",
    )
    .await;
    let report = run(
        &shop,
        "sku,name,price,unit\nA1,Apples,50,piece\nB1,Beans,90,bag\n",
    )
    .await;
    let told = report
        .bad
        .iter()
        .map(|(line, why)| (*line, why[0].key.as_str()));
    assert_eq!(told.collect::<Vec<_>>(), [(2, "refused-unit-has-stock")]);
    let beans = run(&shop, "sku,name,price,unit\nB1,Beans,90,bag\n").await;
    assert_eq!(counts(&beans), (0, 1, 0, 0));
    shop.check().await;
}

/// Stock that is worth nothing is only what somebody has written so.
#[tokio::test(flavor = "multi_thread")]
async fn stock_comes_in_at_a_cost_or_at_a_zero_that_is_written() {
    let shop = Shop::open("import-cost").await;
    let told = |report: &ImportReport| -> Vec<(u64, Option<String>, String)> {
        let bad = report.bad.iter();
        bad.map(|(line, why)| (*line, why[0].field.clone(), why[0].key.clone()))
            .collect()
    };
    let needed = |line: u64| {
        let key = "refused-stock-cost-needed".to_owned();
        (line, Some("cost".to_owned()), key)
    };
    let file = "sku,name,price,cost,stock\nA1,Apples,50,,5\nB1,Beans,90,0,5\nC1,Carrots,30,,0\n\
                D1,Dates,80,,\n";
    for dry_run in [true, false] {
        let cx = shop.cx();
        let outcome = import(&cx, Uuid::now_v7(), file.as_bytes(), dry_run).await;
        assert_eq!(told(&outcome.unwrap()), [needed(2)]);
    }
    let bare = run(&shop, "sku,name,price,stock\nA1,Apples,50,5\n").await;
    assert_eq!(told(&bare), [needed(2)]);
    assert_eq!(
        counts(&run(&shop, &file.replace("50,,5", "50,40,5")).await),
        (4, 0, 0, 0)
    );
    // What is there already needs none, nor does what is gone, nor what once came at a cost.
    let file = "sku,name,price,cost,stock\nA1,Apples,50,,5\nB1,Beans,90,,5\nC1,Carrots,30,,0\n";
    assert!(run(&shop, file).await.bad.is_empty());
    let file = file.replace("50,,5", "50,,8").replace("90,,5", "90,,3");
    assert!(run(&shop, &file).await.bad.is_empty());
    // Nothing is no cost that anybody may take for known.
    let file = file.replace("90,,3", "90,,4").replace("30,,0", "30,,1");
    assert_eq!(told(&run(&shop, &file).await), [needed(3), needed(4)]);
    let apples = product(&shop, "A1").await.unwrap();
    assert_eq!(on_hand(&shop, apples.product_id).await, 8_000);
    let mut tx = shop.look().await;
    let value = ledger::balance(&mut tx, ledger::Role::Inventory).await;
    assert_eq!(value.unwrap(), Money::from_minor(8 * 4_000));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_takes_stock_at_no_other_cost_than_a_file_does() {
    let shop = Shop::open("form-cost").await;
    let cx = shop.cx();
    let bare = ProductForm {
        product_id: Uuid::now_v7().to_string(),
        name: "Apples".to_owned(),
        sku: "A1".to_owned(),
        price: "50".to_owned(),
        stock: "12".to_owned(),
        ..ProductForm::default()
    };
    let needed = Refusal::at("cost", "refused-stock-cost-needed");
    let refused = keep_product::keep(&cx, &bare).await;
    assert_eq!(refused, Err(needed.clone().into()));
    let free = ProductForm {
        cost: "0".to_owned(),
        ..bare
    };
    assert!(keep_product::keep(&cx, &free).await.unwrap().created);
    // The cost is taken away, and another number is there.
    let page = async |stock: &str| {
        let apples = product(&shop, "A1").await.unwrap();
        let there = Quantity::from_milli(on_hand(&shop, apples.product_id).await);
        ProductForm {
            cost: String::new(),
            stock: stock.to_owned(),
            ..ProductForm::of(&apples, Some(there), "KES")
        }
    };
    let refused = keep_product::keep(&cx, &page("13").await).await;
    assert_eq!(refused, Err(needed.into()));
    keep_product::keep(&cx, &page("11").await).await.unwrap();
    let dear = ProductForm {
        cost: "40".to_owned(),
        ..page("12").await
    };
    keep_product::keep(&cx, &dear).await.unwrap();
    // What it came in for last is known.
    keep_product::keep(&cx, &page("13").await).await.unwrap();
    let apples = product(&shop, "A1").await.unwrap();
    assert_eq!(on_hand(&shop, apples.product_id).await, 13_000);
    shop.check().await;
}
