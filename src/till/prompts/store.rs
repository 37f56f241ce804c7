//! The SQL of prompts at tills that is nobody else's.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// Whether a till has told of this sale already.
pub(super) async fn is_sold(tx: &mut BusinessTx, sale_id: Uuid) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.sale where business_id = $1 and sale_id = $2)
                  as "there!""#,
        business,
        sale_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}
