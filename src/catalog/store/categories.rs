//! Categories and taxes.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::catalog::category::{Category, CategoryShown};
use crate::platform::BusinessTx;
use crate::platform::fault::violated;
use crate::values::{Rate, Refusal, Stop};

/// Every category with how many products customers see in it, a family once, in the owner's order; retired ones last.
pub(in crate::catalog) async fn all_categories(tx: &mut BusinessTx) -> Result<Vec<Category>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Category,
        r#"select c.category_id as "category_id!", c.name as "name!", c.slug as "slug!",
                  c.picture as "picture!", c.position as "position!",
                  (select count(*) from app.product p
                    where p.business_id = c.business_id and p.category_id = c.category_id
                      and p.retired_at is null
                      and (p.kind <> 'family' or exists (
                          select 1 from app.product v
                           where v.business_id = p.business_id and v.parent_id = p.product_id
                             and v.retired_at is null))
                      and (p.parent_id is null or not exists (
                          select 1 from app.product f
                           where f.business_id = p.business_id and f.product_id = p.parent_id
                             and f.retired_at is null))) as "count!",
                  (c.retired_at is not null) as "retired!"
             from app.category c
            where c.business_id = $1
            order by c.retired_at is not null, c.position, lower(c.name)"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// The open categories in the owner's order, and whether customers see any product in them. Nothing is
/// counted: that takes as long as they are large.
pub(in crate::catalog) async fn open_categories(
    tx: &mut BusinessTx,
) -> Result<Vec<CategoryShown>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        CategoryShown,
        r#"select c.slug as "slug!", c.name as "name!", c.picture as "picture!",
                  exists (select 1 from app.product p
                           where p.business_id = c.business_id and p.category_id = c.category_id
                             and p.retired_at is null
                             and (p.kind <> 'family' or exists (
                                 select 1 from app.product v
                                  where v.business_id = p.business_id and v.parent_id = p.product_id
                                    and v.retired_at is null))
                             and (p.parent_id is null or not exists (
                                 select 1 from app.product f
                                  where f.business_id = p.business_id and f.product_id = p.parent_id
                                    and f.retired_at is null))) as "is_filled!"
             from app.category c
            where c.business_id = $1 and c.retired_at is null
            order by c.position, lower(c.name)"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// One category, its row locked.
pub(in crate::catalog) async fn lock_category(
    tx: &mut BusinessTx,
    category_id: Uuid,
) -> Result<Option<Category>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Category,
        r#"select category_id, name, slug, picture, position, 0::bigint as "count!",
                  (retired_at is not null) as "retired!"
             from app.category where business_id = $1 and category_id = $2 for no key update"#,
        business,
        category_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Whether products can be put into it.
pub(in crate::catalog) async fn category_is_open(
    tx: &mut BusinessTx,
    category_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.category
            where business_id = $1 and category_id = $2 and retired_at is null) as "there!""#,
        business,
        category_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// Open categories by name in lower case, their addresses, and the last position.
pub(in crate::catalog) async fn categories_named(
    tx: &mut BusinessTx,
) -> Result<(HashMap<String, Uuid>, Vec<String>, i32), Stop> {
    let open: Vec<Category> = all_categories(tx)
        .await?
        .into_iter()
        .filter(|c| !c.retired)
        .collect();
    let last = open
        .iter()
        .map(|category| category.position)
        .max()
        .unwrap_or(0);
    let slugs = open.iter().map(|category| category.slug.clone()).collect();
    let ids = open
        .into_iter()
        .map(|c| (c.name.to_lowercase(), c.category_id))
        .collect();
    Ok((ids, slugs, last))
}

/// Writes a category as it is now: new, changed, or brought back.
pub(in crate::catalog) async fn keep_category(
    tx: &mut BusinessTx,
    category: &Category,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.category as c (business_id, category_id, name, slug, picture, position)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (business_id, category_id) do update
            set name = excluded.name, slug = excluded.slug, picture = excluded.picture,
                position = excluded.position, retired_at = null",
        business,
        category.category_id,
        category.name,
        category.slug,
        category.picture,
        category.position
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Writes the categories that an import needs.
pub(in crate::catalog) async fn insert_categories(
    tx: &mut BusinessTx,
    categories: &[Category],
) -> Result<(), Stop> {
    for category in categories {
        keep_category(tx, category).await?;
    }
    Ok(())
}

fn refused(error: sqlx::Error) -> Stop {
    let refusal = match violated(&error) {
        Some("category_name_once") => Refusal::at("name", "refused-category-name-taken"),
        Some("category_slug_once") => Refusal::at("slug", "refused-product-slug-taken"),
        _ => return error.into(),
    };
    refusal.into()
}

/// Closes a category, or opens it again.
pub(in crate::catalog) async fn set_category_retired(
    tx: &mut BusinessTx,
    category_id: Uuid,
    retired: bool,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.category set retired_at = case when $3::boolean then $4::timestamptz end
          where business_id = $1 and category_id = $2",
        business,
        category_id,
        retired,
        now
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Tax classes by code.
pub(in crate::catalog) async fn tax_classes(
    tx: &mut BusinessTx,
) -> Result<HashMap<String, Uuid>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select code, tax_class_id from app.tax_class
          where business_id = $1 and retired_at is null",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.code, row.tax_class_id))
        .collect())
}

/// Writes a tax class with its rate from a day on; one that is there already stays as it is.
pub(in crate::catalog) async fn insert_tax_class(
    tx: &mut BusinessTx,
    code: &str,
    name: &str,
    fiscal_code: &str,
    valid_from: NaiveDate,
    rate: Rate,
) -> Result<(), Stop> {
    let business = tx.business();
    let tax_class_id = sqlx::query_scalar!(
        "insert into app.tax_class (business_id, tax_class_id, code, name, fiscal_code)
         values ($1, $2, $3, $4, $5)
         on conflict (business_id, code) do nothing returning tax_class_id",
        business,
        Uuid::now_v7(),
        code,
        name,
        fiscal_code
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(tax_class_id) = tax_class_id else {
        return Ok(());
    };
    let basis_points = i32::try_from(rate.basis_points()).unwrap_or(0);
    sqlx::query!(
        "insert into app.tax_rate (business_id, tax_class_id, valid_from, rate_bp)
         values ($1, $2, $3, $4)",
        business,
        tax_class_id,
        valid_from,
        basis_points
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The rate of each tax class on a day.
pub(in crate::catalog) async fn tax_rates_on(
    tx: &mut BusinessTx,
    day: NaiveDate,
) -> Result<HashMap<Uuid, (String, Rate)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select distinct on (t.tax_class_id) t.tax_class_id as "id!", t.code as "code!",
                  r.rate_bp as "rate!"
             from app.tax_class t
             join app.tax_rate r on r.business_id = t.business_id
                                and r.tax_class_id = t.tax_class_id
            where t.business_id = $1 and r.valid_from <= $2
            order by t.tax_class_id, r.valid_from desc"#,
        business,
        day
    )
    .fetch_all(tx.conn())
    .await?;
    let rate = |bp: i32| Rate::from_basis_points(u32::try_from(bp).unwrap_or(0));
    Ok(rows
        .into_iter()
        .map(|row| (row.id, (row.code, rate(row.rate))))
        .collect())
}
