//! Locations that the rows of a file name.

use super::store;
use crate::platform::BusinessTx;
use crate::platform::files::{Outcome, Row, Sheet};
use crate::values::{Refusal, Stop};

/// The open location that the first of these rows names in a column, as the field of a form says it:
/// by its id. Empty where the row names none; refused where there is none of that name.
pub async fn location_in_file(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    rows: &[&Row],
    column: &str,
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    let Some(first) = rows.first() else {
        return Ok(String::new());
    };
    let named = sheet.cell(first, column).unwrap_or_default();
    if named.is_empty() {
        return Ok(String::new());
    }
    let all = store::locations(tx).await?;
    let said = named.to_lowercase();
    let found = all.iter().find(|at| at.name.to_lowercase() == said);
    if found.is_none() {
        let refusal = Refusal::of("refused-paper-place").with("name", named);
        let field = Some(column.to_owned());
        outcome.refuse(first, Refusal { field, ..refusal });
    }
    Ok(found
        .map(|at| at.location_id.to_string())
        .unwrap_or_default())
}
