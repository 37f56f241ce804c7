//! The virtual phone's addresses: see the prompts, answer one, set and clear switches, move the
//! clock.
//!
//! What never breaks: all of it works from plain forms, and the same addresses serve tests; a
//! form leads back to the phone, JSON is answered with JSON.

use super::delivery;
use super::outcome::Answer;
use super::prompts::{AnswerFault, Prompt};
use super::rules::{Standing, Wish, from_form};
use super::state::Simulator;
use super::switches::Switches;
use super::{phone_page, switches_page};
use axum::Json;
use axum::extract::{Form, FromRequest as _, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// What tests read.
#[derive(Serialize)]
struct Listing {
    now: String,
    prompts: Vec<Prompt>,
    switches: Switches,
    rules: Vec<Standing>,
}

/// The switches for all, and the rules.
#[derive(Serialize)]
struct Switched {
    switches: Switches,
    rules: Vec<Standing>,
}

/// What the phone's page may load: its style, known by its digest. Forms post to the phone itself.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(phone_page::STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).ok()
});

/// Tells a browser what it may load. Whoever calls the API takes no notice.
pub(super) async fn say_policy(mut response: Response) -> Response {
    if let Some(policy) = POLICY.as_ref() {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

/// `GET /`: to the phone.
pub(super) async fn home() -> Redirect {
    Redirect::to("/phone")
}

/// `GET /phone`.
pub(super) async fn page(State(simulator): State<Simulator>) -> Html<String> {
    Html(phone_page::render(
        &simulator.prompts(),
        &simulator.rules(),
        &simulator.time().shown(),
    ))
}

/// `GET /switches`: the form.
pub(super) async fn switch_form(State(simulator): State<Simulator>) -> Html<String> {
    let (switches, rules) = (simulator.switches(), simulator.rules());
    Html(switches_page::render(&switches, &rules))
}

/// `GET /phone.json`: the prompts, newest first, the switches for all, the rules.
pub(super) async fn list(State(simulator): State<Simulator>) -> Response {
    Json(Listing {
        now: simulator.time().shown(),
        prompts: simulator.prompts(),
        switches: simulator.switches(),
        rules: simulator.rules(),
    })
    .into_response()
}

/// `POST /phone/{checkout_request_id}/{answer}`.
pub(super) async fn answer(
    State(simulator): State<Simulator>,
    Path((id, answer)): Path<(String, String)>,
) -> Response {
    let known = Answer::from_key(&answer).filter(|answer| *answer != Answer::ByHand);
    let Some(answer) = known else {
        let message = "There is no such answer.";
        return problem(StatusCode::NOT_FOUND, message);
    };
    match simulator.answer(&id, answer) {
        Ok(ended) => {
            if ended {
                tokio::spawn(async move { delivery::deliver(&simulator, &id).await });
            }
            Redirect::to("/phone").into_response()
        }
        Err(AnswerFault::NoSuchPrompt) => {
            problem(StatusCode::NOT_FOUND, "There is no such prompt.")
        }
        Err(AnswerFault::AlreadyEnded) => {
            problem(StatusCode::CONFLICT, "The prompt has already ended.")
        }
    }
}

/// What was sent, as JSON whichever it is, and whether it was JSON.
async fn fields(request: Request) -> Result<(Map<String, Value>, bool), Box<Response>> {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let is_json = content_type.is_some_and(|text| text.as_bytes().starts_with(b"application/json"));
    if is_json {
        let read = Json::<Map<String, Value>>::from_request(request, &()).await;
        let Json(fields) = read.map_err(|refusal| Box::new(refusal.into_response()))?;
        return Ok((fields, true));
    }
    let read = Form::<Vec<(String, String)>>::from_request(request, &()).await;
    let Form(pairs) = read.map_err(|refusal| Box::new(refusal.into_response()))?;
    Ok((from_form(pairs), false))
}

fn switched(simulator: &Simulator, is_json: bool) -> Response {
    if !is_json {
        return Redirect::to("/phone").into_response();
    }
    Json(Switched {
        switches: simulator.switches(),
        rules: simulator.rules(),
    })
    .into_response()
}

/// `POST /switches`: changes switches for all, for a phone, or for the next few requests.
pub(super) async fn switches(State(simulator): State<Simulator>, request: Request) -> Response {
    let (fields, is_json) = match fields(request).await {
        Ok(read) => read,
        Err(refusal) => return *refusal,
    };
    match Wish::read(fields) {
        Ok(wish) => {
            simulator.wish(wish);
            switched(&simulator, is_json)
        }
        Err(message) => problem(StatusCode::BAD_REQUEST, &message),
    }
}

/// `POST /switches/clear`: clears the `rule` of that name, or `everything`.
pub(super) async fn clear(State(simulator): State<Simulator>, request: Request) -> Response {
    let (fields, is_json) = match fields(request).await {
        Ok(read) => read,
        Err(refusal) => return *refusal,
    };
    let rule = fields.get("rule").and_then(Value::as_str);
    match rule {
        Some(rule) if simulator.clear_rule(rule) => switched(&simulator, is_json),
        _ => problem(StatusCode::NOT_FOUND, "There is no such rule."),
    }
}

/// What is done with the clock.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Move {
    AdvanceMs(i64),
    Now(DateTime<Utc>),
    Reset(bool),
}

/// `POST /clock`: moves the simulator's clock, by `advance_ms` or to `now`, or back to the real
/// time with `reset`.
pub(super) async fn clock(State(simulator): State<Simulator>, request: Request) -> Response {
    let (fields, is_json) = match fields(request).await {
        Ok(read) => read,
        Err(refusal) => return *refusal,
    };
    match serde_json::from_value(Value::Object(fields)) {
        Ok(Move::AdvanceMs(by)) => simulator.time().advance(by),
        Ok(Move::Now(at)) => simulator.time().set(at),
        Ok(Move::Reset(true)) => simulator.time().reset(),
        Ok(Move::Reset(false)) => {}
        Err(error) => return problem(StatusCode::BAD_REQUEST, &error.to_string()),
    }
    if is_json {
        Json(serde_json::json!({ "now": simulator.time().shown() })).into_response()
    } else {
        Redirect::to("/phone").into_response()
    }
}

fn problem(status: StatusCode, message: &str) -> Response {
    (status, Html(phone_page::problem(message))).into_response()
}
