//! What suppliers were paid as a file that only goes out: money that left is written by a person.

use super::store::sheet::payments;
use crate::platform::BusinessTx;
use crate::platform::files::{self, Span, record};
use crate::staff::{self, Power};
use crate::values::Stop;

/// The columns: one row a payment. `bills` are the numbers of those that it settled; what is beyond
/// them is ahead.
pub const COLUMNS: [&str; 6] = ["date", "supplier", "tender", "reference", "amount", "bills"];

/// What was paid on these days.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    let mut file = files::heading(COLUMNS);
    for row in payments(tx, span).await? {
        file.push_str(&record(row.iter().map(String::as_str)));
    }
    Ok(file)
}
