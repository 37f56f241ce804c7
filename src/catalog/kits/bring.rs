//! Parts of kits as a small CSV file, out and in: what goes out can come in again and change
//! nothing. All or nothing, in one transaction; a quantity of 0 takes a part out.

use std::collections::HashMap;

use uuid::Uuid;

use super::{keep, store};
use crate::audit;
use crate::catalog::import::ImportReport;
use crate::catalog::packs::{MOST_ROWS, Named, skus_in};
use crate::catalog::product::Product;
use crate::catalog::{ProductKind, store as products};
use crate::platform::files::{self, Heading, Row, Sheet};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// The columns of parts, in the order of our own files.
const COLUMNS: [&str; 3] = ["sku", "part", "quantity"];

const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &COLUMNS,
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// All parts of the kits on sale.
pub(in crate::catalog) async fn parts_csv(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let kits = store::made_kits(tx).await?;
    let ids: Vec<Uuid> = kits.iter().map(|(id, _)| *id).collect();
    let all = store::parts(tx, &ids).await?;
    let mut file = files::heading(COLUMNS);
    for (kit_id, sku) in &kits {
        let own = all.iter().filter(|(id, _)| id == kit_id);
        for (_, part) in own {
            let quantity = part.quantity.short();
            file.push_str(&files::record([sku.as_str(), &part.sku, &quantity]));
        }
    }
    Ok(file)
}

/// Brings parts in. Bad rows stand in the report, and then nothing was changed, as on a dry run; a
/// file that cannot be read at all is refused. A plain product that gets parts becomes a kit.
pub async fn bring_parts(cx: &Cx, file: &[u8], dry_run: bool) -> Result<ImportReport, Stop> {
    let sheet = files::read(file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    products::lock_for_import(&mut tx).await?;
    let mut skus = skus_in(&sheet, "sku");
    skus.extend(skus_in(&sheet, "part"));
    let named = Named::locked(&mut tx, &skus).await?;
    let mut shelf = Shelf {
        locked: named.products.values().cloned().collect(),
        named,
        lines: HashMap::new(),
    };
    let mut report = ImportReport::of(&sheet, dry_run);
    for row in &sheet.rows {
        match shelf.bring(&mut tx, &sheet, row).await {
            Ok(Some(true)) => report.added += 1,
            Ok(Some(false)) => report.changed += 1,
            Ok(None) => report.unchanged += 1,
            Err(Stop::Refused(refusals)) => report.bad.push((row.line, refusals)),
            Err(other) => return Err(other),
        }
    }
    report.bad.sort_by_key(|(line, _)| *line);
    if dry_run || !report.bad.is_empty() || report.added + report.changed == 0 {
        // Dropped, the transaction never was.
        return Ok(report);
    }
    let counts = serde_json::json!({ "added": report.added, "changed": report.changed });
    audit::record(&mut tx, "kit.import", "import", None, counts).await?;
    tx.commit().await?;
    Ok(report)
}

/// What rows are about.
struct Shelf {
    named: Named,
    locked: Vec<Product>,
    /// On which line of the file each part of each kit stands.
    lines: HashMap<(Uuid, Uuid), u64>,
}

impl Shelf {
    /// Whether a row's part is new; none where everything is like that already.
    async fn bring(
        &mut self,
        tx: &mut BusinessTx,
        sheet: &Sheet,
        row: &Row,
    ) -> Result<Option<bool>, Stop> {
        let kit = self.named.product_of(sheet, row, "sku")?.clone();
        let part = self.named.product_of(sheet, row, "part")?;
        let part_id = part.product_id;
        let pair = (kit.product_id, part_id);
        if let Some(first) = self.lines.insert(pair, row.line) {
            let refusal = Refusal::at("part", "refused-sheet-twice");
            return Err(refusal.with("line", first).into());
        }
        let typed = sheet.cell(row, "quantity").unwrap_or_default();
        let quantity = Quantity::parse(typed)
            .ok_or_else(|| Refusal::at("quantity", "refused-not-a-quantity"))?;
        let kept = store::parts(tx, &[kit.product_id]).await?;
        let kept = kept.iter().find(|(_, kept)| kept.part_id == part_id);
        let before = kept.map(|(_, part)| part.quantity).unwrap_or_default();
        if before == quantity {
            return Ok(None);
        }
        keep::write(tx, &kit, &self.locked, &[(part_id, quantity)]).await?;
        // It is a kit from here on, for the rows that follow.
        let turned = Product {
            kind: ProductKind::Kit,
            ..kit.clone()
        };
        for product in &mut self.locked {
            if product.product_id == kit.product_id {
                *product = turned.clone();
            }
        }
        self.named.products.insert(kit.sku.clone(), turned);
        Ok(Some(before == Quantity::ZERO))
    }
}
