//! The calls of Daraja's that the simulator answers: token, push, query.
//!
//! What never breaks: the checks come in the order of the real service: the gateway's limits,
//! the token, the body, its fields, the credentials, the subscriber's lock.

use super::ask;
use super::delivery;
use super::knob::Kind;
use super::outcome::Answer;
use super::prompts::Prompt;
use super::refusal::Refusal;
use super::state::Simulator;
use super::switches::{Change, PushFault, QueryFault, Switches, TokenFault};
use super::time::milliseconds;
use super::tokens;
use crate::mpesa::wire::{PushAnswer, QueryAnswer, Scalar};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

const ACCEPTED: &str = "Success. Request accepted for processing";

/// The answer to a token request, whose lifetime is a string unless switched.
#[derive(Serialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: Value,
}

/// `GET /oauth/v1/generate`.
pub(super) async fn generate(
    State(simulator): State<Simulator>,
    Query(parameters): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let (switches, _) = simulator.take(Kind::Token, None);
    let asked = parameters.get("grant_type").map(String::as_str);
    match issue(&simulator, &switches, asked, &headers) {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn issue(
    simulator: &Simulator,
    switches: &Switches,
    grant_type: Option<&str>,
    headers: &HeaderMap,
) -> Result<TokenAnswer, Refusal> {
    match switches.token_fault {
        TokenFault::None => {}
        TokenFault::Empty => return Err(Refusal::Empty),
        TokenFault::Unauthorized => return Err(Refusal::Unauthorized),
        TokenFault::Forbidden => return Err(Refusal::Forbidden),
        TokenFault::Html => return Err(Refusal::Firewall),
        TokenFault::Portal => return Err(Refusal::Portal),
    }
    let (key, secret) = ask::basic(headers)
        .ok_or_else(|| Refusal::daraja(400, "400.008.01", "Invalid Authentication passed"))?;
    if grant_type != Some("client_credentials") {
        let message = "Invalid grant type passed";
        return Err(Refusal::daraja(400, "400.008.02", message));
    }
    let access_token = simulator
        .issue_token(&key, &secret, switches)
        .ok_or(Refusal::Empty)?;
    let lifetime = tokens::lifetime(switches);
    let expires_in = if switches.numeric_expiry {
        Value::from(lifetime)
    } else {
        Value::from(lifetime.to_string())
    };
    Ok(TokenAnswer {
        access_token,
        expires_in,
    })
}

/// `POST /mpesa/stkpush/v1/processrequest`.
pub(super) async fn push(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let phone = ask::phone_in(&body);
    let (switches, own) = simulator.take(Kind::Push, phone.as_deref());
    simulator.time().wait(switches.push_delay_ms).await;
    match open(&simulator, &switches, own, &headers, &body) {
        Ok(prompt) => settle(&simulator, prompt, &switches).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn open(
    simulator: &Simulator,
    switches: &Switches,
    own: Change,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Prompt, Refusal> {
    let daraja = |code, message: &str| Err(Refusal::daraja(500, code, message));
    if !simulator.admits(Kind::Push, switches.pushes_per_minute) {
        return Err(Refusal::Spike);
    }
    match switches.push_fault {
        PushFault::Spike => return Err(Refusal::Spike),
        PushFault::Html => return Err(Refusal::Firewall),
        PushFault::Soap => return Err(Refusal::Soap),
        PushFault::SpikeEnvelope => {
            return daraja("500.003.02", "Error Occurred: Spike Arrest Violation");
        }
        PushFault::Quota => return daraja("500.003.03", "Error Occurred: Quota Violation"),
        PushFault::InvalidToken => return Err(Refusal::invalid_token()),
        PushFault::NoProduct => return Err(Refusal::no_product()),
        _ => {}
    }
    let owner = owner(simulator, headers)?;
    let asked = ask::push(headers, body)?;
    if switches.push_fault == PushFault::NoMerchant {
        return Err(Refusal::no_merchant());
    }
    simulator.check_proof(&owner, &asked.proof)?;
    match switches.push_fault {
        PushFault::Busy => {
            let message = "System is busy. Please try again in few minutes.";
            return daraja("500.003.02", message);
        }
        PushFault::Refused => return Err(Refusal::NotAccepted),
        PushFault::LostRequest => return Err(Refusal::Cut),
        _ => {}
    }
    simulator.open(asked, own, switches)
}

/// Whose token it is.
pub(super) fn owner(simulator: &Simulator, headers: &HeaderMap) -> Result<String, Refusal> {
    let token = ask::bearer(headers)
        .ok_or_else(|| Refusal::daraja(404, "404.001.04", "Invalid Authentication Header"))?;
    simulator
        .token_owner(token)
        .ok_or_else(Refusal::invalid_token)
}

/// Lets time and the switches work on a prompt, and answers the push.
async fn settle(simulator: &Simulator, prompt: Prompt, switches: &Switches) -> Response {
    schedule(simulator, &prompt, switches);
    if switches.early_callbacks {
        let answer = match switches.auto {
            Answer::ByHand => Answer::Accept,
            answer => answer,
        };
        if simulator.answer(&prompt.checkout_request_id, answer) == Ok(true) {
            delivery::deliver(simulator, &prompt.checkout_request_id).await;
        }
    }
    match switches.push_fault {
        PushFault::LostAnswer => Refusal::Cut.into_response(),
        PushFault::InternalError => Refusal::internal().into_response(),
        _ => Json(PushAnswer {
            merchant_request_id: prompt.merchant_request_id,
            checkout_request_id: prompt.checkout_request_id,
            response_code: Scalar("0".to_owned()),
            response_description: ACCEPTED.to_owned(),
            customer_message: ACCEPTED.to_owned(),
        })
        .into_response(),
    }
}

/// The answer of the switches, if any, and the end that comes by itself.
fn schedule(simulator: &Simulator, prompt: &Prompt, switches: &Switches) {
    let answer = if prompt.came_second {
        Some((Answer::SessionOpen, prompt.opened_at))
    } else if switches.early_callbacks || switches.auto == Answer::ByHand {
        None
    } else {
        let after = milliseconds(switches.auto_after_ms);
        Some((switches.auto, prompt.opened_at + after))
    };
    if let Some((answer, at)) = answer {
        let (simulator, id) = (simulator.clone(), prompt.checkout_request_id.clone());
        tokio::spawn(async move {
            simulator.time().wait_until(at).await;
            if simulator.answer(&id, answer) == Ok(true) {
                delivery::deliver(&simulator, &id).await;
            }
        });
    }
    let (simulator, id) = (simulator.clone(), prompt.checkout_request_id.clone());
    let (at, how) = (prompt.expires_at, switches.expires_as);
    tokio::spawn(async move {
        simulator.time().wait_until(at).await;
        if simulator.expire(&id, how) == Ok(true) {
            delivery::deliver(&simulator, &id).await;
        }
    });
}

/// `POST /mpesa/stkpushquery/v1/query`.
pub(super) async fn query(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let about = ask::prompt_in(&body).and_then(|id| simulator.prompt(&id));
    let phone = about.map(|prompt| prompt.phone);
    let (switches, _) = simulator.take(Kind::Query, phone.as_deref());
    simulator.time().wait(switches.query_delay_ms).await;
    let answer = answer_query(&simulator, &switches, &headers, &body);
    match answer.map(|answer| written(&answer, switches.numeric_code)) {
        Ok(Ok(value)) => Json(value).into_response(),
        Ok(Err(_)) => Refusal::internal().into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// The answer as JSON, its code a number where that is switched on and it is one.
fn written(answer: &QueryAnswer, numeric_code: bool) -> serde_json::Result<Value> {
    let mut value = serde_json::to_value(answer)?;
    if numeric_code
        && let Ok(code) = answer.result_code.0.parse::<i64>()
        && let Some(field) = value.get_mut("ResultCode")
    {
        *field = Value::from(code);
    }
    Ok(value)
}

fn answer_query(
    simulator: &Simulator,
    switches: &Switches,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<QueryAnswer, Refusal> {
    let fault = switches.query_fault;
    if !simulator.admits(Kind::Query, switches.queries_per_minute) {
        return Err(Refusal::Spike);
    }
    match fault {
        QueryFault::Spike => return Err(Refusal::Spike),
        QueryFault::Html => return Err(Refusal::Firewall),
        QueryFault::InternalError => return Err(Refusal::internal()),
        QueryFault::LostAnswer => return Err(Refusal::Cut),
        QueryFault::InvalidToken => return Err(Refusal::invalid_token()),
        _ => {}
    }
    let owner = owner(simulator, headers)?;
    let (proof, id) = ask::query(headers, body)?;
    simulator.check_proof(&owner, &proof)?;
    let prompt = simulator
        .prompt(&id)
        .filter(|prompt| prompt.short_code == proof.short_code && fault != QueryFault::TooEarly)
        .ok_or_else(|| Refusal::field("CheckoutRequestID"))?;
    let (code, description) = found(fault, &prompt)?;
    Ok(QueryAnswer {
        response_code: Scalar("0".to_owned()),
        // Three times s: so the real service spells it.
        response_description: "The service request has been accepted successsfully".to_owned(),
        merchant_request_id: prompt.merchant_request_id,
        checkout_request_id: prompt.checkout_request_id,
        result_code: Scalar(code.to_owned()),
        result_desc: description.to_owned(),
    })
}

/// What a query is told of a prompt.
fn found(fault: QueryFault, prompt: &Prompt) -> Result<(&'static str, &'static str), Refusal> {
    let paid = ("0", "The service request is processed successfully.");
    let open = || Refusal::being_processed(&prompt.checkout_request_id);
    match (fault, &prompt.ending) {
        (QueryFault::Processing, _) => Err(open()),
        (QueryFault::Settling, _) => {
            Ok(("4999", "An error occurred while processing the request."))
        }
        (QueryFault::PrematurePaid, None) => Ok(paid),
        (_, None) => Err(open()),
        (QueryFault::Contradiction, Some(_)) if prompt.is_paid() => {
            Ok(("1032", "Request cancelled by user"))
        }
        (QueryFault::Contradiction, Some(_)) => Ok(paid),
        (_, Some(ending)) => Ok((ending.code, ending.description)),
    }
}

/// A path that exists, called by another method.
pub(super) async fn wrong_method(method: Method) -> Response {
    Refusal::daraja(405, "405.001", &format!("{method} Method Not Allowed")).into_response()
}

/// A path that does not exist.
pub(super) async fn not_found() -> Response {
    Refusal::daraja(404, "404.001.01", "Resource not found").into_response()
}
