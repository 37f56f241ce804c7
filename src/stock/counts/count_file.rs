//! Counts that come in a file: all of its rows or none, tried first if asked.

use std::collections::HashMap;

use uuid::Uuid;

use super::count::{counted_by, in_other_take, later_than_all};
use super::how_many::quantity_of;
use super::sheet::{self, Code, Row};
use super::stock_take::{Goods, StockTake};
use super::store::{self, Coded, Recorded};
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::lock_for_count;
use crate::stock::skus::Spelling;
use crate::values::{Quantity, Refusal, Stop};

/// How many bad rows are told; the rest is only counted.
const MOST_TOLD: usize = 100;

/// A file of counts.
#[derive(Debug, Clone)]
pub struct FileOfCounts {
    /// Made with the page: the same file sent twice counts once.
    pub upload_id: Uuid,
    /// What is in it.
    pub file: Vec<u8>,
    /// Only says what would be refused, and changes nothing.
    pub dry_run: bool,
    /// Whether it holds over what others counted.
    pub replaces: bool,
}

/// A file that was counted, or could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileCounted {
    /// How many rows say what was counted.
    pub rows: usize,
}

/// Counts what a file says, each row all there is of its product. A bad row refuses the whole file;
/// each refusal has its `line`.
pub async fn count_file(cx: &Cx, take_id: Uuid, ask: &FileOfCounts) -> Result<FileCounted, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::lock_for_counting(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let sheet = sheet::read(&ask.file)?;
    let mut plan = Plan::default();
    plan.bad.extend(sheet.broken);
    plan.read(&mut tx, &take, sheet.rows).await?;
    let products: Vec<Uuid> = plan.rows.iter().map(|row| row.goods.product_id).collect();
    let counts = plan.counts(ask.upload_id);
    let mut books = Vec::new();
    if !ask.dry_run {
        books = books_under_lock(&mut tx, &take, &products).await?;
        if was_counted(&mut tx, take_id, &counts).await? {
            return Ok(FileCounted {
                rows: plan.rows.len(),
            });
        }
    }
    if !take.is_open() {
        return Err(Refusal::of("refused-take-ended").into());
    }
    plan.look_at_others(&mut tx, &take, &products, ask.replaces)
        .await?;
    if !plan.bad.is_empty() {
        return Err(plan.told().into());
    }
    let done = FileCounted {
        rows: plan.rows.len(),
    };
    if ask.dry_run {
        return Ok(done);
    }
    let at = later_than_all(&mut tx, take_id, &products).await?;
    let written = store::insert_counts(&mut tx, take_id, &counts, &books, at).await?;
    if written != counts.len() {
        return Err(Refusal::of("refused-take-count-used").into());
    }
    store::keep_lines(&mut tx, take_id, &counts, &books, at).await?;
    tx.commit().await?;
    Ok(done)
}

/// What the books say of products, in their order; all their levels stay locked.
async fn books_under_lock(
    tx: &mut BusinessTx,
    take: &StockTake,
    products: &[Uuid],
) -> Result<Vec<i64>, Stop> {
    let held = lock_for_count(tx, take.location_id, products).await?;
    let mut books = Vec::with_capacity(products.len());
    for product_id in products {
        let level = held.get(product_id).copied().unwrap_or_default();
        let too_large = || fault("a level cannot be counted", product_id);
        books.push(level.book().ok_or_else(too_large)?.milli());
    }
    Ok(books)
}

/// Whether these very counts were written down before. Refuses where others were, under their ids.
async fn was_counted(
    tx: &mut BusinessTx,
    take_id: Uuid,
    counts: &[Recorded],
) -> Result<bool, Stop> {
    let ids: Vec<Uuid> = counts.iter().map(|count| count.count_id).collect();
    let there = store::recorded_all(tx, take_id, &ids).await?;
    if there.is_empty() {
        return Ok(false);
    }
    let is_same = there.len() == counts.len() && there.iter().all(|one| counts.contains(one));
    if is_same {
        return Ok(true);
    }
    Err(Refusal::of("refused-take-count-used").into())
}

/// A row whose product and quantity are known.
struct Planned {
    line: u64,
    goods: Goods,
    counted: Quantity,
}

/// What a file comes to.
#[derive(Default)]
struct Plan {
    rows: Vec<Planned>,
    bad: Vec<(u64, Refusal)>,
}

