//! Goods of an order, handed to its customer.

use uuid::Uuid;

use super::leave::{Departure, Leaving, Shortage, Spoilt, take_out};
use super::{ExpiredGoods, Kind, Line, Source, let_go, policy};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Refusal, Stop};

/// Hands reserved goods of an order to its customer: off the shelf, out of the layers. The answer is
/// what they had cost; the caller posts it. Refuses where what was promised has expired meanwhile and
/// may not be sold any more.
pub async fn hand_over(
    tx: &mut BusinessTx,
    location_id: Uuid,
    order_id: Uuid,
    lines: &[Line],
) -> Result<Money, Stop> {
    // Levels are locked by this, in key order, and stay so: nobody else can take what is let go.
    let_go(tx, location_id, lines).await?;
    let spoilt = match policy(tx).await?.expired {
        ExpiredGoods::Block => Spoilt::Leave,
        ExpiredGoods::Warn => Spoilt::Take,
    };
    let departure = Departure {
        kind: Kind::HandOver,
        source: Source {
            kind: "order",
            id: order_id,
        },
        location_id,
        shortage: Shortage::Refuse,
        spoilt,
    };
    let leaving: Vec<Leaving> = lines
        .iter()
        .map(|line| Leaving {
            line_no: line.line_no,
            product_id: line.product_id,
            quantity: line.quantity,
            batch_id: None,
        })
        .collect();
    match take_out(tx, &departure, &leaving).await? {
        Ok(left) => Money::sum(left.iter().map(|left| left.value))
            .ok_or_else(|| fault("the cost of an order cannot be counted", &order_id)),
        Err(_) => Err(Refusal::of("refused-goods-expired").into()),
    }
}
