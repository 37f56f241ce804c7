//! Files of every kind, out and in: plain handlers, because server functions carry no files.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::NaiveDate;

use super::kind::Kind;
use super::{form_of, page_of};
use crate::platform::files::{
    Incoming, Outcome, Span, Upload, WRAPPING, answer, received, sent, visit_of,
};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, Cx, Visit};
use crate::staff;
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The routes of these files.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/b/{business}/files/{kind}/all.csv", get(take_out))
        .route(
            "/b/{business}/files/{kind}",
            post(bring_in).layer(DefaultBodyLimit::max(MOST_BYTES + WRAPPING)),
        )
}

/// All there is of a kind; with `?from=` and `?to=`, what was written on these days.
async fn take_out(
    State(state): State<AppState>,
    Path((business, kind)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let made = async {
        let mut tx = visit.member(&business)?.read().await?;
        let kind = Kind::parse(&kind).ok_or(Stop::NotFound)?;
        staff::allow(&tx, kind.facts().see)?;
        let span = Span::read(|name| visit.query(name));
        let file = kind.take_out(&mut tx, &span).await?;
        let scope = tx.scope();
        let name = format!("{}-{}-{}.csv", scope.slug, kind.code(), scope.today());
        Ok::<_, Stop>((name, file))
    };
    sent(&visit, made.await)
}

async fn bring_in(
    State(state): State<AppState>,
    Path((business, kind)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(kind) = Kind::parse(&kind) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (visit, response, request) = received(state, request);
    let back = page_of(&business, kind);
    let key = form_of(&business, kind);
    let mut submitted = Submitted::new(&visit, &key, back.clone(), &()).with_file("file");
    let outcome = match entered(&visit, &business, kind).await {
        Ok(entered) => run(entered, kind, back, request).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

/// The business and its day, for whoever may bring such a file in.
async fn entered(visit: &Visit, business: &str, kind: Kind) -> Result<(Cx, NaiveDate), Stop> {
    let power = kind.facts().bring.ok_or(Stop::NotFound)?;
    let cx = visit.member(business)?;
    let tx = cx.read().await?;
    staff::allow(&tx, power)?;
    let today = tx.scope().today();
    drop(tx);
    Ok((cx, today))
}

async fn run(
    (cx, today): (Cx, NaiveDate),
    kind: Kind,
    back: String,
    request: Request,
) -> Result<Done, Stop> {
    let upload = Upload::read(request, "file", MOST_BYTES).await?;
    let incoming = Incoming::of(upload, kind.code(), today)?;
    let outcome = kind.bring_in(&cx, &incoming).await?;
    if !outcome.bad.is_empty() {
        return Err(outcome.told().into());
    }
    Ok(Done::saying(back, news(&outcome, incoming.dry_run)))
}

/// What a file did, or would do.
fn news(outcome: &Outcome, dry_run: bool) -> Refusal {
    let news = if dry_run {
        Refusal::of("done-sheet-tried")
    } else {
        Refusal::of("done-sheet-in")
    };
    news.with("added", outcome.added)
        .with("changed", outcome.changed)
        .with("unchanged", outcome.unchanged)
}
