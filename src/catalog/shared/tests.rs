//! The operator's file is taken whole or not at all, and an owner who scans finds what it says. The
//! barcodes are of the range that shops use among themselves.

use serde_json::Value;
use uuid::Uuid;

use super::*;
use crate::catalog::import::ImportReport;
use crate::catalog::keep_category::{self, CategoryForm};
use crate::catalog::keep_product::keep;
use crate::tests::support::Shop;
use crate::values::Stop;

const FILE: &str = "barcode,name,brand,category,unit,tax\n\
    2000000000015,\"Maize flour, 2 kg\",A mill,Flour,packet,zero\n\
    20123451,Salt,,,,\n\
    201234567899,Soap,,Cleaning,piece,standard\n";

async fn bring(shop: &Shop, file: &str, dry_run: bool) -> ImportReport {
    import_shared(shop.db(), file.as_bytes(), dry_run)
        .await
        .unwrap()
}

/// Added, changed, unchanged, bad.
fn counts(report: &ImportReport) -> (u64, u64, u64, usize) {
    let bad = report.bad.len();
    (report.added, report.changed, report.unchanged, bad)
}

async fn scan(shop: &Shop, barcode: &str) -> Scanned {
    let mut tx = shop.look().await;
    look_up(&mut tx, barcode).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_fills_the_catalogue_once() {
    let shop = Shop::open("shared").await;
    shop.sells("UNGA", "118", "5").await;
    assert_eq!(counts(&bring(&shop, FILE, true).await), (3, 0, 0, 0));
    assert_eq!(
        scan(&shop, "20123451").await,
        Scanned::Unknown,
        "only tried"
    );
    assert_eq!(counts(&bring(&shop, FILE, false).await), (3, 0, 0, 0));
    assert_eq!(counts(&bring(&shop, FILE, false).await), (0, 0, 3, 0));
    let other = FILE.replace("Salt", "Table salt");
    assert_eq!(counts(&bring(&shop, &other, false).await), (0, 1, 2, 0));
    let Scanned::Known(salt) = scan(&shop, "20123451").await else {
        panic!("the salt is not known");
    };
    assert_eq!(salt.name, "Table salt");
    assert_eq!(
        (salt.unit.as_str(), salt.tax_code.as_str()),
        ("piece", "standard")
    );
    // Thirteen digits that begin with a zero are the same twelve.
    assert!(matches!(
        scan(&shop, "0201234567899").await,
        Scanned::Known(_)
    ));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_told_and_nothing_is_taken() {
    let shop = Shop::open("shared-bad").await;
    shop.sells("UNGA", "118", "5").await;
    let file = "barcode;name;unit;tax\n\
        2000000000016;Wrong digit;;\n\
        20123451;;stone;\n\
        2000000000015;Flour;;heavy\n\
        2000000000015;Flour again;;\n\
        2901234567896;Torn\n";
    let report = bring(&shop, file, false).await;
    let told: Vec<(u64, Vec<&str>)> = report
        .bad
        .iter()
        .map(|(line, why)| (*line, why.iter().map(|one| one.key.as_str()).collect()))
        .collect();
    assert_eq!(
        told,
        [
            (2, vec!["refused-shared-barcode"]),
            (
                3,
                vec!["refused-product-name-needed", "refused-unit-unknown"]
            ),
            (4, vec!["refused-tax-class"]),
            (5, vec!["refused-sheet-twice"]),
            (6, vec!["refused-import-cells"]),
        ]
    );
    assert_eq!(scan(&shop, "2000000000015").await, Scanned::Unknown);
    let outcome = import_shared(shop.db(), b"name\nFlour\n", false).await;
    assert!(matches!(outcome, Err(Stop::Refused(_))), "{outcome:?}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_fills_in_a_form_that_makes_a_product() {
    let shop = Shop::open("shared-form").await;
    bring(&shop, FILE, false).await;
    let category_id = Uuid::now_v7();
    let flour = CategoryForm {
        category_id: category_id.to_string(),
        name: "FLOUR".to_owned(),
        ..CategoryForm::default()
    };
    keep_category::keep(&shop.cx(), &flour).await.unwrap();
    let Scanned::Known(known) = scan(&shop, "2000000000015").await else {
        panic!("the flour is not known");
    };
    assert_eq!(known.category_id, Some(category_id));
    let product_id = Uuid::now_v7();
    let form = prefilled(product_id, "2000000000015", Some(&known));
    // Every field that the page looks up by name is a text.
    let typed = serde_json::to_value(&form).unwrap();
    assert_eq!(typed["name"], Value::from("Maize flour, 2 kg"));
    assert_eq!(typed["tax_class"], Value::from("zero"));
    let priced = crate::catalog::ProductForm {
        price: "236".to_owned(),
        ..form
    };
    keep(&shop.cx(), &priced).await.unwrap();
    // Scanned again, it leads to the product.
    assert_eq!(scan(&shop, "2000000000015").await, Scanned::Own(product_id));
    // To another business it is still only known, and in none of her categories.
    let other = shop.neighbour("shared-other").await;
    let Scanned::Known(known) = scan(&other, "2000000000015").await else {
        panic!("the flour is somebody's");
    };
    assert_eq!(known.category_id, None);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_only_read_it() {
    let shop = Shop::open("shared-closed").await;
    shop.sells("UNGA", "118", "5").await;
    for act in [
        "insert into app.shared_product (barcode, name) values ('20123451', 'Salt')",
        "update app.shared_product set name = 'Salt'",
        "delete from app.shared_product",
        "select app.keep_shared_products('{20123451}', '{Salt}', '{\"\"}', '{\"\"}', '{piece}', '{zero}')",
    ] {
        let mut tx = shop.cx().begin().await.unwrap();
        let done = sqlx::query(act).execute(tx.conn()).await;
        assert!(done.is_err(), "{act}");
    }
    shop.check().await;
}
