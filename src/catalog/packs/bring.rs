//! Packs out of a small CSV file: each row is read by the pack's own form. A pack of that name is
//! changed, one that is not there is made; the same file twice changes nothing. All or nothing, in
//! one transaction, in the request that brought it.

use std::collections::HashMap;

use uuid::Uuid;

use super::form::{Pack, PackForm};
use super::named::{Named, skus_in};
use super::{keep, store};
use crate::audit;
use crate::catalog::import::ImportReport;
use crate::catalog::product_form::line;
use crate::catalog::store as products;
use crate::platform::files::{self, Heading, Row, Sheet, yes_or_no};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The columns of packs, in the order of our own files.
pub(super) const COLUMNS: [&str; 6] = ["sku", "pack", "holds", "barcodes", "sold", "price"];

const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["sku", "pack"],
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// The most rows of a file that is worked through in the request that brings it.
pub(in crate::catalog) const MOST_ROWS: usize = 2000;

/// What rows are about.
struct Shelf {
    named: Named,
    packs: HashMap<(Uuid, String), Pack>,
    /// On which line of the file each pack stands.
    lines: HashMap<(Uuid, String), u64>,
}

/// What a row did.
enum Did {
    Added,
    Changed,
    Nothing,
}

/// Brings packs in. Bad rows stand in the report, and then nothing was changed, as on a dry run; a
/// file that cannot be read at all is refused.
pub async fn bring_packs(cx: &Cx, file: &[u8], dry_run: bool) -> Result<ImportReport, Stop> {
    let sheet = files::read(file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    products::lock_for_import(&mut tx).await?;
    let mut shelf = Shelf::locked(&mut tx, &sheet).await?;
    let mut report = ImportReport::of(&sheet, dry_run);
    for row in &sheet.rows {
        match shelf.bring(&mut tx, &sheet, row).await {
            Ok(Did::Added) => report.added += 1,
            Ok(Did::Changed) => report.changed += 1,
            Ok(Did::Nothing) => report.unchanged += 1,
            Err(Stop::Refused(refusals)) => {
                let raced = |why: &Refusal| why.key == "refused-barcode-just-taken";
                let is_over = refusals.iter().any(raced);
                report.bad.push((row.line, refusals));
                if is_over {
                    // PostgreSQL said no: this transaction does nothing more.
                    break;
                }
            }
            Err(other) => return Err(other),
        }
    }
    report.bad.sort_by_key(|(line, _)| *line);
    if dry_run || !report.bad.is_empty() || report.added + report.changed == 0 {
        // Dropped, the transaction never was.
        return Ok(report);
    }
    let counts = serde_json::json!({ "added": report.added, "changed": report.changed });
    audit::record(&mut tx, "pack.import", "import", None, counts).await?;
    tx.commit().await?;
    Ok(report)
}

impl Shelf {
    /// Looks at what rows are about, and locks their products.
    async fn locked(tx: &mut BusinessTx, sheet: &Sheet) -> Result<Shelf, Stop> {
        let named = Named::locked(tx, &skus_in(sheet, "sku")).await?;
        let found = named.products.values();
        let ids: Vec<Uuid> = found.map(|product| product.product_id).collect();
        let packs = store::of_products(tx, &ids).await?;
        let used = packs.into_iter().filter(|pack| !pack.retired);
        Ok(Shelf {
            named,
            packs: used
                .map(|pack| ((pack.product_id, pack.name.to_lowercase()), pack))
                .collect(),
            lines: HashMap::new(),
        })
    }

    async fn bring(&mut self, tx: &mut BusinessTx, sheet: &Sheet, row: &Row) -> Result<Did, Stop> {
        let product = self.named.product_of(sheet, row, "sku")?;
        keep::may_be_packed(product)?;
        let name = line(sheet.cell(row, "pack").unwrap_or_default());
        let key = (product.product_id, name.to_lowercase());
        let kept = self.packs.get(&key);
        let mut refusals = Vec::new();
        if let Some(first) = self.lines.insert(key, row.line) {
            refusals.push(Refusal::at("pack", "refused-sheet-twice").with("line", first));
        }
        let currency = tx.scope().currency.clone();
        let form = form_of(sheet, row, (product.product_id, &name), kept, &currency);
        let sold = sheet.cell(row, "sold");
        if sold.is_some_and(|word| yes_or_no(word).is_none()) {
            refusals.push(Refusal::at("sold", "refused-sheet-yes-no"));
        }
        match form.parse(tx.scope()) {
            Err(more) => {
                refusals.extend(more);
                Err(refusals.into())
            }
            Ok(_) if !refusals.is_empty() => Err(refusals.into()),
            Ok(draft) => {
                let changed = keep::write(tx, &draft, kept).await?;
                Ok(match (changed, kept) {
                    (false, _) => Did::Nothing,
                    (true, Some(_)) => Did::Changed,
                    (true, None) => Did::Added,
                })
            }
        }
    }
}

/// The form that a row fills in: what the file says, and where it has no such column, what the pack
/// says already.
fn form_of(
    sheet: &Sheet,
    row: &Row,
    (product_id, name): (Uuid, &str),
    kept: Option<&Pack>,
    currency: &str,
) -> PackForm {
    let mut form = match kept {
        Some(kept) => PackForm::of(kept, currency),
        None => PackForm {
            pack_id: Uuid::now_v7().to_string(),
            product_id: product_id.to_string(),
            name: name.to_owned(),
            ..PackForm::default()
        },
    };
    let fields = [
        ("holds", &mut form.holds),
        ("barcodes", &mut form.barcodes),
        ("price", &mut form.price),
    ];
    for (column, field) in fields {
        if let Some(cell) = sheet.cell(row, column) {
            cell.clone_into(field);
        }
    }
    if let Some(word) = sheet.cell(row, "sold") {
        let sold = yes_or_no(word) == Some(true);
        form.sold = if sold { "true" } else { "" }.to_owned();
    }
    form
}
