//! A product is made once, changed by whoever saw it last, and found in the books.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::tests::support::Shop;
use crate::values::Money;

fn typed(product_id: Uuid) -> ProductForm {
    ProductForm {
        product_id: product_id.to_string(),
        name: "Maize flour, 2 kg".to_owned(),
        sku: "UNGA-2".to_owned(),
        price: "236".to_owned(),
        cost: "184.08".to_owned(),
        unit: "packet".to_owned(),
        barcodes: "2000000000015".to_owned(),
        stock: "12".to_owned(),
        ..ProductForm::default()
    }
}

async fn kept(shop: &Shop, product_id: Uuid) -> Product {
    let mut tx = shop.cx().read().await.unwrap();
    store::find(&mut tx, product_id).await.unwrap().unwrap()
}

async fn on_hand(shop: &Shop, product_id: Uuid) -> Quantity {
    let mut tx = shop.cx().read().await.unwrap();
    let levels = stock::on_hand(&mut tx, product_id).await.unwrap();
    levels
        .iter()
        .find(|(at, ..)| *at == shop.location)
        .map(|(_, here, _)| *here)
        .unwrap()
}

fn keys(outcome: Result<Kept, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_product_has_a_price_a_barcode_and_stock_in_the_books() {
    let shop = Shop::open("keep").await;
    let id = Uuid::now_v7();
    assert!(keep(&shop.cx(), &typed(id)).await.unwrap().created);
    let product = kept(&shop, id).await;
    assert_eq!(
        (product.slug.as_str(), product.revision),
        ("maize-flour-2-kg", 1)
    );
    assert_eq!(product.barcodes, ["2000000000015"]);
    assert_eq!(on_hand(&shop, id).await, Quantity::from_milli(12_000));
    let mut tx = shop.cx().read().await.unwrap();
    let entries = ledger::entries_of(&mut tx, &[id]).await.unwrap();
    assert_eq!(entries.len(), 1);
    let past = store::past_prices(&mut tx, id, None, 1).await.unwrap();
    assert_eq!(past.rows.len(), 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_twice_is_one_product() {
    let shop = Shop::open("keep-twice").await;
    let id = Uuid::now_v7();
    let (form, cx) = (typed(id), shop.cx());
    let (one, two) = tokio::join!(keep(&cx, &form), keep(&cx, &form));
    let made = [one.unwrap(), two.unwrap()];
    assert_eq!(made.iter().filter(|kept| kept.created).count(), 1);
    assert!(!keep(&cx, &form).await.unwrap().created);
    assert_eq!(on_hand(&shop, id).await, Quantity::from_milli(12_000));
    assert_eq!(kept(&shop, id).await.revision, 1);
    let other = ProductForm {
        name: "Something else".to_owned(),
        ..typed(id)
    };
    assert_eq!(keys(keep(&cx, &other).await), ["refused-changed-meanwhile"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_names_the_revision_it_was_made_on() {
    let shop = Shop::open("keep-edit").await;
    let (id, cx) = (Uuid::now_v7(), shop.cx());
    keep(&cx, &typed(id)).await.unwrap();
    let page = ProductForm::of(
        &kept(&shop, id).await,
        Some(on_hand(&shop, id).await),
        "KES",
    );
    let dearer = ProductForm {
        price: "250".to_owned(),
        stock: "10".to_owned(),
        ..page.clone()
    };
    keep(&cx, &dearer).await.unwrap();
    // Sent again by an impatient thumb: it is done already.
    keep(&cx, &dearer).await.unwrap();
    let product = kept(&shop, id).await;
    assert_eq!(
        (product.price, product.revision),
        (Money::from_minor(25_000), 2)
    );
    assert_eq!(on_hand(&shop, id).await, Quantity::from_milli(10_000));
    let mut tx = cx.read().await.unwrap();
    let past = store::past_prices(&mut tx, id, None, 1).await.unwrap();
    assert_eq!(past.rows.len(), 2);
    drop(tx);

    let stale = ProductForm {
        name: "Unga".to_owned(),
        ..page
    };
    assert_eq!(keys(keep(&cx, &stale).await), ["refused-changed-meanwhile"]);
    assert_eq!(kept(&shop, id).await.name, "Maize flour, 2 kg");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_product_has_is_refused_all_at_once() {
    let shop = Shop::open("keep-clash").await;
    let cx = shop.cx();
    keep(&cx, &typed(Uuid::now_v7())).await.unwrap();
    let twin = ProductForm {
        slug: "maize-flour-2-kg".to_owned(),
        ..typed(Uuid::now_v7())
    };
    assert_eq!(
        keys(keep(&cx, &twin).await),
        [
            "refused-sku-taken",
            "refused-product-slug-taken",
            "refused-barcode-taken"
        ]
    );
    // What nobody typed gets a suffix instead.
    let id = Uuid::now_v7();
    let twin = ProductForm {
        sku: String::new(),
        barcodes: String::new(),
        ..typed(id)
    };
    keep(&cx, &twin).await.unwrap();
    let twin = kept(&shop, id).await;
    assert_eq!(twin.slug, "maize-flour-2-kg-2");
    assert_eq!(twin.sku, "MAIZE-FLOUR-2-KG");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_keeps_no_products() {
    let shop = Shop::open("keep-power").await;
    let outcome = keep(&shop.cashier(), &typed(Uuid::now_v7())).await;
    assert_eq!(outcome, Err(Stop::Forbidden));
    assert!(
        keep(&shop.customer(), &typed(Uuid::now_v7()))
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_changes_twice_a_day_has_two_ends() {
    let shop = Shop::open("keep-prices").await;
    let id = Uuid::now_v7();
    keep(&shop.cx(), &typed(id)).await.unwrap();
    for price in ["240", "238"] {
        let product = kept(&shop, id).await;
        let stock = Some(on_hand(&shop, id).await);
        let form = ProductForm {
            price: price.to_owned(),
            ..ProductForm::of(&product, stock, "KES")
        };
        keep(&shop.cx(), &form).await.unwrap();
    }
    let mut tx = shop.look().await;
    let past = store::past_prices(&mut tx, id, None, 1).await.unwrap();
    drop(tx);
    let asked: Vec<i64> = past
        .rows
        .iter()
        .map(|row| row.amount.unwrap().minor())
        .collect();
    assert_eq!(asked, [23_800, 24_000, 23_600]);
    assert_eq!(past.rows[0].until, None);
    for pair in past.rows.windows(2) {
        assert!(pair[0].valid_from > pair[1].valid_from);
        assert_eq!(pair[1].until, Some(pair[0].valid_from));
    }
    assert!(past.rows.iter().all(|row| row.who.is_some()));
    shop.check().await;

    // What was asked stays asked, whoever wants otherwise.
    let mut superuser = shop.superuser().await;
    let rewritten = sqlx::query("update app.price set amount_minor = 1 where product_id = $1")
        .bind(id)
        .execute(&mut superuser)
        .await;
    assert!(rewritten.is_err());
}

/// What was counted in packets is not twelve kilograms of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_not_measured_anew() {
    let shop = Shop::open("keep-unit").await;
    let (id, cx) = (Uuid::now_v7(), shop.cx());
    keep(&cx, &typed(id)).await.unwrap();
    let page = async |unit: &str, stock: &str| ProductForm {
        unit: unit.to_owned(),
        stock: stock.to_owned(),
        ..ProductForm::of(
            &kept(&shop, id).await,
            Some(on_hand(&shop, id).await),
            "KES",
        )
    };
    for stock in ["12", "0"] {
        let weighed = page("kg", stock).await;
        assert_eq!(keys(keep(&cx, &weighed).await), ["refused-unit-has-stock"]);
    }
    // A bottle is counted as a packet is.
    keep(&cx, &page("bottle", "12").await).await.unwrap();
    keep(&cx, &page("bottle", "0").await).await.unwrap();
    keep(&cx, &page("kg", "0").await).await.unwrap();
    keep(&cx, &page("kg", "1.5").await).await.unwrap();
    assert_eq!(
        keys(keep(&cx, &page("g", "1.5").await).await),
        ["refused-unit-has-stock"]
    );
    shop.check().await;
}
