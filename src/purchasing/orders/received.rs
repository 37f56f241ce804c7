//! What an order is after goods came for it.

use uuid::Uuid;

use super::State;
use super::store;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Counts anew how far an order has come, from what was received of its lines; what it is now. Call it
/// in the transaction that raised them, with the order locked.
///
/// # Errors
/// Not found.
pub async fn note_received(tx: &mut BusinessTx, purchase_id: Uuid) -> Result<State, Stop> {
    let purchase = store::lock(tx, purchase_id).await?;
    let purchase = purchase.ok_or(Stop::NotFound)?;
    let came = store::came(tx, purchase_id).await?;
    let state = purchase.state.after(&came);
    if state != purchase.state {
        store::set_state(tx, purchase_id, state).await?;
    }
    Ok(state)
}
