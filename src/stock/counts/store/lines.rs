//! The SQL of counting: lines, and the counts that make them up.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::counts::stock_take::{Line, Made, Mode};
use crate::values::{Quantity, Stop, Unit};

/// What was counted under this id, if anything was: the product, how, and how much.
pub(in crate::stock::counts) async fn recorded(
    tx: &mut BusinessTx,
    take_id: Uuid,
    count_id: Uuid,
) -> Result<Option<(Uuid, String, Quantity)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select product_id, mode, counted_milli from app.stock_take_count
          where business_id = $1 and take_id = $2 and count_id = $3",
        business,
        take_id,
        count_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        let counted = Quantity::from_milli(row.counted_milli);
        (row.product_id, row.mode, counted)
    }))
}

/// What a take says of a product, if it was counted. Its level is locked before.
pub(in crate::stock::counts) async fn line(
    tx: &mut BusinessTx,
    take_id: Uuid,
    product_id: Uuid,
) -> Result<Option<Line>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select counted_milli, book_milli, counted_at, counts, revision from app.stock_take_line
          where business_id = $1 and take_id = $2 and product_id = $3",
        business,
        take_id,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Line {
        counted: Quantity::from_milli(row.counted_milli),
        book: Quantity::from_milli(row.book_milli),
        counted_at: row.counted_at,
        counts: row.counts,
        revision: row.revision,
    }))
}

/// The counts that make up a line, the newest first.
pub(in crate::stock::counts) async fn made_of(
    tx: &mut BusinessTx,
    take_id: Uuid,
    product_id: Uuid,
    line: &Line,
) -> Result<Vec<Made>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select c.counted_milli as "counted!", c.at as "at!", c.member_id as "member_id?",
                  m.name as "who?"
             from app.stock_take_count c
             left join app.member m on m.business_id = c.business_id and m.member_id = c.member_id
            where c.business_id = $1 and c.take_id = $2 and c.product_id = $3
            order by c.at desc, c.count_id desc limit $4"#,
        business,
        take_id,
        product_id,
        i64::from(line.counts)
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Made {
            counted: Quantity::from_milli(row.counted),
            at: row.at,
            member_id: row.member_id,
            who: row.who,
        })
        .collect())
}

/// The number of another open take at the location in which a product was counted.
pub(in crate::stock::counts) async fn in_other_take(
    tx: &mut BusinessTx,
    location_id: Uuid,
    take_id: Uuid,
    product_id: Uuid,
) -> Result<Option<i64>, Stop> {
    let business = tx.business();
    let number = sqlx::query_scalar!(
        "select t.number from app.stock_take t
           join app.stock_take_line x on x.business_id = t.business_id and x.take_id = t.take_id
          where t.business_id = $1 and t.location_id = $2 and t.state = 'open'
            and t.take_id <> $3 and x.product_id = $4 limit 1",
        business,
        location_id,
        take_id,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(number)
}

/// When any of these products was counted last in a take, also where its line was forgotten. Counts
/// are told apart by their times, so the next one is written as later than this.
pub(in crate::stock::counts) async fn last_at(
    tx: &mut BusinessTx,
    take_id: Uuid,
    products: &[Uuid],
) -> Result<Option<DateTime<Utc>>, Stop> {
    let business = tx.business();
    let last = sqlx::query_scalar!(
        "select max(at) from app.stock_take_count
          where business_id = $1 and take_id = $2 and product_id = any($3)",
        business,
        take_id,
        products
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(last)
}

/// A count to be written down.
pub(in crate::stock::counts) struct NewCount {
    pub take_id: Uuid,
    pub count_id: Uuid,
    pub product_id: Uuid,
    pub mode: Mode,
    pub counted: Quantity,
    /// What the books say now.
    pub book: Quantity,
    pub at: DateTime<Utc>,
}

/// Writes a count down; false where something else was counted under its id at the same instant.
pub(in crate::stock::counts) async fn insert_count(
    tx: &mut BusinessTx,
    new: &NewCount,
) -> Result<bool, Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let done = sqlx::query!(
        "insert into app.stock_take_count (business_id, take_id, count_id, product_id, mode,
                counted_milli, book_milli, at, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict do nothing",
        business,
        new.take_id,
        new.count_id,
        new.product_id,
        new.mode.code(),
        new.counted.milli(),
        new.book.milli(),
        new.at,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes a line say what the count just written made of it. Its revision is how often the product
/// was ever counted in the take, so that no later line is taken for this one.
pub(in crate::stock::counts) async fn keep_line(
    tx: &mut BusinessTx,
    take_id: Uuid,
    product_id: Uuid,
    line: &Line,
) -> Result<(), Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    sqlx::query!(
        "insert into app.stock_take_line (business_id, take_id, product_id, counted_milli,
                book_milli, counted_at, member_id, counts, revision)
         values ($1, $2, $3, $4, $5, $6, $7, $8,
                 (select count(*)::integer from app.stock_take_count
                   where business_id = $1 and take_id = $2 and product_id = $3))
         on conflict (business_id, take_id, product_id) do update
            set counted_milli = excluded.counted_milli, book_milli = excluded.book_milli,
                counted_at = excluded.counted_at, member_id = excluded.member_id,
                counts = excluded.counts, revision = excluded.revision",
        business,
        take_id,
        product_id,
        line.counted.milli(),
        line.book.milli(),
        line.counted_at,
        member,
        line.counts
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a line out of a take; its counts stay written.
pub(in crate::stock::counts) async fn forget(
    tx: &mut BusinessTx,
    take_id: Uuid,
    product_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.stock_take_line
          where business_id = $1 and take_id = $2 and product_id = $3",
        business,
        take_id,
        product_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A count that somebody made herself.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Mine {
    pub product_id: Uuid,
    pub name: String,
    pub unit: Unit,
    /// Whether it was added to what was there.
    pub is_added: bool,
    pub counted: Quantity,
    pub at: DateTime<Utc>,
}

/// What a member counted last, the newest first.
pub(in crate::stock::counts) async fn mine(
    tx: &mut BusinessTx,
    take_id: Uuid,
    member_id: Uuid,
) -> Result<Vec<Mine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select c.product_id, p.name, p.unit, c.mode, c.counted_milli, c.at
           from app.stock_take_count c
           join app.product p on p.business_id = c.business_id and p.product_id = c.product_id
          where c.business_id = $1 and c.take_id = $2 and c.member_id = $3
          order by c.at desc, c.count_id desc limit 10",
        business,
        take_id,
        member_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Mine {
                unit: unit_of(&row.unit)?,
                product_id: row.product_id,
                name: row.name,
                is_added: row.mode == Mode::Add.code(),
                counted: Quantity::from_milli(row.counted_milli),
                at: row.at,
            })
        })
        .collect()
}
