//! Something that a till has done. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::sales::vouchers::code::masked;
use crate::till::wire::{Body, Event, Known, Outcome, Settled, legible};

/// For how long documents are kept that the books have.
const DAYS: i64 = 45;
/// So many of the newest are kept whenever they say they were: a till's clock may have been wrong.
const NEWEST: i64 = 2_000;

/// Something that happened at this till, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// What happened.
    pub event: Event,
    /// Its number as it is printed: `T1-12`. Empty for what has none.
    pub number: String,
    /// What the books made of it; none while it is not told.
    pub settled: Option<Settled>,
    /// What takes back a sale: the sale as it was before, for the receipt.
    pub of: Option<Known>,
    /// Whether a manager has looked at what the books refused.
    pub put_away: bool,
}

legible!(Document { event } or { number, settled, of, put_away });

impl Document {
    /// Its id: that of the document that it makes.
    pub fn id(&self) -> Uuid {
        self.event.id
    }

    /// Whether the books have refused it.
    pub fn is_refused(&self) -> bool {
        let outcome = self.settled.as_ref().map(|settled| settled.outcome);
        outcome == Some(Outcome::Refused)
    }

    /// Whether they have, and no manager has looked at it yet.
    pub fn waits_for_a_manager(&self) -> bool {
        self.is_refused() && !self.put_away
    }

    /// Whether it need not be kept any more: the books have it, and it is long ago. What they refused is nowhere
    /// else. `now`: by the server's clock, as it said last; `last`: the place of the newest event of this till.
    pub fn is_done_with(&self, now: DateTime<Utc>, last: i64) -> bool {
        let before = now.checked_sub_signed(TimeDelta::days(DAYS));
        let is_old = before.is_some_and(|before| self.event.occurred_at < before);
        let place = i64::try_from(self.event.seq).unwrap_or(i64::MAX);
        let is_there = self.settled.is_some() && !self.is_refused();
        is_there && is_old && last.saturating_sub(place) >= NEWEST
    }

    /// Whether the customer has a receipt of it: of goods that were sold, came back, or were a mistake, and of a
    /// gift voucher.
    pub fn has_receipt(&self) -> bool {
        let body = &self.event.body;
        takes_number(body) || matches!(body, Body::Voucher(_))
    }

    /// What it is called, and what that names: its number, or the end of a voucher's code.
    pub fn title(&self) -> (&'static str, String) {
        let key = match &self.event.body {
            Body::Refund(_) => "till-app-receipt-back",
            Body::Void(_) => "till-app-receipt-void",
            Body::Voucher(sold) => return ("till-app-receipt-voucher", masked(&sold.code)),
            _ => "till-app-receipt",
        };
        (key, self.number.clone())
    }
}

/// Whether something takes a number of the till's series: what is about goods does. That a gift voucher was a mistake
/// does not.
pub fn takes_number(body: &Body) -> bool {
    match body {
        Body::Sale(_) | Body::Refund(_) => true,
        Body::Void(void) => void.number != 0,
        _ => false,
    }
}
