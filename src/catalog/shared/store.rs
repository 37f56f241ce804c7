//! The SQL of the shared catalogue: reading it for a business, and the operator's one way into it.

use sqlx::PgConnection;

use super::bring::Row;
use super::known::Known;
use crate::platform::{BusinessTx, fault};
use crate::values::Stop;

/// How many rows one statement writes: a chunk stays far from the limit on its time.
const CHUNK: usize = 2000;

/// What the shared catalogue says of the first of these barcodes that it has, with the business's own
/// category of the same name.
pub(super) async fn find(tx: &mut BusinessTx, barcodes: &[String]) -> Result<Option<Known>, Stop> {
    let business = tx.business();
    let known = sqlx::query_as!(
        Known,
        r#"select s.barcode as "barcode!", s.name as "name!", s.brand as "brand!",
                  s.category as "category!", s.unit as "unit!", s.tax_code as "tax_code!",
                  (select c.category_id from app.category c
                    where c.business_id = $1 and lower(c.name) = lower(s.category)
                      and c.retired_at is null) as "category_id?"
             from app.shared_product s where s.barcode = any($2)
            order by array_position($2, s.barcode) limit 1"#,
        business,
        barcodes
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(known)
}

/// Writes goods as the operator; how many are new, and how many are other than before.
pub(super) async fn keep(connection: &mut PgConnection, rows: &[Row]) -> Result<(u64, u64), Stop> {
    let (mut added, mut changed) = (0, 0);
    for chunk in rows.chunks(CHUNK) {
        let column = |of: fn(&Row) -> &str| -> Vec<String> {
            chunk.iter().map(|row| of(row).to_owned()).collect()
        };
        let barcodes = column(|row| &row.barcode);
        let names = column(|row| &row.name);
        let brands = column(|row| &row.brand);
        let categories = column(|row| &row.category);
        let units = column(|row| row.unit);
        let taxes = column(|row| row.tax_code);
        let counts = sqlx::query_scalar!(
            "select app.keep_shared_products($1, $2, $3, $4, $5, $6)",
            &barcodes,
            &names,
            &brands,
            &categories,
            &units,
            &taxes
        )
        .fetch_one(&mut *connection)
        .await?;
        let counts = counts.unwrap_or_default();
        let [new, other] = counts.as_slice() else {
            return Err(fault("the shared catalogue was not counted", &counts.len()));
        };
        added += u64::try_from(*new).unwrap_or(0);
        changed += u64::try_from(*other).unwrap_or(0);
    }
    Ok((added, changed))
}
