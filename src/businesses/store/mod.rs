//! Businesses, locations and delivery areas: all their SQL.

pub mod hours;
pub(super) mod places;

use uuid::Uuid;

use super::business::{Settings, TaxPoint};
use super::country::usual_rounding;
use super::delivery_area::DeliveryArea;
use super::location::Location;
use super::open_business::OpenBusiness;
use crate::platform::{BusinessTx, Database, OnConstraint};
use crate::staff::Role;
use crate::values::{Language, Money, Phone, Refusal, Stop};

/// A business that a person may enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The person's role in it, as a code.
    pub role: String,
}

/// The businesses of the person behind a session (its digest), by name.
pub async fn listed(db: &Database, session: &[u8]) -> Result<Vec<Listed>, Stop> {
    let mut tx = db.begin_outside().await?;
    let rows = sqlx::query_as!(
        Listed,
        r#"select slug as "slug!", name as "name!", role as "role!" from app.businesses_of($1)"#,
        session
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(rows)
}

/// How the business is set up.
pub async fn settings(tx: &mut BusinessTx) -> Result<Settings, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select name, slug, country, currency, language, phone, tax_pin, tax_point,
                rounding_minor, about, accent, pays_by_mpesa, pays_on_hand_over, storefront_open,
                tagline, delivery_note, whatsapp, receipt_header, receipt_footer
           from app.business where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Settings {
        name: row.name,
        slug: row.slug,
        country: row.country,
        currency: row.currency,
        language: Language::parse(&row.language).unwrap_or_default(),
        phone: row.phone.map(Phone::from_stored),
        tax_pin: row.tax_pin,
        tax_point: TaxPoint::parse(&row.tax_point).unwrap_or(TaxPoint::Payment),
        rounding: Money::from_minor(row.rounding_minor),
        about: row.about,
        accent: row.accent,
        pays_by_mpesa: row.pays_by_mpesa,
        pays_on_hand_over: row.pays_on_hand_over,
        storefront_open: row.storefront_open,
        tagline: row.tagline,
        delivery_note: row.delivery_note,
        whatsapp: row.whatsapp.map(Phone::from_stored),
        receipt_header: row.receipt_header,
        receipt_footer: row.receipt_footer,
    })
}

