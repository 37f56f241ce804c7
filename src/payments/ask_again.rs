//! Asks M-Pesa how a prompt ended, more and more seldom, until it is known.
//!
//! What never breaks: each run asks for the next one in the transaction that keeps its answer, so
//! a chain neither breaks nor doubles; all businesses together ask no more often than M-Pesa
//! bears; no transaction is open while we wait.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::account;
use super::apply::{apply, keep, watch, watch_at};
use super::attempt::{Attempt, State};
use super::decide::{FOUND_WITHIN, RESULT_WITHIN, ZEROS_APART, decide};
use super::evidence::Evidence;
use super::jobs::Means;
use super::money_in::Settle;
use super::store::{self, Message, Said};
use crate::mpesa::{Credentials, Daraja, Queried, QueryOutcome};
use crate::platform::{BusinessTx, Cx, clock, jobs, limits};
use crate::values::Stop;

/// Seconds after acceptance at which M-Pesa is asked; the last is where we give up.
const SCHEDULE: [i64; 11] = [
    15, 30, 60, 90, 180, 600, 1_800, 7_200, 43_200, 86_400, 172_860,
];

/// Begins to ask after an attempt that has just been accepted.
pub(super) async fn begin(
    tx: &mut BusinessTx,
    attempt: &Attempt,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let at = scheduled(now, attempt.queries, now);
    enqueue(tx, attempt.attempt_id, attempt.queries, at).await?;
    // Between two queries the customer must be told that we are checking.
    let doubtful_at = now + RESULT_WITHIN + TimeDelta::seconds(1);
    watch(tx, attempt.attempt_id, doubtful_at).await
}

async fn enqueue(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    asked: i32,
    at: DateTime<Utc>,
) -> Result<(), Stop> {
    let payload = json!({ "attempt_id": attempt_id, "asked": asked });
    jobs::enqueue(tx, "mpesa.query", payload, at).await
}

/// When to ask, after so many answers.
fn scheduled(accepted_at: DateTime<Utc>, asked: i32, now: DateTime<Utc>) -> DateTime<Utc> {
    let step = usize::try_from(asked).unwrap_or_default();
    let last = SCHEDULE.len() - 1;
    let seconds = SCHEDULE.get(step.min(last)).copied().unwrap_or(60);
    let at = accepted_at + TimeDelta::seconds(seconds);
    at.max(now + TimeDelta::seconds(5))
}

/// Some seconds, never the same, so that many do not come at once.
fn about(seconds: i64) -> TimeDelta {
    let jitter = rand::random_range(0..=seconds / 2);
    TimeDelta::seconds(seconds + jitter)
}

/// One run: asks, if the outcome is open and `asked` answers have come. Bears being run again.
pub(super) async fn ask_again(
    cx: &Cx,
    attempt_id: Uuid,
    asked: i32,
    means: &Means<'_>,
) -> Result<(), Stop> {
    let Some((attempt, credentials)) = look(cx, attempt_id, asked, means).await? else {
        return Ok(());
    };
    let queried = query(cx, &attempt, credentials, means.daraja).await?;
    keep_answer(cx, attempt_id, asked, &queried, means.settle, clock::now()).await
}

/// Whether a chain still has something to find out.
fn is_of_interest(attempt: &Attempt, asked: i32) -> bool {
    let waits = attempt.state.is_open()
        || (attempt.state == State::Failed && attempt.first_zero_at.is_some());
    waits && attempt.queries == asked
}

async fn look(
    cx: &Cx,
    attempt_id: Uuid,
    asked: i32,
    means: &Means<'_>,
) -> Result<Option<(Attempt, Option<Credentials>)>, Stop> {
    let mut tx = cx.read().await?;
    let attempt = store::load(&mut tx, attempt_id).await?;
    let Some(attempt) = attempt.filter(|attempt| is_of_interest(attempt, asked)) else {
        return Ok(None);
    };
    let credentials = account::credentials(&mut tx, means.seal).await?;
    Ok(Some((attempt, credentials)))
}

/// Asks over the wire, where everything for it is there and the installation may.
async fn query(
    cx: &Cx,
    attempt: &Attempt,
    credentials: Option<Credentials>,
    daraja: Option<&Daraja>,
) -> Result<Queried, Stop> {
    let silent = |outcome| Queried {
        outcome,
        raw: None,
        http_status: None,
    };
    let (Some(daraja), Some(credentials), Some(id)) =
        (daraja, credentials, attempt.checkout_request_id.as_deref())
    else {
        let why = "nobody can be asked".to_owned();
        return Ok(silent(QueryOutcome::Unknown { why }));
    };
    let granted = cx
        .database()
        .limit(&limits::MPESA_QUERY, "", clock::now())
        .await;
    match granted {
        Ok(()) => Ok(daraja.query(&credentials, id, clock::now()).await),
        Err(Stop::SlowDown(_)) => Ok(silent(QueryOutcome::Busy)),
        Err(stop) => Err(stop),
    }
}

