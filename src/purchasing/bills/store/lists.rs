//! Bills as lists: what is owed, since when, and the way it came about.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::bills::{Tab, TabSum};
use crate::values::{Money, Stop};

/// Bills on a page of the list.
const PER_PAGE: i64 = 50;

/// A bill in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::purchasing::bills) struct Listed {
    pub bill_id: Uuid,
    pub number: String,
    pub supplier_name: String,
    pub billed_on: NaiveDate,
    pub due_on: NaiveDate,
    pub total_minor: i64,
    pub rest_minor: i64,
}

/// How many bills each view has, and what they come to.
pub(in crate::purchasing::bills) async fn tab_sums(
    tx: &mut BusinessTx,
    supplier_id: Option<Uuid>,
) -> Result<[TabSum; 3], Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let row = sqlx::query!(
        r#"select count(*) filter (where rest > 0) as "owed!",
                  coalesce(sum(rest), 0)::bigint as "owed_sum!",
                  count(*) filter (where rest > 0 and due_on < $3) as "overdue!",
                  coalesce(sum(rest) filter (where due_on < $3), 0)::bigint as "overdue_sum!",
                  count(*) filter (where rest = 0) as "paid!",
                  coalesce(sum(total_minor) filter (where rest = 0), 0)::bigint as "paid_sum!"
             from (select due_on, total_minor, total_minor - paid_minor - credited_minor as rest
                     from app.bill
                    where business_id = $1 and ($2::uuid is null or supplier_id = $2)) b"#,
        business,
        supplier_id,
        today
    )
    .fetch_one(tx.conn())
    .await?;
    let of = |count: i64, sum: i64| TabSum {
        count,
        sum: Money::from_minor(sum),
    };
    Ok([
        of(row.owed, row.owed_sum),
        of(row.overdue, row.overdue_sum),
        of(row.paid, row.paid_sum),
    ])
}

