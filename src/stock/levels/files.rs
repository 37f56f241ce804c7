//! Files of levels that go out, and files of points that come in: plain handlers, because server
//! functions carry no files.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leptos_axum::ResponseOptions;
use serde_json::json;

use super::browse;
use super::points_file::{Counted, keep_file};
use super::sheet::{self, COLUMNS};
use super::{Filter, Row, sees_costs};
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{AppState, Visit};
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// The largest file of points that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// What wraps the file in a request, at most, in bytes.
const WRAPPING: usize = 64 * 1024;
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

/// A request for a file, as a visit.
pub fn visit_of(state: AppState, request: Request) -> Visit {
    let (parts, _) = request.into_parts();
    Visit::of_request(state, parts, ResponseOptions::default())
}

/// What somebody sees who gets no file.
pub fn stopped(visit: &Visit, stop: &Stop) -> Response {
    let status = match stop {
        Stop::SignIn => {
            let to = format!("/sign-in?next={}", encode(&visit.path_and_query()));
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        Stop::NotFound => StatusCode::NOT_FOUND,
        Stop::Forbidden => StatusCode::FORBIDDEN,
        Stop::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
        Stop::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Stop::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Stop::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    status.into_response()
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

/// What the list of levels shows, all pages of it.
async fn download(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    match written(&visit, &business).await {
        Ok((name, file)) => (as_csv(&name), file).into_response(),
        Err(stop) => stopped(&visit, &stop),
    }
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
    let ids = browse::ids(&mut tx, &filter, i64::MAX, 0).await?;
    let currency = tx.scope().currency.clone();
    // The byte order mark tells spreadsheets that it is UTF-8.
    let mut file = format!(
        "\u{feff}{}",
        sheet::record(COLUMNS.into_iter().take(columns))
    );
    for part in ids.chunks(PART) {
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
    let value = with_value.then(|| row.value.bare(currency));
    let cells = [
        row.sku.as_str(),
        &row.name,
        location,
        &on_hand,
        &reserved,
        &minimum,
        &reorder,
    ];
    sheet::record(cells.into_iter().chain(value.as_deref()))
}

async fn upload(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let response = ResponseOptions::default();
    let visit = Visit::of_request(state, parts.clone(), response.clone());
    let back = format!("/b/{business}/stock/points");
    let submitted = Submitted::new(&visit, &points_form(&business), back.clone(), &json!({}));
    let request = Request::from_parts(parts, body);
    let outcome = taken(&visit, &business, back, request).await;
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome.map_err(shortened)).await;
    answer(&response)
}

async fn taken(
    visit: &Visit,
    business: &str,
    back: String,
    request: Request,
) -> Result<Done, Stop> {
    let cx = staff::require(visit, business, Power::MoveStock).await?;
    let (file, only_try) = received(request).await?;
    let Counted { rows, changed } = keep_file(&cx, &file, only_try).await?;
    let key = if only_try {
        "done-points-file-tried"
    } else {
        "done-points-file-kept"
    };
    let notice = Refusal::of(key).with("count", changed).with("rows", rows);
    Ok(Done::saying(back, notice))
}

/// The file of a form, and whether it is only to be tried.
async fn received(request: Request) -> Result<(Vec<u8>, bool), Refusal> {
    let broken = || Refusal::of("refused-upload-broken");
    let too_large =
        || Refusal::at("file", "refused-photo-too-large").with("most", MOST_BYTES / 1024 / 1024);
    let refused = |status: StatusCode| {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            return too_large();
        }
        broken()
    };
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| broken())?;
    let (mut file, mut only_try) = (Vec::new(), false);
    while let Some(field) = form.next_field().await.map_err(|e| refused(e.status()))? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|e| refused(e.status()))?;
        match name.as_str() {
            "file" if bytes.len() > MOST_BYTES => return Err(too_large()),
            "file" => file = bytes.to_vec(),
            "dry_run" => only_try = !bytes.is_empty(),
            _ => {}
        }
    }
    if file.is_empty() {
        return Err(Refusal::at("file", "refused-import-missing"));
    }
    Ok((file, only_try))
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
