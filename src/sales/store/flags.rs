//! What tills raised about a sale, and how much of what they left waits for a manager.

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::sales::{Flag, Oddity};
use crate::staff::{Power, may};
use crate::values::Stop;

/// How much of what tills have told and asked for waits for a manager.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ToLookAt {
    /// Flags that nobody has looked at.
    pub flags: i64,
    /// M-Pesa's prompts whose money no sale names and nobody paid back, and those that do not fit.
    pub prompts: i64,
}

impl ToLookAt {
    /// All of it.
    pub fn total(self) -> i64 {
        self.flags + self.prompts
    }
}

/// Counts what waits at the page of flags; nothing for whoever may not read that page.
pub async fn to_look_at(tx: &mut BusinessTx) -> Result<ToLookAt, Stop> {
    if !may(&tx.scope().who, Power::KeepTills) {
        return Ok(ToLookAt::default());
    }
    let business = tx.business();
    let counts = sqlx::query!(
        r#"select (select count(*) from app.till_flag
                    where business_id = $1 and resolved_at is null) as "flags!",
                  (select count(*) from app.payment p
                    where p.business_id = $1 and p.device_id is not null and p.direction = 'in'
                      and p.sale_id is null
                      and not exists (select 1 from app.payment b
                                       where b.business_id = p.business_id
                                         and b.pays_back = p.payment_id)) as "held!",
                  (select count(*) from app.mpesa_attempt
                    where business_id = $1 and device_id is not null
                      and state = 'review') as "review!""#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(ToLookAt {
        flags: counts.flags,
        prompts: counts.held + counts.review,
    })
}

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
