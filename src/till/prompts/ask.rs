//! Asks for a prompt at a till, looks how it stands, and stops waiting for it.

use uuid::Uuid;

use super::store;
use crate::payments::{self, AtTill, Attempt, PaysFor};
use crate::platform::{BusinessTx, Cx, DeviceScope, Scope, limits};
use crate::staff::{self, Power};
use crate::till::wire::PromptAsk;
use crate::values::{Money, Phone, Refusal, Stop};

/// How much of a sale's id a customer's statement shows.
const TAIL: usize = 6;

/// Asks M-Pesa to prompt a phone for what is rung up, once for each `attempt_id`; how that stands. Comes
/// in at a till's door, with the member whose turn it is.
///
/// # Errors
/// Refuses what can be no phone, a sale that is told already (`refused-prompt-finished`), and whatever
/// [`payments::ask`] refuses; stops a till, a phone or a shop that asks too often.
pub async fn ask(cx: &Cx, ask: &PromptAsk) -> Result<Attempt, Stop> {
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::Sell)?;
    let scope = tx.scope().clone();
    let device = device_of(&tx)?;
    let member_id = scope.member_id().ok_or(Stop::Forbidden)?;
    let is_asked = payments::is_asked(&mut tx, ask.attempt_id).await?;
    if !is_asked && store::is_sold(&mut tx, ask.sale_id).await? {
        return Err(Refusal::of("refused-prompt-finished").into());
    }
    drop(tx);
    let phone = Phone::parse(&ask.phone, &scope.country)
        .ok_or_else(|| Refusal::at("phone", "refused-not-a-phone"))?;
    if !is_asked {
        // Limits take a connection of their own: they are asked while none is held.
        limited(cx, &scope, &device, &phone).await?;
    }
    let mut tx = cx.begin().await?;
    let pays_for = PaysFor::Till(AtTill {
        device_id: device.device_id,
        sale_id: ask.sale_id,
        member_id,
    });
    let amount = Money::from_minor(ask.amount_minor);
    let named = statement(&device.series, ask.sale_id);
    payments::ask(&mut tx, ask.attempt_id, pays_for, &phone, amount, &named).await?;
    let attempt = payments::told_at_till(&mut tx, ask.attempt_id, Some(device.device_id)).await?;
    tx.commit().await?;
    Ok(attempt)
}

/// How a prompt of this till stands.
///
/// # Errors
/// Not found where it is none of this till's.
pub async fn look(cx: &Cx, attempt_id: Uuid) -> Result<Attempt, Stop> {
    let mut tx = cx.read().await?;
    let device = device_of(&tx)?;
    payments::told_at_till(&mut tx, attempt_id, Some(device.device_id)).await
}

/// Nobody waits for a prompt of this till any more; how it stands then. Should its money come after all,
/// managers see it.
///
/// # Errors
/// Not found where it is none of this till's.
pub async fn give_up(cx: &Cx, attempt_id: Uuid) -> Result<Attempt, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let device_id = device_of(&tx)?.device_id;
    payments::stop_waiting(&mut tx, attempt_id, device_id).await?;
    let attempt = payments::told_at_till(&mut tx, attempt_id, Some(device_id)).await?;
    tx.commit().await?;
    Ok(attempt)
}

pub(super) fn device_of(tx: &BusinessTx) -> Result<DeviceScope, Stop> {
    tx.scope().device.clone().ok_or(Stop::Forbidden)
}

/// Counts a prompt: at which till, on which phone, and for which shop.
async fn limited(cx: &Cx, scope: &Scope, device: &DeviceScope, phone: &Phone) -> Result<(), Stop> {
    let (db, business) = (cx.database(), scope.business_id);
    let till = format!("{business}\n{}", device.device_id);
    db.limit(&limits::PROMPT_TILL, &till, cx.now).await?;
    db.limit(&limits::PROMPT_PHONE, phone.e164(), cx.now)
        .await?;
    db.limit(&limits::PROMPT_PHONE_DAY, phone.e164(), cx.now)
        .await?;
    db.limit(&limits::PROMPT_SHOP, &business.to_string(), cx.now)
        .await
}

/// What the customer's statement names: the till, and the end of the sale's id. At most twelve letters and
/// digits.
pub(super) fn statement(series: &str, sale_id: Uuid) -> String {
    let id = sale_id.simple().to_string().to_ascii_uppercase();
    let tail = id.chars().skip(id.len().saturating_sub(TAIL));
    let letters = series.chars().filter(char::is_ascii_alphanumeric);
    letters.take(12 - TAIL).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_names_till_and_sale_in_twelve_letters() {
        let id = Uuid::from_u128(0xab_cdef);
        assert_eq!(statement("T12", id), "T12ABCDEF");
        assert_eq!(statement("T123456789", id).len(), 12);
    }
}
