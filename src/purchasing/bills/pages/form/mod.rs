//! `/b/{business}/bills/new?supplier=…`: a supplier's bill, its goods ticked among what came and is
//! not billed yet, freight spread over a receipt.

mod lines;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::catalog;
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::purchasing::bills::api::EnterBill;
use crate::purchasing::bills::pages::named;
use crate::purchasing::bills::store::{self, ReceiptChoice};
use crate::purchasing::receiving::{self, Grid, ReceiptLine, Supplier, choose_supplier};
use crate::staff::{self, Power};
use crate::stock;
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Submit, dates};
use crate::values::{Money, Rate, Stop, currency_sign};

/// The most lines that are offered at once; the oldest come first.
const MOST_LINES: i64 = 150;
/// The most receipts that freight can be spread over here.
const MOST_RECEIPTS: i64 = 60;

/// The form in front of one person.
struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    supplier: Supplier,
    /// Which receipt the page was opened for.
    receipt: Option<Uuid>,
    /// Whose freight it is.
    landed: Option<Uuid>,
    lines: Vec<ReceiptLine>,
    receipts: Vec<ReceiptChoice>,
    /// Whether tax is claimed back.
    reclaims_tax: bool,
    rates: HashMap<Uuid, (String, Rate)>,
}

/// A new bill.
pub async fn new_bill(visit: Visit) -> Result<Page, Stop> {
    let id_of = |name: &str| -> Option<Uuid> { visit.query(name).and_then(|id| id.parse().ok()) };
    let asked = id_of("supplier");
    let (receipt, landed) = (id_of("receipt"), id_of("landed"));
    let flash = match asked {
        Some(id) => visit.flash(&format!("bill-new:{id}")).await?,
        None => Flash::default(),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::PayBills)?;
    let Some(asked) = asked else {
        return whose(&visit, &mut tx, landed).await;
    };
    let supplier = receiving::supplier(&mut tx, asked).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let lines = store::unbilled(&mut tx, asked, MOST_LINES).await?;
    let receipts = store::receipts_to_choose(&mut tx, landed, MOST_RECEIPTS).await?;
    let reclaims_tax = stock::policy(&mut tx).await?.reclaims_tax;
    let today = tx.scope().today();
    let rates = catalog::tax_rates(&mut tx, today).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("bill-of", &[("name", &supplier.name)]);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier,
        receipt,
        landed,
        lines,
        receipts,
        reclaims_tax,
        rates,
    };
    Ok(Page::of(scope, "purchases", title, sheet.form()))
}

/// Asks whose bill it is.
async fn whose(visit: &Visit, tx: &mut BusinessTx, landed: Option<Uuid>) -> Result<Page, Stop> {
    let all = receiving::suppliers(tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let action = format!("/b/{}/bills/new", scope.slug);
    let kept: Vec<(&'static str, String)> = landed
        .map(|id| ("landed", id.to_string()))
        .into_iter()
        .collect();
    let body = choose_supplier(say, scope, &action, &all, &kept);
    Ok(Page::of(scope, "purchases", say.t("bill-new"), body))
}

impl Sheet<'_> {
    fn form(&self) -> AnyView {
        let say = self.say;
        let grid = Grid {
            say,
            flash: self.flash,
        };
        let bill_id = grid.value("bill_id", &Uuid::now_v7().to_string());
        let text = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("bill_id") value=bill_id />
            <HiddenField
                name=grid.name("supplier_id")
                value=self.supplier.supplier_id.to_string()
            />
            <HiddenField name=grid.name("receipt") value=text(self.receipt) />
            <HiddenField name=grid.name("landed") value=text(self.landed) />
            {grid.summary(&named(&self.lines))}
            <div class="card form">{self.head(&grid)}</div>
            {self.goods(&grid)}
            {self.freight(&grid)}
            <div class="card form">
                {self.foot(&grid)}
                <div class="form-foot">
                    <Submit label=say.t("bill-enter") icon="check" />
                </div>
            </div>
        };
        let inside = inside.into_any();
        view! { <Form action=EnterBill::url()>{inside}</Form> }.into_any()
    }

    /// Number and dates of the paper.
    fn head(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let today = self.scope.today().to_string();
        let days = self.supplier.terms_days.to_string();
        let due_hint = say.with("bill-due-hint", &[("days", &days)]);
        view! {
            <Field
                label=say.t("bill-number")
                name=grid.name("number")
                value=grid.value("number", "")
                hint=say.t("bill-number-hint")
                error=grid.error("number")
                required=true
                maxlength=60
                autocomplete="off"
            />
            <div class="pair">
                <Field
                    label=say.t("bill-date")
                    name=grid.name("billed_on")
                    value=grid.value("billed_on", &today)
                    kind="date"
                    error=grid.error("billed_on")
                    required=true
                />
                <Field
                    label=say.t("bills-due")
                    name=grid.name("due_on")
                    value=grid.value("due_on", "")
                    kind="date"
                    hint=due_hint
                    error=grid.error("due_on")
                />
            </div>
        }
        .into_any()
    }

    /// Tax, the paper's own total, and a note.
    fn foot(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let sign = currency_sign(&self.scope.currency).to_owned();
        view! {
            <Field
                label=say.t("bill-tax")
                name=grid.name("tax")
                value=grid.value("tax", "")
                hint=self.tax_hint()
                error=grid.error("tax")
                inputmode="decimal"
                prefix=sign.clone()
            />
            <Field
                label=say.t("bill-paper-total")
                name=grid.name("paper_total")
                value=grid.value("paper_total", "")
                hint=say.t("bill-paper-total-hint")
                error=grid.error("paper_total")
                inputmode="decimal"
                prefix=sign
            />
            <Field
                label=say.t("purchases-note")
                name=grid.name("note")
                value=grid.value("note", "")
                error=grid.error("note")
                maxlength=300
            />
        }
        .into_any()
    }

    /// What an empty tax means: what it would be now, over all that is ticked at first.
    fn tax_hint(&self) -> String {
        let say = self.say;
        if !self.reclaims_tax {
            return say.t("bill-tax-carried");
        }
        let offered = self.lines.iter().filter(|line| self.is_offered(line));
        let taxes = offered.map(|line| {
            let rate = self.rates.get(&line.tax_class_id);
            let rate = rate.map_or(0, |(_, rate)| i64::from(rate.basis_points()));
            line.value_to_bill().share(rate, 10_000).unwrap_or_default()
        });
        let tax = Money::sum(taxes).unwrap_or_default();
        let tax = tax.named(&self.scope.currency);
        say.with("bill-tax-hint", &[("tax", &tax)])
    }

    /// Whether a line is ticked at first: of the receipt that the page is about, else of all; what
    /// came for nothing is not, and nothing is where the bill is for freight.
    fn is_offered(&self, line: &ReceiptLine) -> bool {
        let is_about = match (self.receipt, self.landed) {
            (Some(receipt), _) => receipt == line.receipt_id,
            (None, Some(_)) => false,
            (None, None) => true,
        };
        is_about && line.value > Money::ZERO
    }

    /// A receipt in words.
    fn receipt_words(&self, number: i64, name: &str, day: chrono::NaiveDate) -> String {
        let number = number.to_string();
        let day = dates::day(self.say, day);
        self.say.with(
            "bill-over-receipt",
            &[("number", &number), ("name", name), ("date", &day)],
        )
    }
}
