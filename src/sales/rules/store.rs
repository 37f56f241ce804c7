//! The SQL of the rules of selling.

use super::Rules;
use crate::platform::BusinessTx;
use crate::values::{Rate, Stop};

/// The rules as they stand.
pub async fn rules(tx: &mut BusinessTx) -> Result<Rules, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select rounding_minor, cash_rounding_minor, cashier_discount_bp, manager_discount_bp, takes_tips
           from app.business where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Rules::of_row(
        [row.rounding_minor, row.cash_rounding_minor],
        [row.cashier_discount_bp, row.manager_discount_bp],
        row.takes_tips,
    ))
}

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

/// Writes the rules, but for what every total is rounded to.
pub(super) async fn update(tx: &mut BusinessTx, rules: &Rules) -> Result<(), Stop> {
    let business = tx.business();
    let bp = |rate: Rate| i32::try_from(rate.basis_points()).unwrap_or(0);
    sqlx::query!(
        "update app.business
            set cash_rounding_minor = $2, cashier_discount_bp = $3, manager_discount_bp = $4,
                takes_tips = $5
          where business_id = $1",
        business,
        rules.rounding.cash.minor(),
        bp(rules.limits.cashier),
        bp(rules.limits.manager),
        rules.takes_tips
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
