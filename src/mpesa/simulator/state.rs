//! What the simulator remembers: tokens, prompts, switches.
//!
//! What never breaks: a prompt ends once; while one is open its phone gets no second one; and
//! the lock is never held while waiting.

use super::SimulatorSettings;
use super::ask::{Asked, Proof};
use super::faults::Switches;
use super::ids;
use super::refusal::Refusal;
use crate::mpesa::client::http_client;
use crate::mpesa::credentials::{Credentials, SANDBOX_SHORT_CODE, password};
use crate::platform::clock;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many prompts are remembered.
const MOST_PROMPTS: usize = 1000;

/// What a customer does with a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Enters the right PIN.
    Accept,
    /// Cancels.
    Cancel,
    /// Enters a wrong PIN.
    WrongPin,
    /// Enters the right PIN without the money.
    NoFunds,
    /// Enters the right PIN for a till that is set up wrongly.
    Misconfigured,
    /// Does nothing, until the prompt ends by itself.
    Ignore,
}

impl Answer {
    /// Reads the key used in addresses and switches.
    pub fn from_key(key: &str) -> Option<Answer> {
        Some(match key {
            "accept" => Answer::Accept,
            "cancel" => Answer::Cancel,
            "wrong-pin" => Answer::WrongPin,
            "no-funds" => Answer::NoFunds,
            "misconfigured" => Answer::Misconfigured,
            "ignore" => Answer::Ignore,
            _ => return None,
        })
    }
}

/// How a prompt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Ending {
    /// Daraja's code.
    pub code: &'static str,
    /// Daraja's words.
    pub description: &'static str,
    /// The receipt number, if it was paid.
    pub receipt: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// One prompt.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Prompt {
    pub merchant_request_id: String,
    pub checkout_request_id: String,
    pub short_code: String,
    pub party_b: String,
    pub transaction_type: String,
    pub phone: String,
    pub amount: i64,
    pub account_reference: String,
    pub description: String,
    pub callback_url: String,
    pub opened_at: DateTime<Utc>,
    /// Left lying on the phone, to end by itself.
    pub ignored: bool,
    /// Absent while it is open.
    pub ending: Option<Ending>,
    /// What became of each delivery of its callback.
    pub deliveries: Vec<String>,
}

impl Prompt {
    /// A PayBill is credited itself; anything else fails after the PIN, as it really does.
    fn is_misconfigured(&self) -> bool {
        self.transaction_type == "CustomerPayBillOnline" && self.party_b != self.short_code
    }
}

struct IssuedToken {
    text: String,
    consumer_key: String,
    ends_at: DateTime<Utc>,
}

struct State {
    switches: Switches,
    tokens: Vec<IssuedToken>,
    prompts: Vec<Prompt>,
}

/// A simulator. Clones are the same one.
#[derive(Clone)]
pub(super) struct Simulator {
    inner: Arc<Inner>,
}

struct Inner {
    known: Vec<Credentials>,
    prompt_lifetime: std::time::Duration,
    http: Option<reqwest::Client>,
    state: Mutex<State>,
}

/// Why a prompt could not be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AnswerFault {
    NoSuchPrompt,
    AlreadyEnded,
}

