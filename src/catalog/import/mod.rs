//! Imports products out of a CSV file, each row by the product's own form. A SKU that is there is
//! changed, one that is not is made; the same file twice changes nothing.
//!
//! How much is whole or nothing:
//! - every file is checked as a whole first, and one with a bad row changes nothing;
//! - a file of up to [`PART`] rows then goes in by one transaction, in the request that brought it;
//! - a longer one goes in part by part in the background, each part with its progress in one
//!   transaction. One transaction for all would show nothing until its end, would lose everything
//!   when the process stops, and would hold the products' rows and the journal's number while
//!   customers check out. Parts are idempotent by SKU, and the row where the work goes on is
//!   written with them, so no part is done twice or left out, whoever dies;
//! - where a row goes bad after the check (somebody took its barcode, or promised its stock to an
//!   order), its part is dropped, the import stops there and names the row. The rows before it are
//!   in; the same file, put right, goes over them without changing them again;
//! - the command line, which nobody waits for, writes any file in one transaction.

mod document;
mod plan;
mod sheet;
mod work;
mod write;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use self::document::{KeptImport, NewImport, State};
use self::plan::Shelf;
pub(in crate::catalog) use self::sheet::MOST_ROWS;
pub use self::sheet::{COLUMNS, REQUIRED};
pub use self::work::{PART, do_in_earnest, forget, receive, work};
use self::write::Pen;
use super::store;
use crate::audit;
use crate::platform::files::{Row, Sheet};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// What an import did, or, on a dry run, would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    /// Rows with products in them.
    pub rows: u64,
    /// New products.
    pub added: u64,
    /// Products that are other now, in themselves or in stock.
    pub changed: u64,
    /// Products that were like that already.
    pub unchanged: u64,
    /// Lines of the file that were refused, and why. Where there is one, nothing was changed.
    pub bad: Vec<(u64, Vec<Refusal>)>,
    /// Whether it was only tried.
    pub dry_run: bool,
}

impl ImportReport {
    /// The report of a file before any of it is planned.
    pub(in crate::catalog) fn of(sheet: &Sheet, dry_run: bool) -> ImportReport {
        let told = |(line, refusal): &(u64, Refusal)| (*line, vec![refusal.clone()]);
        ImportReport {
            rows: u64::try_from(sheet.len()).unwrap_or(u64::MAX),
            bad: sheet.broken.iter().map(told).collect(),
            dry_run,
            ..ImportReport::default()
        }
    }
}

/// Imports a file in one transaction. `import_id` is made with the file: the same import again
/// changes nothing. Bad rows stand in the report; a file that cannot be read at all is refused.
pub async fn import(
    cx: &Cx,
    import_id: Uuid,
    file: &[u8],
    dry_run: bool,
) -> Result<ImportReport, Stop> {
    let sheet = sheet::read(file)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    store::lock_for_import(&mut tx).await?;
    let mut report = ImportReport::of(&sheet, dry_run);
    if store::is_imported(&mut tx, import_id).await? {
        report.unchanged = report.rows;
        return Ok(report);
    }
    let member = tx.scope().member_id();
    apply(&mut tx, import_id, member, &sheet, &sheet.rows, &mut report).await?;
    report.bad.sort_by_key(|(line, _)| *line);
    if dry_run || !report.bad.is_empty() {
        // Dropped, the transaction never was.
        return Ok(report);
    }
    if report.added + report.changed > 0 {
        let counts =
            json!({ "rows": report.rows, "added": report.added, "changed": report.changed });
        audit::record(&mut tx, "product.import", "import", Some(import_id), counts).await?;
        keep(&mut tx, import_id, &report).await?;
    }
    tx.commit().await?;
    Ok(report)
}

/// Keeps what an import came to, without its file: the page behind the stock and the entries that it made.
async fn keep(tx: &mut BusinessTx, import_id: Uuid, report: &ImportReport) -> Result<(), Stop> {
    let new = NewImport {
        import_id,
        file_name: String::new(),
        file: Vec::new(),
        dry_run: false,
    };
    let rows = i32::try_from(report.rows).unwrap_or(i32::MAX);
    store::insert_import(tx, &new, rows).await?;
    store::advance_import(tx, import_id, State::Done, rows, report).await?;
    store::forget_import(tx, import_id).await
}

/// The latest imports of a business, the newest first.
pub async fn latest(tx: &mut BusinessTx) -> Result<Vec<KeptImport>, Stop> {
    store::imports(tx, None, 10).await
}

/// One import with what is wrong with its rows, at most so many of them. The id of a part of it, which is the
/// document of what that part moved, names it as well.
pub async fn kept(
    tx: &mut BusinessTx,
    import_id: Uuid,
    most_bad: i64,
) -> Result<(KeptImport, Vec<(i64, Vec<Refusal>)>), Stop> {
    let import_id = store::nearest_import(tx, import_id)
        .await?
        .filter(|(whole, rows)| document::is_part(*whole, *rows, import_id))
        .map_or(import_id, |(whole, _)| whole);
    let found = store::imports(tx, Some(import_id), 1).await?;
    let found = found.into_iter().next().ok_or(Stop::NotFound)?;
    let bad = store::bad_rows(tx, import_id, most_bad).await?;
    Ok((found, bad))
}

/// What stands in these lines of a kept file under `sku` and `name`, by line; nothing where the
/// file is forgotten.
pub async fn lines_of(
    tx: &mut BusinessTx,
    import_id: Uuid,
) -> Result<std::collections::HashMap<u64, (String, String)>, Stop> {
    let Some(kept) = store::import_work(tx, import_id).await? else {
        return Ok(std::collections::HashMap::new());
    };
    let sheet = sheet::read_aside(kept.file).await?;
    let cell = |row: &Row, column| sheet.cell(row, column).unwrap_or_default().to_owned();
    let told = |row: &Row| (row.line, (cell(row, "sku"), cell(row, "name")));
    Ok(sheet.rows.iter().map(told).collect())
}

/// Plans these rows against the shelf, its rows locked, and writes them where none of them is bad.
async fn apply(
    tx: &mut BusinessTx,
    document: Uuid,
    member_id: Option<Uuid>,
    sheet: &Sheet,
    rows: &[Row],
    report: &mut ImportReport,
) -> Result<(), Stop> {
    let mut shelf = Shelf::locked(tx, sheet, rows).await?;
    let plan = shelf.plan(sheet, rows, report);
    if !report.bad.is_empty() {
        return Ok(());
    }
    let pen = Pen {
        document,
        member_id,
        home: shelf.home,
    };
    write::write(tx, &pen, &plan, &mut report.bad).await
}

#[cfg(test)]
mod large_tests;
#[cfg(test)]
mod tests;
