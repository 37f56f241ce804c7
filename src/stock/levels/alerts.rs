//! What of the stock needs somebody: for the owner's page of the day.

use chrono::Days;

use super::store;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// How many need what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alerts {
    /// Levels of which less is free than their minimum.
    pub below_minimum: i64,
    /// Levels of which no more is free than their reorder point.
    pub to_reorder: i64,
    /// Levels of which more was sold than was there.
    pub short: i64,
    /// Products of which something expires within 30 days, today among them.
    pub expiring_30: i64,
    /// Products of which something has expired and is still there.
    pub expired: i64,
}

impl Alerts {
    /// Whether nothing needs anybody.
    pub fn is_quiet(&self) -> bool {
        *self == Alerts::default()
    }
}

/// Counts what needs somebody, each by an index that holds nothing else.
pub async fn alerts(tx: &mut BusinessTx) -> Result<Alerts, Stop> {
    let today = tx.scope().today();
    let soon = today.checked_add_days(Days::new(30)).unwrap_or(today);
    store::alerts(tx, today, soon).await
}
