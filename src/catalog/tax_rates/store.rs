//! All SQL of tax rates. What never breaks: every statement names its business.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Rate, Stop};

/// A tax class with one of its rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DatedRate {
    pub tax_class_id: Uuid,
    /// `standard`, `zero` or `exempt`.
    pub code: String,
    /// What fiscal documents call it.
    pub letter: String,
    pub valid_from: NaiveDate,
    pub rate: Rate,
}

fn rate_of(basis_points: i32) -> Rate {
    Rate::from_basis_points(u32::try_from(basis_points).unwrap_or(0))
}

/// Every rate of every class in use, class by class, the newest first.
pub(super) async fn all(tx: &mut BusinessTx) -> Result<Vec<DatedRate>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select t.tax_class_id, t.code, t.fiscal_code, r.valid_from, r.rate_bp
           from app.tax_class t
           join app.tax_rate r on r.business_id = t.business_id
                              and r.tax_class_id = t.tax_class_id
          where t.business_id = $1 and t.retired_at is null
          order by t.code, r.valid_from desc",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let rates = rows.into_iter().map(|row| DatedRate {
        tax_class_id: row.tax_class_id,
        code: row.code,
        letter: row.fiscal_code,
        valid_from: row.valid_from,
        rate: rate_of(row.rate_bp),
    });
    Ok(rates.collect())
}

/// A class's code, its row locked.
pub(super) async fn lock_class(
    tx: &mut BusinessTx,
    tax_class_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let code = sqlx::query_scalar!(
        "select code from app.tax_class
          where business_id = $1 and tax_class_id = $2 and retired_at is null
            for no key update",
        business,
        tax_class_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(code)
}

/// The rate that begins on that very day, if one does.
pub(super) async fn rate_from(
    tx: &mut BusinessTx,
    tax_class_id: Uuid,
    day: NaiveDate,
) -> Result<Option<Rate>, Stop> {
    let business = tx.business();
    let basis_points = sqlx::query_scalar!(
        "select rate_bp from app.tax_rate
          where business_id = $1 and tax_class_id = $2 and valid_from = $3",
        business,
        tax_class_id,
        day
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(basis_points.map(rate_of))
}

/// Writes a rate from a day on.
pub(super) async fn insert_rate(
    tx: &mut BusinessTx,
    tax_class_id: Uuid,
    day: NaiveDate,
    rate: Rate,
) -> Result<(), Stop> {
    let business = tx.business();
    let basis_points = i32::try_from(rate.basis_points()).unwrap_or(0);
    sqlx::query!(
        "insert into app.tax_rate (business_id, tax_class_id, valid_from, rate_bp)
         values ($1, $2, $3, $4)",
        business,
        tax_class_id,
        day,
        basis_points
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a rate away that has not begun.
pub(super) async fn delete_rate(
    tx: &mut BusinessTx,
    tax_class_id: Uuid,
    day: NaiveDate,
) -> Result<(), Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    sqlx::query!(
        "delete from app.tax_rate
          where business_id = $1 and tax_class_id = $2 and valid_from = $3 and valid_from > $4",
        business,
        tax_class_id,
        day,
        today
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes the letter of the class of that code; false where it has that one already.
pub(super) async fn set_letter(
    tx: &mut BusinessTx,
    code: &str,
    letter: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.tax_class set fiscal_code = $3
          where business_id = $1 and code = $2 and fiscal_code <> $3",
        business,
        code,
        letter
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
