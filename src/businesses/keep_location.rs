//! Adding and changing branches and stalls.

use serde_json::json;

use super::location::{Location, LocationForm};
use super::store;
use crate::platform::Cx;
use crate::staff::Power;
use crate::values::Stop;
use crate::{audit, staff};

/// Keeps the location of a form, new or changed. Sent twice, it is one location.
pub async fn keep_location(cx: &Cx, form: &LocationForm) -> Result<Location, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let location = Location::read(form, &tx.scope().country)?;
    if form.fresh.is_empty() {
        store::update_location(&mut tx, &location).await?;
    } else {
        store::insert_location(&mut tx, &location).await?;
    }
    let details = json!({
        "name": location.name,
        "address": location.address,
        "sells_online": location.sells_online,
        "offers_pickup": location.offers_pickup,
    });
    let id = Some(location.location_id);
    audit::record(&mut tx, "location.keep", "location", id, details).await?;
    tx.commit().await?;
    Ok(location)
}
