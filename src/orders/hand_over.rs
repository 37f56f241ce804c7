//! Hands an order to its customer: goods leave the shelf, and revenue, tax and cost enter the books.

use serde_json::json;
use uuid::Uuid;

use super::shelf::{self, Goods};
use super::store::{changes, orders};
use super::{Order, State, posting, release};
use crate::audit;
use crate::ledger;
use crate::platform::{Cx, fault};
use crate::stock;
use crate::values::{Money, Refusal, Stop};

/// Delivered, or fetched. The order must be paid; its page's revision is checked.
pub async fn hand_over(cx: &Cx, order_id: Uuid, revision: i32) -> Result<Order, Stop> {
    let mut tx = cx.begin().await?;
    let order = orders::lock(&mut tx, order_id).await?;
    if order.state == State::Delivered {
        return Ok(order);
    }
    if order.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    if order.due() > Money::ZERO {
        let due = order.due().named(&order.currency);
        return Err(Refusal::of("refused-pay-first").with("due", due).into());
    }
    if !order.next_states().contains(&State::Delivered) {
        return Err(Refusal::of("refused-not-allowed-now").into());
    }
    release::hold_again(&mut tx, &order).await?;
    let lines = orders::lines(&mut tx, order_id).await?;
    // Of what was taken off altogether, nothing is handed over.
    let goods = lines.iter();
    let goods: Vec<Goods<'_>> = goods
        .filter_map(|line| Goods::of(line, line.quantity))
        .collect();
    let lines = shelf::lines(&goods)?;
    let cost = stock::hand_over(&mut tx, order.location_id, order_id, &lines).await?;
    let tax = orders::tax_parts(&mut tx, order_id).await?;
    let draft = posting::of_hand_over(&order, tax, cost, tx.scope().now)
        .ok_or_else(|| fault("a hand-over cannot be counted", &order_id))?;
    changes::handed_over(&mut tx, order_id).await?;
    orders::happened(&mut tx, order_id, "delivered", json!({})).await?;
    audit::record(
        &mut tx,
        "order.hand_over",
        "order",
        Some(order_id),
        json!({}),
    )
    .await?;
    ledger::post(&mut tx, draft).await?;
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}
