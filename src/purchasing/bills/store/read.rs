//! One bill as it stands.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::bills::{Bill, BillLine};
use crate::values::{Money, Quantity, Stop, Unit};

/// One bill.
pub(in crate::purchasing::bills) async fn bill(
    tx: &mut BusinessTx,
    bill_id: Uuid,
) -> Result<Option<Bill>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select b.bill_id, b.supplier_id, s.name as supplier_name, b.number, b.billed_on,
                  b.due_on, b.net_minor, b.tax_minor, b.total_minor, b.paid_minor,
                  b.credited_minor, b.note, b.occurred_at, m.name as "member?"
             from app.bill b
             join app.supplier s on s.business_id = b.business_id and s.supplier_id = b.supplier_id
             left join app.member m on m.business_id = b.business_id and m.member_id = b.member_id
            where b.business_id = $1 and b.bill_id = $2"#,
        business,
        bill_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Bill {
        bill_id: row.bill_id,
        supplier_id: row.supplier_id,
        supplier_name: row.supplier_name,
        number: row.number,
        billed_on: row.billed_on,
        due_on: row.due_on,
        net: Money::from_minor(row.net_minor),
        tax: Money::from_minor(row.tax_minor),
        total: Money::from_minor(row.total_minor),
        paid: Money::from_minor(row.paid_minor),
        credited: Money::from_minor(row.credited_minor),
        note: row.note,
        occurred_at: row.occurred_at,
        member: row.member,
    }))
}

/// The lines of a bill.
pub(in crate::purchasing::bills) async fn lines_of_bill(
    tx: &mut BusinessTx,
    bill_id: Uuid,
) -> Result<Vec<BillLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.line_no, p.name as "product?", p.unit as "unit?", l.words, l.receipt_id,
                  r.number as receipt_number, l.quantity_milli, l.net_minor, l.tax_minor,
                  l.to_stock_minor, l.to_cost_minor
             from app.bill_line l
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             left join app.receipt_line x on x.business_id = l.business_id
                   and x.receipt_id = l.receipt_id and x.line_no = l.receipt_line_no
             left join app.product p on p.business_id = x.business_id
                   and p.product_id = x.product_id
            where l.business_id = $1 and l.bill_id = $2 order by l.line_no"#,
        business,
        bill_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| BillLine {
        line_no: row.line_no,
        product: row.product,
        words: row.words,
        receipt_id: row.receipt_id,
        receipt_number: row.receipt_number,
        quantity: row.quantity_milli.map(Quantity::from_milli),
        unit: row.unit.and_then(|unit| Unit::parse(&unit)),
        net: Money::from_minor(row.net_minor),
        tax: Money::from_minor(row.tax_minor),
        to_stock: Money::from_minor(row.to_stock_minor),
        to_cost: Money::from_minor(row.to_cost_minor),
    });
    Ok(lines.collect())
}

/// A receipt that freight may be spread over.
#[derive(Debug, Clone)]
pub(in crate::purchasing::bills) struct ReceiptChoice {
    pub receipt_id: Uuid,
    pub number: i64,
    pub supplier_name: String,
    pub day: NaiveDate,
}

/// The newest receipts of every supplier, and the one that is asked for.
pub(in crate::purchasing::bills) async fn receipts_to_choose(
    tx: &mut BusinessTx,
    asked: Option<Uuid>,
    most: i64,
) -> Result<Vec<ReceiptChoice>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        ReceiptChoice,
        r#"select r.receipt_id, r.number, s.name as supplier_name, r.business_date as day
             from app.receipt r
             join app.supplier s on s.business_id = r.business_id and s.supplier_id = r.supplier_id
            where r.business_id = $1
            order by (r.receipt_id is not distinct from $2) desc, r.occurred_at desc, r.receipt_id
            limit $3"#,
        business,
        asked,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
