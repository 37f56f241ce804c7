//! A list's prices as a file, in and out: plain handlers, because server functions carry no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::{get, post};
use uuid::Uuid;

use super::api::{flash_of, list_page, named, told};
use super::sheet;
use crate::platform::files::{Upload, WRAPPING, answer, received, sent, visit_of};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file of prices that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The routes of price lists' files.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/b/{business}/prices/{list}/prices.csv", get(take_out))
        .route(
            "/b/{business}/prices/{list}/file",
            post(bring_in).layer(DefaultBodyLimit::max(MOST_BYTES + WRAPPING)),
        )
}

/// The prices of a list; with `?all=1`, goods that have none on it too.
async fn take_out(
    State(state): State<AppState>,
    Path((business, list)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let made = async {
        let mut tx = visit.member(&business)?.read().await?;
        staff::allow(&tx, Power::KeepProducts)?;
        let everything = visit.query("all").is_some();
        let file = sheet::take_out(&mut tx, &list, everything).await?;
        let scope = tx.scope();
        let name = format!("{}-prices-{list}-{}.csv", scope.slug, scope.today());
        Ok::<_, Stop>((name, file))
    };
    sent(&visit, made.await)
}

async fn bring_in(
    State(state): State<AppState>,
    Path((business, list)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("{}/file", list_page(&business, &list));
    let key = flash_of("file", &list);
    let mut submitted = Submitted::new(&visit, &key, back.clone(), &()).with_file("file");
    let outcome = match staff::require(&visit, &business, Power::KeepProducts).await {
        Ok(cx) => read(&cx, &business, &list, back, request, &mut submitted).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn read(
    cx: &Cx,
    business: &str,
    list: &str,
    back: String,
    request: Request,
    submitted: &mut Submitted,
) -> Result<Done, Stop> {
    let upload = Upload::read(request, "file", MOST_BYTES).await?;
    submitted.beside(&upload);
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let set_id = upload
        .field("set_id")
        .parse()
        .unwrap_or_else(|_| Uuid::now_v7());
    let dry_run = !upload.field("dry_run").is_empty();
    let done = super::bring_in(cx, list, set_id, &upload.file, dry_run).await?;
    if !dry_run {
        return Ok(Done::saying(list_page(business, list), told(&done)));
    }
    let tried = if done.below_cost.is_empty() {
        Refusal::of("done-prices-tried")
    } else {
        let names = named(&done.below_cost);
        Refusal::of("done-prices-tried-below").with("names", names)
    };
    let tried = tried
        .with("changed", done.changed)
        .with("unchanged", done.unchanged);
    Ok(Done::saying(back, tried))
}
