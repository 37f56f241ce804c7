//! Reservations: given back when nobody paid, taken again when somebody pays after all.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::Order;
use super::shelf::{self, Goods};
use super::store::{changes, orders};
use crate::payments;
use crate::platform::{BusinessTx, Cx, jobs};
use crate::stock;
use crate::values::{Money, Stop};

/// Why a person must look at an order that is paid and whose goods could not be reserved again.
pub(super) const STOCK_GONE: &str = "stock-gone";

/// Makes sure that all goods of a locked order are reserved; refuses, naming what is short. Where they
/// were gone and are back, nobody need look for them any more.
pub(super) async fn hold_again(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    let lines = orders::lines(tx, order.order_id).await?;
    let unheld = lines.iter();
    let unheld: Vec<Goods<'_>> = unheld
        .filter_map(|line| Goods::of(line, line.quantity.minus(line.held)?))
        .collect();
    if !unheld.is_empty() {
        let held = stock::hold(tx, order.location_id, &shelf::lines(&unheld)?).await?;
        held.map_err(|shorts| shelf::missing(&unheld, &shorts))?;
        changes::set_held(tx, order.order_id, true).await?;
    }
    if order.review.as_deref() == Some(STOCK_GONE) {
        changes::looked_at(tx, order.order_id, STOCK_GONE).await?;
    }
    Ok(())
}

/// Gives the stock of a locked order back to the shelf.
pub(super) async fn let_go(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    let lines = orders::lines(tx, order.order_id).await?;
    let held = lines.iter();
    let held: Vec<Goods<'_>> = held.filter_map(|line| Goods::of(line, line.held)).collect();
    if held.is_empty() {
        return Ok(());
    }
    stock::let_go(tx, order.location_id, &shelf::lines(&held)?).await?;
    changes::set_held(tx, order.order_id, false).await
}

/// The job at the end of a reservation. An order with a prompt still open keeps its stock a while
/// longer; a paid one keeps it for good. The order stays payable: whoever pays late reserves again.
pub(super) async fn release(cx: &Cx, order_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let order = orders::lock(&mut tx, order_id).await?;
    let now = tx.scope().now;
    let Some(until) = order.reserved_until else {
        return Ok(());
    };
    if order.state.is_final() || order.paid > Money::ZERO {
        return Ok(());
    }
    let later = now.checked_add_signed(TimeDelta::minutes(2)).unwrap_or(now);
    let open = payments::has_open_attempt(&mut tx, order_id).await?;
    if open || until > now {
        let at = if open { later } else { until };
        jobs::enqueue(
            &mut tx,
            "orders.release",
            json!({ "order_id": order_id }),
            at,
        )
        .await?;
        return tx.commit().await;
    }
    let_go(&mut tx, &order).await?;
    changes::hold_until(&mut tx, order_id, None).await?;
    orders::happened(&mut tx, order_id, "released", json!({})).await?;
    tx.commit().await
}
