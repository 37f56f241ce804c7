//! Payments to suppliers, what is open, and what settles what.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// Something of which an amount is open: a bill, a credit, or money ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::purchasing::bills) struct Open {
    pub id: Uuid,
    /// Its number or reference; may be empty.
    pub number: String,
    pub rest: Money,
}

/// A supplier's open bills: those that name one of these receipts first, then by the day they are due.
pub(in crate::purchasing::bills) async fn open_bills(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    receipts: &[Uuid],
) -> Result<Vec<Open>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select b.bill_id, b.number, (b.total_minor - b.paid_minor - b.credited_minor) as "rest!"
             from app.bill b
            where b.business_id = $1 and b.supplier_id = $2
              and b.paid_minor + b.credited_minor < b.total_minor
            order by exists (select 1 from app.bill_line l
                              where l.business_id = b.business_id and l.bill_id = b.bill_id
                                and l.receipt_id = any($3)) desc,
                     b.due_on, b.billed_on, b.bill_id"#,
        business,
        supplier_id,
        receipts
    )
    .fetch_all(tx.conn())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: row.bill_id,
        number: row.number,
        rest: Money::from_minor(row.rest),
    });
    Ok(open.collect())
}

/// A supplier's credits that are not used up, oldest first.
pub(in crate::purchasing::bills) async fn open_credits(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Vec<Open>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select credit_id, number, (total_minor - used_minor) as "rest!"
             from app.supplier_credit
            where business_id = $1 and supplier_id = $2 and used_minor < total_minor
            order by credited_on, recorded_at, credit_id"#,
        business,
        supplier_id
    )
    .fetch_all(tx.conn())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: row.credit_id,
        number: row.number,
        rest: Money::from_minor(row.rest),
    });
    Ok(open.collect())
}

/// Payments to a supplier of which some stays ahead, oldest first.
pub(in crate::purchasing::bills) async fn open_payments(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Vec<Open>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.payment_id, coalesce(p.receipt, '') as "number!",
                  (p.amount_minor - coalesce(s.settled, 0))::bigint as "rest!"
             from app.payment p
             left join lateral (
                  select sum(x.amount_minor) as settled from app.bill_settlement x
                   where x.business_id = p.business_id and x.payment_id = p.payment_id) s on true
            where p.business_id = $1 and p.supplier_id = $2 and p.direction = 'out'
              and p.amount_minor > coalesce(s.settled, 0)
            order by p.occurred_at, p.payment_id"#,
        business,
        supplier_id
    )
    .fetch_all(tx.conn())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: row.payment_id,
        number: row.number,
        rest: Money::from_minor(row.rest),
    });
    Ok(open.collect())
}

/// What a payment's id stands for.
#[derive(Debug)]
pub(in crate::purchasing::bills) struct Recorded {
    supplier_id: Option<Uuid>,
    direction: String,
    tender: String,
    amount_minor: i64,
    receipt: Option<String>,
    /// The day on which it was paid.
    pub business_date: NaiveDate,
}

impl Recorded {
    /// Whether it is this money to this supplier.
    pub fn is(
        &self,
        supplier_id: Uuid,
        tender: Tender,
        amount: Money,
        receipt: Option<&str>,
    ) -> bool {
        self.supplier_id == Some(supplier_id)
            && self.direction == "out"
            && self.tender == tender.code()
            && self.amount_minor == amount.minor()
            && self.receipt.as_deref() == receipt
    }
}

/// A payment by its id, whomever it is for.
pub(in crate::purchasing::bills) async fn recorded_payment(
    tx: &mut BusinessTx,
    payment_id: Uuid,
) -> Result<Option<Recorded>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Recorded,
        "select supplier_id, direction, tender, amount_minor, receipt, business_date
           from app.payment where business_id = $1 and payment_id = $2",
        business,
        payment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Whether a payment, as it was made, settled a bill that is none of these.
pub(in crate::purchasing::bills) async fn settled_elsewhere(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    bills: &[Uuid],
) -> Result<bool, Stop> {
    let business = tx.business();
    let elsewhere = sqlx::query_scalar!(
        r#"select exists (select 1 from app.bill_settlement s
                            join app.payment p on p.business_id = s.business_id
                             and p.payment_id = s.payment_id and p.recorded_at = s.at
                           where s.business_id = $1 and s.payment_id = $2
                             and s.bill_id <> all($3)) as "elsewhere!""#,
        business,
        payment_id,
        bills
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(elsewhere)
}

/// Records money that went to a supplier at an instant. False where its reference is recorded for this tender
/// already: nothing is written then.
pub(in crate::purchasing::bills) async fn insert_payment(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    supplier_id: Uuid,
    tender: Tender,
    amount: Money,
    receipt: Option<&str>,
    at: DateTime<Utc>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let (now, day, member) = {
        let scope = tx.scope();
        (scope.now, scope.calendar.day_of(at), scope.member_id())
    };
    let made = sqlx::query!(
        "insert into app.payment (business_id, payment_id, supplier_id, direction, tender,
                amount_minor, receipt, occurred_at, recorded_at, business_date, member_id)
         values ($1, $2, $3, 'out', $4, $5, $6, $7, $8, $9, $10)
         on conflict do nothing",
        business,
        payment_id,
        supplier_id,
        tender.code(),
        amount.minor(),
        receipt,
        at,
        now,
        day,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Settles so much of a bill by a payment or a credit: one of them is named.
pub(in crate::purchasing::bills) async fn settle(
    tx: &mut BusinessTx,
    bill_id: Uuid,
    payment_id: Option<Uuid>,
    credit_id: Option<Uuid>,
    amount: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "insert into app.bill_settlement (business_id, settlement_id, bill_id, payment_id,
                credit_id, amount_minor, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        business,
        Uuid::now_v7(),
        bill_id,
        payment_id,
        credit_id,
        amount.minor(),
        now
    )
    .execute(tx.conn())
    .await?;
    let (paid, credited) = match payment_id {
        Some(_) => (amount, Money::ZERO),
        None => (Money::ZERO, amount),
    };
    sqlx::query!(
        "update app.bill set paid_minor = paid_minor + $3, credited_minor = credited_minor + $4
          where business_id = $1 and bill_id = $2",
        business,
        bill_id,
        paid.minor(),
        credited.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// So much of a credit is used.
pub(in crate::purchasing::bills) async fn use_credit(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    amount: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.supplier_credit set used_minor = used_minor + $3
          where business_id = $1 and credit_id = $2",
        business,
        credit_id,
        amount.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
