//! Gives an attempt up that nobody can tell the outcome of, so that the customer may try again.
//!
//! What never breaks: only an unknown attempt is given up, by a person; should its money come after
//! all, it is recorded.

use uuid::Uuid;

use super::apply::keep;
use super::attempt::State;
use super::decide::{GIVEN_UP, decide};
use super::evidence::{Decision, Evidence};
use super::store;
use crate::platform::{BusinessTx, clock};
use crate::values::{Refusal, Stop};

/// Ends an unknown attempt, because whoever acts has looked at the business's M-Pesa statement and
/// found no payment; false where it was given up before. The caller checks her power, and holds no lock on
/// the order.
///
/// # Errors
/// Not found, or refused (`refused-attempt-not-unknown`) where its outcome is known or awaited.
pub async fn give_up(tx: &mut BusinessTx, attempt_id: Uuid) -> Result<bool, Stop> {
    let attempt = store::lock(tx, attempt_id).await?.ok_or(Stop::NotFound)?;
    if attempt.state == State::Failed && attempt.reason.as_deref() == Some(GIVEN_UP) {
        return Ok(false);
    }
    if attempt.state != State::Unknown {
        return Err(Refusal::of("refused-attempt-not-unknown").into());
    }
    let now = clock::now();
    let decision = decide(&attempt, &Evidence::GivenUp, now);
    keep(tx, &attempt, &decision, now).await?;
    Ok(true)
}

/// Rejects an order's prompts that are not sent yet, because the order is called off. The caller
/// holds the attempts' locks.
pub async fn call_off(tx: &mut BusinessTx, order_id: Uuid) -> Result<(), Stop> {
    let now = clock::now();
    for attempt in store::attempts_of(tx, order_id).await? {
        if attempt.state == State::Created {
            let decision = Decision::to(&attempt, State::Rejected, Some("not-sent"));
            keep(tx, &attempt, &decision, now).await?;
        }
    }
    Ok(())
}
