//! The lists themselves.

use uuid::Uuid;

use crate::catalog::price_lists::list::PriceList;
use crate::platform::BusinessTx;
use crate::platform::fault::violated;
use crate::values::{Refusal, Stop};

/// Every list with how much is on it, those in use first.
pub(in crate::catalog::price_lists) async fn all(
    tx: &mut BusinessTx,
) -> Result<Vec<PriceList>, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let rows = sqlx::query_as!(
        PriceList,
        r#"with now_rows as (
             select distinct on (list, product_id, pack_id, minimum_quantity_milli)
                    list, product_id, amount_minor
               from app.price
              where business_id = $1 and list <> 'retail' and valid_from <= $2
              order by list, product_id, pack_id, minimum_quantity_milli, valid_from desc,
                       price_id desc),
         priced as (
             select list, count(distinct product_id) as count from now_rows
              where amount_minor is not null group by list),
         buyers as (
             select price_list, count(*) as count from app.customer
              where business_id = $1 and price_list is not null and retired_at is null
              group by price_list)
         select l.list as "list!", l.name as "name!", (l.retired_at is not null) as "retired!",
                coalesce(p.count, 0) as "priced!", coalesce(b.count, 0) as "customers!"
           from app.price_list l
           left join priced p on p.list = l.list
           left join buyers b on b.price_list = l.list
          where l.business_id = $1
          order by l.retired_at is not null, l.position, l.list"#,
        business,
        now
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// One list; nothing is counted.
pub(in crate::catalog::price_lists) async fn find(
    tx: &mut BusinessTx,
    list: &str,
) -> Result<Option<PriceList>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        PriceList,
        r#"select list as "list!", name as "name!", (retired_at is not null) as "retired!",
                  0::bigint as "priced!", 0::bigint as "customers!"
             from app.price_list where business_id = $1 and list = $2"#,
        business,
        list
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// One list, its row locked: prices of a list are set by one act at a time.
pub(in crate::catalog::price_lists) async fn lock(
    tx: &mut BusinessTx,
    list: &str,
) -> Result<Option<PriceList>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        PriceList,
        r#"select list as "list!", name as "name!", (retired_at is not null) as "retired!",
                  0::bigint as "priced!", 0::bigint as "customers!"
             from app.price_list where business_id = $1 and list = $2 for no key update"#,
        business,
        list
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

fn refused(error: sqlx::Error) -> Stop {
    match violated(&error) {
        Some("price_list_name_once") => Refusal::at("name", "refused-price-list-name-taken").into(),
        _ => error.into(),
    }
}

/// Writes a new list, at the end.
pub(in crate::catalog::price_lists) async fn insert(
    tx: &mut BusinessTx,
    list: &str,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.price_list (business_id, list, name, position)
         select $1, $2, $3, coalesce(max(position), 0) + 10 from app.price_list
          where business_id = $1",
        business,
        list,
        name
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Gives a list another name.
pub(in crate::catalog::price_lists) async fn rename(
    tx: &mut BusinessTx,
    list: &str,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.price_list set name = $3 where business_id = $1 and list = $2",
        business,
        list,
        name
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Closes a list, or opens it again.
pub(in crate::catalog::price_lists) async fn set_retired(
    tx: &mut BusinessTx,
    list: &str,
    retired: bool,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.price_list set retired_at = case when $3::boolean then $4::timestamptz end
          where business_id = $1 and list = $2",
        business,
        list,
        retired,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// The digest of a set of prices that has been set already; inside, none where its details were
/// erased since.
pub(in crate::catalog::price_lists) async fn set_before(
    tx: &mut BusinessTx,
    set_id: Uuid,
) -> Result<Option<Option<String>>, Stop> {
    let business = tx.business();
    let before = sqlx::query_scalar!(
        r#"select d.details->>'digest' as "digest?" from app.audit a
             left join app.audit_detail d on d.business_id = a.business_id
                                         and d.audit_id = a.audit_id
            where a.business_id = $1 and a.subject_kind = 'price_set' and a.subject_id = $2
            order by a.at limit 1"#,
        business,
        set_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(before)
}
