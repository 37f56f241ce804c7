//! What we may learn of an attempt, and what may become of it.
//!
//! What never breaks: evidence carries the facts that a decision needs, so that deciding asks
//! nobody.

use chrono::{DateTime, Utc};

use super::attempt::{Attempt, Ids, State};
use crate::mpesa::{PushOutcome, QueryOutcome, StkCallback};

/// What we have learnt.
#[derive(Debug, Clone)]
pub enum Evidence<'a> {
    /// What sending the prompt brought.
    Pushed {
        /// The answer.
        outcome: &'a PushOutcome,
        /// Whether its ids are another attempt's.
        ids_elsewhere: bool,
    },
    /// Whoever was sending it died before the answer was kept.
    Crashed,
    /// M-Pesa called back, by this attempt's token.
    Called {
        /// What it said.
        callback: &'a StkCallback,
        /// What is known of the receipt it names.
        standing: Standing,
        /// Whether its ids are another attempt's.
        ids_elsewhere: bool,
    },
    /// What asking after it brought.
    Queried(&'a QueryOutcome),
    /// Nothing but time passed.
    TimePassed,
    /// The shop has looked at its statement and found nothing.
    GivenUp,
    /// The shop has looked at a review and counts the money for the order; it is being recorded.
    Counted {
        /// The receipt it is recorded under.
        receipt: &'a str,
    },
    /// The shop has looked at a review and there is nothing more to count.
    SetAside {
        /// How many payments this attempt has brought.
        brought: i64,
    },
}

/// What is known of a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Never seen, or seen without its money being recorded.
    New,
    /// Its money is recorded for this order: by this attempt, or by hand.
    Recorded,
    /// Another business, order or attempt has it.
    Elsewhere,
}

/// Money to be recorded with a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMoney {
    /// The receipt; none where only queries have said "paid".
    pub receipt: Option<String>,
    /// The attempt has brought money before, or is being looked at: a payment of its own, which
    /// is surplus as far as the order is paid.
    pub is_surplus: bool,
    /// When it was paid.
    pub occurred_at: DateTime<Utc>,
}

/// What becomes of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its state from now on.
    pub state: State,
    /// Why, where the state needs a reason.
    pub reason: Option<String>,
    /// Ids to be kept; the attempt had none.
    pub adopt: Option<Ids>,
    /// The receipt to be kept, if the attempt has none.
    pub receipt: Option<String>,
    /// A "paid" of a query that waits for a second one.
    pub first_zero_at: Option<DateTime<Utc>>,
    /// Money to be recorded.
    pub money: Option<NewMoney>,
    /// What contradicts what was known; somebody should be told.
    pub contradiction: Option<&'static str>,
}

impl Decision {
    /// As it was.
    pub(super) fn stay(attempt: &Attempt) -> Decision {
        Decision {
            state: attempt.state,
            reason: attempt.reason.clone(),
            adopt: None,
            receipt: None,
            first_zero_at: attempt.first_zero_at,
            money: None,
            contradiction: None,
        }
    }

    /// In this state from now on.
    pub(super) fn to(attempt: &Attempt, state: State, reason: Option<&str>) -> Decision {
        let reason = reason.map(str::to_owned);
        Decision {
            state,
            reason,
            ..Decision::stay(attempt)
        }
    }

    /// With something that somebody should be told.
    pub(super) fn but(self, contradiction: &'static str) -> Decision {
        Decision {
            contradiction: Some(contradiction),
            ..self
        }
    }
}
