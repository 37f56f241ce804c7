//! All SQL of adjustments.

pub(super) mod sheet;

use uuid::Uuid;

use super::record::{NewAdjustment, NewLine};
use super::{Adjustment, Filter, Line, Reason};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop, Unit};

/// How many adjustments a page shows.
const PER_PAGE: i64 = 50;

/// An adjustment in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The adjustment.
    pub adjustment: Adjustment,
    /// The names of its first products.
    pub goods: String,
    /// How many lines it has.
    pub lines: i64,
}

/// A page of adjustments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The adjustments, the newest first.
    pub rows: Vec<Row>,
    /// How many the filter finds.
    pub total: i64,
    /// How many pages that makes, at least 1.
    pub pages: i64,
    /// Which page this is.
    pub page: i64,
}

/// The reason that a row says.
fn reason_of(code: &str) -> Result<Reason, Stop> {
    Reason::parse(code).ok_or_else(|| fault("an adjustment has an unknown reason", &code))
}

/// The unit that a row says.
fn unit_of(code: &str) -> Result<Unit, Stop> {
    Unit::parse(code).ok_or_else(|| fault("a product has an unknown unit", &code))
}

/// Whether an adjustment was made under this id; of one from before there were documents, its
/// movements say so.
pub async fn is_recorded(tx: &mut BusinessTx, adjustment_id: Uuid) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select (exists (select 1 from app.adjustment
                     where business_id = $1 and adjustment_id = $2)
                or exists (select 1 from app.stock_movement
                     where business_id = $1 and source_kind = 'adjustment' and source_id = $2))
                  as "there!""#,
        business,
        adjustment_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// The number and the digest of an adjustment that was made under this id.
pub(super) async fn recorded(
    tx: &mut BusinessTx,
    adjustment_id: Uuid,
) -> Result<Option<(i64, Option<Vec<u8>>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select number, request_digest from app.adjustment
          where business_id = $1 and adjustment_id = $2",
        business,
        adjustment_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.number, row.request_digest)))
}

