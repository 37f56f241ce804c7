//! `GET /sync/v1/qr/{sale}/{minor}?to={number}`: M-Pesa's QR code for so much of a sale, in cents, for the screen
//! that a customer looks at. An image, so that a page needs no script for it; and nothing where there is none.
//!
//! It is kept by a browser only where the address names the number that it pays to: an owner may have changed
//! that since.
//!
//! No header of our own is asked for: an image cannot send one. Another site's page sends no cookie of
//! ours with an image, and cannot look at it.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::door::{Till, Turned, answered};
use crate::mpesa::Daraja;
use crate::platform::files::received;
use crate::platform::{AppState, Visit};
use crate::till::prompts;
use crate::values::{Money, Stop};

/// The image.
pub(super) async fn look(
    State(state): State<AppState>,
    Extension(daraja): Extension<Option<Daraja>>,
    Path((sale, minor)): Path<(String, String)>,
    request: Request,
) -> Response {
    let (visit, _, _) = received(state, request);
    match drawn(&visit, daraja.as_ref(), &sale, &minor).await {
        Ok(Some((png, to))) => {
            // The same sale at the same amount to the same number is the same image.
            let kept = match visit.query("to") {
                Some(named) if named == to => "private, max-age=600",
                _ => "no-store",
            };
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, kept),
            ];
            (headers, png).into_response()
        }
        Ok(None) => {
            let headers = [(header::CACHE_CONTROL, "no-store")];
            (StatusCode::NO_CONTENT, headers).into_response()
        }
        Err(stop) => answered::<()>(&visit, Err(Turned::from(stop))),
    }
}

async fn drawn(
    visit: &Visit,
    daraja: Option<&Daraja>,
    sale: &str,
    minor: &str,
) -> Result<Option<(Vec<u8>, String)>, Stop> {
    let till = Till::enter(visit).await?;
    let (Ok(sale_id), Ok(minor)) = (sale.parse::<Uuid>(), minor.parse::<i64>()) else {
        return Ok(None);
    };
    let due = Money::from_minor(minor);
    prompts::qr(&till.itself(), &visit.state.seal, daraja, sale_id, due).await
}
