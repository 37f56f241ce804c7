//! Marks several orders as packed at once. Each is an act of its own: one that has changed since it
//! was ticked stays as it is, and the others go on.

use uuid::Uuid;

use super::store::orders;
use super::{State, advance};
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// No more at once than a page of the list shows.
pub(super) const MOST: usize = 50;

/// What became of orders that were ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed {
    /// The codes of those that are packed now.
    pub packed: Vec<String>,
    /// The codes of those that could not be.
    pub not: Vec<String>,
}

/// Marks these orders as packed, each as the page showed it (its revision).
pub async fn pack_all(cx: &Cx, ticked: &[(Uuid, i32)]) -> Result<Packed, Stop> {
    if ticked.is_empty() {
        return Err(Refusal::of("refused-none-ticked").into());
    }
    if ticked.len() > MOST {
        return Err(Refusal::of("refused-too-many-ticked")
            .with("most", MOST)
            .into());
    }
    let mut done = Packed::default();
    for (order_id, revision) in ticked {
        match advance(cx, *order_id, *revision, State::Ready).await {
            Ok(order) => done.packed.push(order.code),
            Err(Stop::Refused(_)) => {
                let mut tx = cx.read().await?;
                done.not.push(orders::load(&mut tx, *order_id).await?.code);
            }
            // Another business's order is not there.
            Err(Stop::NotFound) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(done)
}
