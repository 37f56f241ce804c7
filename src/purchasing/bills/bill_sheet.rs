//! Suppliers' bills as a file, out and in, by the supplier and the number on her paper. A file enters
//! one bill at most, as by its form; those that are there must say what they say already.

use uuid::Uuid;

use super::BillForm;
use super::by_paper::{Meant, by_place, numbers_in, sort_out, supplier};
use super::enter::enter_in;
use super::store::{self, sheet::bills};
use crate::platform::BusinessTx;
use crate::platform::files::{
    About, Cells, Document, Heading, Outcome, Paper, Row, Sheet, Sorted, Span,
};
use crate::purchasing::goods::is_nothing;
use crate::staff::{self, Power};
use crate::values::Stop;

/// Bills as a file enters them: once, because the same paper is one bill.
pub struct Bills;

impl Document for Bills {
    /// What the file looks like: `receipt` is the number of the receipt that a row is about,
    /// `freight` says what a row without a product is for.
    const PAPER: Paper = Paper {
        heading: Heading {
            known: &[
                "supplier",
                "number",
                "billed_on",
                "due_on",
                "tax",
                "total",
                "note",
                "receipt",
                "sku",
                "name",
                "batch",
                "quantity",
                "net",
                "freight",
            ],
            required: &["supplier", "number", "billed_on", "receipt", "sku", "net"],
            one_of: &[],
            most_rows: 10_000,
        },
        head: &[
            "supplier",
            "number",
            "billed_on",
            "due_on",
            "tax",
            "total",
            "note",
        ],
        line: &["receipt", "sku", "batch", "quantity", "net", "freight"],
        key: &["receipt", "sku", "batch", "freight"],
        reckoned: &[],
        most: 200,
    };
    /// The form, and what each row is called in it.
    type Form = (BillForm, Vec<String>);

    fn may_see(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::SeePurchases)
    }

    fn may(tx: &BusinessTx) -> Result<(), Stop> {
        staff::allow(tx, Power::PayBills)
    }

    async fn in_span(tx: &mut BusinessTx, span: &Span) -> Result<Vec<Cells>, Stop> {
        bills(tx, span, None).await
    }

    async fn kept(tx: &mut BusinessTx, sheet: &Sheet) -> Result<Vec<Cells>, Stop> {
        bills(tx, &Span::default(), Some(&numbers_in(sheet))).await
    }

    fn sort_out<'a>(sheet: &'a Sheet, kept: &[Cells], outcome: &mut Outcome) -> Sorted<'a> {
        sort_out(&Self::PAPER, sheet, kept, outcome)
    }

    async fn is_made(tx: &mut BusinessTx, id: Uuid) -> Result<bool, Stop> {
        Ok(store::recorded_bill(tx, id).await?.is_some())
    }

    async fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> Result<Self::Form, Stop> {
        form_of(tx, about, sheet, rows, outcome).await
    }

    async fn make(tx: &mut BusinessTx, (form, keys): &Self::Form) -> Result<(), Stop> {
        by_place(enter_in(tx, form).await, keys)?;
        Ok(())
    }
}

/// The form that these rows fill in, and what each row is called in it. A row is about a line of the
/// receipt that it names, whoever billed it: what is left of it is the form's to say.
async fn form_of(
    tx: &mut BusinessTx,
    about: &About<'_>,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<(BillForm, Vec<String>), Stop> {
    let mut meant = Meant::by(tx, sheet, rows, outcome).await?;
    let said = |column: &str| {
        let cell = rows.first().and_then(|row| sheet.cell(row, column));
        cell.unwrap_or_default().to_owned()
    };
    let mut form = BillForm {
        bill_id: about.id.to_string(),
        number: said("number"),
        billed_on: said("billed_on"),
        due_on: said("due_on"),
        tax: said("tax"),
        paper_total: said("total"),
        note: said("note"),
        ..BillForm::default()
    };
    let mut keys = Vec::with_capacity(rows.len());
    for (place, row) in (1..).zip(rows) {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default().to_owned();
        let named = (!cell("sku").is_empty()).then(|| meant.key_of(sheet, row, outcome));
        let key = match (named, meant.receipt(sheet, row)) {
            (None, Some(receipt_id)) => {
                let key = format!("f{place}");
                form.words.insert(key.clone(), cell("freight"));
                form.freight.insert(key.clone(), cell("net"));
                form.over.insert(key.clone(), receipt_id.to_string());
                key
            }
            (Some(Some(key)), _) => {
                form.take.insert(key.clone(), "on".to_owned());
                form.quantity.insert(key.clone(), cell("quantity"));
                if is_nothing(&cell("net"), &tx.scope().currency) {
                    form.free.insert(key.clone(), "on".to_owned());
                }
                form.net.insert(key.clone(), cell("net"));
                key
            }
            // Refused already.
            (None, None) | (Some(None), _) => String::new(),
        };
        keys.push(key);
    }
    form.supplier_id = supplier(tx, sheet, rows, outcome).await?;
    Ok((form, keys))
}
