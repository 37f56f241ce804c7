//! In the back office, and with no database behind any door.

use axum::http::StatusCode;
use uuid::Uuid;

use super::says;
use crate::staff::Role;
use crate::tests::browser::{Browser, fields, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::{Language, Quantity};

#[tokio::test(flavor = "multi_thread")]
async fn what_an_owner_typed_wrongly_stands_there_again() {
    let shop = Shop::open("typed").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let say = Say(Language::Sw);
    owner.speaks(Language::Sw);
    for (field, value, why) in [
        ("price", "-5", "refused-not-an-amount"),
        ("price", "bei nafuu", "refused-not-an-amount"),
        ("price", "999999999999999999999", "refused-not-an-amount"),
        ("stock", "mbili", "refused-not-a-quantity"),
        ("cost", "1.999", "refused-not-an-amount"),
    ] {
        let id = Uuid::now_v7().to_string();
        let mut form = fields(&[
            ("business", "typed"),
            ("form[product_id]", &id),
            ("form[name]", "Maharagwe mekundu"),
            ("form[sku]", "MAHA"),
            ("form[unit]", "kg"),
            ("form[quantity_step]", "0.5"),
            ("form[tax_class]", "standard"),
        ]);
        if field != "price" {
            form.extend(fields(&[("form[price]", "100")]));
        }
        form.push((format!("form[{field}]"), value.to_owned()));
        let answer = owner.post("/api/catalog/keep_product", &form).await;
        let page = owner.get(&answer.location).await;
        says(&page, &say.t(why));
        for text in ["Maharagwe mekundu", "MAHA", value] {
            says(&page, text);
        }
    }
    let mut tx = shop.look().await;
    let kept: i64 = sqlx::query_scalar("select count(*) from app.product where business_id = $1")
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_there_is_a_page_that_says_so() {
    let shop = Shop::open("down").await;
    let product = shop.sells("UNGA", "118", "5").await;
    assert_eq!(shop.level(product).await.0, Quantity::from_milli(5000));
    let service = serving(&shop);
    let owner = member(&service, &shop, Role::Owner).await;
    assert_eq!(owner.get("/b/down").await.status, StatusCode::OK);
    shop.db().close().await;
    for language in Language::ALL {
        for mut browser in [Browser::new(&service, "10.0.0.1"), owner.clone()] {
            browser.speaks(language);
            for path in ["/s/down", "/s/down/cart", "/s/down/checkout", "/s/nowhere"] {
                let page = browser.get(path).await;
                assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
                says(&page, &Say(language).t("stopped-unavailable"));
            }
        }
        let mut owner = owner.clone();
        owner.speaks(language);
        let page = owner.get("/b/down").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        says(&page, &Say(language).t("stopped-unavailable"));
        let form = fields(&[("shop", "down"), ("product_id", "x"), ("quantity", "1")]);
        let answer = owner.post("/api/storefront/add_to_cart", &form).await;
        let page = owner.get(&answer.location).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    }
    let health = owner.get("/healthz").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
}
