//! What an operator brings into a business as a file, and takes out of it.

use std::io::Write;
use std::path::Path;

use uuid::Uuid;

use super::commands::said;
use super::operate::operator;
use crate::catalog;
use crate::ledger::{self, Format};
use crate::platform::Database;
use crate::ui::language::Say;
use crate::values::{Language, Stop};

/// What stopped a command about a business.
fn of(business: &str, stop: Stop) -> String {
    match stop {
        Stop::NotFound => format!("there is no business {business}"),
        other => said(other),
    }
}

/// Products of a business, from a file.
pub(super) async fn import(
    db: &Database,
    file: &Path,
    business: &str,
    dry_run: bool,
) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let cx = operator(db, business);
    let report = catalog::import::import(&cx, Uuid::now_v7(), &bytes, dry_run)
        .await
        .map_err(|stop| of(business, stop))?;
    told(&report)
}

/// Goods of the catalogue that all businesses share.
pub(super) async fn import_shared(db: &Database, file: &Path, dry_run: bool) -> Result<(), String> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let report = catalog::shared::import_shared(db, &bytes, dry_run).await;
    told(&report.map_err(said)?)
}

/// Says what an import came to.
fn told(report: &catalog::import::ImportReport) -> Result<(), String> {
    let say = Say(Language::En);
    for (line, refusals) in &report.bad {
        for refusal in refusals {
            println!("line {line}: {}", say.refusal(refusal));
        }
    }
    let (rows, added, changed) = (report.rows, report.added, report.changed);
    let named = if rows == 1 { "row" } else { "rows" };
    println!(
        "{rows} {named}: {added} added, {changed} changed, {} unchanged",
        report.unchanged
    );
    match report.bad.len() {
        0 => Ok(()),
        1 => Err("1 row is bad; nothing was changed".to_owned()),
        bad => Err(format!("{bad} rows are bad; nothing was changed")),
    }
}

/// The journal of a business, to standard output.
pub(super) async fn export(db: &Database, business: &str, format: Format) -> Result<(), String> {
    let mut tx = operator(db, business)
        .read()
        .await
        .map_err(|stop| of(business, stop))?;
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let count = ledger::export(&mut tx, format, &mut out)
        .await
        .map_err(said)?;
    out.flush().map_err(|e| e.to_string())?;
    eprintln!("{count} entries");
    Ok(())
}
