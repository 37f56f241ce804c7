//! What goods are worth as a file, out and in, by location and SKU: where the cost of one unit is another
//! than what stands there, what is on hand is valued anew. One revaluation is made for each location
//! and note.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use uuid::Uuid;

use super::record::{NewAdjustment, NewLine, record};
use super::revalue::unit_cost;
use super::store::sheet::{Valued, valued};
use super::{Reason, posting};
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power, one_line};
use crate::stock::skus::Spelling;
use crate::stock::store::lock_at_all;
use crate::stock::{Source, revalue_on_hand};
use crate::values::{Money, Quantity, Refusal, Stop};
use crate::{audit, businesses, ledger};

/// The columns, in the order of our own files. `cost` is of one unit; quantity, value and name only go
/// out, and a note only comes in.
const COLUMNS: [&str; 7] = [
    "location", "sku", "name", "quantity", "cost", "value", "note",
];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["location", "sku", "cost"],
    one_of: &[],
    most_rows: 10_000,
};

/// The most goods that one file values anew.
const MOST: usize = 1000;
/// The most characters of a note.
const LONGEST_NOTE: usize = 300;

/// All goods that are there, and what they are worth.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::MoveStock)?;
    let currency = tx.scope().currency.clone();
    let mut file = files::heading(COLUMNS);
    for one in valued(tx, None).await? {
        let cost = unit_cost(one.value, one.quantity).bare(&currency);
        let (quantity, value) = (one.quantity.short(), one.value.bare(&currency));
        let (place, sku, name) = (one.location_name.as_str(), &one.sku, &one.name);
        file.push_str(&files::record([
            place, sku, name, &quantity, &cost, &value, "",
        ]));
    }
    Ok(file)
}

/// What a row says of goods that are there.
struct Wanted<'a> {
    row: &'a Row,
    there: &'a Valued,
    /// Of one unit.
    cost: Money,
    note: String,
}

/// Values goods anew, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let mut outcome = Outcome::of(&sheet);
    let skus = sheet.rows.iter().filter_map(|row| sheet.cell(row, "sku"));
    let skus: Vec<String> = skus.map(str::to_owned).collect();
    let spelling = Spelling::of(&mut tx, &skus).await?;
    let there = valued(&mut tx, Some(&spelling.skus(&skus))).await?;
    let places = businesses::locations(&mut tx).await?;
    let places: Vec<String> = places.iter().map(|at| at.name.to_lowercase()).collect();
    let currency = tx.scope().currency.clone();
    let shelf = Shelf {
        there: &there,
        spelling: &spelling,
    };
    let wanted = wanted(&sheet, &shelf, &places, &currency, &mut outcome);
    if let Some(more) = wanted.get(MOST) {
        let refusal = Refusal::of("refused-paper-lines").with("most", MOST);
        outcome.refuse(more.row, refusal);
    }
    if let Some(first) = wanted.first()
        && outcome.bad.is_empty()
    {
        let written = write(&mut tx, &wanted, &mut outcome).await;
        if let Err(refusals) = files::refused(written)? {
            outcome.refuse_form(&[first.row], refusals);
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What is there, and how the file spells its SKUs.
struct Shelf<'a> {
    there: &'a [Valued],
    spelling: &'a Spelling,
}

/// The rows that value goods anew; what is wrong with the others is said in the outcome.
fn wanted<'a>(
    sheet: &'a Sheet,
    shelf: &Shelf<'a>,
    places: &[String],
    currency: &str,
    outcome: &mut Outcome,
) -> Vec<Wanted<'a>> {
    let key = |place: &str, sku: &str| (place.to_lowercase(), sku.to_owned());
    let there = shelf.there.iter();
    let known = there.map(|one| (key(&one.location_name, &one.sku), one));
    let known: HashMap<(String, String), &'a Valued> = known.collect();
    let mut lines: HashMap<(Uuid, Uuid), u64> = HashMap::new();
    let mut all = Vec::new();
    for row in &sheet.rows {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let Some(sku) = shelf.spelling.sku(cell("sku")) else {
            let refusal = Refusal::at("sku", "refused-sheet-sku-several");
            outcome.refuse(row, refusal.with("sku", cell("sku")));
            continue;
        };
        let named = key(cell("location"), sku);
        if !places.contains(&named.0) {
            let refusal = Refusal::at("location", "refused-paper-place");
            outcome.refuse(row, refusal.with("name", cell("location")));
            continue;
        }
        let Some(there) = known.get(&named).copied() else {
            outcome.refuse(row, Refusal::at("sku", "refused-nothing-to-value"));
            continue;
        };
        let key = (there.location_id, there.product_id);
        let first = *lines.entry(key).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("sku", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let note = one_line(cell("note"));
        if note.chars().count() > LONGEST_NOTE {
            let refusal = Refusal::at("note", "refused-too-long");
            outcome.refuse(row, refusal.with("most", LONGEST_NOTE));
            continue;
        }
        let cost = Money::parse(cell("cost"), currency).ok();
        match cost.filter(|cost| *cost >= Money::ZERO) {
            _ if cell("cost").is_empty() => outcome.unchanged += 1,
            None => outcome.refuse(row, Refusal::at("cost", "refused-not-an-amount")),
            // As our own file shows it, though cents of the value may not divide.
            Some(cost) if cost == unit_cost(there.value, there.quantity) => outcome.unchanged += 1,
            Some(cost) => all.push(Wanted {
                row,
                there,
                cost,
                note,
            }),
        }
    }
    all
}

