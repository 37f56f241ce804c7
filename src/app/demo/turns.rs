//! Who had the demo's till: a shift that was a little short, and one that is open.

use uuid::Uuid;

use super::sold::shillings;
use crate::platform::{Cx, secrets};
use crate::sales::shifts::{self, AtShift, CloseAsk, MoveAsk, MoveReason, OpenAsk, Way};
use crate::staff::devices::{self, DeviceForm};
use crate::values::Stop;

/// A tablet on the counter of a location.
pub(super) async fn till(cx: &Cx, location_id: Uuid) -> Result<Uuid, Stop> {
    let form = DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        name: "Counter tablet".to_owned(),
        location_id: location_id.to_string(),
    };
    devices::enrol(cx, &form, &secrets::new_token()).await
}

/// A shift begins, with some change in the drawer.
pub(super) async fn begin(cx: &Cx, device_id: Uuid) -> Result<AtShift, Stop> {
    let ask = OpenAsk {
        shift_id: Uuid::now_v7(),
        device_id,
        float: shillings(2_000),
        occurred_at: None,
    };
    let shift = shifts::open(cx, &ask).await?;
    Ok(AtShift {
        device_id,
        shift_id: shift.shift_id,
    })
}

/// Tea is paid for out of the drawer, and twenty shillings lack at the end.
pub(super) async fn end(cx: &Cx, at: AtShift) -> Result<(), Stop> {
    let tea = MoveAsk {
        move_id: Uuid::now_v7(),
        at,
        way: Way::Out,
        reason: MoveReason::Expense,
        amount: shillings(150),
        note: "Tea and bread".to_owned(),
        occurred_at: None,
    };
    shifts::move_cash(cx, &tea).await?;
    let mut tx = cx.read().await?;
    let expected = shifts::report(&mut tx, at.shift_id).await?.expected;
    drop(tx);
    let count = CloseAsk {
        shift_id: at.shift_id,
        device_id: Some(at.device_id),
        counted: expected.minus(shillings(20)).unwrap_or_default(),
        note: "Change for a customer".to_owned(),
        unsynced: None,
        occurred_at: None,
    };
    shifts::close(cx, &count).await?;
    Ok(())
}
