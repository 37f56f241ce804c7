//! Files that take several parts: their progress is seen, they go on after a crash, and they stop
//! where the shelf has changed under them.
#![allow(clippy::unwrap_used)]

use super::work::{begin, check, part};
use super::*;
use crate::catalog::{ProductForm, jobs, keep_product};
use crate::tests::support::Shop;

/// A file of so many rows; the first one stands on line 2.
fn file(rows: usize, price: &str) -> Vec<u8> {
    let mut file = "sku,name,price,cost,stock,category,barcode\n".to_owned();
    for row in 0..rows {
        file.push_str(&format!(
            "R{row},Row {row},{price},10,{},Shelf {},29{row:06}\n",
            row % 7,
            row % 3
        ));
    }
    file.into_bytes()
}

fn new(file: Vec<u8>, dry_run: bool) -> NewImport {
    NewImport {
        import_id: Uuid::now_v7(),
        file_name: "products.csv".to_owned(),
        file,
        dry_run,
    }
}

async fn seen(shop: &Shop, import_id: Uuid) -> KeptImport {
    let mut tx = shop.look().await;
    kept(&mut tx, import_id, 10).await.unwrap().0
}

async fn told(shop: &Shop, import_id: Uuid) -> Vec<(i64, Vec<Refusal>)> {
    let mut tx = shop.look().await;
    kept(&mut tx, import_id, 10).await.unwrap().1
}

