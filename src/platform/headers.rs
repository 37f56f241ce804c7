//! What every answer tells a browser not to do.
//!
//! What never breaks: a page runs no script and no style but our own; pages outside the back office
//! and the till run no script at all; no other site frames us; an answer that is no page loads nothing.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::visit::AppState;

/// What an answer may load that is no page: nothing, should a browser take it for one.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// What a page may load whose drawing did not say.
const PLAIN_PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
     manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The camera reads barcodes. A till's receipt printer is reached by a cable, or by Bluetooth: that is ours
/// where nothing is said, and browsers that have none complain of its name. What else a browser can do, we
/// never ask for.
const PERMISSIONS: &str = "camera=(self), accelerometer=(), autoplay=(), display-capture=(), \
     encrypted-media=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
     serial=(self), usb=(self), xr-spatial-tracking=()";

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What a page may load. `nonce` is the word that its own scripts and styles carry; `has_islands`:
/// whether it has scripts at all, which are ours and start a WebAssembly module.
pub fn page_policy(nonce: &str, has_islands: bool) -> String {
    let script = if has_islands {
        // 'self' is for what the page loads ahead: links carry no word.
        format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; connect-src 'self'")
    } else {
        // No script runs that could connect; what looks a page over for search engines asks for
        // robots.txt from inside it.
        "script-src 'none'; connect-src 'self'".to_owned()
    };
    // A till's worker answers for it while there is no network.
    let worker = if has_islands { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; {script}; style-src 'self' 'nonce-{nonce}'; img-src 'self'; \
         font-src 'none'; manifest-src 'self'; worker-src {worker}; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// Puts them on every answer, refusals, faults and files included.
pub async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_page = is_page(&response);
    let policy = if is_page { PLAIN_PAGE } else { NO_PAGE };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not no-referrer: a form's answer finds its page by it.
    set(header::REFERRER_POLICY, "same-origin");
    set(RESOURCE_POLICY, "same-origin");
    if is_page {
        // Of a page alone: an answer that is none runs nothing and is framed nowhere, by its policy.
        set(header::X_FRAME_OPTIONS, "DENY");
        set(PERMISSIONS_POLICY, PERMISSIONS);
        set(OPENER_POLICY, "same-origin");
    }
    if state.config.is_https() {
        // Not for what stands beside us: a shop's own host name may have sites below it that are not ours.
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Whether an answer is a page.
pub(super) fn is_page(response: &Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    content_type.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_runs_nothing_but_its_own() {
        for has_islands in [false, true] {
            let policy = page_policy("abc", has_islands);
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
            assert!(!policy.contains('*') && !policy.contains("http"));
            assert_eq!(policy.contains("script-src 'none'"), !has_islands);
            assert!(HeaderValue::from_str(&policy).is_ok());
            // A directive that is there twice counts once, and that is the first.
            let names: Vec<_> = policy
                .split(';')
                .filter_map(|directive| directive.split_whitespace().next())
                .collect();
            let once: std::collections::HashSet<_> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{policy}");
        }
    }
}
