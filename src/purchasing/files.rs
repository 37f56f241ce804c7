//! Files of suppliers and of their prices, in and out: plain handlers, because server functions carry
//! no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::suppliers;
use crate::platform::files::{Upload, WRAPPING, answer, received, sent, visit_of};
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{AppState, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

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
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{}/suppliers/import", encode(&business));
    let form = files_form(&business);
    let mut submitted = Submitted::new(&visit, &form, back.clone(), &()).with_file("file");
    let outcome = match staff::require(&visit, &business, Power::Buy).await {
        Ok(cx) => run(&cx, back, request).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run(cx: &Cx, page: String, request: Request) -> Result<Done, Stop> {
    // The file's field says what kind of file it is.
    let upload = Upload::read_any(request, &["suppliers", "prices"], MOST_BYTES).await?;
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let dry_run = !upload
        .field(&format!("dry_run-{}", upload.named))
        .is_empty();
    let brought = if upload.named == "prices" {
        suppliers::import_prices(cx, &upload.file, dry_run).await?
    } else {
        suppliers::import_suppliers(cx, &upload.file, dry_run).await?
    };
    let done = if dry_run {
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
