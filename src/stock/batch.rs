//! Batches: what the supplier printed on a lot, and until when it keeps.

use chrono::NaiveDate;
use uuid::Uuid;

use super::store;
use crate::platform::BusinessTx;
use crate::values::{Refusal, Stop};

/// The batch of a product by its number, made where it is not there. Refuses one that expires before
/// it comes in, and a number that is there with another expiry.
pub async fn batch(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
    expires_on: Option<NaiveDate>,
    supplier_id: Option<Uuid>,
) -> Result<Uuid, Stop> {
    let number = number.trim();
    if number.is_empty() || number.chars().count() > 60 {
        return Err(Refusal::at("batch", "refused-batch-number").into());
    }
    let today = tx.scope().today();
    if let Some(last) = expires_on.filter(|last| *last < today) {
        return Err(Refusal::at("expires_on", "refused-batch-expired")
            .with("date", last)
            .into());
    }
    let known = store::keep_batch(tx, product_id, number, expires_on, supplier_id).await?;
    if expires_on.is_some() && known.expires_on != expires_on {
        let there = known.expires_on.map(|last| last.to_string());
        return Err(Refusal::at("expires_on", "refused-batch-other-expiry")
            .with("number", number)
            .with("date", there.unwrap_or_else(|| "–".to_owned()))
            .into());
    }
    Ok(known.batch_id)
}
