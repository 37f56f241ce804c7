//! The SQL of what there is to count. A take expects every product on sale that has stock of its own,
//! in its category if it has one, and that is kept at its location or nowhere yet.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::counts::stock_take::{Goods, Pack, StockTake};
use crate::values::{Quantity, Stop, Unit};

/// One product, whatever it is.
pub(in crate::stock::counts) async fn find_goods(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Goods>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                  p.unit as "unit!", p.quantity_step_milli as "step!",
                  p.category_id as "category_id?", c.name as "category?", p.kind as "kind!",
                  (p.retired_at is not null) as "retired!"
             from app.product p
             left join app.category c on c.business_id = p.business_id
                                     and c.category_id = p.category_id
            where p.business_id = $1 and p.product_id = $2"#,
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(Goods {
            unit: unit_of(&row.unit)?,
            product_id: row.product_id,
            sku: row.sku,
            name: row.name,
            step: Quantity::from_milli(row.step),
            category_id: row.category_id,
            category: row.category,
            kind: row.kind,
            is_retired: row.retired,
        })
    })
    .transpose()
}

/// The packs of a product, the largest first.
pub(in crate::stock::counts) async fn packs(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<Pack>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select pack_id, name, holds_milli from app.pack
          where business_id = $1 and product_id = $2 and retired_at is null
          order by holds_milli desc, pack_id",
        business,
        product_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Pack {
            pack_id: row.pack_id,
            name: row.name,
            holds: Quantity::from_milli(row.holds_milli),
        })
        .collect())
}

/// What the books say of a product at a location, as it stands: on hand less what is short.
pub(in crate::stock::counts) async fn book_now(
    tx: &mut BusinessTx,
    location_id: Uuid,
    product_id: Uuid,
) -> Result<Quantity, Stop> {
    let business = tx.business();
    let book = sqlx::query_scalar!(
        r#"select (on_hand_milli - short_milli) as "book!" from app.stock_level
            where business_id = $1 and location_id = $2 and product_id = $3"#,
        business,
        location_id,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(book.map_or(Quantity::ZERO, Quantity::from_milli))
}

/// The products that have this barcode or SKU, and the pack where the barcode is on one.
pub(in crate::stock::counts) async fn by_code(
    tx: &mut BusinessTx,
    code: &str,
) -> Result<Vec<(Uuid, Option<Uuid>)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select b.product_id as "product_id!", b.pack_id as "pack_id?" from app.barcode b
            where b.business_id = $1 and b.barcode = $2
            union
           select p.product_id, null from app.product p
            where p.business_id = $1 and p.sku in ($2, upper($2), lower($2))"#,
        business,
        code
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.product_id, row.pack_id))
        .collect())
}

/// A product in a list of a take.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Listed {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub category: Option<String>,
    /// What the books say now.
    pub book: Quantity,
    /// What was counted, when, and who did it last.
    pub counted: Option<Quantity>,
    pub counted_at: Option<DateTime<Utc>>,
    pub who: Option<String>,
}

struct Row {
    product_id: Uuid,
    sku: String,
    name: String,
    unit: String,
    category: Option<String>,
    book: i64,
    counted: Option<i64>,
    counted_at: Option<DateTime<Utc>>,
    who: Option<String>,
}

impl Row {
    fn listed(self) -> Result<Listed, Stop> {
        Ok(Listed {
            unit: unit_of(&self.unit)?,
            product_id: self.product_id,
            sku: self.sku,
            name: self.name,
            category: self.category,
            book: Quantity::from_milli(self.book),
            counted: self.counted.map(Quantity::from_milli),
            counted_at: self.counted_at,
            who: self.who,
        })
    }
}

/// Products with what a take ($3) at a location ($2) says of them.
macro_rules! goods {
    ($tx:expr, $tail:tt, $($arg:expr),*) => {{
        let rows = sqlx::query_as!(
            Row,
            r#"select p.product_id as "product_id!", p.sku as "sku!", p.name as "name!",
                      p.unit as "unit!", c.name as "category?",
                      coalesce(s.on_hand_milli - s.short_milli, 0) as "book!",
                      x.counted_milli as "counted?", x.counted_at as "counted_at?",
                      m.name as "who?"
                 from app.product p
                 left join app.category c on c.business_id = p.business_id
                                         and c.category_id = p.category_id
                 left join app.stock_level s on s.business_id = p.business_id
                       and s.product_id = p.product_id and s.location_id = $2
                 left join app.stock_take_line x on x.business_id = p.business_id
                       and x.take_id = $3 and x.product_id = p.product_id
                 left join app.member m on m.business_id = x.business_id
                                       and m.member_id = x.member_id
                where p.business_id = $1 "#
                + $tail,
            $($arg),*
        )
        .fetch_all($tx.conn())
        .await?;
        rows.into_iter()
            .map(Row::listed)
            .collect::<Result<Vec<Listed>, Stop>>()
    }};
}

