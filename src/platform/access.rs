//! One line in the log for every request: what was asked for, what it was answered, how long it
//! took. And an id, which stands in that line, in whatever is logged meanwhile, and in the answer.
//!
//! What never breaks: of the address only its shape is logged, never what is filled in. Addresses
//! carry links to orders, tokens of callbacks, and words that people search for.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

/// The header of the answer that carries the id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs a request and answers with its id. Stands inside the router, because the shape of the
/// address is known there.
pub async fn log(request: Request, next: Next) -> Response {
    let id = new_id();
    let method = method(&request);
    let route = route(&request);
    let began = Instant::now();
    let span = tracing::info_span!("request", id);
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(method, route, status, milliseconds, "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Methods that we know; whatever else somebody sends is not repeated.
fn method(request: &Request) -> &'static str {
    match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// The shape of the address, such as `/s/{shop}/o/{link}`; a file of ours, or what is not there,
/// has none.
fn route(request: &Request) -> String {
    request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |route| route.as_str().to_owned())
}

fn new_id() -> String {
    let bytes: [u8; 8] = rand::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
