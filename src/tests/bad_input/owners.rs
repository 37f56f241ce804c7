//! In the back office, and with no database behind any door.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use uuid::Uuid;

use super::says;
use crate::staff::{self, InvitationForm, Role};
use crate::tests::browser::{Browser, fields, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::{Language, Quantity, Stop};

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_over_leads_on() {
    let shop = Shop::open("over").await;
    let form = InvitationForm {
        invitation_id: Uuid::now_v7().to_string(),
        identity: "0740 000 031".to_owned(),
        role: "cashier".to_owned(),
    };
    let made = staff::invite(&shop.cx(), &form).await.unwrap();
    staff::revoke(&shop.cx(), made.invitation_id).await.unwrap();
    let guest = Browser::new(&serving(&shop), "10.0.0.1");
    let page = guest.get(&format!("/join/{}", made.token.unwrap())).await;
    let say = Say(Language::En);
    says(&page, &say.t("refused-invitation-revoked"));
    says(&page, &say.t("stopped-to-start"));
}

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
async fn a_form_with_very_much_in_it_comes_back_with_the_reason() {
    let shop = Shop::open("much").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let id = Uuid::now_v7().to_string();
    let form = fields(&[
        ("business", "much"),
        ("form[adjustment_id]", &id),
        ("form[reason]", "damage"),
        ("form[note]", "Mvua kubwa"),
        ("form[what-l1]", &"Z".repeat(100_000)),
        ("form[quantity-l1]", "1"),
    ]);
    let answer = owner.post("/api/stock/adjust_stock", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    let page = owner.get(&answer.location).await;
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    says(&page, &format!("{}…", "Z".repeat(300)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_a_zero_byte_comes_back_with_the_reason() {
    let shop = Shop::open("zeros").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let form = fields(&[
        ("business", "zeros"),
        ("form[product_id]", &Uuid::now_v7().to_string()),
        ("form[name]", ""),
        ("form[description]", "Maharagwe\0 mekundu"),
        ("form[sku]", "MAHA"),
        ("form[price]", "100"),
        ("form[unit]", "kg"),
        ("form[quantity_step]", "0.5"),
        ("form[tax_class]", "standard"),
    ]);
    let answer = owner.post("/api/catalog/keep_product", &form).await;
    let page = owner.get(&answer.location).await;
    says(&page, &Say(Language::En).t("refused-product-name-needed"));
    says(&page, "Maharagwe mekundu");
    says(&page, "MAHA");
    // In the form's own name as well, which comes from the address.
    let form = fields(&[("business", "zeros"), ("form[product_id]", "a\0b")]);
    let answer = owner.post("/api/catalog/keep_product", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    // And in the name of a field, where a form's fields have any name.
    let form = fields(&[
        ("business", "zeros"),
        ("form[a\0b]", "x"),
        ("form[opens_1]", "nonsense"),
    ]);
    let answer = owner.post("/api/businesses/keep_hours", &form).await;
    let page = owner.get(&answer.location).await;
    says(&page, &Say(Language::En).t("refused-not-a-time"));
    says(&page, "nonsense");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_no_calendar_has_is_not_found() {
    let shop = Shop::open("days").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    for day in [
        "-262143-01-01",
        "+262142-12-31",
        "0000-01-01",
        "2026-02-30",
        "",
    ] {
        let form = fields(&[("business", "days"), ("day", day)]);
        let answer = owner.post("/api/businesses/open_on", &form).await;
        let page = owner.get(&answer.location).await;
        says(&page, &Say(Language::En).t("refused-not-found"));
    }
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
        for file in ["/b/down/products/export.csv", "/b/down/stock/movements.csv"] {
            let answer = owner.get(file).await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{file}");
            says(&answer, &Say(language).t("stopped-unavailable"));
        }
        let form = fields(&[("shop", "down"), ("product_id", "x"), ("quantity", "1")]);
        let answer = owner.post("/api/storefront/add_to_cart", &form).await;
        let page = owner.get(&answer.location).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    }
    let health = owner.get("/healthz").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_by_script_is_told_what_stopped_it() {
    let shop = Shop::open("heard").await;
    let service = serving(&shop);
    let owner = member(&service, &shop, Role::Owner).await;
    let ask = async |browser: &Browser, since: &str| {
        let request = Request::post("/api/orders/count_new_orders")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Body::from(format!("business=heard&since={since}")))
            .unwrap();
        let answer = browser.send(request).await;
        let stop = serde_json::from_str::<Stop>(&answer.body).ok();
        (answer.status, stop)
    };
    let since = "2026-01-01T00:00:00Z";
    assert_eq!(ask(&owner, since).await.0, StatusCode::OK);
    let sent_wrongly = ask(&owner, "yesterday").await;
    assert_eq!(
        sent_wrongly,
        (StatusCode::BAD_REQUEST, Some(Stop::NotFound))
    );
    shop.db().close().await;
    let (status, stop) = ask(&owner, since).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(stop, Some(Stop::Unavailable(_))), "{stop:?}");
}
