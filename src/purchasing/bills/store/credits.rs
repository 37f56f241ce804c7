//! Writing credits down.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::bills::credit_form::Taken;
use crate::values::{Money, Quantity, Stop};

/// A credit, as its row says it.
pub(in crate::purchasing::bills) struct NewCredit<'a> {
    pub credit_id: Uuid,
    pub digest: &'a [u8],
    pub supplier_id: Uuid,
    pub number: &'a str,
    pub credited_on: NaiveDate,
    pub reason: &'static str,
    pub location_id: Option<Uuid>,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
    pub note: &'a str,
    pub lines: Vec<NewCreditLine>,
}

/// A line of it.
#[derive(Debug, Clone, Copy)]
pub(in crate::purchasing::bills) struct NewCreditLine {
    pub receipt_id: Uuid,
    pub receipt_line_no: i32,
    pub product_id: Uuid,
    pub quantity: Quantity,
    pub net: Money,
    /// What the goods had cost that left.
    pub cost: Money,
    /// Of them, what no bill has named and none will.
    pub dropped: Quantity,
    /// What that was received at.
    pub dropped_value: Money,
}

/// The digest of the credit under this id.
pub(in crate::purchasing::bills) async fn recorded_credit(
    tx: &mut BusinessTx,
    credit_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.supplier_credit where business_id = $1 and credit_id = $2",
        business,
        credit_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// Whether a supplier's number is that of a credit that stands. She is locked.
pub(in crate::purchasing::bills) async fn is_credit_number_used(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    number: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let used = sqlx::query_scalar!(
        r#"select exists (select 1 from app.supplier_credit where business_id = $1
                             and supplier_id = $2 and lower(number) = lower($3)
                             and undone_at is null) as "used!""#,
        business,
        supplier_id,
        number
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(used)
}

/// Writes a credit and its lines.
pub(in crate::purchasing::bills) async fn insert_credit(
    tx: &mut BusinessTx,
    new: &NewCredit<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = {
        let scope = tx.scope();
        (scope.now, scope.today(), scope.member_id())
    };
    sqlx::query!(
        "insert into app.supplier_credit (business_id, credit_id, request_digest, supplier_id,
                number, credited_on, reason, location_id, net_minor, tax_minor, total_minor, note,
                occurred_at, business_date, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        business,
        new.credit_id,
        new.digest,
        new.supplier_id,
        new.number,
        new.credited_on,
        new.reason,
        new.location_id,
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
    for (line_no, line) in (1_i32..).zip(&new.lines) {
        sqlx::query!(
            "insert into app.supplier_credit_line (business_id, credit_id, line_no, receipt_id,
                    receipt_line_no, product_id, quantity_milli, net_minor, cost_minor,
                    dropped_milli, dropped_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            business,
            new.credit_id,
            line_no,
            line.receipt_id,
            line.receipt_line_no,
            line.product_id,
            line.quantity.milli(),
            line.net.minor(),
            line.cost.minor(),
            line.dropped.milli(),
            line.dropped_value.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// So much of a locked receipt line went back, some of it perhaps before any bill named it.
pub(in crate::purchasing::bills) async fn mark_returned(
    tx: &mut BusinessTx,
    taken: &Taken,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.receipt_line
            set returned_milli = returned_milli + $4, dropped_milli = dropped_milli + $5,
                dropped_minor = dropped_minor + $6
          where business_id = $1 and receipt_id = $2 and line_no = $3",
        business,
        taken.line.receipt_id,
        taken.line.line_no,
        taken.quantity.milli(),
        taken.dropped.milli(),
        taken.dropped_value.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
