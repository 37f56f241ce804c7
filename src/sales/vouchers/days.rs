//! How long vouchers are good.

use serde_json::json;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The most days; PostgreSQL holds the same.
const MOST_DAYS: i32 = 3_660;

/// Keeps how many days vouchers are good for that are sold from now on; nothing typed: for ever. Those that
/// were sold keep their last day.
///
/// # Errors
/// Refuses at `days` what is no number of days.
pub async fn keep_days(cx: &Cx, typed: &str) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let typed = typed.trim();
    let days = if typed.is_empty() {
        None
    } else {
        let days: Option<i32> = typed.parse().ok();
        let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
        let wrong = Refusal::at("days", "refused-voucher-days").with("most", MOST_DAYS);
        Some(days.ok_or(wrong)?)
    };
    let before = store::days(&mut tx).await?;
    if before == days {
        return Ok(());
    }
    store::set_days(&mut tx, days).await?;
    let details = json!({ "before": before, "days": days });
    audit::record(&mut tx, "voucher.days", "business", None, details).await?;
    tx.commit().await
}
