//! The log as a file: what the list shows, all pages of it, the newest first. It goes out a part at a
//! time, each part read in a short transaction of its own: a million movements take little memory,
//! and a slow browser holds no connection to the database while it thinks.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};

use super::{Filter, Row, list};
use crate::platform::files::{as_csv, heading, record_with_numbers, stopped, visit_of};
use crate::platform::{AppState, Cx, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::levels::sees_costs;
use crate::ui::language::Say;
use crate::values::Stop;

/// How many movements are read and written at a time.
const PART: i64 = 1000;

/// The columns of the file; the value stands last, for those who see what goods cost.
const COLUMNS: [&str; 11] = [
    "recorded_at",
    "kind",
    "sku",
    "name",
    "location",
    "quantity",
    "unit",
    "document",
    "detail",
    "member",
    "value",
];

/// The routes of files of the log.
pub fn routes() -> Router<AppState> {
    Router::new().route("/b/{business}/stock/movements.csv", get(download))
}

/// A file under way.
struct Download {
    cx: Cx,
    say: Say,
    /// What is still to be written; none at the end.
    rest: Option<Filter>,
    has_begun: bool,
    with_value: bool,
}

impl Download {
    /// The next piece of the file; none at its end. The first one is the heading.
    async fn next(&mut self) -> Result<Option<String>, Stop> {
        if !self.has_begun {
            self.has_begun = true;
            let most = if self.with_value {
                COLUMNS.len()
            } else {
                COLUMNS.len() - 1
            };
            return Ok(Some(heading(COLUMNS.into_iter().take(most))));
        }
        let Some(filter) = self.rest.take() else {
            return Ok(None);
        };
        let mut tx = self.cx.read().await?;
        let listed = list(&mut tx, &filter, PART).await?;
        let scope = tx.scope().clone();
        drop(tx);
        self.rest = listed.next.map(|next| filter.starting(Some(next)));
        let lines = listed.rows.iter().map(|row| self.line(&scope, row));
        Ok(Some(lines.collect()))
    }

    /// In the order of [`COLUMNS`].
    fn line(&self, scope: &Scope, row: &Row) -> String {
        let at = scope
            .calendar
            .local(row.at)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string();
        let quantity = row.quantity.short();
        let document = row.document.name(self.say);
        let detail = may(&scope.who, row.document.power())
            .then(|| row.document.more(self.say))
            .flatten();
        let brought = row.brought.iter().map(|document| document.name(self.say));
        let detail: Vec<String> = detail.into_iter().chain(brought).collect();
        let detail = detail.join(", ");
        let value = self.with_value.then(|| row.value.bare(&scope.currency));
        let cells = [
            at.as_str(),
            row.kind.code(),
            &row.sku,
            &row.name,
            &row.location,
            &quantity,
            row.unit.code(),
            &document,
            &detail,
            row.who.as_deref().unwrap_or_default(),
        ];
        record_with_numbers(cells.into_iter().chain(value.as_deref()))
    }
}

async fn download(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    let (download, name) = match begun(&visit, &business).await {
        Ok(begun) => begun,
        Err(stop) => return stopped(&visit, &stop),
    };
    let pieces = stream::unfold(Some(download), |download| async move {
        let mut download: Download = download?;
        match download.next().await {
            Ok(piece) => Some((Ok(piece?), Some(download))),
            // The browser sees that the file is not whole.
            Err(stop) => Some((Err(std::io::Error::other(stop)), None)),
        }
    });
    // Who reads on after the end finds the end again.
    (as_csv(&name), Body::from_stream(pieces.fuse())).into_response()
}

async fn begun(visit: &Visit, business: &str) -> Result<(Download, String), Stop> {
    let filter = Filter::read(|name| visit.query(name));
    let cx = visit.member(business)?;
    let tx = cx.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let scope = tx.scope().clone();
    drop(tx);
    let download = Download {
        say: Say(visit.language_for(&scope)),
        rest: Some(filter.starting(None)),
        has_begun: false,
        with_value: sees_costs(&scope.who),
        cx,
    };
    let name = format!("{}-movements-{}.csv", scope.slug, scope.today());
    Ok((download, name))
}
