//! One M-Pesa prompt: its states and what we know of it.
//!
//! What never breaks: its `Debug` text hides the phone, and Daraja's id of the prompt, which ends
//! with the phone.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::pays_for::PaysFor;
use crate::values::{Money, Phone};

/// How far an attempt has come. What may follow what stands at the head of this folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Asked for; nothing is sent.
    Created,
    /// About to be sent, or being sent.
    Submitting,
    /// Accepted by M-Pesa: the customer sees the prompt.
    Pending,
    /// There may be a prompt and it may be paid; we do not know.
    Unknown,
    /// There was no prompt.
    Rejected,
    /// Paid.
    Succeeded,
    /// Not paid, as far as M-Pesa knows.
    Failed,
    /// Something does not fit: a person must look.
    Review,
}

impl State {
    /// Every state.
    pub const ALL: [State; 8] = [
        State::Created,
        State::Submitting,
        State::Pending,
        State::Unknown,
        State::Rejected,
        State::Succeeded,
        State::Failed,
        State::Review,
    ];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            State::Created => "created",
            State::Submitting => "submitting",
            State::Pending => "pending",
            State::Unknown => "unknown",
            State::Rejected => "rejected",
            State::Succeeded => "succeeded",
            State::Failed => "failed",
            State::Review => "review",
        }
    }

    /// The state of that code, or none.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether its outcome is still awaited: then what it pays for gets no second prompt.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            State::Created | State::Submitting | State::Pending | State::Unknown
        )
    }
}

/// Daraja's names for a request and for its prompt. The second carries the customer's phone.
#[derive(Clone, PartialEq, Eq)]
pub struct Ids {
    /// Of the request.
    pub merchant: String,
    /// Of the prompt.
    pub checkout: String,
}

impl Ids {
    /// More than any id that was ever seen; an index cannot hold texts without end.
    const LONGEST: usize = 128;

    /// Whether they are of a length that we can keep.
    pub(super) fn are_sane(&self) -> bool {
        self.merchant.len() <= Ids::LONGEST && self.checkout.len() <= Ids::LONGEST
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids(hidden)")
    }
}

/// One M-Pesa prompt.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Made with the page that asked: asking twice is asking once.
    pub attempt_id: Uuid,
    /// What is to be paid.
    pub pays_for: PaysFor,
    /// Who gets the prompt.
    pub phone: Phone,
    /// What was asked for, in whole shillings: compared exactly with what comes.
    pub amount: Money,
    /// The order's code, or a till's word, as the customer and the statement show it.
    pub account_reference: String,
    /// How far it has come.
    pub state: State,
    /// Why it failed, was rejected or is in review: the last part of a translation key.
    pub reason: Option<String>,
    /// Daraja's name for the request, once known.
    pub merchant_request_id: Option<String>,
    /// Daraja's name for the prompt, once known. Carries the phone.
    pub checkout_request_id: Option<String>,
    /// M-Pesa's receipt number, once known.
    pub receipt: Option<String>,
    /// Its money is recorded, and the receipt is still to come.
    pub receipt_pending: bool,
    /// How many queries have been answered.
    pub queries: i32,
    /// When a query said "paid" that no other has confirmed yet.
    pub first_zero_at: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it was about to be sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When M-Pesa accepted it.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it stopped being open.
    pub ended_at: Option<DateTime<Utc>>,
    /// At a till: since when nobody waits for it there.
    pub given_up_at: Option<DateTime<Utc>>,
}

impl Attempt {
    /// Seconds between two prompts for one phone.
    pub const REST_SECONDS: i64 = 60;

    /// The translation key of what the customer is told.
    pub fn wording(&self) -> String {
        match self.state {
            State::Created | State::Submitting | State::Pending => "mpesa-waiting".to_owned(),
            State::Unknown => "mpesa-checking".to_owned(),
            State::Succeeded => "mpesa-paid".to_owned(),
            State::Review => "mpesa-review".to_owned(),
            State::Failed | State::Rejected => {
                let reason = self.reason.as_deref().unwrap_or("other");
                format!("mpesa-failed-{reason}")
            }
        }
    }

    /// From when another prompt makes sense; none while this one is open, or has brought money.
    pub fn may_be_repeated_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Failed | State::Rejected => {
                Some(self.created_at + TimeDelta::seconds(Attempt::REST_SECONDS))
            }
            _ => None,
        }
    }

    /// Whether these ids are its own, or it has none yet.
    pub(super) fn agrees_with(&self, ids: &Ids) -> bool {
        let same =
            |held: &Option<String>, named: &str| held.as_deref().is_none_or(|held| held == named);
        same(&self.merchant_request_id, &ids.merchant)
            && same(&self.checkout_request_id, &ids.checkout)
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("attempt_id", &self.attempt_id)
            .field("amount", &self.amount)
            .field("state", &self.state)
            .field("reason", &self.reason)
            .field("receipt_pending", &self.receipt_pending)
            .field("queries", &self.queries)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::every_row::attempt;
    use super::*;
    use crate::ui::language::Say;
    use crate::values::Language;

    #[test]
    fn codes_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(state));
        }
        assert_eq!(State::parse("refunded"), None);
    }

    /// Every reason that `decide` gives to a failure.
    const REASONS: [&str; 15] = [
        "cancelled",
        "no-funds",
        "wrong-pin",
        "timed-out",
        "unreachable",
        "subscriber-busy",
        "limit",
        "misconfigured",
        "other",
        "not-sent",
        "wrong-phone",
        "overloaded",
        "not-found",
        "given-up",
        "set-aside",
    ];

    #[test]
    fn every_state_and_reason_has_its_words() {
        for language in Language::ALL {
            for state in State::ALL {
                for reason in REASONS {
                    let mut attempt = attempt(state);
                    attempt.reason = Some(reason.to_owned());
                    let key = attempt.wording();
                    assert_ne!(Say(language).t(&key), key, "{language:?}");
                }
            }
        }
    }

    #[test]
    fn debug_hides_who_pays() {
        let mut attempt = attempt(State::Pending);
        attempt.checkout_request_id = Some("ws_CO_15012026093007412712345678".to_owned());
        assert!(!format!("{attempt:?}").contains("712345678"));
    }
}
