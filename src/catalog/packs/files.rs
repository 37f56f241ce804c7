//! Packs and parts of kits as small files, out and in: plain handlers, because server functions
//! carry no files. A file is worked through in the request that brings it.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::{bring_packs, take};
use crate::catalog::import::ImportReport;
use crate::catalog::kits;
use crate::platform::files::{Upload, WRAPPING, answer, received, sent, visit_of};
use crate::platform::forms::{Done, Submitted};
use crate::platform::{AppState, BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
const MOST_BYTES: usize = 1024 * 1024;
/// The most bad rows that one answer tells.
const MOST_TOLD: usize = 60;

/// The routes of these files.
pub(in crate::catalog) fn routes() -> Router<AppState> {
    Router::new()
        .route("/b/{business}/products/packs.csv", get(packs))
        .route("/b/{business}/products/parts.csv", get(parts))
        .route(
            "/b/{business}/products/files/{what}",
            post(bring).layer(DefaultBodyLimit::max(MOST_BYTES + WRAPPING)),
        )
}

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Packs,
    Parts,
}

impl What {
    pub(super) const fn code(self) -> &'static str {
        match self {
            What::Packs => "packs",
            What::Parts => "parts",
        }
    }

    /// What a field of its form is called: two forms stand on one page.
    pub(super) fn field(self, name: &str) -> String {
        format!("{}_{name}", self.code())
    }

    fn parse(code: &str) -> Option<What> {
        [What::Packs, What::Parts]
            .into_iter()
            .find(|what| what.code() == code)
    }

    /// Its form: where the answer waits for the page.
    pub(super) fn form(self, business: &str) -> String {
        format!("sheet-{}:{business}", self.code())
    }
}

async fn packs(state: State<AppState>, business: Path<String>, request: Request) -> Response {
    out(state, business, request, What::Packs).await
}

async fn parts(state: State<AppState>, business: Path<String>, request: Request) -> Response {
    out(state, business, request, What::Parts).await
}

async fn out(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
    what: What,
) -> Response {
    let visit = visit_of(state, request);
    let made = async {
        let cx = visit.member(&business)?;
        let mut tx = cx.read().await?;
        let name = format!(
            "{}-{}-{}.csv",
            tx.scope().slug,
            what.code(),
            tx.scope().today()
        );
        Ok::<_, Stop>((name, written(&mut tx, what).await?))
    };
    sent(&visit, made.await)
}

async fn written(tx: &mut BusinessTx, what: What) -> Result<String, Stop> {
    match what {
        What::Packs => take::packs_csv(tx).await,
        What::Parts => kits::parts_csv(tx).await,
    }
}

async fn bring(
    State(state): State<AppState>,
    Path((business, what)): Path<(String, String)>,
    request: Request,
) -> Response {
    let Some(what) = What::parse(&what) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (visit, response, request) = received(state, request);
    let back = format!("/b/{business}/products/files");
    let form = what.form(&business);
    let file = what.field("file");
    let mut submitted = Submitted::new(&visit, &form, back.clone(), &()).with_file(&file);
    let outcome = match staff::require(&visit, &business, Power::KeepProducts).await {
        Ok(cx) => run(&cx, what, back, request, &mut submitted).await,
        Err(stop) => Err(submitted.unread(stop, request).await),
    };
    // Always Ok: what went wrong is said on the page that the answer leads to.
    let _ = submitted.answer(outcome).await;
    answer(&response)
}

async fn run(
    cx: &Cx,
    what: What,
    back: String,
    request: Request,
    submitted: &mut Submitted,
) -> Result<Done, Stop> {
    let file = what.field("file");
    let upload = Upload::read(request, &file, MOST_BYTES).await?;
    submitted.beside(&upload);
    if upload.file_name.is_empty() && upload.file.is_empty() {
        return Err(Refusal::at(&file, "refused-import-missing").into());
    }
    let dry_run = !upload.field(&what.field("dry_run")).is_empty();
    let report = match what {
        What::Packs => bring_packs(cx, &upload.file, dry_run).await?,
        What::Parts => kits::bring_parts(cx, &upload.file, dry_run).await?,
    };
    if !report.bad.is_empty() {
        return Err(told(report.bad).into());
    }
    Ok(Done::saying(back, news(&report)))
}

/// What a file did, or would do.
fn news(report: &ImportReport) -> Refusal {
    let news = if report.dry_run {
        Refusal::of("done-sheet-tried")
    } else {
        Refusal::of("done-sheet-in")
    };
    news.with("added", report.added)
        .with("changed", report.changed)
        .with("unchanged", report.unchanged)
}

/// Bad rows as refusals of one form: the field says on which line, `of` in which column.
fn told(bad: Vec<(u64, Vec<Refusal>)>) -> Vec<Refusal> {
    let rows = bad.len();
    let mut told = Vec::new();
    for (line, refusals) in bad.into_iter().take(MOST_TOLD) {
        for refusal in refusals {
            let column = refusal.field.clone().unwrap_or_default();
            told.push(Refusal {
                field: Some(format!("row-{line}")),
                ..refusal.with("of", column)
            });
        }
    }
    if rows > MOST_TOLD {
        told.push(Refusal::of("refused-sheet-more").with("count", rows - MOST_TOLD));
    }
    told
}
