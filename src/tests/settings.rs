//! The settings of M-Pesa and of opening hours, as pages: what is posted, and what is read then.

use std::sync::Arc;

use axum::Router;
use chrono::Days;

use super::bad_input::{says, sent};
use super::browser::{Answer, Browser, member, serving};
use super::support::Shop;
use crate::app::server;
use crate::mpesa::simulator::{self, SimulatorSettings};
use crate::mpesa::{AccountKind, Credentials};
use crate::platform::{TrustProxy, clock};
use crate::staff::Role;
use crate::ui::language::Say;
use crate::values::{Language, Refusal};

const KEEP: &str = "/api/payments/keep_mpesa_account";
const TRY: &str = "/api/payments/try_mpesa_account";
const REMOVE: &str = "/api/payments/remove_mpesa_account";
const HOURS: &str = "/api/businesses/keep_hours";
const CLOSE: &str = "/api/businesses/close_on";
const EN: Say = Say(Language::En);
const SW: Say = Say(Language::Sw);

const KEY: &str = "consumer-key-7c1b2f";
const SECRET: &str = "consumer-secret-4d9e1a";
const PASSKEY: &str = "passkey-9f31c7";

/// The product as it is served, with a simulator of M-Pesa that knows one account.
async fn with_mpesa(shop: &Shop) -> Router {
    let account = Credentials {
        consumer_key: KEY.to_owned(),
        consumer_secret: SECRET.to_owned(),
        short_code: "600123".to_owned(),
        kind: AccountKind::PayBill,
        passkey: PASSKEY.to_owned(),
    };
    let settings = SimulatorSettings {
        known: vec![account],
        ..SimulatorSettings::default()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = simulator::router(settings);
    tokio::spawn(async move { axum::serve(listener, router).await });
    asking(shop, Some(address))
}

/// The product as it is served, with M-Pesa at this address, or without.
fn asking(shop: &Shop, daraja_url: Option<String>) -> Router {
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.trust_proxy = TrustProxy::Here;
    config.daraja_url = daraja_url;
    state.config = Arc::new(config);
    server::service(state)
}

/// Fails where a page lets a secret out.
fn keeps_to_itself(page: &Answer, secrets: &[&str]) {
    for secret in secrets {
        assert!(!page.body.contains(secret), "{secret} is on the page");
    }
}

async fn keeps(owner: &mut Browser, shop: &Shop, form: &[(&str, &str)]) -> Answer {
    let names = form.iter().map(|(name, _)| format!("form[{name}]"));
    let names: Vec<String> = names.collect();
    let values = form.iter().map(|(_, value)| *value);
    let mut form: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(values).collect();
    form.push(("business", &shop.slug));
    sent(owner, KEEP, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn mpesas_secrets_go_in_and_never_come_out_and_a_test_says_what_is_wrong() {
    let shop = Shop::open("mpesa-page").await;
    let mut owner = member(&with_mpesa(&shop).await, &shop, Role::Owner).await;
    let all = [KEY, SECRET, PASSKEY];
    let numbers = [("short_code", "600123"), ("kind", "paybill")];
    let secrets = [
        ("consumer_key", KEY),
        ("consumer_secret", SECRET),
        ("passkey", PASSKEY),
    ];
    // Refused: the number stands there again, the secrets do not.
    let mistyped = [("short_code", "6001x"), ("kind", "paybill")];
    let wrong = [&mistyped[..], &secrets[..]].concat();
    let page = keeps(&mut owner, &shop, &wrong).await;
    says(&page, &EN.t("refused-short-code"));
    says(&page, "6001x");
    says(&page, &EN.t("settings-mpesa-secrets-again"));
    keeps_to_itself(&page, &all);
    let page = keeps(&mut owner, &shop, &[&numbers[..], &secrets[..]].concat()).await;
    says(&page, &EN.t("done-mpesa-account-kept"));
    says(&page, &EN.t("mpesa-try-never"));
    says(&page, "600123");
    keeps_to_itself(&page, &all);

    let ask = [("business", "mpesa-page")];
    let page = sent(&mut owner, TRY, &ask).await;
    says(&page, &EN.t("mpesa-tried-works"));
    keeps_to_itself(&page, &all);
    // What is left empty stays as it is: only the one that is typed is another one now.
    keeps(
        &mut owner,
        &shop,
        &[&numbers[..], &[("consumer_secret", "mistyped")][..]].concat(),
    )
    .await;
    let page = sent(&mut owner, TRY, &ask).await;
    says(&page, &EN.t("mpesa-tried-keys-refused"));
    let other = [("consumer_secret", SECRET), ("passkey", "of-another-shop")];
    keeps(&mut owner, &shop, &[&numbers[..], &other[..]].concat()).await;
    let page = sent(&mut owner, TRY, &ask).await;
    says(&page, &EN.t("mpesa-tried-number-refused"));
    keeps_to_itself(&page, &[KEY, SECRET, PASSKEY, "of-another-shop"]);
    let page = sent(&mut owner, TRY, &ask).await;
    let wait = Refusal::of("refused-slow-down").with("minutes", 1);
    says(&page, &EN.refusal(&wait));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_without_mpesa_says_so_to_the_owner_and_speaks_of_it_to_no_customer() {
    let shop = Shop::open("mpesa-off").await;
    let product = shop.sells("UNGA", "118", "5").await.to_string();
    let cart = [
        ("shop", "mpesa-off"),
        ("product_id", product.as_str()),
        ("quantity", "1"),
    ];
    for (url, is_on) in [(None, false), (Some("http://127.0.0.1:9".to_owned()), true)] {
        let service = asking(&shop, url);
        let owner = member(&service, &shop, Role::Owner).await;
        let page = owner.get("/b/mpesa-off/settings/payments").await;
        assert_eq!(page.body.contains(&EN.t("settings-mpesa-off")), !is_on);
        let mut hers = Browser::new(&service, "10.0.0.1");
        sent(&mut hers, "/api/storefront/add_to_cart", &cart).await;
        let page = hers.get("/s/mpesa-off/checkout").await;
        says(&page, &EN.t("store-place-order"));
        assert_eq!(page.body.contains("M-Pesa"), is_on);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_of_a_test_has_its_words() {
    let shop = Shop::open("mpesa-words").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    for outcome in [
        "works",
        "keys_refused",
        "number_refused",
        "other_environment",
        "not_reached",
        "busy",
        "unclear",
    ] {
        let set = "update app.mpesa_account set tested_at = now(), test_outcome = $1";
        let set = sqlx::query(set).bind(outcome);
        set.execute(&mut shop.superuser().await).await.unwrap();
        let key = format!("mpesa-tried-{}", outcome.replace('_', "-"));
        for language in Language::ALL {
            owner.speaks(language);
            let page = owner.get("/b/mpesa-words/settings/payments").await;
            let say = Say(language);
            assert_ne!(say.t(&key), key);
            says(&page, &say.t(&key));
            says(&page, &say.t(&format!("{key}-text")));
            assert!(!page.body.contains(&key), "{key} has no words");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_where_money_goes_types_her_password_again() {
    let shop = Shop::open("mpesa-again").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    owner.speaks(Language::Sw);
    let long_ago = "update app.session set password_at = now() - interval '1 hour'";
    let long_ago = sqlx::query(long_ago);
    long_ago.execute(&mut shop.superuser().await).await.unwrap();
    let numbers = [("short_code", "174379"), ("kind", "paybill")];
    let page = keeps(&mut owner, &shop, &numbers).await;
    says(&page, &SW.t("refused-password-again"));
    for (again, why) in [
        ("", "refused-password-again"),
        ("not her password", "refused-password-wrong"),
    ] {
        let form = [("business", "mpesa-again"), ("again", again)];
        let page = sent(&mut owner, REMOVE, &form).await;
        says(&page, &SW.t(why));
        assert!(!page.body.contains("not her password"));
        says(&page, &SW.t("settings-mpesa-set"));
    }
    let again = [
        ("business", "mpesa-again"),
        ("again", "a long enough password"),
    ];
    for _ in 0..2 {
        // The second time there is none, as she wants it.
        let page = sent(&mut owner, REMOVE, &again).await;
        says(&page, &SW.t("done-mpesa-account-removed"));
        says(&page, &SW.t("settings-mpesa-unset"));
        assert!(!page.body.contains("174379"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_are_kept_shown_and_refused_on_their_page() {
    let shop = Shop::open("hours-page").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    owner.speaks(Language::Sw);
    let week = [
        ("business", "hours-page"),
        ("form[opens_1]", "08:00"),
        ("form[closes_1]", "17:35"),
    ];
    let page = sent(&mut owner, HOURS, &week).await;
    says(&page, &SW.t("done-hours-kept"));
    for kept in ["value=\"08:00\"", "value=\"17:35\""] {
        assert!(page.body.contains(kept), "{kept} {}", page.body);
    }
    let mut customer = Browser::new(&service, "10.0.0.1");
    customer.speaks(Language::Sw);
    let seen = customer.get("/s/hours-page").await;
    says(&seen, &SW.t("day-1"));
    says(&seen, "08:00–17:35");
    // Refused: what was typed stands there with its reason, and the week before is kept.
    for (opens, closes, why) in [
        ("saa mbili", "19:15", "refused-not-a-time"),
        ("25:00", "19:15", "refused-not-a-time"),
        ("", "19:15", "refused-both-times"),
    ] {
        let week = [
            ("business", "hours-page"),
            ("form[opens_2]", opens),
            ("form[closes_2]", closes),
        ];
        let page = sent(&mut owner, HOURS, &week).await;
        says(&page, &SW.t(why));
        says(&page, opens);
        says(&page, closes);
        let page = owner.get("/b/hours-page/settings/hours").await;
        assert!(page.body.contains("value=\"17:35\""), "{opens}");
        assert!(!page.body.contains("19:15"), "{opens}");
    }
    let alike = [week.as_slice(), &[("form[every_day]", "1")]].concat();
    let page = sent(&mut owner, HOURS, &alike).await;
    assert_eq!(
        page.body.matches("value=\"17:35\"").count(),
        7,
        "{}",
        page.body
    );
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    let page = sent(&mut cashier, HOURS, &week).await;
    says(&page, &EN.t("stopped-forbidden"));
}

#[tokio::test(flavor = "multi_thread")]
async fn days_off_are_kept_listed_taken_back_and_refused_on_their_page() {
    let shop = Shop::open("days-off").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let path = "/b/days-off/settings/hours";
    let long = "x".repeat(81);
    for (day, reason, why) in [
        ("kesho", "Harusi", Refusal::of("refused-not-a-day")),
        ("", "Harusi", Refusal::of("refused-not-a-day")),
        ("2020-01-01", "Harusi", Refusal::of("refused-day-over")),
        (
            "2199-01-01",
            long.as_str(),
            Refusal::of("refused-too-long").with("most", 80),
        ),
    ] {
        for language in Language::ALL {
            owner.speaks(language);
            let form = [("business", "days-off"), ("day", day), ("reason", reason)];
            let page = sent(&mut owner, CLOSE, &form).await;
            says(&page, &Say(language).refusal(&why));
            says(&page, day);
            says(&page, reason);
            // The head of the form has the focus, and its words lead to the field.
            let to = if reason == long { "reason" } else { "day" };
            let link = format!("href=\"#f-{to}\"");
            assert!(page.body.contains(&link), "{link} {}", page.body);
        }
    }
    owner.speaks(Language::En);
    assert!(!owner.get(path).await.body.contains("Harusi"));
    let day = clock::now().date_naive() + Days::new(40);
    let day = day.to_string();
    let form = [
        ("business", "days-off"),
        ("day", day.as_str()),
        ("reason", "Harusi"),
    ];
    let page = sent(&mut owner, CLOSE, &form).await;
    says(&page, &EN.t("done-hours-kept"));
    says(&page, "Harusi");
    assert!(page.body.contains(&format!("value=\"{day}\"")), "{page:?}");
    let page = sent(&mut owner, "/api/businesses/open_on", &form[..2]).await;
    says(&page, &EN.t("done-hours-kept"));
    assert!(!page.body.contains("Harusi") && !page.body.contains(&day));
}
