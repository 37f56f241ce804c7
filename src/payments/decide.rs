//! What evidence does to an attempt: the state machine, pure.
//!
//! What never breaks: money is recorded for exact evidence only, and then whatever the state is; a
//! failure is never final; a success is never undone; whatever does not fit becomes a review.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use rust_decimal::Decimal;

use super::attempt::{Attempt, Ids, State};
use super::evidence::{Decision, Evidence, NewMoney, Standing};
use crate::mpesa::{PushOutcome, QueryOutcome, Reason, RefusedKind, StkCallback};

/// A prompt that could not be sent by then is not sent at all: its customer has gone.
pub(super) const SEND_WITHIN: TimeDelta = TimeDelta::seconds(75);
/// After so long without a result we tell the customer that we are checking.
pub(super) const RESULT_WITHIN: TimeDelta = TimeDelta::seconds(120);
/// After so long without a trace, nothing was paid.
pub(super) const FOUND_WITHIN: TimeDelta = TimeDelta::hours(48);
/// Two queries that say "paid" must be this far apart: a lone one may come too early.
pub(super) const ZEROS_APART: TimeDelta = TimeDelta::seconds(10);

/// Why one failed that nobody knew the end of.
pub(super) const GIVEN_UP: &str = "given-up";

/// More than any receipt number that was ever seen; they have ten characters.
const LONGEST_RECEIPT: usize = 40;

/// What this evidence makes of this attempt.
pub fn decide(attempt: &Attempt, evidence: &Evidence<'_>, now: DateTime<Utc>) -> Decision {
    match evidence {
        Evidence::Pushed {
            outcome,
            ids_elsewhere,
        } => after_push(attempt, outcome, *ids_elsewhere),
        Evidence::Crashed if attempt.state == State::Submitting => {
            Decision::to(attempt, State::Unknown, None)
        }
        Evidence::Called {
            callback,
            standing,
            ids_elsewhere,
        } => {
            let ids = ids_of(callback);
            let fits = !ids_elsewhere && ids.are_sane() && attempt.agrees_with(&ids);
            let mut decision = if callback.code.is_paid() {
                after_success(attempt, callback, fits, *standing, now)
            } else {
                after_failure(attempt, callback, fits)
            };
            if fits && attempt.checkout_request_id.is_none() {
                decision.adopt = Some(ids);
            }
            decision
        }
        Evidence::Queried(outcome) => after_query(attempt, outcome, now),
        Evidence::TimePassed => after_time(attempt, now),
        Evidence::GivenUp if attempt.state == State::Unknown => {
            Decision::to(attempt, State::Failed, Some(GIVEN_UP))
        }
        Evidence::Counted { receipt } if attempt.state == State::Review => Decision {
            receipt: Some((*receipt).to_owned()),
            ..Decision::to(attempt, State::Succeeded, None)
        },
        Evidence::SetAside { brought } if attempt.state == State::Review => match *brought {
            0 => Decision::to(attempt, State::Failed, Some("set-aside")),
            _ => Decision::to(attempt, State::Succeeded, None),
        },
        Evidence::Crashed
        | Evidence::GivenUp
        | Evidence::Counted { .. }
        | Evidence::SetAside { .. } => Decision::stay(attempt),
    }
}

/// Something does not fit: a person must look. The first reason stands.
fn dispute(attempt: &Attempt, why: &'static str) -> Decision {
    if attempt.state == State::Review {
        return Decision::stay(attempt).but(why);
    }
    Decision::to(attempt, State::Review, Some(why)).but(why)
}

