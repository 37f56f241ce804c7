//! Goods of an order, handed to its customer.

use uuid::Uuid;

use super::leave::{Departure, Leaving, Shortage, Spoilt, take_out};
use super::{Kind, Line, Short, Source, let_go};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Stop};

/// Hands reserved goods of an order to its customer: off the shelf, out of the layers. The answer is
/// what they had cost; the caller posts it. Where too much of what was promised has expired meanwhile,
/// and what has expired is not to leave, the answer is what of each product is still good: the caller
/// drops its transaction.
pub async fn hand_over(
    tx: &mut BusinessTx,
    location_id: Uuid,
    order_id: Uuid,
    lines: &[Line],
    spoilt: Spoilt,
) -> Result<Result<Money, Vec<Short>>, Stop> {
    // Levels are locked by this, in key order, and stay so: nobody else can take what is let go.
    let_go(tx, location_id, lines).await?;
    let departure = Departure {
        kind: Kind::HandOver,
        source: Source {
            kind: "order",
            id: order_id,
        },
        location_id,
        shortage: Shortage::Refuse,
    };
    let leaving: Vec<Leaving> = lines
        .iter()
        .map(|line| Leaving {
            line_no: line.line_no,
            product_id: line.product_id,
            quantity: line.quantity,
            batch_id: None,
            origin_id: None,
            spoilt,
        })
        .collect();
    let left = match take_out(tx, &departure, &leaving).await? {
        Ok(left) => left,
        Err(short) => return Ok(Err(short)),
    };
    let cost = Money::sum(left.iter().map(|left| left.value));
    let cost = cost.ok_or_else(|| fault("the cost of an order cannot be counted", &order_id));
    Ok(Ok(cost?))
}
