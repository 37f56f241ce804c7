//! A Daraja of one's own: it speaks Safaricom's API over real HTTP, shows a virtual phone in the
//! browser, and commits on demand the faults that the real one commits by chance.
//!
//! It is a tool for developers and for trying the shop out; its pages are in English only, like
//! the API it stands for. It posts to whatever address it is given, so it belongs on a loopback
//! or a private network.
//!
//! What never breaks: keys, codes, types and the order of the checks are those of the real
//! service, so that a client that works here has met the real shapes; a prompt ends once.

mod api;
mod ask;
mod delivery;
mod faults;
mod ids;
mod phone;
mod phone_page;
mod refusal;
mod state;

pub use faults::{PushFault, QueryFault, Switches};
pub use state::Answer;

use super::credentials::Credentials;
use axum::Router;
use axum::routing::{get, post};
use state::Simulator;
use std::future::Future;
use std::time::Duration;

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct SimulatorSettings {
    /// The businesses it knows. Empty: any key and secret will do, and any passkey for any short
    /// code but the sandbox's, whose passkey is public.
    pub known: Vec<Credentials>,
    /// How long a prompt stays on the phone.
    pub prompt_lifetime: Duration,
    /// The faults it begins with.
    pub switches: Switches,
}

impl Default for SimulatorSettings {
    fn default() -> Self {
        SimulatorSettings {
            known: Vec::new(),
            prompt_lifetime: Duration::from_secs(60),
            switches: Switches::default(),
        }
    }
}

/// The simulator's addresses, each call with a state of its own.
///
/// `/oauth/v1/generate`, `/mpesa/stkpush/v1/processrequest`, `/mpesa/stkpushquery/v1/query` as
/// Daraja has them; `/phone` and `/phone.json` show the prompts,
/// `POST /phone/{checkout_request_id}/{answer}` answers one, `POST /switches` sets faults.
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
        .route("/", get(phone::home))
        .route("/phone", get(phone::page))
        .route("/phone.json", get(phone::list))
        .route("/phone/{checkout_request_id}/{answer}", post(phone::answer))
        .route("/switches", post(phone::switches))
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
