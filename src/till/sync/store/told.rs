//! What a till's events stand on: the till, whoever did it, and customers that were written down there.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::staff::{Power, Role};
use crate::values::{Phone, Stop};

/// The till that something happened at, and whoever did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::till::sync) struct Standing {
    /// What its numbers begin with.
    pub series: String,
    /// What it is called.
    pub device_name: String,
    /// Where it sells.
    pub location_id: Uuid,
    /// Whether she was let go since.
    pub member_is_gone: bool,
    /// Whether the books do not know that till, and another stands for it.
    pub is_lost: bool,
}

/// A till and a member of the business, as they are now.
pub(in crate::till::sync) async fn standing(
    tx: &mut BusinessTx,
    device_id: Uuid,
    member_id: Uuid,
) -> Result<Standing, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Standing,
        r#"select d.series, d.name as device_name, d.location_id,
                  m.retired_at is not null as "member_is_gone!", false as "is_lost!"
             from app.device d
             join app.member m on m.business_id = d.business_id and m.member_id = $3
            where d.business_id = $1 and d.device_id = $2"#,
        business,
        device_id,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.ok_or(Stop::NotFound)
}

/// The name of a member who may allow what a cashier may not; none where there is no such member.
pub(in crate::till::sync) async fn approver(
    tx: &mut BusinessTx,
    member_id: Uuid,
) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select name, role from app.member where business_id = $1 and member_id = $2",
        business,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let may = |role: &str| Role::parse(role).is_some_and(|role| role.may(Power::Refund));
    Ok(row.filter(|row| may(&row.role)).map(|row| row.name))
}

/// Which customer somebody is, by the id that a till knows her by: whoever has that id herself, also where her
/// event made another one of her later. What was sold to her is told again under the same one.
pub(in crate::till::sync) async fn customer_behind(
    tx: &mut BusinessTx,
    known: Uuid,
) -> Result<Uuid, Stop> {
    let business = tx.business();
    let customer_id = sqlx::query_scalar!(
        r#"select coalesce(
                  (select customer_id from app.customer
                    where business_id = $1 and customer_id = $2),
                  (select customer_id from app.till_customer
                    where business_id = $1 and event_id = $2),
                  $2) as "customer_id!""#,
        business,
        known
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(customer_id)
}

/// Which customer an event made, and the digest of what was submitted; none where it has not yet.
pub(in crate::till::sync) async fn told_customer(
    tx: &mut BusinessTx,
    event_id: Uuid,
) -> Result<Option<(Uuid, Vec<u8>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select customer_id, request_digest from app.till_customer
          where business_id = $1 and event_id = $2",
        business,
        event_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.customer_id, row.request_digest)))
}

/// The customer who has a phone number, made with this id where nobody has it; one without a number is always
/// made, and one who was known by her id alone is called so. None where the id is another customer's.
pub(in crate::till::sync) async fn keep_customer(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    phone: Option<&Phone>,
    name: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let language = tx.scope().language.code();
    let phone = phone.map(Phone::e164);
    let done = sqlx::query!(
        "insert into app.customer (business_id, customer_id, phone, name, language)
         values ($1, $2, $3, $4, $5) on conflict do nothing",
        business,
        customer_id,
        phone,
        name,
        language
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(Some(customer_id));
    }
    let there = sqlx::query_scalar!(
        "select customer_id from app.customer where business_id = $1 and phone = $2::text",
        business,
        phone
    )
    .fetch_optional(tx.conn())
    .await?;
    // She bought on account before anybody told of her: what was written down then is she. Where somebody
    // has her number by now, it stands beside her name, or nobody would know whose that debt is.
    let (phone, name) = match (there, phone) {
        (Some(_), Some(number)) => (None, format!("{name} {number}")),
        _ => (phone, name.to_owned()),
    };
    let owing = sqlx::query_scalar!(
        "update app.customer set phone = $3, name = $4
          where business_id = $1 and customer_id = $2 and phone is null
            and not exists (select 1 from app.till_customer
                             where business_id = $1 and customer_id = $2)
          returning customer_id",
        business,
        customer_id,
        phone,
        name.as_str()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(there.or(owing))
}

/// Writes down which customer an event made, at which device; false where another request did.
pub(in crate::till::sync) async fn insert_told_customer(
    tx: &mut BusinessTx,
    (event_id, customer_id, device_id): (Uuid, Uuid, Uuid),
    digest: &[u8],
) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "insert into app.till_customer (business_id, event_id, request_digest, customer_id,
                device_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        business,
        event_id,
        digest,
        customer_id,
        device_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes what a till says of itself: its version, how many events it has kept, and since when. Where all
/// that was noted within the last minute nothing is written: most sales come alone, and then nobody waits
/// for the disk twice.
pub(in crate::till::sync) async fn heard(
    tx: &mut BusinessTx,
    device_id: Uuid,
    version: &str,
    unsynced: u32,
    since: Option<DateTime<Utc>>,
) -> Result<(), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let unsynced = i32::try_from(unsynced).unwrap_or(i32::MAX);
    sqlx::query!(
        "update app.device
            set last_seen_at = $3, app_version = nullif($4, ''), unsynced = $5, unsynced_since = $6
          where business_id = $1 and device_id = $2
            and (last_seen_at is null or last_seen_at < $3::timestamptz - interval '1 minute'
                 or app_version is distinct from nullif($4, '') or unsynced <> $5
                 or unsynced_since is distinct from $6)",
        business,
        device_id,
        now,
        version,
        unsynced,
        since
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The sale or refund of a number in a series.
pub(in crate::till::sync) async fn numbered(
    tx: &mut BusinessTx,
    series: &str,
    number: i64,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let sale_id = sqlx::query_scalar!(
        "select sale_id from app.sale where business_id = $1 and series = $2 and number = $3",
        business,
        series,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(sale_id)
}
