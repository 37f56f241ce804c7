//! Adjustments as a file, out and in. A file makes one adjustment at most, as by its form; those that
//! stand in it by their numbers must say what they say already.

use uuid::Uuid;

use super::adjust::adjust_in;
use super::store::{is_recorded, sheet::rows};
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{About, Cells, Document, Heading, Outcome, Paper, Row, Sheet, Span};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{Fields, MOST, fields_of_file};
use crate::values::Stop;

/// Adjustments as a file brings them in.
pub struct Adjustments;

impl Document for Adjustments {
    /// What the file looks like. `cost` is read where goods were found, and never goes out; `value` is
    /// what a line changed in the books, goes out to those who see costs, and is never read.
    const PAPER: Paper = Paper {
        heading: Heading {
            known: &[
                "number", "date", "location", "reason", "note", "sku", "name", "quantity", "batch",
                "expires", "cost", "value",
            ],
            required: &["location", "reason", "sku", "quantity"],
            one_of: &[],
            most_rows: 10_000,
        },
        head: &["location", "reason", "note"],
        line: &["sku", "quantity", "batch"],
        key: &["sku", "batch"],
        reckoned: &[],
        most: MOST as usize,
    };
    type Form = Fields;

    fn may_see(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::SeeProducts)
    }

    fn may(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::MoveStock)
    }

    async fn in_span(tx: &mut BusinessTx, span: &Span) -> Result<Vec<Cells>, Stop> {
        rows(tx, span).await
    }

    async fn is_made(tx: &mut BusinessTx, id: Uuid) -> Result<bool, Stop> {
        is_recorded(tx, id).await
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let lines = [
            ("sku", "what"),
            ("quantity", "quantity"),
            ("batch", "batch"),
            ("expires", "expires"),
            ("cost", "cost"),
        ];
        let mut form = fields_of_file(sheet, rows, &lines);
        let place = location_in_file(tx, sheet, rows, "location", outcome).await?;
        form.insert("location_id".to_owned(), place);
        let id = about.id.to_string();
        form.insert("adjustment_id".to_owned(), id);
        for column in ["reason", "note"] {
            let said = rows.first().and_then(|row| sheet.cell(row, column));
            form.insert(column.to_owned(), said.unwrap_or_default().to_owned());
        }
        Ok(form)
    }

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        adjust_in(tx, form).await?;
        Ok(())
    }
}
