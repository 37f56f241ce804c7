//! The SQL of the settings of stock.

use crate::platform::BusinessTx;
use crate::stock::Policy;
use crate::values::Stop;

/// Locks the business's row: whoever changes its settings at the same instant waits. Documents go on
/// being written meanwhile.
pub(super) async fn lock(tx: &mut BusinessTx) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select business_id from app.business where business_id = $1 for no key update",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(())
}

/// Writes the business's choices.
pub(super) async fn update(tx: &mut BusinessTx, policy: &Policy) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.business
            set costing = $2, below_zero = $3, expired_goods = $4, reclaims_tax = $5
          where business_id = $1",
        business,
        policy.costing.code(),
        policy.below_zero.code(),
        policy.expired.code(),
        policy.reclaims_tax
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
