//! Withdraws a rate whose day is still to come.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Takes back the rate that a class would have from a day on. Being gone already is no error.
///
/// # Errors
/// Not found; refused in words where the day has come: documents may have been made by it.
pub async fn withdraw_rate(cx: &Cx, tax_class_id: Uuid, day: NaiveDate) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let code = store::lock_class(&mut tx, tax_class_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let Some(rate) = store::rate_from(&mut tx, tax_class_id, day).await? else {
        return Ok(());
    };
    if day <= tx.scope().today() {
        let refusal = Refusal::of("refused-tax-in-force").with("rate", rate.shown());
        return Err(refusal.into());
    }
    store::delete_rate(&mut tx, tax_class_id, day).await?;
    let details = json!({
        "code": code,
        "valid_from": day,
        "basis_points": rate.basis_points(),
    });
    let subject = Some(tax_class_id);
    audit::record(&mut tx, "tax.rate_withdrawn", "tax_class", subject, details).await?;
    tx.commit().await
}
