//! Imports products out of a CSV file: all rows or none, each by the product's own form. A SKU
//! that is there is changed, one that is not is made; the same file twice changes nothing.

mod plan;
mod sheet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use self::plan::{Change, Plan, Shelf};
pub use self::sheet::{COLUMNS, REQUIRED};
use super::keep_product::price_of;
use super::store::{self, PriceRow, ProductRow};
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::{self, Incoming};
use crate::values::{Quantity, Refusal, Stop};

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

/// Imports a file. `import_id` is made with the page: the same import again changes nothing. Bad
/// rows stand in the report; a file that cannot be read at all is refused.
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
    let mut report = ImportReport {
        rows: u64::try_from(sheet.rows.len() + sheet.broken.len()).unwrap_or(u64::MAX),
        dry_run,
        ..ImportReport::default()
    };
    if store::is_imported(&mut tx, import_id).await? {
        report.unchanged = report.rows;
        return Ok(report);
    }
    for (line, refusal) in &sheet.broken {
        report.bad.push((*line, vec![refusal.clone()]));
    }
    let shelf = Shelf::of(&mut tx, &sheet).await?;
    let home = shelf.home;
    let plan = shelf.plan(&sheet, &mut report);
    if report.bad.is_empty() {
        write(&mut tx, import_id, &plan, home, &mut report.bad).await?;
    }
    report.bad.sort_by_key(|(line, _)| *line);
    if dry_run || !report.bad.is_empty() {
        // Dropped, the transaction never was.
        return Ok(report);
    }
    if report.added + report.changed > 0 {
        let counts =
            json!({ "rows": report.rows, "added": report.added, "changed": report.changed });
        audit::record(&mut tx, "product.import", "import", Some(import_id), counts).await?;
    }
    tx.commit().await?;
    Ok(report)
}

async fn write(
    tx: &mut BusinessTx,
    import_id: Uuid,
    plan: &Plan,
    home: Option<Uuid>,
    bad: &mut Vec<(u64, Vec<Refusal>)>,
) -> Result<(), Stop> {
    store::insert_categories(tx, &plan.categories).await?;
    let (made, kept): (Vec<&Change>, Vec<&Change>) = plan
        .changes
        .iter()
        .partition(|change| change.kept.is_none());
    let rows: Vec<ProductRow> = made.iter().map(|change| change.row.clone()).collect();
    store::insert_products(tx, &rows).await?;
    let rows: Vec<ProductRow> = kept.iter().map(|change| change.row.clone()).collect();
    store::update_products(tx, &rows, true).await?;
    let reprices = |change: &&Change| {
        let kept = change.kept.as_ref();
        kept.is_none_or(|kept| change.draft.reprices(kept))
    };
    let changes = plan.changes.iter();
    let prices = changes
        .filter(reprices)
        .map(|change| price_of(&change.draft));
    let prices: Vec<PriceRow> = prices.collect();
    store::insert_prices(tx, &prices).await?;
    let recodes = |change: &&Change| match &change.kept {
        Some(kept) => kept.barcodes != change.draft.barcodes,
        None => !change.draft.barcodes.is_empty(),
    };
    let codes: Vec<(Uuid, &[String])> = plan
        .changes
        .iter()
        .filter(recodes)
        .map(|change| (change.draft.product_id, change.draft.barcodes.as_slice()))
        .collect();
    store::replace_barcodes(tx, &codes).await?;
    let Some(home) = home else {
        return Ok(());
    };
    // Levels before the journal's number, as every document locks them.
    let counted: Vec<Uuid> = kept
        .iter()
        .filter(|c| c.counted.is_some())
        .map(|c| c.draft.product_id)
        .collect();
    stock::lock_all(tx, home, &counted).await?;
    open_stock(tx, import_id, home, &made, bad).await?;
    recount(tx, home, &kept, bad).await
}

/// The stock of new products: one receipt, one entry.
async fn open_stock(
    tx: &mut BusinessTx,
    import_id: Uuid,
    location_id: Uuid,
    made: &[&Change],
    bad: &mut Vec<(u64, Vec<Refusal>)>,
) -> Result<(), Stop> {
    let mut lines = Vec::new();
    for change in made {
        let Some(quantity) = change.draft.stock.filter(|stock| *stock > Quantity::ZERO) else {
            continue;
        };
        let Some(value) = change.draft.cost.unwrap_or_default().times(quantity) else {
            let refusal = Refusal::at("stock", "refused-stock-too-dear");
            bad.push((change.line, vec![refusal]));
            continue;
        };
        lines.push(Incoming {
            line_no: i32::try_from(change.line).unwrap_or(i32::MAX),
            product_id: change.draft.product_id,
            location_id,
            quantity,
            value,
        });
    }
    if lines.is_empty() || !bad.is_empty() {
        return Ok(());
    }
    let value = stock::receive_opening(tx, "import", import_id, &lines).await?;
    let against = value
        .negated()
        .ok_or_else(|| fault("an import's stock cannot be counted", &import_id))?;
    let entry = Draft {
        source_kind: "import",
        source_id: import_id,
        purpose: "opening",
        occurred_at: tx.scope().now,
        location_id: Some(location_id),
        lines: vec![(Role::Inventory, value), (Role::OpeningEquity, against)],
    };
    ledger::post(tx, entry).await?;
    Ok(())
}

/// The stock of products that were there before: a count each, where it is another number.
async fn recount(
    tx: &mut BusinessTx,
    location_id: Uuid,
    kept: &[&Change],
    bad: &mut Vec<(u64, Vec<Refusal>)>,
) -> Result<(), Stop> {
    let mut counts: Vec<(&Change, Quantity)> = kept
        .iter()
        .filter_map(|change| Some((*change, change.counted?)))
        .collect();
    // In key order, like whoever else locks levels.
    counts.sort_by_key(|(change, _)| change.draft.product_id);
    for (change, counted) in counts {
        let (product_id, cost) = (change.draft.product_id, change.draft.cost);
        let count_id = Uuid::now_v7();
        match stock::adjust_to(tx, count_id, product_id, location_id, counted, cost).await {
            Ok(()) => {}
            Err(Stop::Refused(refusals)) => bad.push((change.line, refusals)),
            Err(stop) => return Err(stop),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
