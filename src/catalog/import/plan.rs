//! What an import would change: each row read by the product's own form and compared with what is
//! there. Reads the database once for all rows it is given, writes nothing.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::ImportReport;
use crate::catalog::category::{Category, picture_for};
use crate::catalog::keep_product::{row, slug_candidates};
use crate::catalog::kind::ProductKind;
use crate::catalog::product::{Product, ProductDraft};
use crate::catalog::product_form::{ProductForm, line};
use crate::catalog::store::{self, Level, ProductRow};
use crate::platform::files::{Row, Sheet};
use crate::platform::{BusinessTx, Scope};
use crate::stock;
use crate::stock::skus::Spelling;
use crate::values::{Quantity, Refusal, Stop, slug_of};

/// What is there before the import.
pub(super) struct Shelf {
    scope: Scope,
    taxes: HashMap<String, Uuid>,
    categories: HashMap<String, Uuid>,
    category_slugs: HashSet<String>,
    position: i32,
    /// By their SKUs, as the business writes them.
    products: HashMap<String, Product>,
    spelling: Spelling,
    slugs: HashMap<String, Uuid>,
    barcodes: HashMap<String, Uuid>,
    levels: HashMap<Uuid, Level>,
    /// Products that came in at a cost, of those whose row and form say none.
    dear: HashSet<Uuid>,
    /// Why units cannot change.
    unit_uses: HashMap<Uuid, Vec<Refusal>>,
    /// On which line of the file each SKU stands; a new one in small letters: no file makes two that
    /// differ in nothing else.
    lines: HashMap<String, u64>,
    pub home: Option<Uuid>,
}

/// One row of the file that changes something.
pub(super) struct Change {
    pub line: u64,
    pub draft: ProductDraft,
    pub row: ProductRow,
    /// What was there; none for a new product.
    pub kept: Option<Product>,
    /// What was counted, where the shelf holds another number.
    pub counted: Option<Quantity>,
}

/// Everything an import would do.
#[derive(Default)]
pub(super) struct Plan {
    pub categories: Vec<Category>,
    pub changes: Vec<Change>,
}

impl Shelf {
    /// Looks at what rows are about, and locks their products.
    pub async fn locked(tx: &mut BusinessTx, sheet: &Sheet, rows: &[Row]) -> Result<Shelf, Stop> {
        let said = skus(sheet, rows);
        let spelling = Spelling::of(tx, &said).await?;
        let products = store::lock_skus(tx, &spelling.skus(&said)).await?;
        Shelf::with(tx, sheet, rows, (products, spelling)).await
    }

    /// Looks at what rows are about, and leaves it to others.
    pub async fn seen(tx: &mut BusinessTx, sheet: &Sheet, rows: &[Row]) -> Result<Shelf, Stop> {
        let said = skus(sheet, rows);
        let spelling = Spelling::of(tx, &said).await?;
        let products = store::find_skus(tx, &spelling.skus(&said)).await?;
        Shelf::with(tx, sheet, rows, (products, spelling)).await
    }

    async fn with(
        tx: &mut BusinessTx,
        sheet: &Sheet,
        rows: &[Row],
        (products, spelling): (Vec<Product>, Spelling),
    ) -> Result<Shelf, Stop> {
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
        let barcodes: Vec<String> = rows
            .iter()
            .filter_map(|row| sheet.cell(row, "barcode"))
            .flat_map(|cell| cell.split(between))
            .filter(|code| !code.is_empty())
            .map(|code| code.replace('\0', ""))
            .collect();
        let ids: Vec<Uuid> = products.iter().map(|product| product.product_id).collect();
        let home = store::home_location(tx).await?.map(|home| home.location_id);
        let levels = match home {
            Some(home) => store::levels_at(tx, home, &ids).await?,
            None => HashMap::new(),
        };
        let (categories, category_slugs, position) = store::categories_named(tx).await?;
        let products = products.into_iter().map(|p| (p.sku.clone(), p));
        let products: HashMap<String, Product> = products.collect();
        let unsaid = without_cost(sheet, rows, &products, &spelling);
        let costs = stock::last_costs(tx, &unsaid).await?;
        let dear = costs.into_iter().filter(|(_, cost)| !cost.is_zero());
        let dear: HashSet<Uuid> = dear.map(|(product_id, _)| product_id).collect();
        Ok(Shelf {
            scope: tx.scope().clone(),
            taxes: store::tax_classes(tx).await?,
            categories,
            category_slugs: category_slugs.into_iter().collect(),
            position,
            products,
            spelling,
            slugs: store::slugs_on_sale(tx).await?,
            barcodes: store::barcodes_known(tx, &barcodes).await?,
            levels,
            dear,
            unit_uses: store::unit_uses(tx, &ids).await?,
            lines: HashMap::new(),
            home,
        })
    }

