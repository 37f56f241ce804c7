//! Orders to suppliers as a file, out and in. A file makes one draft at most, as by its form; those
//! that stand in it by their numbers must say what they say already.

use std::collections::BTreeMap;

use super::PurchaseForm;
use super::keep_purchase::keep_in;
use super::read::MOST_LINES;
use super::store::sheet::rows;
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{
    Cells, Document, Heading, Incoming, Outcome, Paper, Row, Sheet, Span,
};
use crate::purchasing::goods::is_nothing;
use crate::purchasing::named_in_file::supplier_in_file;
use crate::staff::{self, Power};
use crate::values::Stop;

/// Orders as a file writes their drafts.
pub struct Purchases;

impl Document for Purchases {
    /// What the file looks like.
    const PAPER: Paper = Paper {
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
    type Form = PurchaseForm;

    fn may_see(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::SeePurchases)
    }

    fn may(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::Buy)
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

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        keep_in(tx, form).await?;
        Ok(())
    }
}
