//! What a callback does to an attempt.

use super::*;

#[test]
fn a_paid_callback_succeeds_from_anywhere() {
    let states = [OPEN.as_slice(), &[State::Failed, State::Rejected]].concat();
    for state in states {
        let attempt = attempt(state);
        let decision = called(&attempt, &callback("0"), Standing::New);
        assert_eq!(
            (decision.state, reason(&decision)),
            (State::Succeeded, None)
        );
        assert_eq!(decision.receipt.as_deref(), Some("UAF4K7Q2ZX"));
        assert_eq!(
            decision.adopt.is_some(),
            attempt.checkout_request_id.is_none()
        );
        let money = decision.money.unwrap();
        assert_eq!(money.receipt.as_deref(), Some("UAF4K7Q2ZX"));
        assert_eq!((money.is_surplus, money.occurred_at), (false, after(10)));
        let late = matches!(state, State::Failed | State::Rejected);
        assert_eq!(decision.contradiction, late.then_some("late-success"));
    }
}

#[test]
fn a_date_that_cannot_be_is_not_believed() {
    for date in ["19990115120010", "20270115120010", "soon"] {
        let mut paid = callback("0");
        paid.transaction_date = Some(date.to_owned());
        let decision = called(&attempt(State::Pending), &paid, Standing::New);
        assert_eq!(decision.money.unwrap().occurred_at, after(20));
    }
}

#[test]
fn a_failed_callback_fails_what_is_open_and_nothing_else() {
    for (code, key) in [("1032", "cancelled"), ("1", "no-funds"), ("17", "other")] {
        for state in OPEN {
            let decision = called(&attempt(state), &callback(code), Standing::New);
            assert_eq!(
                (decision.state, reason(&decision)),
                (State::Failed, Some(key))
            );
            assert!(decision.money.is_none());
        }
    }
    for state in [State::Succeeded, State::Review] {
        let decision = called(&attempt(state), &callback("1032"), Standing::New);
        assert_eq!((decision.state, decision.money), (state, None));
        assert_eq!(decision.contradiction, Some("failure-after-success"));
    }
    let mut told_of = attempt(State::Succeeded);
    told_of.receipt = None;
    let decision = called(&told_of, &callback("1032"), Standing::New);
    assert_eq!((decision.state, decision.money), (State::Review, None));
    for state in [State::Failed, State::Rejected] {
        assert_eq!(
            called(&attempt(state), &callback("1032"), Standing::New).state,
            state
        );
    }
}

#[test]
fn the_same_receipt_again_changes_nothing() {
    let succeeded = attempt(State::Succeeded);
    for standing in [Standing::New, Standing::Recorded, Standing::Elsewhere] {
        let decision = called(&succeeded, &callback("0"), standing);
        assert_eq!(decision, Decision::stay(&succeeded));
    }
}

#[test]
fn a_second_receipt_is_recorded_and_reviewed() {
    let mut second = callback("0");
    second.receipt = Some("UAF5ZZZZZZ".to_owned());
    let decision = called(&attempt(State::Succeeded), &second, Standing::New);
    assert_eq!(
        (decision.state, reason(&decision)),
        (State::Review, Some("second-receipt"))
    );
    assert!(decision.money.unwrap().is_surplus);
    // Read again by the job: it is recorded already.
    let review = attempt(State::Review);
    let again = called(&review, &second, Standing::Recorded);
    assert_eq!(again, Decision::stay(&review));
    // A third one.
    let third = called(&review, &callback("0"), Standing::New);
    assert_eq!(third.state, State::Review);
    assert!(third.money.unwrap().is_surplus);
}

#[test]
fn what_does_not_fit_is_reviewed_without_money() {
    type Spoil = fn(&mut StkCallback);
    let spoilt: [(&str, Spoil); 5] = [
        ("ids", |callback| {
            callback.checkout_request_id = "c-2".to_owned()
        }),
        ("ids", |callback| {
            callback.merchant_request_id = "m".repeat(500)
        }),
        ("no-receipt", |callback| callback.receipt = None),
        ("amount", |callback| {
            callback.amount = Some(Decimal::new(44_999, 2))
        }),
        ("amount", |callback| callback.amount = None),
    ];
    for (why, spoil) in spoilt {
        let mut paid = callback("0");
        spoil(&mut paid);
        for state in [State::Pending, State::Unknown, State::Failed] {
            let decision = called(&attempt(state), &paid, Standing::New);
            assert_eq!(
                (decision.state, reason(&decision)),
                (State::Review, Some(why))
            );
            assert!(decision.money.is_none());
        }
    }
    let used = called(
        &attempt(State::Pending),
        &callback("0"),
        Standing::Elsewhere,
    );
    assert_eq!(
        (used.state, reason(&used)),
        (State::Review, Some("receipt-used"))
    );
    assert!(used.money.is_none() && used.receipt.is_none());
}

#[test]
fn ids_of_another_attempt_are_not_adopted() {
    let callback = callback("0");
    let evidence = Evidence::Called {
        callback: &callback,
        standing: Standing::New,
        ids_elsewhere: true,
    };
    let decision = decide(&attempt(State::Submitting), &evidence, after(20));
    assert_eq!(
        (decision.state, reason(&decision)),
        (State::Review, Some("ids"))
    );
    assert!(decision.adopt.is_none() && decision.money.is_none());
}

#[test]
fn an_amount_is_compared_by_its_value() {
    for text in ["450", "450.0", "450.00", "4.5e2"] {
        let mut paid = callback("0");
        let plain = text.parse().or_else(|_| Decimal::from_scientific(text));
        paid.amount = Some(plain.unwrap());
        let decision = called(&attempt(State::Pending), &paid, Standing::New);
        assert_eq!(decision.state, State::Succeeded, "{text}");
    }
}

#[test]
fn a_receipt_that_was_typed_in_by_hand_is_not_recorded_twice() {
    let decision = called(&attempt(State::Pending), &callback("0"), Standing::Recorded);
    assert_eq!(decision.state, State::Succeeded);
    assert!(decision.money.is_none() && decision.receipt.is_some());
}

#[test]
fn a_receipt_that_comes_later_brings_no_money() {
    let mut paid = attempt(State::Succeeded);
    (paid.receipt, paid.receipt_pending) = (None, true);
    let decision = called(&paid, &callback("0"), Standing::New);
    assert_eq!((decision.state, decision.money), (State::Succeeded, None));
    assert_eq!(decision.receipt.as_deref(), Some("UAF4K7Q2ZX"));
    let mut wrong = callback("0");
    wrong.amount = Some(Decimal::ONE);
    let decision = called(&paid, &wrong, Standing::New);
    assert_eq!(
        (decision.state, reason(&decision)),
        (State::Review, Some("amount"))
    );
    assert!(decision.money.is_none());
}
