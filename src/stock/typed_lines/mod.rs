//! Forms of stock: rows that name products, and what else such forms have in common. What a person
//! typed is read as far as it can be, and everything that cannot be is said at once.

mod rows;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::find_product::{Found, find_products};
use super::store::find::{self, Place};
use super::{Short, Spoilt, available};
use crate::platform::BusinessTx;
use crate::platform::files::{Row, Sheet};
use crate::platform::flash::Flash;
use crate::staff::one_line;
use crate::ui::language::Say;
use crate::values::{Quantity, Refusal, Stop};

pub(in crate::stock) use rows::{Column, Meant, Rows, how_much, signed};

/// A form: what was typed, by the name of its field.
pub(in crate::stock) type Fields = HashMap<String, String>;

/// No form has more rows.
pub(in crate::stock) const MOST: i32 = 100;

/// The columns that rows may have.
const COLUMNS: [&str; 5] = ["what", "quantity", "batch", "expires", "cost"];

/// What was typed into a field, without the space around it.
pub(in crate::stock) fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", |text| text.trim())
}

/// An id of a form; what is none names nothing.
pub(in crate::stock) fn id(fields: &Fields, name: &str) -> Result<Uuid, Stop> {
    text(fields, name).parse().map_err(|_| Stop::NotFound)
}

/// The revision that the page showed. What is none is an old page, or no page of ours.
pub(in crate::stock) fn revision(fields: &Fields) -> Result<i32, Stop> {
    text(fields, "revision")
        .parse()
        .map_err(|_| Refusal::of("refused-changed-meanwhile").into())
}

/// A note, at most 300 characters long.
pub(in crate::stock) fn note(fields: &Fields, refusals: &mut Vec<Refusal>) -> String {
    let note = one_line(text(fields, "note"));
    if note.chars().count() > 300 {
        refusals.push(Refusal::at("note", "refused-too-long").with("most", 300));
    }
    note
}

/// The name of a row's field: `what-l3` names the product of the third.
pub(in crate::stock) fn field_of(column: &str, line_no: i32) -> String {
    format!("{column}-l{line_no}")
}

/// The fields that rows of a file fill in: what stands in a column goes into the field beside it.
pub(in crate::stock) fn fields_of_file(
    sheet: &Sheet,
    rows: &[&Row],
    columns: &[(&str, &str)],
) -> Fields {
    let mut fields = Fields::new();
    for (line_no, row) in (1..).zip(rows) {
        for (column, field) in columns {
            let cell = sheet.cell(row, column).unwrap_or_default();
            fields.insert(field_of(field, line_no), cell.to_owned());
        }
    }
    fields
}

/// A row as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(in crate::stock) struct TypedLine {
    /// Its place on the page, from 1; the document's line is called the same.
    pub line_no: i32,
    pub what: String,
    pub quantity: String,
    pub batch: String,
    pub expires: String,
    pub cost: String,
}

/// The rows of a form that something was typed into, in their order.
pub(in crate::stock) fn read_rows(fields: &Fields) -> Result<Vec<TypedLine>, Refusal> {
    let mut places = BTreeSet::new();
    for (name, value) in fields {
        let Some((column, place)) = name.split_once("-l") else {
            continue;
        };
        if !COLUMNS.contains(&column) || value.trim().is_empty() {
            continue;
        }
        let place: Option<i32> = place.parse().ok();
        let place = place.filter(|place| (1..=MOST).contains(place));
        places.insert(place.ok_or_else(|| Refusal::of("refused-unreadable"))?);
    }
    let cell = |column: &str, line_no: i32| one_line(text(fields, &field_of(column, line_no)));
    let rows = places.into_iter().map(|line_no| TypedLine {
        line_no,
        what: cell("what", line_no),
        quantity: cell("quantity", line_no),
        batch: cell("batch", line_no),
        expires: cell("expires", line_no),
        cost: cell("cost", line_no),
    });
    Ok(rows.collect())
}

/// A row whose product and quantity could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock) struct ReadLine {
    pub found: Found,
    /// In the product's own unit; above zero, and whole where it is counted.
    pub quantity: Quantity,
    /// The row as it was typed.
    pub typed: TypedLine,
}

