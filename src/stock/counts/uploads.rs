//! Files of counts that come in: a plain handler, because server functions carry no files.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use leptos_axum::ResponseOptions;
use serde_json::json;
use uuid::Uuid;

use super::api::page_of;
use super::{FileOfCounts, count_file, downloads};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Visit};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file of counts that is taken, in bytes: ten thousand rows with room to spare.
const FILE_BYTES: usize = 2 * 1024 * 1024;
/// What wraps the file in a request, at most, in bytes.
const WRAPPING: usize = 64 * 1024;

/// The routes of files that come in and go out.
pub fn routes() -> Router<AppState> {
    downloads::routes().route(
        "/b/{business}/stock/takes/{take}/upload",
        post(upload).layer(DefaultBodyLimit::max(FILE_BYTES + WRAPPING)),
    )
}

/// The form of an upload: where its answer waits for the page.
pub(super) fn upload_form(take_id: &str) -> String {
    format!("take-upload:{take_id}")
}

async fn upload(
    State(state): State<AppState>,
    Path((business, take)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    let request = Request::from_parts(parts, body);
    let back = format!("{}/upload", page_of(&business, &take));
    let submitted = Submitted::new(&visit, &upload_form(&take), back.clone(), &json!({}));
    let outcome = counted(&visit, &business, &take, back, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn counted(
    visit: &Visit,
    business: &str,
    take: &str,
    back: String,
    request: Request,
) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::CountStock).await?;
    let take_id = take.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let ask = read(request).await?;
    let dry_run = ask.dry_run;
    let done = count_file(&cx, take_id, &ask).await?;
    if dry_run {
        let notice = Refusal::of("done-take-file-tried").with("count", done.rows);
        return Ok(Done::saying(back, notice));
    }
    let notice = Refusal::of("done-take-file").with("count", done.rows);
    Ok(Done::saying(page_of(business, take), notice))
}

/// Reads the form with its file. One that says that it is too large is not read at all; one that only
/// is, no further than that.
async fn read(request: Request) -> Result<FileOfCounts, Refusal> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > FILE_BYTES + WRAPPING) {
        return Err(too_large());
    }
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Refusal::of("refused-upload-broken"))?;
    let mut ask = FileOfCounts {
        upload_id: Uuid::now_v7(),
        file: Vec::new(),
        dry_run: false,
        replaces: false,
    };
    while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
        match name.as_str() {
            "file" => ask.file = bytes.to_vec(),
            "dry_run" => ask.dry_run = !bytes.is_empty(),
            "replaces" => ask.replaces = !bytes.is_empty(),
            "upload_id" => {
                let text = String::from_utf8_lossy(&bytes);
                ask.upload_id = text.trim().parse().unwrap_or(ask.upload_id);
            }
            _ => {}
        }
    }
    if ask.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing"));
    }
    if ask.file.len() > FILE_BYTES {
        return Err(too_large());
    }
    Ok(ask)
}

fn refused(status: StatusCode) -> Refusal {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Refusal::of("refused-upload-broken")
}

fn too_large() -> Refusal {
    let megabytes = FILE_BYTES / 1024 / 1024;
    Refusal::at("file", "refused-take-file-large").with("most", megabytes)
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
