//! The prompts on the phones.
//!
//! What never breaks: a prompt ends once, but for a failure that a switch turns into a payment
//! after all; no two have the same id; the one that a second push broke never pays.

use super::ask::Asked;
use super::ids;
use super::outcome::{Answer, LOCKED};
use super::refusal::Refusal;
use super::state::{Simulator, State};
use super::switches::{Change, SecondPush, Switches};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

/// How many prompts are remembered.
const MOST_PROMPTS: usize = 1000;

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
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// Left lying on the phone, to end by itself.
    pub ignored: bool,
    /// A second push broke it: whatever is answered, it ends by itself.
    pub broken: bool,
    /// It came while another one was open, and is to end with 1001.
    pub came_second: bool,
    /// Absent while it is open.
    pub ending: Option<Ending>,
    /// What became of each delivery of its callback.
    pub deliveries: Vec<String>,
    /// What the rule said that its push used up.
    pub switches: Change,
}

/// Why a prompt could not be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AnswerFault {
    NoSuchPrompt,
    AlreadyEnded,
}

impl Prompt {
    /// A PayBill is credited itself; anything else fails after the PIN, as it really does.
    fn is_misconfigured(&self) -> bool {
        self.transaction_type == "CustomerPayBillOnline" && self.party_b != self.short_code
    }

    /// Whether it was paid.
    pub(super) fn is_paid(&self) -> bool {
        self.ending
            .as_ref()
            .is_some_and(|ending| ending.receipt.is_some())
    }

    /// Ends it; whether that answer ends anything.
    fn end(&mut self, answer: Answer, at: DateTime<Utc>, receipt: String) -> bool {
        let answer = match answer {
            Answer::Accept if self.is_misconfigured() => Answer::Misconfigured,
            answer => answer,
        };
        let Some((code, description)) = answer.ending() else {
            self.ignored = true;
            return false;
        };
        let receipt = (answer == Answer::Accept).then_some(receipt);
        self.ending = Some(Ending {
            code,
            description,
            receipt,
            at,
        });
        true
    }
}

impl State {
    fn prompt_mut(&mut self, id: &str) -> Option<&mut Prompt> {
        self.prompts
            .iter_mut()
            .find(|prompt| prompt.checkout_request_id == id)
    }

    /// A receipt number that no prompt has.
    fn new_receipt(&self, at: DateTime<Utc>) -> String {
        let is_taken = |receipt: &String| {
            let endings = self
                .prompts
                .iter()
                .filter_map(|prompt| prompt.ending.as_ref());
            let mut receipts = endings.filter_map(|ending| ending.receipt.as_ref());
            receipts.any(|taken| taken == receipt)
        };
        loop {
            let receipt = ids::receipt(at);
            if !is_taken(&receipt) {
                return receipt;
            }
        }
    }

    /// The oldest prompt that has ended makes room.
    fn make_room(&mut self) {
        if self.prompts.len() >= MOST_PROMPTS
            && let Some(oldest) = self.prompts.iter().position(|old| old.ending.is_some())
        {
            self.prompts.remove(oldest);
        }
    }
}

impl Simulator {
    /// Puts a prompt on the phone, unless that is busy.
    pub(super) fn open(
        &self,
        asked: Asked,
        own: Change,
        switches: &Switches,
    ) -> Result<Prompt, Refusal> {
        let locked = || Refusal::daraja(500, "500.001.1001", LOCKED);
        if switches.locked {
            return Err(locked());
        }
        let mut opened_at = self.time().now();
        let mut state = self.state();
        let mut is_second = false;
        for first in state
            .prompts
            .iter_mut()
            .filter(|prompt| prompt.ending.is_none() && prompt.phone == asked.phone)
        {
            match switches.second_push {
                SecondPush::Refused => return Err(locked()),
                SecondPush::BreaksFirst => first.broken = true,
                SecondPush::FailsLater => is_second = true,
            }
        }
        let id_at = |at| ids::checkout_request_id(switches.id_form, at, &asked.phone);
        let mut id = id_at(opened_at);
        while state.prompt_mut(&id).is_some() {
            opened_at += TimeDelta::milliseconds(1);
            id = id_at(opened_at);
        }
        let lifetime = super::time::milliseconds(switches.prompt_lifetime_ms);
        let prompt = Prompt {
            merchant_request_id: ids::merchant_request_id(switches.id_form),
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
            expires_at: opened_at + lifetime,
            ignored: false,
            broken: false,
            came_second: is_second,
            ending: None,
            deliveries: Vec::new(),
            switches: own,
        };
        state.make_room();
        state.prompts.push(prompt.clone());
        Ok(prompt)
    }

    /// Does with a prompt what the customer does. Whether it ended by it.
    pub(super) fn answer(&self, id: &str, answer: Answer) -> Result<bool, AnswerFault> {
        self.end_open(id, |prompt, at, receipt| {
            if prompt.broken {
                prompt.ignored = true;
                return false;
            }
            prompt.end(answer, at, receipt)
        })
    }

    /// Ends a prompt that nobody answered, in this way.
    pub(super) fn expire(&self, id: &str, how: Answer) -> Result<bool, AnswerFault> {
        // By itself nothing is paid, and everything ends.
        let how = match how {
            Answer::Accept | Answer::ByHand | Answer::Ignore => Answer::Unreachable,
            how => how,
        };
        self.end_open(id, |prompt, at, receipt| prompt.end(how, at, receipt))
    }

    fn end_open(
        &self,
        id: &str,
        end: impl FnOnce(&mut Prompt, DateTime<Utc>, String) -> bool,
    ) -> Result<bool, AnswerFault> {
        let now = self.time().now();
        let mut state = self.state();
        let receipt = state.new_receipt(now);
        let prompt = state.prompt_mut(id).ok_or(AnswerFault::NoSuchPrompt)?;
        if prompt.ending.is_some() {
            return Err(AnswerFault::AlreadyEnded);
        }
        Ok(end(prompt, now, receipt))
    }

    /// Turns a failure into a payment, and hands the prompt back as it is then.
    pub(super) fn pay_after_all(&self, id: &str) -> Option<Prompt> {
        let now = self.time().now();
        let mut state = self.state();
        let receipt = state.new_receipt(now);
        let prompt = state.prompt_mut(id)?;
        if !prompt.is_paid() {
            prompt.end(Answer::Accept, now, receipt);
        }
        Some(prompt.clone())
    }

    /// A paid prompt as if it had been paid again, by another receipt.
    pub(super) fn paid_again(&self, prompt: &Prompt) -> Prompt {
        let now = self.time().now();
        let receipt = self.state().new_receipt(now);
        let mut again = prompt.clone();
        again.end(Answer::Accept, now, receipt);
        again
    }

    pub(super) fn prompt(&self, id: &str) -> Option<Prompt> {
        self.state().prompt_mut(id).cloned()
    }

    /// All prompts, newest first.
    pub(super) fn prompts(&self) -> Vec<Prompt> {
        self.state().prompts.iter().rev().cloned().collect()
    }

    pub(super) fn record_delivery(&self, id: &str, outcome: String) {
        if let Some(prompt) = self.state().prompt_mut(id) {
            prompt.deliveries.push(outcome);
        }
    }
}
