//! What becomes of a till: its name, its lock, its end, and when it was last seen.

use serde_json::json;
use uuid::Uuid;

use super::device::{Here, name_of};
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{Power, allow};
use crate::values::{Refusal, Stop};

/// Gives a till another name.
pub async fn rename(cx: &Cx, device_id: Uuid, name: &str) -> Result<String, Stop> {
    let name = name_of(name)?;
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepTills)?;
    store::set_name(&mut tx, device_id, &name).await?;
    let details = json!({"name": name});
    audit::record(&mut tx, "device.rename", "device", Some(device_id), details).await?;
    tx.commit().await?;
    Ok(name)
}

/// Ends a till and answers its name: its next request is turned away. Revoking it again changes
/// nothing. `gives_up`: what it has not sent is given up, because the till was lost.
///
/// # Errors
/// Refuses to end one that said last that it has something to send, or is the browser that asks and says so now,
/// unless that is given up.
pub async fn revoke(cx: &Cx, device_id: Uuid, here: &Here, gives_up: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepTills)?;
    let by = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let device = store::device(&mut tx, device_id, here).await?;
    if device.unsynced > 0 && device.revoked_at.is_none() && !gives_up {
        let refusal = Refusal::at("give_up", "refused-till-unsynced");
        return Err(refusal.with("count", device.unsynced).into());
    }
    if store::end(&mut tx, device_id, by).await? {
        let details = json!({"name": device.name, "unsynced": device.unsynced});
        audit::record(&mut tx, "device.revoke", "device", Some(device_id), details).await?;
        tx.commit().await?;
    }
    Ok(device.name)
}

/// Lets a till that too many wrong PINs locked take PINs again, and answers its name.
pub async fn unlock(cx: &Cx, device_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepTills)?;
    let device = store::device(&mut tx, device_id, &Here::default()).await?;
    if store::unlock(&mut tx, device_id).await? {
        let details = json!({"name": device.name});
        audit::record(&mut tx, "device.unlock", "device", Some(device_id), details).await?;
        tx.commit().await?;
    }
    Ok(device.name)
}

/// Notes that the till through whose door one comes was there just now. Written once in five minutes
/// at most.
pub async fn seen(cx: &Cx) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let device = tx.scope().device.clone().ok_or(Stop::Forbidden)?;
    if store::touch(&mut tx, device.device_id).await? {
        tx.commit().await?;
    }
    Ok(())
}
