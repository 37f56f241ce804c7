//! Sales and refunds as a file that only goes out: what was sold is never written from outside.

use super::store::sheet::rows;
use crate::platform::BusinessTx;
use crate::platform::files::{self, Span, record_with_numbers};
use crate::staff::{self, Power};
use crate::values::{Stop, month_of};

/// The columns: one row a line.
pub const COLUMNS: [&str; 20] = [
    "number",
    "date",
    "time",
    "total",
    "rounding",
    "tip",
    "kind",
    "location",
    "seller",
    "buyer",
    "sku",
    "name",
    "quantity",
    "unit",
    "price",
    "discount",
    "amount",
    "tax_class",
    "tax",
    "cost",
];

/// The sales and refunds of these days; of this month where no day is named.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeeBooks)?;
    let month = month_of(tx.scope().today());
    let from = span.from.or(span.to.is_none().then_some(month));
    let mut file = files::heading(COLUMNS);
    for row in rows(tx, from, span.to).await? {
        file.push_str(&record_with_numbers(row.iter().map(String::as_str)));
    }
    Ok(file)
}
