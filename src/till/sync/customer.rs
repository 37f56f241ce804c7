//! A customer that a till wrote down, perhaps without a network.

use serde_json::json;

use super::door::Till;
use super::record::Done;
use super::store;
use crate::platform::secrets::digest_bytes;
use crate::staff::{self, Power, one_line};
use crate::till::wire::{Event, NewCustomer};
use crate::values::{Phone, Refusal, Stop};

/// The most characters of a name that are kept.
const LONGEST_NAME: usize = 80;

/// Keeps a customer, once for each event: the one who has her phone number, else a new one.
pub(super) async fn keep(till: &Till, event: &Event, new: &NewCustomer) -> Result<Done, Stop> {
    let mut tx = till.told_of(event.member_id).begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let phone = Phone::parse(&new.phone, &tx.scope().country);
    let phone = phone.ok_or_else(|| Refusal::at("phone", "refused-not-a-phone"))?;
    let name = one_line(&new.name);
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let digest = digest_bytes(json!([phone.e164(), name]).to_string().as_bytes());
    let mut kept = store::told_customer(&mut tx, event.id).await?;
    let mut is_new = false;
    if kept.is_none() {
        let customer_id = store::keep_customer(&mut tx, event.id, &phone, &name).await?;
        // Gone only where the same id made another customer at this instant.
        let customer_id = customer_id.ok_or_else(other)?;
        let device_id = till.device.device_id;
        let told = (event.id, customer_id, device_id);
        is_new = store::insert_told_customer(&mut tx, told, &digest).await?;
        if is_new {
            kept = Some((customer_id, digest.clone()));
        } else {
            kept = store::told_customer(&mut tx, event.id).await?;
        }
    }
    let (customer_id, there) = kept.ok_or_else(other)?;
    if there != digest {
        return Err(other().into());
    }
    if is_new {
        tx.commit().await?;
    }
    Ok(Done {
        number: None,
        customer_id: Some(customer_id),
        is_new,
        flags: Vec::new(),
    })
}

/// The same id was used with another body.
fn other() -> Refusal {
    Refusal::of("refused-customer-other")
}
