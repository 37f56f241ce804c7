//! Calls a stock take off: nothing is changed, and its counts stay written.

use serde_json::json;
use uuid::Uuid;

use super::stock_take::{State, StockTake};
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// Calls a take off. Being done already is no error; one that is closed cannot be called off.
pub async fn cancel(cx: &Cx, take_id: Uuid) -> Result<StockTake, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let take = store::lock(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    match take.state {
        State::Cancelled => return Ok(take),
        State::Done => return Err(Refusal::of("refused-take-closed").into()),
        State::Open => {}
    }
    store::end(&mut tx, take_id, State::Cancelled, Money::ZERO).await?;
    let details = json!({ "number": take.number, "lines": take.lines });
    let subject = Some(take_id);
    audit::record(&mut tx, "stock_take.cancel", "stock_take", subject, details).await?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    tx.commit().await?;
    Ok(take)
}
