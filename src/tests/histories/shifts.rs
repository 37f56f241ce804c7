//! Shifts at two tills: opened by two people, cash moved in and out, closed while others sell in them,
//! and told of sales and cash after they were closed.

use rand::RngExt as _;
use uuid::Uuid;

use super::worker::Worker;
use crate::platform::Cx;
use crate::sales::shifts::{self, AtShift, CloseAsk, MoveAsk, MoveReason, OpenAsk, Way};
use crate::values::{Money, Stop};

/// One act of this kind.
pub async fn act(worker: &mut Worker) {
    match worker.rng.random_range(0..10_u32) {
        0..4 => open(worker).await,
        4..7 => move_cash(worker).await,
        _ => close(worker).await,
    }
}

/// A shift, open or closed, and where its till stands.
pub async fn any(worker: &mut Worker) -> Option<(AtShift, Uuid)> {
    let found = worker.pick::<(Uuid, Uuid, Uuid)>(
        "select shift_id, device_id, location_id from app.shift
          where business_id = $1 order by opened_at, shift_id",
        None,
    );
    let (shift_id, device_id, location_id) = found.await?;
    let at = AtShift {
        device_id,
        shift_id,
    };
    Some((at, location_id))
}

/// The shift's id and number: how it ends changes.
async fn opened(cx: &Cx, ask: &OpenAsk) -> Result<(Uuid, i64), Stop> {
    let shift = shifts::open(cx, ask).await?;
    Ok((shift.shift_id, shift.number))
}

async fn open(worker: &mut Worker) {
    let (cx, tills) = (worker.cx(), worker.scene.tills);
    let ask = OpenAsk {
        shift_id: Uuid::now_v7(),
        device_id: worker.one(&tills),
        float: Money::from_minor(worker.rng.random_range(0..3_i64) * 10_000),
        occurred_at: None,
    };
    let shift = worker.once("open a shift", || opened(&cx, &ask));
    if shift.await.is_some() {
        worker.made("shift", ask.shift_id);
    }
}

async fn move_cash(worker: &mut Worker) {
    let Some((at, _)) = any(worker).await else {
        return;
    };
    let cx = worker.cx();
    let ask = MoveAsk {
        move_id: Uuid::now_v7(),
        at,
        way: worker.one(&Way::ALL),
        reason: worker.one(&MoveReason::ALL),
        amount: Money::from_minor(worker.rng.random_range(1..20_000_i64)),
        note: "by chance".to_owned(),
        occurred_at: None,
    };
    let moved = worker.once("move cash", || shifts::move_cash(&cx, &ask));
    if moved.await.is_some() {
        worker.made("cash move", ask.move_id);
    }
}

async fn close(worker: &mut Worker) {
    let Some((at, _)) = any(worker).await else {
        return;
    };
    let cx = worker.cx();
    let ask = CloseAsk {
        shift_id: at.shift_id,
        device_id: worker.at_times(70).then_some(at.device_id),
        counted: Money::from_minor(worker.rng.random_range(0..60_000_i64)),
        note: String::new(),
        unsynced: None,
        occurred_at: None,
    };
    let closed = worker.shared("close a shift", || shifts::close(&cx, &ask));
    closed.await;
}
