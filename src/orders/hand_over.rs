//! Hands an order to its customer: goods leave the shelf, and revenue, tax and cost enter the books.
//! What has expired since it was promised stays, unless whoever hands it over knows.

use serde_json::json;
use uuid::Uuid;

use super::shelf::{self, Goods};
use super::store::{changes, orders};
use super::{Order, State, posting, release};
use crate::audit;
use crate::ledger;
use crate::platform::{Cx, fault};
use crate::stock::{self, ExpiredGoods, Spoilt};
use crate::values::{Money, Refusal, Stop};

/// The refusal of goods that have expired, where whoever hands them over may say that she knows.
pub(super) const ASKS: &str = "refused-goods-expired-ask";

/// Delivered, or fetched. The order must be paid; its page's revision is checked.
///
/// # Errors
/// Refuses where goods have expired since they were promised, naming what is still good of each.
pub async fn hand_over(cx: &Cx, order_id: Uuid, revision: i32) -> Result<Order, Stop> {
    over(cx, order_id, revision, false).await
}

/// The same by somebody who has seen what has expired since: it leaves where there is nothing else.
///
/// # Errors
/// Refuses as before where the business sells nothing that has expired.
pub async fn hand_over_knowingly(cx: &Cx, order_id: Uuid, revision: i32) -> Result<Order, Stop> {
    over(cx, order_id, revision, true).await
}

async fn over(cx: &Cx, order_id: Uuid, revision: i32, knowingly: bool) -> Result<Order, Stop> {
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
    let policy = stock::policy(&mut tx).await?.expired;
    let (spoilt, key) = match policy {
        ExpiredGoods::Block => (Spoilt::Leave, "refused-goods-expired"),
        ExpiredGoods::Warn if knowingly => {
            (Spoilt::Last(tx.scope().today()), "refused-goods-expired")
        }
        ExpiredGoods::Warn => (Spoilt::Leave, ASKS),
    };
    let cost = stock::hand_over(&mut tx, order.location_id, order_id, &lines, spoilt).await?;
    let cost = cost.map_err(|short| shelf::expired(&goods, &short, key))?;
    let tax = orders::tax_parts(&mut tx, order_id).await?;
    let draft = posting::of_hand_over(&order, tax, cost, tx.scope().now)
        .ok_or_else(|| fault("a hand-over cannot be counted", &order_id))?;
    changes::handed_over(&mut tx, order_id).await?;
    orders::happened(&mut tx, order_id, "delivered", json!({})).await?;
    let details = if knowingly {
        json!({ "expired": true })
    } else {
        json!({})
    };
    audit::record(&mut tx, "order.hand_over", "order", Some(order_id), details).await?;
    ledger::post(&mut tx, draft).await?;
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}
