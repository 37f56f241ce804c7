//! The operator's own address: what it says, and that it names nobody.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use tower::ServiceExt;

use super::support::Shop;
use crate::app::{operator, server};
use crate::platform::metrics;

async fn ask(shop: &Shop, path: &str) -> (StatusCode, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let answer = operator::router(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), 4_000_000)
        .await
        .unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_name_nobody() {
    metrics::start().unwrap();
    let shop = Shop::open("counted-duka").await;
    shop.an_order(12_000).await;
    let request = Request::get("/s/counted-duka/cart")
        .header("host", "127.0.0.1:3000")
        .body(Body::empty())
        .unwrap();
    server::service(shop.state())
        .oneshot(request)
        .await
        .unwrap();
    let (status, text) = ask(&shop, "/metrics").await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "dukani_orders_placed_total ",
        "dukani_http_request_duration_seconds_bucket{route=\"/s/{shop}/cart\",method=\"GET\"",
        "dukani_jobs_waiting ",
        "dukani_outbox_waiting ",
        "dukani_database_up 1",
        "dukani_build_info{version=",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("counted-duka"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_said_in_words() {
    let shop = Shop::open("healthy-duka").await;
    // No worker runs in this test, and none has: that is bad, and said.
    let (status, text) = ask(&shop, "/health").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(text.contains("<h1>Something does not work</h1>"), "{text}");
    assert!(text.contains("none is at work"), "{text}");
    let (_, json) = ask(&shop, "/health.json").await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verdict"], "bad");
    let lines = json["lines"].as_array().unwrap();
    let verdict = |what: &str| {
        let line = lines.iter().find(|line| line["what"] == what).unwrap();
        line["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(verdict("Migrations"), "ok");
    // A busy machine answers late, and that is said.
    assert!(["ok", "look_here"].contains(&verdict("Database").as_str()));
    assert_eq!(verdict("Last backup"), "look_here");
    assert!(!text.contains("healthy-duka"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_do_not_reach_it() {
    let shop = Shop::open("public-duka").await;
    for path in ["/metrics", "/health", "/health.json"] {
        let request = Request::get(path)
            .header("host", "127.0.0.1:3000")
            .body(Body::empty())
            .unwrap();
        let answer = server::service(shop.state())
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}
