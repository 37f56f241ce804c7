//! What vouchers did not hold of sales, and how that ended.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::fault::violated;
use crate::platform::{BusinessTx, fault, metrics};
use crate::sales::vouchers::settle::Ended;
use crate::values::{Money, Refusal, Stop};

/// What is still missing of what was taken for vouchers at these sales, refunds counted in. A sale of which
/// nothing is missing is left out; less than nothing is missing where more came back.
pub async fn missing(tx: &mut BusinessTx, sales: &[Uuid]) -> Result<BTreeMap<Uuid, Money>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select d.sale_id as "sale_id!", sum(d.amount)::bigint as "missing!"
             from (select coalesce(s.refunds, s.sale_id) as sale_id,
                          case p.direction when 'in' then p.amount_minor else -p.amount_minor end as amount
                     from app.sale s
                     join app.payment p on p.business_id = s.business_id and p.sale_id = s.sale_id
                    where s.business_id = $1 and (s.sale_id = any($2) or s.refunds = any($2))
                      and p.tender = 'voucher' and p.voucher_id is null
                   union all
                   select e.sale_id, -e.amount_minor from app.voucher_settlement e
                    where e.business_id = $1 and e.sale_id = any($2)) d
            group by d.sale_id having sum(d.amount) <> 0"#,
        business,
        sales
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| (row.sale_id, Money::from_minor(row.missing)))
        .collect())
}

/// How what was missing at these sales ended: the sale of each, the first thing first.
pub async fn ended(tx: &mut BusinessTx, sales: &[Uuid]) -> Result<Vec<(Uuid, Ended)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select e.sale_id, e.amount_minor, e.note, e.recorded_at, p.tender as "tender?",
                  p.receipt as "receipt?", m.name as "who?"
             from app.voucher_settlement e
             left join app.payment p
               on p.business_id = e.business_id and p.settlement_id = e.settlement_id
             left join app.member m on m.business_id = e.business_id and m.member_id = e.member_id
            where e.business_id = $1 and e.sale_id = any($2)
            order by e.recorded_at, e.settlement_id"#,
        business,
        sales
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let tender = row.tender.map(|code| {
            let tender = Tender::parse(&code);
            tender.ok_or_else(|| fault("a payment's tender is not known", &code))
        });
        let one = Ended {
            tender: tender.transpose()?,
            reference: row.receipt,
            amount: Money::from_minor(row.amount_minor),
            note: row.note,
            at: row.recorded_at,
            who: row.who,
        };
        Ok((row.sale_id, one))
    });
    read.collect()
}

/// What was asked when a settlement was made; none: it is not there.
pub(in crate::sales::vouchers) async fn settled(
    tx: &mut BusinessTx,
    settlement_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select request_digest from app.voucher_settlement
          where business_id = $1 and settlement_id = $2",
        business,
        settlement_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| row.request_digest.unwrap_or_default()))
}

/// How much of what was missing at a sale is written off.
pub(in crate::sales::vouchers) async fn written_off(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Money, Stop> {
    let business = tx.business();
    let minor = sqlx::query_scalar!(
        r#"select coalesce(sum(amount_minor), 0)::bigint as "minor!" from app.voucher_settlement
            where business_id = $1 and sale_id = $2 and kind <> 'paid'"#,
        business,
        sale_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(minor))
}

/// A settlement that is written down.
pub(in crate::sales::vouchers) struct NewSettlement<'a> {
    pub settlement_id: Uuid,
    /// None where goods came back.
    pub digest: Option<&'a [u8]>,
    pub sale_id: Uuid,
    pub kind: &'static str,
    pub amount: Money,
    pub note: &'a str,
}

/// Writes it down.
pub(in crate::sales::vouchers) async fn insert_settlement(
    tx: &mut BusinessTx,
    new: &NewSettlement<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, day) = (tx.scope().now, tx.scope().today());
    let member_id = tx.scope().member_id();
    sqlx::query!(
        "insert into app.voucher_settlement (business_id, settlement_id, request_digest, sale_id, kind,
                amount_minor, note, recorded_at, business_date, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        business,
        new.settlement_id,
        new.digest,
        new.sale_id,
        new.kind,
        new.amount.minor(),
        new.note,
        now,
        day,
        member_id
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        // Somebody settles another sale under this very id at this instant.
        Some("voucher_settlement_pkey") => Refusal::of("refused-payment-other").into(),
        _ => Stop::from(error),
    })?;
    Ok(())
}

/// Writes down what a customer paid of what was missing. A payment or a receipt that is recorded already is
/// refused.
pub(in crate::sales::vouchers) async fn insert_settled(
    tx: &mut BusinessTx,
    settlement_id: Uuid,
    tender: Tender,
    amount: Money,
    reference: Option<&str>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, day) = (tx.scope().now, tx.scope().today());
    let member_id = tx.scope().member_id();
    sqlx::query!(
        "insert into app.payment (business_id, payment_id, settlement_id, direction, tender,
                amount_minor, receipt, occurred_at, recorded_at, business_date, member_id)
         values ($1, $2, $2, 'in', $3, $4, $5, $6, $6, $7, $8)",
        business,
        settlement_id,
        tender.code(),
        amount.minor(),
        reference,
        now,
        day,
        member_id
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        Some("payment_pkey") => Refusal::of("refused-payment-other").into(),
        Some("payment_receipt_once") => Refusal::at("receipt", "refused-receipt-used").into(),
        _ => Stop::from(error),
    })?;
    metrics::payment_recorded(tender.code(), "in");
    Ok(())
}