    /// Reads rows, remembering what the ones before them took. What is wrong goes into the report.
    pub fn plan(&mut self, sheet: &Sheet, rows: &[Row], report: &mut ImportReport) -> Plan {
        let mut plan = Plan::default();
        for row in rows {
            match self.read(sheet, row, &mut plan) {
                Ok(Some(change)) => {
                    if change.kept.is_some() {
                        report.changed += 1;
                    } else {
                        report.added += 1;
                    }
                    plan.changes.push(change);
                }
                Ok(None) => report.unchanged += 1,
                Err(refusals) => report.bad.push((row.line, refusals)),
            }
        }
        plan
    }

    /// What a row would change; none where everything is like that already. A SKU that one product alone
    /// has in other letters, small or capital, is that product's, and stays as that has it.
    fn read(
        &mut self,
        sheet: &Sheet,
        cells: &Row,
        plan: &mut Plan,
    ) -> Result<Option<Change>, Vec<Refusal>> {
        let said = line(sheet.cell(cells, "sku").unwrap_or_default());
        let Some(sku) = self.spelling.sku(&said).map(str::to_owned) else {
            let refusal = Refusal::at("sku", "refused-sheet-sku-several");
            return Err(vec![refusal.with("sku", said)]);
        };
        let kept = self.products.get(&sku).cloned();
        let is_new = kept.is_none();
        let category = self.category(sheet.cell(cells, "category"), kept.as_ref(), plan);
        let form = form_of(sheet, cells, kept.as_ref(), category, &self.scope.currency);
        let mut refusals = Vec::new();
        if sku.is_empty() {
            refusals.push(Refusal::at("sku", "refused-sku-needed"));
        } else if let Some(first) = self.stands_at(sku, is_new, cells.line) {
            refusals.push(Refusal::at("sku", "refused-import-sku-twice").with("line", first));
        }
        let draft = match form.parse(&self.scope) {
            Ok(draft) => draft,
            Err(more) => {
                refusals.extend(more);
                return Err(refusals);
            }
        };
        self.claim(&draft, kept.as_ref(), &mut refusals);
        let measures_anew = kept.as_ref().is_some_and(|kept| draft.measures_anew(kept));
        if measures_anew && let Some(uses) = self.unit_uses.get(&draft.product_id) {
            refusals.extend(uses.iter().cloned());
        }
        let tax_class_id = self.taxes.get(draft.tax_code).copied();
        if tax_class_id.is_none() {
            refusals.push(Refusal::at("tax_class", "refused-tax-class-gone"));
        }
        let counted = self.count(&draft, kept.as_ref(), &mut refusals);
        let (Some(tax_class_id), true) = (tax_class_id, refusals.is_empty()) else {
            return Err(refusals);
        };
        let differs = kept
            .as_ref()
            .is_none_or(|kept| kept.retired || draft.differs_from(kept));
        if !differs && counted.is_none() {
            return Ok(None);
        }
        let row = ProductRow {
            slug: self.address(&draft, kept.as_ref()),
            ..row(&draft, tax_class_id)
        };
        Ok(Some(Change {
            line: cells.line,
            draft,
            row,
            kept,
            counted,
        }))
    }

    /// Remembers on which line a SKU stands; the line on which it stood already.
    fn stands_at(&mut self, sku: String, is_new: bool, line: u64) -> Option<u64> {
        let key = if is_new { sku.to_lowercase() } else { sku };
        self.lines.insert(key, line)
    }

    /// What was counted, where the shelf holds another number; says what stands against it.
    fn count(
        &self,
        draft: &ProductDraft,
        kept: Option<&Product>,
        refusals: &mut Vec<Refusal>,
    ) -> Option<Quantity> {
        let stock = draft.counted()?;
        if self.home.is_none() {
            refusals.push(Refusal::at("stock", "refused-no-location"));
        }
        let level = self.levels.get(&draft.product_id);
        let level = level.copied().unwrap_or_default();
        if draft.cost.unwrap_or_default().worth_of(stock).is_none() {
            refusals.push(Refusal::at("stock", "refused-stock-too-dear"));
        }
        if kept.is_some() && stock < level.reserved {
            let refusal = Refusal::at("stock", "refused-stock-reserved");
            refusals.push(refusal.with("reserved", level.reserved.short()));
        }
        let counted = Some(stock).filter(|stock| *stock != level.on_hand);
        let holds_none = kept.is_some_and(|kept| kept.kind != ProductKind::Plain);
        let comes_in = counted.is_some() && stock > level.on_hand;
        let has_cost = draft.cost.is_some() || self.dear.contains(&draft.product_id);
        if holds_none && counted.is_some() {
            refusals.push(Refusal::at("stock", "refused-kind-holds-none"));
        } else if comes_in && !has_cost {
            refusals.push(Refusal::at("cost", "refused-stock-cost-needed"));
        }
        counted
    }

