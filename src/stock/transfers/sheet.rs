//! Transfers as a file, out and in. A file makes one transfer at most, which is asked for as by its
//! form; those that stand in it by their numbers must say what they say already.

use super::make::make_in;
use super::store::sheet::rows;
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{
    Cells, Document, Heading, Incoming, Outcome, Paper, Row, Sheet, Span,
};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{Fields, MOST, fields_of_file};
use crate::values::Stop;

/// Transfers as a file asks for them.
pub struct Transfers;

impl Document for Transfers {
    /// What the file looks like.
    const PAPER: Paper = Paper {
        heading: Heading {
            known: &[
                "number", "date", "state", "from", "to", "note", "sku", "name", "quantity",
                "batch", "sent", "arrived",
            ],
            required: &["from", "to", "sku", "quantity"],
            one_of: &[],
            most_rows: 10_000,
        },
        head: &["from", "to", "note"],
        line: &["sku", "quantity", "batch"],
        key: &["sku", "batch"],
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

    async fn form_of(
        tx: &mut BusinessTx,
        incoming: &Incoming,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let lines = [
            ("sku", "what"),
            ("quantity", "quantity"),
            ("batch", "batch"),
        ];
        let mut form = fields_of_file(sheet, rows, &lines);
        for column in ["from", "to"] {
            let place = location_in_file(tx, sheet, rows, column, outcome).await?;
            form.insert(column.to_owned(), place);
        }
        let note = rows.first().and_then(|row| sheet.cell(row, "note"));
        let id = incoming.document_id.to_string();
        for (field, value) in [
            ("note", note),
            ("revision", Some("0")),
            ("transfer_id", Some(&*id)),
        ] {
            form.insert(field.to_owned(), value.unwrap_or_default().to_owned());
        }
        Ok(form)
    }

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        make_in(tx, form).await?;
        Ok(())
    }
}
