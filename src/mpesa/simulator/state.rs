//! What the simulator remembers: tokens, prompts, rules, addresses, and what time it is.
//!
//! What never breaks: the lock is never held while waiting.

use super::SimulatorSettings;
use super::ask::Proof;
use super::c2b::Confirmation;
use super::knob::Kind;
use super::prompts::Prompt;
use super::refusal::Refusal;
use super::rules::{Rules, Standing, Wish};
use super::switches::{Change, Switches};
use super::time::{Time, milliseconds};
use super::tokens::IssuedToken;
use crate::mpesa::client::http_client;
use crate::mpesa::credentials::{Credentials, SANDBOX_SHORT_CODE, password};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What changes.
pub(super) struct State {
    pub rules: Rules,
    pub tokens: Vec<IssuedToken>,
    pub prompts: Vec<Prompt>,
    /// Prompts whose callbacks wait for another one to overtake them.
    pub held: Vec<String>,
    /// Whom to tell of payments, by short code.
    pub confirmations: HashMap<String, Confirmation>,
    last_push: Option<DateTime<Utc>>,
    last_query: Option<DateTime<Utc>>,
}

/// A simulator. Clones are the same one.
#[derive(Clone)]
pub(super) struct Simulator {
    inner: Arc<Inner>,
}

struct Inner {
    known: Vec<Credentials>,
    http: Option<reqwest::Client>,
    time: Time,
    state: Mutex<State>,
}

impl Simulator {
    pub(super) fn new(settings: SimulatorSettings) -> Simulator {
        let http = http_client(true)
            .inspect_err(|error| tracing::error!(%error, "the simulator can deliver no callbacks"))
            .ok();
        let state = State {
            rules: Rules::new(settings.switches),
            tokens: Vec::new(),
            prompts: Vec::new(),
            held: Vec::new(),
            confirmations: HashMap::new(),
            last_push: None,
            last_query: None,
        };
        let inner = Inner {
            known: settings.known,
            http,
            time: Time::new(),
            state: Mutex::new(state),
        };
        Simulator {
            inner: Arc::new(inner),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn http(&self) -> Option<&reqwest::Client> {
        self.inner.http.as_ref()
    }

    pub(super) fn time(&self) -> &Time {
        &self.inner.time
    }

    /// The switches for all.
    pub(super) fn switches(&self) -> Switches {
        self.state().rules.for_all()
    }

    /// The rules that stand.
    pub(super) fn rules(&self) -> Vec<Standing> {
        self.state().rules.standing()
    }

    pub(super) fn wish(&self, wish: Wish) {
        self.state().rules.wish(wish);
    }

    pub(super) fn clear_rule(&self, rule: &str) -> bool {
        self.state().rules.clear(rule)
    }

    /// The switches for one request, and what a rule for the next few said of it.
    pub(super) fn take(&self, kind: Kind, phone: Option<&str>) -> (Switches, Change) {
        self.state().rules.take(kind, phone)
    }

    /// The switches for what becomes of a prompt: as they stand now, and its push's own.
    pub(super) fn switches_of(&self, prompt: &Prompt) -> Switches {
        let standing = self.state().rules.for_phone(Some(&prompt.phone));
        standing.with(&prompt.switches)
    }

    /// Whether the gateway lets a request pass, of which so many a minute may; 0 is any number.
    pub(super) fn admits(&self, kind: Kind, per_minute: u64) -> bool {
        if per_minute == 0 {
            return true;
        }
        let now = self.time().now();
        let apart = milliseconds(60_000 / per_minute);
        let mut state = self.state();
        let last = match kind {
            Kind::Query => &mut state.last_query,
            Kind::Push | Kind::Token | Kind::Qr => &mut state.last_push,
        };
        // A clock that was set back must not shut the gate for years.
        let too_soon = last.is_some_and(|at| now - at < apart && now - at > -apart);
        if !too_soon {
            *last = Some(now);
        }
        !too_soon
    }

    /// The businesses that are known; none where any will do.
    pub(super) fn known(&self) -> &[Credentials] {
        &self.inner.known
    }

    /// Checks that a caller may act for a short code.
    pub(super) fn check_proof(&self, consumer_key: &str, proof: &Proof) -> Result<(), Refusal> {
        let wrong = || Refusal::daraja(500, "500.001.1001", "Wrong credentials");
        let sandbox = Credentials::sandbox("", "");
        let known = self.inner.known.iter().find(|account| {
            account.short_code == proof.short_code && account.consumer_key == consumer_key
        });
        let passkey = match known {
            Some(account) => &account.passkey,
            None if !self.inner.known.is_empty() => return Err(Refusal::no_merchant()),
            None if proof.short_code == SANDBOX_SHORT_CODE => &sandbox.passkey,
            None => {
                // Any passkey will do, but it must stand between short code and timestamp.
                let plain = STANDARD.decode(&proof.password).map_err(|_| wrong())?;
                let fits = plain.starts_with(proof.short_code.as_bytes())
                    && plain.ends_with(proof.timestamp.as_bytes());
                return if fits { Ok(()) } else { Err(wrong()) };
            }
        };
        if password(&proof.short_code, passkey, &proof.timestamp) == proof.password {
            Ok(())
        } else {
            Err(wrong())
        }
    }
}
