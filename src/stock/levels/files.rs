//! Files of levels that go out, and files of points that come in: plain handlers, because server
//! functions carry no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::Response;
use axum::routing::{get, post};

use super::browse;
use super::points_file::{Counted, keep_file};
use super::sheet::COLUMNS;
use super::{Filter, Row, sees_costs};
use crate::platform::files::{
    Upload, WRAPPING, answer, heading, received, record_with_numbers, sent, visit_of,
};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Cx, Visit};
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// The largest file of points that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// How many reasons a page shows.
const MOST_TOLD: usize = 200;
/// How many products are read at a time.
const PART: usize = 1000;

/// The routes of files of levels.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/b/{business}/stock/levels.csv", get(download))
        .route(
            "/b/{business}/stock/points",
            post(upload).layer(DefaultBodyLimit::max(MOST_BYTES + WRAPPING)),
        )
}

/// The form of a file of points: where its answer waits for the page.
pub(super) fn points_form(business: &str) -> String {
    format!("points-file:{business}")
}

/// What the list of levels shows, all pages of it.
async fn download(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, written(&visit, &business).await)
}

async fn written(visit: &Visit, business: &str) -> Result<(String, String), Stop> {
    let filter = Filter::read(|name| visit.query(name));
    let mut tx = visit.member(business)?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let with_value = sees_costs(&tx.scope().who);
    let columns = if with_value {
        COLUMNS.len()
    } else {
        COLUMNS.len() - 1
    };
    let places = browse::places(&mut tx, &filter, i64::MAX, 0).await?;
    let currency = tx.scope().currency.clone();
    let mut file = heading(COLUMNS.into_iter().take(columns));
    for part in places.chunks(PART) {
        for row in browse::rows(&mut tx, &filter, part).await? {
            file.push_str(&line(&row, with_value, &currency));
        }
    }
    let day = tx.scope().today();
    Ok((format!("{}-stock-{day}.csv", tx.scope().slug), file))
}

/// In the order of [`COLUMNS`].
fn line(row: &Row, with_value: bool, currency: &str) -> String {
    let location = row.location.as_ref().map_or("", |(_, name)| name.as_str());
    let point = |quantity: Option<Quantity>| quantity.map(Quantity::short).unwrap_or_default();
    let (minimum, reorder) = (point(row.minimum), point(row.reorder));
    let (on_hand, reserved) = (row.on_hand.short(), row.reserved.short());
    let expired = row.expired.short();
    let value = with_value.then(|| row.value.bare(currency));
    let cells = [
        row.sku.as_str(),
        &row.name,
        location,
        &on_hand,
        &reserved,
        &expired,
        &minimum,
        &reorder,
    ];
    record_with_numbers(cells.into_iter().chain(value.as_deref()))
}

async fn upload(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/stock/points");
    let mut submitted =
        Submitted::new(&visit, &points_form(&business), back.clone(), &()).with_file("file");
    let outcome = match staff::require(&visit, &business, Power::MoveStock).await {
        Ok(cx) => taken(&cx, back, request).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome.map_err(shortened)).await;
    answer(&response)
}

async fn taken(cx: &Cx, back: String, request: Request) -> Result<Done, Stop> {
    let upload = Upload::read(request, "file", MOST_BYTES).await?;
    if upload.file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing").into());
    }
    let only_try = !upload.field("dry_run").is_empty();
    let Counted { rows, changed } = keep_file(cx, &upload.file, only_try).await?;
    let key = if only_try {
        "done-points-file-tried"
    } else {
        "done-points-file-kept"
    };
    let notice = Refusal::of(key).with("count", changed).with("rows", rows);
    Ok(Done::saying(back, notice))
}

/// As many reasons as a page can show, and how many more there are.
fn shortened(stop: Stop) -> Stop {
    match stop {
        Stop::Refused(mut refusals) if refusals.len() > MOST_TOLD => {
            let more = refusals.len() - MOST_TOLD;
            refusals.truncate(MOST_TOLD);
            refusals.push(Refusal::at("file", "import-more-bad").with("count", more));
            Stop::Refused(refusals)
        }
        other => other,
    }
}
