//! What a machine reads of a request, where lines are logged as JSON.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::middleware::from_fn;
use axum::routing::get;
use serde_json::Value;
use tower::ServiceExt;

use super::Log;
use crate::platform::{access, telemetry};

/// How often a request is sent until it is heard.
const TRIES: usize = 20;

async fn asks(router: &Router) -> HeaderMap {
    let request = Request::get("/o/secret").body(Body::empty()).unwrap();
    router
        .clone()
        .oneshot(request)
        .await
        .unwrap()
        .into_parts()
        .0
        .headers
}

/// The headers of the one request that is in the log. A line of the program that another test reached
/// first, while nobody listened there, is remembered as heard by nobody, until that is forgotten.
async fn heard(log: &Log) -> HeaderMap {
    let router = Router::new()
        .route("/o/{link}", get(|| async { "here" }))
        .layer(from_fn(access::log));
    for _ in 0..TRIES {
        log.0.lock().unwrap().clear();
        let headers = asks(&router).await;
        // Half of it may be heard too: the line without the span that it stands in.
        if log.text().contains("\"span\"") {
            return headers;
        }
        tracing::callsite::rebuild_interest_cache();
    }
    panic!("nothing is logged of a request: {:?}", log.text());
}

#[test]
fn a_machine_can_read_the_line_of_a_request() {
    let log = Log::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    let subscriber = telemetry::subscriber("info", true, false, writer);
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            let headers = heard(&log).await;
            let id = headers.get("x-request-id").unwrap();
            let line: Value = serde_json::from_str(log.text().trim()).unwrap();
            assert_eq!(line["span"]["id"], id.to_str().unwrap());
            assert_eq!(line["fields"]["route"], "/o/{link}");
            assert_eq!(line["fields"]["method"], "GET");
            assert_eq!(line["fields"]["status"], 200);
            assert!(line["fields"]["milliseconds"].is_u64());
        });
    });
}
