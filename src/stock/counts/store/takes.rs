//! The SQL of takes themselves.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::stock::counts::stock_take::{State, StockTake};
use crate::values::{Money, Stop};

struct Row {
    take_id: Uuid,
    number: i64,
    name: String,
    location_id: Uuid,
    location: String,
    category_id: Option<Uuid>,
    category: Option<String>,
    is_blind: bool,
    state: String,
    value_minor: i64,
    opened_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    opened_by: Option<String>,
    ended_by: Option<String>,
    lines: i64,
}

impl Row {
    fn take(self) -> Result<StockTake, Stop> {
        let state = State::parse(&self.state);
        Ok(StockTake {
            state: state.ok_or_else(|| fault("a stock take has an unknown state", &self.state))?,
            take_id: self.take_id,
            number: self.number,
            name: self.name,
            location_id: self.location_id,
            location: self.location,
            category_id: self.category_id,
            category: self.category,
            is_blind: self.is_blind,
            value: Money::from_minor(self.value_minor),
            opened_at: self.opened_at,
            ended_at: self.ended_at,
            opened_by: self.opened_by,
            ended_by: self.ended_by,
            lines: self.lines,
        })
    }
}

/// Takes with the names of what they point at.
macro_rules! takes {
    ($tx:expr, $tail:tt, $($arg:expr),*) => {{
        let rows = sqlx::query_as!(
            Row,
            r#"select t.take_id as "take_id!", t.number as "number!", t.name as "name!",
                      t.location_id as "location_id!", l.name as "location!",
                      t.category_id as "category_id?", c.name as "category?",
                      t.is_blind as "is_blind!", t.state as "state!",
                      t.value_minor as "value_minor!", t.opened_at as "opened_at!",
                      t.ended_at as "ended_at?", o.name as "opened_by?", e.name as "ended_by?",
                      (select count(*) from app.stock_take_line x
                        where x.business_id = t.business_id and x.take_id = t.take_id) as "lines!"
                 from app.stock_take t
                 join app.location l on l.business_id = t.business_id
                                    and l.location_id = t.location_id
                 left join app.category c on c.business_id = t.business_id
                                         and c.category_id = t.category_id
                 left join app.member o on o.business_id = t.business_id
                                       and o.member_id = t.opened_by
                 left join app.member e on e.business_id = t.business_id
                                       and e.member_id = t.ended_by
                where t.business_id = $1 "#
                + $tail,
            $($arg),*
        )
        .fetch_all($tx.conn())
        .await?;
        rows.into_iter()
            .map(Row::take)
            .collect::<Result<Vec<StockTake>, Stop>>()
    }};
}

/// One take, for reading.
pub(in crate::stock::counts) async fn find(
    tx: &mut BusinessTx,
    take_id: Uuid,
) -> Result<Option<StockTake>, Stop> {
    let business = tx.business();
    let found = takes!(tx, "and t.take_id = $2", business, take_id)?;
    Ok(found.into_iter().next())
}

/// One take, which nobody else counts in, closes or calls off until the transaction ends.
pub(in crate::stock::counts) async fn lock(
    tx: &mut BusinessTx,
    take_id: Uuid,
) -> Result<Option<StockTake>, Stop> {
    let business = tx.business();
    let found = takes!(tx, "and t.take_id = $2 for update of t", business, take_id)?;
    Ok(found.into_iter().next())
}

/// One take, which nobody closes or calls off until the transaction ends; others may count in it.
pub(in crate::stock::counts) async fn lock_for_counting(
    tx: &mut BusinessTx,
    take_id: Uuid,
) -> Result<Option<StockTake>, Stop> {
    let business = tx.business();
    let found = takes!(tx, "and t.take_id = $2 for share of t", business, take_id)?;
    Ok(found.into_iter().next())
}

/// Open takes at a location that count some of the same goods: everything, or the same category.
pub(in crate::stock::counts) async fn overlapping(
    tx: &mut BusinessTx,
    location_id: Uuid,
    category_id: Option<Uuid>,
) -> Result<Option<StockTake>, Stop> {
    let business = tx.business();
    let found = takes!(
        tx,
        "and t.location_id = $2 and t.state = 'open'
           and ($3::uuid is null or t.category_id is null or t.category_id = $3)
         order by t.number limit 1",
        business,
        location_id,
        category_id
    )?;
    Ok(found.into_iter().next())
}

/// A page of takes, the newest first; of one state, or of all.
pub(in crate::stock::counts) async fn page(
    tx: &mut BusinessTx,
    state: Option<&str>,
    limit: i64,
    offset: i64,
) -> Result<Vec<StockTake>, Stop> {
    let business = tx.business();
    takes!(
        tx,
        "and ($2::text is null or t.state = $2)
         order by t.opened_at desc, t.take_id limit $3 offset $4",
        business,
        state,
        limit,
        offset
    )
}

/// How many takes there are; of one state, or of all.
pub(in crate::stock::counts) async fn total(
    tx: &mut BusinessTx,
    state: Option<&str>,
) -> Result<i64, Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "total!" from app.stock_take
            where business_id = $1 and ($2::text is null or state = $2)"#,
        business,
        state
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(total)
}

/// A take to be opened.
pub(in crate::stock::counts) struct NewTake<'a> {
    pub take_id: Uuid,
    pub number: i64,
    pub name: &'a str,
    pub location_id: Uuid,
    pub category_id: Option<Uuid>,
    pub is_blind: bool,
}

pub(in crate::stock::counts) async fn insert(
    tx: &mut BusinessTx,
    new: &NewTake<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    let today: NaiveDate = tx.scope().today();
    sqlx::query!(
        "insert into app.stock_take (business_id, take_id, number, name, location_id, category_id,
                is_blind, opened_at, business_date, opened_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        business,
        new.take_id,
        new.number,
        new.name,
        new.location_id,
        new.category_id,
        new.is_blind,
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The name of a location that is open; none where it is none of ours, or closed.
pub(in crate::stock::counts) async fn location(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let name = sqlx::query_scalar!(
        "select name from app.location
          where business_id = $1 and location_id = $2 and retired_at is null",
        business,
        location_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(name)
}

/// The categories that there are, with how many products on sale are in each.
pub(in crate::stock::counts) async fn categories(
    tx: &mut BusinessTx,
) -> Result<Vec<(Uuid, String, i64)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select c.category_id as "category_id!", c.name as "name!",
                  (select count(*) from app.product p
                    where p.business_id = c.business_id and p.category_id = c.category_id
                      and p.retired_at is null and p.kind = 'plain') as "products!"
             from app.category c where c.business_id = $1 and c.retired_at is null
            order by c.position, lower(c.name), c.category_id"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.category_id, row.name, row.products))
        .collect())
}