    /// The category of that name, planned where there is none yet; empty where no name is given.
    /// None where the file says nothing of categories.
    fn category(
        &mut self,
        named: Option<&str>,
        kept: Option<&Product>,
        plan: &mut Plan,
    ) -> Option<String> {
        let name: String = line(named?).chars().take(60).collect();
        let name = name.trim();
        if name.is_empty() {
            // A closed category is shown as none: none leaves the product in it.
            let closed = kept
                .and_then(|kept| kept.category_id)
                .filter(|kept| !self.categories.values().any(|open| open == kept));
            return Some(closed.map(|id| id.to_string()).unwrap_or_default());
        }
        if let Some(known) = self.categories.get(&name.to_lowercase()) {
            return Some(known.to_string());
        }
        let category_id = Uuid::now_v7();
        let base = match slug_of(name) {
            made if made.is_empty() => "category".to_owned(),
            made => made,
        };
        let mut candidates = slug_candidates(&base, category_id);
        let slug = candidates.find(|slug| !self.category_slugs.contains(slug));
        let slug = slug.unwrap_or_else(|| base.clone());
        self.position = self.position.saturating_add(10);
        self.categories.insert(name.to_lowercase(), category_id);
        self.category_slugs.insert(slug.clone());
        plan.categories.push(Category {
            category_id,
            name: name.to_owned(),
            slug,
            picture: picture_for(name).to_owned(),
            position: self.position,
            count: 0,
            retired: false,
        });
        Some(category_id.to_string())
    }

    /// Takes a row's address and barcodes, or says who has them.
    fn claim(&mut self, draft: &ProductDraft, kept: Option<&Product>, refusals: &mut Vec<Refusal>) {
        if draft.slug_typed && kept.is_none_or(|kept| kept.slug != draft.slug) {
            let owner = *self
                .slugs
                .entry(draft.slug.clone())
                .or_insert(draft.product_id);
            if owner != draft.product_id {
                refusals.push(Refusal::at("slug", "refused-product-slug-taken"));
            }
        }
        for barcode in &draft.barcodes {
            let owner = *self
                .barcodes
                .entry(barcode.clone())
                .or_insert(draft.product_id);
            if owner != draft.product_id {
                let refusal = Refusal::at("barcodes", "refused-barcode-double");
                refusals.push(refusal.with("barcode", barcode));
            }
        }
    }

    /// The address a product gets: the typed one, the one it has, or a free one of our making.
    fn address(&mut self, draft: &ProductDraft, kept: Option<&Product>) -> String {
        let wanted = match kept {
            Some(kept) if !draft.slug_typed || draft.slug == kept.slug => &kept.slug,
            _ => &draft.slug,
        };
        let product_id = draft.product_id;
        let free = |slug: &String| {
            self.slugs
                .get(slug)
                .is_none_or(|owner| *owner == product_id)
        };
        let slug = slug_candidates(wanted, product_id).find(free);
        let slug = slug.unwrap_or_else(|| wanted.clone());
        self.slugs.insert(slug.clone(), product_id);
        slug
    }
}

/// The SKUs that rows name.
fn skus(sheet: &Sheet, rows: &[Row]) -> Vec<String> {
    let cells = rows.iter().filter_map(|row| sheet.cell(row, "sku"));
    cells.map(line).collect()
}

/// The products of rows of which neither the row nor their form says what one costs.
fn without_cost(
    sheet: &Sheet,
    rows: &[Row],
    products: &HashMap<String, Product>,
    spelling: &Spelling,
) -> Vec<Uuid> {
    let unsaid = |row: &Row| {
        let said = line(sheet.cell(row, "sku")?);
        let kept = products.get(spelling.sku(&said)?)?;
        let is_unsaid = match sheet.cell(row, "cost") {
            Some(cell) => cell.trim().is_empty(),
            None => kept.cost.is_none(),
        };
        is_unsaid.then_some(kept.product_id)
    };
    rows.iter().filter_map(unsaid).collect()
}

/// The form that a row fills in: what the file says, and where it has no such column, what the
/// product says already. An empty cell for stock or address leaves them as they are.
fn form_of(
    sheet: &Sheet,
    cells: &Row,
    kept: Option<&Product>,
    category: Option<String>,
    currency: &str,
) -> ProductForm {
    let mut form = match kept {
        Some(kept) => ProductForm {
            slug: String::new(),
            ..ProductForm::of(kept, None, currency)
        },
        None => ProductForm {
            product_id: Uuid::now_v7().to_string(),
            ..ProductForm::default()
        },
    };
    let fields = [
        ("sku", &mut form.sku),
        ("barcode", &mut form.barcodes),
        ("name", &mut form.name),
        ("unit", &mut form.unit),
        ("quantity_step", &mut form.quantity_step),
        ("price", &mut form.price),
        ("cost", &mut form.cost),
        ("tax_class", &mut form.tax_class),
        ("stock", &mut form.stock),
        ("search_words", &mut form.search_words),
        ("description", &mut form.description),
        ("slug", &mut form.slug),
    ];
    for (column, field) in fields {
        if let Some(cell) = sheet.cell(cells, column) {
            cell.clone_into(field);
        }
    }
    if let Some(category) = category {
        form.category_id = category;
    }
    if let Some(kept) = kept {
        form.sku.clone_from(&kept.sku);
    }
    form
}
