//! A till's way in, and the answers to one that is turned away.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::platform::{Cx, Database, DeviceScope, Door, Visit, fault};
use crate::till::wire::{HEADER, Problem};
use crate::ui::language::Say;
use crate::values::{Language, Stop};

/// A till that is let in.
pub(super) struct Till {
    /// Which.
    pub device: DeviceScope,
    /// When it asks.
    pub now: DateTime<Utc>,
    /// The language that it is spoken to in.
    pub language: Language,
    db: Database,
    token: Vec<u8>,
}

impl Till {
    /// Looks whether the browser that asks is one.
    pub async fn enter(visit: &Visit) -> Result<Till, Stop> {
        let token = visit.till().ok_or(Stop::SignIn)?;
        let tx = visit.device()?.read().await?;
        let device = tx.scope().device.clone().ok_or(Stop::SignIn)?;
        Ok(Till {
            device,
            now: visit.now,
            language: visit.language_for(tx.scope()),
            db: visit.state.db.clone(),
            token,
        })
    }

    /// What somebody did there.
    pub fn told_of(&self, member_id: Uuid) -> Cx {
        self.through(Door::Sync {
            token: self.token.clone(),
            member_id,
        })
    }

    /// What somebody asks for who stands there now, with a PIN of her own.
    pub fn asked_by(&self, member_id: Uuid) -> Cx {
        self.through(Door::Device {
            token: self.token.clone(),
            member_id: Some(member_id),
        })
    }

    /// The till itself.
    pub fn itself(&self) -> Cx {
        self.through(Door::Device {
            token: self.token.clone(),
            member_id: None,
        })
    }

    fn through(&self, door: Door) -> Cx {
        Cx::new(&self.db, door, self.now, self.language)
    }
}

/// Why a whole request is turned away.
pub(super) enum Turned {
    /// It does not come from our own script.
    Foreign,
    /// It is too large.
    TooLarge,
    /// It cannot be read.
    Unreadable,
    /// The till was not let in, or the database does not answer.
    Stopped(Stop),
}

impl From<Stop> for Turned {
    fn from(stop: Stop) -> Turned {
        Turned::Stopped(stop)
    }
}

/// Only our own script can send this header: a form cannot, and another site is not let.
pub(super) fn is_ours(request: &Request) -> Result<(), Turned> {
    if request.headers().contains_key(HEADER) {
        return Ok(());
    }
    Err(Turned::Foreign)
}

/// Answers.
pub(super) fn answered<T: Serialize>(visit: &Visit, outcome: Result<T, Turned>) -> Response {
    match outcome {
        Ok(body) => json(StatusCode::OK, &body),
        Err(turned) => turned_away(Say(visit.language()), turned),
    }
}

fn turned_away(say: Say, turned: Turned) -> Response {
    let wait = match &turned {
        // Ours that broke may do again, too: a till asks until it knows.
        Turned::Stopped(Stop::Fault(_)) => Some(5),
        Turned::Stopped(stop) => stop.retry_after(),
        _ => None,
    };
    let (status, code, words) = match turned {
        Turned::Foreign => (
            StatusCode::FORBIDDEN,
            "foreign",
            say.t("refused-unreadable"),
        ),
        Turned::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            say.t("refused-unreadable"),
        ),
        Turned::Unreadable => (
            StatusCode::BAD_REQUEST,
            "unreadable",
            say.t("refused-unreadable"),
        ),
        Turned::Stopped(Stop::Refused(reasons)) => {
            let words = reasons.first().map(|reason| say.refusal(reason));
            let words = words.unwrap_or_default();
            (StatusCode::UNAUTHORIZED, "till_revoked", words)
        }
        Turned::Stopped(Stop::SlowDown(seconds)) => {
            let minutes = seconds.div_ceil(60).to_string();
            let words = say.with("refused-slow-down", &[("minutes", &minutes)]);
            (StatusCode::TOO_MANY_REQUESTS, "busy", words)
        }
        Turned::Stopped(Stop::Fault(id) | Stop::Unavailable(id)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            say.with("refused-fault", &[("id", &id)]),
        ),
        Turned::Stopped(_) => (
            StatusCode::UNAUTHORIZED,
            "till_unknown",
            say.t("refused-till-unknown"),
        ),
    };
    let code = code.to_owned();
    let mut response = json(status, &Problem { code, words });
    if let Some(seconds) = wait {
        let wait = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

fn json<T: Serialize>(status: StatusCode, body: &T) -> Response {
    let Ok(bytes) = serde_json::to_vec(body).map_err(|error| fault("an answer is no JSON", &error))
    else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, bytes).into_response()
}
