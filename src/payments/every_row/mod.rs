//! Every row of the state machine, one by one.
#![allow(clippy::unwrap_used)]

mod callbacks;
mod queries;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::mpesa::{PushOutcome, QueryOutcome, RefusedKind, ResultCode, StkCallback};
use crate::values::{Money, Phone};

const OPEN: [State; 4] = [
    State::Created,
    State::Submitting,
    State::Pending,
    State::Unknown,
];

pub(super) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 15, 9, 0, 0).unwrap()
}

fn after(seconds: i64) -> DateTime<Utc> {
    noon() + TimeDelta::seconds(seconds)
}

/// An attempt for 450 shillings, asked for, submitted and accepted at noon.
pub(super) fn attempt(state: State) -> Attempt {
    let accepted = !matches!(state, State::Created | State::Submitting | State::Rejected);
    Attempt {
        attempt_id: Uuid::from_u128(7),
        pays_for: PaysFor::Order(Uuid::from_u128(8)),
        phone: Phone::from_stored("+254712345678".to_owned()),
        amount: Money::from_minor(45_000),
        account_reference: "INV-42".to_owned(),
        state,
        reason: None,
        merchant_request_id: accepted.then(|| "m-1".to_owned()),
        checkout_request_id: accepted.then(|| "c-1".to_owned()),
        receipt: (state == State::Succeeded).then(|| "UAF4K7Q2ZX".to_owned()),
        receipt_pending: false,
        queries: 0,
        first_zero_at: None,
        created_at: noon(),
        submitted_at: (state != State::Created).then(noon),
        accepted_at: accepted.then(noon),
        ended_at: None,
        given_up_at: None,
    }
}

fn callback(code: &str) -> StkCallback {
    let paid = code == "0";
    StkCallback {
        merchant_request_id: "m-1".to_owned(),
        checkout_request_id: "c-1".to_owned(),
        code: ResultCode::new(code),
        description: String::new(),
        amount: paid.then(|| Decimal::new(45_000, 2)),
        receipt: paid.then(|| "UAF4K7Q2ZX".to_owned()),
        transaction_date: paid.then(|| "20260115120010".to_owned()),
        phone: None,
    }
}

fn called(attempt: &Attempt, callback: &StkCallback, standing: Standing) -> Decision {
    let evidence = Evidence::Called {
        callback,
        standing,
        ids_elsewhere: false,
    };
    decide(attempt, &evidence, after(20))
}

fn pushed(attempt: &Attempt, outcome: &PushOutcome) -> Decision {
    let evidence = Evidence::Pushed {
        outcome,
        ids_elsewhere: false,
    };
    decide(attempt, &evidence, after(2))
}

fn queried(attempt: &Attempt, code: &str, seconds: i64) -> Decision {
    let outcome = QueryOutcome::Settled {
        code: ResultCode::new(code),
        description: String::new(),
    };
    decide(attempt, &Evidence::Queried(&outcome), after(seconds))
}

fn reason(decision: &Decision) -> Option<&str> {
    decision.reason.as_deref()
}

fn accepted(checkout: &str) -> PushOutcome {
    PushOutcome::Accepted {
        merchant_request_id: "m-1".to_owned(),
        checkout_request_id: checkout.to_owned(),
    }
}

#[test]
fn an_accepted_prompt_is_pending() {
    // One that was unknown meanwhile only learns its ids: its phone may be asked by another by now.
    for (state, then) in [
        (State::Submitting, State::Pending),
        (State::Unknown, State::Unknown),
    ] {
        let mut attempt = attempt(state);
        (attempt.merchant_request_id, attempt.checkout_request_id) = (None, None);
        let decision = pushed(&attempt, &accepted("c-1"));
        assert_eq!(decision.state, then);
        assert_eq!(decision.adopt.unwrap().checkout, "c-1");
    }
}

#[test]
fn a_refused_prompt_is_rejected() {
    let kinds = [
        (RefusedKind::NeverSent, "not-sent"),
        (
            RefusedKind::BadRequest("PhoneNumber".to_owned()),
            "wrong-phone",
        ),
        (RefusedKind::BadRequest("Amount".to_owned()), "limit"),
        (
            RefusedKind::BadRequest("CallBackURL".to_owned()),
            "misconfigured",
        ),
        (RefusedKind::Credentials, "misconfigured"),
        (RefusedKind::SubscriberBusy, "subscriber-busy"),
        (RefusedKind::Overloaded, "overloaded"),
        (RefusedKind::Other, "other"),
    ];
    for (kind, key) in kinds {
        let outcome = PushOutcome::Refused {
            code: String::new(),
            message: String::new(),
            kind,
        };
        let decision = pushed(&attempt(State::Submitting), &outcome);
        assert_eq!(
            (decision.state, reason(&decision)),
            (State::Rejected, Some(key))
        );
        // A callback came before the refusal: it says more.
        for state in [State::Pending, State::Succeeded, State::Failed] {
            assert_eq!(pushed(&attempt(state), &outcome).state, state);
        }
    }
}

#[test]
fn a_doubtful_answer_and_a_crash_are_unknown() {
    let outcome = PushOutcome::Unknown {
        why: "reset".to_owned(),
    };
    assert_eq!(
        pushed(&attempt(State::Submitting), &outcome).state,
        State::Unknown
    );
    assert_eq!(
        pushed(&attempt(State::Succeeded), &outcome).state,
        State::Succeeded
    );
    let crashed = decide(&attempt(State::Submitting), &Evidence::Crashed, after(1));
    assert_eq!(crashed.state, State::Unknown);
    let crashed = decide(&attempt(State::Pending), &Evidence::Crashed, after(1));
    assert_eq!(crashed.state, State::Pending);
}

#[test]
fn an_answer_that_disagrees_with_the_callback_is_reviewed() {
    let succeeded = attempt(State::Succeeded);
    assert_eq!(
        pushed(&succeeded, &accepted("c-1")),
        Decision::stay(&succeeded)
    );
    let decision = pushed(&succeeded, &accepted("c-2"));
    assert_eq!(
        (decision.state, reason(&decision)),
        (State::Review, Some("ids"))
    );
    assert!(decision.adopt.is_none() && decision.money.is_none());
}
