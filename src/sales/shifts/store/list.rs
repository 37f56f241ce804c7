//! The list of shifts.

use uuid::Uuid;

use super::read::by_ids;
use crate::platform::BusinessTx;
use crate::sales::shifts::{Filter, Shift};
use crate::values::Stop;

/// How many shifts a page shows.
const PER_PAGE: i64 = 50;

/// A page of shifts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The shifts, the newest first.
    pub rows: Vec<Shift>,
    /// How many pages there are, at least 1.
    pub pages: i64,
    /// Which page this is.
    pub page: i64,
}

/// Lists the shifts of a filter.
pub(in crate::sales::shifts) async fn list(
    tx: &mut BusinessTx,
    filter: &Filter,
) -> Result<Listed, Stop> {
    let business = tx.business();
    let is_open = filter.state.map(|state| state.is_open());
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.shift
            where business_id = $1
              and ($2::uuid is null or location_id = $2) and ($3::uuid is null or member_id = $3)
              and ($4::boolean is null or (closed_at is null) = $4)
              and ($5::date is null or business_date >= $5)
              and ($6::date is null or business_date <= $6)"#,
        business,
        filter.location,
        filter.cashier,
        is_open,
        filter.from,
        filter.to
    )
    .fetch_one(tx.conn())
    .await?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = filter.page.clamp(1, pages);
    let ids: Vec<Uuid> = sqlx::query_scalar!(
        "select shift_id from app.shift
          where business_id = $1
            and ($2::uuid is null or location_id = $2) and ($3::uuid is null or member_id = $3)
            and ($4::boolean is null or (closed_at is null) = $4)
            and ($5::date is null or business_date >= $5)
            and ($6::date is null or business_date <= $6)
          order by opened_at desc, shift_id limit $7 offset $8",
        business,
        filter.location,
        filter.cashier,
        is_open,
        filter.from,
        filter.to,
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Listed {
        rows: by_ids(tx, &ids).await?,
        pages,
        page,
    })
}
