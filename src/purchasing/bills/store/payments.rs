//! Money between the shop and its suppliers: written, read, and undone.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::{BusinessTx, fault};
use crate::purchasing::bills::{Part, Payment, Way};
use crate::values::{Money, Stop};

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
    undoes: Option<Uuid>,
    undo_reason: Option<String>,
}

impl Recorded {
    /// Whether it is this money, to this supplier or back from her.
    pub fn is(
        &self,
        way: Way,
        supplier_id: Uuid,
        (tender, amount): (Tender, Money),
        receipt: Option<&str>,
    ) -> bool {
        self.supplier_id == Some(supplier_id)
            && self.direction == way.code()
            && self.tender == tender.code()
            && self.amount_minor == amount.minor()
            && self.receipt.as_deref() == receipt
            && self.undoes.is_none()
    }

    /// Whether it undoes that payment, for that reason.
    pub fn does_undo(&self, payment_id: Uuid, reason: &str) -> bool {
        self.undoes == Some(payment_id) && self.undo_reason.as_deref() == Some(reason)
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
        "select supplier_id, direction, tender, amount_minor, receipt, business_date, undoes,
                undo_reason
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

/// Money of a supplier that is about to be written.
pub(in crate::purchasing::bills) struct NewPayment<'a> {
    pub payment_id: Uuid,
    pub supplier_id: Uuid,
    pub way: Way,
    pub tender: Tender,
    pub amount: Money,
    pub receipt: Option<&'a str>,
    pub at: DateTime<Utc>,
    /// What it undoes, and why.
    pub undoes: Option<(Uuid, &'a str)>,
}

/// Records money that went to a supplier, or came back. False where its reference is recorded for this
/// tender already: nothing is written then.
pub(in crate::purchasing::bills) async fn insert_payment(
    tx: &mut BusinessTx,
    new: &NewPayment<'_>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let (now, day, member) = {
        let scope = tx.scope();
        (scope.now, scope.calendar.day_of(new.at), scope.member_id())
    };
    let made = sqlx::query!(
        "insert into app.payment (business_id, payment_id, supplier_id, direction, tender,
                amount_minor, receipt, occurred_at, recorded_at, business_date, member_id,
                undoes, undo_reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict do nothing",
        business,
        new.payment_id,
        new.supplier_id,
        new.way.code(),
        new.tender.code(),
        new.amount.minor(),
        new.receipt,
        new.at,
        now,
        day,
        member,
        new.undoes.map(|(payment_id, _)| payment_id),
        new.undoes.map(|(_, reason)| reason)
    )
    .execute(tx.conn())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// A payment says what undid it. Its reference is free again.
pub(in crate::purchasing::bills) async fn mark_undone(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    undo_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.payment set undone_by = $3 where business_id = $1 and payment_id = $2",
        business,
        payment_id,
        undo_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One payment of a supplier, either way.
pub(in crate::purchasing::bills) async fn payment(
    tx: &mut BusinessTx,
    payment_id: Uuid,
) -> Result<Option<Payment>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select p.payment_id, s.supplier_id, s.name as supplier_name, p.direction, p.tender,
                  p.amount_minor, coalesce(p.receipt, '') as "reference!", p.occurred_at,
                  p.business_date, p.recorded_at, m.name as "member?", p.undoes, p.undone_by,
                  coalesce(p.undo_reason, u.undo_reason, '') as "reason!"
             from app.payment p
             join app.supplier s on s.business_id = p.business_id and s.supplier_id = p.supplier_id
             left join app.member m on m.business_id = p.business_id and m.member_id = p.member_id
             left join app.payment u on u.business_id = p.business_id
                   and u.payment_id = p.undone_by
            where p.business_id = $1 and p.payment_id = $2"#,
        business,
        payment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let tender = Tender::parse(&row.tender)
        .ok_or_else(|| fault("a payment's tender is not known", &row.tender))?;
    Ok(Some(Payment {
        payment_id: row.payment_id,
        supplier_id: row.supplier_id,
        supplier_name: row.supplier_name,
        way: Way::parse(&row.direction),
        tender,
        amount: Money::from_minor(row.amount_minor),
        reference: row.reference,
        occurred_at: row.occurred_at,
        day: row.business_date,
        recorded_at: row.recorded_at,
        member: row.member,
        undoes: row.undoes,
        undone_by: row.undone_by,
        reason: row.reason,
    }))
}

/// What went to a bill or came back, and what a payment or a credit went to, oldest first: by the id of
/// any of these.
pub(in crate::purchasing::bills) async fn parts_of(
    tx: &mut BusinessTx,
    id: Uuid,
) -> Result<Vec<Part>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select s.at, s.amount_minor, s.bill_id, b.number as "bill_number?", s.refund_id,
                  s.payment_id, p.tender as "tender?", coalesce(p.receipt, '') as "receipt!",
                  s.credit_id, c.number as "credit_number?"
             from app.bill_settlement s
             left join app.bill b on b.business_id = s.business_id and b.bill_id = s.bill_id
             left join app.payment p on p.business_id = s.business_id
                   and p.payment_id = s.payment_id
             left join app.supplier_credit c on c.business_id = s.business_id
                   and c.credit_id = s.credit_id
            where s.business_id = $1 and (s.bill_id = $2 or s.payment_id = $2
                                          or s.refund_id = $2 or s.credit_id = $2)
            order by s.at, s.settlement_id"#,
        business,
        id
    )
    .fetch_all(tx.conn())
    .await?;
    let parts = rows.into_iter().map(|row| {
        let tender = row.tender.and_then(|code| Tender::parse(&code));
        let paid = row.payment_id.zip(tender);
        Part {
            at: row.at,
            amount: Money::from_minor(row.amount_minor),
            bill: row.bill_id.zip(row.bill_number),
            refund: row.refund_id,
            payment: paid.map(|(id, tender)| (id, tender, row.receipt)),
            credit: row.credit_id.zip(row.credit_number),
        }
    });
    Ok(parts.collect())
}