async fn on_sale(shop: &Shop) -> i64 {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_scalar("select count(*) from app.product where business_id = $1")
        .bind(business)
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

/// Sends a long file and writes its first part, as a process would that dies after it.
async fn begun(shop: &Shop, rows: usize) -> (Uuid, Sheet) {
    let cx = shop.cx();
    let import = new(file(rows, "50"), false);
    let (id, bytes) = (import.import_id, import.file.clone());
    receive(&cx, import).await.unwrap();
    assert_eq!(seen(shop, id).await.state, State::Waiting, "left to a job");
    let sheet = sheet::read_aside(bytes).await.unwrap();
    let report = check(&cx, &sheet, false).await.unwrap();
    assert!(begin(&cx, id, report, &sheet).await.unwrap());
    assert!(part(&cx, id, &sheet).await.unwrap(), "there is more");
    (id, sheet)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_file_shows_how_far_it_is_and_goes_on_after_a_crash() {
    let shop = Shop::open("long-file").await;
    let rows = PART * 2 + 100;
    let (id, _) = begun(&shop, rows).await;
    let half = seen(&shop, id).await;
    assert_eq!(half.state, State::Writing);
    assert_eq!((half.rows_done, half.added), (500, 500));
    assert_eq!(on_sale(&shop).await, 500);

    let payload = json!({ "import_id": id });
    assert!(
        jobs::run_job("catalog.import", &shop.cx(), &payload)
            .await
            .unwrap()
    );
    let whole = seen(&shop, id).await;
    assert_eq!(whole.state, State::Done);
    assert_eq!(
        (whole.rows_done, whole.added, whole.changed),
        (1100, 1100, 0)
    );
    assert_eq!(on_sale(&shop).await, 1100);
    // What any of its parts moved leads to it, and nothing else does.
    for (offset, is_of_it) in [(500, true), (1000, true), (1100, false), (u128::MAX, false)] {
        let document = Uuid::from_u128(id.as_u128().wrapping_add(offset));
        let found = kept(&mut shop.look().await, document, 1).await;
        assert_eq!(
            found.is_ok_and(|(found, _)| found == whole),
            is_of_it,
            "{offset}"
        );
    }
    // A job that comes twice does nothing.
    assert!(
        jobs::run_job("catalog.import", &shop.cx(), &payload)
            .await
            .unwrap()
    );
    assert_eq!(seen(&shop, id).await, whole);
    shop.check().await;

    // The same rows again, as another file: nothing to do; dearer, all of them.
    for (price, changed) in [("50", 0), ("51", 1100)] {
        let again = new(file(rows, price), false);
        let id = again.import_id;
        receive(&shop.cx(), again).await.unwrap();
        work(&shop.cx(), id).await.unwrap();
        let again = seen(&shop, id).await;
        assert_eq!((again.added, again.changed), (0, changed), "{price}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_stops_where_the_shelf_has_changed_under_it() {
    let shop = Shop::open("changed-shelf").await;
    let (id, _) = begun(&shop, PART * 2).await;
    // Row 700 stands on line 702; its barcode goes to another product first.
    let form = ProductForm {
        product_id: Uuid::now_v7().to_string(),
        name: "Faster".to_owned(),
        price: "5".to_owned(),
        barcodes: "29000700".to_owned(),
        ..ProductForm::default()
    };
    keep_product::keep(&shop.cx(), &form).await.unwrap();
    work(&shop.cx(), id).await.unwrap();
    let stopped = seen(&shop, id).await;
    assert_eq!(stopped.state, State::Stopped);
    assert_eq!(
        (stopped.rows_done, stopped.added, stopped.bad),
        (500, 500, 1)
    );
    let bad = told(&shop, id).await;
    assert_eq!(
        (bad[0].0, bad[0].1[0].key.as_str()),
        (702, "refused-barcode-double")
    );
    assert_eq!(on_sale(&shop).await, 501);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_near_the_end_of_a_long_file_changes_nothing() {
    let shop = Shop::open("bad-end").await;
    let mut bytes = file(PART + 200, "50");
    bytes.extend(b"R0,Row 0 again,50,10,1,Shelf,\n,No code,50,10,1,Shelf,\n");
    let import = new(bytes, false);
    let id = import.import_id;
    receive(&shop.cx(), import).await.unwrap();
    work(&shop.cx(), id).await.unwrap();
    let refused = seen(&shop, id).await;
    assert_eq!(
        (refused.state, refused.bad, refused.rows_done),
        (State::Refused, 2, 0)
    );
    let bad = told(&shop, id).await;
    assert_eq!((bad[0].0, bad[1].0), (702, 703));
    assert_eq!(bad[0].1[0].key, "refused-import-sku-twice");
    assert_eq!(on_sale(&shop).await, 0);
    let mut tx = shop.look().await;
    let lines = lines_of(&mut tx, id).await.unwrap();
    assert_eq!(lines[&703].1, "No code");
    drop(tx);

    // Another business finds no such import, and after some days nobody finds its file.
    let other = shop.neighbour("bad-end-2").await;
    let mut tx = other.look().await;
    assert_eq!(kept(&mut tx, id, 10).await.err(), Some(Stop::NotFound));
    drop(tx);
    forget(&shop.cx(), id).await.unwrap();
    assert!(told(&shop, id).await.is_empty());
    let forgotten = seen(&shop, id).await;
    assert_eq!((forgotten.has_file, forgotten.bad), (false, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_only_tried_is_done_without_sending_it_again() {
    let shop = Shop::open("tried").await;
    let import = new(file(20, "50"), true);
    let id = import.import_id;
    receive(&shop.cx(), import.clone()).await.unwrap();
    let tried = seen(&shop, id).await;
    assert_eq!((tried.state, tried.added), (State::Tried, 20));
    assert_eq!(on_sale(&shop).await, 0);
    do_in_earnest(&shop.cx(), id).await.unwrap();
    let done = seen(&shop, id).await;
    assert_eq!(
        (done.state, done.added, done.dry_run),
        (State::Done, 20, false)
    );
    assert_eq!(on_sale(&shop).await, 20);
    // Pressed twice, sent twice: once.
    do_in_earnest(&shop.cx(), id).await.unwrap();
    receive(&shop.cx(), import).await.unwrap();
    assert_eq!(seen(&shop, id).await, done);
    // Under its id another file is not taken for it.
    let other = NewImport {
        import_id: id,
        ..new(file(21, "50"), false)
    };
    let refused = receive(&shop.cx(), other).await;
    let why = Refusal::at("file", "refused-import-other");
    assert_eq!(refused, Err(why.into()));
    let cashier = new(file(1, "50"), false);
    let refused = receive(&shop.cashier(), cashier).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    shop.check().await;
}
