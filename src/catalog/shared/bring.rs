//! Fills the shared catalogue from a file, for a command that an operator types. All or nothing: a file
//! with a bad row changes nothing, and every bad row is told with its line.

use std::collections::HashMap;

use super::store;
use crate::catalog::import::{ImportReport, MOST_ROWS};
use crate::catalog::labels::has_right_check_digit;
use crate::catalog::product::TAX_CODES;
use crate::catalog::product_form::{check_length, line};
use crate::platform::Database;
use crate::platform::files::{self, Heading, Sheet};
use crate::values::{Refusal, Stop, Unit};

/// The columns that a file may have; the first two it must have.
const HEADING: Heading = Heading {
    known: &["barcode", "name", "brand", "category", "unit", "tax"],
    required: &["barcode", "name"],
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// The most characters of a name.
const NAME: usize = 120;
/// The most characters of a brand and of a category.
const WORD: usize = 60;

/// One of the goods, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub barcode: String,
    pub name: String,
    pub brand: String,
    pub category: String,
    pub unit: &'static str,
    pub tax_code: &'static str,
}

/// Brings goods into the shared catalogue. A barcode that is there is called as the file says; the same
/// file twice changes nothing the second time. Bad rows stand in the report; a file that cannot be read
/// at all is refused.
pub async fn import_shared(
    db: &Database,
    file: &[u8],
    dry_run: bool,
) -> Result<ImportReport, Stop> {
    let sheet = files::read(file, &HEADING)?;
    let mut report = ImportReport::of(&sheet, dry_run);
    let mut lines = HashMap::new();
    let mut rows = Vec::new();
    for row in &sheet.rows {
        match read_row(&sheet, row, &mut lines) {
            Ok(read) => rows.push(read),
            Err(refusals) => report.bad.push((row.line, refusals)),
        }
    }
    report.bad.sort_by_key(|(line, _)| *line);
    if !report.bad.is_empty() {
        return Ok(report);
    }
    let mut tx = db.begin_as_operator().await?;
    let (added, changed) = store::keep(&mut tx, &rows).await?;
    report.added = added;
    report.changed = changed;
    report.unchanged = report.rows.saturating_sub(added.saturating_add(changed));
    if dry_run {
        // Dropped, the transaction never was.
        return Ok(report);
    }
    tx.commit().await?;
    Ok(report)
}

/// Reads a row. `lines` remembers on which line each barcode stands.
fn read_row(
    sheet: &Sheet,
    row: &files::Row,
    lines: &mut HashMap<String, u64>,
) -> Result<Row, Vec<Refusal>> {
    let cell = |column: &str| line(sheet.cell(row, column).unwrap_or_default());
    let mut refusals = Vec::new();
    let barcode = cell("barcode");
    if !has_right_check_digit(&barcode) {
        let shown: String = barcode.chars().take(40).collect();
        refusals.push(Refusal::at("barcode", "refused-shared-barcode").with("barcode", shown));
    } else if let Some(first) = lines.get(&barcode) {
        refusals.push(Refusal::at("barcode", "refused-sheet-twice").with("line", first));
    } else {
        lines.insert(barcode.clone(), row.line);
    }
    let name = cell("name");
    if name.is_empty() {
        refusals.push(Refusal::at("name", "refused-product-name-needed"));
    }
    let (brand, category) = (cell("brand"), cell("category"));
    check_length(&mut refusals, "name", &name, NAME);
    check_length(&mut refusals, "brand", &brand, WORD);
    check_length(&mut refusals, "category", &category, WORD);
    let unit = read_unit(&cell("unit"), &mut refusals);
    let tax_code = read_tax(&cell("tax"), &mut refusals);
    if refusals.is_empty() {
        return Ok(Row {
            barcode,
            name,
            brand,
            category,
            unit,
            tax_code,
        });
    }
    Err(refusals)
}

/// A unit's code; a piece where nothing is written.
fn read_unit(typed: &str, refusals: &mut Vec<Refusal>) -> &'static str {
    if typed.is_empty() {
        return Unit::Piece.code();
    }
    Unit::parse(typed).map_or_else(
        || {
            let known: Vec<&str> = Unit::ALL.into_iter().map(Unit::code).collect();
            let refusal = Refusal::at("unit", "refused-unit-unknown");
            refusals.push(refusal.with("units", known.join(", ")));
            Unit::Piece.code()
        },
        Unit::code,
    )
}

/// A tax's code; standard where nothing is written.
fn read_tax(typed: &str, refusals: &mut Vec<Refusal>) -> &'static str {
    let typed = typed.to_ascii_lowercase();
    if typed.is_empty() {
        return TAX_CODES[0];
    }
    let known = TAX_CODES.into_iter().find(|code| *code == typed);
    known.unwrap_or_else(|| {
        let refusal = Refusal::at("tax", "refused-tax-class");
        refusals.push(refusal.with("codes", TAX_CODES.join(", ")));
        TAX_CODES[0]
    })
}
