//! Suppliers that the rows of a file name.

use super::store::supplier_named;
use crate::platform::BusinessTx;
use crate::platform::files::{Outcome, Row, Sheet};
use crate::values::{Refusal, Stop};

/// The supplier that the first of these rows names, as the field of a form says it: by her id. Empty
/// where the row names none; refused where there is none of that name.
pub(super) async fn supplier_in_file(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    let Some(first) = rows.first() else {
        return Ok(String::new());
    };
    let named = sheet.cell(first, "supplier").unwrap_or_default();
    if named.is_empty() {
        return Ok(String::new());
    }
    let found = supplier_named(tx, named).await?;
    if found.is_none() {
        let refusal = Refusal::at("supplier", "refused-paper-supplier");
        outcome.refuse(first, refusal.with("name", named));
    }
    Ok(found.map(|id| id.to_string()).unwrap_or_default())
}
