//! Adding and changing branches and stalls.

use serde_json::json;

use super::location::{Location, LocationForm};
use super::store;
use crate::platform::{BusinessTx, Cx};
use crate::staff::Power;
use crate::values::{Phone, Stop};
use crate::{audit, staff};

/// What the trail calls a location that was kept.
const KEEP: &str = "location.keep";

/// Keeps the location of a form, new or changed. A new one that is sent twice is one location, and what became
/// of it meanwhile stays.
pub async fn keep_location(cx: &Cx, form: &LocationForm) -> Result<Location, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let location = Location::read(form, &tx.scope().country)?;
    keep_in(&mut tx, &location, !form.fresh.is_empty()).await?;
    tx.commit().await?;
    Ok(location)
}

/// The same in a transaction of more than one location.
pub(super) async fn keep_in(
    tx: &mut BusinessTx,
    location: &Location,
    is_new: bool,
) -> Result<(), Stop> {
    let id = location.location_id;
    let details = json!({
        "name": location.name,
        "address": location.address,
        "phone": location.phone.as_ref().map(Phone::e164),
        "sells_online": location.sells_online,
        "offers_pickup": location.offers_pickup,
    });
    if is_new {
        tx.wait_for_turn(id).await?;
        if audit::began_with(tx, KEEP, ("location", id), &details).await? {
            return Ok(());
        }
    }
    // A page of a new one that was gone back to, and says something else now, changes it.
    if !is_new || !store::insert_location(tx, location).await? {
        store::update_location(tx, location).await?;
    }
    audit::record(tx, KEEP, "location", Some(id), details).await
}
