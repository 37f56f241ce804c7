//! One credit as it stands.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::bills::{Credit, CreditLine, Reason, Undone};
use crate::values::{Money, Quantity, Stop, Unit};

/// One credit.
pub(in crate::purchasing::bills) async fn credit(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<Option<Credit>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select c.credit_id, c.supplier_id, s.name as supplier_name, c.number, c.credited_on,
                  c.reason, c.location_id, l.name as "location?", c.net_minor, c.tax_minor,
                  c.total_minor, c.used_minor, c.note, c.occurred_at, m.name as "member?",
                  c.undo_id, c.undo_reason, c.undone_at, u.name as "undo_member?"
             from app.supplier_credit c
             join app.supplier s on s.business_id = c.business_id and s.supplier_id = c.supplier_id
             left join app.location l on l.business_id = c.business_id
                   and l.location_id = c.location_id
             left join app.member m on m.business_id = c.business_id and m.member_id = c.member_id
             left join app.member u on u.business_id = c.business_id
                   and u.member_id = c.undo_member_id
            where c.business_id = $1 and c.credit_id = $2"#,
        business,
        credit_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Credit {
        credit_id: row.credit_id,
        supplier_id: row.supplier_id,
        supplier_name: row.supplier_name,
        number: row.number,
        credited_on: row.credited_on,
        // The database's own check holds it to the ones there are.
        reason: Reason::parse(&row.reason).unwrap_or(Reason::Other),
        location_id: row.location_id,
        location: row.location,
        net: Money::from_minor(row.net_minor),
        tax: Money::from_minor(row.tax_minor),
        total: Money::from_minor(row.total_minor),
        used: Money::from_minor(row.used_minor),
        note: row.note,
        occurred_at: row.occurred_at,
        member: row.member,
        undone: undone(row.undo_id, row.undone_at, row.undo_reason, row.undo_member),
    }))
}

/// What undid a credit, where anything did: the database holds all of it together.
fn undone(
    undo_id: Option<Uuid>,
    at: Option<DateTime<Utc>>,
    reason: Option<String>,
    member: Option<String>,
) -> Option<Undone> {
    Some(Undone {
        undo_id: undo_id?,
        reason: reason?,
        at: at?,
        member,
    })
}

/// The lines of a credit.
pub(in crate::purchasing::bills) async fn lines_of_credit(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<Vec<CreditLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.product_id, p.name, p.unit, l.receipt_id, r.number as receipt_number,
                  b.number as "batch?", l.quantity_milli, l.net_minor, l.cost_minor,
                  l.dropped_milli
             from app.supplier_credit_line l
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             join app.receipt_line x on x.business_id = l.business_id
                  and x.receipt_id = l.receipt_id and x.line_no = l.receipt_line_no
             left join app.batch b on b.business_id = x.business_id and b.batch_id = x.batch_id
            where l.business_id = $1 and l.credit_id = $2 order by l.line_no"#,
        business,
        credit_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| CreditLine {
        product_id: row.product_id,
        product: row.name,
        unit: Unit::parse(&row.unit).unwrap_or(Unit::Piece),
        receipt_id: row.receipt_id,
        receipt_number: row.receipt_number,
        batch: row.batch,
        quantity: Quantity::from_milli(row.quantity_milli),
        net: Money::from_minor(row.net_minor),
        cost: Money::from_minor(row.cost_minor),
        dropped: Quantity::from_milli(row.dropped_milli),
    });
    Ok(lines.collect())
}
