//! Files that come in and go out: plain handlers, because server functions carry no files.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos_axum::ResponseOptions;
use serde_json::json;
use uuid::Uuid;

use super::demo::CATALOGUE;
use super::import::{self, ImportReport};
use super::{photo, store};
use crate::platform::flash::Flash;
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Visit};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest request that is read, in bytes: the largest file and its wrapping.
const MOST_BYTES: usize = photo::MOST_BYTES + 64 * 1024;
/// How many bad rows a report tells of; the rest it counts.
const MOST_BAD: usize = 60;

/// The routes of uploads and files.
pub fn routes() -> Router<AppState> {
    let limit = || DefaultBodyLimit::max(MOST_BYTES);
    Router::new()
        .route(
            "/b/{business}/products/{product}/photo",
            post(photo_of_product).layer(limit()),
        )
        .route(
            "/b/{business}/products/import",
            post(import_products).layer(limit()),
        )
        .route("/b/{business}/products/sample.csv", get(sample))
        .route("/files/{business}/{file}", get(file))
}

/// The form of an import: where its answer waits for the page.
pub(super) fn import_form(business: &str) -> String {
    format!("import:{business}")
}

/// The form of a product's photo.
pub(super) fn photo_form(product: &str) -> String {
    format!("photo:{product}")
}

async fn photo_of_product(
    State(state): State<AppState>,
    Path((business, product)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/products/{product}");
    let submitted = Submitted::new(&visit, &photo_form(&product), back.clone(), &json!({}));
    let outcome = keep_photo(&visit, &business, &product, back, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn keep_photo(
    visit: &Visit,
    business: &str,
    product: &str,
    back: String,
    request: Request,
) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::KeepProducts).await?;
    let product_id = product.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let upload = Upload::read(request, "photo").await?;
    let name = photo::keep_photo(&cx, product_id, upload.file).await?;
    Ok(Done::saying(
        back,
        Refusal::of("done-photo-kept").with("name", name),
    ))
}

async fn import_products(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/products/import");
    let submitted = Submitted::new(&visit, &import_form(&business), back.clone(), &json!({}));
    let outcome = run_import(&visit, &business, back, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run_import(
    visit: &Visit,
    business: &str,
    back: String,
    request: Request,
) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::KeepProducts).await?;
    let upload = Upload::read(request, "file").await?;
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let import_id = upload
        .field("import_id")
        .parse()
        .unwrap_or_else(|_| Uuid::now_v7());
    let dry_run = !upload.field("dry_run").is_empty();
    let report = import::import(&cx, import_id, &upload.file, dry_run).await?;
    let bad_rows = report.bad.len();
    let typed = json!({ "report": shortened(report), "bad_rows": bad_rows });
    let flash = Flash {
        typed,
        ..Flash::default()
    };
    let browser = visit.browser_or_new();
    visit
        .state
        .db
        .keep_flash(&browser, &import_form(business), &flash)
        .await?;
    Ok(Done::to(back))
}

/// A report that fits where it waits for its page.
fn shortened(mut report: ImportReport) -> ImportReport {
    report.bad.truncate(MOST_BAD);
    for (_, refusals) in &mut report.bad {
        refusals.truncate(4);
        for (_, value) in refusals.iter_mut().flat_map(|refusal| &mut refusal.args) {
            *value = value.chars().take(60).collect();
        }
    }
    report
}

/// A file to start from: the heading and a few goods.
async fn sample() -> Response {
    let lines: Vec<&str> = CATALOGUE.lines().take(6).collect();
    // The byte order mark tells spreadsheets that it is UTF-8.
    let body = format!("\u{feff}{}\r\n", lines.join("\r\n"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"dukani-products.csv\"",
        ),
    ];
    (headers, body).into_response()
}

async fn file(
    State(state): State<AppState>,
    Path((business, file)): Path<(String, String)>,
    request: Request,
) -> Response {
    let tag = format!("\"{file}\"");
    let seen = request.headers().get(header::IF_NONE_MATCH);
    let seen = seen
        .and_then(|seen| seen.to_str().ok())
        .is_some_and(|seen| seen.contains(&tag));
    let (visit, _, _) = received(state, request);
    let found = match file.parse::<Uuid>() {
        Ok(file_id) => stored(&visit, &business, file_id).await,
        Err(_) => Err(Stop::NotFound),
    };
    let file = match found {
        Ok(file) => file,
        Err(Stop::NotFound) => return StatusCode::NOT_FOUND.into_response(),
        Err(Stop::Unavailable(_)) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let headers = [
        (
            header::CACHE_CONTROL,
            "public, max-age=31536000, immutable".to_owned(),
        ),
        (header::ETAG, tag),
        (header::CONTENT_TYPE, file.content_type),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'".to_owned(),
        ),
    ];
    if seen {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.bytes).into_response()
}

async fn stored(visit: &Visit, business: &str, file_id: Uuid) -> Result<store::StoredFile, Stop> {
    let mut tx = visit.storefront(business).read().await?;
    store::file(&mut tx, file_id).await?.ok_or(Stop::NotFound)
}

/// What came in a form with a file.
struct Upload {
    file: Vec<u8>,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a form whose file is called `named`.
    async fn read(request: Request, named: &str) -> Result<Upload, Refusal> {
        let broken = || Refusal::of("refused-upload-broken");
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| broken())?;
        let refused = |status: StatusCode| {
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                return photo::too_large();
            }
            broken()
        };
        let mut upload = Upload {
            file: Vec::new(),
            fields: Vec::new(),
        };
        while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
            if name == named {
                upload.file = bytes.to_vec();
            } else if bytes.len() < 1000 {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                upload.fields.push((name, value));
            }
        }
        Ok(upload)
    }

    /// A field's text; empty where the form has none.
    fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A request as a visit, with what its answer will say.
fn received(state: AppState, request: Request) -> (Visit, ResponseOptions, Request) {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    (visit, response, Request::from_parts(parts, body))
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
