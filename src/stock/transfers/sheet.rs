//! Transfers as a file, out and in. A file makes one transfer at most, which is asked for as by its
//! form, and changes those that were not sent yet; all others must say what they say already.

use uuid::Uuid;

use super::State;
use super::make::make_in;
use super::store::{self, sheet};
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{
    About, Cells, Document, Heading, Open, Outcome, Paper, Row, Sheet, Span,
};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{Fields, MOST, field_of, fields_of_file};
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
        sheet::rows(tx, span).await
    }

    async fn is_made(tx: &mut BusinessTx, id: Uuid) -> Result<bool, Stop> {
        tx.wait_for_turn(id).await?;
        Ok(store::lock(tx, id).await?.is_some())
    }

    async fn open(tx: &mut BusinessTx, number: i64) -> Result<Option<Open>, Stop> {
        let Some(id) = sheet::numbered(tx, number).await? else {
            return Ok(None);
        };
        tx.wait_for_turn(id).await?;
        let there = store::lock(tx, id).await?;
        let there = there.filter(|there| there.state == State::Pending);
        Ok(there.map(|there| (id, there.revision)))
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let lines = [("sku", "what"), ("quantity", "quantity")];
        let mut form = fields_of_file(sheet, rows, &lines);
        for (line_no, row) in (1..).zip(rows) {
            let batch = about.said_of_line(&Self::PAPER, sheet, row, "batch");
            form.insert(field_of("batch", line_no), batch);
        }
        for column in ["from", "to"] {
            let place = location_in_file(tx, sheet, rows, column, outcome).await?;
            form.insert(column.to_owned(), place);
        }
        for (field, value) in [
            ("note", about.said(&Self::PAPER, sheet, rows, "note")),
            ("revision", about.revision.to_string()),
            ("transfer_id", about.id.to_string()),
        ] {
            form.insert(field.to_owned(), value);
        }
        Ok(form)
    }

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        make_in(tx, form).await?;
        Ok(())
    }
}
