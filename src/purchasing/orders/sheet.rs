//! Orders to suppliers as a file, out and in. A file makes one draft at most, as by its form, and changes
//! those that are drafts still; all others must say what they say already.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::PurchaseForm;
use super::keep_purchase::{keep_in, refusals_of};
use super::read::MOST_LINES;
use super::store::{self, sheet};
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{
    About, Cells, Document, Heading, Open, Outcome, Paper, Row, Sheet, Span,
};
use crate::purchasing::goods::is_nothing;
use crate::purchasing::named_in_file::supplier_in_file;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

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
        reckoned: &[],
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
        let there = there.filter(|there| there.state.may_edit());
        Ok(there.map(|there| (id, there.revision)))
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let said = |column: &str| about.said(&Self::PAPER, sheet, rows, column);
        let (expected_on, note) = (said("expected_on"), said("note"));
        let filled = |column: &str| -> BTreeMap<String, String> {
            let cells = rows.iter();
            let cells = cells.map(|row| about.said_of_line(&Self::PAPER, sheet, row, column));
            let cells = (1..).zip(cells);
            cells
                .map(|(place, cell): (usize, String)| (format!("l{place}"), cell))
                .collect()
        };
        let (what, packs) = (filled("sku"), filled("packs"));
        let (pack, mut cost) = (filled("pack"), filled("cost"));
        for (place, row) in (1_usize..).zip(rows) {
            // What stands is of the pack that it was.
            let pack = about.stands(&Self::PAPER, sheet, row, "pack");
            let is_other = |said: &str| pack.is_some_and(|pack| !pack.eq_ignore_ascii_case(said));
            if sheet.cell(row, "cost").is_none() && sheet.cell(row, "pack").is_some_and(is_other) {
                cost.remove(&format!("l{place}"));
            }
        }
        let currency = &tx.scope().currency;
        let free = cost.iter();
        let free = free.filter(|(_, cost)| is_nothing(cost, currency));
        let free = free.map(|(key, _)| (key.clone(), "on".to_owned()));
        let free = free.collect();
        let form = PurchaseForm {
            purchase_id: about.id.to_string(),
            revision: about.revision.to_string(),
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
        };
        if !outcome.bad.is_empty() {
            // The verb is not asked any more: what it would say is told all the same.
            let beside = beside(tx, &form, outcome).await?;
            outcome.refuse_form(rows, beside);
        }
        Ok(form)
    }

    async fn make(tx: &mut BusinessTx, form: &Self::Form) -> Result<(), Stop> {
        keep_in(tx, form).await?;
        Ok(())
    }
}

/// What a form would be refused for beside what is told of its supplier and its location already.
async fn beside(
    tx: &mut BusinessTx,
    form: &PurchaseForm,
    outcome: &Outcome,
) -> Result<Vec<Refusal>, Stop> {
    let mut refusals = refusals_of(tx, form).await?;
    for (field, column) in [("supplier_id", "supplier"), ("location_id", "location")] {
        let mut told = outcome.bad.iter().flat_map(|(_, why)| why);
        if told.any(|one| one.field.as_deref() == Some(column)) {
            refusals.retain(|one| one.field.as_deref() != Some(field));
        }
    }
    Ok(refusals)
}
