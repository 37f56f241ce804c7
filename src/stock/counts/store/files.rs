//! The SQL of files of counts: thousands of lines in a few statements.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::counts::stock_take::Goods;
use crate::values::{Quantity, Stop};

/// A product that a file names, under the code that it names it by.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Coded {
    pub code: String,
    /// Whether the code is on a pack of the product.
    pub is_pack: bool,
    pub goods: Goods,
}

struct Row {
    code: String,
    is_pack: bool,
    product_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    step: i64,
    category_id: Option<Uuid>,
    kind: String,
    retired: bool,
}

impl Row {
    fn coded(self) -> Result<Coded, Stop> {
        Ok(Coded {
            code: self.code,
            is_pack: self.is_pack,
            goods: Goods {
                unit: unit_of(&self.unit)?,
                product_id: self.product_id,
                sku: self.sku,
                name: self.name,
                step: Quantity::from_milli(self.step),
                category_id: self.category_id,
                category: None,
                kind: self.kind,
                is_retired: self.retired,
            },
        })
    }
}

/// The products of these SKUs.
pub(in crate::stock::counts) async fn by_sku(
    tx: &mut BusinessTx,
    skus: &[String],
) -> Result<Vec<Coded>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select p.sku as "code!", false as "is_pack!", p.product_id as "product_id!",
                  p.sku as "sku!", p.name as "name!", p.unit as "unit!",
                  p.quantity_step_milli as "step!", p.category_id as "category_id?",
                  p.kind as "kind!", (p.retired_at is not null) as "retired!"
             from app.product p where p.business_id = $1 and p.sku = any($2)"#,
        business,
        skus
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::coded).collect()
}

/// The products of these barcodes.
pub(in crate::stock::counts) async fn by_barcode(
    tx: &mut BusinessTx,
    barcodes: &[String],
) -> Result<Vec<Coded>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Row,
        r#"select b.barcode as "code!", (b.pack_id is not null) as "is_pack!",
                  p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.quantity_step_milli as "step!",
                  p.category_id as "category_id?", p.kind as "kind!",
                  (p.retired_at is not null) as "retired!"
             from app.barcode b
             join app.product p on p.business_id = b.business_id and p.product_id = b.product_id
            where b.business_id = $1 and b.barcode = any($2)"#,
        business,
        barcodes
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(Row::coded).collect()
}

/// What stands in a take of a product that others counted.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Theirs {
    pub product_id: Uuid,
    pub counted: Quantity,
    pub at: DateTime<Utc>,
    /// Who counted it last.
    pub who: Option<String>,
}

/// Of these products, those that others than whoever acts counted, in part or all of it.
pub(in crate::stock::counts) async fn of_others_among(
    tx: &mut BusinessTx,
    take_id: Uuid,
    products: &[Uuid],
) -> Result<Vec<Theirs>, Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let rows = sqlx::query!(
        r#"select x.product_id as "product_id!", x.counted_milli as "counted!",
                  k.at as "at!", k.name as "who?"
             from app.stock_take_line x
             cross join lateral (
                  select n.at, m.name from (
                      select c.at, c.member_id from app.stock_take_count c
                       where c.business_id = x.business_id and c.take_id = x.take_id
                         and c.product_id = x.product_id
                       order by c.at desc, c.count_id desc limit x.counts) n
                  left join app.member m on m.business_id = x.business_id
                                        and m.member_id = n.member_id
                  where n.member_id is distinct from $4
                  order by n.at desc limit 1) k
            where x.business_id = $1 and x.take_id = $2 and x.product_id = any($3)"#,
        business,
        take_id,
        products,
        member
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Theirs {
            product_id: row.product_id,
            counted: Quantity::from_milli(row.counted),
            at: row.at,
            who: row.who,
        })
        .collect())
}

/// Of these products, those that were counted in another open take at the location, with its number.
pub(in crate::stock::counts) async fn in_other_takes(
    tx: &mut BusinessTx,
    location_id: Uuid,
    take_id: Uuid,
    products: &[Uuid],
) -> Result<Vec<(Uuid, i64)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select x.product_id, t.number from app.stock_take t
           join app.stock_take_line x on x.business_id = t.business_id and x.take_id = t.take_id
          where t.business_id = $1 and t.location_id = $2 and t.state = 'open'
            and t.take_id <> $3 and x.product_id = any($4)",
        business,
        location_id,
        take_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.number))
        .collect())
}

/// A count that was written down before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock::counts) struct Recorded {
    pub count_id: Uuid,
    pub product_id: Uuid,
    pub counted: Quantity,
}

/// Of these counts, those that were written down before.
pub(in crate::stock::counts) async fn recorded_all(
    tx: &mut BusinessTx,
    take_id: Uuid,
    counts: &[Uuid],
) -> Result<Vec<Recorded>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select count_id, product_id, counted_milli from app.stock_take_count
          where business_id = $1 and take_id = $2 and count_id = any($3)",
        business,
        take_id,
        counts
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded {
            count_id: row.count_id,
            product_id: row.product_id,
            counted: Quantity::from_milli(row.counted_milli),
        })
        .collect())
}

/// Writes counts down that each say all there is of their product.
pub(in crate::stock::counts) async fn insert_counts(
    tx: &mut BusinessTx,
    take_id: Uuid,
    counts: &[Recorded],
    books: &[i64],
    at: DateTime<Utc>,
) -> Result<usize, Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let ids: Vec<Uuid> = counts.iter().map(|one| one.count_id).collect();
    let products: Vec<Uuid> = counts.iter().map(|one| one.product_id).collect();
    let counted: Vec<i64> = counts.iter().map(|one| one.counted.milli()).collect();
    let done = sqlx::query!(
        "insert into app.stock_take_count (business_id, take_id, count_id, product_id, mode,
                counted_milli, book_milli, at, member_id)
         select $1, $2, u.count_id, u.product_id, 'set', u.counted, u.book, $7, $8
           from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[])
                as u(count_id, product_id, counted, book)
         on conflict do nothing",
        business,
        take_id,
        &ids,
        &products,
        &counted,
        books,
        at,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// Makes lines say what counts that were just written say, each all there is of its product.
pub(in crate::stock::counts) async fn keep_lines(
    tx: &mut BusinessTx,
    take_id: Uuid,
    counts: &[Recorded],
    books: &[i64],
    at: DateTime<Utc>,
) -> Result<(), Stop> {
    let (business, member) = (tx.business(), tx.scope().member_id());
    let products: Vec<Uuid> = counts.iter().map(|one| one.product_id).collect();
    let counted: Vec<i64> = counts.iter().map(|one| one.counted.milli()).collect();
    sqlx::query!(
        "insert into app.stock_take_line (business_id, take_id, product_id, counted_milli,
                book_milli, counted_at, member_id, counts, revision)
         select $1, $2, u.product_id, u.counted, u.book, $6, $7, 1,
                (select count(*)::integer from app.stock_take_count c
                  where c.business_id = $1 and c.take_id = $2 and c.product_id = u.product_id)
           from unnest($3::uuid[], $4::bigint[], $5::bigint[]) as u(product_id, counted, book)
         on conflict (business_id, take_id, product_id) do update
            set counted_milli = excluded.counted_milli, book_milli = excluded.book_milli,
                counted_at = excluded.counted_at, member_id = excluded.member_id,
                counts = excluded.counts, revision = excluded.revision",
        business,
        take_id,
        &products,
        &counted,
        books,
        at,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
