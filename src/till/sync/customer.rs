//! A customer that a till wrote down, perhaps without a network.

use serde_json::json;

use super::door::Till;
use super::record::{Done, about};
use super::store;
use crate::platform::secrets::digest_bytes;
use crate::sales::{Flag, Oddity};
use crate::staff::{self, Power, one_line};
use crate::till::flags;
use crate::till::wire::{Event, NewCustomer};
use crate::values::{Phone, Refusal, Stop};

/// The most characters of a name that are kept.
const LONGEST_NAME: usize = 80;

/// Keeps a customer, once for each event: the one who has her phone number, else a new one. What is no number
/// of a phone stands beside her name, because she may have bought on account, and a manager is told.
pub(super) async fn keep(till: &Till, event: &Event, new: &NewCustomer) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let phone = Phone::parse(&new.phone, &tx.scope().country);
    let name = match phone {
        Some(_) => one_line(&new.name),
        None => one_line(&format!("{} {}", new.name, new.phone)),
    };
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let digest = json!([phone.as_ref().map(Phone::e164), name]);
    let digest = digest_bytes(digest.to_string().as_bytes());
    let mut kept = store::told_customer(&mut tx, event.id).await?;
    let mut is_new = false;
    if kept.is_none() {
        let customer_id = store::keep_customer(&mut tx, event.id, phone.as_ref(), &name).await?;
        // None where the same id made a customer at this instant.
        if let Some(customer_id) = customer_id {
            let told = (event.id, customer_id, till.device.device_id);
            is_new = store::insert_told_customer(&mut tx, told, &digest).await?;
            kept = Some((customer_id, digest.clone())).filter(|_| is_new);
        }
        if kept.is_none() {
            kept = store::told_customer(&mut tx, event.id).await?;
        }
    }
    let (customer_id, there) = kept.ok_or_else(other)?;
    if there != digest {
        return Err(other().into());
    }
    let mut flags = Vec::new();
    if is_new {
        if phone.is_none() {
            let reason = Refusal::of("flag-customer-no-phone").with("name", &name);
            flags.push(Flag::of(Oddity::Customer, reason));
        }
        flags::raise(&mut tx, &about(till, event, None), &flags).await?;
        tx.commit().await?;
    }
    Ok(Done {
        number: None,
        customer_id: Some(customer_id),
        is_new,
        flags,
    })
}

/// The same id was used with another body.
fn other() -> Refusal {
    Refusal::of("refused-customer-written")
}
