//! All SQL of scales.

use uuid::Uuid;

use crate::platform::fault::violated;
use crate::platform::{BusinessTx, fault};
use crate::values::{Carries, Money, Refusal, Stop, Unit};

/// A product that a scale knows.
pub(super) struct OnScale {
    pub product_id: Uuid,
    pub unit: Unit,
    pub price: Money,
    pub carries: Carries,
}

fn carries_of(code: &str) -> Result<Carries, Stop> {
    Carries::parse(code).ok_or_else(|| fault("a scale's format is unknown", &code))
}

/// The product of that number, and what its barcode carries under that prefix.
pub(super) async fn by_scale_code(
    tx: &mut BusinessTx,
    prefix: &str,
    item: &str,
) -> Result<Option<OnScale>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select p.product_id, p.unit, p.price_minor, f.carries
           from app.product p
           join app.scale_format f on f.business_id = p.business_id and f.prefix = $2
          where p.business_id = $1 and p.scale_code = $3",
        business,
        prefix,
        item
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let broken = || fault("a product has an unknown unit", &row.product_id);
    Ok(Some(OnScale {
        product_id: row.product_id,
        unit: Unit::parse(&row.unit).ok_or_else(broken)?,
        price: Money::from_minor(row.price_minor),
        carries: carries_of(&row.carries)?,
    }))
}

/// What each prefix carries, those that mean nothing left out.
pub(super) async fn formats(tx: &mut BusinessTx) -> Result<Vec<(String, Carries)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select prefix, carries from app.scale_format where business_id = $1 order by prefix",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.prefix, carries_of(&row.carries)?)))
        .collect()
}

/// Makes these the formats, and the only ones.
pub(super) async fn replace_formats(
    tx: &mut BusinessTx,
    formats: &[(String, Carries)],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.scale_format where business_id = $1",
        business
    )
    .execute(tx.conn())
    .await?;
    let prefixes: Vec<String> = formats.iter().map(|(prefix, _)| prefix.clone()).collect();
    let carries: Vec<String> = formats
        .iter()
        .map(|(_, carries)| carries.code().to_owned())
        .collect();
    sqlx::query!(
        "insert into app.scale_format (business_id, prefix, carries)
         select b.business_id, n.prefix, n.carries
           from app.business b
          cross join unnest($2::text[], $3::text[]) as n (prefix, carries)
          where b.business_id = $1",
        business,
        &prefixes,
        &carries
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Which other product has this number on the scale: its name.
pub(super) async fn other_with(
    tx: &mut BusinessTx,
    code: &str,
    product_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let name = sqlx::query_scalar!(
        "select name from app.product
          where business_id = $1 and scale_code = $2 and product_id <> $3",
        business,
        code,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(name)
}

/// Every product with a number on the scale: its SKU, its name and the number, in their order.
pub(super) async fn numbered(tx: &mut BusinessTx) -> Result<Vec<(String, String, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select sku, name, scale_code as "scale_code!" from app.product
            where business_id = $1 and scale_code is not null
            order by scale_code"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| (row.sku, row.name, row.scale_code))
        .collect())
}

/// Takes their numbers on the scale from these products, so that they can be given anew in any order.
pub(super) async fn set_aside(tx: &mut BusinessTx, products: &[Uuid]) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.product set scale_code = null
          where business_id = $1 and product_id = any($2) and scale_code is not null",
        business,
        products
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Gives a product its number on the scale, or takes it away.
pub(super) async fn set_scale_code(
    tx: &mut BusinessTx,
    product_id: Uuid,
    code: Option<&str>,
) -> Result<(), Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.product set scale_code = $3 where business_id = $1 and product_id = $2",
        business,
        product_id,
        code
    )
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(error) if violated(&error) == Some("product_scale_code_once") => {
            Err(Refusal::at("scale_code", "refused-scale-code-just-taken").into())
        }
        Err(error) => Err(error.into()),
    }
}
