//! What a till loads beside its page: its service worker, its words, its manifest.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{Path as At, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::platform::files::visit_of;
use crate::platform::secrets::{digest, digest_bytes};
use crate::platform::{AppState, fault};
use crate::sales::receipts::code::read_code;
use crate::sales::receipts::qr_image;
use crate::ui::language::{self, Say};
use crate::values::{Language, is_slug};

/// The worker, without the list of what it keeps.
const WORKER: &str = include_str!("worker.js");
/// What the browser's half is, below the public folder.
const BUILT: [&str; 2] = ["pkg/till.js", "pkg/till_bg.wasm"];
/// What it may load: what we serve. The policy of its own answer holds for it.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; \
     frame-ancestors 'none'";
/// No shop's address is longer.
const LONGEST_SLUG: usize = 63;
const WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");
/// For how long a browser does not ask by itself, each time that a till is opened, whether there is another
/// worker: a day, which is the longest that browsers go by. An open till asks more often.
const WORKER_KEPT: &str = "private, max-age=86400";

/// The routes of a till's files. `sheet` is where its stylesheet is.
pub fn routes(sheet: &'static str) -> Router<AppState> {
    let script = Arc::new(OnceLock::new());
    let worker = move |State(state): State<AppState>, asked: HeaderMap| {
        let script = Arc::clone(&script);
        async move {
            let text: &String = script.get_or_init(|| script_of(&state, sheet));
            let headers = [
                (header::CONTENT_SECURITY_POLICY, WORKER_POLICY),
                (WORKER_ALLOWED, "/till"),
                (header::CACHE_CONTROL, WORKER_KEPT),
            ];
            let answer = sent(&asked, "text/javascript; charset=utf-8", text.clone());
            (headers, answer).into_response()
        }
    };
    Router::new()
        .route("/till/sw.js", get(worker))
        .route("/till/words", get(words))
        .route("/till/manifest.webmanifest", get(manifest))
        .route("/till/qr/{shop}/r/{receipt_code}", get(receipt_qr))
}

/// The QR code of a receipt, which a till shows below it. It says nothing but what stands in its address, so
/// whatever could be an address of a receipt is drawn.
async fn receipt_qr(
    State(state): State<AppState>,
    At((shop, code)): At<(String, String)>,
) -> Response {
    let is_shop = shop.len() <= LONGEST_SLUG && is_slug(&shop);
    let code = read_code(&code).filter(|_| is_shop);
    let image = code.and_then(|code| {
        let url = &state.config.public_url;
        qr_image(&format!("{url}/s/{shop}/r/{code}"))
    });
    let Some(image) = image else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "private, max-age=86400"),
    ];
    (headers, image).into_response()
}

/// What the worker keeps, by address.
pub(super) fn kept(sheet: &str) -> Vec<String> {
    let mut files = vec!["/till".to_owned(), "/till/screen".to_owned()];
    files.extend(BUILT.iter().map(|file| format!("/{file}")));
    files.push(sheet.to_owned());
    // A browser looks at the manifest and its first icon each time that it opens the till.
    for more in [
        "/till/manifest.webmanifest",
        "/favicon.svg",
        "/icons/till.svg",
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
    let version = short(&content);
    let list = json!(kept(sheet));
    format!("const VERSION = \"{version}\";\nconst FILES = {list};\n{WORKER}")
}

/// A name for a content.
fn short(content: &[u8]) -> String {
    let digest = digest_bytes(content);
    let digits = digest.iter().take(8).map(|byte| format!("{byte:02x}"));
    digits.collect()
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
    let headers = request.headers().clone();
    let visit = visit_of(state, request);
    let asked = visit.query("language");
    let asked = asked.and_then(|tag| Language::parse(&tag));
    let words = language::till_words(asked.unwrap_or(visit.language()));
    sent_json(&headers, "application/json", serde_json::to_string(&words))
}

/// What an installed till is called and looks like.
async fn manifest(State(state): State<AppState>, request: Request) -> Response {
    let headers = request.headers().clone();
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
    sent_json(
        &headers,
        "application/manifest+json",
        serde_json::to_string(&manifest),
    )
}

fn sent_json(
    asked: &HeaderMap,
    kind: &'static str,
    text: Result<String, serde_json::Error>,
) -> Response {
    match text.map_err(|error| fault("a file of the till is no JSON", &error)) {
        Ok(text) => sent(asked, kind, text),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A file that is asked for each time, and is not sent to a browser that has it.
fn sent(asked: &HeaderMap, kind: &'static str, text: String) -> Response {
    let tag = format!("\"{}\"", short(text.as_bytes()));
    let is_there = asked.get(header::IF_NONE_MATCH).is_some_and(|had| {
        // A proxy that packs what it passes on marks the tag as a weak one.
        had.to_str().is_ok_and(|had| had.contains(&tag))
    });
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::ETAG, tag),
    ];
    if is_there {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, text).into_response()
}
