//! Somebody says how what a voucher did not hold ended.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::sales::vouchers::{self, Settlement};
use crate::staff::{self, Power, one_line};
use crate::values::Stop;

/// Settles all that is missing at the sale of a flag, once for each `settlement_id`, and notes that whoever
/// acts has looked at it.
///
/// # Errors
/// Not found where the flag is not about what was paid at a sale; refused as [`vouchers::settle`] refuses.
pub async fn settle(cx: &Cx, flag_id: Uuid, ask: &Settlement) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepTills)?;
    let by = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let sale_id = store::paid_sale_of(&mut tx, flag_id).await?;
    if !vouchers::settle(&mut tx, sale_id, ask).await? {
        return Ok(());
    }
    let note = one_line(&ask.note);
    if let Some(code) = store::set_resolved(&mut tx, flag_id, by, &note).await? {
        let details = json!({ "code": code, "note": note });
        audit::record(&mut tx, "flag.resolve", "flag", Some(flag_id), details).await?;
    }
    tx.commit().await
}
