//! Making a browser a till: the one that somebody is signed in with, or another one by a code.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::code::Code;
use super::device::{CodeTyped, DeviceForm, named_place};
use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx, Database, Door, limits, secrets};
use crate::staff::{Power, allow};
use crate::values::{Language, Refusal, Stop};

/// How long a code works.
pub(super) const CODE_MINUTES: i64 = 10;

/// A code that was made. It is known now and never again: the database keeps a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMade {
    /// Its id.
    pub code_id: Uuid,
    /// The business, for sealing the code on its way to the page.
    pub business_id: i64,
    /// The code as it is read out; none where the same form came before.
    pub code: Option<String>,
}

/// A device that is to be.
struct New<'a> {
    device_id: Uuid,
    name: &'a str,
    location_id: Uuid,
    /// The digest of what its browser holds.
    token: &'a [u8],
    /// The code by which it comes in, if it does by one.
    code_id: Option<Uuid>,
}

/// Makes the browser that holds a token a till. The same form with the same token is once; with
/// another one it is refused.
pub async fn enrol(cx: &Cx, form: &DeviceForm, token: &str) -> Result<Uuid, Stop> {
    let (name, location_id) = named_place(&form.name, &form.location_id)?;
    let device_id = form.device_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let token = secrets::digest(token);
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepTills)?;
    let new = New {
        device_id,
        name: &name,
        location_id,
        token: &token,
        code_id: None,
    };
    if add(&mut tx, &new).await? {
        tx.commit().await?;
    }
    Ok(device_id)
}

/// Makes a code that will make another browser a till of that name and place.
pub async fn make_code(cx: &Cx, form: &DeviceForm) -> Result<CodeMade, Stop> {
    let (name, location_id) = named_place(&form.name, &form.location_id)?;
    let code_id = form.device_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepTills)?;
    let maker = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    has_place(&mut tx, location_id).await?;
    let mut made = CodeMade {
        code_id,
        business_id: tx.business(),
        code: None,
    };
    let expires_at = cx.now + TimeDelta::minutes(CODE_MINUTES);
    let what = (name.as_str(), location_id);
    if !store::insert_code(&mut tx, code_id, what, maker, expires_at).await? {
        return Ok(made);
    }
    let code = Code::draw();
    store::keep_code(&mut tx, &code.digest(), code_id).await?;
    let details = json!({"name": name, "location_id": location_id});
    audit::record(
        &mut tx,
        "device.code",
        "device_code",
        Some(code_id),
        details,
    )
    .await?;
    tx.commit().await?;
    made.code = Some(code.shown());
    Ok(made)
}

/// Makes the browser that holds a token, and in which a code was typed, a till. `peer` is where it
/// asks from: codes are few in some minutes there. Of two browsers with one code, one comes in.
pub async fn enrol_by_code(
    db: &Database,
    peer: &str,
    form: &CodeTyped,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Uuid, Stop> {
    db.limit(&limits::ENROL_PEER, peer, now).await?;
    let code = Code::read(&form.code).ok_or_else(not_right)?.digest();
    let device_id = form.device_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let door = Door::Enrolment { code: code.clone() };
    let begun = Cx::new(db, door, now, Language::default()).begin().await;
    let mut tx = match begun {
        Err(Stop::NotFound) => return Err(not_right().into()),
        begun => begun?,
    };
    // Whoever made it may have another role by now.
    if allow(&tx, Power::KeepTills).is_err() {
        return Err(not_right().into());
    }
    let asked = store::lock_code(&mut tx, &code).await?;
    let asked = asked.ok_or_else(not_right)?;
    if asked.used_by.is_some_and(|used_by| used_by != device_id) {
        return Err(not_right().into());
    }
    let token = secrets::digest(token);
    let new = New {
        device_id,
        name: &asked.name,
        location_id: asked.location_id,
        token: &token,
        code_id: Some(asked.code_id),
    };
    if add(&mut tx, &new).await? {
        store::use_code(&mut tx, asked.code_id, device_id).await?;
        tx.commit().await?;
    }
    Ok(device_id)
}

/// One answer for a code that never was, was used or ran out: a guesser learns nothing.
fn not_right() -> Refusal {
    Refusal::at("code", "refused-till-code")
}

async fn has_place(tx: &mut BusinessTx, location_id: Uuid) -> Result<(), Stop> {
    let places = store::places(tx).await?;
    if places.iter().any(|place| place.location_id == location_id) {
        return Ok(());
    }
    Err(Refusal::at("location_id", "refused-till-place").into())
}

/// Writes a device; false where it is there with the same token, and nothing is to be committed. The
/// series is drawn first: its row is what two who enrol at once wait for, so that the second sees the
/// first.
async fn add(tx: &mut BusinessTx, new: &New<'_>) -> Result<bool, Stop> {
    let by = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let series = store::next_series(tx).await?;
    if let Some(known) = store::known(tx, new.device_id).await? {
        return if known.is_revoked {
            Err(Refusal::of("refused-till-revoked").into())
        } else if known.token_digest == new.token {
            Ok(false)
        } else {
            Err(Refusal::of("refused-till-elsewhere").into())
        };
    }
    has_place(tx, new.location_id).await?;
    let row = store::NewDevice {
        device_id: new.device_id,
        name: new.name,
        location_id: new.location_id,
        series: &series,
        token_digest: new.token,
        enrolled_by: by,
    };
    store::insert_device(tx, &row).await?;
    let details = json!({
        "name": new.name,
        "location_id": new.location_id,
        "series": series,
        "code_id": new.code_id,
    });
    let id = Some(new.device_id);
    audit::record(tx, "device.enrol", "device", id, details).await?;
    Ok(true)
}
