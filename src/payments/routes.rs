//! Where M-Pesa posts: `/d/c/{token}`. The word M-Pesa is not in it, because its gateway refuses
//! addresses that contain it.
//!
//! What never breaks: what is kept is answered with success whatever it says, because an error
//! cannot refuse money; an unknown token is not found, and its body is not read.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use super::hear::{MOST_BYTES, hear};
use super::money_in::Settle;
use crate::platform::{AppState, Config, Database, clock, peer};
use crate::values::Stop;

/// What every kept callback is answered with.
const ACCEPTED: &str = r#"{"ResultCode":0,"ResultDesc":"Accepted"}"#;

/// The address that M-Pesa posts to. Mount it outside of whatever refuses requests from elsewhere,
/// and under every host.
pub fn routes(settle: Settle) -> axum::Router<AppState> {
    let callback = move |State(db): State<Database>,
                         State(config): State<Arc<Config>>,
                         Path(token): Path<String>,
                         parts: Parts,
                         body: Bytes| async move {
        let peer = peer::name(&parts, config.trust_proxy);
        answer(&db, &token, &peer, &body, settle).await
    };
    axum::Router::new()
        .route("/d/c/{token}", post(callback))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

async fn answer(db: &Database, token: &str, peer: &str, body: &[u8], settle: Settle) -> Response {
    match hear(db, token, peer, body, settle, clock::now()).await {
        Ok(_) => ([(header::CONTENT_TYPE, "application/json")], ACCEPTED).into_response(),
        Err(Stop::NotFound) => StatusCode::NOT_FOUND.into_response(),
        // Not kept: should M-Pesa ever try again, it may.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
