//! Lines of receipts with what has become of them.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::receiving::ReceiptLine;
use crate::values::{Money, Quantity, Stop, Unit};

/// A line as its row says it.
pub(in crate::purchasing) struct LineRow {
    pub receipt_id: Uuid,
    pub receipt_number: i64,
    pub line_no: i32,
    pub location_id: Uuid,
    pub received_on: NaiveDate,
    pub product_id: Uuid,
    pub name: String,
    pub sku: String,
    pub unit: String,
    pub tax_class_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub batch_number: Option<String>,
    pub expires_on: Option<NaiveDate>,
    pub quantity_milli: i64,
    pub value_minor: i64,
    pub billed_milli: i64,
    pub billed_minor: i64,
    pub returned_milli: i64,
    pub dropped_milli: i64,
    pub dropped_minor: i64,
}

impl LineRow {
    /// As the rest of the program knows it.
    pub fn read(self) -> ReceiptLine {
        ReceiptLine {
            receipt_id: self.receipt_id,
            receipt_number: self.receipt_number,
            line_no: self.line_no,
            location_id: self.location_id,
            received_on: self.received_on,
            product_id: self.product_id,
            name: self.name,
            sku: self.sku,
            unit: Unit::parse(&self.unit).unwrap_or(Unit::Piece),
            tax_class_id: self.tax_class_id,
            batch_id: self.batch_id,
            batch_number: self.batch_number,
            expires_on: self.expires_on,
            quantity: Quantity::from_milli(self.quantity_milli),
            value: Money::from_minor(self.value_minor),
            billed: Quantity::from_milli(self.billed_milli),
            billed_value: Money::from_minor(self.billed_minor),
            returned: Quantity::from_milli(self.returned_milli),
            dropped: Quantity::from_milli(self.dropped_milli),
            dropped_value: Money::from_minor(self.dropped_minor),
        }
    }
}

/// The lines of receipts, in their order.
pub(in crate::purchasing) async fn lines_of(
    tx: &mut BusinessTx,
    receipts: &[Uuid],
) -> Result<Vec<ReceiptLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        LineRow,
        r#"select l.receipt_id, r.number as receipt_number, l.line_no, r.location_id,
                  r.business_date as received_on, l.product_id, p.name, p.sku, p.unit,
                  p.tax_class_id, l.batch_id, b.number as "batch_number?",
                  b.expires_on as "expires_on?", l.quantity_milli, l.value_minor, l.billed_milli,
                  l.billed_minor, l.returned_milli, l.dropped_milli, l.dropped_minor
             from app.receipt_line l
             join app.receipt r on r.business_id = l.business_id and r.receipt_id = l.receipt_id
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.batch b on b.business_id = l.business_id and b.batch_id = l.batch_id
            where l.business_id = $1 and l.receipt_id = any($2)
            order by r.number, l.line_no"#,
        business,
        receipts
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(LineRow::read).collect())
}
