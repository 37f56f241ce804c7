//! HTTP itself: addresses, hosts that are storefronts, and what is done to an answer at its end.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::headers::is_page;
use super::visit::AppState;
use crate::values::Stop;

/// Escapes a text for use as one value in a query or one segment of a path.
pub fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The query that spells what a list shows, from its question mark on; empty where no part says
/// anything.
pub fn spelled<'a>(parts: impl IntoIterator<Item = (&'a str, Option<String>)>) -> String {
    let said = parts.into_iter().filter_map(|(name, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(format!("{name}={}", encode(&value)))
    });
    let said = said.collect::<Vec<_>>().join("&");
    if said.is_empty() {
        said
    } else {
        format!("?{said}")
    }
}

/// The pairs of a query or a form body; what is not UTF-8 is replaced, never an error.
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = text
            .get(i + 1..i + 3)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[i], hex) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                i += 3;
                continue;
            }
            (b'+', _) => decoded.push(b' '),
            (byte, _) => decoded.push(byte),
        }
        i += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// A request by a host name that is not ours is for the storefront of that host: `/cart` there is
/// `/s/@shop.example.co.ke/cart` here. Addresses that every door shares stay what they are.
pub fn host_to_storefront(state: &AppState, mut request: Request) -> Request {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let Some(host) = host.map(|host| host.split(':').next().unwrap_or(host).to_ascii_lowercase())
    else {
        return request;
    };
    let ours = state.config.public_host();
    let ours = ours.split(':').next().unwrap_or(&ours);
    let is_name = host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    let path = request.uri().path();
    let shared = [
        "/d/",
        "/api/",
        "/assets/",
        "/files/",
        "/pkg/",
        "/healthz",
        "/s/",
        "/favicon.svg",
        "/robots.txt",
    ];
    if !is_name || host == ours || shared.iter().any(|prefix| path.starts_with(prefix)) {
        return request;
    }
    let query = request
        .uri()
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let path = if path == "/" { "" } else { path };
    if let Ok(uri) = format!("/s/@{host}{path}{query}").parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}

/// Pages without what they do not need, a right status for a server function's refusal, and who
/// may keep the answer.
pub async fn finish(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !can_be_a_path(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/no-such-page");
    }
    let path = request.uri().path().to_owned();
    if is_private(&path) {
        super::sessions::touch(&state, &path, request.headers()).await;
    }
    let response = next.run(request).await;
    finished(&path, response).await
}

/// An answer to a request for this path, as it goes out.
pub async fn finished(path: &str, mut response: Response) -> Response {
    let call = path.starts_with("/api/");
    if !has_islands(path) && is_page(&response) {
        response = without_script(response).await;
    }
    if call && response.status() == StatusCode::INTERNAL_SERVER_ERROR {
        response = with_its_status(response).await;
    }
    let kept = if is_private(path) || call {
        "no-store"
    } else {
        "private, no-cache"
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(kept));
    response
}

/// Whether an address is one of somebody who has signed in, or is about to.
fn is_private(path: &str) -> bool {
    [
        "/b/",
        "/sign",
        "/businesses",
        "/account",
        "/join/",
        "/till/",
    ]
    .iter()
    .any(|start| path.starts_with(start))
        || path == "/till"
}

/// The framework answers every failed call with 500 and says in the body what stopped it: mostly
/// what was sent. A database that is down and a failure of ours are neither of them the caller's.
async fn with_its_status(response: Response) -> Response {
    const MOST: usize = 1024 * 1024;
    let (mut head, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let stop = serde_json::from_slice::<Stop>(&body);
    match &stop {
        Ok(Stop::Unavailable(_)) => head.status = StatusCode::SERVICE_UNAVAILABLE,
        Ok(Stop::SlowDown(_)) => head.status = StatusCode::TOO_MANY_REQUESTS,
        Ok(Stop::Fault(_)) | Err(_) => {}
        Ok(_) => head.status = StatusCode::BAD_REQUEST,
    }
    if let Some(seconds) = stop.ok().and_then(|stop| stop.retry_after()) {
        let wait = HeaderValue::from(seconds);
        head.headers.insert(header::RETRY_AFTER, wait);
    }
    Response::from_parts(head, Body::from(body))
}

/// Whether a file could have this name, as far as systems go. Nothing of ours has another one, and
/// what serves files would take the system's complaint for a failure of ours.
fn can_be_a_path(path: &str) -> bool {
    const LONGEST: usize = 255;
    !path.contains("%00") && path.len() <= 2048 && path.split('/').all(|part| part.len() <= LONGEST)
}

/// Whether the pages at an address may have islands: only the back office and tills load a script.
pub fn has_islands(path: &str) -> bool {
    path.starts_with("/b/") || path == "/till" || path == "/till/screen"
}

/// A page without islands needs nothing of what the framework adds to wake them: markers between
/// texts, and scripts behind the end. Customers pay by the byte. What a person typed cannot look
/// like a marker, because it is escaped.
async fn without_script(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, 8 * 1024 * 1024).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let text = String::from_utf8_lossy(&body);
    let text = text.split_inclusive("</html>").next().unwrap_or_default();
    let text = text.replace("<!>", "").replace("<!--<() />-->", "");
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}

/// What a browser sees when a handler panicked: the request is answered, the server goes on.
pub fn after_panic(panic: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let stop = super::fault("a handler panicked", &text);
    (StatusCode::INTERNAL_SERVER_ERROR, stop.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_begins_like_an_address_is_not_it() {
        for path in ["/till", "/till/screen", "/b/duka", "/sign-in"] {
            assert!(is_private(path), "{path}");
        }
        for path in ["/till-photo.png", "/pkg/till.js", "/s/duka"] {
            assert!(!is_private(path), "{path}");
        }
    }

    #[test]
    fn encodes_and_decodes() {
        let text = "/b/duka?q=unga & mchele#1%";
        assert_eq!(decode(&encode(text)), text);
        assert_eq!(
            query_pairs("q=a+b&x=%C3%A9&y"),
            vec![
                ("q".to_owned(), "a b".to_owned()),
                ("x".to_owned(), "é".to_owned()),
                ("y".to_owned(), String::new()),
            ]
        );
        assert_eq!(decode("%zz%"), "%zz%");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
