//! M-Pesa's QR code for a customer's screen: an image for whoever is a till, nothing where there is none, and
//! not without end.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::app::server;
use crate::mpesa::simulator::{self, SimulatorSettings};
use crate::platform::TrustProxy;
use crate::platform::limits::QR_TILL;

/// A till where M-Pesa answers.
struct Scene {
    counter: Counter,
    browser: Browser,
    service: Router,
    simulator: String,
}

impl Scene {
    async fn open(slug: &str) -> Scene {
        let counter = Counter::open(slug).await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let simulator = format!("http://{}", listener.local_addr().unwrap());
        let router = simulator::router(SimulatorSettings::default());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let mut state = counter.shop.state();
        let mut config = (*state.config).clone();
        config.trust_proxy = TrustProxy::Here;
        config.daraja_url = Some(simulator.clone());
        state.config = Arc::new(config);
        let service = server::service(state);
        Scene {
            browser: browser_of(&service, counter.device_id),
            counter,
            service,
            simulator,
        }
    }

    async fn look(&self, sale: &str, minor: &str) -> browser::Answer {
        let path = format!("{}/{sale}/{minor}", wire::QR);
        self.browser.get(&path).await
    }

    async fn switch(&self, what: Value) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(format!("{}/switches", self.simulator));
        let told = request.json(&what).send().await.unwrap();
        assert_eq!(told.status().as_u16(), 200, "{what}");
    }
}

fn is_png(answer: &browser::Answer) -> bool {
    answer.status == StatusCode::OK && answer.body.starts_with("\u{fffd}PNG")
}

fn is_nothing(answer: &browser::Answer) -> bool {
    answer.status == StatusCode::NO_CONTENT && answer.body.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_is_shown_a_code_and_nobody_else() {
    let scene = Scene::open("qr-shown").await;
    let sale = Uuid::now_v7().to_string();
    assert!(is_png(&scene.look(&sale, "11600").await));
    for (sale, minor) in [
        ("no-id", "11600"),
        (sale.as_str(), "no-amount"),
        (sale.as_str(), "0"),
        (sale.as_str(), "-100"),
        (sale.as_str(), "150"),
        (sale.as_str(), "25000100"),
        (sale.as_str(), "99999999999999999999"),
    ] {
        assert!(is_nothing(&scene.look(sale, minor).await), "{minor}");
    }
    let stranger = Browser::new(&scene.service, "10.0.0.4");
    let path = format!("{}/{sale}/11600", wire::QR);
    let answer = stranger.get(&path).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    scene
        .counter
        .change("update app.device set revoked_at = now(), revoked_by = enrolled_by where business_id = $1")
        .await;
    let answer = scene.look(&sale, "11600").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_m_pesa_draws_none_there_is_none() {
    let scene = Scene::open("qr-none").await;
    let sale = Uuid::now_v7().to_string();
    scene
        .switch(json!({ "next": 1, "qr_fault": "internal-error" }))
        .await;
    assert!(is_nothing(&scene.look(&sale, "11600").await));
    assert!(is_png(&scene.look(&sale, "11600").await));
    scene
        .counter
        .change("delete from app.mpesa_account where business_id = $1")
        .await;
    assert!(is_nothing(&scene.look(&sale, "11600").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_drawn_without_end() {
    let scene = Scene::open("qr-often").await;
    let tx = scene.counter.shop.look().await;
    let key = format!("{}\n{}", tx.business(), scene.counter.device_id);
    drop(tx);
    for _ in 0..QR_TILL.most {
        let db = scene.counter.shop.db();
        db.limit(&QR_TILL, &key, clock::now()).await.unwrap();
    }
    let sale = Uuid::now_v7().to_string();
    let answer = scene.look(&sale, "11600").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_kept_only_where_its_address_names_who_is_paid() {
    let scene = Scene::open("qr-kept").await;
    let sale = Uuid::now_v7().to_string();
    let kept = async |to: &str| {
        let answer = scene.look(&sale, &format!("11600{to}")).await;
        assert!(is_png(&answer), "{to}");
        answer.kept
    };
    let ten_minutes = "private, max-age=600";
    assert_eq!(kept("?to=174379").await, ten_minutes);
    // A till of last month names nobody.
    for other in ["", "?to=", "?to=300111"] {
        assert_eq!(kept(other).await, "no-store", "{other}");
    }
    scene
        .counter
        .change("update app.mpesa_account set kind = 'till', till_number = '300111' where business_id = $1")
        .await;
    assert_eq!(kept("?to=174379").await, "no-store");
    assert_eq!(kept("?to=300111").await, ten_minutes);
}
