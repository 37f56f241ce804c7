//! Asks a customer to pay with M-Pesa: writes the attempt down and leaves the sending to a job.
//!
//! What never breaks: the attempt and the jobs that send and watch it are written in the caller's
//! transaction, or none of them is; an order has one open prompt, and so has a phone, and a sale one that
//! somebody waits for.

use serde_json::json;
use uuid::Uuid;

use super::apply::{watch, watch_at};
use super::attempt::{Attempt, State};
use super::pays_for::PaysFor;
use super::store;
use crate::platform::{BusinessTx, jobs};
use crate::values::{Money, Phone, Refusal, Stop};

/// The most that M-Pesa takes in one payment: 250,000 shillings.
const MOST: Money = Money::from_minor(25_000_000);

/// Asks for `due` by a prompt on `phone`, whose statement will name `account_reference` (at most
/// twelve letters and digits). The same `attempt_id` twice is one prompt. The caller holds the lock of
/// an order and has limited how often this phone is asked over all businesses.
///
/// # Errors
/// Refuses where M-Pesa is off (`refused-mpesa-off`), the amount is not whole shillings or too
/// much, the phone is not one of M-Pesa's, the order has an open attempt (`refused-attempt-open`), the
/// sale has (`refused-prompt-open`), the phone has one (`refused-phone-busy`), or the id was used for
/// something else.
pub async fn ask(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    pays_for: PaysFor,
    phone: &Phone,
    due: Money,
    account_reference: &str,
) -> Result<(), Stop> {
    let attempt = Attempt {
        attempt_id,
        pays_for,
        phone: phone.clone(),
        amount: due,
        account_reference: account_reference.to_owned(),
        state: State::Created,
        reason: None,
        merchant_request_id: None,
        checkout_request_id: None,
        receipt: None,
        receipt_pending: false,
        queries: 0,
        first_zero_at: None,
        created_at: tx.scope().now,
        submitted_at: None,
        accepted_at: None,
        ended_at: None,
        given_up_at: None,
    };
    tx.wait_for_turn(attempt_id).await?;
    if is_here(tx, &attempt).await? {
        return Ok(());
    }
    if !store::takes_mpesa(tx).await? {
        return Err(Refusal::of("refused-mpesa-off").into());
    }
    can_be_asked(phone, due)?;
    // The money would come under an id that is taken.
    if store::recorded(tx, attempt_id).await?.is_some() {
        return Err(asked_otherwise(pays_for).into());
    }
    let (is_busy, phone_busy) = store::is_busy(tx, pays_for, phone).await?;
    if is_busy {
        return Err(open_already(pays_for).into());
    }
    if phone_busy {
        return Err(Refusal::at("phone", "refused-phone-busy").into());
    }
    store::create(tx, &attempt).await?;
    let payload = json!({ "attempt_id": attempt_id });
    jobs::enqueue(tx, "mpesa.submit", payload, attempt.created_at).await?;
    watch(tx, attempt_id, watch_at(attempt.created_at)).await
}

/// There is a prompt already that somebody waits for.
pub(super) fn open_already(pays_for: PaysFor) -> Refusal {
    Refusal::of(match pays_for {
        PaysFor::Order(_) => "refused-attempt-open",
        PaysFor::Till(_) => "refused-prompt-open",
    })
}

/// Locks every prompt of an order. Whoever is going to ask for another one does it before locking
/// the order, because a callback locks its prompt first and the order after it.
pub async fn lock_attempts(tx: &mut BusinessTx, order_id: Uuid) -> Result<(), Stop> {
    store::lock_of_order(tx, order_id).await
}

/// Whether this attempt has been asked for.
pub async fn is_asked(tx: &mut BusinessTx, attempt_id: Uuid) -> Result<bool, Stop> {
    Ok(store::load(tx, attempt_id).await?.is_some())
}

/// Whether this attempt has been asked for, for this and on this phone. For how much is not compared: once
/// it is paid, less is due.
///
/// # Errors
/// Refuses an id that stands for another prompt.
pub async fn is_asked_on(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    pays_for: PaysFor,
    phone: &Phone,
) -> Result<bool, Stop> {
    match store::load(tx, attempt_id).await? {
        None => Ok(false),
        Some(there) if there.pays_for == pays_for && there.phone == *phone => Ok(true),
        Some(_) => Err(asked_otherwise(pays_for).into()),
    }
}

/// Whether an order has a prompt whose outcome is still awaited, or unknown.
pub async fn has_open_attempt(tx: &mut BusinessTx, order_id: Uuid) -> Result<bool, Stop> {
    let attempts = store::attempts_of(tx, order_id).await?;
    Ok(attempts.iter().any(|attempt| attempt.state.is_open()))
}

/// Whether this very attempt exists already.
async fn is_here(tx: &mut BusinessTx, attempt: &Attempt) -> Result<bool, Stop> {
    let Some(there) = store::load(tx, attempt.attempt_id).await? else {
        return Ok(false);
    };
    let is_same = there.pays_for == attempt.pays_for
        && there.phone == attempt.phone
        && there.amount == attempt.amount;
    if is_same {
        Ok(true)
    } else {
        Err(asked_otherwise(attempt.pays_for).into())
    }
}

/// The id stands for something else.
fn asked_otherwise(pays_for: PaysFor) -> Refusal {
    Refusal::of(match pays_for {
        PaysFor::Order(_) => "refused-attempt-other",
        PaysFor::Till(_) => "refused-prompt-other",
    })
}

/// Whether M-Pesa takes so much in one payment: whole shillings.
///
/// # Errors
/// Refuses what it does not.
pub fn can_be_paid(due: Money) -> Result<(), Refusal> {
    if due < Money::from_minor(100) || due.minor() % 100 != 0 {
        return Err(Refusal::of("refused-mpesa-amount"));
    }
    if due > MOST {
        let most = MOST.short("KES");
        return Err(Refusal::of("refused-mpesa-too-much").with("most", most));
    }
    Ok(())
}

fn can_be_asked(phone: &Phone, due: Money) -> Result<(), Stop> {
    can_be_paid(due)?;
    let msisdn = phone.msisdn();
    let is_kenyan = ["2547", "25410", "25411"]
        .iter()
        .any(|range| msisdn.starts_with(range));
    if !is_kenyan || msisdn.len() != 12 {
        return Err(Refusal::at("phone", "refused-mpesa-phone").into());
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked_for_is_refused() {
        let kenyan = Phone::parse("0712345678", "KE").unwrap();
        assert_eq!(can_be_asked(&kenyan, Money::from_minor(45_000)), Ok(()));
        for wrong in [0, -100, 99, 45_050, 25_000_100] {
            assert!(can_be_asked(&kenyan, Money::from_minor(wrong)).is_err());
        }
        let abroad = Phone::parse("+255 712 345 678", "KE").unwrap();
        assert!(can_be_asked(&abroad, Money::from_minor(45_000)).is_err());
    }
}
