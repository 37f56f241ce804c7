//! Packs are made once, have barcodes nobody else has, and are found by a scanner.

use std::fmt::Debug;

use super::*;
use crate::catalog::ProductForm;
use crate::catalog::keep_product::keep;
use crate::catalog::store as products;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

fn carton(product_id: Uuid, pack_id: Uuid) -> PackForm {
    PackForm {
        pack_id: pack_id.to_string(),
        product_id: product_id.to_string(),
        name: "carton".to_owned(),
        holds: "24".to_owned(),
        barcodes: "6001007000011".to_owned(),
        sold: "true".to_owned(),
        price: "2400".to_owned(),
    }
}

fn keys<T: Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn pack(shop: &Shop, product_id: Uuid) -> Pack {
    let mut tx = shop.look().await;
    let mut packs = packs_of(&mut tx, product_id).await.unwrap();
    assert_eq!(packs.len(), 1);
    packs.remove(0)
}

async fn prices(shop: &Shop, pack_id: Uuid) -> Vec<i64> {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_scalar(
        "select amount_minor from app.price where business_id = $1 and pack_id = $2
          order by valid_from, price_id",
    )
    .bind(business)
    .bind(pack_id)
    .fetch_all(tx.conn())
    .await
    .unwrap()
}

async fn scanned(shop: &Shop, code: &str) -> Option<Scanned> {
    let mut tx = shop.look().await;
    scan(&mut tx, code).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_made_once_and_its_prices_stay() {
    let shop = Shop::open("pack").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let (id, cx) = (Uuid::now_v7(), shop.cx());
    let form = carton(soda, id);
    let (one, two) = tokio::join!(keep_pack(&cx, &form), keep_pack(&cx, &form));
    assert_eq!(
        (one.unwrap(), two.unwrap()),
        ("carton".into(), "carton".into())
    );
    keep_pack(&cx, &form).await.unwrap();
    assert_eq!(prices(&shop, id).await, [240_000]);
    let kept = pack(&shop, soda).await;
    assert_eq!(
        (kept.holds, kept.sold),
        (Quantity::from_milli(24_000), true)
    );
    assert_eq!(kept.barcodes, ["6001007000011"]);

    let dearer = PackForm {
        price: "2500".to_owned(),
        holds: "25".to_owned(),
        ..form.clone()
    };
    keep_pack(&cx, &dearer).await.unwrap();
    assert_eq!(prices(&shop, id).await, [240_000, 250_000]);
    let kept = pack(&shop, soda).await;
    assert_eq!(kept.price, Some(Money::from_minor(250_000)));
    assert_eq!(PackForm::of(&kept, "KES").price, "2500.00");

    // A pack's price is not the product's, and stands beside it in the history.
    let mut tx = shop.look().await;
    let product = products::find(&mut tx, soda).await.unwrap().unwrap();
    assert_eq!(product.price, Money::from_minor(11_000));
    let past = products::past_prices(&mut tx, soda, None, 1).await.unwrap();
    let of_packs = past.rows.iter().filter(|row| row.pack.is_some());
    let amounts: Vec<Option<Money>> = of_packs.map(|row| row.amount).collect();
    let amount = |minor: i64| Some(Money::from_minor(minor));
    assert_eq!(amounts, [amount(250_000), amount(240_000)]);
    assert_eq!(past.rows.len(), 3);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_for_sooner_and_comes_later_is_the_price() {
    let shop = Shop::open("pack-late").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let (sooner, later) = (shop.cx(), shop.cx());
    let form = carton(soda, Uuid::now_v7());
    let id = form.pack_id.parse().unwrap();
    keep_pack(&later, &form).await.unwrap();
    keep_pack(&sooner, &form).await.unwrap();
    assert_eq!(prices(&shop, id).await, [240_000], "the same is kept once");
    let dearer = PackForm {
        price: "2500".to_owned(),
        ..form
    };
    keep_pack(&sooner, &dearer).await.unwrap();
    assert_eq!(prices(&shop, id).await, [240_000, 250_000]);
    let kept = pack(&shop, soda).await;
    assert_eq!(kept.price, Some(Money::from_minor(250_000)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_has_is_refused_and_says_who() {
    let shop = Shop::open("pack-clash").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let milk = shop.sells("MILK", "60", "10").await;
    let cx = shop.cx();
    keep_pack(&cx, &carton(soda, Uuid::now_v7())).await.unwrap();
    let twin = carton(soda, Uuid::now_v7());
    assert_eq!(
        keys(keep_pack(&cx, &twin).await),
        ["refused-pack-name-taken", "refused-barcode-taken"]
    );
    let Err(Stop::Refused(why)) = keep_pack(&cx, &carton(milk, Uuid::now_v7())).await else {
        panic!("one barcode on two packs");
    };
    assert_eq!(why[0].key, "refused-barcode-taken");
    let name = ("name".to_owned(), "Product SODA, carton".to_owned());
    assert!(why[0].args.contains(&name), "{why:?}");

    // The product's own form is told the same, of another product's pack and of its own.
    for product_id in [soda, milk] {
        let mut tx = shop.look().await;
        let kept = products::find(&mut tx, product_id).await.unwrap().unwrap();
        drop(tx);
        let form = ProductForm {
            barcodes: "6001007000011".to_owned(),
            ..ProductForm::of(&kept, None, "KES")
        };
        assert_eq!(keys(keep(&cx, &form).await), ["refused-barcode-taken"]);
    }
    let empty = PackForm {
        name: " ".to_owned(),
        holds: "0".to_owned(),
        barcodes: "x".to_owned(),
        price: String::new(),
        ..carton(milk, Uuid::now_v7())
    };
    assert_eq!(
        keys(keep_pack(&cx, &empty).await),
        [
            "refused-pack-name-needed",
            "refused-pack-holds-needed",
            "refused-barcode-form",
            "refused-pack-price-needed"
        ]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_barcode_at_one_instant_is_one_packs() {
    let shop = Shop::open("pack-race").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let milk = shop.sells("MILK", "60", "10").await;
    let cx = shop.cx();
    let forms = (carton(soda, Uuid::now_v7()), carton(milk, Uuid::now_v7()));
    let (one, two) = tokio::join!(keep_pack(&cx, &forms.0), keep_pack(&cx, &forms.1));
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    let refused = if one.is_ok() { two } else { one };
    let key = keys(refused).remove(0);
    assert!(key.starts_with("refused-barcode-"), "{key}");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_products_form_leaves_its_packs_alone() {
    let shop = Shop::open("pack-beside").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let cx = shop.cx();
    keep_pack(&cx, &carton(soda, Uuid::now_v7())).await.unwrap();
    let mut tx = shop.look().await;
    let kept = products::find(&mut tx, soda).await.unwrap().unwrap();
    drop(tx);
    assert!(kept.barcodes.is_empty());
    let form = ProductForm {
        barcodes: "5449000000996".to_owned(),
        ..ProductForm::of(&kept, None, "KES")
    };
    keep(&cx, &form).await.unwrap();
    assert_eq!(pack(&shop, soda).await.barcodes, ["6001007000011"]);
    assert!(
        scanned(&shop, "5449000000996")
            .await
            .unwrap()
            .pack_id
            .is_none()
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_finds_packs_and_products_with_any_zeros() {
    let shop = Shop::open("pack-scan").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let id = Uuid::now_v7();
    let upc = PackForm {
        barcodes: "036000291452".to_owned(),
        ..carton(soda, id)
    };
    keep_pack(&shop.cx(), &upc).await.unwrap();
    for code in ["036000291452", " 0036000291452\n", "00036000291452"] {
        let found = scanned(&shop, code).await.unwrap();
        assert_eq!(
            (found.product_id, found.pack_id),
            (soda, Some(id)),
            "{code}"
        );
        assert_eq!((found.quantity, found.amount), (None, None));
    }
    for code in ["", "36000291452", "036000291453", "no code", "0\0"] {
        assert_eq!(scanned(&shop, code).await, None, "{code}");
    }
    // Another shop has never heard of it.
    let next = shop.neighbour("pack-next").await;
    assert_eq!(scanned(&next, "036000291452").await, None);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_pack_gives_its_name_and_barcodes_back() {
    let shop = Shop::open("pack-retire").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let (old, cx) = (Uuid::now_v7(), shop.cx());
    keep_pack(&cx, &carton(soda, old)).await.unwrap();
    assert_eq!(retire_pack(&cx, old).await.unwrap(), "carton");
    retire_pack(&cx, old).await.unwrap();
    assert_eq!(scanned(&shop, "6001007000011").await, None);
    let new = Uuid::now_v7();
    keep_pack(&cx, &carton(soda, new)).await.unwrap();
    let found = scanned(&shop, "6001007000011").await.unwrap();
    assert_eq!(found.pack_id, Some(new));
    // The old one comes back only under another name and without what is the new one's now.
    assert_eq!(
        keys(keep_pack(&cx, &carton(soda, old)).await),
        ["refused-pack-name-taken", "refused-barcode-taken"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_and_only_here() {
    let shop = Shop::open("pack-power").await;
    let soda = shop.sells("SODA", "110", "48").await;
    let id = Uuid::now_v7();
    let form = carton(soda, id);
    assert_eq!(
        keep_pack(&shop.cashier(), &form).await,
        Err(Stop::Forbidden)
    );
    keep_pack(&shop.cx(), &form).await.unwrap();
    assert_eq!(retire_pack(&shop.cashier(), id).await, Err(Stop::Forbidden));
    let next = shop.neighbour("pack-other").await;
    assert_eq!(keep_pack(&next.cx(), &form).await, Err(Stop::NotFound));
    assert_eq!(retire_pack(&next.cx(), id).await, Err(Stop::NotFound));
    // A pack stays with its product.
    let milk = shop.sells("MILK", "60", "10").await;
    assert_eq!(
        keep_pack(&shop.cx(), &carton(milk, id)).await,
        Err(Stop::NotFound)
    );
    shop.check().await;
}

const FILE: &str = "sku,pack,holds,barcodes,sold,price\n\
                    SODA,carton,24,6001007000011 6001007000028,yes,2400\n\
                    SODA,half,12,,no,\n\
                    MILK,crate,20,,YES,1150.50\n";

async fn written(shop: &Shop) -> String {
    let mut tx = shop.look().await;
    take::packs_csv(&mut tx).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_packs_goes_in_once_and_comes_out_again() {
    let shop = Shop::open("pack-file").await;
    shop.sells("SODA", "110", "48").await;
    shop.sells("MILK", "60", "10").await;
    let cx = shop.cx();
    let tried = bring_packs(&cx, FILE.as_bytes(), true).await.unwrap();
    assert_eq!((tried.added, tried.changed, tried.bad), (3, 0, Vec::new()));
    assert_eq!(
        written(&shop).await.lines().count(),
        1,
        "a try wrote something"
    );
    let done = bring_packs(&cx, FILE.as_bytes(), false).await.unwrap();
    assert_eq!((done.added, done.unchanged), (3, 0));
    let again = bring_packs(&cx, FILE.as_bytes(), false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3));
    let out = written(&shop).await;
    assert!(
        out.contains("SODA,carton,24,6001007000011 6001007000028,yes,2400.00"),
        "{out}"
    );
    let again = bring_packs(&cx, out.as_bytes(), false).await.unwrap();
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 3));
    // A column that is not there leaves what is.
    let dearer = "SKU;Pack;Price\nSODA;Carton;2500,00\n";
    let done = bring_packs(&cx, dearer.as_bytes(), false).await.unwrap();
    assert_eq!((done.changed, done.bad), (1, Vec::new()));
    assert!(
        written(&shop)
            .await
            .contains("24,6001007000011 6001007000028,yes,2500.00")
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_keeps_the_whole_file_out() {
    let shop = Shop::open("pack-bad").await;
    shop.sells("SODA", "110", "48").await;
    shop.sells("MILK", "60", "10").await;
    let cx = shop.cx();
    let file = "sku,pack,holds,barcodes,sold,price\n\
                SODA,carton,24,6001007000011,yes,2400\n\
                BEER,carton,24,,no,\n\
                SODA,Carton,12,,no,\n\
                MILK,crate,,,maybe,\n\
                MILK,box,6,6001007000011,no,\n\
                MILK,tray,6\n";
    let report = bring_packs(&cx, file.as_bytes(), false).await.unwrap();
    let told: Vec<(u64, Vec<&str>)> = report
        .bad
        .iter()
        .map(|(line, why)| (*line, why.iter().map(|no| no.key.as_str()).collect()))
        .collect();
    assert_eq!(
        told,
        [
            (3, vec!["refused-sheet-sku-unknown"]),
            (4, vec!["refused-sheet-twice"]),
            (5, vec!["refused-sheet-yes-no", "refused-pack-holds-needed"]),
            (6, vec!["refused-barcode-taken"]),
            (7, vec!["refused-import-cells"])
        ]
    );
    assert_eq!(written(&shop).await.lines().count(), 1);
    assert_eq!(
        keys(bring_packs(&cx, b"a,b\n1,2\n", false).await),
        ["refused-import-no-heading"]
    );
    let refused = bring_packs(&shop.cashier(), FILE.as_bytes(), true).await;
    assert_eq!(refused.unwrap_err(), Stop::Forbidden);
    shop.check().await;
}
