//! Adding and changing branches and stalls.

use serde_json::json;

use super::location::{Location, LocationForm};
use super::store;
use crate::platform::{BusinessTx, Cx};
use crate::staff::Power;
use crate::values::Stop;
use crate::{audit, staff};

/// Keeps the location of a form, new or changed. Sent twice, it is one location.
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
    if is_new {
        store::insert_location(tx, location).await?;
    } else {
        store::update_location(tx, location).await?;
    }
    let details = json!({
        "name": location.name,
        "address": location.address,
        "sells_online": location.sells_online,
        "offers_pickup": location.offers_pickup,
    });
    let id = Some(location.location_id);
    audit::record(tx, "location.keep", "location", id, details).await
}
