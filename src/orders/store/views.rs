//! The SQL of views of the list of orders.

use uuid::Uuid;

use crate::orders::view::SavedView;
use crate::platform::{BusinessTx, OnConstraint};
use crate::values::{Refusal, Stop};

/// The views that whoever acts sees, by name.
pub(in crate::orders) async fn seen(tx: &mut BusinessTx) -> Result<Vec<SavedView>, Stop> {
    let business = tx.business();
    let member = tx.scope().member_id();
    let rows = sqlx::query_as!(
        SavedView,
        "select view_id, name, query, is_shared, member_id from app.order_view
          where business_id = $1 and (is_shared or member_id = $2) order by name, view_id",
        business,
        member
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

pub(in crate::orders) async fn load(
    tx: &mut BusinessTx,
    view_id: Uuid,
) -> Result<Option<SavedView>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        SavedView,
        "select view_id, name, query, is_shared, member_id from app.order_view
          where business_id = $1 and view_id = $2",
        business,
        view_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// How many views a member keeps.
pub(in crate::orders) async fn count_of(tx: &mut BusinessTx, member_id: Uuid) -> Result<i64, Stop> {
    let business = tx.business();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.order_view
            where business_id = $1 and member_id = $2"#,
        business,
        member_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}

/// Keeps a view, whose turn has come and whose id is free. A name that the member has given already is refused.
pub(in crate::orders) async fn insert(tx: &mut BusinessTx, view: &SavedView) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "insert into app.order_view (business_id, view_id, member_id, name, query, is_shared, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        business,
        view.view_id,
        view.member_id,
        view.name,
        view.query,
        view.is_shared,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("order_view_name_once", || {
        Refusal::at("view_name", "refused-view-name-taken")
    })?;
    Ok(())
}

pub(in crate::orders) async fn delete(tx: &mut BusinessTx, view_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.order_view where business_id = $1 and view_id = $2",
        business,
        view_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
