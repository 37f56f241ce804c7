//! Moves an order along on its way: packed, sent.

use serde_json::json;
use uuid::Uuid;

use super::store::{changes, orders};
use super::{Order, State, release};
use crate::audit;
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// Ready or shipped. Handing over is an act of its own. Being there already is no error.
pub async fn advance(cx: &Cx, order_id: Uuid, revision: i32, to: State) -> Result<Order, Stop> {
    let mut tx = cx.begin().await?;
    let order = orders::lock(&mut tx, order_id).await?;
    if order.state == to {
        return Ok(order);
    }
    if order.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    if to == State::Delivered || !order.next_states().contains(&to) {
        return Err(Refusal::of("refused-not-allowed-now").into());
    }
    // What is packed must be there.
    release::hold_again(&mut tx, &order).await?;
    changes::set_state(&mut tx, order_id, to).await?;
    changes::hold_until(&mut tx, order_id, None).await?;
    orders::happened(&mut tx, order_id, to.code(), json!({})).await?;
    let act = format!("order.{}", to.code());
    audit::record(&mut tx, &act, "order", Some(order_id), json!({})).await?;
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}
