//! The list of sales and refunds of some days, with what they come to.

use uuid::Uuid;

use super::read::by_ids;
use crate::platform::BusinessTx;
use crate::sales::Sale;
use crate::sales::filter::Filter;
use crate::values::{Money, Stop};

/// How many documents a page shows.
const PER_PAGE: i64 = 50;

/// What the documents of a filter come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many sales.
    pub sales: i64,
    /// How many refunds.
    pub refunds: i64,
    /// What was paid for sales.
    pub sold: Money,
    /// What was given back.
    pub back: Money,
    /// The tax inside the one, less that inside the other.
    pub tax: Money,
    /// What was earned: without tax and rounding, less cost.
    pub margin: Money,
}

/// A page of documents.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The documents, the newest first.
    pub rows: Vec<Sale>,
    /// What all of them come to, on every page.
    pub sums: Sums,
    /// How many pages there are, at least 1.
    pub pages: i64,
    /// Which page this is.
    pub page: i64,
}

/// Lists the documents of a filter.
pub async fn list(tx: &mut BusinessTx, filter: &Filter) -> Result<Listed, Stop> {
    let sums = sums(tx, filter).await?;
    let total = sums.sales + sums.refunds;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = filter.page.clamp(1, pages);
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select s.sale_id from app.sale s
          where s.business_id = $1 and s.business_date between $2 and $3
            and ($4::uuid is null or s.location_id = $4)
            and ($5::uuid is null or s.member_id = $5) and ($6::text is null or s.kind = $6)
          order by s.occurred_at desc, s.sale_id limit $7 offset $8",
        business,
        filter.from,
        filter.to,
        filter.location,
        filter.seller,
        filter.kind.map(|kind| kind.code()),
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Listed {
        rows: by_ids(tx, &ids).await?,
        sums,
        pages,
        page,
    })
}

async fn sums(tx: &mut BusinessTx, filter: &Filter) -> Result<Sums, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select count(*) filter (where s.kind = 'sale') as "sales!",
                  count(*) filter (where s.kind = 'refund') as "refunds!",
                  coalesce(sum(s.total_minor) filter (where s.kind = 'sale'), 0)::bigint as "sold!",
                  coalesce(sum(s.total_minor) filter (where s.kind = 'refund'), 0)::bigint as "back!",
                  coalesce(sum(case s.kind when 'sale' then s.tax_minor else -s.tax_minor end), 0)::bigint
                      as "tax!",
                  coalesce(sum(case s.kind when 'sale' then s.goods_minor - s.tax_minor - s.cost_minor
                               else s.cost_minor + s.tax_minor - s.goods_minor end), 0)::bigint
                      as "margin!"
             from app.sale s
            where s.business_id = $1 and s.business_date between $2 and $3
              and ($4::uuid is null or s.location_id = $4)
              and ($5::uuid is null or s.member_id = $5) and ($6::text is null or s.kind = $6)"#,
        business,
        filter.from,
        filter.to,
        filter.location,
        filter.seller,
        filter.kind.map(|kind| kind.code())
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Sums {
        sales: row.sales,
        refunds: row.refunds,
        sold: Money::from_minor(row.sold),
        back: Money::from_minor(row.back),
        tax: Money::from_minor(row.tax),
        margin: Money::from_minor(row.margin),
    })
}

/// Who sells here, or did: for the filter.
pub(in crate::sales) async fn sellers(tx: &mut BusinessTx) -> Result<Vec<(Uuid, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select member_id, name from app.member where business_id = $1
          order by retired_at is not null, lower(name), member_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.member_id, row.name))
        .collect())
}
