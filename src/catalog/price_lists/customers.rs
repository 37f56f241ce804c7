//! Who buys by a list: a customer is put on it by her phone number, and taken off it again.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::catalog::product_form::line;
use crate::platform::Cx;
use crate::staff::{self, Power, unless_refused};
use crate::values::{Phone, Refusal, Stop};

/// The most characters of a customer's name.
pub(super) const NAME: usize = 80;

/// Puts whoever has this number on a list, and off any other; how she is called. Somebody who has not
/// bought here yet becomes a customer.
pub async fn put_on(cx: &Cx, list: &str, phone: &str, name: &str) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let mut refusals = Vec::new();
    let name = line(name);
    if name.chars().count() > NAME {
        refusals.push(Refusal::at("name", "refused-too-long").with("most", NAME));
    }
    let phone = Phone::parse(phone, &tx.scope().country);
    if phone.is_none() {
        refusals.push(Refusal::at("phone", "refused-not-a-phone"));
    }
    unless_refused(refusals)?;
    let phone = phone.ok_or_else(|| Refusal::at("phone", "refused-not-a-phone"))?;
    let kept = store::lock(&mut tx, list).await?.ok_or(Stop::NotFound)?;
    if kept.retired {
        return Err(Refusal::of("refused-price-list-closed")
            .with("name", kept.name)
            .into());
    }
    let (customer_id, name) = store::put_on(&mut tx, list, &phone, &name).await?;
    let details = json!({ "list": list });
    let subject = Some(customer_id);
    audit::record(&mut tx, "price_list.put_on", "customer", subject, details).await?;
    tx.commit().await?;
    Ok(if name.is_empty() { phone.shown() } else { name })
}

/// Takes a customer off a list: she buys at retail again. Again changes nothing.
pub async fn take_off(cx: &Cx, list: &str, customer_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    store::lock(&mut tx, list).await?.ok_or(Stop::NotFound)?;
    if !store::take_off(&mut tx, list, customer_id).await? {
        return Ok(());
    }
    let details = json!({ "list": list });
    let subject = Some(customer_id);
    audit::record(&mut tx, "price_list.take_off", "customer", subject, details).await?;
    tx.commit().await
}
