//! Writing receipts down.

use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::purchasing::receiving::read::Wanted;
use crate::values::{Money, Stop};

/// A receipt, as its rows say it.
pub(in crate::purchasing::receiving) struct NewReceipt<'a> {
    pub receipt_id: Uuid,
    pub number: i64,
    pub digest: &'a [u8],
    pub supplier_id: Uuid,
    pub purchase_id: Option<Uuid>,
    pub location_id: Uuid,
    pub delivery_note: &'a str,
    pub note: &'a str,
    pub lines: Vec<NewLine<'a>>,
}

/// A line of it.
pub(in crate::purchasing::receiving) struct NewLine<'a> {
    pub line_no: i32,
    pub line: &'a Wanted,
    pub batch_id: Option<Uuid>,
}

/// Raises what has come of a locked order's lines.
pub(in crate::purchasing::receiving) async fn raise_received(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
    wanted: &[Wanted],
) -> Result<(), Stop> {
    let business = tx.business();
    for line in wanted {
        let Some(line_no) = line.purchase_line_no else {
            continue;
        };
        sqlx::query!(
            "update app.purchase_line set received_milli = received_milli + $4
              where business_id = $1 and purchase_id = $2 and line_no = $3",
            business,
            purchase_id,
            line_no,
            line.quantity.milli()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Writes a receipt and its lines.
pub(in crate::purchasing::receiving) async fn insert(
    tx: &mut BusinessTx,
    new: &NewReceipt<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = {
        let scope = tx.scope();
        (scope.now, scope.today(), scope.member_id())
    };
    let value = Money::sum(new.lines.iter().map(|line| line.line.value));
    let value = value.ok_or_else(|| fault("a receipt cannot be counted", &new.receipt_id))?;
    sqlx::query!(
        "insert into app.receipt (business_id, receipt_id, number, request_digest, supplier_id,
                purchase_id, location_id, delivery_note, note, value_minor, occurred_at,
                business_date, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        business,
        new.receipt_id,
        new.number,
        new.digest,
        new.supplier_id,
        new.purchase_id,
        new.location_id,
        new.delivery_note,
        new.note,
        value.minor(),
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    for line in &new.lines {
        let of_order = line.line.purchase_line_no.and(new.purchase_id);
        sqlx::query!(
            "insert into app.receipt_line (business_id, receipt_id, line_no, purchase_id,
                    purchase_line_no, product_id, batch_id, quantity_milli, value_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            business,
            new.receipt_id,
            line.line_no,
            of_order,
            line.line.purchase_line_no,
            line.line.product_id,
            line.batch_id,
            line.line.quantity.milli(),
            line.line.value.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}