/// Keeps what M-Pesa answered, makes of the attempt what follows, and asks for the next run.
pub(super) async fn keep_answer(
    cx: &Cx,
    attempt_id: Uuid,
    asked: i32,
    queried: &Queried,
    settle: Settle,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let Some(attempt) = store::lock(&mut tx, attempt_id).await? else {
        return Ok(());
    };
    if let Some(body) = &queried.raw {
        let message = Message {
            message_id: Uuid::now_v7(),
            attempt_id,
            said: Said::Query,
            body: body.as_bytes(),
            http_status: queried.http_status,
            peer: None,
            received_at: now,
        };
        store::keep_message(&mut tx, message).await?;
    }
    let decision = decide(&attempt, &Evidence::Queried(&queried.outcome), now);
    let is_lone_zero = decision.first_zero_at == Some(now);
    let state = apply(&mut tx, &attempt, decision, settle, now).await?;
    let goes_on = state.is_open() || (state == State::Failed && is_lone_zero);
    // Another run of this same step was faster: the chain is its.
    if goes_on && attempt.queries == asked {
        let (asked, at) = next(&attempt, &queried.outcome, is_lone_zero, now);
        if asked > attempt.queries {
            store::count_query(&mut tx, attempt_id).await?;
        }
        enqueue(&mut tx, attempt_id, asked, at).await?;
    }
    tx.commit().await
}

/// Which answer to wait for next, and when to ask for it.
fn next(
    attempt: &Attempt,
    outcome: &QueryOutcome,
    is_lone_zero: bool,
    now: DateTime<Utc>,
) -> (i32, DateTime<Utc>) {
    let since = attempt.accepted_at.unwrap_or(attempt.created_at);
    // Not asked, or not heard: the step is still to be done.
    if *outcome == QueryOutcome::Busy {
        let pause = if now - since < TimeDelta::minutes(10) {
            20
        } else {
            600
        };
        return (attempt.queries, now + about(pause));
    }
    let asked = attempt.queries.saturating_add(1);
    if is_lone_zero {
        return (asked, now + ZEROS_APART + TimeDelta::seconds(1));
    }
    (asked, scheduled(since, asked, now))
}

/// The safety net: an attempt that is stuck before its first answer, or without any trace.
pub(super) async fn look_after(cx: &Cx, attempt_id: Uuid, now: DateTime<Utc>) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let Some(attempt) = store::lock(&mut tx, attempt_id).await? else {
        return Ok(());
    };
    let decision = decide(&attempt, &Evidence::TimePassed, now);
    keep(&mut tx, &attempt, &decision, now).await?;
    if decision.state == attempt.state {
        let soon = now + TimeDelta::seconds(5);
        let again = match attempt.state {
            State::Created => Some(watch_at(attempt.created_at)),
            State::Submitting => Some(watch_at(attempt.submitted_at.unwrap_or(now))),
            State::Unknown if attempt.checkout_request_id.is_none() => {
                Some(attempt.created_at + FOUND_WITHIN)
            }
            _ => None,
        };
        if let Some(at) = again {
            watch(&mut tx, attempt_id, at.max(soon)).await?;
        }
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::super::every_row::{attempt, noon};
    use super::*;

    #[test]
    fn asks_more_and_more_seldom() {
        let accepted = noon();
        let seconds = |asked| (scheduled(accepted, asked, accepted) - accepted).num_seconds();
        let all: Vec<i64> = (0..11).map(seconds).collect();
        assert_eq!(all, SCHEDULE);
        assert_eq!(seconds(50), 172_860, "and then no more");
        assert!(FOUND_WITHIN < TimeDelta::seconds(172_860));
    }

    #[test]
    fn a_worker_that_was_away_does_not_ask_all_at_once() {
        let late = noon() + TimeDelta::hours(1);
        assert_eq!(scheduled(noon(), 0, late), late + TimeDelta::seconds(5));
    }

    #[test]
    fn what_was_not_heard_is_asked_again() {
        let mut waiting = attempt(State::Pending);
        waiting.queries = 2;
        let now = noon() + TimeDelta::seconds(70);
        let (asked, at) = next(&waiting, &QueryOutcome::Busy, false, now);
        assert_eq!(asked, 2);
        assert!(at >= now + TimeDelta::seconds(20) && at <= now + TimeDelta::seconds(30));
        let (asked, at) = next(&waiting, &QueryOutcome::NotYet, true, now);
        assert_eq!((asked, at), (3, now + TimeDelta::seconds(11)));
        let (asked, _) = next(&waiting, &QueryOutcome::NotYet, false, now);
        assert_eq!(asked, 3);
    }
}