/// Writes an adjustment under its number.
pub(super) async fn insert(
    tx: &mut BusinessTx,
    number: i64,
    new: &NewAdjustment<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = (tx.scope().now, tx.scope().today(), tx.scope().member_id());
    sqlx::query!(
        "insert into app.adjustment (business_id, adjustment_id, number, request_digest, location_id,
                reason, note, value_minor, occurred_at, business_date, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        business,
        new.adjustment_id,
        number,
        new.digest,
        new.location_id,
        new.reason.code(),
        new.note,
        new.value.minor(),
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes its lines.
pub(super) async fn insert_lines(
    tx: &mut BusinessTx,
    adjustment_id: Uuid,
    lines: &[NewLine],
) -> Result<(), Stop> {
    let business = tx.business();
    let numbers: Vec<i32> = lines.iter().map(|line| line.line_no).collect();
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let batches: Vec<Option<Uuid>> = lines.iter().map(|line| line.batch_id).collect();
    let quantities: Vec<i64> = lines.iter().map(|line| line.quantity.milli()).collect();
    let values: Vec<i64> = lines.iter().map(|line| line.value.minor()).collect();
    sqlx::query!(
        "insert into app.adjustment_line (business_id, adjustment_id, line_no, product_id, batch_id,
                quantity_milli, value_minor)
         select $1, $2, n.line_no, n.product_id, n.batch_id, n.quantity, n.value
           from unnest($3::int[], $4::uuid[], $5::uuid[], $6::bigint[], $7::bigint[])
                as n(line_no, product_id, batch_id, quantity, value)",
        business,
        adjustment_id,
        &numbers,
        &products,
        &batches as &[Option<Uuid>],
        &quantities,
        &values
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lists adjustments, the newest first.
pub async fn list(tx: &mut BusinessTx, filter: &Filter) -> Result<Listed, Stop> {
    let total = count(tx, filter).await?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = filter.page.clamp(1, pages);
    let business = tx.business();
    let found = sqlx::query!(
        r#"select a.adjustment_id, a.number, l.name as location_name, a.reason, a.note,
                  a.value_minor, a.occurred_at, m.name as "who?",
                  (select count(*) from app.adjustment_line n
                    where n.business_id = a.business_id and n.adjustment_id = a.adjustment_id)
                  as "lines!",
                  coalesce((select string_agg(g.name, ', ' order by g.line_no) from (
                      select p.name, n.line_no from app.adjustment_line n
                        join app.product p
                          on p.business_id = n.business_id and p.product_id = n.product_id
                       where n.business_id = a.business_id and n.adjustment_id = a.adjustment_id
                       order by n.line_no limit 2) g), '') as "goods!"
             from app.adjustment a
             join app.location l
               on l.business_id = a.business_id and l.location_id = a.location_id
             left join app.member m
               on m.business_id = a.business_id and m.member_id = a.member_id
            where a.business_id = $1 and ($2::text is null or a.reason = $2)
              and ($3::uuid is null or a.location_id = $3)
              and ($4::date is null or a.business_date >= $4)
              and ($5::date is null or a.business_date <= $5)
            order by a.occurred_at desc, a.adjustment_id limit $6 offset $7"#,
        business,
        filter.reason.map(Reason::code),
        filter.location,
        filter.from,
        filter.to,
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = found.into_iter().map(|row| {
        let adjustment = Adjustment {
            adjustment_id: row.adjustment_id,
            number: row.number,
            location_name: row.location_name,
            reason: reason_of(&row.reason)?,
            note: row.note,
            value: Money::from_minor(row.value_minor),
            occurred_at: row.occurred_at,
            who: row.who,
        };
        Ok(Row {
            adjustment,
            goods: row.goods,
            lines: row.lines,
        })
    });
    Ok(Listed {
        rows: rows.collect::<Result<Vec<Row>, Stop>>()?,
        total,
        pages,
        page,
    })
}

/// How many adjustments a filter finds.
async fn count(tx: &mut BusinessTx, filter: &Filter) -> Result<i64, Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.adjustment a
            where a.business_id = $1 and ($2::text is null or a.reason = $2)
              and ($3::uuid is null or a.location_id = $3)
              and ($4::date is null or a.business_date >= $4)
              and ($5::date is null or a.business_date <= $5)"#,
        business,
        filter.reason.map(Reason::code),
        filter.location,
        filter.from,
        filter.to
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(total)
}

/// One adjustment; not found where it is another business's.
pub(super) async fn load(tx: &mut BusinessTx, adjustment_id: Uuid) -> Result<Adjustment, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select a.adjustment_id, a.number, l.name as location_name, a.reason, a.note,
                  a.value_minor, a.occurred_at, m.name as "who?"
             from app.adjustment a
             join app.location l
               on l.business_id = a.business_id and l.location_id = a.location_id
             left join app.member m
               on m.business_id = a.business_id and m.member_id = a.member_id
            where a.business_id = $1 and a.adjustment_id = $2"#,
        business,
        adjustment_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Stop::NotFound)?;
    Ok(Adjustment {
        adjustment_id: row.adjustment_id,
        number: row.number,
        location_name: row.location_name,
        reason: reason_of(&row.reason)?,
        note: row.note,
        value: Money::from_minor(row.value_minor),
        occurred_at: row.occurred_at,
        who: row.who,
    })
}

/// The first lines of an adjustment, and how many it has: a count of a whole shop has thousands.
pub(super) async fn lines(
    tx: &mut BusinessTx,
    adjustment_id: Uuid,
    most: i64,
) -> Result<(Vec<Line>, i64), Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.adjustment_line
            where business_id = $1 and adjustment_id = $2"#,
        business,
        adjustment_id
    )
    .fetch_one(tx.conn())
    .await?;
    let rows = sqlx::query!(
        r#"select n.line_no, n.product_id, p.sku, p.name, p.unit, b.number as "batch?",
                  n.quantity_milli, n.value_minor
             from app.adjustment_line n
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.batch b on b.business_id = n.business_id and b.batch_id = n.batch_id
            where n.business_id = $1 and n.adjustment_id = $2
            order by n.line_no limit $3"#,
        business,
        adjustment_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| {
        Ok(Line {
            line_no: row.line_no,
            product_id: row.product_id,
            sku: row.sku,
            unit: unit_of(&row.unit)?,
            name: row.name,
            batch: row.batch,
            quantity: Quantity::from_milli(row.quantity_milli),
            value: Money::from_minor(row.value_minor),
        })
    });
    Ok((lines.collect::<Result<Vec<Line>, Stop>>()?, total))
}

/// A product whose value is set anew.
pub(super) struct Product {
    pub sku: String,
    pub name: String,
    pub unit: Unit,
}

/// A product, sold still or not; none where it is another business's.
pub(super) async fn product(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Product>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select sku, name, unit from app.product where business_id = $1 and product_id = $2",
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Product {
        sku: row.sku,
        name: row.name,
        unit: unit_of(&row.unit)?,
    }))
}

/// What is there of a product at one open location, and what it is worth.
pub(super) struct Worth {
    pub location_id: Uuid,
    pub location_name: String,
    pub quantity: Quantity,
    pub value: Money,
}

/// Where there is any of a product, and what that is worth.
pub(super) async fn worth(tx: &mut BusinessTx, product_id: Uuid) -> Result<Vec<Worth>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.location_id, l.name, sum(c.left_milli)::bigint as "left_milli!",
                  sum(c.left_value_minor)::bigint as "left_value_minor!"
             from app.cost_layer c
             join app.location l
               on l.business_id = c.business_id and l.location_id = c.location_id
            where c.business_id = $1 and c.product_id = $2 and c.left_milli > 0
              and l.retired_at is null
            group by l.location_id, l.name, l.position order by l.position, l.name"#,
        business,
        product_id
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| Worth {
        location_id: row.location_id,
        location_name: row.name,
        quantity: Quantity::from_milli(row.left_milli),
        value: Money::from_minor(row.left_value_minor),
    });
    Ok(rows.collect())
}
