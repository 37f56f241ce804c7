//! The virtual phone's addresses: see the prompts, answer one, set the switches.
//!
//! What never breaks: all of it works from plain forms, and the same addresses serve tests.

use super::delivery;
use super::faults::{SwitchChange, Switches};
use super::phone_page;
use super::state::{Answer, AnswerFault, Prompt, Simulator};
use axum::Json;
use axum::extract::{Form, FromRequest as _, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// What tests read.
#[derive(Serialize)]
struct Listing {
    prompts: Vec<Prompt>,
    switches: Switches,
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
    let lifetime = simulator.prompt_lifetime();
    Html(phone_page::render(
        &simulator.prompts(),
        &simulator.switches(),
        lifetime,
    ))
}

/// `GET /phone.json`: the prompts, newest first, and the switches.
pub(super) async fn list(State(simulator): State<Simulator>) -> Response {
    let (prompts, switches) = (simulator.prompts(), simulator.switches());
    Json(Listing { prompts, switches }).into_response()
}

/// `POST /phone/{checkout_request_id}/{answer}`.
pub(super) async fn answer(
    State(simulator): State<Simulator>,
    Path((id, answer)): Path<(String, String)>,
) -> Response {
    let Some(answer) = Answer::from_key(&answer) else {
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

/// `POST /switches`, a form or JSON with those to be changed. A form leads back to the phone,
/// JSON is answered with all of them.
pub(super) async fn switches(State(simulator): State<Simulator>, request: Request) -> Response {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let is_json = content_type.is_some_and(|text| text.as_bytes().starts_with(b"application/json"));
    let change = if is_json {
        Json::<SwitchChange>::from_request(request, &())
            .await
            .map(|Json(change)| change)
            .map_err(IntoResponse::into_response)
    } else {
        Form::<SwitchChange>::from_request(request, &())
            .await
            .map(|Form(change)| change)
            .map_err(IntoResponse::into_response)
    };
    let change = match change {
        Ok(change) => change,
        Err(refusal) => return refusal,
    };
    match simulator.change_switches(|switches| switches.change(change)) {
        Err(key) => problem(
            StatusCode::BAD_REQUEST,
            &format!("There is no answer {key:?}."),
        ),
        Ok(()) if is_json => Json(simulator.switches()).into_response(),
        Ok(()) => Redirect::to("/phone").into_response(),
    }
}

fn problem(status: StatusCode, message: &str) -> Response {
    (status, Html(phone_page::problem(message))).into_response()
}
