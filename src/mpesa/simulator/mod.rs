//! A Daraja of one's own: it speaks Safaricom's API over real HTTP, shows a virtual phone in the
//! browser, and commits on demand the faults that the real one commits by chance.
//!
//! It is a tool for developers and for trying the shop out; its pages are in English only, like
//! the API it stands for. It posts to whatever address it is given, so it belongs on a loopback
//! or a private network.
//!
//! # Switches
//!
//! `POST /switches` takes a form or JSON that names the switches to be changed and leaves the
//! others alone. It holds for all, for one `phone`, or for the `next` few requests, of that phone
//! or of any; then it is used up. [`Switches`] says what there is, [`Answer`] what a customer can
//! do, and `GET /switches` is the form.
//!
//! ```text
//! {"auto": "accept", "auto_after_ms": 2000}                     for all
//! {"phone": "254712345678", "drop_callbacks": true}             for one phone
//! {"next": 1, "push_fault": "spike"}                            for the next push
//! {"next": 2, "phone": "0712345678", "query_fault": "settling"} for that phone's next two queries
//! ```
//!
//! A phone's own override those for all, and the next few override both. Rules for the next few
//! are used up one after the other, the oldest that fits first. A push, with all that becomes of
//! its prompt until the last callback, uses up what it says of the customer, pushes and callbacks;
//! queries, requests for a token and for a QR code are counted for themselves. The last two name no
//! phone, so only what holds for all, or for the next few of any phone, holds for them, and a wish
//! for one phone that names such a switch is refused.
//!
//! The answer, and `GET /phone.json`, lists what stands:
//!
//! ```text
//! {"switches": {"auto": "accept", …all of them, as they are for all…},
//!  "rules": [{"rule": "all", "phone": null, "next": null, "switches": {"auto": "accept", …}},
//!            {"rule": "phone:254712345678", "phone": "254712345678", "next": null,
//!             "switches": {"drop_callbacks": true}},
//!            {"rule": "next:1", "phone": null, "next": 1, "switches": {"push_fault": "spike"}}]}
//! ```
//!
//! `POST /switches/clear` with `{"rule": "next:1"}` clears that one, `{"rule": "everything"}` all.
//! `POST /clock` moves the simulator's own clock, by which prompts, tokens, limits and delays run:
//! `{"advance_ms": 60000}`, `{"now": "2026-01-15T09:30:00+03:00"}`, `{"reset": true}`.
//!
//! What never breaks: keys, codes, types and the order of the checks are those of the real
//! service, so that a client that works here has met the real shapes; a prompt ends once.

mod api;
mod ask;
mod c2b;
mod callback_body;
mod delivery;
mod ids;
mod knob;
mod outcome;
mod phone;
mod phone_page;
mod prompts;
mod qr;
mod refusal;
mod rules;
mod state;
mod switches;
mod switches_page;
mod time;
mod tokens;

pub use outcome::Answer;
pub use switches::{
    AmountForm, BalanceForm, DateForm, IdForm, PhoneForm, PushFault, QrFault, QueryFault,
    SecondPush, Switches, TokenFault, Twin, WrongId, every_switch,
};

use super::credentials::Credentials;
use axum::Router;
use axum::routing::{get, post};
use state::Simulator;
use std::future::Future;

/// How a simulator is set up.
#[derive(Clone, Debug, Default)]
pub struct SimulatorSettings {
    /// The businesses it knows. Empty: any key and secret will do, and any passkey for any short
    /// code but the sandbox's, whose passkey is public.
    pub known: Vec<Credentials>,
    /// The switches it begins with.
    pub switches: Switches,
}

/// The simulator's addresses, each call with a state of its own.
///
/// `/oauth/v1/generate`, `/mpesa/stkpush/v1/processrequest`, `/mpesa/stkpushquery/v1/query` and
/// `/mpesa/c2b/{v1,v2}/registerurl` and `/mpesa/qrcode/v1/generate` as Daraja has them; `/phone` and `/phone.json` show the
/// prompts, `POST /phone/{checkout_request_id}/{answer}` answers one; the rest is said above.
pub fn router(settings: SimulatorSettings) -> Router {
    let wrong_method = api::wrong_method;
    Router::new()
        .route(
            "/oauth/v1/generate",
            get(api::generate).fallback(wrong_method),
        )
        .route(
            "/mpesa/stkpush/v1/processrequest",
            post(api::push).fallback(wrong_method),
        )
        .route(
            "/mpesa/stkpushquery/v1/query",
            post(api::query).fallback(wrong_method),
        )
        .route(
            "/mpesa/c2b/{version}/registerurl",
            post(c2b::register).fallback(wrong_method),
        )
        .route(
            "/mpesa/qrcode/v1/generate",
            post(qr::generate).fallback(wrong_method),
        )
        .route("/", get(phone::home))
        .route("/phone", get(phone::page))
        .route("/phone.json", get(phone::list))
        .route("/phone/{checkout_request_id}/{answer}", post(phone::answer))
        .route("/switches", get(phone::switch_form).post(phone::switches))
        .route("/switches/clear", post(phone::clear))
        .route("/clock", post(phone::clock))
        .fallback(api::not_found)
        .layer(axum::middleware::map_response(phone::say_policy))
        .with_state(Simulator::new(settings))
}

/// Serves a simulator until `shutdown` completes.
///
/// # Errors
/// If the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    settings: SimulatorSettings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(settings))
        .with_graceful_shutdown(shutdown)
        .await
}
