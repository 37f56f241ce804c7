//! A supplier's statement as a file.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos_axum::ResponseOptions;
use uuid::Uuid;

use super::pages::from_of;
use super::statement;
use crate::platform::http::encode;
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
    let (parts, _) = request.into_parts();
    let visit = Visit::of_request(state, parts, ResponseOptions::default());
    match file_of(&visit, &business, &supplier).await {
        Ok((name, file)) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (headers, file).into_response()
        }
        Err(stop) => stopped(&visit, &stop),
    }
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

/// What somebody sees who gets no file.
fn stopped(visit: &Visit, stop: &Stop) -> Response {
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