/// A revaluation in the making: its id, and its lines so far.
struct Paper {
    id: Uuid,
    lines: Vec<NewLine>,
}

/// Values goods anew and writes it down. Every level comes before the books: whoever sells of one of
/// them meanwhile holds it and waits for the journal.
async fn write(
    tx: &mut BusinessTx,
    wanted: &[Wanted<'_>],
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let places: Vec<Uuid> = wanted.iter().map(|one| one.there.location_id).collect();
    let products: Vec<Uuid> = wanted.iter().map(|one| one.there.product_id).collect();
    let levels = lock_at_all(tx, &places, &products).await?;
    let mut papers: BTreeMap<(Uuid, &str), Paper> = BTreeMap::new();
    for one in wanted {
        let (location_id, product_id) = (one.there.location_id, one.there.product_id);
        let fresh = || Paper {
            id: Uuid::now_v7(),
            lines: Vec::new(),
        };
        let paper = papers.entry((location_id, one.note.as_str()));
        let paper = paper.or_insert_with(fresh);
        let line_no = i32::try_from(paper.lines.len() + 1).unwrap_or(i32::MAX);
        let level = levels.get(&(location_id, product_id)).copied();
        let on_hand = level.unwrap_or_default().on_hand;
        let changed = value_anew(tx, one, on_hand, (paper.id, line_no)).await;
        match files::refused(changed)? {
            Ok(change) if change.is_zero() => outcome.unchanged += 1,
            Ok(value) => {
                outcome.changed += 1;
                paper.lines.push(NewLine {
                    line_no,
                    product_id,
                    batch_id: None,
                    quantity: Quantity::ZERO,
                    value,
                });
            }
            Err(refusals) => outcome.refuse_form(&[one.row], refusals),
        }
    }
    if !outcome.bad.is_empty() {
        return Ok(());
    }
    for ((location_id, note), paper) in papers {
        if !paper.lines.is_empty() {
            write_down(tx, location_id, note, &paper).await?;
        }
    }
    Ok(())
}

/// Values the goods of a row, of which so much is there; the change.
async fn value_anew(
    tx: &mut BusinessTx,
    one: &Wanted<'_>,
    on_hand: Quantity,
    (id, line_no): (Uuid, i32),
) -> Result<Money, Stop> {
    if on_hand == Quantity::ZERO {
        return Err(Refusal::at("sku", "refused-nothing-to-value").into());
    }
    let total = one.cost.worth_of(on_hand);
    let total = total.ok_or_else(|| Refusal::at("cost", "refused-stock-too-dear"))?;
    let by = Source {
        kind: "adjustment",
        id,
    };
    let (location_id, product_id) = (one.there.location_id, one.there.product_id);
    revalue_on_hand(tx, by, line_no, location_id, product_id, total).await
}

/// Posts a revaluation and writes it down.
async fn write_down(
    tx: &mut BusinessTx,
    location_id: Uuid,
    note: &str,
    paper: &Paper,
) -> Result<(), Stop> {
    let uncountable = || fault("a value cannot be counted", &paper.id);
    let value = Money::sum(paper.lines.iter().map(|line| line.value));
    let value = value.ok_or_else(uncountable)?;
    let (id, reason, now) = (paper.id, Reason::Revaluation, tx.scope().now);
    let draft = posting::of_adjustment(id, reason, value, now, location_id);
    ledger::post(tx, draft.ok_or_else(uncountable)?).await?;
    let new = NewAdjustment {
        adjustment_id: id,
        digest: None,
        location_id,
        reason,
        note,
        value,
    };
    let number = record(tx, &new, &paper.lines).await?;
    let details = json!({
        "number": number, "lines": paper.lines.len(), "location_id": location_id,
        "value": value.minor(), "note": note,
    });
    audit::record(tx, "adjustment.revalue", "adjustment", Some(id), details).await
}