fn after_push(attempt: &Attempt, outcome: &PushOutcome, ids_elsewhere: bool) -> Decision {
    let waits = matches!(
        attempt.state,
        State::Created | State::Submitting | State::Unknown
    );
    match outcome {
        PushOutcome::Accepted {
            merchant_request_id,
            checkout_request_id,
        } => {
            let ids = Ids {
                merchant: merchant_request_id.clone(),
                checkout: checkout_request_id.clone(),
            };
            if ids_elsewhere || !ids.are_sane() || !attempt.agrees_with(&ids) {
                return dispute(attempt, "ids");
            }
            // An unknown attempt learns its ids and stays unknown: its phone may be asked by another
            // one meanwhile.
            let mut decision = if waits && attempt.state != State::Unknown {
                Decision::to(attempt, State::Pending, None)
            } else {
                Decision::stay(attempt)
            };
            if attempt.checkout_request_id.is_none() {
                decision.adopt = Some(ids);
            }
            decision
        }
        // A callback was faster and says more.
        PushOutcome::Refused { .. } if attempt.checkout_request_id.is_some() => {
            Decision::stay(attempt).but("refused-but-called")
        }
        PushOutcome::Refused { kind, .. } if waits => {
            Decision::to(attempt, State::Rejected, Some(refused_reason(kind)))
        }
        PushOutcome::Unknown { .. }
            if matches!(attempt.state, State::Created | State::Submitting) =>
        {
            Decision::to(attempt, State::Unknown, None)
        }
        PushOutcome::Refused { .. } | PushOutcome::Unknown { .. } => Decision::stay(attempt),
    }
}

fn refused_reason(kind: &RefusedKind) -> &'static str {
    match kind {
        RefusedKind::NeverSent => "not-sent",
        RefusedKind::BadRequest(field) if field == "PhoneNumber" || field == "PartyA" => {
            "wrong-phone"
        }
        RefusedKind::BadRequest(field) if field == "Amount" => "limit",
        RefusedKind::BadRequest(_) | RefusedKind::Credentials => "misconfigured",
        RefusedKind::SubscriberBusy => "subscriber-busy",
        RefusedKind::Overloaded => "overloaded",
        RefusedKind::Other => "other",
    }
}

fn ids_of(callback: &StkCallback) -> Ids {
    Ids {
        merchant: callback.merchant_request_id.clone(),
        checkout: callback.checkout_request_id.clone(),
    }
}

/// The receipt that a callback names, if it can be one.
pub(super) fn receipt_of(callback: &StkCallback) -> Option<&str> {
    callback
        .receipt
        .as_deref()
        .filter(|receipt| receipt.len() <= LONGEST_RECEIPT)
}

fn after_failure(attempt: &Attempt, callback: &StkCallback, fits: bool) -> Decision {
    match attempt.state {
        state if state.is_open() && !fits => dispute(attempt, "ids"),
        state if state.is_open() => {
            let reason = Reason::of(&callback.code).key();
            Decision::to(attempt, State::Failed, Some(reason))
        }
        // It was only ever told of, with no receipt to show: now M-Pesa says the opposite.
        State::Succeeded if fits && attempt.receipt.is_none() => {
            dispute(attempt, "failure-after-success")
        }
        State::Succeeded | State::Review => Decision::stay(attempt).but("failure-after-success"),
        _ => Decision::stay(attempt),
    }
}

fn after_success(
    attempt: &Attempt,
    callback: &StkCallback,
    fits: bool,
    standing: Standing,
    now: DateTime<Utc>,
) -> Decision {
    let receipt = receipt_of(callback);
    let had_money = matches!(attempt.state, State::Succeeded | State::Review);
    let heard = receipt.is_some() && attempt.receipt.as_deref() == receipt;
    if heard || (had_money && standing == Standing::Recorded) {
        return Decision::stay(attempt);
    }
    let asked = Decimal::new(attempt.amount.minor(), 2);
    let flaw = if !fits {
        Some("ids")
    } else if receipt.is_none() {
        Some("no-receipt")
    } else if callback.amount != Some(asked) {
        Some("amount")
    } else if standing == Standing::Elsewhere {
        Some("receipt-used")
    } else {
        None
    };
    let kept = receipt.map(str::to_owned);
    match flaw {
        Some("no-receipt") if attempt.state == State::Succeeded => {
            return Decision::stay(attempt).but("no-receipt");
        }
        // This receipt is this prompt's, though its amount is not: whoever looks will want it.
        Some("amount") => {
            return Decision {
                receipt: kept,
                ..dispute(attempt, "amount")
            };
        }
        Some(why) => return dispute(attempt, why),
        None => {}
    }
    if attempt.receipt_pending {
        return Decision {
            receipt: kept,
            ..Decision::stay(attempt)
        };
    }
    let mut decision = match attempt.state {
        State::Succeeded => dispute(attempt, "second-receipt"),
        State::Review => Decision::stay(attempt).but("money-in-review"),
        State::Failed | State::Rejected => {
            Decision::to(attempt, State::Succeeded, None).but("late-success")
        }
        _ => Decision::to(attempt, State::Succeeded, None),
    };
    if standing == Standing::New {
        decision.money = Some(NewMoney {
            receipt: kept.clone(),
            is_surplus: had_money,
            occurred_at: paid_at(attempt, callback, now),
        });
    }
    decision.receipt = kept;
    decision
}

