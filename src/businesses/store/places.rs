//! The SQL of locations that are closed, and opened again.

use uuid::Uuid;

use super::name_taken;
use crate::platform::{BusinessTx, OnConstraint};
use crate::values::Stop;

/// A location under its lock.
pub(in crate::businesses) struct Place {
    pub name: String,
    pub is_closed: bool,
}

/// Locks a location: whoever writes a document of it at that instant is waited for.
pub(in crate::businesses) async fn lock_place(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<Option<Place>, Stop> {
    let business = tx.business();
    let place = sqlx::query_as!(
        Place,
        r#"select name, retired_at is not null as "is_closed!" from app.location
            where business_id = $1 and location_id = $2 for update"#,
        business,
        location_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(place)
}

/// How much a location holds, or waits for.
#[derive(Debug, Default)]
pub(in crate::businesses) struct Busy {
    /// Other locations that are open.
    pub others: i64,
    /// Products of which something is there, or promised.
    pub goods: i64,
    /// Products of which something was sold before it was there.
    pub short: i64,
    /// Orders of the storefront that are not in the customer's hand.
    pub orders: i64,
    /// Transfers from it, or to it, that have not ended.
    pub transfers: i64,
    /// Orders to suppliers that are to be brought there.
    pub purchases: i64,
    /// Stock takes that are open.
    pub takes: i64,
    /// Tills that may sell.
    pub tills: i64,
}

/// What a location holds, or waits for.
pub(in crate::businesses) async fn busy_with(
    tx: &mut BusinessTx,
    location_id: Uuid,
) -> Result<Busy, Stop> {
    let business = tx.business();
    let busy = sqlx::query_as!(
        Busy,
        r#"select (select count(*) from app.location
                    where business_id = $1 and location_id <> $2 and retired_at is null)
                      as "others!",
                  (select count(*) from app.stock_level
                    where business_id = $1 and location_id = $2
                      and (on_hand_milli <> 0 or reserved_milli <> 0)) as "goods!",
                  (select count(*) from app.stock_level
                    where business_id = $1 and location_id = $2 and short_milli <> 0)
                      as "short!",
                  (select count(*) from app."order"
                    where business_id = $1 and location_id = $2
                      and state in ('pending', 'ready', 'shipped')) as "orders!",
                  (select count(*) from app.transfer
                    where business_id = $1 and state in ('pending', 'in_transit')
                      and $2 in (from_location_id, to_location_id)) as "transfers!",
                  (select count(*) from app.purchase
                    where business_id = $1 and location_id = $2
                      and state in ('draft', 'sent', 'part_received')) as "purchases!",
                  (select count(*) from app.stock_take
                    where business_id = $1 and location_id = $2 and state = 'open') as "takes!",
                  (select count(*) from app.device
                    where business_id = $1 and location_id = $2 and revoked_at is null)
                      as "tills!""#,
        business,
        location_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(busy)
}

/// Closes a location, or opens it again. Another open one of its name refuses that.
pub(in crate::businesses) async fn set_closed(
    tx: &mut BusinessTx,
    location_id: Uuid,
    name: &str,
    is_closed: bool,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "update app.location set retired_at = case when $3 then $4::timestamptz end
          where business_id = $1 and location_id = $2",
        business,
        location_id,
        is_closed,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("location_name_once", || name_taken(name))?;
    Ok(())
}