impl Simulator {
    pub(super) fn new(settings: SimulatorSettings) -> Simulator {
        let http = http_client(true)
            .inspect_err(|error| tracing::error!(%error, "the simulator can deliver no callbacks"))
            .ok();
        let state = State {
            switches: settings.switches,
            tokens: Vec::new(),
            prompts: Vec::new(),
        };
        let (known, prompt_lifetime) = (settings.known, settings.prompt_lifetime);
        let inner = Inner {
            known,
            prompt_lifetime,
            http,
            state: Mutex::new(state),
        };
        Simulator {
            inner: Arc::new(inner),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn http(&self) -> Option<&reqwest::Client> {
        self.inner.http.as_ref()
    }

    pub(super) fn prompt_lifetime(&self) -> std::time::Duration {
        self.inner.prompt_lifetime
    }

    pub(super) fn switches(&self) -> Switches {
        self.state().switches.clone()
    }

    pub(super) fn change_switches<T>(&self, change: impl FnOnce(&mut Switches) -> T) -> T {
        change(&mut self.state().switches)
    }

    /// A new token, if key and secret are good.
    pub(super) fn issue_token(&self, key: &str, secret: &str) -> Option<String> {
        let known = &self.inner.known;
        let fits = |account: &Credentials| {
            account.consumer_key == key && account.consumer_secret == secret
        };
        if key.is_empty() || !(known.is_empty() || known.iter().any(fits)) {
            return None;
        }
        let now = clock::now();
        let mut state = self.state();
        let rotates = state.switches.rotate_tokens;
        state
            .tokens
            .retain(|token| token.ends_at > now && !(rotates && token.consumer_key == key));
        let text = ids::token();
        let ends_at = now + TimeDelta::seconds(3599);
        let consumer_key = key.to_owned();
        state.tokens.push(IssuedToken {
            text: text.clone(),
            consumer_key,
            ends_at,
        });
        Some(text)
    }

    /// The consumer key a token was issued for.
    pub(super) fn token_owner(&self, token: &str) -> Option<String> {
        let now = clock::now();
        let state = self.state();
        let found = state
            .tokens
            .iter()
            .find(|held| held.text == token && held.ends_at > now)?;
        Some(found.consumer_key.clone())
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
            None if !self.inner.known.is_empty() => {
                return Err(Refusal::daraja(
                    500,
                    "500.001.1001",
                    "Merchant does not exist",
                ));
            }
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

    /// Puts a prompt on the phone, unless one is there.
    pub(super) fn open(&self, asked: Asked) -> Result<Prompt, Refusal> {
        let mut state = self.state();
        let is_open = |prompt: &Prompt| prompt.ending.is_none() && prompt.phone == asked.phone;
        if state.prompts.iter().any(is_open) {
            let message = "Unable to lock subscriber, a transaction is already in process for \
                           the current subscriber";
            return Err(Refusal::daraja(500, "500.001.1001", message));
        }
        let mut opened_at = clock::now();
        let mut id = ids::checkout_request_id(opened_at, &asked.phone);
        while state
            .prompts
            .iter()
            .any(|prompt| prompt.checkout_request_id == id)
        {
            opened_at += TimeDelta::milliseconds(1);
            id = ids::checkout_request_id(opened_at, &asked.phone);
        }
        let prompt = Prompt {
            merchant_request_id: ids::request_id(),
            checkout_request_id: id,
            short_code: asked.proof.short_code,
            party_b: asked.party_b,
            transaction_type: asked.transaction_type,
            phone: asked.phone,
            amount: asked.amount,
            account_reference: asked.account_reference,
            description: asked.description,
            callback_url: asked.callback_url,
            opened_at,
            ignored: false,
            ending: None,
            deliveries: Vec::new(),
        };
        if state.prompts.len() >= MOST_PROMPTS
            && let Some(oldest) = state.prompts.iter().position(|old| old.ending.is_some())
        {
            state.prompts.remove(oldest);
        }
        state.prompts.push(prompt.clone());
        Ok(prompt)
    }

    /// Does with a prompt what the customer does. Whether it ended by it.
    pub(super) fn answer(&self, id: &str, answer: Answer) -> Result<bool, AnswerFault> {
        self.with_open(id, |prompt, receipt_taken| {
            let (code, description) = match answer {
                Answer::Ignore => {
                    prompt.ignored = true;
                    return false;
                }
                Answer::Accept if !prompt.is_misconfigured() => {
                    ("0", "The service request is processed successfully.")
                }
                Answer::Accept | Answer::Misconfigured => {
                    ("SFC_IC0003", "The operator does not exist.")
                }
                Answer::Cancel => ("1032", "Request cancelled by user"),
                Answer::WrongPin => ("2001", "The initiator information is invalid."),
                Answer::NoFunds => ("1", "The balance is insufficient for the transaction."),
            };
            end(prompt, code, description, receipt_taken);
            true
        })
    }

    /// Ends a prompt that nobody answered.
    pub(super) fn expire(&self, id: &str) -> Result<bool, AnswerFault> {
        self.with_open(id, |prompt, taken| {
            end(prompt, "1037", "DS timeout user cannot be reached", taken);
            true
        })
    }

    fn with_open(
        &self,
        id: &str,
        act: impl FnOnce(&mut Prompt, &[String]) -> bool,
    ) -> Result<bool, AnswerFault> {
        let mut state = self.state();
        let receipts: Vec<String> = state
            .prompts
            .iter()
            .filter_map(|prompt| prompt.ending.as_ref()?.receipt.clone())
            .collect();
        let prompt = state
            .prompts
            .iter_mut()
            .find(|prompt| prompt.checkout_request_id == id)
            .ok_or(AnswerFault::NoSuchPrompt)?;
        if prompt.ending.is_some() {
            return Err(AnswerFault::AlreadyEnded);
        }
        Ok(act(prompt, &receipts))
    }

    pub(super) fn prompt(&self, id: &str) -> Option<Prompt> {
        self.state()
            .prompts
            .iter()
            .find(|prompt| prompt.checkout_request_id == id)
            .cloned()
    }

    /// All prompts, newest first.
    pub(super) fn prompts(&self) -> Vec<Prompt> {
        self.state().prompts.iter().rev().cloned().collect()
    }

    pub(super) fn record_delivery(&self, id: &str, outcome: String) {
        let mut state = self.state();
        let found = state
            .prompts
            .iter_mut()
            .find(|prompt| prompt.checkout_request_id == id);
        if let Some(prompt) = found {
            prompt.deliveries.push(outcome);
        }
    }
}

fn end(
    prompt: &mut Prompt,
    code: &'static str,
    description: &'static str,
    receipts_taken: &[String],
) {
    let at = clock::now();
    let receipt = (code == "0").then(|| {
        let mut receipt = ids::receipt(at);
        while receipts_taken.contains(&receipt) {
            receipt = ids::receipt(at);
        }
        receipt
    });
    prompt.ending = Some(Ending {
        code,
        description,
        receipt,
        at,
    });
}
