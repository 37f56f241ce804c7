//! Writing bills down.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// A bill, as its row says it.
pub(in crate::purchasing::bills) struct NewBill<'a> {
    pub bill_id: Uuid,
    pub digest: &'a [u8],
    pub supplier_id: Uuid,
    pub number: &'a str,
    pub billed_on: NaiveDate,
    pub due_on: NaiveDate,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
    pub note: &'a str,
    pub lines: &'a [NewBillLine],
}

/// A line of it.
#[derive(Debug, Clone)]
pub(in crate::purchasing::bills) struct NewBillLine {
    /// `goods` or `landed`.
    pub kind: &'static str,
    pub words: String,
    pub receipt_id: Uuid,
    pub receipt_line_no: Option<i32>,
    pub quantity: Option<Quantity>,
    pub net: Money,
    /// Tax that becomes part of the cost.
    pub tax: Money,
    pub to_stock: Money,
    pub to_cost: Money,
}

/// The digest of the bill under this id.
pub(in crate::purchasing::bills) async fn recorded_bill(
    tx: &mut BusinessTx,
    bill_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.bill where business_id = $1 and bill_id = $2",
        business,
        bill_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// Whether a supplier's number is that of a bill that stands. She is locked.
pub(in crate::purchasing::bills) async fn is_number_used(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    number: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let used = sqlx::query_scalar!(
        r#"select exists (select 1 from app.bill where business_id = $1 and supplier_id = $2
                             and lower(number) = lower($3)) as "used!""#,
        business,
        supplier_id,
        number
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(used)
}

/// Writes a bill and its lines.
pub(in crate::purchasing::bills) async fn insert_bill(
    tx: &mut BusinessTx,
    new: &NewBill<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = {
        let scope = tx.scope();
        (scope.now, scope.today(), scope.member_id())
    };
    sqlx::query!(
        "insert into app.bill (business_id, bill_id, request_digest, supplier_id, number, billed_on,
                due_on, net_minor, tax_minor, total_minor, note, occurred_at, business_date,
                member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        business,
        new.bill_id,
        new.digest,
        new.supplier_id,
        new.number,
        new.billed_on,
        new.due_on,
        new.net.minor(),
        new.tax.minor(),
        new.total.minor(),
        new.note,
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    for (line_no, line) in (1_i32..).zip(new.lines) {
        sqlx::query!(
            "insert into app.bill_line (business_id, bill_id, line_no, kind, words, receipt_id,
                    receipt_line_no, quantity_milli, net_minor, tax_minor, to_stock_minor,
                    to_cost_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            business,
            new.bill_id,
            line_no,
            line.kind,
            line.words,
            line.receipt_id,
            line.receipt_line_no,
            line.quantity.map(Quantity::milli),
            line.net.minor(),
            line.tax.minor(),
            line.to_stock.minor(),
            line.to_cost.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// A bill has named so much of a locked receipt line, and taken over so much of its value.
pub(in crate::purchasing::bills) async fn mark_billed(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
    line_no: i32,
    quantity: Quantity,
    value: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.receipt_line
            set billed_milli = billed_milli + $4, billed_minor = billed_minor + $5
          where business_id = $1 and receipt_id = $2 and line_no = $3",
        business,
        receipt_id,
        line_no,
        quantity.milli(),
        value.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
