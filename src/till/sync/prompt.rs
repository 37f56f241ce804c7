//! `/sync/v1/prompt`: M-Pesa asks a customer at the till for money. The cashier believes what is answered
//! here, and no message that she is shown on a telephone.

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request, State};
use axum::response::Response;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::door::{Till, Turned, answered, is_ours};
use crate::payments::{Attempt, State as Stands};
use crate::platform::files::received;
use crate::platform::{AppState, Visit};
use crate::till::prompts;
use crate::till::wire::{GiveUpAsk, PromptAnswer, PromptAsk, Said};
use crate::ui::language::Say;
use crate::values::{Refusal, Stop};

/// Asks M-Pesa for a prompt.
pub(super) async fn ask(State(state): State<AppState>, request: Request) -> Response {
    let ours = is_ours(&request);
    let (visit, _, request) = received(state, request);
    let outcome = match ours {
        Ok(()) => asked(&visit, request).await,
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

/// How a prompt stands.
pub(super) async fn look(
    State(state): State<AppState>,
    Path(attempt_id): Path<String>,
    request: Request,
) -> Response {
    let ours = is_ours(&request);
    let (visit, _, _) = received(state, request);
    let outcome = match ours {
        Ok(()) => looked(&visit, &attempt_id).await,
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

/// Nobody waits for it any more.
pub(super) async fn give_up(
    State(state): State<AppState>,
    Path(attempt_id): Path<String>,
    request: Request,
) -> Response {
    let ours = is_ours(&request);
    let (visit, _, request) = received(state, request);
    let outcome = match ours {
        Ok(()) => given_up(&visit, &attempt_id, request).await,
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn asked(visit: &Visit, request: Request) -> Result<PromptAnswer, Turned> {
    let till = Till::enter(visit).await?;
    let ask: PromptAsk = read(visit, request).await?;
    let cx = till.asked_by(ask.member_id);
    said(&till, prompts::ask(&cx, &ask).await)
}

async fn looked(visit: &Visit, attempt_id: &str) -> Result<PromptAnswer, Turned> {
    let till = Till::enter(visit).await?;
    let stands = match id(attempt_id) {
        Ok(attempt_id) => prompts::look(&till.itself(), attempt_id).await,
        Err(stop) => Err(stop),
    };
    said(&till, stands)
}

async fn given_up(
    visit: &Visit,
    attempt_id: &str,
    request: Request,
) -> Result<PromptAnswer, Turned> {
    let till = Till::enter(visit).await?;
    let ask: GiveUpAsk = read(visit, request).await?;
    let cx = till.asked_by(ask.member_id);
    let stands = match id(attempt_id) {
        Ok(attempt_id) => prompts::give_up(&cx, attempt_id).await,
        Err(stop) => Err(stop),
    };
    said(&till, stands)
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

async fn read<T: DeserializeOwned>(visit: &Visit, request: Request) -> Result<T, Turned> {
    let body = Bytes::from_request(request, &visit.state).await;
    let body = body.map_err(|_| Turned::Unreadable)?;
    serde_json::from_slice(&body).map_err(|_| Turned::Unreadable)
}

/// The answer: how it stands, or why what was asked was not done.
fn said(till: &Till, stands: Result<Attempt, Stop>) -> Result<PromptAnswer, Turned> {
    let say = Say(till.language);
    let refusal = match stands {
        Ok(attempt) => return Ok(answer(say, attempt)),
        Err(Stop::Refused(mut reasons)) if !reasons.is_empty() => reasons.swap_remove(0),
        Err(Stop::NotFound) => Refusal::of("refused-not-found"),
        Err(Stop::Forbidden) => Refusal::of("refused-forbidden"),
        Err(Stop::SlowDown(seconds)) => {
            Refusal::of("refused-slow-down").with("minutes", seconds.div_ceil(60))
        }
        Err(stop) => return Err(stop.into()),
    };
    Ok(PromptAnswer {
        refusal: Some(Said {
            words: say.refusal(&refusal),
            key: refusal.key,
            field: refusal.field,
        }),
        ..PromptAnswer::default()
    })
}

fn answer(say: Say, attempt: Attempt) -> PromptAnswer {
    let given_up = attempt.given_up_at.is_some();
    let reason = attempt.reason.as_deref().unwrap_or("other");
    let words = match attempt.state {
        state if state.is_open() && given_up => say.t("prompt-given-up"),
        Stands::Created | Stands::Submitting | Stands::Pending => say.t("prompt-waiting"),
        Stands::Unknown => say.t("prompt-checking"),
        Stands::Succeeded => say.t("prompt-paid"),
        Stands::Review => say.t("prompt-review"),
        Stands::Failed | Stands::Rejected => say.t(&format!("prompt-failed-{reason}")),
    };
    PromptAnswer {
        state: attempt.state.code().to_owned(),
        open: attempt.state.is_open(),
        words,
        reason: attempt.reason,
        amount_minor: attempt.amount.minor(),
        receipt: attempt.receipt,
        given_up,
        refusal: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn every_outcome_has_its_words() {
        let ends = [
            "waiting",
            "checking",
            "paid",
            "review",
            "given-up",
            "failed-cancelled",
            "failed-no-funds",
            "failed-wrong-pin",
            "failed-timed-out",
            "failed-unreachable",
            "failed-subscriber-busy",
            "failed-limit",
            "failed-misconfigured",
            "failed-other",
            "failed-not-sent",
            "failed-wrong-phone",
            "failed-overloaded",
            "failed-not-found",
            "failed-given-up",
            "failed-set-aside",
        ];
        for language in Language::ALL {
            for end in ends {
                let key = format!("prompt-{end}");
                assert_ne!(Say(language).t(&key), key, "{language:?}");
            }
        }
    }
}
