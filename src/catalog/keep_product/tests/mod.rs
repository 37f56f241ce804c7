//! A product is made once, changed by whoever saw it last, and found in the books.
#![allow(clippy::unwrap_used)]

mod again;
mod at_once;

use std::collections::{BTreeMap, HashMap};

use super::*;
use crate::businesses::{self, LocationForm};
use crate::catalog::kits;
use crate::purchasing::orders::{self, PurchaseForm};
use crate::purchasing::suppliers::{self, OfferForm, SupplierForm};
use crate::stock::{counts, transfers};
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

/// Changes a product to another unit; why not.
async fn in_unit(shop: &Shop, product_id: Uuid, unit: &str) -> Vec<String> {
    let form = ProductForm {
        unit: unit.to_owned(),
        quantity_step: "1".to_owned(),
        ..ProductForm::of(&kept(shop, product_id).await, None, "KES")
    };
    match keep(&shop.cx(), &form).await {
        Ok(_) => Vec::new(),
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.key).collect(),
        Err(stop) => panic!("{stop:?}"),
    }
}

/// A supplier's id.
async fn supplier(shop: &Shop) -> String {
    let supplier_id = Uuid::now_v7().to_string();
    let form = SupplierForm {
        supplier_id: supplier_id.clone(),
        name: "Unga Ltd".to_owned(),
        ..SupplierForm::default()
    };
    suppliers::keep(&shop.cx(), &form).await.unwrap();
    supplier_id
}

fn line(text: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("l1".to_owned(), text.to_owned())])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_ordered_or_counted_is_not_measured_anew() {
    let shop = Shop::open("keep-unit-used").await;
    let (id, cx) = (shop.sells("SUGAR", "60", "0").await, shop.cx());
    let supplier_id = supplier(&shop).await;
    let mut price = OfferForm {
        supplier_id: supplier_id.clone(),
        what: "SUGAR".to_owned(),
        cost: "40".to_owned(),
        minimum: "25".to_owned(),
        ..OfferForm::default()
    };
    suppliers::keep_offer(&cx, &price).await.unwrap();
    assert_eq!(in_unit(&shop, id, "piece").await, ["refused-unit-supplier"]);
    price.minimum = String::new();
    suppliers::keep_offer(&cx, &price).await.unwrap();

    let order = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id,
        location_id: shop.location.to_string(),
        what: line("SUGAR"),
        packs: line("4"),
        cost: line("90"),
        ..PurchaseForm::default()
    };
    let order = orders::keep(&cx, &order).await.unwrap();
    assert_eq!(in_unit(&shop, id, "piece").await, ["refused-unit-purchase"]);
    orders::send(&cx, order.purchase_id, 1).await.unwrap();
    assert_eq!(in_unit(&shop, id, "piece").await, ["refused-unit-purchase"]);
    orders::cancel(&cx, order.purchase_id, 2).await.unwrap();

    let take = counts::TakeForm {
        take_id: Uuid::now_v7().to_string(),
        location_id: shop.location.to_string(),
        ..counts::TakeForm::default()
    };
    let take = counts::open(&cx, &take).await.unwrap();
    let count = counts::Count {
        count_id: Uuid::now_v7(),
        product_id: id,
        how: counts::How::Set,
        loose: "0".to_owned(),
        packs: BTreeMap::new(),
        revision: 0,
    };
    counts::count(&cx, take.take_id, &count).await.unwrap();
    assert_eq!(in_unit(&shop, id, "piece").await, ["refused-unit-count"]);
    counts::cancel(&cx, take.take_id).await.unwrap();

    let kit = shop.sells("KIT", "200", "0").await;
    let parts = |quantity: &str| {
        let field = format!("p{}", id.simple());
        kits::PartsForm::from([(field, quantity.to_owned())])
    };
    kits::keep_parts(&cx, kit, &parts("2")).await.unwrap();
    assert_eq!(in_unit(&shop, id, "piece").await, ["refused-unit-kit"]);
    assert_eq!(kept(&shop, id).await.unit.code(), "kg");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_or_promised_is_not_measured_anew() {
    let shop = Shop::open("keep-unit-way").await;
    let (id, cx) = (shop.sells("SUGAR", "60", "5").await, shop.cx());
    let branch = LocationForm {
        location_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&cx, &branch).await.unwrap();
    let here = shop.location.to_string();
    let plan = [
        ("transfer_id", Uuid::now_v7().to_string()),
        ("revision", "0".to_owned()),
        ("from", here),
        ("to", branch.location_id),
        ("what-l1", "SUGAR".to_owned()),
        ("quantity-l1", "2".to_owned()),
    ];
    let plan = plan.map(|(name, value)| (name.to_owned(), value));
    transfers::make(&cx, &HashMap::from(plan)).await.unwrap();
    let stock = "refused-unit-has-stock";
    let used = in_unit(&shop, id, "piece").await;
    assert_eq!(used, [stock, "refused-unit-transfer"]);

    let other = shop.sells("RICE", "60", "5").await;
    let browser = shop.cart_of(other, "1.5").await;
    let used = in_unit(&shop, other, "piece").await;
    assert_eq!(used, ["refused-unit-cart", stock]);
    let form = shop.checkout(&browser).await;
    let placed = crate::orders::place(&shop.customer(), &browser, &form).await;
    placed.unwrap();
    let used = in_unit(&shop, other, "piece").await;
    assert_eq!(used, ["refused-unit-order", stock]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_is_left_for_long_loses_what_is_measured_anew() {
    let shop = Shop::open("keep-unit-cart").await;
    let id = shop.sells("SUGAR", "60", "5").await;
    let browser = shop.cart_of(id, "1.5").await;
    let mut tx = shop.cx().begin().await.unwrap();
    stock::adjust_to(
        &mut tx,
        Uuid::now_v7(),
        id,
        shop.location,
        Quantity::ZERO,
        None,
    )
    .await
    .unwrap();
    sqlx::query(
        "update app.cart set updated_at = updated_at - interval '8 days' where business_id = $1",
    )
    .bind(tx.business())
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    assert!(in_unit(&shop, id, "piece").await.is_empty());
    let mut tx = shop.customer().read().await.unwrap();
    let cart = crate::orders::cart(&mut tx, Some(&browser)).await.unwrap();
    assert!(cart.is_none_or(|cart| cart.lines.is_empty()));
}
