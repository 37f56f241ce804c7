//! The operator's own address (`DUKANI_METRICS_ADDR`), apart from the doors that customers and
//! members use: `/metrics` for a monitoring system, `/health` in words for a person, and
//! `/health.json` for a script. Whoever reaches the address may read all of it, so it belongs on
//! this machine or on a network of the operator's own. Its pages are in English only: they are
//! written for whoever runs the installation, not for the people who work in it.
//!
//! What never breaks here: nothing that is said names a business, a customer or an amount.

mod health;
mod page;

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use nix::sys::statvfs::statvfs;
use serde_json::json;
use tokio::net::TcpListener;

use super::assets;
use crate::platform::notes::{self, Act};
use crate::platform::vitals::Vitals;
use crate::platform::{AppState, clock, metrics};
use health::{Disk, Line, Seen};

/// Serves the operator's pages until it is dropped.
pub async fn serve(state: AppState, listener: TcpListener) -> Result<(), String> {
    tokio::select! {
        served = axum::serve(listener, router(state)).into_future() => {
            served.map_err(|e| format!("the operator's address: {e}"))
        }
        () = upkeep() => Ok(()),
    }
}

/// What was counted is summed up every few seconds, or it would grow until somebody reads it.
async fn upkeep() {
    loop {
        tokio::time::sleep(Duration::from_secs(5)).await;
        metrics::tidy_up();
    }
}

/// Its routes.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/metrics", get(counted))
        .route("/health", get(in_words))
        .route("/health.json", get(in_json))
        .merge(assets::routes())
        .with_state(state)
}

async fn counted(State(state): State<AppState>) -> Response {
    let vitals = Vitals::look(&state.db).await;
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, metrics::render(&vitals)).into_response()
}

async fn in_words(State(state): State<AppState>) -> Response {
    let lines = look(&state).await;
    (status(&lines), Html(page::page(&lines, clock::now()))).into_response()
}

async fn in_json(State(state): State<AppState>) -> Response {
    let lines = look(&state).await;
    let body = json!({ "at": clock::now(), "verdict": health::worst(&lines), "lines": lines });
    (status(&lines), Json(body)).into_response()
}

/// A script that asks only whether it went well hears no only of what must be mended now.
fn status(lines: &[Line]) -> StatusCode {
    match health::worst(lines) {
        health::Verdict::Bad => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    }
}

async fn look(state: &AppState) -> Vec<Line> {
    let data = &state.config.data;
    let disk = statvfs(data.as_path()).ok().map(|disk| Disk {
        free: disk.blocks_available() * disk.fragment_size(),
        all: disk.blocks() * disk.fragment_size(),
    });
    health::judge(&Seen {
        now: clock::now(),
        vitals: Vitals::look(&state.db).await,
        most_connections: state.config.db_connections,
        uptime: metrics::uptime(),
        disk,
        backup: notes::last(data, Act::Backup),
        check: notes::last(data, Act::Check),
        drill: notes::last(data, Act::Drill),
        is_stopping: state.ending.has_begun(),
    })
}
