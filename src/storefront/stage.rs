//! Where a customer's order stands, as one question: what is she to do now? Pure.
//!
//! What never breaks: while a prompt is open or its outcome unknown, nothing asks her to pay.

use crate::orders::{PayBy, Payment, State};
use crate::payments;

/// What the page of an order says first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// M-Pesa asks on her phone: type the PIN.
    Waiting,
    /// We do not know whether she paid: wait, do not pay again.
    Checking,
    /// Money or a message that does not fit: a person looks at it.
    Review,
    /// The prompt ended without money: try again.
    Failed,
    /// To be paid by M-Pesa, and nobody has asked.
    ToPay,
    /// To be paid when the goods change hands.
    OnHandOver,
    /// Paid.
    Paid,
    /// In her hand.
    HandedOver,
    /// Will not happen.
    Cancelled,
}

/// The stage of an order and its latest prompt.
pub(super) fn stage(
    state: State,
    payment: Payment,
    pay_by: PayBy,
    attempt: Option<payments::State>,
) -> Stage {
    use payments::State as A;
    match (state, payment, attempt) {
        (State::Cancelled, ..) => Stage::Cancelled,
        (State::Delivered, ..) => Stage::HandedOver,
        (_, Payment::Paid | Payment::RefundOwed, _) => Stage::Paid,
        (_, _, Some(A::Created | A::Submitting | A::Pending)) => Stage::Waiting,
        (_, _, Some(A::Unknown)) => Stage::Checking,
        (_, _, Some(A::Review)) => Stage::Review,
        (_, _, Some(A::Failed | A::Rejected)) => Stage::Failed,
        (_, _, Some(A::Succeeded) | None) => match pay_by {
            PayBy::Mpesa => Stage::ToPay,
            PayBy::OnHandOver => Stage::OnHandOver,
        },
    }
}

impl Stage {
    /// Its word in translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Waiting => "waiting",
            Stage::Checking => "checking",
            Stage::Review => "review",
            Stage::Failed => "failed",
            Stage::ToPay => "to-pay",
            Stage::OnHandOver => "on-hand-over",
            Stage::Paid => "paid",
            Stage::HandedOver => "handed-over",
            Stage::Cancelled => "cancelled",
        }
    }

    /// The colour role and the picture of its card.
    pub const fn look(self) -> (&'static str, &'static str) {
        match self {
            Stage::Waiting | Stage::ToPay => ("info", "phone-pay"),
            Stage::Checking => ("look", "clock"),
            Stage::Review | Stage::Failed => ("look", "alert"),
            Stage::OnHandOver | Stage::Paid | Stage::HandedOver => ("good", "check"),
            Stage::Cancelled => ("plain", "cross"),
        }
    }

    /// After how many seconds the page asks again, given how long ago the prompt was asked for:
    /// soon while she types, later while we check. Never while the page holds something to type.
    pub fn refresh_after(self, seconds_ago: i64) -> Option<u32> {
        match self {
            Stage::Waiting | Stage::Checking if seconds_ago < 120 => Some(3),
            Stage::Waiting | Stage::Checking => Some(10),
            _ => None,
        }
    }

    /// Whether the page offers a prompt.
    pub const fn can_ask(self) -> bool {
        matches!(self, Stage::Failed | Stage::ToPay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use payments::State as A;

    #[test]
    fn nobody_is_asked_to_pay_while_a_prompt_is_open() {
        for attempt in A::ALL.into_iter().filter(|attempt| attempt.is_open()) {
            for pay_by in [PayBy::Mpesa, PayBy::OnHandOver] {
                for payment in [Payment::Unpaid, Payment::PartPaid] {
                    let stage = stage(State::Pending, payment, pay_by, Some(attempt));
                    assert!(!stage.can_ask(), "{attempt:?}");
                    assert!(stage.refresh_after(0).is_some(), "{attempt:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_paid_stays_paid_whatever_prompts_say() {
        for attempt in A::ALL {
            let stage = stage(State::Ready, Payment::Paid, PayBy::Mpesa, Some(attempt));
            assert_eq!(stage, Stage::Paid);
        }
    }

    #[test]
    fn a_page_that_is_typed_into_does_not_renew_itself() {
        let failed = stage(
            State::Pending,
            Payment::Unpaid,
            PayBy::Mpesa,
            Some(A::Failed),
        );
        assert_eq!(failed, Stage::Failed);
        assert_eq!(failed.refresh_after(5), None);
        assert_eq!(Stage::Waiting.refresh_after(119), Some(3));
        assert_eq!(Stage::Waiting.refresh_after(120), Some(10));
    }

    #[test]
    fn pay_on_hand_over_waits_for_nothing() {
        let placed = stage(State::Pending, Payment::Unpaid, PayBy::OnHandOver, None);
        assert_eq!(placed, Stage::OnHandOver);
        let cancelled = stage(
            State::Cancelled,
            Payment::RefundOwed,
            PayBy::Mpesa,
            Some(A::Failed),
        );
        assert_eq!(cancelled, Stage::Cancelled);
    }
}
