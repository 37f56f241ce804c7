//! What every business has from its first day on: a chart of accounts, and tax classes.

use crate::platform::BusinessTx;
use crate::values::Stop;
use crate::{catalog, ledger};

/// Opens the books of a new business; joins the transaction that opens the business.
pub async fn open_books(tx: &mut BusinessTx) -> Result<(), Stop> {
    ledger::open_chart(tx).await?;
    catalog::open_taxes(tx).await
}
