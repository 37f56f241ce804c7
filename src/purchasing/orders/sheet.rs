//! Orders to suppliers as a file, out and in. A file makes one draft at most, as by its form; those
//! that stand in it by their numbers must say what they say already.

use std::collections::BTreeMap;

use super::PurchaseForm;
use super::keep_purchase::keep_in;
use super::read::MOST_LINES;
use super::store::sheet::rows;
use crate::businesses::location_in_file;
use crate::platform::files::{self, Heading, Incoming, Outcome, Paper, Row, Sheet, Span};
use crate::platform::{BusinessTx, Cx};
use crate::purchasing::goods::is_nothing;
use crate::purchasing::named_in_file::supplier_in_file;
use crate::staff::{self, Power};
use crate::values::Stop;

/// What the file looks like.
pub const PAPER: Paper = Paper {
    heading: Heading {
        known: &[
            "number",
            "date",
            "state",
            "supplier",
            "location",
            "expected_on",
            "note",
            "sku",
            "name",
            "packs",
            "pack",
            "cost",
            "received",
        ],
        required: &["supplier", "location", "sku", "packs"],
        one_of: &[],
        most_rows: 10_000,
    },
    head: &["supplier", "location", "expected_on", "note"],
    line: &["sku", "packs", "pack", "cost"],
    key: &["sku"],
    most: MOST_LINES,
};

/// Orders as a file.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    Ok(PAPER.written(&rows(tx, span).await?))
}

/// Writes the draft of a file's rows without a number; once for each id.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &PAPER.heading)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let mut outcome = Outcome::of(&sheet);
    let kept = rows(&mut tx, &Span::named_in(&sheet)).await?;
    let fresh = PAPER.sort_out(&sheet, &kept, &mut outcome);
    if !fresh.is_empty() {
        let form = form_of(&mut tx, incoming, &sheet, &fresh, &mut outcome).await?;
        if outcome.bad.is_empty() {
            match files::refused(keep_in(&mut tx, &form).await)? {
                Ok(_) => outcome.added += 1,
                Err(refusals) => outcome.refuse_form(&fresh, refusals),
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// The form that these rows fill in.
async fn form_of(
    tx: &mut BusinessTx,
    incoming: &Incoming,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<PurchaseForm, Stop> {
    let said = |column: &str| {
        let cell = rows.first().and_then(|row| sheet.cell(row, column));
        cell.unwrap_or_default().to_owned()
    };
    let (expected_on, note) = (said("expected_on"), said("note"));
    let filled = |column: &str| -> BTreeMap<String, String> {
        let cells = rows.iter().map(|row| sheet.cell(row, column));
        let cells = (1..).zip(cells.map(Option::unwrap_or_default));
        cells
            .map(|(place, cell): (usize, &str)| (format!("l{place}"), cell.to_owned()))
            .collect()
    };
    let (what, packs) = (filled("sku"), filled("packs"));
    let (pack, cost) = (filled("pack"), filled("cost"));
    let currency = &tx.scope().currency;
    let free = cost.iter();
    let free = free.filter(|(_, cost)| is_nothing(cost, currency));
    let free = free.map(|(key, _)| (key.clone(), "on".to_owned()));
    let free = free.collect();
    Ok(PurchaseForm {
        purchase_id: incoming.document_id.to_string(),
        revision: "0".to_owned(),
        supplier_id: supplier_in_file(tx, sheet, rows, outcome).await?,
        location_id: location_in_file(tx, sheet, rows, "location", outcome).await?,
        expected_on,
        note,
        what,
        packs,
        pack,
        cost,
        free,
        ..PurchaseForm::default()
    })
}
