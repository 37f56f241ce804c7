//! What the doors answer: the business that was entered, and who acts in it.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::context::{DeviceScope, Scope, Who};
use super::fault;
use crate::values::{BusinessCalendar, Language, Refusal, Stop};

/// What the functions that enter a business return.
#[derive(sqlx::FromRow)]
pub(super) struct Entered {
    outcome: Option<String>,
    business_id: Option<i64>,
    name: Option<String>,
    slug: Option<String>,
    country: Option<String>,
    currency: Option<String>,
    time_zone: Option<String>,
    language: Option<String>,
    day_starts_at: Option<NaiveTime>,
    member_id: Option<Uuid>,
    user_id: Option<i64>,
    role: Option<String>,
    member_name: Option<String>,
}

pub(super) async fn by_address(tx: &mut PgConnection, address: &str) -> sqlx::Result<Entered> {
    sqlx::query_as("select * from app.enter_storefront($1)")
        .bind(address)
        .fetch_one(tx)
        .await
}

pub(super) async fn by_callback(
    tx: &mut PgConnection,
    token: &[u8],
) -> Result<(Entered, Option<Who>), Stop> {
    let row: Option<(i64, Uuid)> =
        sqlx::query_as("select business_id, attempt_id from app.enter_callback($1)")
            .bind(token)
            .fetch_optional(&mut *tx)
            .await?;
    let (business_id, attempt_id) = row.ok_or(Stop::NotFound)?;
    Ok((
        entered_business(tx, business_id).await?,
        Some(Who::Mpesa { attempt_id }),
    ))
}

pub(super) async fn by_job(
    tx: &mut PgConnection,
    business_id: i64,
    outbox_id: Uuid,
) -> Result<(Entered, Option<Who>), Stop> {
    let row: Option<(String, serde_json::Value)> =
        sqlx::query_as("select task, payload from app.enter_job($1, $2)")
            .bind(business_id)
            .bind(outbox_id)
            .fetch_optional(&mut *tx)
            .await?;
    let (task, payload) = row.ok_or(Stop::NotFound)?;
    Ok((
        entered_business(tx, business_id).await?,
        Some(Who::Job { task, payload }),
    ))
}

/// A device's way in.
#[derive(sqlx::FromRow)]
pub(super) struct EnteredByDevice {
    #[sqlx(flatten)]
    pub entered: Entered,
    device_id: Option<Uuid>,
    location_id: Option<Uuid>,
    series: Option<String>,
}

impl EnteredByDevice {
    /// The device; none where it was turned away.
    pub(super) fn scope(&self) -> Option<DeviceScope> {
        Some(DeviceScope {
            device_id: self.device_id?,
            location_id: self.location_id?,
            series: self.series.clone()?,
            tells: false,
        })
    }
}

pub(super) async fn by_device(
    tx: &mut PgConnection,
    token: &[u8],
    member_id: Option<Uuid>,
) -> sqlx::Result<EnteredByDevice> {
    sqlx::query_as("select * from app.enter_device($1, $2)")
        .bind(token)
        .bind(member_id)
        .fetch_one(tx)
        .await
}

pub(super) async fn by_sync(
    tx: &mut PgConnection,
    token: &[u8],
    member_id: Uuid,
) -> sqlx::Result<EnteredByDevice> {
    sqlx::query_as("select * from app.enter_sync($1, $2)")
        .bind(token)
        .bind(member_id)
        .fetch_one(tx)
        .await
}

pub(super) async fn by_enrolment(tx: &mut PgConnection, code: &[u8]) -> sqlx::Result<Entered> {
    sqlx::query_as("select * from app.enter_enrolment($1)")
        .bind(code)
        .fetch_one(tx)
        .await
}

/// The row of a business that is entered already.
async fn entered_business(tx: &mut PgConnection, business_id: i64) -> sqlx::Result<Entered> {
    sqlx::query_as(
        "select 'entered' as outcome, business_id, name, slug, country, currency, time_zone, language,
                day_starts_at, null::uuid as member_id, null::bigint as user_id,
                null::text as role, null::text as member_name
           from app.business where business_id = $1",
    )
    .bind(business_id)
    .fetch_one(tx)
    .await
}

/// What a transaction then knows of its business and of who acts; `who` acts where no member does.
pub(super) fn scope(entered: Entered, who: Option<Who>, now: DateTime<Utc>) -> Result<Scope, Stop> {
    match entered.outcome.as_deref() {
        Some("entered") => {}
        Some("no_session") => return Err(Stop::SignIn),
        Some("revoked") => return Err(Refusal::of("refused-till-revoked").into()),
        Some("no_member") => return Err(Refusal::of("refused-no-pin").into()),
        _ => return Err(Stop::NotFound),
    }
    let broken = || fault("a business row lacks what it must have", &"business");
    let member = match (
        entered.member_id,
        entered.user_id,
        entered.role,
        entered.member_name,
    ) {
        (Some(member_id), Some(user_id), Some(role), Some(name)) => Some(Who::Member {
            member_id,
            user_id,
            name,
            role,
        }),
        _ => None,
    };
    Ok(Scope {
        business_id: entered.business_id.ok_or_else(broken)?,
        name: entered.name.ok_or_else(broken)?,
        slug: entered.slug.ok_or_else(broken)?,
        country: entered.country.ok_or_else(broken)?,
        currency: entered.currency.ok_or_else(broken)?,
        calendar: BusinessCalendar {
            zone: entered
                .time_zone
                .and_then(|zone| zone.parse().ok())
                .ok_or_else(broken)?,
            day_starts_at: entered.day_starts_at.ok_or_else(broken)?,
        },
        language: entered
            .language
            .and_then(|tag| Language::parse(&tag))
            .unwrap_or_default(),
        who: member.or(who).ok_or_else(broken)?,
        device: None,
        now,
    })
}
