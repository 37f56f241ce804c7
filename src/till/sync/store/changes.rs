//! Which things were changed, in the numbers of transactions; and the till itself.

use uuid::Uuid;

use crate::platform::{BusinessTx, DeviceScope};
use crate::till::wire::{OpenShift, TillHead};
use crate::values::{Phone, Stop};

/// When something is read, in transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::till::sync) struct Instant {
    /// In which cluster, database and history of it: elsewhere the same numbers mean others.
    pub epoch: String,
    /// The oldest transaction that is still under way: those before it have ended.
    pub oldest: i64,
}

/// The instant that a transaction reads at.
pub(in crate::till::sync) async fn instant(tx: &mut BusinessTx) -> Result<Instant, Stop> {
    let instant = sqlx::query_as!(
        Instant,
        r#"select (select system_identifier from pg_control_system())::text || '.'
                  || (select timeline_id from pg_control_checkpoint())::text || '.'
                  || (select oid from pg_database where datname = current_database())::text
                  as "epoch!",
                  pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "oldest!""#
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(instant)
}

/// A thing that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::till::sync) struct Change {
    pub kind: String,
    pub id: Uuid,
}

/// What was changed by transactions from one on, and concerns a till of that location, in order of kind
/// and id. From zero on is everything. A number that no transaction here can have is of before a restore:
/// what it marks was not changed since.
pub(in crate::till::sync) async fn changes(
    tx: &mut BusinessTx,
    place: Uuid,
    from: i64,
    after: Option<(String, Uuid)>,
    most: usize,
) -> Result<Vec<Change>, Stop> {
    let business = tx.business();
    let (kind, id) = after.unwrap_or_default();
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let changes = sqlx::query_as!(
        Change,
        "select kind, id from app.till_change
          where business_id = $1
            and place in ('00000000-0000-0000-0000-000000000000', $2)
            and xid >= $3::bigint
            and ($3::bigint = 0 or xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
            and (kind, id) > ($4::text, $5::uuid)
          order by kind, id limit $6",
        business,
        place,
        from,
        kind,
        id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(changes)
}

/// How many of the same there are after one of them.
pub(in crate::till::sync) async fn left(
    tx: &mut BusinessTx,
    place: Uuid,
    from: i64,
    last: &Change,
) -> Result<usize, Stop> {
    let business = tx.business();
    let left = sqlx::query_scalar!(
        r#"select count(*) as "left!" from app.till_change
          where business_id = $1
            and place in ('00000000-0000-0000-0000-000000000000', $2)
            and xid >= $3::bigint
            and ($3::bigint = 0 or xid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
            and (kind, id) > ($4::text, $5::uuid)"#,
        business,
        place,
        from,
        last.kind,
        last.id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(left).unwrap_or_default())
}

/// A till as the books know it.
pub(in crate::till::sync) async fn head(
    tx: &mut BusinessTx,
    device: &DeviceScope,
) -> Result<TillHead, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let row = sqlx::query!(
        r#"select d.name, l.name as location_name, l.address,
                  coalesce(l.phone, b.phone) as "phone?",
                  coalesce((select n.next_number from app.number_series n
                             where n.business_id = d.business_id
                               and n.series = 'till:' || d.series), 1) as "next_number!"
             from app.device d
             join app.business b on b.business_id = d.business_id
             join app.location l on l.business_id = d.business_id and l.location_id = d.location_id
            where d.business_id = $1 and d.device_id = $2"#,
        business,
        device.device_id
    )
    .fetch_one(tx.conn())
    .await?;
    let open_shifts = sqlx::query_as!(
        OpenShift,
        "select shift_id, member_id, number, float_minor, opened_at from app.shift
          where business_id = $1 and device_id = $2 and closed_at is null order by opened_at",
        business,
        device.device_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(TillHead {
        device_id: device.device_id,
        business: tx.scope().slug.clone(),
        name: row.name,
        series: device.series.clone(),
        next_number: row.next_number,
        location_id: device.location_id,
        location_name: row.location_name,
        location_address: row.address,
        phone: row.phone.map(|phone| Phone::from_stored(phone).shown()),
        now,
        open_shifts,
    })
}
