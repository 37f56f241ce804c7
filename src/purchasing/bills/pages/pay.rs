//! `/b/{business}/suppliers/{supplier}/pay`: one payment, over the bills that are ticked, or over the
//! oldest first.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::money_fields::{Asked, money_fields};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::api::PaySupplier;
use crate::purchasing::bills::store::{self, Open};
use crate::purchasing::receiving::{self, Grid, sum};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, Notice, Submit};
use crate::values::{Money, Stop};

/// The form in front of one person.
struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    supplier_id: Uuid,
    /// The bill that the page was opened for.
    bill: Option<Uuid>,
    /// The open bills, the first that is due first.
    open: Vec<Open>,
    /// Credits and money that are with her already.
    ahead: Money,
}

/// Pays a supplier.
pub async fn pay(visit: Visit) -> Result<Page, Stop> {
    let supplier_id = visit.param_id("supplier")?;
    let bill = visit.query("bill").and_then(|id| id.parse().ok());
    let flash = visit.flash(&format!("pay:{supplier_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::PayBills)?;
    let supplier = receiving::supplier(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let open = store::open_bills(&mut tx, supplier_id, &[]).await?;
    let credits = store::open_credits(&mut tx, supplier_id).await?;
    let payments = store::open_payments(&mut tx, supplier_id).await?;
    let ahead = Money::sum(credits.iter().chain(&payments).map(|one| one.rest));
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("pay-to", &[("name", &supplier.name)]);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier_id,
        bill,
        open,
        ahead: ahead.unwrap_or_default(),
    };
    Ok(Page::of(scope, "purchases", title, sheet.form()))
}

impl Sheet<'_> {
    fn form(&self) -> AnyView {
        let say = self.say;
        let grid = Grid {
            say,
            flash: self.flash,
        };
        let payment_id = grid.value("payment_id", &Uuid::now_v7().to_string());
        let bill = self.bill.map(|id| id.to_string()).unwrap_or_default();
        let asked = Asked {
            amount: self.offered(),
            hint: Some(say.t("pay-amount-hint")),
            day: say.t("pay-day"),
        };
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("payment_id") value=payment_id />
            <HiddenField name=grid.name("supplier_id") value=self.supplier_id.to_string() />
            <HiddenField name=grid.name("bill") value=bill />
            {grid.summary(&[])}
            {self.has_ahead()}
            {self.bills(&grid)}
            <div class="card form">
                {money_fields(self.scope, &grid, asked)}
                <div class="form-foot">
                    <Submit label=say.t("pay-record") icon="check" />
                </div>
            </div>
        };
        let inside = inside.into_any();
        view! { <Form action=PaySupplier::url()>{inside}</Form> }.into_any()
    }

    /// What is with her already: it may settle a bill without any payment.
    fn has_ahead(&self) -> AnyView {
        if self.ahead <= Money::ZERO {
            return ().into_any();
        }
        let ahead = self.ahead.named(&self.scope.currency);
        let say = self.say;
        let title = say.with("bill-ahead", &[("ahead", &ahead)]);
        view! {
            <Notice kind="info" title=title>
                <p>{say.t("pay-ahead-text")}</p>
            </Notice>
        }
        .into_any()
    }

    /// The open bills, to be ticked.
    fn bills(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        if self.open.is_empty() {
            let (title, text) = (say.t("pay-nothing-owed"), say.t("pay-nothing-owed-text"));
            return view! {
                <Notice kind="info" title=title>
                    <p>{text}</p>
                </Notice>
            }
            .into_any();
        }
        let row = |one: &Open| {
            let href = format!("/b/{}/bills/{}", self.scope.slug, one.id);
            let label = say.with("bill-one", &[("number", &one.number)]);
            // The key of a field is its bill, without the dashes that divide names from keys.
            let field = format!("take-b{}", one.id.simple());
            view! {
                <tr>
                    <td class="tick">{grid.tick(&field, label, self.bill == Some(one.id))}</td>
                    <td class="lead">
                        <a href=href>{one.number.clone()}</a>
                    </td>
                    <td class="money aside">{sum(self.scope, one.rest)}</td>
                </tr>
            }
        };
        let rows = self.open.iter().map(row).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("bills-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="tick">
                                <span class="hidden">{say.t("pay-take")}</span>
                            </th>
                            <th scope="col">{say.t("bill-number")}</th>
                            <th scope="col" class="num">{say.t("bills-rest")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="quiet">{say.t("pay-take-hint")}</p>
        }
        .into_any()
    }

    /// What is offered to pay: the bill that the page is about, else all that is owed.
    fn offered(&self) -> String {
        let bills = self
            .open
            .iter()
            .filter(|one| self.bill.is_none_or(|bill| bill == one.id));
        let owed = Money::sum(bills.map(|one| one.rest)).unwrap_or_default();
        if owed.is_zero() {
            return String::new();
        }
        owed.bare(&self.scope.currency)
    }
}
