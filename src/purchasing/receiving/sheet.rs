//! Receipts of goods as a file, out and in. A file makes one receipt at most, for an order or without
//! one, as by its form; those that stand in it by their numbers must say what they say already.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::ReceiveForm;
use super::read::MOST_LINES;
use super::receive::receive_in;
use super::store;
use super::store::sheet::rows;
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{About, Cells, Document, Heading, Outcome, Paper, Row, Sheet, Span};
use crate::purchasing::goods::is_nothing;
use crate::purchasing::named_in_file::supplier_in_file;
use crate::purchasing::orders::numbered;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Receipts as a file brings them in.
pub struct Receipts;

impl Document for Receipts {
    /// What the file looks like. `order` is the number of the order that the goods came for; where
    /// there is none, `supplier` and `location` say from whom and where.
    const PAPER: Paper = Paper {
        heading: Heading {
            known: &[
                "number",
                "date",
                "order",
                "supplier",
                "location",
                "delivery_note",
                "note",
                "sku",
                "name",
                "quantity",
                "batch",
                "expires",
                "cost",
                "value",
            ],
            required: &["sku", "quantity"],
            one_of: &["supplier", "order"],
            most_rows: 10_000,
        },
        head: &["order", "supplier", "location", "delivery_note", "note"],
        line: &["sku", "quantity", "batch"],
        key: &["sku", "batch"],
        reckoned: &[],
        most: MOST_LINES,
    };
    type Form = ReceiveForm;

    fn may_see(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::SeePurchases)
    }

    fn may(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::Buy)
    }

    async fn in_span(tx: &mut BusinessTx, span: &Span) -> Result<Vec<Cells>, Stop> {
        rows(tx, span).await
    }

    async fn is_made(tx: &mut BusinessTx, id: Uuid) -> Result<bool, Stop> {
        Ok(store::recorded(tx, id).await?.is_some())
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let mut form = form_of(tx, about, sheet, rows);
        let Some(first) = rows.first() else {
            return Ok(form);
        };
        form.purchase_id = order(tx, sheet, first, outcome).await?;
        if form.purchase_id.is_empty() {
            form.supplier_id = supplier_in_file(tx, sheet, rows, outcome).await?;
            form.location_id = location_in_file(tx, sheet, rows, "location", outcome).await?;
            if form.supplier_id.is_empty() && outcome.bad.is_empty() {
                outcome.refuse(first, Refusal::at("supplier", "refused-required"));
            }
        } else {
            as_ordered(tx, sheet, first, &form.purchase_id, outcome).await?;
        }
        Ok(form)
    }

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        receive_in(tx, form).await.map_err(in_file)?;
        Ok(())
    }
}

/// What is more than was ordered, in words of a file: it has no tick that takes it.
fn in_file(stop: Stop) -> Stop {
    let Stop::Refused(mut refusals) = stop else {
        return stop;
    };
    for refusal in &mut refusals {
        let key = match refusal.key.as_str() {
            "refused-receive-more" => "refused-receive-more-file",
            "refused-receive-not-ordered" => "refused-receive-not-ordered-file",
            _ => continue,
        };
        key.clone_into(&mut refusal.key);
    }
    Stop::Refused(refusals)
}

/// The id of the order that a row names by its number; empty where it names none.
async fn order(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    row: &Row,
    outcome: &mut Outcome,
) -> Result<String, Stop> {
    let named = sheet.cell(row, "order").unwrap_or_default();
    if named.is_empty() {
        return Ok(String::new());
    }
    let found = match named.parse() {
        Ok(number) => numbered(tx, number).await?,
        Err(_) => None,
    };
    if found.is_none() {
        let refusal = Refusal::at("order", "refused-paper-unknown");
        outcome.refuse(row, refusal.with("number", named));
    }
    Ok(found.map(|id| id.to_string()).unwrap_or_default())
}

/// From whom goods come for an order, and where to, the order says: a row that says otherwise names
/// another order than it means, and is refused.
async fn as_ordered(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    row: &Row,
    purchase_id: &str,
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let purchase_id = purchase_id.parse().map_err(|_| Stop::NotFound)?;
    let order = store::order(tx, purchase_id).await?;
    let order = order.ok_or(Stop::NotFound)?;
    let supplier = store::supplier(tx, order.supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    for (column, ordered) in [
        ("supplier", &supplier.name),
        ("location", &order.location_name),
    ] {
        let said = sheet.cell(row, column).unwrap_or_default();
        if !said.is_empty() && said.to_lowercase() != ordered.to_lowercase() {
            let refusal = Refusal::at(column, "refused-paper-ordered");
            let refusal = refusal.with("number", order.number);
            outcome.refuse(row, refusal.with("said", ordered));
        }
    }
    Ok(())
}

/// The form that these rows fill in, but for whom the goods came from. What cost nothing by its row came
/// for nothing.
fn form_of(tx: &BusinessTx, about: &About<'_>, sheet: &Sheet, rows: &[&Row]) -> ReceiveForm {
    let said = |column: &str| {
        let cell = rows.first().and_then(|row| sheet.cell(row, column));
        cell.unwrap_or_default().to_owned()
    };
    let filled = |column: &str| -> BTreeMap<String, String> {
        let cells = rows.iter().map(|row| sheet.cell(row, column));
        let cells = (1..).zip(cells.map(Option::unwrap_or_default));
        cells
            .map(|(place, cell): (usize, &str)| (format!("x{place}"), cell.to_owned()))
            .collect()
    };
    let currency = &tx.scope().currency;
    let cost = filled("cost");
    let free = cost.iter().filter(|(_, cost)| is_nothing(cost, currency));
    ReceiveForm {
        receipt_id: about.id.to_string(),
        delivery_note: said("delivery_note"),
        note: said("note"),
        code: filled("sku"),
        quantity: filled("quantity"),
        free: free
            .map(|(key, _)| (key.clone(), "on".to_owned()))
            .collect(),
        cost,
        batch: filled("batch"),
        expires: filled("expires"),
        ..ReceiveForm::default()
    }
}
