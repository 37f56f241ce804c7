//! Files that go out: plain handlers answer with them, because server functions carry no files.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos_axum::ResponseOptions;

use crate::platform::http::encode;
use crate::platform::{AppState, Visit};
use crate::ui::language::Say;
use crate::values::Stop;

/// A request for a file, as a visit.
pub fn visit_of(state: AppState, request: Request) -> Visit {
    let (parts, _) = request.into_parts();
    Visit::of_request(state, parts, ResponseOptions::default())
}

/// What somebody gets who gets no file: why, in her own words. No page is drawn here: what stopped
/// goes along, so that `app` draws one for whoever followed a link.
pub fn stopped(visit: &Visit, stop: &Stop) -> Response {
    let status = match stop {
        Stop::SignIn => {
            // A browser that is led to a file keeps showing what it showed: the way in would stay there.
            let page = visit.page_before();
            let page = page.unwrap_or_else(|| visit.path_and_query());
            let to = format!("/sign-in?next={}", encode(&page));
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        Stop::NotFound => StatusCode::NOT_FOUND,
        Stop::Forbidden => StatusCode::FORBIDDEN,
        Stop::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
        Stop::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        // An address with a zero byte in it, which PostgreSQL cannot look for.
        Stop::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Stop::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let (title, text) = Say(visit.language()).stop(stop);
    let kept = [(header::CACHE_CONTROL, "no-store")];
    let mut response = (status, kept, format!("{title}\n\n{text}\n")).into_response();
    if let Some(seconds) = stop.retry_after() {
        let wait = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response.extensions_mut().insert(stop.clone());
    response
}

/// The headers of a CSV file that is kept, not shown. The name is of our making.
pub fn as_csv(name: &str) -> [(HeaderName, String); 3] {
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ]
}

/// A CSV file, its name and what is in it, on its way out; or what somebody sees who gets none.
pub fn sent(visit: &Visit, made: Result<(String, String), Stop>) -> Response {
    match made {
        Ok((name, file)) => (as_csv(&name), file).into_response(),
        Err(stop) => stopped(visit, &stop),
    }
}
