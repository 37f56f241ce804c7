//! What a customer's pages say of her and of themselves.

use uuid::Uuid;

use super::bad_input::{checkout_form, hidden, says, sent};
use super::browser::{Browser, fields, member, serving};
use super::support::Shop;
use crate::businesses::{self, HoursForm};
use crate::orders::{self, CheckoutForm, Reduction, State, WhyOff};
use crate::staff::Role;
use crate::ui::language::Say;
use crate::values::{Language, Money, Phone, Quantity, Refusal, Stop};

#[tokio::test(flavor = "multi_thread")]
async fn what_she_wrote_is_repeated_to_her_and_to_nobody_else() {
    let shop = Shop::open("own-words").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let area = Uuid::now_v7().to_string();
    let form = [
        ("business", "own-words"),
        ("form[area_id]", area.as_str()),
        ("form[fresh]", "1"),
        ("form[name]", "Kilimani"),
        ("form[fee]", "50"),
    ];
    sent(&mut owner, "/api/businesses/keep_area", &form).await;
    let mut hers = Browser::new(&service, "10.0.0.1");
    let form = [
        ("shop", "own-words"),
        ("product_id", product.as_str()),
        ("quantity", "1"),
    ];
    sent(&mut hers, "/api/storefront/add_to_cart", &form).await;
    let mut form = checkout_form(&hers, &shop).await;
    let reaches = form.iter_mut().find(|(name, _)| name == "form[fulfilment]");
    reaches.unwrap().1 = format!("delivery:{area}");
    form.extend(fields(&[
        ("form[note]", "Ripe <b>ones</b>\r\nand small change"),
        ("form[address_note]", "The blue gate"),
    ]));
    let answer = hers.post("/api/storefront/place_order", &form).await;
    let page = hers.get(&answer.location).await;
    for words in ["Ripe <b>ones</b>", "and small change", "The blue gate"] {
        says(&page, words);
    }
    // The same link elsewhere: in a new browser, and in one that has a cart of its own.
    let mut other = Browser::new(&service, "10.0.0.2");
    for has_cart in [false, true] {
        if has_cart {
            let form = [
                ("shop", "own-words"),
                ("product_id", product.as_str()),
                ("quantity", "1"),
            ];
            sent(&mut other, "/api/storefront/add_to_cart", &form).await;
        }
        let page = other.get(&answer.location).await;
        says(&page, &Say(Language::En).t("store-what-happened"));
        for words in ["small change", "blue gate"] {
            assert!(!page.body.contains(words), "{words}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_longer_than_a_text_area_takes_is_told_beside_it() {
    let shop = Shop::open("long-words").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    // A browser counts a line's end as one character, and sends two.
    let fits = format!("{}\r\n{}", "a".repeat(249), "b".repeat(250));
    let long = CheckoutForm {
        note: format!("{fits}c"),
        address_note: fits.clone(),
        ..form.clone()
    };
    let refused = orders::place(&shop.customer(), &browser, &long).await;
    let refusal = Refusal::at("note", "refused-too-long").with("most", 500);
    assert_eq!(refused.unwrap_err(), Stop::from(refusal));
    let fitting = CheckoutForm { note: fits, ..form };
    let placed = orders::place(&shop.customer(), &browser, &fitting).await;
    let kept = shop.order(placed.unwrap().order_id).await.order.note;
    assert_eq!(kept.chars().count(), 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyers_pin_that_is_none_is_told_beside_it() {
    let shop = Shop::open("pins").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    let wrong = CheckoutForm {
        tax_pin: "A12345678".to_owned(),
        ..form.clone()
    };
    let refused = orders::place(&shop.customer(), &browser, &wrong).await;
    let refusal = Refusal::at("tax_pin", "refused-tax-pin");
    assert_eq!(refused.unwrap_err(), Stop::from(refusal));
    let right = CheckoutForm {
        tax_pin: "a123 456789 z".to_owned(),
        ..form
    };
    let placed = orders::place(&shop.customer(), &browser, &right).await;
    let kept: Option<String> =
        sqlx::query_scalar("select buyer_tax_pin from app.order where order_id = $1")
            .bind(placed.unwrap().order_id)
            .fetch_one(&mut shop.superuser().await)
            .await
            .unwrap();
    assert_eq!(kept.as_deref(), Some("A123456789Z"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_an_order_says_what_the_phone_is_asked_for() {
    let shop = Shop::open("less-now").await;
    let (order_id, placed) = shop.an_order(45_000).await;
    let (cx, id, phone) = (shop.customer(), Uuid::now_v7(), "0712345678");
    let asked = orders::ask_mpesa(&cx, &placed.link, id, phone, "home").await;
    assert_eq!(asked, Ok(()));
    let revision = shop.order(order_id).await.order.revision;
    let half = Reduction {
        cancellation_id: Uuid::now_v7(),
        keep: [(1, "0.5".to_owned())].into(),
        why: WhyOff::Short,
        note: String::new(),
    };
    orders::cancel_lines(&shop.cx(), order_id, revision, &half)
        .await
        .unwrap();
    let browser = Browser::new(&serving(&shop), "10.0.0.1");
    let page = browser.get(&format!("/s/less-now/o/{}", placed.link)).await;
    let phone = Phone::parse(phone, "KE").unwrap();
    let named = [("phone", phone.ending()), ("amount", "KSh\u{a0}450")];
    says(&page, &Say(Language::En).with("store-waiting-text", &named));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_orders_at_a_price_that_her_page_did_not_show() {
    let shop = Shop::open("dearer").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let mut hers = Browser::new(&serving(&shop), "10.0.0.1");
    let form = [
        ("shop", "dearer"),
        ("product_id", product.as_str()),
        ("quantity", "1"),
    ];
    sent(&mut hers, "/api/storefront/add_to_cart", &form).await;
    let form = checkout_form(&hers, &shop).await;
    sqlx::query("update app.product set price_minor = 12000 where sku = 'UNGA'")
        .execute(&mut shop.superuser().await)
        .await
        .unwrap();
    let answer = hers.post("/api/storefront/place_order", &form).await;
    assert_eq!(answer.location, "/s/dearer/checkout");
    let page = hers.get(&answer.location).await;
    says(&page, &Say(Language::En).t("refused-prices-changed"));
    let form = checkout_form(&hers, &shop).await;
    let answer = hers.post("/api/storefront/place_order", &form).await;
    assert!(answer.location.starts_with("/s/dearer/o/"), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_m_pesa_takes_in_no_prompt_is_not_placed_to_be_paid_by_it() {
    let shop = Shop::open("dear").await;
    let product = shop.sells("SOLAR", "250001", "5").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    let refused = orders::place(&shop.customer(), &browser, &form).await;
    let most = Money::from_minor(25_000_000).short("KES");
    let refusal = Refusal::at("pay_by", "refused-mpesa-too-much").with("most", most);
    assert_eq!(refused.unwrap_err(), Stop::from(refusal));
    assert_eq!(shop.level(product).await.1, Quantity::ZERO);
    let by_hand = CheckoutForm {
        pay_by: "on_hand_over".to_owned(),
        ..form
    };
    let placed = orders::place(&shop.customer(), &browser, &by_hand).await;
    assert_eq!(
        shop.order(placed.unwrap().order_id)
            .await
            .order
            .total
            .minor(),
        25_000_100
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_on_the_way_to_an_order_describe_themselves() {
    let shop = Shop::open("described").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let service = serving(&shop);
    for language in Language::ALL {
        let mut browser = Browser::new(&service, "10.0.0.1");
        browser.speaks(language);
        let form = [
            ("shop", "described"),
            ("product_id", product.as_str()),
            ("quantity", "0.5"),
        ];
        sent(&mut browser, "/api/storefront/add_to_cart", &form).await;
        let mut pages = Vec::new();
        for (path, key) in [
            ("/s/described/cart", "store-describes-cart"),
            ("/s/described/checkout", "store-describes-checkout"),
            ("/s/described/find", "store-describes-find"),
        ] {
            pages.push((browser.get(path).await, key));
        }
        let form = checkout_form(&browser, &shop).await;
        let answer = browser.post("/api/storefront/place_order", &form).await;
        pages.push((browser.get(&answer.location).await, "store-describes-order"));
        for (page, key) in pages {
            let words = Say(language).with(key, &[("shop", "Shop described")]);
            says(&page, &format!("content=\"{words}\""));
            says(&page, "content=\"noindex\"");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_closed_now_says_so_where_she_orders() {
    let shop = Shop::open("night").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let mut hers = Browser::new(&serving(&shop), "10.0.0.1");
    let form = [
        ("shop", "night"),
        ("product_id", product.as_str()),
        ("quantity", "1"),
    ];
    sent(&mut hers, "/api/storefront/add_to_cart", &form).await;
    let words = |key: &str| Say(Language::En).with(key, &[("shop", "Shop night")]);
    let before = words("store-order-while-closed");
    let pages = ["/s/night/cart", "/s/night/checkout"];
    // It tells no hours; then it is open around the clock.
    for tells in [false, true] {
        if tells {
            let week = every_day("00:00", "00:00");
            businesses::keep_hours(&shop.cx(), &week).await.unwrap();
        }
        for path in pages {
            let page = hers.get(path).await;
            assert!(!page.body.contains(&before), "{path} {tells}");
        }
    }
    let week = every_day("08:00", "19:00");
    businesses::keep_hours(&shop.cx(), &week).await.unwrap();
    let today = shop.look().await.scope().today();
    for day in today.iter_days().take(3) {
        let closed = businesses::close_on(&shop.cx(), &day.to_string(), "").await;
        closed.unwrap();
    }
    // Once in the footer, and once where she orders.
    let opens = |page: &str| page.matches("Closed now, opens ").count();
    for path in pages {
        let page = hers.get(path).await;
        says(&page, &before);
        assert_eq!(opens(&page.body), 2, "{path}");
    }
    let form = checkout_form(&hers, &shop).await;
    let answer = hers.post("/api/storefront/place_order", &form).await;
    assert!(answer.location.starts_with("/s/night/o/"), "{answer:?}");
    let page = hers.get(&answer.location).await;
    says(&page, &words("store-ordered-while-closed"));
    assert_eq!(opens(&page.body), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_she_typed_waits_until_the_shop_takes_orders_again() {
    let shop = Shop::open("shut").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let mut hers = Browser::new(&serving(&shop), "10.0.0.1");
    let cart = [
        ("shop", "shut"),
        ("product_id", &product.to_string()),
        ("quantity", "1"),
    ];
    sent(&mut hers, "/api/storefront/add_to_cart", &cart).await;
    let form = checkout_form(&hers, &shop).await;
    let mut superuser = shop.superuser().await;
    for open in [false, true] {
        sqlx::query("update app.business set storefront_open = $1")
            .bind(open)
            .execute(&mut superuser)
            .await
            .unwrap();
        let page = if open {
            hers.get("/s/shut/checkout").await
        } else {
            let answer = hers.post("/api/storefront/place_order", &form).await;
            hers.get(&answer.location).await
        };
        let said = Say(Language::En).with("store-closed-title", &[("shop", "Shop shut")]);
        assert_eq!(page.body.contains(&said), !open);
        assert_eq!(page.body.contains("value=\"Jina langu\""), open);
    }
}

/// Hours that are the same on every day.
fn every_day(opens: &str, closes: &str) -> HoursForm {
    let day = |day: u8| {
        [
            (format!("opens_{day}"), opens.to_owned()),
            (format!("closes_{day}"), closes.to_owned()),
        ]
    };
    (1..=7).flat_map(day).collect()
}

/// Orders one of a product, to be paid at hand-over; the path of the order's page.
async fn orders_one(hers: &mut Browser, shop: &Shop, product: Uuid) -> String {
    let product = product.to_string();
    let form = [
        ("shop", shop.slug.as_str()),
        ("product_id", product.as_str()),
        ("quantity", "1"),
    ];
    sent(hers, "/api/storefront/add_to_cart", &form).await;
    let form = checkout_form(hers, shop).await;
    hers.post("/api/storefront/place_order", &form)
        .await
        .location
}

#[tokio::test(flavor = "multi_thread")]
async fn who_ordered_calls_it_off_until_it_is_packed_and_nobody_else_does() {
    let shop = Shop::open("changed-mind").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let service = serving(&shop);
    let mut hers = Browser::new(&service, "10.0.0.1");
    let mut other = Browser::new(&service, "10.0.0.2");
    let (say, path) = (Say(Language::En), "/api/storefront/call_off");
    let offered = say.t("store-call-off");
    let state = async |id: &str| shop.order(id.parse().unwrap()).await.order.state;

    let page = orders_one(&mut hers, &shop, product).await;
    let seen = hers.get(&page).await;
    says(&seen, &offered);
    let (id, link) = (hidden(&seen.body, "order_id"), hidden(&seen.body, "link"));
    let form = [
        ("shop", shop.slug.as_str()),
        ("link", link.as_str()),
        ("order_id", id.as_str()),
    ];
    // The link was passed on.
    assert!(!other.get(&page).await.body.contains(&offered));
    says(
        &sent(&mut other, path, &form).await,
        &say.t("refused-call-the-shop"),
    );
    assert_eq!(state(&id).await, State::Pending);
    for _ in 0..2 {
        let seen = sent(&mut hers, path, &form).await;
        says(&seen, &say.t("store-stage-cancelled"));
        assert!(!seen.body.contains(&offered));
    }
    assert_eq!(state(&id).await, State::Cancelled);
    assert_eq!(shop.level(product).await.1, Quantity::ZERO);

    let page = orders_one(&mut hers, &shop, product).await;
    let seen = hers.get(&page).await;
    let id = hidden(&seen.body, "order_id");
    let link = hidden(&seen.body, "link");
    let order = shop.order(id.parse().unwrap()).await.order;
    orders::advance(&shop.cx(), order.order_id, order.revision, State::Ready)
        .await
        .unwrap();
    assert!(!hers.get(&page).await.body.contains(&offered));
    let form = [
        ("shop", shop.slug.as_str()),
        ("link", link.as_str()),
        ("order_id", id.as_str()),
    ];
    says(
        &sent(&mut hers, path, &form).await,
        &say.t("refused-call-the-shop"),
    );
    assert_eq!(state(&id).await, State::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_calls_an_order_off_that_m_pesa_is_asked_for() {
    let shop = Shop::open("still-asked").await;
    let product = shop.sells("UNGA", "118", "5").await;
    let browser = shop.cart_of(product, "1").await;
    let form = shop.checkout(&browser).await;
    let cx = shop.customer();
    let placed = orders::place(&cx, &browser, &form).await.unwrap();
    let asked = orders::ask_mpesa(&cx, &placed.link, Uuid::now_v7(), "0712345678", "home").await;
    assert_eq!(asked, Ok(()));
    let refused = orders::call_off(&cx, &placed.link, Some(browser.as_slice())).await;
    assert_eq!(refused, Err(Refusal::of("refused-call-the-shop").into()));
    let order = shop.order(placed.order_id).await.order;
    assert_eq!(order.state, State::Pending);
}
