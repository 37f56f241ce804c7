//! Devices and their codes: all their SQL.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::device::{Device, Here};
use crate::platform::{BusinessTx, OnConstraint};
use crate::values::{Refusal, Stop};

/// A location where a till can sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub location_id: Uuid,
    /// Its name.
    pub name: String,
}

/// A device as it is first written.
pub(super) struct NewDevice<'a> {
    pub device_id: Uuid,
    pub name: &'a str,
    pub location_id: Uuid,
    pub series: &'a str,
    pub token_digest: &'a [u8],
    pub enrolled_by: Uuid,
}

/// A device that is there already.
pub(super) struct Known {
    pub token_digest: Vec<u8>,
    pub is_revoked: bool,
}

/// A code that works still, or was used.
pub(super) struct Asked {
    pub code_id: Uuid,
    pub name: String,
    pub location_id: Uuid,
    pub used_by: Option<Uuid>,
}

/// Every device, those that work first. `here` is the browser that asks.
pub async fn devices(tx: &mut BusinessTx, here: &Here) -> Result<Vec<Device>, Stop> {
    select(tx, None, here).await
}

/// One device; not found where there is none of that id.
pub async fn device(tx: &mut BusinessTx, device_id: Uuid, here: &Here) -> Result<Device, Stop> {
    let found = select(tx, Some(device_id), here).await?;
    found.into_iter().next().ok_or(Stop::NotFound)
}

async fn select(
    tx: &mut BusinessTx,
    device_id: Option<Uuid>,
    here: &Here,
) -> Result<Vec<Device>, Stop> {
    let business = tx.business();
    let mut devices = sqlx::query_as!(
        Device,
        r#"select d.device_id as "device_id!", d.name as "name!", l.name as "location!",
                  d.series as "series!", e.name as "enrolled_by!", d.enrolled_at as "enrolled_at!",
                  d.revoked_at, g.locked_at as "locked_at?", d.last_seen_at,
                  d.unsynced as "unsynced!", m.name as "at_till?",
                  coalesce(d.token_digest = $3, false) as "is_this!"
             from app.device d
             join app.location l on l.business_id = d.business_id and l.location_id = d.location_id
             join app.member e on e.business_id = d.business_id and e.member_id = d.enrolled_by
             left join app.device_guard g
                    on g.business_id = d.business_id and g.device_id = d.device_id
             left join app.at_till t on t.business_id = d.business_id and t.device_id = d.device_id
             left join app.member m on m.business_id = t.business_id and m.member_id = t.member_id
                                   and m.retired_at is null
            where d.business_id = $1 and ($2::uuid is null or d.device_id = $2)
            order by d.revoked_at is not null, d.enrolled_at, d.device_id"#,
        business,
        device_id,
        here.token
    )
    .fetch_all(tx.conn())
    .await?;
    // What it had no network to tell us it says itself.
    for device in devices.iter_mut().filter(|device| device.is_this) {
        device.unsynced = device.unsynced.max(here.unsent);
    }
    Ok(devices)
}

