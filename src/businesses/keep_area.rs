//! Adding, changing and retiring the areas that are delivered to.

use serde_json::json;
use uuid::Uuid;

use super::delivery_area::{AreaForm, DeliveryArea};
use super::store;
use crate::platform::Cx;
use crate::staff::Power;
use crate::values::Stop;
use crate::{audit, staff};

/// What the trail calls an area that was kept.
const KEEP: &str = "delivery_area.keep";

/// Keeps the area of a form, new or changed. A new one that is sent twice is one area, and what became of it
/// meanwhile stays.
pub async fn keep_area(cx: &Cx, form: &AreaForm) -> Result<DeliveryArea, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let area = DeliveryArea::read(form, &tx.scope().currency)?;
    let id = area.area_id;
    let details = json!({"name": area.name, "fee_minor": area.fee.minor()});
    let is_new = !form.fresh.is_empty();
    if is_new {
        tx.wait_for_turn(id).await?;
        if audit::began_with(&mut tx, KEEP, ("delivery_area", id), &details).await? {
            return Ok(area);
        }
    }
    // A page of a new one that was gone back to, and says something else now, changes it.
    if !is_new || !store::insert_area(&mut tx, &area).await? {
        store::update_area(&mut tx, &area).await?;
    }
    audit::record(&mut tx, KEEP, "delivery_area", Some(id), details).await?;
    tx.commit().await?;
    Ok(area)
}

/// Retires an area: it is offered no more, and old orders keep it. Answers its name. Twice is once.
pub async fn retire_area(cx: &Cx, area_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let (name, was_offered) = store::retire_area(&mut tx, area_id).await?;
    if !was_offered {
        return Ok(name);
    }
    let details = json!({"name": name});
    let id = Some(area_id);
    audit::record(
        &mut tx,
        "delivery_area.retire",
        "delivery_area",
        id,
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(name)
}
