//! Gives a phone number to a customer who has none: a till wrote her down by what is none, or only sold to her.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Phone, Refusal, Stop};

/// Gives a customer her number. The same again is no error.
///
/// # Errors
/// Refuses what is no phone number, one that is another customer's, and another one for whom has one. Another
/// business's customer is not found.
pub async fn give_number(cx: &Cx, customer_id: Uuid, typed: &str) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let no_phone = || Refusal::at("phone", "refused-not-a-phone");
    let phone = Phone::parse(typed, &tx.scope().country).ok_or_else(no_phone)?;
    if !store::give_number(&mut tx, customer_id, &phone).await? {
        let her = store::customer(&mut tx, customer_id).await?;
        if her.phone.as_ref() == Some(&phone) {
            return Ok(());
        }
        let known = Refusal::at("phone", "refused-customer-has-number");
        let number = her.number().unwrap_or_default();
        return Err(known.with("number", number).into());
    }
    let subject = Some(customer_id);
    audit::record(&mut tx, "customer.number", "customer", subject, json!({})).await?;
    tx.commit().await
}
