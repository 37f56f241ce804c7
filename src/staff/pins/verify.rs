//! Typing a PIN at a till: a member takes her turn there, or lets something through in another's.

use serde_json::json;
use uuid::Uuid;

use super::pin::{figures, not_figures};
use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::staff::Role;
use crate::staff::password::{self, Verdict};
use crate::values::tries::{self, DEVICE_MOST, Locked, MEMBER_MOST, Tries};
use crate::values::{Refusal, Stop};

/// Whose turn it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Her id.
    pub member_id: Uuid,
    /// Her name.
    pub name: String,
    /// What she is here.
    pub role: Role,
}

/// A try that was counted and committed: its PIN may be looked at.
pub(super) struct Counted {
    her: Verified,
    hash: String,
    device: Tries,
    member: Tries,
}

/// Looks at a PIN typed at a till (`cx` comes through a device's door) and, where it is right, makes it
/// that member's turn there.
///
/// # Errors
/// Refused: a wrong PIN, with how many tries are left; a member who is locked out, with the time until
/// when; a device that waits for a manager; a member who has no PIN.
pub async fn verify(cx: &Cx, member_id: Uuid, typed: &str) -> Result<Verified, Stop> {
    look(cx, member_id, typed, Then::TakesTurn).await
}

/// Looks at a PIN as [`verify`] does, and leaves the turn whose it is: a manager types hers to let a
/// cashier's sale through.
///
/// # Errors
/// Those of [`verify`]; a wrong one counts as it does there.
pub async fn check(cx: &Cx, member_id: Uuid, typed: &str) -> Result<Verified, Stop> {
    look(cx, member_id, typed, Then::StaysAside).await
}

/// What a right PIN does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    TakesTurn,
    StaysAside,
}

async fn look(cx: &Cx, member_id: Uuid, typed: &str, then: Then) -> Result<Verified, Stop> {
    let pin = figures(typed).ok_or_else(not_figures)?;
    let counted = count(cx, member_id).await?;
    let verdict = password::verify(&pin, Some(counted.hash.clone())).await?;
    match verdict {
        Verdict::Right { .. } if was_right(cx, &counted, then).await? => Ok(counted.her),
        _ => Err(wrong(cx, &counted).await?.into()),
    }
}

/// The till through whose door a transaction came.
fn device(tx: &BusinessTx) -> Result<Uuid, Stop> {
    let device = tx.scope().device.as_ref();
    device.map(|it| it.device_id).ok_or(Stop::Forbidden)
}

/// The name and the role of a member of that id who works here and has a PIN.
pub async fn who_has_pin(
    tx: &mut BusinessTx,
    member_id: Uuid,
) -> Result<Option<(String, Role)>, Stop> {
    let her = store::colleague(tx, member_id).await?;
    let her = her.filter(|her| her.pin_hash.is_some());
    Ok(her.map(|her| (her.name, her.role)))
}

/// Counts a try and commits that, so that it stands whatever becomes of the request.
pub(super) async fn count(cx: &Cx, member_id: Uuid) -> Result<Counted, Stop> {
    let mut tx = cx.begin().await?;
    let device_id = device(&tx)?;
    let her = store::colleague(&mut tx, member_id).await?;
    let her = her.ok_or(Stop::NotFound)?;
    let Some(hash) = her.pin_hash else {
        return Err(Refusal::of("refused-no-pin").into());
    };
    let mut device = store::lock_device_tries(&mut tx, device_id).await?;
    let mut member = store::member_tries(&mut tx, device_id, member_id).await?;
    if let Err(locked) = tries::count(&mut device, &mut member, cx.now) {
        return Err(locked_out(&tx, locked).into());
    }
    store::keep_tries(&mut tx, device_id, member_id, device, member).await?;
    tx.commit().await?;
    Ok(Counted {
        her: Verified {
            member_id,
            name: her.name,
            role: her.role,
        },
        hash,
        device,
        member,
    })
}

/// Takes the try back that was counted. False where the PIN was set anew while it was looked at: it is
/// not hers any more, and nothing is taken back.
pub(super) async fn was_right(cx: &Cx, counted: &Counted, then: Then) -> Result<bool, Stop> {
    let mut tx = cx.begin().await?;
    let device_id = device(&tx)?;
    let member_id = counted.her.member_id;
    let mut device = store::lock_device_tries(&mut tx, device_id).await?;
    let mut member = store::member_tries(&mut tx, device_id, member_id).await?;
    tries::take_back(&mut device, &mut member, cx.now);
    store::keep_tries(&mut tx, device_id, member_id, device, member).await?;
    // Asked last: whoever sets it anew has locked her tries, or waits for us and ends this turn.
    let her = store::colleague(&mut tx, member_id).await?;
    if her.and_then(|her| her.pin_hash).as_ref() != Some(&counted.hash) {
        return Ok(false);
    }
    if then == Then::TakesTurn {
        store::take_turn(&mut tx, device_id, member_id).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// What a wrong PIN is answered; that it locked somebody out goes into the trail.
async fn wrong(cx: &Cx, counted: &Counted) -> Result<Refusal, Stop> {
    let left = MEMBER_MOST - counted.member.wrong;
    let locked = match (counted.device.wrong >= DEVICE_MOST, counted.member.locked) {
        (true, _) => Locked::Device,
        (false, Some(until)) => Locked::Member(until),
        (false, None) => return Ok(Refusal::at("pin", "refused-pin-wrong").with("left", left)),
    };
    let mut tx = cx.begin().await?;
    let device_id = device(&tx)?;
    let act = match locked {
        Locked::Device => "device.lock",
        Locked::Member(_) => "pin.lock",
    };
    let details = json!({"member_id": counted.her.member_id, "name": counted.her.name});
    audit::record(&mut tx, act, "device", Some(device_id), details).await?;
    let refusal = locked_out(&tx, locked);
    tx.commit().await?;
    Ok(refusal)
}

/// Until when, as the shop's clock shows it.
fn locked_out(tx: &BusinessTx, locked: Locked) -> Refusal {
    match locked {
        Locked::Device => Refusal::of("refused-till-locked"),
        Locked::Member(until) => {
            let until = tx.scope().calendar.local(until).format("%H:%M");
            Refusal::at("pin", "refused-pin-locked").with("until", until)
        }
    }
}
