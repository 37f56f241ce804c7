//! What tills raised about a sale.

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::sales::{Flag, Oddity};
use crate::values::Stop;

/// A flag of a sale or a refund, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sales) struct RaisedFlag {
    /// Its id.
    pub flag_id: Uuid,
    /// What is odd, and why.
    pub flag: Flag,
    /// Whether somebody has looked at it.
    pub is_resolved: bool,
}

/// The flags of a sale or a refund, the oldest first.
pub(in crate::sales) async fn flags_of(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Vec<RaisedFlag>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select flag_id, code, reasons, resolved_at is not null as "is_resolved!"
             from app.till_flag where business_id = $1 and sale_id = $2
            order by raised_at, flag_id"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let oddity = Oddity::parse(&row.code);
            let oddity = oddity.ok_or_else(|| fault("a flag is of no known kind", &row.code))?;
            let reasons = serde_json::from_value(row.reasons);
            let reasons = reasons.map_err(|error| fault("a flag cannot be read", &error))?;
            Ok(RaisedFlag {
                flag_id: row.flag_id,
                flag: Flag { oddity, reasons },
                is_resolved: row.is_resolved,
            })
        })
        .collect()
}
