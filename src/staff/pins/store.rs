//! PINs, tries of them, and whose turn it is: all their SQL.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::staff::Role;
use crate::values::Stop;
use crate::values::tries::Tries;

/// Somebody who works here.
pub(super) struct Colleague {
    pub name: String,
    pub role: Role,
    /// None where she has no PIN.
    pub pin_hash: Option<String>,
    /// When it was set.
    pub set_at: Option<DateTime<Utc>>,
}

/// The member of that id, if she works here.
pub(super) async fn colleague(
    tx: &mut BusinessTx,
    member_id: Uuid,
) -> Result<Option<Colleague>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select m.name as "name!", m.role as "role!", p.pin_hash as "pin_hash?",
                  p.set_at as "set_at?"
             from app.member m
             left join app.member_pin p
                    on p.business_id = m.business_id and p.member_id = m.member_id
            where m.business_id = $1 and m.member_id = $2 and m.retired_at is null"#,
        business,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = Role::parse(&row.role);
    Ok(Some(Colleague {
        name: row.name,
        role: role.ok_or_else(|| fault("a role that is none", &row.role))?,
        pin_hash: row.pin_hash,
        set_at: row.set_at,
    }))
}

/// Sets a member's PIN. Wherever it was her turn it is nobody's, and she is locked out nowhere.
pub(super) async fn set_pin(
    tx: &mut BusinessTx,
    member_id: Uuid,
    pin_hash: &str,
    set_by: Uuid,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.member_pin (business_id, member_id, pin_hash, set_by, set_at)
         values ($1, $2, $3, $4, $5)
         on conflict (business_id, member_id) do update
            set pin_hash = excluded.pin_hash, set_by = excluded.set_by, set_at = excluded.set_at",
        business,
        member_id,
        pin_hash,
        set_by,
        now
    )
    .execute(tx.conn())
    .await?;
    // In the order in which a turn is taken, so that neither waits for the other.
    sqlx::query!(
        "update app.pin_try set wrong = 0, locked_until = null
          where business_id = $1 and member_id = $2",
        business,
        member_id
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from app.at_till where business_id = $1 and member_id = $2",
        business,
        member_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was tried at a device of late, locked: whoever tries there next waits for this transaction.
pub(super) async fn lock_device_tries(tx: &mut BusinessTx, device_id: Uuid) -> Result<Tries, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.device_guard (business_id, device_id, wrong, since)
         values ($1, $2, 0, $3) on conflict (business_id, device_id) do nothing",
        business,
        device_id,
        now
    )
    .execute(tx.conn())
    .await?;
    let tries = sqlx::query_as!(
        Tries,
        "select wrong, since, locked_at as locked from app.device_guard
          where business_id = $1 and device_id = $2 for update",
        business,
        device_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(tries)
}

/// What was tried of a member at a device of late. Read and written under the device's lock only.
pub(super) async fn member_tries(
    tx: &mut BusinessTx,
    device_id: Uuid,
    member_id: Uuid,
) -> Result<Tries, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let tries = sqlx::query_as!(
        Tries,
        "select wrong, since, locked_until as locked from app.pin_try
          where business_id = $1 and device_id = $2 and member_id = $3",
        business,
        device_id,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(tries.unwrap_or_else(|| Tries::none(now)))
}

/// Writes what was tried at a device, and there of a member.
pub(super) async fn keep_tries(
    tx: &mut BusinessTx,
    device_id: Uuid,
    member_id: Uuid,
    device: Tries,
    member: Tries,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.device_guard set wrong = $3, since = $4, locked_at = $5
          where business_id = $1 and device_id = $2",
        business,
        device_id,
        device.wrong,
        device.since,
        device.locked
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into app.pin_try (business_id, device_id, member_id, wrong, since, locked_until)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (business_id, device_id, member_id) do update
            set wrong = excluded.wrong, since = excluded.since,
                locked_until = excluded.locked_until",
        business,
        device_id,
        member_id,
        member.wrong,
        member.since,
        member.locked
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// From now on it is a member's turn at a device.
pub(super) async fn take_turn(
    tx: &mut BusinessTx,
    device_id: Uuid,
    member_id: Uuid,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    sqlx::query!(
        "insert into app.at_till (business_id, device_id, member_id, since)
         values ($1, $2, $3, $4)
         on conflict (business_id, device_id) do update
            set member_id = excluded.member_id, since = excluded.since",
        business,
        device_id,
        member_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
