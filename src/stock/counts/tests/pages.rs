//! The pages as they are served: what a blind take hides, and the way of a counter through them.

use axum::http::StatusCode;
use uuid::Uuid;

use super::{form, opened, set};
use crate::staff::Role;
use crate::stock::counts::{Close, StockTake, TakeForm, Uncounted, close, open};
use crate::tests::browser::{Answer, Browser, fields, member, serving};
use crate::tests::support::Shop;
use crate::values::Language;

/// Every page of a take that somebody counts in.
fn pages(shop: &Shop, take: &StockTake, product_id: Uuid) -> Vec<String> {
    let base = format!("/b/{}/stock/takes/{}", shop.slug, take.take_id);
    [
        String::new(),
        "?show=todo".to_owned(),
        "?show=counted".to_owned(),
        "?show=all".to_owned(),
        "?show=differences".to_owned(),
        "/count".to_owned(),
        "/count?q=BLIND".to_owned(),
        format!("/count?product={product_id}"),
        "/sheet".to_owned(),
        "/upload".to_owned(),
        "/take.csv".to_owned(),
    ]
    .into_iter()
    .map(|end| format!("{base}{end}"))
    .collect()
}

async fn counted(browser: &mut Browser, shop: &Shop, take: &StockTake, product_id: Uuid) -> Answer {
    let form = fields(&[
        ("business", &shop.slug),
        ("take_id", &take.take_id.to_string()),
        ("product_id", &product_id.to_string()),
        ("count_id", &Uuid::now_v7().to_string()),
        ("how", "set"),
        ("counted", "7000"),
        ("revision", "0"),
    ]);
    browser.post("/api/stock/count_in_take", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_take_hides_what_the_books_say() {
    let shop = Shop::open("take-blind").await;
    let product_id = shop.sells("BLIND", "118", "7319.5").await;
    shop.sells("LEFT", "118", "41.5").await;
    let service = serving(&shop);
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    let manager = member(&service, &shop, Role::Manager).await;
    let take = opened(&shop).await;
    let base = format!("/b/{}/stock/takes/{}", shop.slug, take.take_id);
    for again in [false, true] {
        for path in pages(&shop, &take, product_id) {
            for counter in [&cashier, &manager] {
                let page = counter.get(&path).await;
                assert_eq!(page.status, StatusCode::OK, "{path} {page:?}");
                let tells = path.ends_with("differences") && std::ptr::eq(counter, &manager);
                let is_shown = page.body.contains("319.5");
                assert!(!is_shown || (tells && again), "{path} shows the books");
            }
        }
        if !again {
            let answer = counted(&mut cashier, &shop, &take, product_id).await;
            assert!(
                answer.location.ends_with(&take.take_id.to_string()),
                "{answer:?}"
            );
        }
    }
    // It is there to be seen by whoever is about to close: the test would find it.
    let differences = format!("{base}?show=differences");
    let told = manager.get(&differences).await;
    assert!(told.body.contains("319.5"), "{}", told.body);
    let closing = manager.get(&format!("{base}/close")).await;
    assert!(closing.body.contains("41.5"), "{}", closing.body);
    // Nor may she see what closing would do, nor open a take.
    let base = format!("/b/{}/stock/takes", shop.slug);
    for path in [
        format!("{base}/{}/close", take.take_id),
        format!("{base}/new"),
    ] {
        assert_eq!(
            cashier.get(&path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
        assert_eq!(manager.get(&path).await.status, StatusCode::OK, "{path}");
    }
    // Once it has ended, the file tells who may close a take, and nobody else.
    let leave = Close {
        uncounted: Uncounted::Leave,
        seen: String::new(),
    };
    close(&shop.cx(), take.take_id, &leave).await.unwrap();
    let file = format!("/b/{}/stock/takes/{}/take.csv", shop.slug, take.take_id);
    assert!(manager.get(&file).await.body.contains("7319.5"));
    assert!(!cashier.get(&file).await.body.contains("319.5"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_was_counted_nothing_is_taken_for_none() {
    let shop = Shop::open("take-idle").await;
    let product_id = shop.sells("BLIND", "118", "10").await;
    let manager = member(&serving(&shop), &shop, Role::Manager).await;
    let take = opened(&shop).await;
    let path = format!("/b/{}/stock/takes/{}/close", shop.slug, take.take_id);
    let button = "/api/stock/close_stock_take";
    assert!(!manager.get(&path).await.body.contains(button));
    set(&shop.cx(), &take, product_id, "10").await.unwrap();
    assert!(manager.get(&path).await.body.contains(button));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_not_blind_tells_everybody() {
    let shop = Shop::open("take-seeing").await;
    let product_id = shop.sells("BLIND", "118", "7319.5").await;
    let service = serving(&shop);
    let cashier = member(&service, &shop, Role::Cashier).await;
    let manager = member(&service, &shop, Role::Manager).await;
    let seeing = TakeForm {
        is_blind: String::new(),
        ..form(&shop)
    };
    let take = open(&shop.cx(), &seeing).await.unwrap();
    let path = format!(
        "/b/{}/stock/takes/{}/count?product={product_id}",
        shop.slug, take.take_id
    );
    let page = cashier.get(&path).await;
    assert!(page.body.contains("7319.5"), "{}", page.body);
    // But not what goods cost: 19.5 are missing, at ten each.
    set(&shop.cx(), &take, product_id, "7300").await.unwrap();
    for end in ["?show=differences", "/take.csv"] {
        let path = format!("/b/{}/stock/takes/{}{end}", shop.slug, take.take_id);
        let (hers, told) = (cashier.get(&path).await, manager.get(&path).await);
        assert!(hers.body.contains("19.5"), "{}", hers.body);
        assert!(!hers.body.contains("195.00"), "{}", hers.body);
        assert!(told.body.contains("195.00"), "{}", told.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_count_is_answered_with_two_ways_on() {
    let shop = Shop::open("take-ways").await;
    let product_id = shop.sells("BLIND", "118", "10").await;
    let service = serving(&shop);
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    let mut manager = member(&service, &shop, Role::Manager).await;
    let take = opened(&shop).await;
    counted(&mut manager, &shop, &take, product_id).await;
    let answer = counted(&mut cashier, &shop, &take, product_id).await;
    let page = cashier.get(&answer.location).await;
    assert_eq!(page.status, StatusCode::OK);
    for there in [
        "A member",
        "value=\"add\"",
        "value=\"replace\"",
        // What she typed stands there still.
        "value=\"7000\"",
    ] {
        assert!(page.body.contains(there), "no {there}: {}", page.body);
    }
    assert!(!page.body.contains("value=\"set\""), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_three_languages() {
    let shop = Shop::open("take-words").await;
    let product_id = shop.sells("BLIND", "118", "10").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let take = opened(&shop).await;
    counted(&mut owner, &shop, &take, product_id).await;
    let mut paths = pages(&shop, &take, product_id);
    let base = format!("/b/{}/stock/takes", shop.slug);
    paths.extend([
        base.clone(),
        format!("{base}?state=cancelled"),
        format!("{base}/new"),
        format!("{base}/{}/close", take.take_id),
    ]);
    for language in Language::ALL {
        owner.speaks(language);
        for path in &paths {
            let page = owner.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            // A key without words is shown as it is.
            for key in [">take-", ">refused-", ">product-", ">import-"] {
                assert!(
                    !page.body.contains(key),
                    "{path} shows {key}: {}",
                    page.body
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_no_button_promises_to_print() {
    let shop = Shop::open("take-print").await;
    shop.sells("PRINT", "118", "3").await;
    let service = serving(&shop);
    let manager = member(&service, &shop, Role::Manager).await;
    let take = opened(&shop).await;
    let path = format!("/b/{}/stock/takes/{}/sheet", shop.slug, take.take_id);
    let page = manager.get(&path).await.body;
    let mut tags = page.split('<').filter(|tag| tag.starts_with("button "));
    let button = tags.find(|tag| tag.contains("main-act"));
    assert!(button.unwrap_or_default().contains(" hidden"), "{button:?}");
}
