//! Links that show an order to its supplier. Only their digests are kept.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::platform::secrets::digest;
use crate::values::Stop;

/// Keeps a new link of an order.
pub(in crate::purchasing::orders) async fn insert_link(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
    link: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "insert into app.purchase_link (business_id, link_hash, purchase_id, made_at)
         values ($1, $2, $3, $4)",
        business,
        digest(link),
        purchase_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets every link of an order; whether there was one.
pub(in crate::purchasing::orders) async fn drop_links(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let gone = sqlx::query!(
        "delete from app.purchase_link where business_id = $1 and purchase_id = $2",
        business,
        purchase_id
    )
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() > 0)
}

/// Whether somebody may hold a link to an order.
pub(in crate::purchasing::orders) async fn has_link(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.purchase_link
            where business_id = $1 and purchase_id = $2) as "there!""#,
        business,
        purchase_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// The order that a link shows.
pub(in crate::purchasing::orders) async fn by_link(
    tx: &mut BusinessTx,
    link: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let purchase_id = sqlx::query_scalar!(
        "select purchase_id from app.purchase_link where business_id = $1 and link_hash = $2",
        business,
        digest(link)
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(purchase_id)
}
