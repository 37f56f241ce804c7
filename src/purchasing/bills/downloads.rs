//! A supplier's statement as a file.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;

use super::pages::from_of;
use super::statement;
use crate::platform::files::{sent, visit_of};
use crate::platform::{AppState, Visit};
use crate::purchasing::receiving;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::values::Stop;

/// The routes of files that go out.
pub fn routes() -> Router<AppState> {
    Router::new().route(
        "/b/{business}/suppliers/{supplier}/statement.csv",
        get(statement_file),
    )
}

async fn statement_file(
    State(state): State<AppState>,
    Path((business, supplier)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, file_of(&visit, &business, &supplier).await)
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
