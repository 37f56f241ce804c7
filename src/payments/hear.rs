//! Hears what M-Pesa posts about a prompt.
//!
//! What never breaks: who knows the token of an attempt is heard, and nobody else; what was posted
//! is committed word for word, with a job that will read it, before anybody reads it; hearing the
//! same thing twice, or twice at once, is hearing it once.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::apply::apply;
use super::attempt::{Attempt, State};
use super::decide::{decide, receipt_of};
use super::evidence::{Decision, Evidence, Standing};
use super::money_in::Settle;
use super::pays_for::PaysFor;
use super::store::{self, Message, OfReceipt, Said};
use crate::mpesa::{self, StkCallback};
use crate::platform::secrets::digest;
use crate::platform::{BusinessTx, Cx, Database, Door, Who, clock, fault, jobs, metrics};
use crate::values::{Language, Stop};

/// The longest body that is kept whole; real ones stay under a thousand bytes.
pub(super) const MOST_BYTES: usize = 64 * 1024;

/// What became of something that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It was read and taken into account: the attempt is in this state now.
    Applied(State),
    /// It is kept. Nobody could read it, or reading it failed and a job will try again.
    Kept,
}

/// Hears one callback, by the token in its address. Errors mean that it is not kept.
///
/// # Errors
/// Not found where no attempt has this token.
pub async fn hear(
    db: &Database,
    token: &str,
    peer: &str,
    body: &[u8],
    settle: Settle,
    now: DateTime<Utc>,
) -> Result<Heard, Stop> {
    let door = Door::Callback {
        token: digest(token),
    };
    let cx = Cx::new(db, door, now, Language::En);
    let message_id = keep(&cx, peer, body).await.inspect_err(|stop| {
        if *stop == Stop::NotFound {
            metrics::callback_heard("forged");
        }
    })?;
    // It cannot be lost any more: a fault is logged where it happened, and a job reads it again.
    let (heard, is_news) = read(&cx, message_id, settle)
        .await
        .unwrap_or((Heard::Kept, false));
    metrics::callback_heard(match (heard, is_news) {
        (Heard::Kept, _) => "unread",
        (Heard::Applied(_), true) => "news",
        (Heard::Applied(_), false) => "duplicate",
    });
    Ok(heard)
}

/// Commits what was posted, and a job that reads it should we die before we have.
async fn keep(cx: &Cx, peer: &str, body: &[u8]) -> Result<Uuid, Stop> {
    let mut tx = cx.begin().await?;
    let Who::Mpesa { attempt_id } = tx.scope().who else {
        return Err(Stop::NotFound);
    };
    let message_id = Uuid::now_v7();
    let peer: String = peer.chars().take(64).collect();
    let message = Message {
        message_id,
        attempt_id,
        said: Said::Callback,
        body: body.get(..MOST_BYTES).unwrap_or(body),
        http_status: None,
        peer: Some(&peer),
        received_at: cx.now,
    };
    store::keep_message(&mut tx, message).await?;
    let payload = json!({ "message_id": message_id });
    let soon = cx.now + TimeDelta::seconds(15);
    jobs::enqueue(&mut tx, "mpesa.read", payload, soon).await?;
    tx.commit().await?;
    Ok(message_id)
}

/// Reads a kept callback and makes of its attempt what follows from it. Bears being run again.
pub(super) async fn read_and_apply(
    cx: &Cx,
    message_id: Uuid,
    settle: Settle,
) -> Result<Heard, Stop> {
    let (heard, _) = read(cx, message_id, settle).await?;
    Ok(heard)
}

/// The same, and whether it was news: something that changed what is known of the attempt.
async fn read(cx: &Cx, message_id: Uuid, settle: Settle) -> Result<(Heard, bool), Stop> {
    let mut tx = cx.begin().await?;
    let now = clock::now();
    let Some((attempt_id, body)) = store::message(&mut tx, message_id).await? else {
        return Err(fault("a callback that was kept is not there", &message_id));
    };
    let callback = match mpesa::parse(&body) {
        Ok(callback) => callback,
        Err(_) => {
            // Its text may name a person: only that it is there is said.
            tracing::warn!(attempt = %attempt_id, message = %message_id,
                "a callback of M-Pesa could not be read; it is kept");
            return Ok((Heard::Kept, false));
        }
    };
    let Some(attempt) = store::lock(&mut tx, attempt_id).await? else {
        return Err(fault("a callback's attempt is not there", &attempt_id));
    };
    let standing = standing(&mut tx, &attempt, &callback).await?;
    let checkout = &callback.checkout_request_id;
    let evidence = Evidence::Called {
        callback: &callback,
        standing,
        ids_elsewhere: store::is_checkout_elsewhere(&mut tx, attempt_id, checkout).await?,
    };
    let decision = decide(&attempt, &evidence, now);
    let is_news = decision != Decision::stay(&attempt);
    let state = apply(&mut tx, &attempt, decision, settle, now).await?;
    tx.commit().await?;
    Ok((Heard::Applied(state), is_news))
}

/// What is known of the receipt that a callback names. Claims it first: whoever else has it in hand
/// is waited for.
async fn standing(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    callback: &StkCallback,
) -> Result<Standing, Stop> {
    let Some(receipt) = receipt_of(callback).filter(|_| callback.code.is_paid()) else {
        return Ok(Standing::New);
    };
    if !store::claim_receipt(tx, receipt).await? {
        return Ok(Standing::Elsewhere);
    }
    let id = attempt.attempt_id;
    let is_its = |there: &OfReceipt| match attempt.pays_for {
        PaysFor::Order(order_id) => there.order_id == Some(order_id),
        PaysFor::Till(at) => there.attempt_id == Some(id) || there.sale_id == Some(at.sale_id),
    };
    match store::payment_of_receipt(tx, receipt).await? {
        // By this attempt, or typed in by somebody who was shown the customer's message.
        Some(there)
            if is_its(&there)
                && there.direction == "in"
                && there.amount_minor == attempt.amount.minor()
                && there.attempt_id.is_none_or(|by| by == id) =>
        {
            Ok(Standing::Recorded)
        }
        Some(_) => Ok(Standing::Elsewhere),
        None if store::is_receipt_on_another(tx, id, receipt).await? => Ok(Standing::Elsewhere),
        None => Ok(Standing::New),
    }
}
