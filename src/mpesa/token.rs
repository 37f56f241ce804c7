//! Tokens: one per application, fetched once however many wait for it.
//!
//! What never breaks: Daraja says that a new token kills the one before, so two are never
//! fetched at once for one application; a token is renewed a minute before it ends; and those
//! who waited for a fetch that failed share its failure instead of queueing up to repeat it.

use super::error_body::{ErrorBody, Meaning};
use super::push::RefusedKind;
use super::wire::TokenAnswer;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long before its end a token is no longer used.
const MARGIN_SECONDS: i64 = 60;

/// How long a failed fetch answers for those who waited for it.
const SHARED_FAILURE_SECONDS: i64 = 5;

/// Beyond this many applications, those nobody is using are forgotten.
const MOST_SLOTS: usize = 1024;

/// A token and until when it is used.
#[derive(Clone)]
pub(super) struct Token {
    text: String,
    renew_at: DateTime<Utc>,
}

/// Why there is no token. The call it was for was not sent.
#[derive(Clone)]
pub(super) struct TokenFault {
    pub code: String,
    pub message: String,
    pub kind: RefusedKind,
    pub status: Option<u16>,
}

/// What is known of one application's token.
#[derive(Default)]
pub(super) struct Slot {
    token: Option<Token>,
    failed: Option<(DateTime<Utc>, TokenFault)>,
}

impl Slot {
    /// A token that is good at `now` and is not the one that was just refused.
    pub(super) fn usable(&self, now: DateTime<Utc>, refused: Option<&str>) -> Option<String> {
        let token = self.token.as_ref()?;
        let good = now < token.renew_at && refused != Some(token.text.as_str());
        good.then(|| token.text.clone())
    }

    /// The failure of a fetch so recent that its answer still holds.
    pub(super) fn recent_failure(&self, now: DateTime<Utc>) -> Option<TokenFault> {
        let (at, fault) = self.failed.as_ref()?;
        let age = now.signed_duration_since(*at).num_seconds().abs();
        (age < SHARED_FAILURE_SECONDS).then(|| fault.clone())
    }

    /// Keeps what a fetch brought and passes it on.
    pub(super) fn keep(
        &mut self,
        now: DateTime<Utc>,
        fetched: Result<Token, TokenFault>,
    ) -> Result<String, TokenFault> {
        match fetched {
            Ok(token) => {
                let text = token.text.clone();
                *self = Slot {
                    token: Some(token),
                    failed: None,
                };
                Ok(text)
            }
            Err(fault) => {
                *self = Slot {
                    token: None,
                    failed: Some((now, fault.clone())),
                };
                Err(fault)
            }
        }
    }
}

/// The tokens of all applications, by the fingerprint of their key and secret.
#[derive(Default)]
pub(super) struct Tokens {
    slots: Mutex<HashMap<[u8; 32], Arc<tokio::sync::Mutex<Slot>>>>,
}

impl Tokens {
    /// The place of one application's token. Who fetches holds its lock while fetching.
    pub(super) fn slot(&self, fingerprint: [u8; 32]) -> Arc<tokio::sync::Mutex<Slot>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST_SLOTS {
            slots.retain(|_, slot| Arc::strong_count(slot) > 1);
        }
        Arc::clone(slots.entry(fingerprint).or_default())
    }
}

/// Reads the answer to a token request.
pub(super) fn read(status: u16, body: &[u8], now: DateTime<Utc>) -> Result<Token, TokenFault> {
    if (200..300).contains(&status)
        && let Ok(answer) = serde_json::from_slice::<TokenAnswer>(body)
        && !answer.access_token.is_empty()
    {
        let lives = answer
            .expires_in
            .0
            .trim()
            .parse::<i64>()
            .unwrap_or(0)
            .clamp(0, 86_400);
        let renew_at = now + TimeDelta::seconds(lives - MARGIN_SECONDS);
        return Ok(Token {
            text: answer.access_token,
            renew_at,
        });
    }
    let error = ErrorBody::parse(body);
    let kind = match (error.meaning(status), status) {
        (Meaning::Overloaded, _) => RefusedKind::Overloaded,
        (Meaning::Unrecognized, 400) if body.is_empty() => RefusedKind::Credentials,
        (Meaning::WrongCredentials | Meaning::NoProduct | Meaning::InvalidToken, _) => {
            RefusedKind::Credentials
        }
        (Meaning::BadField(_) | Meaning::WrongRequest, 400 | 401 | 403) => RefusedKind::Credentials,
        // The firewall's page, a fault inside: no token, so the call itself was never sent.
        _ => RefusedKind::NeverSent,
    };
    let message = match (error.message(), &kind) {
        ("", RefusedKind::Credentials) => "the consumer key and secret were refused",
        ("", _) => "no token was given",
        (message, _) => message,
    };
    let message = message.to_owned();
    Err(TokenFault {
        code: error.code().to_owned(),
        message,
        kind,
        status: Some(status),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, 15, 12, 0, 0).unwrap()
    }

    fn kind(status: u16, body: &str) -> RefusedKind {
        read(status, body.as_bytes(), noon()).err().unwrap().kind
    }

    #[test]
    fn a_token_is_used_until_a_minute_before_its_end() {
        for body in [
            r#"{"access_token":"abc","expires_in":"3599"}"#,
            r#"{"access_token":"abc","expires_in":3599}"#,
        ] {
            let mut slot = Slot::default();
            let token = read(200, body.as_bytes(), noon());
            assert!(slot.keep(noon(), token).is_ok());
            let usable = |seconds| slot.usable(noon() + TimeDelta::seconds(seconds), None);
            assert_eq!(usable(3538).as_deref(), Some("abc"));
            assert_eq!(usable(3539), None);
            assert_eq!(slot.usable(noon(), Some("abc")), None);
        }
    }

    #[test]
    fn refusals_are_told_from_breakdowns() {
        assert_eq!(kind(400, ""), RefusedKind::Credentials);
        assert_eq!(kind(401, "Invalid Credentials"), RefusedKind::Credentials);
        let basic = r#"{"requestId":"1-2-3","errorCode":"400.008.01",
            "errorMessage":"Invalid Authentication passed"}"#;
        assert_eq!(kind(400, basic), RefusedKind::Credentials);
        assert_eq!(kind(503, "<html>Incapsula</html>"), RefusedKind::NeverSent);
        assert_eq!(
            kind(200, "<html>Apigee SPA Proxy</html>"),
            RefusedKind::NeverSent
        );
        assert_eq!(kind(429, ""), RefusedKind::Overloaded);
    }

    #[test]
    fn a_failure_answers_for_those_who_waited() {
        let mut slot = Slot::default();
        assert!(slot.keep(noon(), read(503, b"", noon())).is_err());
        assert!(
            slot.recent_failure(noon() + TimeDelta::seconds(2))
                .is_some()
        );
        assert!(
            slot.recent_failure(noon() + TimeDelta::seconds(6))
                .is_none()
        );
    }
}
