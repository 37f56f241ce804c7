//! `/b/{business}/suppliers/{supplier}/credit?receipt=…`: goods that go back, or a better price.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::businesses::{self, Location};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::Reason;
use crate::purchasing::bills::api::EnterSupplierCredit;
use crate::purchasing::bills::pages::named;
use crate::purchasing::bills::store;
use crate::purchasing::receiving::{self, Grid, ReceiptLine, much};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    CheckField, Choice, ChoiceField, EmptyState, Field, Form, HiddenField, LinkButton, SelectField,
    Submit,
};
use crate::values::{Stop, currency_sign};

/// The most lines that are offered at once; the newest come first.
const MOST_LINES: i64 = 100;

/// The form in front of one person.
struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    supplier_id: Uuid,
    receipt: Option<Uuid>,
    lines: Vec<ReceiptLine>,
    locations: Vec<Location>,
}

/// A supplier's credit.
pub async fn credit(visit: Visit) -> Result<Page, Stop> {
    let supplier_id = visit.param_id("supplier")?;
    let receipt = visit.query("receipt").and_then(|id| id.parse().ok());
    let flash = visit
        .flash(&format!("supplier-credit:{supplier_id}"))
        .await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::PayBills)?;
    let supplier = receiving::supplier(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let lines = store::returnable(&mut tx, supplier_id, receipt, MOST_LINES).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("credit-from", &[("name", &supplier.name)]);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier_id,
        receipt,
        lines,
        locations,
    };
    let body = if sheet.lines.is_empty() {
        sheet.nothing()
    } else {
        sheet.form()
    };
    Ok(Page::of(scope, "purchases", title, body))
}

impl Sheet<'_> {
    /// Nothing came that could go back.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        let href = format!(
            "/b/{}/receipts?supplier={}",
            self.scope.slug, self.supplier_id
        );
        view! {
            <EmptyState icon="truck" title=say.t("credit-none") text=say.t("credit-none-text")>
                <LinkButton href=href label=say.t("receipts-title") />
            </EmptyState>
        }
        .into_any()
    }

    fn form(&self) -> AnyView {
        let say = self.say;
        let grid = Grid {
            say,
            flash: self.flash,
        };
        let credit_id = grid.value("credit_id", &Uuid::now_v7().to_string());
        let receipt = self.receipt.map(|id| id.to_string()).unwrap_or_default();
        let rows = self.lines.iter().map(|line| self.row(&grid, line));
        let rows = rows.collect_view();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("credit_id") value=credit_id />
            <HiddenField name=grid.name("supplier_id") value=self.supplier_id.to_string() />
            <HiddenField name=grid.name("receipt") value=receipt />
            {grid.summary(&named(&self.lines))}
            <div class="card form">{self.why(&grid)}</div>
            <div class="card table-wrap">
                <table class="table fill">
                    <caption class="hidden">{say.t("bill-goods")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("purchases-product")}</th>
                            <th scope="col">{say.t("bill-receipt")}</th>
                            <th scope="col" class="num">{say.t("credit-may-return")}</th>
                            <th scope="col" class="num">{say.t("credit-goes-back")}</th>
                            <th scope="col" class="num">{say.t("bill-net")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="quiet">{say.t("credit-lines-hint")}</p>
            <div class="card form">
                {self.paper(&grid)}
                <div class="form-foot">
                    <Submit label=say.t("credit-enter") icon="check" />
                </div>
            </div>
        };
        let inside = inside.into_any();
        view! { <Form action=EnterSupplierCredit::url()>{inside}</Form> }.into_any()
    }

    /// Why, and where goods leave from.
    fn why(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let choice = |why: Reason| Choice {
            value: why.code().to_owned(),
            title: say.t(&format!("credit-reason-{}", why.code())),
            description: Some(say.t(&format!("credit-reason-{}-text", why.code()))),
            price: None,
        };
        let choices: Vec<Choice> = Reason::ALL.into_iter().map(choice).collect();
        let option = |at: &Location| (at.location_id.to_string(), at.name.clone());
        let options: Vec<(String, String)> = self.locations.iter().map(option).collect();
        let came_to = self.lines.first().map(|line| line.location_id.to_string());
        let came_to = came_to.unwrap_or_default();
        view! {
            <ChoiceField
                label=say.t("credit-why")
                name=grid.name("reason")
                choices=choices
                selected=grid.value("reason", Reason::Returned.code())
                error=grid.error("reason")
            />
            <SelectField
                label=say.t("credit-location")
                name=grid.name("location_id")
                options=options
                selected=grid.value("location_id", &came_to)
                hint=say.t("credit-location-hint")
                error=grid.error("location_id")
            />
        }
        .into_any()
    }

    fn row(&self, grid: &Grid<'_>, line: &ReceiptLine) -> AnyView {
        let say = self.say;
        let key = line.key();
        let label = |what: String| format!("{what}: {}", line.name);
        let receipt = format!("/b/{}/receipts/{}", self.scope.slug, line.receipt_id);
        let number = line.receipt_number.to_string();
        let brought = say.with("receipts-one", &[("number", &number)]);
        let batch = line.batch_number.clone().unwrap_or_default();
        let none = String::new;
        view! {
            <tr>
                <td class="lead">
                    <span>{line.name.clone()}</span>
                    <span class="quiet">{batch}</span>
                </td>
                <td class="by">
                    <a href=receipt>{brought}</a>
                </td>
                <td class="num" data-label=say.t("credit-may-return")>
                    {much(say, line.to_return(), line.unit)}
                </td>
                <td class="num" data-label=say.t("credit-goes-back")>
                    {grid
                        .cell(
                            &format!("quantity-{key}"),
                            label(say.t("credit-goes-back")),
                            "",
                            "decimal",
                            none(),
                        )}
                </td>
                <td class="num" data-label=say.t("bill-net")>
                    {grid
                        .cell(
                            &format!("net-{key}"),
                            label(say.t("bill-net")),
                            "",
                            "decimal",
                            none(),
                        )}
                </td>
            </tr>
        }
        .into_any()
    }

    /// What stands on the supplier's paper.
    fn paper(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let today = self.scope.today().to_string();
        let sign = currency_sign(&self.scope.currency).to_owned();
        view! {
            <div class="pair">
                <Field
                    label=say.t("credit-number")
                    name=grid.name("number")
                    value=grid.value("number", "")
                    hint=say.t("credit-number-hint")
                    error=grid.error("number")
                    autocomplete="off"
                    maxlength=60
                />
                <Field
                    label=say.t("date")
                    name=grid.name("credited_on")
                    value=grid.value("credited_on", &today)
                    kind="date"
                    error=grid.error("credited_on")
                />
            </div>
            <Field
                label=say.t("bill-tax")
                name=grid.name("tax")
                value=grid.value("tax", "")
                hint=say.t("credit-tax-hint")
                error=grid.error("tax")
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
            <CheckField
                label=say.t("credit-use-now")
                name=grid.name("use_now")
                checked=grid.ticked("use_now", true)
                hint=say.t("credit-use-now-hint")
            />
        }
        .into_any()
    }
}
