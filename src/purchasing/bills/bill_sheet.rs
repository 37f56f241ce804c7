//! Suppliers' bills as a file, out and in, by the supplier and the number on her paper. A file enters
//! one bill at most, as by its form; those that are there must say what they say already.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::BillForm;
use super::enter::enter_in;
use super::store::sheet::{bills, receipt_numbered};
use crate::platform::files::{self, Cells, Heading, Incoming, Outcome, Paper, Row, Sheet, Span};
use crate::platform::{BusinessTx, Cx};
use crate::purchasing::goods::is_nothing;
use crate::purchasing::named_in_file::supplier_in_file;
use crate::purchasing::receiving::{ReceiptLine, lines_of};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// What the file looks like: `receipt` is the number of the receipt that a row is about, `freight` says
/// what a row without a product is for.
pub const PAPER: Paper = Paper {
    heading: Heading {
        known: &[
            "supplier",
            "number",
            "billed_on",
            "due_on",
            "tax",
            "total",
            "note",
            "receipt",
            "sku",
            "name",
            "batch",
            "quantity",
            "net",
            "freight",
        ],
        required: &["supplier", "number", "billed_on", "receipt", "sku", "net"],
        one_of: &[],
        most_rows: 10_000,
    },
    head: &[
        "supplier",
        "number",
        "billed_on",
        "due_on",
        "tax",
        "total",
        "note",
    ],
    line: &["receipt", "sku", "batch", "quantity", "net", "freight"],
    key: &["receipt", "sku", "batch", "freight"],
    most: 200,
};

/// Bills as a file.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    Ok(PAPER.written(&bills(tx, span, None).await?))
}

/// Enters the bill of a file that is not there yet; once, because the same paper is one bill.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &PAPER.heading)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    let mut outcome = Outcome::of(&sheet);
    let fresh = sort_out(&mut tx, &sheet, &mut outcome).await?;
    if !fresh.is_empty() {
        let form = form_of(&mut tx, incoming, &sheet, &fresh, &mut outcome).await?;
        if outcome.bad.is_empty() {
            let (form, keys) = form;
            match files::refused(enter_in(&mut tx, &form).await)? {
                Ok(_) => outcome.added += 1,
                Err(refusals) => outcome.refuse_form(&fresh, by_place(refusals, &keys)),
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// The papers of a file, each with its rows, in their order; a row that names none is of the paper
/// before it.
fn papers(sheet: &Sheet) -> Vec<((String, String), Vec<&Row>)> {
    let mut papers: Vec<((String, String), Vec<&Row>)> = Vec::new();
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

/// Tells the rows of bills that are there from those of one to be entered, which are answered.
async fn sort_out<'a>(
    tx: &mut BusinessTx,
    sheet: &'a Sheet,
    outcome: &mut Outcome,
) -> Result<Vec<&'a Row>, Stop> {
    let papers = papers(sheet);
    let numbers: BTreeSet<String> = papers.iter().map(|((_, no), _)| no.clone()).collect();
    let numbers: Vec<String> = numbers.into_iter().collect();
    let kept = bills(tx, &Span::default(), Some(&numbers)).await?;
    let mut fresh = Vec::new();
    for ((supplier, number), rows) in papers {
        let is_it = |cells: &&Cells| {
            let said = |at: usize| cells.get(at).map_or("", String::as_str);
            said(0).to_lowercase() == supplier && said(1) == number
        };
        let own: Vec<&Cells> = kept.iter().filter(is_it).collect();
        if own.is_empty() {
            fresh.extend(rows);
        } else if PAPER.says_the_same(sheet, &rows, &own) {
            outcome.unchanged += 1;
        } else if let Some(first) = rows.first() {
            let refusal = Refusal::at("number", "refused-paper-other");
            outcome.refuse(first, refusal.with("number", number));
        }
    }
    PAPER.check(sheet, &fresh, outcome);
    Ok(fresh)
}

/// The form that these rows fill in, and what each row is called in it. A row is about a line of the
/// receipt that it names, whoever billed it: what is left of it is the form's to say.
async fn form_of(
    tx: &mut BusinessTx,
    incoming: &Incoming,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<(BillForm, Vec<String>), Stop> {
    let receipts = receipts(tx, sheet, rows, outcome).await?;
    let ids: Vec<Uuid> = receipts.values().copied().collect();
    let lines = lines_of(tx, &ids).await?;
    let said = |column: &str| {
        let cell = rows.first().and_then(|row| sheet.cell(row, column));
        cell.unwrap_or_default().to_owned()
    };
    let mut form = BillForm {
        bill_id: incoming.document_id.to_string(),
        number: said("number"),
        billed_on: said("billed_on"),
        due_on: said("due_on"),
        tax: said("tax"),
        paper_total: said("total"),
        note: said("note"),
        ..BillForm::default()
    };
    let mut keys = Vec::with_capacity(rows.len());
    for (place, row) in (1..).zip(rows) {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let Some(receipt_id) = receipts.get(cell("receipt")) else {
            keys.push(String::new());
            continue;
        };
        if cell("sku").is_empty() {
            let key = format!("f{place}");
            form.words.insert(key.clone(), cell("freight").to_owned());
            form.freight.insert(key.clone(), cell("net").to_owned());
            form.over.insert(key.clone(), receipt_id.to_string());
            keys.push(key);
            continue;
        }
        let Some(line) = line_meant(&lines, *receipt_id, cell("sku"), cell("batch")) else {
            let refusal = Refusal::at("sku", "refused-paper-no-line").with("sku", cell("sku"));
            outcome.refuse(row, refusal.with("receipt", cell("receipt")));
            keys.push(String::new());
            continue;
        };
        let key = line.key();
        form.take.insert(key.clone(), "on".to_owned());
        form.quantity
            .insert(key.clone(), cell("quantity").to_owned());
        if is_nothing(cell("net"), &tx.scope().currency) {
            form.free.insert(key.clone(), "on".to_owned());
        }
        form.net.insert(key.clone(), cell("net").to_owned());
        keys.push(key);
    }
    form.supplier_id = supplier_in_file(tx, sheet, rows, outcome).await?;
    if form.supplier_id.is_empty()
        && outcome.bad.is_empty()
        && let Some(first) = rows.first()
    {
        outcome.refuse(first, Refusal::at("supplier", "refused-required"));
    }
    Ok((form, keys))
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

/// The line of a receipt that a row means.
fn line_meant<'a>(
    lines: &'a [ReceiptLine],
    receipt_id: Uuid,
    sku: &str,
    batch: &str,
) -> Option<&'a ReceiptLine> {
    lines.iter().find(|line| {
        line.receipt_id == receipt_id
            && line.sku.eq_ignore_ascii_case(sku)
            && (batch.is_empty() || line.batch_number.as_deref() == Some(batch))
    })
}

/// Refusals with rows called by their places instead of the form's own keys.
fn by_place(refusals: Vec<Refusal>, keys: &[String]) -> Vec<Refusal> {
    let placed = refusals.into_iter().map(|refusal| {
        let field = refusal.field.as_deref().and_then(|field| {
            let (what, key) = field.rsplit_once('-')?;
            let place = keys.iter().position(|known| known == key)?;
            Some(format!("{what}-l{}", place + 1))
        });
        Refusal {
            field: field.or(refusal.field),
            ..refusal
        }
    });
    placed.collect()
}
