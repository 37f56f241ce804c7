//! `/b/{business}/suppliers/{supplier}/refund`: money that a supplier pays back, out of what is with her.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::money_fields::{Asked, money_fields};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::api::TakeSupplierRefund;
use crate::purchasing::bills::settle;
use crate::purchasing::receiving::{self, Grid};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, LinkButton, Notice, Submit};
use crate::values::{Money, Stop};

/// The form in front of one person.
struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    supplier_id: Uuid,
    /// What is with the supplier, and she may pay back.
    ahead: Money,
}

/// Takes back what is with a supplier.
pub async fn refund(visit: Visit) -> Result<Page, Stop> {
    let supplier_id = visit.param_id("supplier")?;
    let flash = visit.flash(&format!("pay-back:{supplier_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::PayBills)?;
    let supplier = receiving::supplier(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let ahead = settle::ahead(&mut tx, supplier_id).await?;
    let ahead = Money::sum(ahead.into_iter().map(|(_, rest)| rest));
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let name = [("name", supplier.name.as_str())];
    let title = say.with("back-from", &name);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier_id,
        ahead: ahead.unwrap_or_default(),
    };
    let above = (
        format!("/b/{}/suppliers/{supplier_id}/statement", scope.slug),
        say.with("statement-of", &name),
    );
    Ok(Page::of(scope, "purchases", title, sheet.form()).under(above))
}

impl Sheet<'_> {
    fn form(&self) -> AnyView {
        let say = self.say;
        let grid = Grid {
            say,
            flash: self.flash,
        };
        if self.ahead <= Money::ZERO {
            return self.nothing(&grid);
        }
        let refund_id = grid.value("payment_id", &Uuid::now_v7().to_string());
        let ahead = self.ahead.named(&self.scope.currency);
        let title = say.with("bill-ahead", &[("ahead", &ahead)]);
        let asked = Asked {
            amount: self.ahead.bare(&self.scope.currency),
            hint: None,
            day: say.t("back-day"),
        };
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("payment_id") value=refund_id />
            <HiddenField name=grid.name("supplier_id") value=self.supplier_id.to_string() />
            {grid.summary(&[])}
            <Notice kind="info" title=title>
                <p>{say.t("back-text")}</p>
            </Notice>
            <div class="card form">
                {money_fields(self.scope, &grid, asked)}
                <div class="form-foot">
                    <Submit label=say.t("back-record") icon="check" />
                </div>
            </div>
        };
        let inside = inside.into_any();
        view! { <Form action=TakeSupplierRefund::url()>{inside}</Form> }.into_any()
    }

    /// Nothing is with her: what she pays back is a credit first.
    fn nothing(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let credit = format!(
            "/b/{}/suppliers/{}/credit",
            self.scope.slug, self.supplier_id
        );
        let (title, text) = (say.t("back-nothing"), say.t("back-nothing-text"));
        view! {
            <div class="stack">
                {grid.summary(&[])}
                <Notice kind="info" title=title>
                    <p>{text}</p>
                </Notice>
                <p>
                    <LinkButton href=credit label=say.t("credit-title") />
                </p>
            </div>
        }
        .into_any()
    }
}
