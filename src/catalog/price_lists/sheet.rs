//! The prices of a list as a file: what goes out comes in again and changes nothing.
//!
//! A file is whole or nothing: one with a bad row sets no price, and every bad row is told with its
//! line.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::goods::{Goods, Pack};
use super::list::{KeptPrice, NewPrice, PriceKey};
use super::set_prices::{PriceSet, SetDone, Turn, take_turn, weigh, write};
use super::{store, typed};
use crate::catalog::import::MOST_ROWS;
use crate::catalog::product_form::line;
use crate::platform::files::{self, Heading, Row, Sheet};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::stock::skus::Spelling;
use crate::values::{Refusal, Stop};

/// The columns there are, in the order of our own files.
pub(super) const COLUMNS: [&str; 4] = ["sku", "pack", "from_quantity", "price"];

const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["sku", "price"],
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// The most reasons that are told at once.
const MOST_TOLD: usize = 500;

/// Sets the prices of a file on a list, from now on. An empty price ends the list's own. Refuses all
/// bad rows at once, each refusal with its `row`. Tried only, it changes nothing.
pub async fn bring_in(
    cx: &Cx,
    list: &str,
    set_id: Uuid,
    file: &[u8],
    dry_run: bool,
) -> Result<SetDone, Stop> {
    let sheet = files::read(file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let content = String::from_utf8_lossy(file);
    let set = PriceSet {
        set_id,
        list,
        digest: typed::digest(&["file", list, &content]),
        valid_from: None,
    };
    let Turn::Go(now) = take_turn(&mut tx, &set).await? else {
        return Ok(SetDone::default());
    };
    let (goods, wanted) = read_rows(&mut tx, &sheet).await?;
    let (changes, done) = weigh(&mut tx, &set, now, &goods, &wanted).await?;
    if dry_run {
        // Dropped, the transaction never was.
        return Ok(done);
    }
    write(&mut tx, &set, now, &changes).await?;
    tx.commit().await?;
    Ok(done)
}

/// What stands in a row's cell; nothing where the file does not have that column.
fn cell<'a>(sheet: &Sheet, row: &'a Row, column: &str) -> &'a str {
    sheet.cell(row, column).unwrap_or_default()
}

/// What a file's rows name.
struct Known {
    /// By their SKUs, as the business writes them.
    goods: HashMap<String, Goods>,
    spelling: Spelling,
    packs: Vec<Pack>,
    currency: String,
    /// On which line of the file each price stands.
    lines: HashMap<PriceKey, u64>,
}

async fn read_rows(
    tx: &mut BusinessTx,
    sheet: &Sheet,
) -> Result<(Vec<Goods>, Vec<NewPrice>), Stop> {
    let skus: BTreeSet<String> = sheet
        .rows
        .iter()
        .map(|row| line(cell(sheet, row, "sku")))
        .collect();
    let skus: Vec<String> = skus.into_iter().collect();
    let spelling = Spelling::of(tx, &skus).await?;
    let goods = store::goods_by_sku(tx, &spelling.skus(&skus)).await?;
    let ids: Vec<Uuid> = goods.iter().map(|one| one.product_id).collect();
    let by_sku = goods.iter().map(|one| (one.sku.clone(), one.clone()));
    let mut known = Known {
        goods: by_sku.collect(),
        spelling,
        packs: store::packs_of(tx, &ids).await?,
        currency: tx.scope().currency.clone(),
        lines: HashMap::new(),
    };
    let mut wanted = Vec::new();
    let mut bad: Vec<(u64, Refusal)> = sheet.broken.clone();
    for row in &sheet.rows {
        match known.read(sheet, row) {
            Ok(price) => wanted.push(price),
            Err(refusals) => bad.extend(refusals.into_iter().map(|why| (row.line, why))),
        }
    }
    if bad.is_empty() {
        return Ok((goods, wanted));
    }
    bad.sort_by_key(|(line, _)| *line);
    let untold = bad.len().saturating_sub(MOST_TOLD);
    let told = bad.into_iter().take(MOST_TOLD);
    let mut told: Vec<Refusal> = told.map(|(line, why)| why.with("row", line)).collect();
    if untold > 0 {
        told.push(Refusal::of("refused-sheet-more").with("count", untold));
    }
    Err(told.into())
}