/// The locations that are open, in the order the business gave them.
pub(super) async fn places(tx: &mut BusinessTx) -> Result<Vec<Place>, Stop> {
    let business = tx.business();
    let places = sqlx::query_as!(
        Place,
        "select location_id, name from app.location
          where business_id = $1 and retired_at is null
          order by position, name, location_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(places)
}

/// Draws the next series of the business; others who draw wait until this transaction ends.
pub(super) async fn next_series(tx: &mut BusinessTx) -> Result<String, Stop> {
    let business = tx.business();
    let next = sqlx::query_scalar!(
        "insert into app.number_series as s (business_id, series, next_number)
         values ($1, 'device', 2)
         on conflict (business_id, series) do update set next_number = s.next_number + 1
         returning next_number",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(format!("T{}", next - 1))
}

/// The device of that id, if there is one.
pub(super) async fn known(tx: &mut BusinessTx, device_id: Uuid) -> Result<Option<Known>, Stop> {
    let business = tx.business();
    let known = sqlx::query_as!(
        Known,
        r#"select token_digest, revoked_at is not null as "is_revoked!" from app.device
            where business_id = $1 and device_id = $2"#,
        business,
        device_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(known)
}

/// Writes a device; refused where the token is another one's.
pub(super) async fn insert_device(tx: &mut BusinessTx, new: &NewDevice<'_>) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.device (business_id, device_id, name, location_id, series, token_digest,
                                 enrolled_by, enrolled_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        business,
        new.device_id,
        new.name,
        new.location_id,
        new.series,
        new.token_digest,
        new.enrolled_by,
        now
    )
    .execute(tx.conn())
    .await
    .on_constraint("device_token_pkey", || {
        Refusal::of("refused-till-elsewhere")
    })?;
    Ok(())
}

/// Keeps a code to be; false where one of that id is kept.
pub(super) async fn insert_code(
    tx: &mut BusinessTx,
    code_id: Uuid,
    (name, location_id): (&str, Uuid),
    maker: Uuid,
    expires_at: DateTime<Utc>,
) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "insert into app.device_code (business_id, code_id, name, location_id, made_by, made_at,
                                      expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (business_id, code_id) do nothing",
        business,
        code_id,
        name,
        location_id,
        maker,
        now,
        expires_at
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps the digest of a code.
pub(super) async fn keep_code(
    tx: &mut BusinessTx,
    digest: &[u8],
    code_id: Uuid,
) -> Result<(), Stop> {
    sqlx::query!("select app.keep_device_code($1, $2)", digest, code_id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Locks the code of that digest, so that of two browsers one waits for the other.
pub(super) async fn lock_code(tx: &mut BusinessTx, digest: &[u8]) -> Result<Option<Asked>, Stop> {
    let business = tx.business();
    let asked = sqlx::query_as!(
        Asked,
        "select code_id, name, location_id, device_id as used_by from app.device_code
          where business_id = $1 and code_id = app.device_code_behind($2) for update",
        business,
        digest
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(asked)
}

/// Notes what came of a code.
pub(super) async fn use_code(
    tx: &mut BusinessTx,
    code_id: Uuid,
    device_id: Uuid,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "update app.device_code set used_at = $3, device_id = $4
          where business_id = $1 and code_id = $2 and used_at is null",
        business,
        code_id,
        now,
        device_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes another name; not found where there is no such device.
pub(super) async fn set_name(tx: &mut BusinessTx, device_id: Uuid, name: &str) -> Result<(), Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.device set name = $3 where business_id = $1 and device_id = $2",
        business,
        device_id,
        name
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Stop::NotFound);
    }
    Ok(())
}

/// Revokes a device, and it is nobody's turn there; false where that was done before.
pub(super) async fn end(tx: &mut BusinessTx, device_id: Uuid, by: Uuid) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "update app.device set revoked_at = $3, revoked_by = $4
          where business_id = $1 and device_id = $2 and revoked_at is null",
        business,
        device_id,
        now,
        by
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "delete from app.at_till where business_id = $1 and device_id = $2",
        business,
        device_id
    )
    .execute(tx.conn())
    .await?;
    Ok(true)
}

/// Takes the lock off a device; false where there is none.
pub(super) async fn unlock(tx: &mut BusinessTx, device_id: Uuid) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "update app.device_guard set wrong = 0, since = $3, locked_at = null
          where business_id = $1 and device_id = $2 and locked_at is not null",
        business,
        device_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a device was there; false where that was noted within the last five minutes.
pub(super) async fn touch(tx: &mut BusinessTx, device_id: Uuid) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "update app.device set last_seen_at = $3
          where business_id = $1 and device_id = $2
            and (last_seen_at is null or last_seen_at < $3::timestamptz - interval '5 minutes')",
        business,
        device_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
