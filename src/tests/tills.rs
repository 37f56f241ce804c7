//! Tills as browsers meet them: coming in by a code, taking turns, and being sent away.

use axum::Router;
use axum::http::StatusCode;
use uuid::Uuid;

use super::browser::{Answer, Browser, fields, member, serving};
use super::support::Shop;
use crate::staff::Role;
use crate::staff::devices::{self, DeviceForm, Here};
use crate::values::{Language, UNSENT};

/// A till at a location; the next one of the business, `T1` first.
pub async fn till(shop: &Shop, location_id: Uuid) -> Uuid {
    let device_id = Uuid::now_v7();
    let form = DeviceForm {
        device_id: device_id.to_string(),
        name: "Counter tablet".to_owned(),
        location_id: location_id.to_string(),
    };
    let token = format!("the token of {device_id}");
    devices::enrol(&shop.cx(), &form, &token).await.unwrap()
}

/// Sends a form of the back office.
async fn keep(browser: &mut Browser, shop: &Shop, path: &str, form: &[(&str, &str)]) -> Answer {
    let mut form = fields(form);
    form.push(("business".to_owned(), shop.slug.clone()));
    let answer = browser.post(path, &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path} {answer:?}");
    answer
}

/// The code that the page of tills shows after it was asked for one.
async fn a_code(owner: &mut Browser, shop: &Shop) -> String {
    let (id, place) = (Uuid::now_v7().to_string(), shop.location.to_string());
    let form = [
        ("form[device_id]", id.as_str()),
        ("form[name]", "Blue tablet"),
        ("form[location_id]", &place),
        ("by_code", "true"),
    ];
    keep(owner, shop, "/api/staff/add_till", &form).await;
    let page = format!("/b/{}/tills", shop.slug);
    let shown = owner.get(&page).await.body;
    let code = shown.split("<code class=\"link\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap().to_owned();
    assert!(!owner.get(&page).await.body.contains(&code), "shown twice");
    code
}

/// A browser that has seen the page on which a code is typed.
async fn tablet(service: &Router, peer: &str) -> Browser {
    let mut browser = Browser::new(service, peer);
    // The page gives it a cookie, as a browser keeps it.
    let first = browser.get("/till").await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    assert!(first.body.contains("Make this device a till"), "{first:?}");
    for cookie in &first.cookies {
        browser.keep(cookie);
    }
    browser
}

async fn types(browser: &mut Browser, code: &str, id: &str) -> Answer {
    let form = fields(&[("form[code]", code), ("form[device_id]", id)]);
    browser.post("/api/staff/enrol_by_code", &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_comes_in_by_a_code_and_is_sent_away() {
    let shop = Shop::open("tablets").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let pin = [("form[pin]", "2580"), ("form[again]", "2580")];
    keep(&mut owner, &shop, "/api/staff/set_own_pin", &pin).await;
    let code = a_code(&mut owner, &shop).await;
    let mut browser = tablet(&service, "10.9.0.1").await;
    let lost = browser.clone();
    let id = Uuid::now_v7().to_string();
    // A worker that has kept another till's page goes by that.
    let page = format!("/till?enrolled={id}");
    assert_eq!(types(&mut browser, &code, &id).await.location, page);
    let here = browser.get(&page).await;
    for said in [
        "This device is a till now.",
        "Blue tablet",
        "A till needs JavaScript",
        "data-boot=",
        "data-words=\"/till/words?language=en\"",
    ] {
        assert!(here.body.contains(said), "{said}: {here:?}");
    }
    // Had that answer been lost, the form sent again leads to the same till; elsewhere to none.
    let mut again = lost;
    types(&mut again, &code, &id).await;
    assert!(again.get("/till").await.body.contains("Blue tablet"));
    let mut other = tablet(&service, "10.9.0.2").await;
    types(&mut other, &code, &Uuid::now_v7().to_string()).await;
    let refused = other.get("/till").await;
    assert!(
        refused.body.contains("This code is not right"),
        "{refused:?}"
    );

    let device_id = {
        let mut tx = shop.look().await;
        let all = crate::staff::devices::devices(&mut tx, &Here::default())
            .await
            .unwrap();
        assert_eq!(all.len(), 1);
        all[0].device_id.to_string()
    };
    let form = [("device_id", device_id.as_str())];
    keep(&mut owner, &shop, "/api/staff/revoke_till", &form).await;
    for (language, said) in [
        (Language::En, "no till any more"),
        (Language::Sw, "si cha kuuzia tena"),
        (Language::Id, "bukan mesin kasir lagi"),
    ] {
        browser.speaks(language);
        let gone = browser.get("/till").await;
        assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
        assert!(gone.body.contains(said), "{said}: {gone:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_no_till_is_asked_for_a_code() {
    let shop = Shop::open("strangers").await;
    let service = serving(&shop);
    let mut stranger = tablet(&service, "10.9.0.3").await;
    stranger.keep("dukani_till=a-guess");
    let page = stranger.get("/till").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Make this device a till"), "{page:?}");
    let screen = stranger.get("/till/screen").await;
    assert_eq!(screen.status, StatusCode::SEE_OTHER);
    assert_eq!(screen.location, "/till");
}

/// She is on her way to an invitation, in the browser of a till that has not sent everything.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_asked_before_she_signs_out_goes_on_where_she_was_going() {
    let shop = Shop::open("till-unsent").await;
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Role::Owner).await;
    let (id, place) = (Uuid::now_v7(), shop.location.to_string());
    let form = [
        ("form[device_id]", id.to_string()),
        ("form[name]", "Blue tablet".to_owned()),
        ("form[location_id]", place),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, it)| (*name, it.as_str())).collect();
    keep(&mut owner, &shop, "/api/staff/add_till", &form).await;
    owner.keep(&format!("{UNSENT}=2"));
    let way = fields(&[("next", "/join/abc")]);
    let asked = owner.post("/api/staff/sign_out", &way).await;
    assert_eq!(asked.location, "/businesses");
    let page = owner.get(&asked.location).await.body;
    assert!(page.contains("name=\"anyway\""), "{page}");
    assert!(page.contains("value=\"/join/abc\""), "{page}");
    // One that was ended cannot be opened to send what it keeps: nobody is asked to.
    let ended = devices::revoke(&shop.cx(), id, &Here::default(), false).await;
    assert_eq!(ended.as_deref(), Ok("Blue tablet"));
    let out = owner.post("/api/staff/sign_out", &way).await;
    assert_eq!(out.location, "/sign-in?next=%2Fjoin%2Fabc");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_till_keeps_is_there_for_it() {
    let shop = Shop::open("kept-till").await;
    let service = serving(&shop);
    let browser = Browser::new(&service, "10.9.0.4");
    let worker = browser.get("/till/sw.js").await;
    assert_eq!(worker.status, StatusCode::OK, "{worker:?}");
    assert!(worker.body.starts_with("const VERSION = \""), "{worker:?}");
    assert!(worker.body.contains("/pkg/till_bg.wasm"), "{worker:?}");
    for (language, said) in [("en", "Who are you?"), ("sw", "Wewe ni nani?")] {
        let words = browser
            .get(&format!("/till/words?language={language}"))
            .await;
        assert_eq!(words.status, StatusCode::OK, "{words:?}");
        let words: std::collections::BTreeMap<String, String> =
            serde_json::from_str(&words.body).unwrap();
        assert_eq!(words["till-app-who"], said);
    }
    let manifest = browser.get("/till/manifest.webmanifest").await;
    assert!(
        manifest.body.contains("\"start_url\":\"/till\""),
        "{manifest:?}"
    );
    let drawn = browser.get("/till/qr/kept-till/r/8AE8UNM27ZHA").await;
    assert!(drawn.body.starts_with("<svg"), "{drawn:?}");
    for none in ["kept-till/r/12", "Kept%22till/r/8AE8UNM27ZHA"] {
        let answer = browser.get(&format!("/till/qr/{none}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_member_sets_her_pin_where_one_may() {
    let shop = Shop::open("pinned").await;
    let service = serving(&shop);
    let manager = member(&service, &shop, Role::Manager).await;
    let mut tx = shop.look().await;
    let all = crate::staff::members(&mut tx).await.unwrap();
    drop(tx);
    for one in all {
        let page = manager
            .get(&format!("/b/{}/people/{}", shop.slug, one.member_id))
            .await;
        let may = one.role != Role::Owner;
        assert_eq!(page.body.contains("PIN at the till"), may, "{}", one.name);
    }
}
