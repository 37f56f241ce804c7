//! Files of counts that come in: a plain handler, because server functions carry no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::post;
use uuid::Uuid;

use super::api::page_of;
use super::{FileOfCounts, count_file, downloads};
use crate::platform::files::{TOO_LARGE, Upload, WRAPPING, answer, received};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file of counts that is taken, in bytes: ten thousand rows with room to spare.
const FILE_BYTES: usize = 2 * 1024 * 1024;

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
    let (visit, response, request) = received(state, request);
    let back = format!("{}/upload", page_of(&business, &take));
    let mut submitted =
        Submitted::new(&visit, &upload_form(&take), back.clone(), &()).with_file("file");
    let outcome = match staff::require(&visit, &business, Power::CountStock).await {
        Ok(cx) => counted(&cx, &business, &take, back, request, &mut submitted).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn counted(
    cx: &Cx,
    business: &str,
    take: &str,
    back: String,
    request: Request,
    submitted: &mut Submitted,
) -> Result<Done, Stop> {
    let take_id = take.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let ask = read(request, submitted).await?;
    let dry_run = ask.dry_run;
    let done = count_file(cx, take_id, &ask).await?;
    if dry_run {
        let notice = Refusal::of("done-take-file-tried").with("count", done.rows);
        return Ok(Done::saying(back, notice));
    }
    let notice = Refusal::of("done-take-file").with("count", done.rows);
    Ok(Done::saying(page_of(business, take), notice))
}

/// Reads the form with its file.
async fn read(request: Request, submitted: &mut Submitted) -> Result<FileOfCounts, Refusal> {
    let upload = Upload::read(request, "file", FILE_BYTES).await;
    // A count can be sent in parts; a photo cannot.
    let upload = upload.map_err(|refusal| match refusal.key.as_str() {
        TOO_LARGE => Refusal {
            key: "refused-take-file-large".to_owned(),
            ..refusal
        },
        _ => refusal,
    })?;
    submitted.beside(&upload);
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing"));
    }
    let is_set = |name: &str| !upload.field(name).is_empty();
    let upload_id = upload.field("upload_id").trim().parse();
    Ok(FileOfCounts {
        upload_id: upload_id.unwrap_or_else(|_| Uuid::now_v7()),
        dry_run: is_set("dry_run"),
        replaces: is_set("replaces"),
        file: upload.file,
    })
}