impl Known {
    fn read(&mut self, sheet: &Sheet, row: &Row) -> Result<NewPrice, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let amount = typed::amount("price", cell(sheet, row, "price"), &self.currency);
        let minimum = typed::minimum("from_quantity", cell(sheet, row, "from_quantity"));
        refusals.extend(amount.as_ref().err().cloned());
        refusals.extend(minimum.as_ref().err().cloned());
        let of = match self.product_and_pack(sheet, row) {
            Ok(of) => Some(of),
            Err(refusal) => {
                refusals.push(refusal);
                None
            }
        };
        let (Some((product_id, pack_id)), Ok(amount), Ok(minimum)) = (of, amount, minimum) else {
            return Err(refusals);
        };
        let key = PriceKey {
            product_id,
            pack_id,
            minimum,
        };
        match self.lines.insert(key, row.line) {
            None => Ok(NewPrice { key, amount }),
            Some(first) => {
                self.lines.insert(key, first);
                let refusal = Refusal::at("sku", "refused-sheet-twice");
                Err(vec![refusal.with("line", first)])
            }
        }
    }

    fn product_and_pack(&self, sheet: &Sheet, row: &Row) -> Result<(Uuid, Option<Uuid>), Refusal> {
        let sku = line(cell(sheet, row, "sku"));
        if sku.is_empty() {
            return Err(Refusal::at("sku", "refused-sku-needed"));
        }
        let shown: String = sku.chars().take(40).collect();
        let Some(meant) = self.spelling.sku(&sku) else {
            return Err(Refusal::at("sku", "refused-sheet-sku-several").with("sku", shown));
        };
        let Some(one) = self.goods.get(meant) else {
            return Err(Refusal::at("sku", "refused-sheet-sku-unknown").with("sku", shown));
        };
        if !one.is_sold() {
            return Err(Refusal::at("sku", "refused-retired").with("name", &one.name));
        }
        let pack = line(cell(sheet, row, "pack")).to_lowercase();
        if pack.is_empty() {
            return Ok((one.product_id, None));
        }
        let known = self
            .packs
            .iter()
            .find(|known| known.product_id == one.product_id && known.name.to_lowercase() == pack);
        let Some(known) = known else {
            let pack: String = pack.chars().take(40).collect();
            let refusal = Refusal::at("pack", "refused-price-pack-unknown").with("pack", pack);
            return Err(refusal.with("name", &one.name));
        };
        Ok((one.product_id, Some(known.pack_id)))
    }
}

/// The file of a list: all the prices it has now. With `everything`, goods without one stand in it
/// too, to be filled in.
pub(super) async fn take_out(
    tx: &mut BusinessTx,
    list: &str,
    everything: bool,
) -> Result<String, Stop> {
    store::find(tx, list).await?.ok_or(Stop::NotFound)?;
    let goods = store::goods_on_sale(tx, None).await?;
    let ids: Vec<Uuid> = goods.iter().map(|one| one.product_id).collect();
    let packs = store::packs_of(tx, &ids).await?;
    let packs: HashMap<Uuid, String> = packs
        .into_iter()
        .map(|pack| (pack.pack_id, pack.name))
        .collect();
    let mut prices: HashMap<Uuid, Vec<KeptPrice>> = HashMap::new();
    for price in store::standing_of(tx, list, &ids).await? {
        prices.entry(price.key.product_id).or_default().push(price);
    }
    let currency = tx.scope().currency.clone();
    let mut file = files::heading(COLUMNS);
    for one in &goods {
        let own = prices.remove(&one.product_id).unwrap_or_default();
        let is_bare = own.is_empty();
        for price in own {
            let pack = match price.key.pack_id {
                None => "",
                Some(pack_id) => match packs.get(&pack_id) {
                    Some(name) => name.as_str(),
                    // A pack that is used no more has no name to come in again by.
                    None => continue,
                },
            };
            let minimum = price.key.minimum.short();
            let amount = price.amount.map(|amount| amount.bare(&currency));
            let amount = amount.unwrap_or_default();
            file.push_str(&files::record([one.sku.as_str(), pack, &minimum, &amount]));
        }
        if is_bare && everything {
            file.push_str(&files::record([one.sku.as_str(), "", "0", ""]));
        }
    }
    Ok(file)
}
