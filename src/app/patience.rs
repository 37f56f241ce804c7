//! How long a request may take, and what somebody sees whose request took longer, asked in a way that an
//! address does not know, was sent by a page that is none of ours, or was for a file that she does not get.
//!
//! What never breaks here: a body that still comes is waited for, on the thinnest network of phones
//! too, but one that only trickles is not; an answer that is ready is not sent before the rest of the
//! body is there, within bounds; and time that ran out is said on a page in the person's language.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::prelude::provide_context;
use tower_http::csrf::ProtectionError;

use super::routes::StoppedBy;
use super::shell;
use crate::platform::arriving::{Arriving, SILENT};
use crate::platform::{AppState, fault, http};
use crate::values::{Refusal, Stop};

/// Answers a request while something of it comes, and once it is there within
/// `DUKANI_REQUEST_SECONDS`.
pub async fn within(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let patience = state.config.patience;
    let asked = Asked::of(&request);
    let (parts, body) = request.into_parts();
    let arriving = Arriving::new(body, &parts.headers);
    let request = Request::from_parts(parts, arriving.body());
    let response = tokio::select! {
        biased;
        response = next.run(request) => response,
        is_awaited = arriving.silence(patience) => late(&state, asked, is_awaited).await,
    };
    arriving.throw_away(patience).await;
    response
}

/// What is still known of a request that was given up.
struct Asked {
    is_look: bool,
    uri: Uri,
    headers: HeaderMap,
}

impl Asked {
    fn of(request: &Request) -> Asked {
        Asked {
            is_look: matches!(*request.method(), Method::GET | Method::HEAD),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
        }
    }

    /// Whether a person reads the answer.
    fn wants_page(&self) -> bool {
        let accepted = self.headers.get(header::ACCEPT);
        accepted.is_some_and(|kinds| kinds.as_bytes().starts_with(b"text/html"))
    }

    /// The page that was asked for, or the one that the form stands on.
    fn page(&self) -> Uri {
        let from = if self.is_look {
            Some(self.uri.clone())
        } else {
            let referer = self.headers.get(header::REFERER);
            referer.and_then(|referer| referer.to_str().ok()?.parse().ok())
        };
        let path = from.and_then(|uri: Uri| uri.path_and_query().cloned());
        path.map_or_else(|| Uri::from_static("/"), Uri::from)
    }
}

/// What is said of time that ran out: to the sender where the body stopped coming or
/// hardly came, else of us.
async fn late(state: &AppState, asked: Asked, is_awaited: bool) -> Response {
    let (status, stop) = if is_awaited {
        let silent = Stop::Refused(vec![Refusal::of(SILENT)]);
        (StatusCode::REQUEST_TIMEOUT, silent)
    } else {
        let after = format!("{} s", state.config.patience.as_secs());
        let stop = match fault("a request had no answer in time", &after) {
            Stop::Fault(id) => Stop::Unavailable(id),
            other => other,
        };
        (StatusCode::SERVICE_UNAVAILABLE, stop)
    };
    let mut response = if asked.wants_page() {
        page(state, &asked, stop).await
    } else {
        axum::Json(stop).into_response()
    };
    *response.status_mut() = status;
    if !is_awaited {
        let soon = HeaderValue::from_static("5");
        response.headers_mut().insert(header::RETRY_AFTER, soon);
    }
    http::finished(asked.uri.path(), response).await
}

/// What is said where something is at an address, but not for whoever asks in this way: a form's address that is
/// opened like a page. The router says beside it how it is asked.
pub async fn asked_otherwise(State(state): State<AppState>, request: Request) -> Response {
    let asked = Asked::of(&request);
    let mut response = if asked.wants_page() {
        page(&state, &asked, Stop::NotFound).await
    } else {
        ().into_response()
    };
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// What is said where a form was sent by a page of another site; or by ours, where a proxy does not pass
/// on the name by which it was asked for. What is no browser is told by the status alone.
pub async fn from_elsewhere(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let is_look = matches!(*request.method(), Method::GET | Method::HEAD);
    let asked = (!is_look).then(|| Asked::of(&request));
    let response = next.run(request).await;
    let is_foreign = response.extensions().get::<ProtectionError>().is_some();
    match asked.filter(|asked| is_foreign && asked.wants_page()) {
        Some(asked) => {
            let why = Stop::Refused(vec![Refusal::of("refused-foreign-form")]);
            let mut said = page(&state, &asked, why).await;
            *said.status_mut() = StatusCode::FORBIDDEN;
            said
        }
        None => response,
    }
}

/// What is said where somebody followed a link to a file and gets none: its handler has the words,
/// the page is drawn here. A picture in a page, or a program, gets the words alone.
pub async fn file_or_page(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.ends_with(".csv") && !path.starts_with("/files/") {
        return next.run(request).await;
    }
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    let stop = response.extensions().get::<Stop>().cloned();
    match stop {
        Some(stop) if asked.wants_page() => {
            let mut drawn = page(&state, &asked, stop).await;
            *drawn.status_mut() = response.status();
            let never = HeaderValue::from_static("no-store");
            drawn.headers_mut().insert(header::CACHE_CONTROL, never);
            drawn
        }
        _ => response,
    }
}

/// The page that says what stopped a request.
async fn page(state: &AppState, asked: &Asked, stop: Stop) -> Response {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = asked.page();
    *request.headers_mut() = asked.headers.clone();
    let draw = leptos_axum::render_app_async_with_context(
        {
            let state = state.clone();
            move || {
                provide_context(state.clone());
                provide_context(StoppedBy(stop.clone()));
            }
        },
        {
            let options = state.leptos.clone();
            move || shell(options.clone())
        },
    );
    let drawn = draw(request);
    drawn.await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn who_is_too_late_is_led_back_to_the_page_she_was_on() {
        let page = |method: Method, referer: &str| {
            let request = axum::http::Request::builder();
            let request = request.method(method).uri("/api/x/y?z=1");
            let request = request.header(header::REFERER, referer);
            Asked::of(&request.body(Body::empty()).unwrap())
                .page()
                .to_string()
        };
        let form = "https://duka.example/b/duka/products?q=1";
        assert_eq!(page(Method::POST, form), "/b/duka/products?q=1");
        assert_eq!(page(Method::GET, form), "/api/x/y?z=1");
        for nothing in ["", "about blank"] {
            assert_eq!(page(Method::POST, nothing), "/", "{nothing}");
        }
    }
}
