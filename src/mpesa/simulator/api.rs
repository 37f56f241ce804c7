//! The three calls of Daraja's that the simulator answers.
//!
//! What never breaks: the checks come in the order of the real service: the gateway's limits,
//! the token, the body, its fields, the credentials, the subscriber's lock.

use super::ask;
use super::delivery;
use super::faults::{PushFault, QueryFault, Switches};
use super::refusal::Refusal;
use super::state::{Answer, Prompt, Simulator};
use crate::mpesa::wire::{PushAnswer, QueryAnswer, Scalar};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::HashMap;
use std::time::Duration;

const ACCEPTED: &str = "Success. Request accepted for processing";

/// The answer to a token request, whose lifetime is a string unless switched.
#[derive(Serialize)]
struct TokenAnswer {
    access_token: String,
    expires_in: serde_json::Value,
}

/// `GET /oauth/v1/generate`.
pub(super) async fn generate(
    State(simulator): State<Simulator>,
    Query(parameters): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let Some((key, secret)) = ask::basic(&headers) else {
        let message = "Invalid Authentication passed";
        return Refusal::daraja(400, "400.008.01", message).into_response();
    };
    if parameters.get("grant_type").map(String::as_str) != Some("client_credentials") {
        let message = "Invalid grant type passed";
        return Refusal::daraja(400, "400.008.02", message).into_response();
    }
    let Some(access_token) = simulator.issue_token(&key, &secret) else {
        return Refusal::Empty.into_response();
    };
    let expires_in = if simulator.switches().numeric_expiry {
        serde_json::Value::from(3599)
    } else {
        serde_json::Value::from("3599")
    };
    Json(TokenAnswer {
        access_token,
        expires_in,
    })
    .into_response()
}

/// `POST /mpesa/stkpush/v1/processrequest`.
pub(super) async fn push(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let switches = simulator.switches();
    match open(&simulator, switches.push_fault, &headers, &body) {
        Ok(prompt) => settle(&simulator, prompt, &switches).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn open(
    simulator: &Simulator,
    fault: PushFault,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Prompt, Refusal> {
    match fault {
        PushFault::Spike => return Err(Refusal::Spike),
        PushFault::Html => return Err(Refusal::Firewall),
        _ => {}
    }
    let owner = owner(simulator, headers)?;
    let asked = ask::push(headers, body)?;
    simulator.check_proof(&owner, &asked.proof)?;
    match fault {
        PushFault::Busy => {
            let message = "System is busy. Please try again in few minutes.";
            return Err(Refusal::daraja(500, "500.003.02", message));
        }
        PushFault::Refused => return Err(Refusal::NotAccepted),
        _ => {}
    }
    simulator.open(asked)
}

fn owner(simulator: &Simulator, headers: &HeaderMap) -> Result<String, Refusal> {
    let token = ask::bearer(headers)
        .ok_or_else(|| Refusal::daraja(404, "404.001.04", "Invalid Authentication Header"))?;
    simulator
        .token_owner(token)
        .ok_or_else(|| Refusal::daraja(404, "404.001.03", "Invalid Access Token"))
}

/// Lets time and the switches work on a prompt, and answers the push.
async fn settle(simulator: &Simulator, prompt: Prompt, switches: &Switches) -> Response {
    schedule(simulator, &prompt.checkout_request_id, switches);
    if switches.early_callbacks {
        let answer = switches.auto.unwrap_or(Answer::Accept);
        if simulator.answer(&prompt.checkout_request_id, answer) == Ok(true) {
            delivery::deliver(simulator, &prompt.checkout_request_id).await;
        }
    }
    match switches.push_fault {
        PushFault::LostAnswer => Refusal::Cut.into_response(),
        PushFault::InternalError => {
            Refusal::daraja(500, "500.003.1001", "Internal Server Error").into_response()
        }
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
fn schedule(simulator: &Simulator, id: &str, switches: &Switches) {
    if let Some(answer) = switches.auto
        && !switches.early_callbacks
    {
        let (simulator, id) = (simulator.clone(), id.to_owned());
        let after = Duration::from_millis(switches.auto_after_ms);
        tokio::spawn(async move {
            tokio::time::sleep(after).await;
            if simulator.answer(&id, answer) == Ok(true) {
                delivery::deliver(&simulator, &id).await;
            }
        });
    }
    let (simulator, id) = (simulator.clone(), id.to_owned());
    tokio::spawn(async move {
        tokio::time::sleep(simulator.prompt_lifetime()).await;
        if simulator.expire(&id) == Ok(true) {
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
    match answer_query(&simulator, &headers, &body) {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn answer_query(
    simulator: &Simulator,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<QueryAnswer, Refusal> {
    let fault = simulator.switches().query_fault;
    match fault {
        QueryFault::Spike => return Err(Refusal::Spike),
        QueryFault::Html => return Err(Refusal::Firewall),
        _ => {}
    }
    let owner = owner(simulator, headers)?;
    let (proof, id) = ask::query(headers, body)?;
    simulator.check_proof(&owner, &proof)?;
    let prompt = simulator
        .prompt(&id)
        .filter(|prompt| prompt.short_code == proof.short_code && fault != QueryFault::TooEarly)
        .ok_or_else(|| Refusal::field("CheckoutRequestID"))?;
    let (code, description) = match (fault, &prompt.ending) {
        (QueryFault::Settling, _) => ("4999", "An error occurred while processing the request."),
        (QueryFault::PrematurePaid, None) => {
            ("0", "The service request is processed successfully.")
        }
        (_, None) => return Err(Refusal::being_processed(&id)),
        (QueryFault::Contradiction, Some(_)) => ("1032", "Request cancelled by user"),
        (_, Some(ending)) => (ending.code, ending.description),
    };
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

/// A path that exists, called by another method.
pub(super) async fn wrong_method(method: Method) -> Response {
    Refusal::daraja(405, "405.001", &format!("{method} Method Not Allowed")).into_response()
}

/// A path that does not exist.
pub(super) async fn not_found() -> Response {
    Refusal::daraja(404, "404.001.01", "Resource not found").into_response()
}
