//! The rows of payments, and receipts.
//!
//! What never breaks: what is recorded is never changed; a payment and a receipt are recorded once.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::payments::attempt::Attempt;
use crate::payments::money_in::{MoneyIn, Payment};
use crate::payments::tender::Tender;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Stop};

/// Whether another attempt has this receipt.
pub(in crate::payments) async fn is_receipt_on_another(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
    receipt: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let another = sqlx::query_scalar!(
        r#"select exists (select 1 from app.mpesa_attempt
                           where business_id = $1 and receipt = $3 and attempt_id <> $2)
                      as "another!""#,
        business,
        attempt_id,
        receipt
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(another)
}

/// Whether a receipt is that of an attempt whose money was recorded before the receipt was known.
pub(in crate::payments) async fn is_receipt_of_paid_attempt(
    tx: &mut BusinessTx,
    receipt: &str,
    but: Option<Uuid>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let paid = sqlx::query_scalar!(
        r#"select exists (select 1 from app.mpesa_attempt a
                            join app.payment p on p.business_id = a.business_id
                             and p.attempt_id = a.attempt_id
                           where a.business_id = $1 and a.receipt = $2 and p.receipt is null
                             and a.attempt_id is distinct from $3) as "paid!""#,
        business,
        receipt,
        but
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(paid)
}

/// Claims a receipt for this business over the whole installation; false when another has it.
pub(in crate::payments) async fn claim_receipt(
    tx: &mut BusinessTx,
    receipt: &str,
) -> Result<bool, Stop> {
    let claimed = sqlx::query_scalar!("select app.claim_mpesa_receipt($1)", receipt)
        .fetch_one(tx.conn())
        .await?;
    Ok(claimed == Some(true))
}

/// Whether a member recorded M-Pesa money for what the attempt is for after the attempt was made.
pub(in crate::payments) async fn is_typed_since(
    tx: &mut BusinessTx,
    attempt: &Attempt,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.payment
            where business_id = $1 and (order_id = $2 or sale_id = $4) and direction = 'in'
              and tender = 'mpesa' and attempt_id is null and recorded_at >= $3) as "there!""#,
        business,
        attempt.pays_for.order_id(),
        attempt.created_at,
        attempt.pays_for.at_till().map(|at| at.sale_id)
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// How many payments an attempt has brought: its own, and one typed in under its receipt.
pub(in crate::payments) async fn brought(
    tx: &mut BusinessTx,
    attempt: &Attempt,
) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.payment
            where business_id = $1 and direction = 'in'
              and (attempt_id = $2 or (attempt_id is null and tender = 'mpesa' and receipt = $3
                                       and undone_by is null))"#,
        business,
        attempt.attempt_id,
        attempt.receipt.as_deref()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// What is recorded under a receipt of M-Pesa.
#[derive(Debug)]
pub(in crate::payments) struct OfReceipt {
    /// The order; none where it is money of something else, such as a supplier's.
    pub order_id: Option<Uuid>,
    /// The sale, if it is one's.
    pub sale_id: Option<Uuid>,
    pub attempt_id: Option<Uuid>,
    pub direction: String,
    pub amount_minor: i64,
}

/// M-Pesa's payment with this receipt.
pub(in crate::payments) async fn payment_of_receipt(
    tx: &mut BusinessTx,
    receipt: &str,
) -> Result<Option<OfReceipt>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        OfReceipt,
        r#"select order_id, sale_id, attempt_id, direction, amount_minor from app.payment
            where business_id = $1 and tender = 'mpesa' and receipt = $2 and undone_by is null"#,
        business,
        receipt
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Records a payment, `in` or `out`. False when it, or its receipt, is recorded already.
pub(in crate::payments) async fn insert_payment(
    tx: &mut BusinessTx,
    direction: &str,
    money: &MoneyIn,
    surplus: Money,
) -> Result<bool, Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let (day, now) = (
        tx.scope().calendar.day_of(money.occurred_at),
        tx.scope().now,
    );
    let made = sqlx::query!(
        r#"insert into app.payment (business_id, payment_id, order_id, direction, tender,
                                    amount_minor, surplus_minor, receipt, attempt_id, occurred_at,
                                    recorded_at, business_date, member_id, device_id)
           values ($1, $2, $3, $13, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14)
           on conflict do nothing"#,
        business,
        money.payment_id,
        money.pays_for.order_id(),
        money.tender.code(),
        money.amount.minor(),
        surplus.minor(),
        money.receipt.as_deref(),
        money.attempt_id,
        money.occurred_at,
        now,
        day,
        member,
        direction,
        money.pays_for.at_till().map(|at| at.device_id)
    )
    .execute(tx.conn())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// What a payment's id stands for.
#[derive(Debug)]
pub(in crate::payments) struct Recorded {
    /// `in` or `out`.
    pub direction: String,
    order_id: Option<Uuid>,
    device_id: Option<Uuid>,
    /// The prompt that brought it, if one did.
    pub attempt_id: Option<Uuid>,
    tender: String,
    amount_minor: i64,
    receipt: Option<String>,
    /// Of the amount, what was not due.
    pub surplus_minor: i64,
}

impl Recorded {
    /// Whether it is this money.
    pub fn is_same_as(&self, money: &MoneyIn) -> bool {
        self.order_id == money.pays_for.order_id()
            && self.device_id == money.pays_for.at_till().map(|at| at.device_id)
            && self.tender == money.tender.code()
            && self.amount_minor == money.amount.minor()
            && self.receipt == money.receipt
    }
}

/// A payment by its id.
pub(in crate::payments) async fn recorded(
    tx: &mut BusinessTx,
    payment_id: Uuid,
) -> Result<Option<Recorded>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Recorded,
        r#"select direction, order_id, device_id, attempt_id, tender, amount_minor, receipt,
                  surplus_minor
             from app.payment
            where business_id = $1 and payment_id = $2"#,
        business,
        payment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

struct PaymentRow {
    payment_id: Uuid,
    direction: String,
    tender: String,
    amount_minor: i64,
    surplus_minor: i64,
    receipt: Option<String>,
    attempt_id: Option<Uuid>,
    occurred_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    taken_by: Option<String>,
}

impl PaymentRow {
    fn read(self) -> Result<Payment, Stop> {
        let tender = Tender::parse(&self.tender)
            .ok_or_else(|| fault("a payment's tender is not known", &self.tender))?;
        Ok(Payment {
            payment_id: self.payment_id,
            is_in: self.direction == "in",
            tender,
            amount: Money::from_minor(self.amount_minor),
            surplus: Money::from_minor(self.surplus_minor),
            receipt: self.receipt,
            attempt_id: self.attempt_id,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            taken_by: self.taken_by,
        })
    }
}

/// An order's payments, oldest first.
pub(in crate::payments) async fn payments_of(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<Vec<Payment>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        PaymentRow,
        r#"select p.payment_id, p.direction, p.tender, p.amount_minor, p.surplus_minor,
                  coalesce(p.receipt, a.receipt) as "receipt?", p.attempt_id, p.occurred_at,
                  p.recorded_at, m.name as "taken_by?"
             from app.payment p
             left join app.mpesa_attempt a
                    on a.business_id = p.business_id and a.attempt_id = p.attempt_id
             left join app.member m
                    on m.business_id = p.business_id and m.member_id = p.member_id
            where p.business_id = $1 and p.order_id = $2
            order by p.recorded_at, p.payment_id"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(PaymentRow::read).collect()
}