/// Which products of a take are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stock::counts) enum Which {
    /// Those that nobody has counted.
    Todo,
    /// Those that were counted.
    Counted,
    /// Both.
    All,
}

impl Which {
    /// Its word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Which::Todo => "todo",
            Which::Counted => "counted",
            Which::All => "all",
        }
    }
}

/// What a list of a take shows.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock::counts) struct Ask {
    pub which: Which,
    /// One category, the nil id for what is in none; none: all.
    pub category: Option<Uuid>,
    pub limit: i64,
    pub offset: i64,
}

/// Products of a take by name: those that it expects, and whatever else was counted.
pub(in crate::stock::counts) async fn listed(
    tx: &mut BusinessTx,
    take: &StockTake,
    ask: Ask,
) -> Result<Vec<Listed>, Stop> {
    let business = tx.business();
    goods!(
        tx,
        "and (x.product_id is not null or (
                p.retired_at is null and p.kind = 'plain'
                and ($4::uuid is null or p.category_id = $4)
                and (s.product_id is not null or not exists (
                    select 1 from app.stock_level o
                     where o.business_id = p.business_id and o.product_id = p.product_id))))
           and ($5::uuid is null
                or coalesce(p.category_id, '00000000-0000-0000-0000-000000000000') = $5)
           and ($6::text <> 'todo' or x.product_id is null)
           and ($6::text <> 'counted' or x.product_id is not null)
         order by lower(p.name), p.product_id limit $7 offset $8",
        business,
        take.location_id,
        take.take_id,
        take.category_id,
        ask.category,
        ask.which.code(),
        ask.limit,
        ask.offset
    )
}

/// All products of a take, or of one category in it (the nil id: of none), by category and name.
pub(in crate::stock::counts) async fn whole(
    tx: &mut BusinessTx,
    take: &StockTake,
    category: Option<Uuid>,
) -> Result<Vec<Listed>, Stop> {
    let business = tx.business();
    goods!(
        tx,
        "and (x.product_id is not null or (
                p.retired_at is null and p.kind = 'plain'
                and ($4::uuid is null or p.category_id = $4)
                and (s.product_id is not null or not exists (
                    select 1 from app.stock_level o
                     where o.business_id = p.business_id and o.product_id = p.product_id))))
           and ($5::uuid is null
                or coalesce(p.category_id, '00000000-0000-0000-0000-000000000000') = $5)
         order by lower(c.name) nulls last, lower(p.name), p.product_id",
        business,
        take.location_id,
        take.take_id,
        take.category_id,
        category
    )
}

/// The products that words find among those that a take may count, the best first.
pub(in crate::stock::counts) async fn search(
    tx: &mut BusinessTx,
    take: &StockTake,
    words: &str,
) -> Result<Vec<Listed>, Stop> {
    let business = tx.business();
    let found = sqlx::query_scalar!(
        r#"select s.product_id as "product_id!"
             from app.search_products($2, 200) s
             join app.product p on p.business_id = $1 and p.product_id = s.product_id
            where p.kind = 'plain' and ($3::uuid is null or p.category_id = $3)
            order by s.rank desc, s.product_id limit 20"#,
        business,
        words,
        take.category_id
    )
    .fetch_all(tx.conn())
    .await?;
    goods!(
        tx,
        "and p.product_id = any($4) order by array_position($4, p.product_id)",
        business,
        take.location_id,
        take.take_id,
        &found
    )
}

/// How far a category has been counted.
#[derive(Debug, Clone)]
pub(in crate::stock::counts) struct Progress {
    /// None: what is in no category.
    pub category_id: Option<Uuid>,
    pub name: Option<String>,
    pub products: i64,
    pub counted: i64,
}

/// How far a take has come, category by category.
pub(in crate::stock::counts) async fn progress(
    tx: &mut BusinessTx,
    take: &StockTake,
) -> Result<Vec<Progress>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Progress,
        r#"select p.category_id as "category_id?", c.name as "name?",
                  count(*) as "products!", count(x.product_id) as "counted!"
             from app.product p
             left join app.category c on c.business_id = p.business_id
                                     and c.category_id = p.category_id
             left join app.stock_take_line x on x.business_id = p.business_id
                   and x.take_id = $3 and x.product_id = p.product_id
            where p.business_id = $1 and (x.product_id is not null or (
                  p.retired_at is null and p.kind = 'plain'
                  and ($4::uuid is null or p.category_id = $4)
                  and (exists (select 1 from app.stock_level s
                                where s.business_id = p.business_id
                                  and s.product_id = p.product_id and s.location_id = $2)
                       or not exists (select 1 from app.stock_level o
                                where o.business_id = p.business_id
                                  and o.product_id = p.product_id))))
            group by p.category_id, c.name order by lower(c.name) nulls last, p.category_id"#,
        business,
        take.location_id,
        take.take_id,
        take.category_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
