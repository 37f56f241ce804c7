//! `POST /sync/v1/events`: what has happened at a till.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use serde_json::Value;
use uuid::Uuid;

use super::door::{Till, Turned, answered, is_ours};
use super::record::{Done, moment_of, record};
use super::{refused, store};
use crate::platform::files::received;
use crate::platform::secrets::digest_bytes;
use crate::platform::{AppState, BusinessTx, Visit};
use crate::sales::{Flag, Oddity};
use crate::staff::one_line;
use crate::till::flags::{self, Raised};
use crate::till::wire::{Answer, Body, Event, KINDS, MOST_EVENTS, Outcome, Push, Said, Settled};
use crate::ui::language::Say;
use crate::values::{Refusal, Stop};

/// The longest name of a version that is kept.
const LONGEST_VERSION: usize = 40;

/// Records events, in order.
pub(super) async fn events(State(state): State<AppState>, request: Request) -> Response {
    let ours = is_ours(&request);
    let (visit, _, request) = received(state, request);
    let outcome = match ours {
        Ok(()) => take(&visit, request).await,
        Err(turned) => Err(turned),
    };
    answered(&visit, outcome)
}

async fn take(visit: &Visit, request: Request) -> Result<Answer, Turned> {
    let till = Till::enter(visit).await?;
    let body = Bytes::from_request(request, &visit.state).await;
    let body = body.map_err(|rejected| match rejected.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Turned::TooLarge,
        _ => Turned::Unreadable,
    })?;
    let push: Push<Value> = serde_json::from_slice(&body).map_err(|_| Turned::Unreadable)?;
    if push.events.len() > MOST_EVENTS {
        return Err(Turned::TooLarge);
    }
    let mut settled: Vec<Settled> = Vec::with_capacity(push.events.len());
    let mut behind = push.unsynced;
    let mut waits = false;
    for event in &push.events {
        behind = behind.saturating_sub(1);
        let one = if waits {
            bare(id_of(event), Outcome::Later)
        } else {
            till.settle(event, behind).await
        };
        waits |= one.outcome == Outcome::Later;
        settled.push(one);
    }
    let kept = settled.iter().filter(|one| one.outcome != Outcome::Later);
    let settled_count = u32::try_from(kept.count()).unwrap_or(u32::MAX);
    let left = push.unsynced.saturating_sub(settled_count);
    // What was recorded is recorded: the answer must not be lost for this. It is logged.
    let _ = till.heard(&push, left).await;
    Ok(Answer { settled })
}

/// The id of an event, also of one that cannot be read otherwise.
fn id_of(event: &Value) -> Option<Uuid> {
    id_at(event, "id")
}

fn id_at(event: &Value, field: &str) -> Option<Uuid> {
    event.get(field)?.as_str()?.parse().ok()
}

/// An id for what has none: the same again has the same one.
fn id_by_text(event: &Value) -> Uuid {
    let digest = digest_bytes(event.to_string().as_bytes());
    let id = digest
        .get(..16)
        .and_then(|bytes| Uuid::from_slice(bytes).ok());
    id.unwrap_or_default()
}

/// Whether it is an event of a kind that is not known here.
fn is_of_a_newer_till(event: &Value) -> bool {
    let kind = event.get("kind").and_then(Value::as_str);
    id_of(event).is_some() && kind.is_some_and(|kind| !KINDS.contains(&kind))
}

/// Nothing but what became of it.
fn bare(id: Option<Uuid>, outcome: Outcome) -> Settled {
    Settled {
        id,
        outcome,
        number: None,
        customer_id: None,
        flags: Vec::new(),
        refusals: Vec::new(),
        fault: None,
    }
}

/// Whether something that is refused now may be right later: the month of today is closed, the till was
/// revoked just now, or something else took a reference at the same instant.
fn may_come_right(reasons: &[Refusal], body: &Body) -> bool {
    reasons.iter().any(|reason| match reason.key.as_str() {
        "refused-month-closed" | "refused-till-revoked" => true,
        "refused-receipt-used" => matches!(body, Body::Sale(_) | Body::Voucher(_)),
        _ => false,
    })
}

/// A reason as it is said of what a till tells: nobody has filled in a form there.
fn worded(reason: &Refusal) -> Refusal {
    if reason.key == "refused-unreadable" {
        Refusal::of("flag-unreadable")
    } else {
        reason.clone()
    }
}