/// A page of a view, or all of it: what is owed by the day it is due, what is settled the newest first.
pub(in crate::purchasing::bills) async fn list(
    tx: &mut BusinessTx,
    tab: Tab,
    supplier_id: Option<Uuid>,
    page: Option<i64>,
) -> Result<Vec<Listed>, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let (most, before) = match page {
        Some(page) => (PER_PAGE, (page - 1).max(0) * PER_PAGE),
        None => (i64::MAX, 0),
    };
    let rows = sqlx::query_as!(
        Listed,
        r#"select b.bill_id, b.number, s.name as supplier_name, b.billed_on, b.due_on,
                  b.total_minor, (b.total_minor - b.paid_minor - b.credited_minor) as "rest_minor!"
             from app.bill b
             join app.supplier s on s.business_id = b.business_id and s.supplier_id = b.supplier_id
            where b.business_id = $1 and ($2::uuid is null or b.supplier_id = $2)
              and case $3::text
                  when 'paid' then b.paid_minor + b.credited_minor = b.total_minor
                  when 'overdue' then b.paid_minor + b.credited_minor < b.total_minor
                                  and b.due_on < $4
                  else b.paid_minor + b.credited_minor < b.total_minor end
            order by case when $3::text = 'paid' then b.billed_on end desc nulls last, b.due_on,
                     b.bill_id
            limit $5 offset $6"#,
        business,
        supplier_id,
        tab.code(),
        today,
        most,
        before
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// What a supplier is owed by age, as SQL sums it.
#[derive(Debug, Clone)]
pub(in crate::purchasing::bills) struct AgeingSums {
    pub supplier_id: Uuid,
    pub name: String,
    pub current: i64,
    pub to_30: i64,
    pub to_60: i64,
    pub to_90: i64,
    pub over_90: i64,
    /// Credits not yet used, and money ahead.
    pub ahead: i64,
}

/// What every supplier is owed, by how long it is past due; those with nothing open are left out. What
/// came back is taken off the credits and payments that it is of.
pub(in crate::purchasing::bills) async fn ageing_rows(
    tx: &mut BusinessTx,
) -> Result<Vec<AgeingSums>, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let rows = sqlx::query_as!(
        AgeingSums,
        r#"select s.supplier_id, s.name, o.current as "current!", o.to_30 as "to_30!",
                  o.to_60 as "to_60!", o.to_90 as "to_90!", o.over_90 as "over_90!",
                  o.ahead as "ahead!"
             from (select supplier_id,
                          coalesce(sum(rest) filter (where late <= 0), 0)::bigint as current,
                          coalesce(sum(rest) filter (where late between 1 and 30), 0)::bigint as to_30,
                          coalesce(sum(rest) filter (where late between 31 and 60), 0)::bigint as to_60,
                          coalesce(sum(rest) filter (where late between 61 and 90), 0)::bigint as to_90,
                          coalesce(sum(rest) filter (where late > 90), 0)::bigint as over_90,
                          coalesce(sum(ahead), 0)::bigint as ahead
                     from (select b.supplier_id, $2::date - b.due_on as late,
                                  b.total_minor - b.paid_minor - b.credited_minor as rest, 0 as ahead
                             from app.bill b
                            where b.business_id = $1
                              and b.paid_minor + b.credited_minor < b.total_minor
                            union all
                           select c.supplier_id, null, null, c.total_minor - c.used_minor
                             from app.supplier_credit c
                            where c.business_id = $1 and c.used_minor < c.total_minor
                              and c.undone_at is null
                            union all
                           select p.supplier_id, null, null, p.amount_minor
                             from app.payment p
                            where p.business_id = $1 and p.supplier_id is not null
                              and p.direction = 'out' and p.undoes is null
                              and p.undone_by is null
                            union all
                           select p.supplier_id, null, null, -x.amount_minor
                             from app.bill_settlement x
                             join app.payment p on p.business_id = x.business_id
                                  and p.payment_id = x.payment_id
                            where x.business_id = $1) open
                    group by supplier_id) o
             join app.supplier s on s.business_id = $1 and s.supplier_id = o.supplier_id
            where o.current + o.to_30 + o.to_60 + o.to_90 + o.over_90 <> 0 or o.ahead <> 0
            order by lower(s.name), s.supplier_id"#,
        business,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// What the books say suppliers are owed.
pub(in crate::purchasing::bills) async fn in_the_books(tx: &mut BusinessTx) -> Result<Money, Stop> {
    let business = tx.business();
    let owed = sqlx::query_scalar!(
        r#"select coalesce(-sum(l.amount_minor), 0)::bigint as "owed!"
             from app.account a
             join app.journal_line l on l.business_id = a.business_id
                  and l.account_id = a.account_id
            where a.business_id = $1 and a.role = 'payables'"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(owed))
}

/// A document of a supplier's statement.
#[derive(Debug, Clone)]
pub(in crate::purchasing::bills) struct StatementRow {
    pub day: NaiveDate,
    /// `bill`, `payment`, `back` (money that came back), `undo`, `undo-back` and `undo-credit` (of one
    /// of these), or why it was credited: `returned`, `price`, `other`.
    pub kind: String,
    pub id: Uuid,
    /// Its number or reference; may be empty.
    pub number: String,
    /// A payment's tender.
    pub tender: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// What it adds to what is owed.
    pub amount_minor: i64,
}

/// A supplier's documents from a day on, in their order.
pub(in crate::purchasing::bills) async fn statement_rows(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    from: NaiveDate,
    most: i64,
) -> Result<Vec<StatementRow>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        StatementRow,
        r#"select d.day as "day!", d.kind as "kind!", d.id as "id!", d.number as "number!",
                  d.tender as "tender?", d.due_on as "due_on?", d.amount_minor as "amount_minor!"
             from (select b.billed_on as day, 'bill' as kind, b.bill_id as id, b.number,
                          null::text as tender, b.due_on, b.total_minor as amount_minor,
                          b.recorded_at
                     from app.bill b where b.business_id = $1 and b.supplier_id = $2
                    union all
                   select p.business_date,
                          case when p.undoes is null
                               then case p.direction when 'out' then 'payment' else 'back' end
                               else case p.direction when 'in' then 'undo' else 'undo-back' end
                          end, p.payment_id, coalesce(p.receipt, ''),
                          p.tender, null, case p.direction when 'out' then -p.amount_minor
                                               else p.amount_minor end, p.recorded_at
                     from app.payment p where p.business_id = $1 and p.supplier_id = $2
                    union all
                   select c.credited_on, c.reason, c.credit_id, c.number, null, null,
                          -c.total_minor, c.recorded_at
                     from app.supplier_credit c
                    where c.business_id = $1 and c.supplier_id = $2 and c.total_minor > 0
                    union all
                   select c.undone_on, 'undo-credit', c.credit_id, c.number, null, null,
                          c.total_minor, c.undone_at
                     from app.supplier_credit c
                    where c.business_id = $1 and c.supplier_id = $2 and c.total_minor > 0
                      and c.undone_at is not null) d
            where d.day >= $3 order by d.day, d.recorded_at, d.id limit $4"#,
        business,
        supplier_id,
        from,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// What a supplier was owed before a day.
pub(in crate::purchasing::bills) async fn before(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    day: NaiveDate,
) -> Result<Money, Stop> {
    let business = tx.business();
    let owed = sqlx::query_scalar!(
        r#"select ((select coalesce(sum(total_minor), 0) from app.bill
                     where business_id = $1 and supplier_id = $2 and billed_on < $3)
                 - (select coalesce(sum(case direction when 'out' then amount_minor
                                             else -amount_minor end), 0) from app.payment
                     where business_id = $1 and supplier_id = $2 and business_date < $3)
                 - (select coalesce(sum(total_minor), 0) from app.supplier_credit
                     where business_id = $1 and supplier_id = $2 and credited_on < $3)
                 + (select coalesce(sum(total_minor), 0) from app.supplier_credit
                     where business_id = $1 and supplier_id = $2 and undone_on < $3))::bigint
                   as "owed!""#,
        business,
        supplier_id,
        day
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::from_minor(owed))
}
