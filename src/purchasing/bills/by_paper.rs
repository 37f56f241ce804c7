//! What the files of suppliers' bills and credits have in common: a paper is known by its supplier and
//! her number on it, and its rows by lines of receipts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::store::sheet::receipt_numbered;
use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Outcome, Paper, Row, Sheet, Sorted};
use crate::purchasing::named_in_file::supplier_in_file;
use crate::purchasing::receiving::{ReceiptLine, lines_of};
use crate::values::{Refusal, Stop};

/// A paper's supplier, in small letters, and her number on it.
type Named = (String, String);

/// The state of a paper that was undone, where its file has that column.
pub(super) const UNDONE: &str = "undone";

fn is_undone(paper: &Paper, cells: &Cells) -> bool {
    paper.cell_of(cells, "state") == Some(UNDONE)
}

/// The numbers of the papers that a file names.
pub(super) fn numbers_in(sheet: &Sheet) -> Vec<String> {
    let rows = sheet.rows.iter();
    let numbers = rows.filter_map(|row| sheet.cell(row, "number"));
    let numbers: BTreeSet<String> = numbers.map(str::to_owned).collect();
    numbers.into_iter().collect()
}

/// The papers of a file, each with its rows, in their order; a row that names none is of the paper
/// before it.
fn papers(sheet: &Sheet) -> Vec<(Named, Vec<&Row>)> {
    let mut papers: Vec<(Named, Vec<&Row>)> = Vec::new();
    for row in &sheet.rows {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let (supplier, number) = (cell("supplier").to_lowercase(), cell("number").to_owned());
        let last = papers.len().checked_sub(1);
        let place = if supplier.is_empty() && number.is_empty() {
            last
        } else {
            papers
                .iter()
                .position(|(named, _)| named.0 == supplier && named.1 == number)
        };
        match place.and_then(|place| papers.get_mut(place)) {
            Some((_, rows)) => rows.push(row),
            None => papers.push(((supplier, number), vec![row])),
        }
    }
    papers
}

/// Tells the rows of papers that are there from those of one to be entered. One that says something
/// else than its rows is refused.
pub(super) fn sort_out<'a>(
    paper: &Paper,
    sheet: &'a Sheet,
    kept: &[Cells],
    outcome: &mut Outcome,
) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for ((supplier, number), rows) in papers(sheet) {
        // Both kinds of files begin with the supplier and the number.
        let is_it = |cells: &&Cells| {
            let said = |at: usize| cells.get(at).map_or("", String::as_str);
            said(0).to_lowercase() == supplier && said(1) == number
        };
        let own: Vec<&Cells> = kept.iter().filter(is_it).collect();
        let (undone, standing): (Vec<&Cells>, Vec<&Cells>) = own
            .iter()
            .copied()
            .partition(|cells| is_undone(paper, cells));
        // The number of one that was undone may be entered anew.
        let is_there = [&own, &standing, &undone]
            .into_iter()
            .any(|kept| !kept.is_empty() && paper.says_the_same(sheet, &rows, kept));
        // Of two that were undone a file may have one, by its days: what says so is entered by none.
        let says_undone = rows.iter().any(|row| {
            let state = sheet.cell(row, "state");
            state.is_some_and(|state| state.eq_ignore_ascii_case(UNDONE))
        });
        if is_there {
            outcome.unchanged += 1;
        } else if standing.is_empty() && !says_undone {
            sorted.fresh.extend(rows);
        } else {
            let refusal = Refusal::at("number", "refused-paper-other");
            outcome.refuse_document(&rows, refusal, number);
        }
    }
    paper.check(sheet, &sorted.fresh, outcome);
    sorted
}

/// The supplier that the rows name, as a form says it; refused where they name none.
pub(super) async fn supplier(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    let supplier_id = supplier_in_file(tx, sheet, rows, outcome).await?;
    if supplier_id.is_empty()
        && outcome.bad.is_empty()
        && let Some(first) = rows.first()
    {
        outcome.refuse(first, Refusal::at("supplier", "refused-required"));
    }
    Ok(supplier_id)
}

