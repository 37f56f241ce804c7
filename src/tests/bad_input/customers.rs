//! In the storefront.

use axum::http::StatusCode;

use super::{at, checkout_form, hidden, says, sent};
use crate::orders::{self, Added};
use crate::staff::Role;
use crate::tests::browser::{Browser, fields, member, serving};
use crate::tests::support::Shop;
use crate::ui::language::Say;
use crate::values::{Language, Quantity, Refusal};

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_not_there_is_said_in_each_language() {
    let shop = Shop::open("there").await;
    for language in Language::ALL {
        let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
        browser.speaks(language);
        for (path, words) in [
            ("/s/nowhere", "stopped-not-found"),
            ("/s/nowhere/cart", "stopped-not-found"),
            ("/s/%ff", "stopped-not-found"),
            // The shop is there, and says itself what it does not have.
            ("/s/there/p/nothing", "store-nothing-here"),
            ("/s/there/c/nothing", "store-nothing-here"),
            ("/s/there/o/nothing", "store-nothing-here"),
        ] {
            let page = browser.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            says(&page, &Say(language).t(words));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_more_than_can_be_counted_goes_into_no_cart() {
    let shop = Shop::open("too-dear").await;
    let product = shop.sells("GOLD", "99999999999", "1000000").await;
    let browser = shop.cart_of(product, "1").await;
    let cx = shop.customer();
    let refused = orders::set_in_cart(&cx, &browser, product, Quantity::MOST).await;
    let said = Refusal::at("quantity", "refused-order-too-large");
    assert_eq!(refused, Err(said.into()));
    let mut tx = cx.read().await.unwrap();
    let cart = orders::cart(&mut tx, Some(&browser)).await.unwrap();
    assert_eq!(cart.unwrap().lines[0].quantity, Quantity::ONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quantity_that_is_none_is_refused_and_the_cart_stays() {
    let shop = Shop::open("quantities").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    for language in Language::ALL {
        let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
        browser.speaks(language);
        let none = [
            "-1",
            "-0.5",
            "0",
            "abc",
            "1e3",
            "99999999999999999999",
            "9223372036854775807",
            "0x10",
            "1,5,5",
            "NaN",
            "inf",
            "1\0",
            "\u{ff11}",
            "½",
            "--",
            "1 000 000 000 000",
        ];
        for quantity in none {
            let form = [
                ("shop", "quantities"),
                ("product_id", &product),
                ("quantity", quantity),
            ];
            sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
            let cart = browser.get("/s/quantities/cart").await;
            says(&cart, &Say(language).t("store-cart-empty"));
        }
        // More than there is says how much there is.
        let form = [
            ("shop", "quantities"),
            ("product_id", &product),
            ("quantity", "6"),
        ];
        let page = sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
        let left = Refusal::of("refused-out-of-stock").with("name", "Product UNGA");
        says(&page, &Say(language).refusal(&left.with("left", "5")));
    }
}

/// What fits each quantity that is none.
const WRONG: [(&str, &str); 7] = [
    ("", "refused-not-a-quantity"),
    ("-3", "refused-quantity-not-above-zero"),
    ("tatu", "refused-quantity-not-a-number"),
    ("1.2345", "refused-quantity-too-fine"),
    ("2000000", "refused-quantity-too-large"),
    ("1.3", "refused-step"),
    ("1,000", "refused-take-comma"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_quantity_is_told_beside_its_field_in_words_that_fit() {
    let shop = Shop::open("fitting").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let service = serving(&shop);
    for language in Language::ALL {
        let mut browser = Browser::new(&service, "10.0.0.1");
        browser.speaks(language);
        let words = |key: &str| {
            let refusal = Refusal::of(key).with("name", "Product UNGA");
            let refusal = refusal.with("step", "0.5").with("left", "5");
            Say(language).refusal(&refusal.with("typed", "1,000"))
        };
        let form = |quantity: &'static str| {
            [
                ("shop", "fitting"),
                ("product_id", product.as_str()),
                ("quantity", quantity),
                ("back", "/s/fitting/p/product-unga"),
            ]
        };
        let on_page = [
            ("0", "refused-quantity-not-above-zero"),
            ("6", "refused-out-of-stock"),
        ];
        for (quantity, key) in WRONG.into_iter().chain(on_page) {
            let form = form(quantity);
            let page = sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
            let why = at(&page, "f-quantity-error");
            assert!(why.contains(&words(key)), "{quantity}: {why}");
            says(&page, &format!("value=\"{quantity}\""));
        }
        sent(&mut browser, "/api/storefront/add_to_cart", &form("1")).await;
        for (quantity, key) in WRONG.into_iter().chain([("6", "refused-out-of-stock")]) {
            let form = form(quantity);
            let page = sent(&mut browser, "/api/storefront/set_in_cart", &form[..3]).await;
            let why = at(&page, &format!("e-{product}"));
            assert!(why.contains(&words(key)), "{quantity}: {why}");
            says(&page, &format!("value=\"{quantity}\""));
            says(&page, &format!("aria-describedby=\"e-{product}\""));
        }
        // None of it takes it out, and says so.
        let page = sent(&mut browser, "/api/storefront/set_in_cart", &form("0")[..3]).await;
        says(&page, &Say(language).t("done-taken-out-of-cart"));
        says(&page, &Say(language).t("store-cart-empty"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_of_another_shop_is_not_there() {
    let shop = Shop::open("ours").await;
    let theirs = shop.neighbour("theirs").await;
    let product = theirs.sells("UNGA", "118", "5").await.to_string();
    let service = serving(&shop);
    for language in Language::ALL {
        let mut browser = Browser::new(&service, "10.0.0.1");
        browser.speaks(language);
        let form = [
            ("shop", "ours"),
            ("product_id", product.as_str()),
            ("quantity", "1"),
        ];
        let page = sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
        says(&page, &Say(language).t("refused-not-found"));
        let cart = browser.get("/s/ours/cart").await;
        says(&cart, &Say(language).t("store-cart-empty"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_is_sent_along_changes_nothing() {
    let shop = Shop::open("tampered").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
    let form = [
        ("shop", "tampered"),
        ("product_id", &product.to_string()),
        ("quantity", "2"),
        ("price", "1"),
        ("amount", "2"),
        ("price_minor", "100"),
    ];
    sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
    let mut form = checkout_form(&browser, &shop).await;
    form.extend(fields(&[
        ("form[total]", "1"),
        ("form[price]", "1"),
        ("total_minor", "1"),
    ]));
    // Twice, as an impatient thumb does: one order, and both are led to it.
    let first = browser.post("/api/storefront/place_order", &form).await;
    let second = browser.post("/api/storefront/place_order", &form).await;
    for answer in [&first, &second] {
        assert!(answer.location.starts_with("/s/tampered/o/"), "{answer:?}");
        says(&browser.get(&answer.location).await, "236");
    }
    let mut tx = shop.look().await;
    let totals: Vec<i64> =
        sqlx::query_scalar("select total_minor from app.order where business_id = $1")
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(totals, [23_600]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_adds_once_and_the_page_after_it_adds_again() {
    let shop = Shop::open("two-taps").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let id = product.to_string();
    let page = "/s/two-taps/p/product-unga";
    let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
    // From a shelf and from the product's own page.
    for (path, before, after) in [("/s/two-taps", "0", "1"), (page, "1", "2")] {
        let had = hidden(&browser.get(path).await.body, "had");
        assert_eq!(had, before, "{path}");
        let form = [
            ("shop", "two-taps"),
            ("product_id", id.as_str()),
            ("quantity", "1"),
            ("had", had.as_str()),
        ];
        // Who went back to a page that is no longer so is not told that there is more now.
        for said in ["done-added-to-cart", "done-in-cart-already"] {
            let seen = sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
            says(&seen, &Say(Language::En).t(said));
        }
        assert_eq!(hidden(&browser.get(page).await.body, "had"), after);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_comes_twice_at_the_same_instant_adds_once() {
    let shop = Shop::open("same-instant").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let browser = shop.cart_of(product, "1").await;
    let customer = shop.customer();
    let add = || {
        orders::add_to_cart(
            &customer,
            &browser,
            product,
            Quantity::ONE,
            Some(Quantity::ONE),
        )
    };
    let (first, second) = tokio::join!(add(), add());
    let mut became = [first.unwrap(), second.unwrap()];
    became.sort_by_key(|added| *added == Added::Before);
    assert_eq!(became, [Added::Now, Added::Before]);
    let mut tx = customer.read().await.unwrap();
    let cart = orders::cart(&mut tx, Some(browser.as_slice())).await;
    let cart = cart.unwrap().unwrap();
    assert_eq!(cart.lines[0].quantity, Quantity::from_milli(2000));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_product_in_a_cart_is_named() {
    let shop = Shop::open("retired").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    for language in Language::ALL {
        let mut browser = Browser::new(&service, "10.0.0.1");
        browser.speaks(language);
        let form = [
            ("shop", "retired"),
            ("product_id", product.as_str()),
            ("quantity", "1"),
        ];
        sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
        let checkout = checkout_form(&browser, &shop).await;
        let retire = [("business", "retired"), ("product_id", &product)];
        sent(&mut owner, "/api/catalog/retire_product", &retire).await;
        let refusal = Refusal::of("refused-retired").with("name", "Product UNGA");
        let words = Say(language).refusal(&refusal);
        says(&browser.get("/s/retired/cart").await, &words);
        let answer = browser.post("/api/storefront/place_order", &checkout).await;
        assert_eq!(answer.location, "/s/retired/checkout");
        says(&browser.get(&answer.location).await, &words);
        // A form of yesterday's page, whose product is on no page today.
        says(
            &sent(&mut browser, "/api/storefront/add_to_cart", &form).await,
            &words,
        );
        let back = [
            ("business", "retired"),
            ("product_id", &product),
            ("bring_back", "1"),
        ];
        sent(&mut owner, "/api/catalog/retire_product", &back).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_number_with_letters_is_no_phone_number() {
    let shop = Shop::open("phones").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    for language in Language::ALL {
        let mut browser = Browser::new(&serving(&shop), "10.0.0.1");
        browser.speaks(language);
        let form = [
            ("shop", "phones"),
            ("product_id", product.as_str()),
            ("quantity", "1"),
        ];
        sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
        let whole = checkout_form(&browser, &shop).await;
        for phone in [
            "07I2E45678",
            "+254 712 34",
            "ABCDEFGHIJ",
            "0712345678; drop table",
        ] {
            let mut form = whole.clone();
            let field = form.iter_mut().find(|(name, _)| name == "form[phone]");
            field.unwrap().1 = phone.to_owned();
            let answer = browser.post("/api/storefront/place_order", &form).await;
            let page = browser.get(&answer.location).await;
            says(&page, &Say(language).t("refused-not-a-phone"));
            says(&page, phone);
            says(&page, "Jina langu");
        }
    }
}
