//! What suppliers are owed as files: a statement, the ages of it all, the bills of a view.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;

use super::pages::from_of;
use super::{Tab, ageing, statement, store};
use crate::platform::files::{heading, record, sent, visit_of};
use crate::platform::{AppState, Visit};
use crate::purchasing::receiving;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::values::{Money, Stop};

/// The routes of files that go out.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route(
            "/b/{business}/suppliers/{supplier}/statement.csv",
            get(statement_file),
        )
        .route("/b/{business}/suppliers/ageing.csv", get(ageing_file))
        .route("/b/{business}/bills.csv", get(bills_file))
}

async fn statement_file(
    State(state): State<AppState>,
    Path((business, supplier)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, file_of(&visit, &business, &supplier).await)
}

async fn ageing_file(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, ages_of(&visit, &business).await)
}

async fn bills_file(
    State(state): State<AppState>,
    Path(business): Path<String>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, bills_of(&visit, &business).await)
}

/// The file's name, of our making, and what is in it.
async fn file_of(visit: &Visit, business: &str, supplier: &str) -> Result<(String, String), Stop> {
    let supplier_id: Uuid = supplier.parse().map_err(|_| Stop::NotFound)?;
    let mut tx = visit.member(business)?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let known = receiving::supplier(&mut tx, supplier_id).await?;
    known.ok_or(Stop::NotFound)?;
    let today = tx.scope().today();
    let from = from_of(visit, today);
    let all = statement::statement(&mut tx, supplier_id, from).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let name = format!("{}-statement-{today}.csv", scope.slug);
    Ok((name, statement::csv(say, &all, &scope.currency)))
}

async fn ages_of(visit: &Visit, business: &str) -> Result<(String, String), Stop> {
    let mut tx = visit.member(business)?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let all = ageing::ageing(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let name = format!("{}-owed-{}.csv", scope.slug, scope.today());
    Ok((name, ageing::csv(say, &all, &scope.currency)))
}

/// The bills of a view, of all suppliers or one.
async fn bills_of(visit: &Visit, business: &str) -> Result<(String, String), Stop> {
    let tab = Tab::parse(&visit.query("tab").unwrap_or_default());
    let supplier: Option<Uuid> = visit.query("supplier").and_then(|id| id.parse().ok());
    let mut tx = visit.member(business)?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let rows = store::list(&mut tx, tab, supplier, None).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let columns = [
        say.t("bill-number"),
        say.t("purchases-supplier"),
        say.t("bill-date"),
        say.t("bills-due"),
        say.t("total"),
        say.t("bills-rest"),
    ];
    let mut file = heading(columns.iter().map(String::as_str));
    for row in rows {
        let amount = |minor: i64| Money::from_minor(minor).bare(&scope.currency);
        let cells = [
            row.number,
            row.supplier_name,
            row.billed_on.to_string(),
            row.due_on.to_string(),
            amount(row.total_minor),
            amount(row.rest_minor),
        ];
        file.push_str(&record(cells.iter().map(String::as_str)));
    }
    let name = format!("{}-bills-{}.csv", scope.slug, scope.today());
    Ok((name, file))
}
