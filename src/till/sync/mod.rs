//! `/sync/v1`: the server's half of what tills and the books tell each other. Plain handlers, because a
//! till that was opened a month ago must still be understood.
//!
//! What never breaks here:
//! - what happened at a till comes in once: an event's id is the key of the document that it makes, and
//!   the same again, also at the same instant, is answered with what is there;
//! - each event is one transaction by the verb that a person would use, and they come in the till's order:
//!   where one must wait, all after it do;
//! - nothing that happened is lost: it is recorded, and what is odd about it is flagged in the same
//!   transaction; what can never be right is refused, and that is flagged as well;
//! - a till finds out all that was changed, also by what was committed late: its cursor is of transactions,
//!   not of clocks, and means something in this very cluster only;
//! - a device that was revoked is out with its next request, and no other site can send one.
//!
//! What a till asks of M-Pesa is asked now, by who has a PIN there, and may be refused; the QR code that a
//! customer is shown is anybody's who stands there.
//!
//! Who rang something up and who allowed it is the till's word: its PINs are typed without a network. So
//! none of that ever makes a flag go away.

mod asks;
mod cursor;
mod customer;
mod door;
mod prompt;
mod pull;
mod push;
mod qr;
mod record;
mod refused;
mod sold_voucher;
mod store;
mod voucher;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Extension, Router};

use super::wire;
use crate::mpesa::Daraja;
use crate::platform::AppState;

/// The routes that tills use. `daraja`: M-Pesa, where there is one.
pub fn routes(daraja: Option<Daraja>) -> Router<AppState> {
    Router::new()
        .route(
            "/sync/v1/events",
            post(push::events).layer(DefaultBodyLimit::max(wire::MOST_BYTES)),
        )
        .route("/sync/v1/catalogue", get(pull::catalogue))
        .route(
            "/sync/v1/pin",
            post(asks::pin).layer(DefaultBodyLimit::max(wire::MOST_PIN_BYTES)),
        )
        .route("/sync/v1/document", get(asks::document))
        .route("/sync/v1/prompt", post(prompt::ask))
        .route("/sync/v1/prompt/{attempt}", get(prompt::look))
        .route("/sync/v1/prompt/{attempt}/give_up", post(prompt::give_up))
        .route("/sync/v1/qr/{sale}/{minor}", get(qr::look))
        .route("/sync/v1/voucher/{voucher_code}", get(voucher::look))
        .layer(Extension(daraja))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
