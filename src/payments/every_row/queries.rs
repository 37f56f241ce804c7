//! What a query and the clock do to an attempt.

use super::*;

#[test]
fn two_zeros_ten_seconds_apart_succeed() {
    for state in [State::Pending, State::Unknown, State::Failed] {
        let mut attempt = attempt(state);
        let first = queried(&attempt, "0", 15);
        assert_eq!((first.state, first.first_zero_at), (state, Some(after(15))));
        attempt.first_zero_at = first.first_zero_at;
        assert_eq!(queried(&attempt, "0", 20).state, state, "too soon");
        let second = queried(&attempt, "0", 25);
        assert_eq!(second.state, State::Succeeded);
        let money = second.money.unwrap();
        assert_eq!((money.receipt, money.is_surplus), (None, false));
    }
}

#[test]
fn a_zero_that_came_too_early_is_forgotten() {
    let mut attempt = attempt(State::Pending);
    attempt.first_zero_at = Some(after(15));
    let open = decide(
        &attempt,
        &Evidence::Queried(&QueryOutcome::NotYet),
        after(30),
    );
    assert_eq!((open.state, open.first_zero_at), (State::Pending, None));
    let busy = decide(&attempt, &Evidence::Queried(&QueryOutcome::Busy), after(30));
    assert_eq!(busy, Decision::stay(&attempt));
    let cancelled = queried(&attempt, "1032", 30);
    assert_eq!(
        (cancelled.state, cancelled.first_zero_at),
        (State::Failed, None)
    );
}

#[test]
fn a_query_fails_what_is_open_and_never_a_success() {
    for state in [State::Pending, State::Unknown] {
        let decision = queried(&attempt(state), "2001", 30);
        assert_eq!(
            (decision.state, reason(&decision)),
            (State::Failed, Some("wrong-pin"))
        );
    }
    let decision = queried(&attempt(State::Succeeded), "1032", 30);
    assert_eq!(decision.state, State::Succeeded);
    assert_eq!(decision.contradiction, Some("query-after-success"));
    for state in [State::Succeeded, State::Review] {
        assert_eq!(
            queried(&attempt(state), "0", 30),
            Decision::stay(&attempt(state))
        );
    }
}

#[test]
fn time_passes() {
    let hours = 3_600;
    for (state, seconds, becomes, why) in [
        (State::Created, 74, State::Created, None),
        (State::Created, 75, State::Rejected, Some("not-sent")),
        (State::Submitting, 74, State::Submitting, None),
        (State::Submitting, 75, State::Unknown, None),
        (State::Pending, 119, State::Pending, None),
        (State::Pending, 120, State::Unknown, None),
        (State::Unknown, 47 * hours, State::Unknown, None),
        (State::Unknown, 48 * hours, State::Failed, Some("not-found")),
        (State::Pending, 48 * hours, State::Failed, Some("not-found")),
        (State::Succeeded, 99 * hours, State::Succeeded, None),
        (State::Review, 99 * hours, State::Review, None),
    ] {
        let decision = decide(&attempt(state), &Evidence::TimePassed, after(seconds));
        assert_eq!(
            (decision.state, reason(&decision)),
            (becomes, why),
            "{state:?} {seconds}"
        );
        let unsure = QueryOutcome::TooEarlyOrUnknownId;
        let asked = decide(&attempt(state), &Evidence::Queried(&unsure), after(seconds));
        assert_eq!(asked.state, becomes);
    }
    let mut half = attempt(State::Unknown);
    half.first_zero_at = Some(after(20));
    let decision = decide(&half, &Evidence::TimePassed, after(48 * hours));
    assert_eq!(
        (decision.state, reason(&decision)),
        (State::Review, Some("unconfirmed"))
    );
}

#[test]
fn only_the_unknown_is_given_up() {
    for state in State::ALL {
        let decision = decide(&attempt(state), &Evidence::GivenUp, after(600));
        if state == State::Unknown {
            assert_eq!(
                (decision.state, reason(&decision)),
                (State::Failed, Some("given-up"))
            );
        } else {
            assert_eq!(decision, Decision::stay(&attempt(state)));
        }
    }
}

#[test]
fn only_a_review_is_counted_or_set_aside() {
    let receipt = "UAF4K7Q2ZZ";
    for state in State::ALL {
        let attempt = attempt(state);
        let counted = decide(&attempt, &Evidence::Counted { receipt }, after(600));
        let aside = |brought| decide(&attempt, &Evidence::SetAside { brought }, after(600));
        if state == State::Review {
            assert_eq!(counted.state, State::Succeeded);
            assert_eq!(counted.receipt.as_deref(), Some(receipt));
            // The money is recorded by who counts it, not by the machine.
            assert!(counted.money.is_none());
            let none = aside(0);
            assert_eq!(
                (none.state, reason(&none)),
                (State::Failed, Some("set-aside"))
            );
            // What it brought stands, also where that was paid twice.
            for brought in [1, 2] {
                let seen = aside(brought);
                assert_eq!((seen.state, reason(&seen)), (State::Succeeded, None));
                assert!(seen.money.is_none());
            }
        } else {
            for decision in [counted, aside(0), aside(1), aside(2)] {
                assert_eq!(decision, Decision::stay(&attempt));
            }
        }
    }
}