impl Plan {
    /// Finds the products of rows and reads what was counted of them.
    async fn read(
        &mut self,
        tx: &mut BusinessTx,
        take: &StockTake,
        rows: Vec<Row>,
    ) -> Result<(), Stop> {
        let (mut skus, mut barcodes) = (Vec::new(), Vec::new());
        for row in &rows {
            match &row.code {
                Code::Sku(sku) => skus.push(sku.clone()),
                Code::Barcode(barcode) => barcodes.push(barcode.clone()),
            }
        }
        let by_code = |all: Vec<Coded>| {
            let pairs = all.into_iter().map(|one| (one.code.clone(), one));
            pairs.collect::<HashMap<String, Coded>>()
        };
        let spelling = Spelling::of(tx, &skus).await?;
        let by_sku = by_code(store::by_sku(tx, &spelling.skus(&skus)).await?);
        let by_barcode = by_code(store::by_barcode(tx, &barcodes).await?);
        let mut seen: HashMap<Uuid, u64> = HashMap::new();
        for row in rows {
            let found = match &row.code {
                Code::Sku(said) => match spelling.sku(said) {
                    Some(sku) => by_sku.get(sku),
                    None => {
                        let refusal = Refusal::of("refused-take-row-sku-several");
                        self.bad.push((row.line, refusal.with("code", said)));
                        continue;
                    }
                },
                Code::Barcode(barcode) => by_barcode.get(barcode),
            };
            match planned(&row, found, take, &mut seen) {
                Ok(planned) => self.rows.push(planned),
                Err(refusal) => self.bad.push((row.line, refusal)),
            }
        }
        Ok(())
    }

    /// The counts that the rows are, each under an id of its own that the file's id makes.
    fn counts(&self, upload_id: Uuid) -> Vec<Recorded> {
        let count = |row: &Planned| Recorded {
            count_id: count_id(upload_id, row.goods.product_id),
            product_id: row.goods.product_id,
            counted: row.counted,
        };
        self.rows.iter().map(count).collect()
    }

    /// Refuses rows of products that are in another open take, or that others counted in this one.
    async fn look_at_others(
        &mut self,
        tx: &mut BusinessTx,
        take: &StockTake,
        products: &[Uuid],
        replaces: bool,
    ) -> Result<(), Stop> {
        let elsewhere = store::in_other_takes(tx, take.location_id, take.take_id, products);
        let elsewhere: HashMap<Uuid, i64> = elsewhere.await?.into_iter().collect();
        let theirs = if replaces {
            Vec::new()
        } else {
            store::of_others_among(tx, take.take_id, products).await?
        };
        let theirs: HashMap<Uuid, &store::Theirs> =
            theirs.iter().map(|one| (one.product_id, one)).collect();
        let scope = tx.scope();
        for row in &self.rows {
            let name = &row.goods.name;
            if let Some(number) = elsewhere.get(&row.goods.product_id) {
                self.bad.push((row.line, in_other_take(name, *number)));
            } else if let Some(one) = theirs.get(&row.goods.product_id) {
                let who = one.who.as_deref().unwrap_or("–");
                let refusal = counted_by(scope, name, who, one.counted, one.at);
                self.bad.push((row.line, refusal));
            }
        }
        Ok(())
    }

    /// The bad rows in their order, each with its line; no more than a page can show.
    fn told(mut self) -> Vec<Refusal> {
        self.bad.sort_by_key(|(line, _)| *line);
        let more = self.bad.len().saturating_sub(MOST_TOLD);
        let told = self.bad.into_iter().take(MOST_TOLD);
        let mut refusals: Vec<Refusal> = told
            .map(|(line, refusal)| {
                // A row is no field of the form.
                let refusal = Refusal {
                    field: None,
                    ..refusal
                };
                refusal.with("line", line)
            })
            .collect();
        if more > 0 {
            refusals.push(Refusal::of("import-more-bad").with("count", more));
        }
        refusals
    }
}

/// What a row comes to, or why it is refused.
fn planned(
    row: &Row,
    found: Option<&Coded>,
    take: &StockTake,
    seen: &mut HashMap<Uuid, u64>,
) -> Result<Planned, Refusal> {
    let Some(found) = found else {
        return Err(match &row.code {
            Code::Sku(sku) => Refusal::of("refused-take-row-sku").with("code", sku),
            Code::Barcode(code) => Refusal::of("refused-take-row-barcode").with("code", code),
        });
    };
    if found.is_pack {
        // Whether packs were counted or what is in them, nobody can tell.
        let refusal = Refusal::of("refused-take-row-pack");
        return Err(refusal.with("code", &found.code));
    }
    if let Some(why) = found.goods.why_not(take) {
        return Err(why);
    }
    if let Some(first) = seen.get(&found.goods.product_id) {
        return Err(Refusal::of("refused-take-row-twice")
            .with("name", &found.goods.name)
            .with("first", first));
    }
    seen.insert(found.goods.product_id, row.line);
    Ok(Planned {
        line: row.line,
        counted: quantity_of(&row.counted, &found.goods)?,
        goods: found.goods.clone(),
    })
}

/// The id of the count that a file makes of a product: the same for the same two.
fn count_id(upload_id: Uuid, product_id: Uuid) -> Uuid {
    let mut bytes = upload_id.as_bytes().to_vec();
    bytes.extend_from_slice(product_id.as_bytes());
    let digest = digest_bytes(&bytes);
    let mut id = [0_u8; 16];
    for (to, from) in id.iter_mut().zip(&digest) {
        *to = *from;
    }
    Uuid::from_bytes(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_a_product_make_one_id() {
        let (file, a, b) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        assert_eq!(count_id(file, a), count_id(file, a));
        assert_ne!(count_id(file, a), count_id(file, b));
        assert_ne!(count_id(file, a), count_id(Uuid::now_v7(), a));
    }
}
