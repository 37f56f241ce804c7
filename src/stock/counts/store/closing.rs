//! The SQL of closing: what a take comes to, what nobody counted, and its end.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::counts::stock_take::{State, StockTake};
use crate::values::{Money, Quantity, Stop, Unit};

/// A line on its way into the books.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct ToClose {
    pub product_id: Uuid,
    pub name: String,
    pub counted: Quantity,
    pub book: Quantity,
}

/// Every line of a take, in key order.
pub(in crate::stock::counts) async fn to_close(
    tx: &mut BusinessTx,
    take_id: Uuid,
) -> Result<Vec<ToClose>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select x.product_id, p.name, x.counted_milli, x.book_milli
           from app.stock_take_line x
           join app.product p on p.business_id = x.business_id and p.product_id = x.product_id
          where x.business_id = $1 and x.take_id = $2 order by x.product_id",
        business,
        take_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ToClose {
            product_id: row.product_id,
            name: row.name,
            counted: Quantity::from_milli(row.counted_milli),
            book: Quantity::from_milli(row.book_milli),
        })
        .collect())
}

/// A product of a take that nobody counted, and that the books say there is something of.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct UncountedRow {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    /// What the books say now.
    pub book: Quantity,
    /// What that is worth.
    pub value: Money,
}

/// What nobody counted, by name: products that the take expects, that are not in it nor in another
/// open take at the location, and of which the books do not say that there is nothing.
pub(in crate::stock::counts) async fn uncounted(
    tx: &mut BusinessTx,
    take: &StockTake,
) -> Result<Vec<UncountedRow>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", (s.on_hand_milli - s.short_milli) as "book!",
                  coalesce((select sum(y.left_value_minor) from app.cost_layer y
                             where y.business_id = s.business_id and y.product_id = s.product_id
                               and y.location_id = s.location_id and y.left_milli > 0), 0)::bigint
                      as "value!"
             from app.stock_level s
             join app.product p on p.business_id = s.business_id and p.product_id = s.product_id
            where s.business_id = $1 and s.location_id = $2 and s.on_hand_milli <> s.short_milli
              and p.retired_at is null and p.kind = 'plain'
              and ($4::uuid is null or p.category_id = $4)
              and not exists (
                  select 1 from app.stock_take_line x
                    join app.stock_take t on t.business_id = x.business_id
                                         and t.take_id = x.take_id
                   where x.business_id = s.business_id and x.product_id = s.product_id
                     and (x.take_id = $3 or (t.state = 'open' and t.location_id = $2)))
            order by lower(p.name), p.product_id"#,
        business,
        take.location_id,
        take.take_id,
        take.category_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(UncountedRow {
                unit: unit_of(&row.unit)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                book: Quantity::from_milli(row.book),
                value: Money::from_minor(row.value),
            })
        })
        .collect()
}

/// Writes that nobody counted these and that there is nothing of them: lines made up of no count.
pub(in crate::stock::counts) async fn insert_zeros(
    tx: &mut BusinessTx,
    take_id: Uuid,
    products: &[Uuid],
    books: &[i64],
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    sqlx::query!(
        "insert into app.stock_take_line (business_id, take_id, product_id, counted_milli,
                book_milli, counted_at, member_id, counts, revision)
         select $1, $2, u.product_id, 0, u.book, $5, $6, 0, 0
           from unnest($3::uuid[], $4::bigint[]) as u(product_id, book)",
        business,
        take_id,
        products,
        books,
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends a locked take.
pub(in crate::stock::counts) async fn end(
    tx: &mut BusinessTx,
    take_id: Uuid,
    state: State,
    value: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    sqlx::query!(
        "update app.stock_take set state = $3, value_minor = $4, ended_at = $5, ended_by = $6
          where business_id = $1 and take_id = $2 and state = 'open'",
        business,
        take_id,
        state.code(),
        value.minor(),
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A line with what its difference is worth.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Valued {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub category: Option<String>,
    pub counted: Quantity,
    pub book: Quantity,
    /// How many counts make it up; 0: nobody counted it, and it was taken for nothing.
    pub counts: i32,
    pub counted_at: DateTime<Utc>,
    pub who: Option<String>,
    /// Of a closed take what it was; of an open one about what it will be.
    pub value: Money,
}

/// Every line of a take, those first whose differences are worth most. What is missing is valued at
/// the average of what is there, what is found at what the product cost last.
pub(in crate::stock::counts) async fn valued(
    tx: &mut BusinessTx,
    take: &StockTake,
) -> Result<Vec<Valued>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select v.* from (
           select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", c.name as "category?", x.counted_milli as "counted!",
                  x.book_milli as "book!", x.counts as "counts!", x.counted_at as "counted_at!",
                  m.name as "who?",
                  coalesce(o.value_minor, round((x.counted_milli - x.book_milli) * coalesce(
                      case when x.counted_milli < x.book_milli
                           then h.value / nullif(h.quantity, 0) end,
                      l.value_minor::numeric / l.quantity_milli, 0)))::bigint as "value!"
             from app.stock_take_line x
             join app.product p on p.business_id = x.business_id and p.product_id = x.product_id
             left join app.category c on c.business_id = p.business_id
                                     and c.category_id = p.category_id
             left join app.member m on m.business_id = x.business_id and m.member_id = x.member_id
             left join app.stock_movement o on o.business_id = x.business_id
                   and o.source_kind = 'stock_take' and o.source_id = x.take_id
                   and o.kind = 'count' and o.product_id = x.product_id
             left join lateral (
                  select sum(y.left_value_minor) as value, sum(y.left_milli) as quantity
                    from app.cost_layer y
                   where y.business_id = x.business_id and y.product_id = x.product_id
                     and y.location_id = $3 and y.left_milli > 0) h on true
             left join lateral (
                  select y.value_minor, y.quantity_milli from app.cost_layer y
                   where y.business_id = x.business_id and y.product_id = x.product_id
                   order by y.received_at desc, y.layer_id desc limit 1) l on true
            where x.business_id = $1 and x.take_id = $2) v
            order by abs(v."value!") desc, abs(v."counted!" - v."book!") desc, lower(v."name!"),
                     v."product_id!""#,
        business,
        take.take_id,
        take.location_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Valued {
                unit: unit_of(&row.unit)?,
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                category: row.category,
                counted: Quantity::from_milli(row.counted),
                book: Quantity::from_milli(row.book),
                counts: row.counts,
                counted_at: row.counted_at,
                who: row.who,
                value: Money::from_minor(row.value),
            })
        })
        .collect()
}
