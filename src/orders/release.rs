//! Reservations: given back when nobody paid, taken again when somebody pays after all.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::cart::short;
use super::store::{changes, orders};
use super::{Order, OrderLine};
use crate::payments;
use crate::platform::{BusinessTx, Cx, jobs};
use crate::stock::{self, Line};
use crate::values::{Money, Quantity, Stop};

/// Lines of goods of which not everything is held.
fn unheld(lines: &[OrderLine]) -> Vec<Line> {
    lines
        .iter()
        .filter_map(|line| {
            let quantity = line.quantity.minus(line.held)?;
            let product_id = line.product_id?;
            (quantity > Quantity::ZERO).then_some(Line {
                line_no: line.line_no,
                product_id,
                quantity,
            })
        })
        .collect()
}

fn held(lines: &[OrderLine]) -> Vec<Line> {
    lines
        .iter()
        .filter_map(|line| {
            let product_id = line.product_id?;
            (line.held > Quantity::ZERO).then_some(Line {
                line_no: line.line_no,
                product_id,
                quantity: line.held,
            })
        })
        .collect()
}

/// Makes sure that all goods of a locked order are reserved; refuses, naming what is short.
pub(super) async fn hold_again(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    let lines = orders::lines(tx, order.order_id).await?;
    let missing = unheld(&lines);
    if missing.is_empty() {
        return Ok(());
    }
    match stock::hold(tx, order.location_id, &missing).await? {
        Ok(()) => changes::set_held(tx, order.order_id, true).await,
        Err(shorts) => {
            let name_of = |id: Uuid| {
                lines
                    .iter()
                    .find(|l| l.product_id == Some(id))
                    .map_or("", |l| l.name.as_str())
            };
            let refusals: Vec<_> = shorts
                .iter()
                .map(|s| short(name_of(s.product_id), s.left))
                .collect();
            Err(refusals.into())
        }
    }
}

/// Gives the stock of a locked order back to the shelf.
pub(super) async fn let_go(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    let lines = held(&orders::lines(tx, order.order_id).await?);
    if lines.is_empty() {
        return Ok(());
    }
    stock::let_go(tx, order.location_id, &lines).await?;
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
