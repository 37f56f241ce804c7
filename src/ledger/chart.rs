//! The chart of accounts that a business opens with.

use super::{Role, store};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Opens every account that postings look for. Joins the transaction that opens the business.
pub async fn open_chart(tx: &mut BusinessTx) -> Result<(), Stop> {
    for (role, number, name, kind) in Role::CHART {
        store::insert_account(tx, role, number, name, kind).await?;
    }
    Ok(())
}
