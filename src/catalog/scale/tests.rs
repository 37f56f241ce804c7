//! What scales print is read as the business says, and nobody else's is.

use super::*;
use crate::catalog::packs::{Scanned, scan};
use crate::tests::support::Shop;
use crate::values::{Carries, ean_check_digit};

fn printed(prefix: &str, item: &str, value: u32) -> String {
    let twelve = format!("{prefix}{item}{value:05}");
    format!("{twelve}{}", ean_check_digit(&twelve).unwrap())
}

fn formats() -> keep::FormatsForm {
    keep::FormatsForm::from([
        ("p21".to_owned(), "weight".to_owned()),
        ("p22".to_owned(), "price".to_owned()),
        ("p23".to_owned(), String::new()),
    ])
}

async fn scanned(shop: &Shop, code: &str) -> Option<Scanned> {
    let mut tx = shop.look().await;
    scan(&mut tx, code).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_and_prices_are_read() {
    let shop = Shop::open("scale").await;
    // 120 a kilo.
    let beef = shop.sells("BEEF", "120", "20").await;
    let cx = shop.cx();
    let weight = printed("21", "00042", 1250);
    assert_eq!(scanned(&shop, &weight).await, None);
    keep_formats(&cx, &formats()).await.unwrap();
    assert_eq!(scanned(&shop, &weight).await, None);
    keep_scale_code(&cx, beef, "42").await.unwrap();
    let found = scanned(&shop, &weight).await.unwrap();
    assert_eq!((found.product_id, found.pack_id), (beef, None));
    assert_eq!(found.quantity, Some(Quantity::from_milli(1250)));
    assert_eq!(found.amount, None);

    let price = scanned(&shop, &printed("22", "00042", 9000)).await.unwrap();
    assert_eq!(price.quantity, Some(Quantity::from_milli(750)));
    assert_eq!(price.amount, Some(Money::from_minor(9000)));

    // A prefix that means nothing, a number that nobody has, a smudge.
    assert_eq!(scanned(&shop, &printed("23", "00042", 1250)).await, None);
    assert_eq!(scanned(&shop, &printed("21", "00043", 1250)).await, None);
    let smudge = weight.replace("1250", "1350");
    assert_eq!(scanned(&shop, &smudge).await, None);
    let next = shop.neighbour("scale-next").await;
    keep_formats(&next.cx(), &formats()).await.unwrap();
    assert_eq!(scanned(&next, &weight).await, None);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_barcode_that_somebody_has_comes_before_the_scale() {
    let shop = Shop::open("scale-own").await;
    let beef = shop.sells("BEEF", "120", "20").await;
    let cx = shop.cx();
    keep_formats(&cx, &formats()).await.unwrap();
    keep_scale_code(&cx, beef, "00042").await.unwrap();
    let code = printed("21", "00042", 500);
    let id = Uuid::now_v7();
    let form = crate::catalog::ProductForm {
        product_id: id.to_string(),
        name: "A jar with a code of its own".to_owned(),
        price: "50".to_owned(),
        barcodes: code.clone(),
        ..crate::catalog::ProductForm::default()
    };
    crate::catalog::keep_product::keep(&cx, &form)
        .await
        .unwrap();
    assert_eq!(scanned(&shop, &code).await.unwrap().product_id, id);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_one_products() {
    let shop = Shop::open("scale-once").await;
    let beef = shop.sells("BEEF", "120", "20").await;
    let goat = shop.sells("GOAT", "150", "20").await;
    let cx = shop.cx();
    keep_scale_code(&cx, beef, "42").await.unwrap();
    keep_scale_code(&cx, beef, "00042").await.unwrap();
    let Err(Stop::Refused(why)) = keep_scale_code(&cx, goat, "42").await else {
        panic!("two products of one number");
    };
    assert_eq!(why[0].key, "refused-scale-code-taken");
    let name = ("name".to_owned(), "Product BEEF".to_owned());
    assert!(why[0].args.contains(&name), "{why:?}");
    assert!(keep_scale_code(&cx, goat, "4x").await.is_err());
    keep_scale_code(&cx, beef, "").await.unwrap();
    let (one, two) = tokio::join!(
        keep_scale_code(&cx, beef, "7"),
        keep_scale_code(&cx, goat, "7")
    );
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let outcome = keep_scale_code(&shop.cashier(), goat, "8").await;
    assert_eq!(outcome, Err(Stop::Forbidden));
    let next = shop.neighbour("scale-other").await;
    let outcome = keep_scale_code(&next.cx(), goat, "8").await;
    assert_eq!(outcome, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn formats_are_said_anew_each_time() {
    let shop = Shop::open("scale-formats").await;
    let cx = shop.cx();
    let form = formats();
    let (one, two) = tokio::join!(keep_formats(&cx, &form), keep_formats(&cx, &form));
    assert_eq!((one, two), (Ok(()), Ok(())));
    let mut tx = shop.look().await;
    let kept = store::formats(&mut tx).await.unwrap();
    drop(tx);
    let expected = [
        ("21".to_owned(), Carries::Weight),
        ("22".to_owned(), Carries::Price),
    ];
    assert_eq!(kept, expected);
    keep_formats(&cx, &keep::FormatsForm::new()).await.unwrap();
    let mut tx = shop.look().await;
    assert!(store::formats(&mut tx).await.unwrap().is_empty());
    drop(tx);
    let odd = keep::FormatsForm::from([("p21".to_owned(), "colour".to_owned())]);
    assert!(keep_formats(&cx, &odd).await.is_err());
    let refused = keep_formats(&shop.cashier(), &form).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    shop.check().await;
}