/// When M-Pesa says that it was paid, in its own zone; now, where that cannot be.
fn paid_at(attempt: &Attempt, callback: &StkCallback, now: DateTime<Utc>) -> DateTime<Utc> {
    let slack = TimeDelta::minutes(10);
    callback
        .transaction_date
        .as_deref()
        .and_then(|text| NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").ok())
        .and_then(|local| local.checked_sub_signed(TimeDelta::hours(3)))
        .map(|utc| utc.and_utc())
        .filter(|at| attempt.created_at - slack <= *at && *at <= now)
        .unwrap_or(now)
}

fn after_query(attempt: &Attempt, outcome: &QueryOutcome, now: DateTime<Utc>) -> Decision {
    match outcome {
        QueryOutcome::Settled { code, .. } if code.is_paid() => after_zero(attempt, now),
        QueryOutcome::Settled { code, .. } => {
            let decision = match attempt.state {
                state if state.is_open() => {
                    Decision::to(attempt, State::Failed, Some(Reason::of(code).key()))
                }
                State::Succeeded => Decision::stay(attempt).but("query-after-success"),
                _ => Decision::stay(attempt),
            };
            Decision {
                first_zero_at: None,
                ..decision
            }
        }
        // A "paid" before this came too early.
        QueryOutcome::NotYet => Decision {
            first_zero_at: None,
            ..after_time(attempt, now)
        },
        QueryOutcome::TooEarlyOrUnknownId | QueryOutcome::Busy | QueryOutcome::Unknown { .. } => {
            after_time(attempt, now)
        }
    }
}

/// A query said "paid". It confirms the status only; what was asked for is what is paid, because
/// the customer cannot change the amount of a prompt.
fn after_zero(attempt: &Attempt, now: DateTime<Utc>) -> Decision {
    if matches!(attempt.state, State::Succeeded | State::Review) {
        return Decision::stay(attempt);
    }
    match attempt.first_zero_at {
        None => Decision {
            first_zero_at: Some(now),
            ..Decision::stay(attempt)
        },
        Some(first) if now - first >= ZEROS_APART => Decision {
            money: Some(NewMoney {
                receipt: None,
                is_surplus: false,
                occurred_at: first,
            }),
            ..Decision::to(attempt, State::Succeeded, None)
        },
        Some(_) => Decision::stay(attempt),
    }
}

fn after_time(attempt: &Attempt, now: DateTime<Utc>) -> Decision {
    let since = |at: Option<DateTime<Utc>>| now - at.unwrap_or(attempt.created_at);
    match attempt.state {
        State::Created if since(None) >= SEND_WITHIN => {
            Decision::to(attempt, State::Rejected, Some("not-sent"))
        }
        State::Submitting if since(attempt.submitted_at) >= SEND_WITHIN => {
            Decision::to(attempt, State::Unknown, None)
        }
        State::Pending | State::Unknown if since(None) >= FOUND_WITHIN => {
            if attempt.first_zero_at.is_some() {
                return dispute(attempt, "unconfirmed");
            }
            Decision::to(attempt, State::Failed, Some("not-found"))
        }
        State::Pending if since(attempt.accepted_at) >= RESULT_WITHIN => {
            Decision::to(attempt, State::Unknown, None)
        }
        _ => Decision::stay(attempt),
    }
}
