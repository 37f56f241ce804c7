//! What a till loads beside its page: its service worker, its words, its manifest.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::platform::files::visit_of;
use crate::platform::secrets::{digest, digest_bytes};
use crate::platform::{AppState, fault};
use crate::ui::language::{self, Say};
use crate::values::Language;

/// The worker, without the list of what it keeps.
const WORKER: &str = include_str!("worker.js");
/// What the browser's half is, below the public folder.
const BUILT: [&str; 5] = [
    "pkg/till.js",
    "pkg/till_bg.wasm",
    "till-start.js",
    "till-printer.js",
    "camera.js",
];
/// What it may load: what we serve. The policy of its own answer holds for it.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; \
     frame-ancestors 'none'";
const WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// The routes of a till's files. `sheet` is where its stylesheet is.
pub fn routes(sheet: &'static str) -> Router<AppState> {
    let script = Arc::new(OnceLock::new());
    let worker = move |State(state): State<AppState>| {
        let script = Arc::clone(&script);
        async move {
            let text: &String = script.get_or_init(|| script_of(&state, sheet));
            let headers = [
                (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
                (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
                (WORKER_ALLOWED, "/till"),
            ];
            (headers, text.clone()).into_response()
        }
    };
    Router::new()
        .route("/till/sw.js", get(worker))
        .route("/till/words", get(words))
        .route("/till/manifest.webmanifest", get(manifest))
}

/// What the worker keeps, by address.
pub(super) fn kept(sheet: &str) -> Vec<String> {
    let mut files = vec!["/till".to_owned(), "/till/screen".to_owned()];
    files.extend(BUILT.iter().map(|file| format!("/{file}")));
    files.push(sheet.to_owned());
    for more in [
        "/till/manifest.webmanifest",
        "/favicon.svg",
        "/icons/till-192.png",
    ] {
        files.push(more.to_owned());
    }
    files
}

/// The worker with its list, named by the content of all that stands in it.
fn script_of(state: &AppState, sheet: &str) -> String {
    let mut content = digest(WORKER);
    content.extend(digest(env!("CARGO_PKG_VERSION")));
    content.extend(digest(sheet));
    for language in Language::ALL {
        let words = serde_json::to_string(&language::till_words(language));
        content.extend(digest(&words.unwrap_or_default()));
    }
    for file in BUILT {
        content.extend(digest_bytes(&built(&state.config.public_folder, file)));
    }
    let version: String = digest_bytes(&content)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let list = json!(kept(sheet));
    format!("const VERSION = \"{version}\";\nconst FILES = {list};\n{WORKER}")
}

/// What was built; nothing where it was not, which is told in the log.
fn built(folder: &Path, file: &str) -> Vec<u8> {
    std::fs::read(folder.join(file)).unwrap_or_else(|error| {
        let _ = fault(
            "a file of the till is not there",
            &format!("{file}: {error}"),
        );
        Vec::new()
    })
}

/// The words of one language: `/till/words?language=sw`.
async fn words(State(state): State<AppState>, request: Request) -> Response {
    let visit = visit_of(state, request);
    let asked = visit.query("language");
    let asked = asked.and_then(|tag| Language::parse(&tag));
    let words = language::till_words(asked.unwrap_or(visit.language()));
    sent("application/json", serde_json::to_string(&words))
}

/// What an installed till is called and looks like.
async fn manifest(State(state): State<AppState>, request: Request) -> Response {
    let visit = visit_of(state, request);
    let say = Say(visit.language());
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": format!("/icons/{file}"), "sizes": sizes, "type": kind, "purpose": purpose });
    let manifest = json!({
        "id": "/till",
        "name": say.t("till-app-name"),
        "short_name": say.t("till-app-short-name"),
        "lang": visit.language().code(),
        "start_url": "/till",
        "scope": "/till",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#1c6b43",
        "icons": [
            icon("till.svg", "any", "image/svg+xml", "any"),
            icon("till-192.png", "192x192", "image/png", "any"),
            icon("till-512.png", "512x512", "image/png", "any"),
            icon("till-maskable-512.png", "512x512", "image/png", "maskable"),
        ],
    });
    sent(
        "application/manifest+json",
        serde_json::to_string(&manifest),
    )
}

fn sent(kind: &'static str, text: Result<String, serde_json::Error>) -> Response {
    let Ok(text) = text.map_err(|error| fault("a file of the till is no JSON", &error)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, axum::http::HeaderValue::from_static(value));
    };
    set(header::CONTENT_TYPE, kind);
    set(header::CACHE_CONTROL, "no-cache");
    (headers, text).into_response()
}
