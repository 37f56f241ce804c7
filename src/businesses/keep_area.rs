//! Adding, changing and retiring the areas that are delivered to.

use serde_json::json;
use uuid::Uuid;

use super::delivery_area::{AreaForm, DeliveryArea};
use super::store;
use crate::platform::Cx;
use crate::staff::Power;
use crate::values::Stop;
use crate::{audit, staff};

/// Keeps the area of a form, new or changed. Sent twice, it is one area.
pub async fn keep_area(cx: &Cx, form: &AreaForm) -> Result<DeliveryArea, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let area = DeliveryArea::read(form, &tx.scope().currency)?;
    if form.fresh.is_empty() {
        store::update_area(&mut tx, &area).await?;
    } else {
        store::insert_area(&mut tx, &area).await?;
    }
    let details = json!({"name": area.name, "fee_minor": area.fee.minor()});
    let id = Some(area.area_id);
    audit::record(&mut tx, "delivery_area.keep", "delivery_area", id, details).await?;
    tx.commit().await?;
    Ok(area)
}

/// Retires an area: it is offered no more, and old orders keep it. Answers its name.
pub async fn retire_area(cx: &Cx, area_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let name = store::retire_area(&mut tx, area_id).await?;
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