impl ReadLine {
    /// Its place on the page and in the document.
    pub fn line_no(&self) -> i32 {
        self.typed.line_no
    }
}

/// Reads rows: which products, and how much of each. What cannot be read is refused beside its field.
pub(in crate::stock) async fn read_lines(
    tx: &mut BusinessTx,
    rows: Vec<TypedLine>,
    refusals: &mut Vec<Refusal>,
) -> Result<Vec<ReadLine>, Stop> {
    if rows.is_empty() {
        let first = field_of("what", 1);
        refusals.push(Refusal::at(&first, "refused-no-lines"));
    }
    let terms: Vec<String> = rows.iter().map(|row| row.what.clone()).collect();
    let found = find_products(tx, &terms).await?;
    let mut read = Vec::with_capacity(rows.len());
    for (typed, found) in rows.into_iter().zip(found) {
        match read_line(typed, found) {
            Ok(line) => read.push(line),
            Err(refusal) => refusals.push(refusal),
        }
    }
    Ok(read)
}

fn read_line(typed: TypedLine, found: Result<Found, Refusal>) -> Result<ReadLine, Refusal> {
    let what = field_of("what", typed.line_no);
    if typed.what.is_empty() {
        return Err(Refusal::at(&what, "refused-product-needed"));
    }
    let found = found.map_err(|refusal| Refusal {
        field: Some(what),
        ..refusal
    })?;
    let field = field_of("quantity", typed.line_no);
    let quantity = Quantity::parse(&typed.quantity)
        .and_then(|quantity| found.in_units(quantity))
        .filter(|quantity| *quantity > Quantity::ZERO)
        .ok_or_else(|| Refusal::at(&field, "refused-not-a-quantity"))?;
    if let Some(refusal) = not_whole(&found, quantity) {
        return Err(Refusal {
            field: Some(field),
            ..refusal
        });
    }
    Ok(ReadLine {
        found,
        quantity,
        typed,
    })
}

/// What is counted in pieces is not torn apart.
fn not_whole(found: &Found, quantity: Quantity) -> Option<Refusal> {
    let is_whole = found.unit.is_measured() || quantity.is_in_steps_of(Quantity::ONE);
    (!is_whole).then(|| {
        Refusal::of("refused-step")
            .with("name", &found.name)
            .with("step", Quantity::ONE.short())
    })
}

/// The batches that rows name, by row; one that is not there is refused beside its field.
pub(in crate::stock) async fn read_batches(
    tx: &mut BusinessTx,
    lines: &[ReadLine],
    refusals: &mut Vec<Refusal>,
) -> Result<HashMap<i32, Uuid>, Stop> {
    let mut batches = HashMap::new();
    for line in lines.iter().filter(|line| !line.typed.batch.is_empty()) {
        let number = &line.typed.batch;
        match find::batch_numbered(tx, line.found.product_id, number).await? {
            Some(known) => {
                batches.insert(line.line_no(), known.batch_id);
            }
            None => {
                let field = field_of("batch", line.line_no());
                let refusal = Refusal::at(&field, "refused-batch-unknown");
                refusals.push(
                    refusal
                        .with("number", number)
                        .with("name", &line.found.name),
                );
            }
        }
    }
    Ok(batches)
}

/// The location that a form names. Another business's is not found; one that is closed is refused.
pub(in crate::stock) async fn read_place(
    tx: &mut BusinessTx,
    fields: &Fields,
    field: &str,
    refusals: &mut Vec<Refusal>,
) -> Result<Option<Place>, Stop> {
    if text(fields, field).is_empty() {
        refusals.push(Refusal::at(field, "refused-location-needed"));
        return Ok(None);
    }
    let location_id = id(fields, field)?;
    let place = find::place(tx, location_id).await?.ok_or(Stop::NotFound)?;
    if place.retired {
        let refusal = Refusal::at(field, "refused-location-closed");
        refusals.push(refusal.with("name", &place.name));
        return Ok(None);
    }
    Ok(Some(place))
}

