//! Suppliers' credits as a file, out and in, by the supplier and the number on her paper. A file enters
//! one credit at most, as by its form, which comes off what is owed now; those that are there must say
//! what they say already.

use uuid::Uuid;

use super::CreditForm;
use super::Reason;
use super::by_paper::{Meant, by_place, numbers_in, sort_out, supplier};
use super::credit::credit_in;
use super::store::{self, sheet::credits};
use crate::businesses::location_in_file;
use crate::platform::BusinessTx;
use crate::platform::files::{
    About, Cells, Document, Heading, Outcome, Paper, Row, Sheet, Sorted, Span,
};
use crate::staff::{self, Power};
use crate::values::Stop;

/// Credits as a file enters them; once for each id, and for each number of a supplier's.
pub struct Credits;

impl Document for Credits {
    /// What the file looks like: `receipt` is the number of the receipt that a row is about,
    /// `location` is where goods leave from that go back. A paper without a number gets one of ours;
    /// `total`, `used` and `state` only go out.
    const PAPER: Paper = Paper {
        heading: Heading {
            known: &[
                "supplier",
                "number",
                "credited_on",
                "reason",
                "location",
                "tax",
                "total",
                "used",
                "note",
                "receipt",
                "sku",
                "name",
                "batch",
                "quantity",
                "net",
                "state",
            ],
            required: &["supplier", "credited_on", "reason", "receipt", "sku"],
            one_of: &["quantity", "net"],
            most_rows: 10_000,
        },
        head: &[
            "supplier",
            "number",
            "credited_on",
            "reason",
            "location",
            "tax",
            "note",
        ],
        line: &["receipt", "sku", "batch", "quantity", "net"],
        key: &["receipt", "sku", "batch"],
        reckoned: &["net"],
        most: 200,
    };
    /// The form, and what each row is called in it.
    type Form = (CreditForm, Vec<String>);

    fn may_see(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::SeePurchases)
    }

    fn may(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::PayBills)
    }

    async fn in_span(tx: &mut BusinessTx, span: &Span) -> Result<Vec<Cells>, Stop> {
        credits(tx, span, None).await
    }

    async fn kept(tx: &mut BusinessTx, sheet: &Sheet) -> Result<Vec<Cells>, Stop> {
        credits(tx, &Span::default(), Some(&numbers_in(sheet))).await
    }

    fn sort_out<'a>(sheet: &'a Sheet, kept: &[Cells], outcome: &mut Outcome) -> Sorted<'a> {
        sort_out(&Self::PAPER, sheet, kept, outcome)
    }

    async fn is_made(tx: &mut BusinessTx, id: Uuid) -> Result<bool, Stop> {
        Ok(store::recorded_credit(tx, id).await?.is_some())
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        let mut meant = Meant::by(tx, sheet, rows, outcome).await?;
        let said = |column: &str| {
            let cell = rows.first().and_then(|row| sheet.cell(row, column));
            cell.unwrap_or_default().to_owned()
        };
        let mut form = CreditForm {
            credit_id: about.id.to_string(),
            number: said("number"),
            credited_on: said("credited_on"),
            reason: said("reason"),
            tax: said("tax"),
            note: said("note"),
            use_now: "true".to_owned(),
            ..CreditForm::default()
        };
        let is_back = Reason::parse(&form.reason) == Some(Reason::Returned);
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            // What is none was refused already.
            let key = meant.key_of(sheet, row, outcome).unwrap_or_default();
            for (column, map) in [("quantity", &mut form.quantity), ("net", &mut form.net)] {
                // Of goods that stay, the file says how much came: the form does not ask.
                if is_back || column == "net" {
                    let cell = sheet.cell(row, column).unwrap_or_default();
                    map.insert(key.clone(), cell.to_owned());
                }
            }
            keys.push(key);
        }
        form.supplier_id = supplier(tx, sheet, rows, outcome).await?;
        form.location_id = location_in_file(tx, sheet, rows, "location", outcome).await?;
        Ok((form, keys))
    }

    async fn make(tx: &mut BusinessTx, (form, keys): &Self::Form) -> Result<(), Stop> {
        by_place(credit_in(tx, form).await, keys)?;
        Ok(())
    }
}
