//! Ends an order before all of it came: the rest will not come, or nothing will.

use serde_json::json;
use uuid::Uuid;

use super::State;
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// Says that the rest of an order will not come; its number. Being closed already is no error.
///
/// # Errors
/// Not found; refused in words where it was changed after the page was drawn, or where no part of it
/// came, or all of it.
pub async fn close(cx: &Cx, purchase_id: Uuid, revision: i32) -> Result<i64, Stop> {
    end(cx, purchase_id, revision, State::Closed).await
}

/// Calls an order off; its number. Being called off already is no error.
///
/// # Errors
/// Not found; refused in words where it was changed after the page was drawn, or where something of
/// it came.
pub async fn cancel(cx: &Cx, purchase_id: Uuid, revision: i32) -> Result<i64, Stop> {
    end(cx, purchase_id, revision, State::Cancelled).await
}

async fn end(cx: &Cx, purchase_id: Uuid, revision: i32, to: State) -> Result<i64, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let purchase = store::lock(&mut tx, purchase_id).await?;
    let purchase = purchase.ok_or(Stop::NotFound)?;
    if purchase.state == to {
        return Ok(purchase.number);
    }
    if purchase.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    let came = store::came(&mut tx, purchase_id).await?;
    let nothing = came.iter().all(|(_, came)| *came == Quantity::ZERO);
    let (may, act, refused) = match to {
        State::Closed => (
            purchase.state.may_close(),
            "purchase.close",
            "refused-po-not-part",
        ),
        _ => (
            purchase.state.may_cancel() && nothing,
            "purchase.cancel",
            "refused-po-came",
        ),
    };
    if !may {
        return Err(Refusal::of(refused).into());
    }
    store::set_state(&mut tx, purchase_id, to).await?;
    let details = json!({ "number": purchase.number });
    audit::record(&mut tx, act, "purchase", Some(purchase_id), details).await?;
    tx.commit().await?;
    Ok(purchase.number)
}