/// The receipts that rows name by their numbers, and the lines of all of them.
pub(super) struct Meant {
    receipts: BTreeMap<String, Uuid>,
    lines: Vec<ReceiptLine>,
    /// The rows so far, by the lines that they mean.
    rows: HashMap<String, u64>,
}

impl Meant {
    /// Those of these rows; a receipt that is not there is refused.
    pub async fn by(
        tx: &mut BusinessTx,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Meant, Stop> {
        let receipts = receipts(tx, sheet, rows, outcome).await?;
        let ids: Vec<Uuid> = receipts.values().copied().collect();
        let lines = lines_of(tx, &ids).await?;
        Ok(Meant {
            receipts,
            lines,
            rows: HashMap::new(),
        })
    }

    /// The receipt that a row names; none where it was refused.
    pub fn receipt(&self, sheet: &Sheet, row: &Row) -> Option<Uuid> {
        let named = sheet.cell(row, "receipt").unwrap_or_default();
        self.receipts.get(named).copied()
    }

    /// What the line is called in a form that a row means by its receipt, SKU and batch: the one of that
    /// batch, or of none where the row names none; else, where it names none, the first. Refused where the
    /// receipt has none of that, and where another row means the same line: one of both would be lost.
    pub fn key_of(&mut self, sheet: &Sheet, row: &Row, outcome: &mut Outcome) -> Option<String> {
        let receipt_id = self.receipt(sheet, row)?;
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let (sku, batch) = (cell("sku"), cell("batch"));
        let is_it = |line: &&ReceiptLine| {
            line.receipt_id == receipt_id && line.sku.eq_ignore_ascii_case(sku)
        };
        let mut own: Vec<&ReceiptLine> = self.lines.iter().filter(is_it).collect();
        // Another product may have the same SKU in other letters.
        if own.iter().any(|line| line.sku == sku) {
            own.retain(|line| line.sku == sku);
        }
        let product = own.first().map(|line| line.product_id);
        if own.iter().any(|line| Some(line.product_id) != product) {
            let refusal = Refusal::at("sku", "refused-sheet-sku-several");
            outcome.refuse(row, refusal.with("sku", sku));
            return None;
        }
        let mut of_batch = own.iter().copied();
        let of_batch = of_batch.find(|line| line.batch_number.as_deref().unwrap_or("") == batch);
        let first = own.first().copied().filter(|_| batch.is_empty());
        let Some(key) = of_batch.or(first).map(ReceiptLine::key) else {
            let refusal = Refusal::at("sku", "refused-paper-no-line").with("sku", sku);
            outcome.refuse(row, refusal.with("receipt", cell("receipt")));
            return None;
        };
        let first = *self.rows.entry(key.clone()).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("sku", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            return None;
        }
        Some(key)
    }
}

/// The receipts that rows name, by their numbers as they are written; one that is not there is refused.
async fn receipts(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<BTreeMap<String, Uuid>, Stop> {
    let mut known = BTreeMap::new();
    for row in rows {
        let named = sheet.cell(row, "receipt").unwrap_or_default();
        if known.contains_key(named) {
            continue;
        }
        let found = match named.parse() {
            Ok(number) => receipt_numbered(tx, number).await?,
            Err(_) => None,
        };
        match found {
            Some(receipt_id) => {
                known.insert(named.to_owned(), receipt_id);
            }
            None => {
                let refusal = Refusal::at("receipt", "refused-paper-unknown");
                outcome.refuse(row, refusal.with("number", named));
            }
        }
    }
    Ok(known)
}

/// What a form answered, its refusals calling rows by their places instead of the form's own keys.
pub(super) fn by_place<T>(done: Result<T, Stop>, keys: &[String]) -> Result<T, Stop> {
    let placed = |refusal: Refusal| {
        let field = refusal.field.as_deref().and_then(|field| {
            let (what, key) = field.rsplit_once('-')?;
            let place = keys.iter().position(|known| known == key)?;
            Some(format!("{what}-l{}", place + 1))
        });
        Refusal {
            field: field.or(refusal.field),
            ..refusal
        }
    };
    done.map_err(|stop| match stop {
        Stop::Refused(refusals) => Stop::Refused(refusals.into_iter().map(placed).collect()),
        stop => stop,
    })
}