impl Till {
    /// One event. `behind`: how many the till has after it.
    async fn settle(&self, event: &Value, behind: u32) -> Settled {
        // A newer till says what this process does not know yet: it comes again when that is newer too.
        if is_of_a_newer_till(event) {
            return bare(id_of(event), Outcome::Later);
        }
        let Ok(read) = serde_json::from_value::<Event>(event.clone()) else {
            return self.unreadable(event).await;
        };
        match record(self, &read, behind).await {
            Ok(done) => settled(&read, done),
            Err(stop) => self.stopped(&read, stop).await,
        }
    }

    /// An event that was not recorded: never to be, or not yet.
    async fn stopped(&self, event: &Event, stop: Stop) -> Settled {
        let later = |fault: Option<String>| Settled {
            fault,
            ..bare(Some(event.id), Outcome::Later)
        };
        let reasons = match stop {
            Stop::Refused(reasons) if may_come_right(&reasons, &event.body) => return later(None),
            Stop::Refused(reasons) => reasons,
            Stop::NotFound => vec![Refusal::of("refused-not-found")],
            Stop::Forbidden => vec![Refusal::of("refused-forbidden")],
            Stop::SignIn | Stop::SlowDown(_) => return later(None),
            Stop::Fault(id) | Stop::Unavailable(id) => return later(Some(id)),
        };
        match self.flag_refused(event, &reasons).await {
            Ok(()) => self.refused(Some(event.id), &reasons),
            Err(_) => later(None),
        }
    }

    fn refused(&self, id: Option<Uuid>, reasons: &[Refusal]) -> Settled {
        let say = Say(self.language);
        let said = reasons.iter().map(|reason| Said {
            key: reason.key.clone(),
            field: reason.field.clone(),
            words: say.refusal(&worded(reason)),
        });
        Settled {
            refusals: said.collect(),
            ..bare(id, Outcome::Refused)
        }
    }

    /// What cannot be read is never recorded. Something happened all the same, and is looked at.
    async fn unreadable(&self, event: &Value) -> Settled {
        let id = id_of(event);
        let about = Raised {
            event_id: id.unwrap_or_else(|| id_by_text(event)),
            device_id: self.device.device_id,
            member_id: id_at(event, "member_id").unwrap_or_default(),
            sale_id: None,
            occurred_at: self.now,
        };
        let raised = match self.itself().begin().await {
            Ok(tx) => flag(tx, &about, vec![Refusal::of("flag-unreadable")]).await,
            Err(stop) => Err(stop),
        };
        match raised {
            Ok(()) => self.refused(id, &[Refusal::of("refused-unreadable")]),
            Err(_) => bare(id, Outcome::Later),
        }
    }

    /// What is not recorded is looked at too: what it was, and why not.
    async fn flag_refused(&self, event: &Event, reasons: &[Refusal]) -> Result<(), Stop> {
        let tx = self.itself().begin().await?;
        let about = Raised {
            event_id: event.id,
            device_id: self.device.device_id,
            member_id: event.member_id,
            sale_id: None,
            occurred_at: moment_of(event, self.now),
        };
        let what = refused::what(event, &self.device.series, &tx.scope().currency);
        let mut reasons: Vec<Refusal> = reasons.iter().map(worded).collect();
        reasons.push(what);
        flag(tx, &about, reasons).await
    }

    /// Notes what the till says of itself.
    async fn heard(&self, push: &Push<Value>, left: u32) -> Result<(), Stop> {
        let version = one_line(&push.app_version);
        let version: String = version.chars().take(LONGEST_VERSION).collect();
        let mut tx = self.itself().begin().await?;
        let since = push.unsynced_since.map(|at| at.min(self.now));
        let since = since.filter(|at| left > 0 && at.year() >= 2000);
        let device_id = self.device.device_id;
        store::heard(&mut tx, device_id, &version, left, since).await?;
        tx.commit().await
    }
}

/// Raises the flag of something that is not recorded.
async fn flag(mut tx: BusinessTx, about: &Raised, reasons: Vec<Refusal>) -> Result<(), Stop> {
    let oddity = Oddity::Refused;
    flags::raise(&mut tx, about, &[Flag { oddity, reasons }]).await?;
    tx.commit().await
}

fn settled(event: &Event, done: Done) -> Settled {
    let outcome = if !done.flags.is_empty() {
        Outcome::Flagged
    } else if done.is_new {
        Outcome::Done
    } else {
        Outcome::Again
    };
    let codes = done.flags.iter().map(|flag| flag.oddity.code().to_owned());
    Settled {
        number: done.number,
        customer_id: done.customer_id,
        flags: codes.collect(),
        ..bare(Some(event.id), outcome)
    }
}
