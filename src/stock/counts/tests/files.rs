//! Files of counts: tried, refused by row, and in earnest.

use uuid::Uuid;

use super::{COUNTS, change, keys, milli, opened, rows, set};
use crate::catalog::retire_product::retire;
use crate::stock::counts::{FileOfCounts, count_file, store};
use crate::tests::support::Shop;
use crate::values::{Refusal, Stop};

fn upload(file: &str, dry_run: bool) -> FileOfCounts {
    FileOfCounts {
        upload_id: Uuid::now_v7(),
        file: file.as_bytes().to_vec(),
        dry_run,
        replaces: false,
    }
}

/// What was refused, row by row: the line and the key.
fn by_row(refusals: &[Refusal]) -> Vec<(String, String)> {
    let row = |refusal: &Refusal| {
        let line = refusal.args.iter().find(|(name, _)| name == "line");
        let line = line.map(|(_, line)| line.clone()).unwrap_or_default();
        (line, refusal.key.clone())
    };
    refusals.iter().map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_counts_once_and_only_in_earnest() {
    let shop = Shop::open("take-file").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "10").await;
    let barcode = "insert into app.barcode (business_id, barcode, product_id)
                   values ($1, '6001234567890', $2)";
    change(&shop, barcode, soap).await;
    let take = opened(&shop).await;
    let file = "sku;barcode;name;counted\nRICE;;x;8\n;6001234567890;y;2,5\nOTHER;;;\n";
    let tried = count_file(&shop.cashier(), take.take_id, &upload(file, true)).await;
    assert_eq!(tried.unwrap().rows, 2);
    assert_eq!(rows(&shop, COUNTS, &take).await, 0);
    let earnest = upload(file, false);
    let (one, other) = (shop.cashier(), shop.cashier());
    let (first, second) = tokio::join!(
        count_file(&one, take.take_id, &earnest),
        count_file(&other, take.take_id, &earnest)
    );
    assert_eq!((first.unwrap().rows, second.unwrap().rows), (2, 2));
    assert_eq!(rows(&shop, COUNTS, &take).await, 2);
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, soap)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    assert_eq!((line.counted, line.book), (milli(2500), milli(10_000)));
    // Another file under the same id.
    let changed = FileOfCounts {
        file: b"sku,counted\nRICE,9\n".to_vec(),
        ..earnest
    };
    let refused = count_file(&shop.cashier(), take.take_id, &changed).await;
    assert_eq!(keys(refused), ["refused-take-count-used"]);
    // What she counted herself her next file holds over.
    let next = upload("sku,counted\nRICE,7\n", false);
    count_file(&shop.cashier(), take.take_id, &next)
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, rice)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    assert_eq!((line.counted, line.revision), (milli(7000), 2));
    let accountant = shop.hire("accountant").await;
    let refused = count_file(&shop.member(&accountant), take.take_id, &next).await;
    assert_eq!(refused.unwrap_err(), Stop::Forbidden);
    let elsewhere = shop.neighbour("take-file-elsewhere").await;
    let refused = count_file(&elsewhere.cx(), take.take_id, &next).await;
    assert_eq!(refused.unwrap_err(), Stop::NotFound);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_told_by_number_and_change_nothing() {
    let shop = Shop::open("take-bad-rows").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "10").await;
    let old = shop.sells("OLD", "118", "10").await;
    shop.sells("SALT", "118", "10").await;
    retire(&shop.cx(), old).await.unwrap();
    let carton = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query(
        "with p as (insert into app.pack (business_id, pack_id, product_id, name, holds_milli)
                    values ($1, $2, $3, 'carton', 24000))
         insert into app.barcode (business_id, barcode, product_id, pack_id)
         values ($1, '6009999999999', $3, $2)",
    )
    .bind(business)
    .bind(carton)
    .bind(rice)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let take = opened(&shop).await;
    set(&shop.cx(), &take, soap, "3").await.unwrap();
    let file = "sku,barcode,counted\nRICE,,8\nNONE,,1\nRICE,,9\nOLD,,1\nSALT,,x\nSOAP,,4\n,6009999999999,2\n,,5\nSALT,,1,1\n";
    for dry_run in [true, false] {
        let refused = count_file(&shop.cashier(), take.take_id, &upload(file, dry_run)).await;
        let Err(Stop::Refused(refusals)) = refused else {
            panic!("{refused:?}");
        };
        let expected = [
            ("3", "refused-take-row-sku"),
            ("4", "refused-take-row-twice"),
            ("5", "refused-take-retired"),
            ("6", "refused-not-a-quantity"),
            ("7", "refused-take-counted-by"),
            ("8", "refused-take-row-pack"),
            ("9", "refused-take-row-nameless"),
            ("10", "refused-import-cells"),
        ];
        let expected = expected.map(|(line, key)| (line.to_owned(), key.to_owned()));
        assert_eq!(by_row(&refusals), expected);
        assert_eq!(rows(&shop, COUNTS, &take).await, 1);
    }
    // Asked to, the file holds over what somebody else counted.
    let replacing = FileOfCounts {
        replaces: true,
        ..upload("sku,counted\nSOAP,4\n", false)
    };
    count_file(&shop.cashier(), take.take_id, &replacing)
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, soap)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    assert_eq!(line.counted, milli(4000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn not_more_rows_are_told_than_a_page_can_show() {
    let shop = Shop::open("take-many-bad").await;
    let take = opened(&shop).await;
    let file = "sku,counted\n".to_owned() + &"NONE,1\n".repeat(130);
    let refused = count_file(&shop.cx(), take.take_id, &upload(&file, true)).await;
    let told = keys(refused);
    assert_eq!(told.len(), 101);
    assert_eq!(told[100], "import-more-bad");
}
