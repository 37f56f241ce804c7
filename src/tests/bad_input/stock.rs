//! In the rooms of stock and purchasing: told in words of the person's language, and nothing is done.

use std::collections::BTreeMap;

use chrono::Days;
use uuid::Uuid;

use super::{says, sent};
use crate::businesses::{self, LocationForm};
use crate::purchasing::orders::{self, PurchaseForm};
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::staff::Role;
use crate::tests::browser::{Browser, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::{Language, Quantity, Refusal};

/// Sends a form in each language; the page that it leads to says why it was refused.
async fn refused(browser: &mut Browser, path: &str, form: &[(&str, &str)], why: &Refusal) {
    for language in Language::ALL {
        browser.speaks(language);
        let page = sent(browser, path, form).await;
        says(&page, &Say(language).refusal(why));
    }
}

/// Somebody to buy from.
async fn supplier(shop: &Shop) -> Uuid {
    let supplier_id = Uuid::now_v7();
    let form = SupplierForm {
        supplier_id: supplier_id.to_string(),
        name: "Unga Ltd".to_owned(),
        ..SupplierForm::default()
    };
    suppliers::keep(&shop.cx(), &form).await.unwrap();
    supplier_id
}

/// Ten of RICE, ordered from her for eight each, and sent.
async fn ordered(shop: &Shop, supplier_id: Uuid) -> Uuid {
    let line = |value: &str| BTreeMap::from([("l1".to_owned(), value.to_owned())]);
    let form = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        location_id: shop.location.to_string(),
        what: line("RICE"),
        packs: line("10"),
        cost: line("8"),
        ..PurchaseForm::default()
    };
    let cx = shop.cx();
    let kept = orders::keep(&cx, &form).await.unwrap();
    orders::send(&cx, kept.purchase_id, kept.revision)
        .await
        .unwrap();
    kept.purchase_id
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_cannot_have_come_so_are_not_received() {
    let shop = Shop::open("bad-goods").await;
    let rice = shop.sells("RICE", "118", "0").await;
    let supplier_id = supplier(&shop).await;
    let purchase = ordered(&shop, supplier_id).await.to_string();
    let today = shop.look().await.scope().today();
    let past = today.checked_sub_days(Days::new(1)).unwrap();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let named = |key: &str| Refusal::of(key).with("name", "Product RICE");
    let day = past.to_string();
    let expired = Refusal::of("refused-batch-expired").with("date", past);
    for (quantity, cost, expires, why) in [
        ("11", "", "", named("refused-receive-more").with("left", 10)),
        ("10", "0", "", named("refused-receive-cost-zero")),
        ("10", "", day.as_str(), expired),
    ] {
        let form = [
            ("business", "bad-goods"),
            ("form[receipt_id]", &Uuid::now_v7().to_string()),
            ("form[purchase_id]", &purchase),
            ("form[quantity][l1]", quantity),
            ("form[cost][l1]", cost),
            ("form[batch][l1]", "LOT 7"),
            ("form[expires][l1]", expires),
        ];
        refused(&mut owner, "/api/purchasing/receive_goods", &form, &why).await;
    }
    assert_eq!(shop.level(rice).await.0, Quantity::ZERO);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_nobody_knows_is_not_ordered() {
    let shop = Shop::open("bad-packs").await;
    let rice = shop.sells("RICE", "118", "0").await.to_string();
    let supplier_id = supplier(&shop).await.to_string();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let path = "/api/purchasing/keep_purchase";
    let form = [
        ("business", "bad-packs"),
        ("form[purchase_id]", &Uuid::now_v7().to_string()),
        ("form[supplier_id]", &supplier_id),
        ("form[location_id]", &shop.location.to_string()),
        ("form[what][l1]", "RICE"),
        ("form[packs][l1]", "2"),
        ("form[pack][l1]", "bale"),
        ("form[cost][l1]", "50"),
    ];
    let none = Refusal::of("refused-po-pack-none").with("name", "Product RICE");
    refused(&mut owner, path, &form, &none).await;
    let carton = [
        ("business", "bad-packs"),
        ("form[pack_id]", &Uuid::now_v7().to_string()),
        ("form[product_id]", &rice),
        ("form[name]", "carton"),
        ("form[holds]", "24"),
    ];
    sent(&mut owner, "/api/catalog/keep_pack", &carton).await;
    let another = Refusal::of("refused-po-pack")
        .with("name", "Product RICE")
        .with("pack", "bale")
        .with("packs", "carton");
    refused(&mut owner, path, &form, &another).await;
    let mut tx = shop.look().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from app.purchase where business_id = $1")
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_not_sent_to_where_they_are() {
    let shop = Shop::open("bad-places").await;
    let rice = shop.sells("RICE", "118", "5").await;
    let branch = LocationForm {
        location_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: "Kilimani".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &branch)
        .await
        .unwrap();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let here = shop.location.to_string();
    let form = [
        ("business", "bad-places"),
        ("form[transfer_id]", &Uuid::now_v7().to_string()),
        ("form[revision]", "0"),
        ("form[from]", &here),
        ("form[to]", &here),
        ("form[what-l1]", "RICE"),
        ("form[quantity-l1]", "2"),
    ];
    let same = Refusal::of("refused-same-place");
    refused(&mut owner, "/api/stock/keep_transfer", &form, &same).await;
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(5000));
    shop.check().await;
}

/// A blind take of everything there is; its id.
async fn take(owner: &mut Browser, shop: &Shop) -> String {
    let take_id = Uuid::now_v7().to_string();
    let form = [
        ("business", shop.slug.as_str()),
        ("form[take_id]", &take_id),
        ("form[name]", "Month end"),
        ("form[location_id]", &shop.location.to_string()),
        ("form[is_blind]", "true"),
    ];
    sent(owner, "/api/stock/open_stock_take", &form).await;
    take_id
}

/// How many counts there are.
async fn counts(shop: &Shop) -> i64 {
    let mut tx = shop.look().await;
    sqlx::query_scalar("select count(*) from app.stock_take_count where business_id = $1")
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_off_sale_is_not_counted() {
    let shop = Shop::open("bad-counts").await;
    let old = shop.sells("OLD", "118", "5").await.to_string();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let take_id = take(&mut owner, &shop).await;
    let retiring = [("business", "bad-counts"), ("product_id", &old)];
    sent(&mut owner, "/api/catalog/retire_product", &retiring).await;
    let form = [
        ("business", "bad-counts"),
        ("take_id", &take_id),
        ("product_id", &old),
        ("count_id", &Uuid::now_v7().to_string()),
        ("how", "set"),
        ("counted", "3"),
        ("revision", "0"),
    ];
    let retired = Refusal::of("refused-take-retired").with("name", "Product OLD");
    refused(&mut owner, "/api/stock/count_in_take", &form, &retired).await;
    assert_eq!(counts(&shop).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_counted_is_told_and_stays() {
    let shop = Shop::open("bad-counters").await;
    let rice = shop.sells("RICE", "118", "5").await.to_string();
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let mut manager = member(&service, &shop, Role::Manager).await;
    let take_id = take(&mut owner, &shop).await;
    let path = "/api/stock/count_in_take";
    let common = [
        ("business", "bad-counters"),
        ("take_id", &take_id),
        ("product_id", &rice),
        ("how", "set"),
        ("revision", "0"),
    ];
    let (hers, his) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
    let first = [
        &common[..],
        &[("count_id", hers.as_str()), ("counted", "7")],
    ]
    .concat();
    sent(&mut manager, path, &first).await;
    let second = [&common[..], &[("count_id", his.as_str()), ("counted", "4")]].concat();
    let counted = Refusal::of("refused-take-counted-by")
        .with("name", "Product RICE")
        .with("who", "A member")
        .with("counted", 7)
        .with("when", "@");
    for language in Language::ALL {
        owner.speaks(language);
        let page = sent(&mut owner, path, &second).await;
        // All but the minute that it was.
        for part in Say(language).refusal(&counted).split('@') {
            says(&page, part);
        }
        says(&page, "value=\"4\"");
    }
    assert_eq!(counts(&shop).await, 1);
}
