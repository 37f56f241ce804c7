//! Makes a decision true: the money, the state, and what is to happen next, in one transaction.
//!
//! What never breaks: the caller holds the attempt's lock, so the money and the state are decided
//! from the same row; if either cannot be written, neither is.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::attempt::{Attempt, State};
use super::decide::{FOUND_WITHIN, SEND_WITHIN};
use super::evidence::{Decision, NewMoney};
use super::money_in::{MoneyIn, Settle, settle_any};
use super::tender::Tender;
use super::{ask_again, store};
use crate::audit;
use crate::platform::{BusinessTx, fault, jobs, metrics};
use crate::values::Stop;

/// Makes a decision about a locked attempt true. Answers the state that it is in now.
pub(super) async fn apply(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    mut decision: Decision,
    settle: Settle,
    now: DateTime<Utc>,
) -> Result<State, Stop> {
    if let Some(money) = decision.money.take() {
        // A lone "paid" names no receipt: one that was typed in since is most likely this money.
        if money.receipt.is_none() && store::is_typed_since(tx, attempt).await? {
            decision.state = State::Review;
            decision.reason = Some("maybe-recorded".to_owned());
            keep(tx, attempt, &decision, now).await?;
            return Ok(decision.state);
        }
        let is_needed = record(tx, attempt, money, settle).await?;
        if !is_needed && decision.state == State::Succeeded {
            decision.state = State::Review;
            decision.reason = Some("surplus".to_owned());
        }
    }
    keep(tx, attempt, &decision, now).await?;
    Ok(decision.state)
}

/// Records money and settles what it is for. Answers whether all of it was needed.
async fn record(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    money: NewMoney,
    settle: Settle,
) -> Result<bool, Stop> {
    // The first money of an attempt has the attempt's own id: another net under the lock. A till may have
    // given that id to other money.
    let there = store::recorded(tx, attempt.attempt_id).await?;
    let is_taken = there.is_some_and(|there| there.attempt_id != Some(attempt.attempt_id));
    let payment_id = if money.is_surplus || is_taken {
        Uuid::now_v7()
    } else {
        attempt.attempt_id
    };
    let money = MoneyIn {
        payment_id,
        pays_for: attempt.pays_for,
        tender: Tender::Mpesa,
        amount: attempt.amount,
        receipt: money.receipt,
        attempt_id: Some(attempt.attempt_id),
        occurred_at: money.occurred_at,
    };
    settle_any(tx, money, settle).await?;
    let recorded = store::recorded(tx, payment_id).await?;
    let recorded =
        recorded.ok_or_else(|| fault("settling recorded no payment", &attempt.attempt_id))?;
    Ok(recorded.surplus_minor == 0)
}

/// Makes a decision that brings no money true, if it changes anything.
pub(super) async fn keep(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    if let Some(contradiction) = decision.contradiction {
        tracing::warn!(attempt = %attempt.attempt_id, state = attempt.state.code(), contradiction,
            "M-Pesa contradicts what is known of an attempt");
    }
    let quiet = Decision {
        contradiction: None,
        ..decision.clone()
    };
    if quiet == Decision::stay(attempt) {
        return Ok(());
    }
    let moves = attempt.state != decision.state;
    let accepted_at = match (attempt.accepted_at, decision.state) {
        (None, State::Pending) => Some(now),
        (at, _) => at,
    };
    let ended_at = match (decision.state.is_open(), attempt.ended_at) {
        (true, _) => None,
        (false, Some(at)) if !moves => Some(at),
        (false, _) => Some(now),
    };
    if !store::change(tx, attempt, decision, accepted_at, ended_at).await? {
        return Err(fault(
            "an attempt changed under its lock",
            &attempt.attempt_id,
        ));
    }
    if moves {
        metrics::attempt_moved(decision.state.code());
        let details = json!({
            "from": attempt.state.code(), "to": decision.state.code(), "reason": decision.reason,
        });
        let subject = Some(attempt.attempt_id);
        audit::record(tx, "mpesa.attempt", "mpesa_attempt", subject, details).await?;
        tracing::info!(attempt = %attempt.attempt_id, from = attempt.state.code(),
            to = decision.state.code(), reason = decision.reason.as_deref(),
            "an M-Pesa attempt moved");
        follow_up(tx, attempt, decision, now).await?;
    } else if decision.state == State::Unknown && decision.adopt.is_some() {
        // Now that it has ids, it can be asked about.
        ask_again::begin(tx, attempt, now).await?;
    }
    Ok(())
}

/// What is to happen next, so that no open attempt is ever without a job that will look at it.
async fn follow_up(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    match decision.state {
        State::Pending => ask_again::begin(tx, attempt, now).await,
        // Without an id nobody can be asked: only its callback can tell, or two days of silence.
        State::Unknown if attempt.checkout_request_id.is_none() => {
            watch(tx, attempt.attempt_id, attempt.created_at + FOUND_WITHIN).await
        }
        _ => Ok(()),
    }
}

/// Asks for a look at an attempt that may be stuck by then.
pub(super) async fn watch(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    at: DateTime<Utc>,
) -> Result<(), Stop> {
    let payload = json!({ "attempt_id": attempt_id });
    jobs::enqueue(tx, "mpesa.watch", payload, at).await
}

/// When a new attempt, or one that is being sent, should be looked at.
pub(super) fn watch_at(since: DateTime<Utc>) -> DateTime<Utc> {
    since + SEND_WITHIN + TimeDelta::seconds(1)
}
