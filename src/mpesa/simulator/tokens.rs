//! Tokens: issued, rotated, ended.
//!
//! What never breaks: a token serves the consumer key that it was issued for, until it ends by
//! the simulator's clock or, where that is switched on, until the next one is issued.

use super::ids;
use super::state::Simulator;
use super::switches::Switches;
use crate::mpesa::credentials::Credentials;
use chrono::{DateTime, TimeDelta, Utc};

/// A token that was given out.
pub(super) struct IssuedToken {
    text: String,
    consumer_key: String,
    ends_at: DateTime<Utc>,
}

/// The longest that a token lives: a day.
const LONGEST_SECONDS: u64 = 86_400;

/// How long a token lives.
pub(super) fn lifetime(switches: &Switches) -> i64 {
    i64::try_from(switches.token_lifetime_s.min(LONGEST_SECONDS)).unwrap_or(0)
}

impl Simulator {
    /// A new token, if key and secret are good.
    pub(super) fn issue_token(
        &self,
        key: &str,
        secret: &str,
        switches: &Switches,
    ) -> Option<String> {
        let known = self.known();
        let fits = |account: &Credentials| {
            account.consumer_key == key && account.consumer_secret == secret
        };
        if key.is_empty() || !(known.is_empty() || known.iter().any(fits)) {
            return None;
        }
        let now = self.time().now();
        let rotates = switches.rotate_tokens;
        let mut state = self.state();
        state
            .tokens
            .retain(|token| token.ends_at > now && !(rotates && token.consumer_key == key));
        let text = ids::token();
        state.tokens.push(IssuedToken {
            text: text.clone(),
            consumer_key: key.to_owned(),
            ends_at: now + TimeDelta::seconds(lifetime(switches)),
        });
        Some(text)
    }

    /// The consumer key a token was issued for.
    pub(super) fn token_owner(&self, token: &str) -> Option<String> {
        let now = self.time().now();
        let state = self.state();
        let found = state
            .tokens
            .iter()
            .find(|held| held.text == token && held.ends_at > now)?;
        Some(found.consumer_key.clone())
    }
}
