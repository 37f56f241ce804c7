//! Writes a customer down by her phone number.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power, one_line, unless_refused};
use crate::values::{Phone, Refusal, Stop};

/// The most characters of a name.
pub(super) const LONGEST_NAME: usize = 80;

/// A customer as she was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerForm {
    /// Her number, however she writes it.
    pub phone: String,
    /// Her name; may be empty.
    pub name: String,
}

/// Writes a customer down; her id. Whoever is known by that number is found, and has a name from then on
/// if she had none; so the same twice is the same customer.
///
/// # Errors
/// Refuses what is no phone number, and a name that is too long.
pub async fn add(cx: &Cx, form: &CustomerForm) -> Result<Uuid, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let name = one_line(&form.name);
    let no_phone = || Refusal::at("phone", "refused-not-a-phone");
    let phone = Phone::parse(&form.phone, &tx.scope().country).ok_or_else(no_phone);
    let mut refusals: Vec<Refusal> = phone.clone().err().into_iter().collect();
    if name.chars().count() > LONGEST_NAME {
        refusals.push(Refusal::at("name", "refused-too-long").with("most", LONGEST_NAME));
    }
    unless_refused(refusals)?;
    let (customer_id, is_new) = store::keep(&mut tx, &phone?, &name).await?;
    if is_new {
        let subject = Some(customer_id);
        audit::record(&mut tx, "customer.add", "customer", subject, json!({})).await?;
    }
    tx.commit().await?;
    Ok(customer_id)
}
