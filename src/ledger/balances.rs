//! What an account holds, in a time that does not grow with the books.
//!
//! Whoever posts every two hundredth entry brings all balances of the business up to it. Entries are
//! numbered one after the other, the next waiting until the last is posted for good: so what is kept
//! counts every entry up to its own, and whoever asks adds the few since.

use super::{Role, store};
use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// After so many entries balances are brought up to date.
const EVERY: i64 = 200;

/// What an account holds: debit positive, credit negative.
pub async fn balance(tx: &mut BusinessTx, role: Role) -> Result<Money, Stop> {
    store::balance(tx, role).await
}

/// Brings balances up to an entry that has just been posted, if it is its turn.
pub(super) async fn keep(tx: &mut BusinessTx, number: i64) -> Result<(), Stop> {
    if number % EVERY == 0 {
        store::keep_balances(tx, number).await?;
    }
    Ok(())
}
