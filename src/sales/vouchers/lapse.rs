//! What expired vouchers still held becomes income, when the owner says so.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::platform::{Cx, fault};
use crate::staff::{self, Power};
use crate::values::{Money, Stop};

/// How many vouchers are taken at once: whoever has more asks again.
const MOST: i64 = 500;

/// Takes what vouchers still hold that expired before today as income, each once; how many those were, and
/// how much they held. Nothing can be bought with them any more, and nothing goes back onto them.
///
/// # Errors
/// Refuses where the books of this month are closed.
pub async fn lapse(cx: &Cx) -> Result<(usize, Money), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepAccounts)?;
    let (now, today) = (tx.scope().now, tx.scope().today());
    // Whoever asks at the same instant waits here, and finds none of them.
    let held = store::lock_expired(&mut tx, today, MOST).await?;
    let ids: Vec<Uuid> = held.iter().map(|(voucher_id, _)| *voucher_id).collect();
    store::set_lapsed(&mut tx, &ids).await?;
    for (voucher_id, left) in &held {
        let details = json!({ "amount": left.minor() });
        let subject = Some(*voucher_id);
        audit::record(&mut tx, "voucher.lapse", "voucher", subject, details).await?;
        let draft = posted(*voucher_id, *left, now);
        let draft = draft.ok_or_else(|| fault("a voucher cannot be counted", voucher_id))?;
        ledger::post(&mut tx, draft).await?;
    }
    let all = Money::sum(held.iter().map(|(_, left)| *left));
    let all = all.ok_or_else(|| fault("expired vouchers cannot be counted", &held.len()))?;
    tx.commit().await?;
    Ok((held.len(), all))
}

/// What was left is owed to nobody any more.
fn posted(voucher_id: Uuid, left: Money, occurred_at: DateTime<Utc>) -> Option<Draft> {
    Some(Draft {
        source_kind: "voucher",
        source_id: voucher_id,
        purpose: "lapse",
        occurred_at,
        location_id: None,
        lines: vec![
            (Role::GiftVouchers, left),
            (Role::ExpiredVouchers, left.negated()?),
        ],
    })
}
