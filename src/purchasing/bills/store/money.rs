//! What is open, and what settles what.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::bills::settle::{By, To};
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
              and undone_at is null
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
              and p.undoes is null and p.undone_by is null
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

/// So much of a payment or a credit goes to a bill, or came back. The supplier is locked.
pub(in crate::purchasing::bills) async fn settle(
    tx: &mut BusinessTx,
    to: To,
    by: By,
    amount: Money,
) -> Result<(), Stop> {
    write(tx, (to, by), amount, None).await
}

/// What stands of a payment or a credit: what it settled, or what came back of others by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::purchasing::bills) struct Standing {
    pub settlement_id: Uuid,
    pub to: To,
    pub by: By,
    pub amount: Money,
}

/// What a payment, money that came back, or a credit settled and is not undone, oldest first.
pub(in crate::purchasing::bills) async fn standing(
    tx: &mut BusinessTx,
    by: By,
) -> Result<Vec<Standing>, Stop> {
    let business = tx.business();
    let (payment_id, credit_id) = by.ids();
    let rows = sqlx::query!(
        r#"select s.settlement_id, s.bill_id, s.refund_id, s.payment_id, s.credit_id,
                  s.amount_minor
             from app.bill_settlement s
            where s.business_id = $1
              and (s.payment_id = $2 or s.refund_id = $2 or s.credit_id = $3)
              and s.undoes is null
              and not exists (select 1 from app.bill_settlement u
                               where u.business_id = s.business_id
                                 and u.undoes = s.settlement_id)
            order by s.at, s.settlement_id"#,
        business,
        payment_id,
        credit_id
    )
    .fetch_all(tx.conn())
    .await?;
    // The database's own checks hold each to one of both.
    let standing = rows.into_iter().filter_map(|row| {
        let to = row.bill_id.map(To::Bill);
        let by = row.payment_id.map(By::Payment);
        Some(Standing {
            settlement_id: row.settlement_id,
            to: to.or(row.refund_id.map(To::Refund))?,
            by: by.or(row.credit_id.map(By::Credit))?,
            amount: Money::from_minor(row.amount_minor),
        })
    });
    Ok(standing.collect())
}

/// Takes back what one of these settled: it is written a second time, as its negative.
pub(in crate::purchasing::bills) async fn unsettle(
    tx: &mut BusinessTx,
    one: &Standing,
    negative: Money,
) -> Result<(), Stop> {
    write(tx, (one.to, one.by), negative, Some(one.settlement_id)).await
}

/// Writes a settlement, and what the bill and the credit say of it. The same money settles the same bill
/// again by its next turn.
async fn write(
    tx: &mut BusinessTx,
    (to, by): (To, By),
    amount: Money,
    undoes: Option<Uuid>,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let (bill_id, refund_id) = match to {
        To::Bill(id) => (Some(id), None),
        To::Refund(id) => (None, Some(id)),
    };
    let (payment_id, credit_id) = by.ids();
    sqlx::query!(
        "insert into app.bill_settlement (business_id, settlement_id, bill_id, refund_id,
                payment_id, credit_id, amount_minor, at, undoes, turn)
         select $1, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::uuid, $7::bigint,
                $8::timestamptz, $9::uuid, (1 + count(*))::int
           from app.bill_settlement s
          where s.business_id = $1 and (s.payment_id = $5 or s.credit_id = $6)
            and (s.bill_id = $3 or s.refund_id = $4)",
        business,
        Uuid::now_v7(),
        bill_id,
        refund_id,
        payment_id,
        credit_id,
        amount.minor(),
        now,
        undoes
    )
    .execute(tx.conn())
    .await?;
    let (paid, credited) = match by {
        By::Payment(_) => (amount, Money::ZERO),
        By::Credit(_) => (Money::ZERO, amount),
    };
    if let Some(bill_id) = bill_id {
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
    }
    if let Some(credit_id) = credit_id {
        sqlx::query!(
            "update app.supplier_credit set used_minor = used_minor + $3
              where business_id = $1 and credit_id = $2",
            business,
            credit_id,
            amount.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}
