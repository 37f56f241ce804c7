//! Suppliers' credits as a file that only goes out: a credit takes its goods from the receipt that they
//! came by, which a person chooses.

use super::store::sheet::credits;
use crate::platform::BusinessTx;
use crate::platform::files::{self, Span, record};
use crate::staff::{self, Power};
use crate::values::Stop;

/// The columns: one row a line.
pub const COLUMNS: [&str; 14] = [
    "number", "date", "supplier", "reason", "note", "net", "tax", "total", "used", "receipt",
    "sku", "name", "quantity", "line_net",
];

/// The credits that were written on these days.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    let mut file = files::heading(COLUMNS);
    for row in credits(tx, span).await? {
        file.push_str(&record(row.iter().map(String::as_str)));
    }
    Ok(file)
}