/// Writes all of the settings that can change.
pub(super) async fn update_settings(tx: &mut BusinessTx, kept: &Settings) -> Result<(), Stop> {
    let business = tx.business();
    let phone = kept.phone.as_ref().map(Phone::e164);
    let whatsapp = kept.whatsapp.as_ref().map(Phone::e164);
    sqlx::query!(
        "update app.business
            set name = $2, phone = $3, about = $4, language = $5, tax_pin = $6, tax_point = $7,
                rounding_minor = $8, accent = $9, pays_by_mpesa = $10, pays_on_hand_over = $11,
                storefront_open = $12, tagline = $13, delivery_note = $14, whatsapp = $15,
                receipt_header = $16, receipt_footer = $17
          where business_id = $1",
        business,
        kept.name,
        phone,
        kept.about,
        kept.language.code(),
        kept.tax_pin.as_deref(),
        kept.tax_point.code(),
        kept.rounding.minor(),
        kept.accent.as_deref(),
        kept.pays_by_mpesa,
        kept.pays_on_hand_over,
        kept.storefront_open,
        kept.tagline,
        kept.delivery_note,
        whatsapp,
        kept.receipt_header,
        kept.receipt_footer
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The row of a business whose number and slug are drawn already.
pub(super) async fn insert_business(
    tx: &mut BusinessTx,
    organization: i64,
    ask: &OpenBusiness,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.business (business_id, organization_id, name, slug, country, currency,
                                   time_zone, language, phone, rounding_minor, pays_by_mpesa)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        business,
        organization,
        ask.name,
        ask.slug,
        ask.country,
        ask.currency,
        ask.time_zone,
        ask.language.code(),
        ask.phone.as_deref(),
        usual_rounding(&ask.currency).minor(),
        ask.currency == "KES"
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes a login the owner.
pub(super) async fn insert_owner(
    tx: &mut BusinessTx,
    member_id: Uuid,
    user_id: i64,
    name: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.member (business_id, member_id, user_id, name, role)
         values ($1, $2, $3, $4, $5)",
        business,
        member_id,
        user_id,
        name,
        Role::Owner.code()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The locations that are open, in the order the business gave them.
pub async fn locations(tx: &mut BusinessTx) -> Result<Vec<Location>, Stop> {
    locations_that(tx, false).await
}

/// Those that are closed, the last one first.
pub async fn closed_locations(tx: &mut BusinessTx) -> Result<Vec<Location>, Stop> {
    locations_that(tx, true).await
}

async fn locations_that(tx: &mut BusinessTx, are_closed: bool) -> Result<Vec<Location>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select location_id, name, address, phone, sells_online, offers_pickup
           from app.location where business_id = $1 and (retired_at is not null) = $2
          order by retired_at desc, position, name, location_id",
        business,
        are_closed
    )
    .fetch_all(tx.conn())
    .await?;
    let locations = rows.into_iter().map(|row| Location {
        location_id: row.location_id,
        name: row.name,
        address: row.address,
        phone: row.phone.map(Phone::from_stored),
        sells_online: row.sells_online,
        offers_pickup: row.offers_pickup,
    });
    Ok(locations.collect())
}

/// Holds the locations that there are, in one order, until the transaction ends.
pub(super) async fn lock_locations(tx: &mut BusinessTx) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "select location_id from app.location where business_id = $1
          order by location_id for no key update",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// The locations where a customer may pick up: those that sell online and offer it.
pub async fn pickup_locations(tx: &mut BusinessTx) -> Result<Vec<Location>, Stop> {
    let mut all = locations(tx).await?;
    all.retain(|location| location.sells_online && location.offers_pickup);
    Ok(all)
}

/// A new location, after the others; false where its id is used.
pub(super) async fn insert_location(tx: &mut BusinessTx, new: &Location) -> Result<bool, Stop> {
    let business = tx.business();
    let phone = new.phone.as_ref().map(Phone::e164);
    let done = sqlx::query!(
        "insert into app.location (business_id, location_id, name, address, phone,
                                   sells_online, offers_pickup, position)
         values ($1, $2, $3, $4, $5, $6, $7,
                 (select coalesce(max(position), 0) + 1 from app.location where business_id = $1))
         on conflict (business_id, location_id) do nothing",
        business,
        new.location_id,
        new.name,
        new.address,
        phone,
        new.sells_online,
        new.offers_pickup
    )
    .execute(tx.conn())
    .await
    .on_constraint("location_name_once", || name_taken(&new.name))?;
    Ok(done.rows_affected() == 1)
}

/// Changes a location; not found where there is none.
pub(super) async fn update_location(tx: &mut BusinessTx, kept: &Location) -> Result<(), Stop> {
    let business = tx.business();
    let phone = kept.phone.as_ref().map(Phone::e164);
    let done = sqlx::query!(
        "update app.location
            set name = $3, address = $4, phone = $5, sells_online = $6, offers_pickup = $7
          where business_id = $1 and location_id = $2 and retired_at is null",
        business,
        kept.location_id,
        kept.name,
        kept.address,
        phone,
        kept.sells_online,
        kept.offers_pickup
    )
    .execute(tx.conn())
    .await
    .on_constraint("location_name_once", || name_taken(&kept.name))?;
    if done.rows_affected() == 0 {
        Err(Stop::NotFound)
    } else {
        Ok(())
    }
}

/// The areas that are delivered to, in the order the business gave them.
pub async fn areas(tx: &mut BusinessTx) -> Result<Vec<DeliveryArea>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select area_id, name, fee_minor
           from app.delivery_area where business_id = $1 and retired_at is null
          order by position, name, area_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let areas = rows.into_iter().map(|row| DeliveryArea {
        area_id: row.area_id,
        name: row.name,
        fee: Money::from_minor(row.fee_minor),
    });
    Ok(areas.collect())
}

/// A new area, after the others; false where its id is used.
pub(super) async fn insert_area(tx: &mut BusinessTx, new: &DeliveryArea) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "insert into app.delivery_area (business_id, area_id, name, fee_minor, position)
         values ($1, $2, $3, $4, (select coalesce(max(position), 0) + 1
                                    from app.delivery_area where business_id = $1))
         on conflict (business_id, area_id) do nothing",
        business,
        new.area_id,
        new.name,
        new.fee.minor()
    )
    .execute(tx.conn())
    .await
    .on_constraint("delivery_area_name_once", || name_taken(&new.name))?;
    Ok(done.rows_affected() == 1)
}

/// Changes an area; not found where there is none.
pub(super) async fn update_area(tx: &mut BusinessTx, kept: &DeliveryArea) -> Result<(), Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.delivery_area set name = $3, fee_minor = $4
          where business_id = $1 and area_id = $2 and retired_at is null",
        business,
        kept.area_id,
        kept.name,
        kept.fee.minor()
    )
    .execute(tx.conn())
    .await
    .on_constraint("delivery_area_name_once", || name_taken(&kept.name))?;
    if done.rows_affected() == 0 {
        Err(Stop::NotFound)
    } else {
        Ok(())
    }
}

/// Retires an area; its name, and whether it was delivered to until now. Not found where there is none.
pub(super) async fn retire_area(
    tx: &mut BusinessTx,
    area_id: Uuid,
) -> Result<(String, bool), Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let name = sqlx::query_scalar!(
        "update app.delivery_area set retired_at = $3
          where business_id = $1 and area_id = $2 and retired_at is null returning name",
        business,
        area_id,
        now
    )
    .fetch_optional(tx.conn())
    .await?;
    if let Some(name) = name {
        return Ok((name, true));
    }
    let retired = sqlx::query_scalar!(
        "select name from app.delivery_area
          where business_id = $1 and area_id = $2 and retired_at is not null",
        business,
        area_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok((retired.ok_or(Stop::NotFound)?, false))
}

fn name_taken(name: &str) -> Refusal {
    Refusal::at("name", "refused-place-name-taken").with("name", name)
}
