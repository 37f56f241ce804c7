//! Files that come in: plain handlers, because server functions carry no files.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use leptos_axum::ResponseOptions;
use serde_json::json;
use uuid::Uuid;

use super::import::{self, NewImport};
use super::product_form::line;
use super::{downloads, packs, photo};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Visit};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file of products that is taken, in bytes.
const IMPORT_BYTES: usize = 20 * 1024 * 1024;
/// What wraps the file in a request, at most, in bytes.
pub(super) const WRAPPING: usize = 64 * 1024;
/// The most characters of a file's name that are kept.
const FILE_NAME: usize = 120;

/// The routes of uploads and files.
pub fn routes() -> Router<AppState> {
    let limit = |most| DefaultBodyLimit::max(most + WRAPPING);
    downloads::routes()
        .merge(packs::files::routes())
        .route(
            "/b/{business}/products/{product}/photo",
            post(photo_of_product).layer(limit(photo::MOST_BYTES)),
        )
        .route(
            "/b/{business}/products/import",
            post(import_products).layer(limit(IMPORT_BYTES)),
        )
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
    let upload = Upload::read(request, "photo", photo::MOST_BYTES).await?;
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
    let submitted = Submitted::new(&visit, &import_form(&business), back, &json!({}));
    let outcome = run_import(&visit, &business, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run_import(visit: &Visit, business: &str, request: Request) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::KeepProducts).await?;
    let upload = Upload::read(request, "file", IMPORT_BYTES).await?;
    if upload.file_name.is_empty() && upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let import_id = upload
        .field("import_id")
        .parse()
        .unwrap_or_else(|_| Uuid::now_v7());
    let new = NewImport {
        import_id,
        file_name: upload.file_name.clone(),
        dry_run: !upload.field("dry_run").is_empty(),
        file: upload.file,
    };
    import::receive(&cx, new).await?;
    Ok(Done::to(format!(
        "/b/{business}/products/imports/{import_id}"
    )))
}

/// What came in a form with a file.
pub(super) struct Upload {
    pub file: Vec<u8>,
    pub file_name: String,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a form whose file is called `named` and has at most so many bytes. One that says that
    /// it is larger is not read at all; one that only is, no further than that.
    pub async fn read(request: Request, named: &str, most: usize) -> Result<Upload, Refusal> {
        let broken = || Refusal::of("refused-upload-broken");
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > most + WRAPPING) {
            return Err(photo::too_large(named, most));
        }
        let form = Multipart::from_request(request, &()).await;
        let mut form = form.map_err(|_| broken())?;
        let refused = |status: StatusCode| {
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                return photo::too_large(named, most);
            }
            broken()
        };
        let mut upload = Upload {
            file: Vec::new(),
            file_name: String::new(),
            fields: Vec::new(),
        };
        while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
            let name = field.name().unwrap_or_default().to_owned();
            let file_name = field.file_name().map(line).unwrap_or_default();
            let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
            if name == named {
                if bytes.len() > most {
                    return Err(photo::too_large(named, most));
                }
                upload.file = bytes.to_vec();
                upload.file_name = file_name.chars().take(FILE_NAME).collect();
            } else if bytes.len() < 1000 {
                let value = String::from_utf8_lossy(&bytes).into_owned();
                upload.fields.push((name, value));
            }
        }
        Ok(upload)
    }

    /// A field's text; empty where the form has none.
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

/// A request as a visit, with what its answer will say.
pub(super) fn received(state: AppState, request: Request) -> (Visit, ResponseOptions, Request) {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    (visit, response, Request::from_parts(parts, body))
}

/// The answer that a visit has been given: a redirect, and perhaps a cookie.
pub(super) fn answer(given: &ResponseOptions) -> Response {
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

#[cfg(test)]
mod tests;
