//! Sends a prompt, once.
//!
//! What never breaks: that we are about to send is committed before anything leaves; no
//! transaction is open while we wait for M-Pesa; who finds an attempt that was about to be sent,
//! without its answer, makes it unknown and sends nothing. The token in the callback's address is
//! made for this one sending and exists nowhere else in clear.

use std::time::Duration;

use uuid::Uuid;

use super::account;
use super::apply::{apply, keep};
use super::attempt::{Attempt, State};
use super::decide::decide;
use super::evidence::Evidence;
use super::jobs::Means;
use super::money_in::Settle;
use super::pays_for::PaysFor;
use super::store::{self, Message, Said};
use crate::mpesa::{Credentials, Daraja, Push, PushOutcome, Pushed, RefusedKind};
use crate::platform::secrets::{digest, new_token};
use crate::platform::{BusinessTx, Cx, clock, fault, metrics};
use crate::values::Stop;

/// What the customer's statement says; thirteen characters at most.
const fn description(pays_for: PaysFor) -> &'static str {
    match pays_for {
        PaysFor::Order(_) => "Order payment",
        PaysFor::Till(_) => "Shop payment",
    }
}

/// An answer is worth some patience with the database: without it the prompt is unknown.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(300),
    Duration::from_secs(1),
    Duration::from_secs(4),
];

/// All that is needed to send a prompt.
pub(super) struct Ready<'a> {
    daraja: &'a Daraja,
    credentials: Credentials,
    push: Push,
}

/// Sends an attempt's prompt, if it is still to be sent. Bears being run again.
pub(super) async fn submit(cx: &Cx, attempt_id: Uuid, means: &Means<'_>) -> Result<(), Stop> {
    let Some(ready) = write_ahead(cx, attempt_id, means).await? else {
        return Ok(());
    };
    metrics::prompt_sent();
    let pushed = ready
        .daraja
        .push(&ready.credentials, &ready.push, clock::now())
        .await;
    let mut kept = keep_answer(cx, attempt_id, &pushed, means.settle).await;
    for pause in PAUSES {
        if kept.is_ok() {
            break;
        }
        tokio::time::sleep(pause).await;
        kept = keep_answer(cx, attempt_id, &pushed, means.settle).await;
    }
    kept
}

/// Claims the sending and commits that. None where there is nothing to send.
pub(super) async fn write_ahead<'a>(
    cx: &Cx,
    attempt_id: Uuid,
    means: &Means<'a>,
) -> Result<Option<Ready<'a>>, Stop> {
    let mut tx = cx.begin().await?;
    let Some(attempt) = store::lock(&mut tx, attempt_id).await? else {
        return Ok(None);
    };
    let ready = match attempt.state {
        State::Created => claim(&mut tx, &attempt, means).await?,
        State::Submitting => {
            moved(&mut tx, &attempt, &Evidence::Crashed).await?;
            None
        }
        _ => None,
    };
    tx.commit().await?;
    Ok(ready)
}

/// From created to submitting, with a token of its own; or to rejected, where it can't be sent.
async fn claim<'a>(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    means: &Means<'a>,
) -> Result<Option<Ready<'a>>, Stop> {
    // The customer has gone: a prompt now would come out of the blue.
    if moved(tx, attempt, &Evidence::TimePassed).await? {
        return Ok(None);
    }
    let credentials = account::credentials(tx, means.seal).await?;
    let (Some(daraja), Some(credentials)) = (means.daraja, credentials) else {
        let outcome = PushOutcome::Refused {
            code: String::new(),
            message: String::new(),
            kind: RefusedKind::Credentials,
        };
        let evidence = Evidence::Pushed {
            outcome: &outcome,
            ids_elsewhere: false,
        };
        moved(tx, attempt, &evidence).await?;
        return Ok(None);
    };
    let token = new_token();
    store::keep_token(tx, &digest(&token), attempt.attempt_id).await?;
    if !store::submitting(tx, attempt.attempt_id, clock::now()).await? {
        return Err(fault(
            "an attempt changed under its lock",
            &attempt.attempt_id,
        ));
    }
    let push = Push {
        phone: attempt.phone.msisdn().to_owned(),
        amount_shillings: attempt.amount.minor() / 100,
        callback_url: format!("{}/d/c/{token}", means.callback_base.trim_end_matches('/')),
        account_reference: attempt.account_reference.clone(),
        description: description(attempt.pays_for).to_owned(),
    };
    Ok(Some(Ready {
        daraja,
        credentials,
        push,
    }))
}

/// Applies evidence that brings no money. Whether the state moved.
async fn moved(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    evidence: &Evidence<'_>,
) -> Result<bool, Stop> {
    let now = clock::now();
    let decision = decide(attempt, evidence, now);
    keep(tx, attempt, &decision, now).await?;
    Ok(decision.state != attempt.state)
}

/// Keeps what M-Pesa answered and makes of the attempt what follows from it.
pub(super) async fn keep_answer(
    cx: &Cx,
    attempt_id: Uuid,
    pushed: &Pushed,
    settle: Settle,
) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let now = clock::now();
    let Some(attempt) = store::lock(&mut tx, attempt_id).await? else {
        return Ok(());
    };
    let body = pushed
        .raw
        .as_deref()
        .unwrap_or_else(|| why_nothing_came(&pushed.outcome));
    let message = Message {
        message_id: Uuid::now_v7(),
        attempt_id,
        said: Said::Answer,
        body: body.as_bytes(),
        http_status: pushed.http_status,
        peer: None,
        received_at: now,
    };
    store::keep_message(&mut tx, message).await?;
    let ids_elsewhere = match &pushed.outcome {
        PushOutcome::Accepted {
            checkout_request_id,
            ..
        } => store::is_checkout_elsewhere(&mut tx, attempt_id, checkout_request_id).await?,
        _ => false,
    };
    let evidence = Evidence::Pushed {
        outcome: &pushed.outcome,
        ids_elsewhere,
    };
    let decision = decide(&attempt, &evidence, now);
    apply(&mut tx, &attempt, decision, settle, now).await?;
    tx.commit().await
}

fn why_nothing_came(outcome: &PushOutcome) -> &str {
    match outcome {
        PushOutcome::Accepted { .. } => "",
        PushOutcome::Refused { message, .. } => message,
        PushOutcome::Unknown { why } => why,
    }
}
