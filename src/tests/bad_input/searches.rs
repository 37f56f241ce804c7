//! Looking for goods and for orders.

use axum::http::StatusCode;

use super::{at, says, sent};
use crate::tests::browser::{Browser, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::Language;

#[tokio::test(flavor = "multi_thread")]
async fn prices_that_cannot_be_are_told_beside_their_field() {
    let shop = Shop::open("filters").await;
    shop.sells("UNGA", "118", "5").await;
    for language in Language::ALL {
        let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
        browser.speaks(language);
        for (min, max, field, key) in [
            ("-5", "200", "min", "refused-price-below-zero"),
            ("100", "-1", "max", "refused-price-below-zero"),
            ("cheap", "200", "min", "refused-not-an-amount"),
            ("1", "99999999999999999", "max", "refused-price-too-large"),
            ("900", "100", "max", "refused-prices-reversed"),
        ] {
            let page = browser
                .get(&format!("/s/filters?min={min}&max={max}"))
                .await;
            assert_eq!(page.status, StatusCode::OK);
            let why = at(&page, &format!("f-{field}-error"));
            assert!(why.contains(&Say(language).t(key)), "{min} {max}: {why}");
            let other = if field == "min" { "max" } else { "min" };
            assert_eq!(at(&page, &format!("f-{other}-error")), "", "{min} {max}");
            // What was typed stays, and what could not be read hides nothing.
            says(&page, &format!("value=\"{min}\""));
            says(&page, &format!("value=\"{max}\""));
            says(&page, "Product UNGA");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_no_phone_or_no_code_is_told_beside_its_field() {
    let shop = Shop::open("lost").await;
    let next_door = shop.neighbour("lost-too").await;
    let (_, placed) = next_door.an_order(45_000).await;
    let service = serving(&shop);
    for (number, language) in Language::ALL.into_iter().enumerate() {
        let say = Say(language);
        let mut browser = Browser::new(&service, &format!("10.0.{number}.1"));
        browser.speaks(language);
        for (phone, code, is_phone, is_code) in [
            ("", "", false, false),
            ("07I2E45678", "K7F3-9QX2", false, true),
            ("0712345678", "", true, false),
            ("0712345678", "K7F3", true, false),
            ("0712345678", "0712345678", true, false),
        ] {
            let form = [("shop", "lost"), ("phone", phone), ("code", code)];
            let page = sent(&mut browser, "/api/storefront/find_order", &form).await;
            for (id, key, is_right) in [
                ("f-phone-error", "refused-not-a-phone", is_phone),
                ("f-code-error", "refused-not-an-order-code", is_code),
            ] {
                let why = at(&page, id);
                assert_eq!(why.contains(&say.t(key)), !is_right, "{phone} {code} {why}");
            }
            for typed in [phone, code].into_iter().filter(|typed| !typed.is_empty()) {
                says(&page, &format!("value=\"{typed}\""));
            }
        }
        // What can be both is not told apart; an order of another shop is none.
        for code in ["K7F3-9QX2", placed.code.as_str()] {
            let form = [("shop", "lost"), ("phone", "0712345678"), ("code", code)];
            let page = sent(&mut browser, "/api/storefront/find_order", &form).await;
            says(&page, &say.t("refused-order-not-found"));
            assert_eq!(at(&page, "f-phone-error") + &at(&page, "f-code-error"), "");
        }
    }
}