/// Which rows ask for more than there is: `lines` are their places, products with the batches that they name, and
/// names, and `column` is where each says how much.
pub(in crate::stock) fn refused_short(
    short: &[Short],
    lines: impl Iterator<Item = (i32, (Uuid, Option<Uuid>), String)>,
    column: &str,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (line_no, goods, name) in lines {
        let mut short = short.iter();
        let Some(one) = short.find(|one| (one.product_id, one.batch_id) == goods) else {
            continue;
        };
        let field = field_of(column, line_no);
        let refusal = Refusal::at(&field, "refused-only-free");
        refusals.push(refusal.with("name", name).with("left", one.left.short()));
    }
    refusals
}

/// What stood in a form before its page was drawn again.
pub(in crate::stock) fn fields_of(flash: &Flash) -> Fields {
    let Value::Object(typed) = &flash.typed else {
        return Fields::new();
    };
    typed
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

/// What the rows mean that stood in a form before its page was drawn again, in words: the product,
/// and how much of it is free at the location that the form names, with what has expired or without.
pub(in crate::stock) async fn meant(
    tx: &mut BusinessTx,
    say: Say,
    flash: &Flash,
    location_field: &str,
    spoilt: Spoilt,
) -> Result<HashMap<i32, Meant>, Stop> {
    let fields = fields_of(flash);
    let rows = read_rows(&fields).unwrap_or_default();
    let terms: Vec<String> = rows.iter().map(|row| row.what.clone()).collect();
    let found = find_products(tx, &terms).await?;
    let products: Vec<Uuid> = found
        .iter()
        .filter_map(|one| one.as_ref().ok())
        .map(|one| one.product_id)
        .collect();
    let location: Option<Uuid> = text(&fields, location_field).parse().ok();
    let free = match (location, spoilt) {
        (Some(at), Spoilt::Leave) => Some(available(tx, at, &products).await?),
        (Some(at), Spoilt::Take | Spoilt::Last(_) | Spoilt::Only) => {
            Some(find::unpromised(tx, at, &products).await?)
        }
        (None, _) => None,
    };
    let mut words = HashMap::new();
    for (row, found) in rows.iter().zip(found) {
        let Ok(found) = found else {
            continue;
        };
        let free = free.as_ref();
        let free = free.map(|free| free.get(&found.product_id).copied().unwrap_or_default());
        words.insert(row.line_no, rows::words(say, &found, free));
    }
    Ok(words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Unit;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn rice(unit: Unit) -> Found {
        Found {
            product_id: Uuid::nil(),
            sku: "RICE".to_owned(),
            name: "Rice".to_owned(),
            unit,
            pack: None,
            holds: Quantity::ONE,
        }
    }

    #[test]
    fn rows_keep_their_order_and_empty_ones_are_left_out() {
        let form = fields(&[
            ("what-l10", "B"),
            ("what-l2", " A\u{0} "),
            ("quantity-l2", "3"),
            ("what-l3", " "),
            ("note", "x"),
            ("other-l900", "x"),
        ]);
        let rows = read_rows(&form).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].line_no, rows[0].what.as_str()), (2, "A"));
        assert_eq!((rows[1].line_no, rows[1].quantity.as_str()), (10, ""));
        assert!(read_rows(&fields(&[("what-l101", "A")])).is_err());
        assert!(read_rows(&fields(&[("what-lx", "A")])).is_err());
    }

    #[test]
    fn a_quantity_is_above_nothing_and_whole_where_it_is_counted() {
        let line = |quantity: &str, unit: Unit| {
            let typed = TypedLine {
                line_no: 4,
                what: "rice".to_owned(),
                quantity: quantity.to_owned(),
                ..TypedLine::default()
            };
            read_line(typed, Ok(rice(unit))).map_err(|no| (no.key, no.field.unwrap()))
        };
        assert_eq!(line("1.5", Unit::Kg).unwrap().quantity.milli(), 1500);
        let torn = ("refused-step".to_owned(), "quantity-l4".to_owned());
        assert_eq!(line("1.5", Unit::Piece).unwrap_err(), torn);
        for wrong in ["0", "", "-1", "two"] {
            assert_eq!(
                line(wrong, Unit::Kg).unwrap_err().0,
                "refused-not-a-quantity"
            );
        }
    }
}
