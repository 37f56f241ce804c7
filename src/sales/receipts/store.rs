//! The SQL of receipts.

use std::collections::HashMap;

use uuid::Uuid;

use super::print::Print;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// The document of a code, in its one spelling. The first, should two have the same.
pub async fn by_code(tx: &mut BusinessTx, code: &str) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let sale_id = sqlx::query_scalar!(
        "select sale_id from app.sale where business_id = $1 and code = $2
          order by recorded_at, sale_id limit 1",
        business,
        code
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(sale_id)
}

/// What fiscal documents call each class of tax, the ones of old documents too.
pub(super) async fn letters(tx: &mut BusinessTx) -> Result<HashMap<Uuid, String>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select tax_class_id, fiscal_code from app.tax_class where business_id = $1",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let letters = rows.into_iter();
    Ok(letters
        .map(|row| (row.tax_class_id, row.fiscal_code))
        .collect())
}

/// The print that was counted under this id, if one was.
pub(super) async fn print(tx: &mut BusinessTx, print_id: Uuid) -> Result<Option<Print>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select sale_id, number, printed_at from app.receipt_print
          where business_id = $1 and print_id = $2",
        business,
        print_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Print {
        sale_id: row.sale_id,
        number: row.number,
        at: row.printed_at,
    }))
}

/// How often the receipt of a document went to a printer.
pub(super) async fn prints(tx: &mut BusinessTx, sale_id: Uuid) -> Result<i32, Stop> {
    let business = tx.business();
    let prints = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "prints!" from app.receipt_print
            where business_id = $1 and sale_id = $2"#,
        business,
        sale_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(prints)
}

/// Writes a print down, with the till it was made at, if it was made at one.
pub(super) async fn insert_print(
    tx: &mut BusinessTx,
    print_id: Uuid,
    print: &Print,
    member_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    let device_id = tx.scope().device.as_ref().map(|device| device.device_id);
    sqlx::query!(
        "insert into app.receipt_print (business_id, print_id, sale_id, number, printed_at,
                member_id, device_id)
         values ($1, $2, $3, $4, $5, $6, $7)",
        business,
        print_id,
        print.sale_id,
        print.number,
        print.at,
        member_id,
        device_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
