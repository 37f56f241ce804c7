//! Files of suppliers and of their prices, in and out: plain handlers, because server functions carry
//! no files.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos_axum::ResponseOptions;
use serde_json::json;

use super::suppliers::{self, File};
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{AppState, Visit};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// What wraps the file in a request, at most, in bytes.
const WRAPPING: usize = 64 * 1024;

/// The routes of files that come in and go out.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/b/{business}/suppliers/import",
            post(import).layer(DefaultBodyLimit::max(MOST_BYTES + WRAPPING)),
        )
        .route("/b/{business}/suppliers/suppliers.csv", get(all_suppliers))
        .route("/b/{business}/suppliers/prices.csv", get(all_prices))
}

/// Where the answer to a file waits for its page.
pub(super) fn files_form(business: &str) -> String {
    format!("supplier-files:{business}")
}

async fn import(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    let request = Request::from_parts(parts, body);
    let back = format!("/b/{}/suppliers/import", encode(&business));
    let form = files_form(&business);
    let submitted = Submitted::new(&visit, &form, back.clone(), &json!({}));
    let outcome = run(&visit, &business, back, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run(visit: &Visit, business: &str, page: String, request: Request) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::Buy).await?;
    let upload = Upload::read(request).await?;
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let brought = if upload.is_prices {
        suppliers::import_prices(&cx, &upload.file, upload.is_dry).await?
    } else {
        suppliers::import_suppliers(&cx, &upload.file, upload.is_dry).await?
    };
    let done = if upload.is_dry {
        Refusal::of("done-files-tried")
    } else {
        Refusal::of("done-files-in")
    };
    let done = done
        .with("added", brought.added)
        .with("changed", brought.changed)
        .with("unchanged", brought.unchanged);
    Ok(Done::saying(page, done))
}

/// What came in the form. The file's field says what kind of file it is.
#[derive(Default)]
struct Upload {
    file: Vec<u8>,
    is_prices: bool,
    is_dry: bool,
}

impl Upload {
    /// Reads the form, and of its file no more than may be sent.
    async fn read(request: Request) -> Result<Upload, Refusal> {
        let broken = || Refusal::of("refused-upload-broken");
        let most = MOST_BYTES / (1024 * 1024);
        let large = || Refusal::at("file", "refused-photo-too-large").with("most", most);
        let refused = |status: StatusCode| {
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                large()
            } else {
                broken()
            }
        };
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| broken())?;
        let mut upload = Upload::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
            match name.as_str() {
                "suppliers" | "prices" if bytes.len() > MOST_BYTES => return Err(large()),
                "suppliers" | "prices" => {
                    upload.is_prices = name == "prices";
                    upload.file = bytes.to_vec();
                }
                _ if name.starts_with("dry_run") => upload.is_dry = !bytes.is_empty(),
                _ => {}
            }
        }
        Ok(upload)
    }
}

async fn all_suppliers(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let made = async { suppliers::suppliers_as_file(&visit.member(&business)?).await };
    sent(&visit, made.await)
}

async fn all_prices(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let made = async { suppliers::prices_as_file(&visit.member(&business)?).await };
    sent(&visit, made.await)
}

fn visit_of(state: AppState, request: Request) -> Visit {
    let (parts, _) = request.into_parts();
    Visit::of_request(state, parts, ResponseOptions::default())
}

/// A file on its way out, or what somebody sees who gets none.
fn sent(visit: &Visit, made: Result<File, Stop>) -> Response {
    let status = match made {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{}\"", file.name),
                ),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            return (headers, file.content).into_response();
        }
        Err(Stop::SignIn) => {
            let to = format!("/sign-in?next={}", encode(&visit.path_and_query()));
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        Err(Stop::NotFound) => StatusCode::NOT_FOUND,
        Err(Stop::Forbidden) => StatusCode::FORBIDDEN,
        Err(Stop::SlowDown(_)) => StatusCode::TOO_MANY_REQUESTS,
        Err(Stop::Unavailable(_)) => StatusCode::SERVICE_UNAVAILABLE,
        Err(Stop::Refused(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(Stop::Fault(_)) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    status.into_response()
}

/// The answer that a visit has been given: a redirect, and perhaps a cookie.
fn answer(given: &ResponseOptions) -> Response {
    let given = match given.0.read() {
        Ok(given) => given.clone(),
        Err(poisoned) => poisoned.into_inner().clone(),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = given.status.unwrap_or(StatusCode::SEE_OTHER);
    response.headers_mut().extend(given.headers);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
