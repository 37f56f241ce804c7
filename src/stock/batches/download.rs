//! What expires as a file: what the list shows, all pages of it.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;

use super::expiry::{Expiring, Span, all};
use crate::platform::files::{heading, record, sent, visit_of};
use crate::platform::{AppState, BusinessTx, Visit};
use crate::staff::{self, Power};
use crate::stock::levels::sees_costs;
use crate::values::Stop;

/// The columns of the file; the value stands last, for those who see what goods cost, and
/// who brought it is said to those who see purchases.
const COLUMNS: [&str; 9] = [
    "sku",
    "name",
    "batch",
    "expires_on",
    "location",
    "quantity",
    "unit",
    "supplier",
    "value",
];

/// The routes of files of what expires.
pub fn routes() -> Router<AppState> {
    Router::new().route("/b/{business}/stock/expiry.csv", get(download))
}

async fn download(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, named(&visit, &business).await)
}

/// The file's name, of our making, and what is in it.
async fn named(visit: &Visit, business: &str) -> Result<(String, String), Stop> {
    let span = Span::parse(&visit.query("in").unwrap_or_default());
    let location = visit.query("at").and_then(|id| id.parse::<Uuid>().ok());
    let mut tx = visit.member(business)?.read().await?;
    let file = written(&mut tx, span, location).await?;
    let scope = tx.scope();
    Ok((format!("{}-expiry-{}.csv", scope.slug, scope.today()), file))
}

/// What is in the file.
pub(super) async fn written(
    tx: &mut BusinessTx,
    span: Span,
    location: Option<Uuid>,
) -> Result<String, Stop> {
    staff::allow(tx, Power::SeeProducts)?;
    let rows = all(tx, span, location).await?;
    let reads = staff::may(&tx.scope().who, Power::SeePurchases);
    let with_value = sees_costs(&tx.scope().who);
    let most = if with_value {
        COLUMNS.len()
    } else {
        COLUMNS.len() - 1
    };
    let mut file = heading(COLUMNS.into_iter().take(most));
    for row in &rows {
        let supplier = row.supplier.as_ref().filter(|_| reads);
        let supplier = supplier.map_or("", |(_, name)| name);
        file.push_str(&line(row, supplier, most, &tx.scope().currency));
    }
    Ok(file)
}

/// The first cells of a row, in the order of [`COLUMNS`].
fn line(row: &Expiring, supplier: &str, most: usize, currency: &str) -> String {
    let (day, left) = (row.expires_on.to_string(), row.left.short());
    let value = row.value.bare(currency);
    let cells = [
        row.sku.as_str(),
        &row.name,
        row.batch.as_ref().map_or("", |(_, number)| number),
        &day,
        &row.location.1,
        &left,
        row.unit.code(),
        supplier,
        &value,
    ];
    record(cells.into_iter().take(most))
}
