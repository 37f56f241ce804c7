//! What sells: each level keeps what customers took of it in the last four weeks, less what they
//! brought back to it. It is below zero where more came back than was taken: that is to be read as nothing.
//!
//! The movement that sells adds to it, and so does a shortfall: goods sold before they were there count
//! when they are sold, not when what comes in covers them. What is older is taken off by whoever asks
//! what sells, once a day: nothing has to run at night, and where nobody asks, nobody is told a wrong number.

use uuid::Uuid;

use super::store;
use crate::platform::{BusinessTx, Cx};
use crate::values::Stop;

/// Whether what levels at a location say of sales is more than a day too much.
pub async fn counts_old_sales(tx: &mut BusinessTx, location_id: Uuid) -> Result<bool, Stop> {
    store::counts_old_sales(tx, location_id).await
}

/// Takes off the levels at a location what was sold more than four weeks ago: a week of it in each
/// transaction, so that a shop that was away for long goes on selling meanwhile.
pub async fn forget_old_sales(cx: &Cx, location_id: Uuid) -> Result<(), Stop> {
    loop {
        let mut tx = cx.begin().await?;
        let Some(window) = store::lock_old_sales(&mut tx, location_id).await? else {
            return Ok(());
        };
        let (products, _) = store::sold_between(&mut tx, location_id, window).await?;
        store::lock_levels(&mut tx, location_id, &products).await?;
        // Counted under the locks: of a shortfall that old some may have been taken back meanwhile.
        let (products, sold) = store::sold_between(&mut tx, location_id, window).await?;
        store::forget_sales(&mut tx, location_id, window.1, &products, &sold).await?;
        tx.commit().await?;
    }
}
