//! `/b/{business}/stock/revalue?product=…`: what is there of a product, what it is worth, and what it
//! is to be worth. Without a product it asks which: `what` in the address names one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::stock::adjustments::api::RevalueStock;
use crate::stock::adjustments::revalue::unit_cost;
use crate::stock::adjustments::store::{self, Product, Worth};
use crate::stock::find_product::find_products;
use crate::stock::typed_lines::how_much;
use crate::ui::language::Say;
use crate::ui::{
    Amount, CheckField, EmptyState, Field, Form, HiddenField, SelectField, Submit, file_link,
    scan_and_send,
};
use crate::values::{Money, Refusal, Stop, currency_sign};

/// What the goods that are there are worth.
pub async fn revalue(visit: Visit) -> Result<Page, Stop> {
    let named = visit.query("product");
    let product_id = match &named {
        Some(id) => Some(id.parse::<Uuid>().map_err(|_| Stop::NotFound)?),
        None => None,
    };
    let flash = match product_id {
        Some(product_id) => visit.flash(&format!("revalue:{product_id}")).await?,
        None => Flash::default(),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let say = Say(visit.language_for(tx.scope()));
    let (found, refusal) = match product_id {
        Some(product_id) => (Some(product_id), None),
        None => asked(&mut tx, visit.query("what")).await?,
    };
    let Some(product_id) = found else {
        let scope = tx.scope();
        let body = which(say, scope, visit.query("what"), refusal);
        return Ok(Page::of(scope, "stock", say.t("revalue-title"), body));
    };
    let product = store::product(&mut tx, product_id).await?;
    let product = product.ok_or(Stop::NotFound)?;
    let worth = store::worth(&mut tx, product_id).await?;
    let scope = tx.scope();
    let again = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let sheet = Sheet {
        say,
        scope,
        typed: &Typed { say, flash: &flash },
        product_id,
        product: &product,
        worth: &worth,
    };
    let body = if worth.is_empty() {
        let (title, text) = (say.t("revalue-none"), say.t("revalue-none-text"));
        view! { <EmptyState icon="box" title=title text=text /> }.into_any()
    } else {
        let form = sheet.form(again.unwrap_or_else(Uuid::now_v7));
        view! { <div class="form-cols">{sheet.now()} {form}</div> }.into_any()
    };
    let title = say.with("revalue-of", &[("name", &product.name)]);
    Ok(Page::of(scope, "stock", title, body))
}

/// The product that was asked for by what somebody typed.
async fn asked(
    tx: &mut BusinessTx,
    what: Option<String>,
) -> Result<(Option<Uuid>, Option<Refusal>), Stop> {
    let Some(what) = what else {
        return Ok((None, None));
    };
    let mut found = find_products(tx, &[staff::one_line(&what)]).await?;
    Ok(match found.pop() {
        Some(Ok(found)) => (Some(found.product_id), None),
        Some(Err(refusal)) => (None, Some(refusal)),
        None => (None, None),
    })
}

/// Asks which product.
fn which(say: Say, scope: &Scope, what: Option<String>, refusal: Option<Refusal>) -> AnyView {
    let action = format!("/b/{}/stock/revalue", scope.slug);
    let error = refusal.map(|refusal| say.refusal(&refusal));
    view! {
        <form class="card form" method="get" action=action>
            <Field
                label=say.t("line-what")
                name="what"
                value=what.unwrap_or_default()
                hint=say.t("revalue-which-hint")
                error=error
                autofocus=true
                maxlength=120
            />
            <div class="form-foot">
                <button type="submit" class="button go">
                    {say.t("continue")}
                </button>
                {scan_and_send(say, "#f-what")}
            </div>
        </form>
        {file_link(say, &scope.slug, "worth")}
    }
    .into_any()
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    typed: &'a Typed<'a>,
    product_id: Uuid,
    product: &'a Product,
    worth: &'a [Worth],
}

impl Sheet<'_> {
    fn amount(&self, money: Money) -> AnyView {
        let sign = currency_sign(&self.scope.currency).to_owned();
        let text = money.full(&self.scope.currency);
        view! { <Amount currency=sign text=text /> }.into_any()
    }

    /// What is there, and what it is worth now.
    fn now(&self) -> AnyView {
        let say = self.say;
        let row = |worth: &Worth| {
            view! {
                <tr>
                    <td>{worth.location_name.clone()}</td>
                    <td class="num">{how_much(say, worth.quantity, self.product.unit)}</td>
                    <td class="money">{self.amount(unit_cost(worth.value, worth.quantity))}</td>
                    <td class="money">{self.amount(worth.value)}</td>
                </tr>
            }
        };
        let rows = self.worth.iter().map(row).collect_view();
        view! {
            <section class="card">
                <h2>{say.t("revalue-now")}</h2>
                <p class="quiet">{self.product.sku.clone()}</p>
                <table class="lines">
                    <caption class="hidden">{say.t("revalue-now")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("adjustment-where")}</th>
                            <th scope="col" class="num">
                                {say.t("quantity")}
                            </th>
                            <th scope="col" class="money">
                                {say.t("revalue-unit")}
                            </th>
                            <th scope="col" class="money">
                                {say.t("revalue-all")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    }

    fn form(&self, id: Uuid) -> AnyView {
        let say = self.say;
        let typed = self.typed;
        let places = self.worth.iter();
        let places: Vec<(String, String)> = places
            .map(|worth| (worth.location_id.to_string(), worth.location_name.clone()))
            .collect();
        let first = self.worth.first();
        let place = first.map_or_else(String::new, |worth| worth.location_id.to_string());
        let currency = &self.scope.currency;
        let cost = first.map_or_else(String::new, |w| {
            unit_cost(w.value, w.quantity).bare(currency)
        });
        let sign = currency_sign(currency).to_owned();
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=typed.name("adjustment_id") value=id.to_string() />
            <HiddenField name=typed.name("product_id") value=self.product_id.to_string() />
            {typed.summary()}
            <p class="hint">{say.t("revalue-text")}</p>
            <SelectField
                label=say.t("adjustment-where")
                name=typed.name("location_id")
                options=places
                selected=typed.value("location_id", &place)
                error=typed.error("location_id")
            />
            <Field
                label=say.t("revalue-new-cost")
                name=typed.name("unit_cost")
                value=typed.value("unit_cost", &cost)
                hint=say.t("revalue-new-cost-hint")
                inputmode="decimal"
                prefix=sign
                error=typed.error("unit_cost")
            />
            <CheckField
                label=say.t("revalue-free")
                name=typed.name("free")
                checked=typed.ticked("free", false)
                hint=say.t("revalue-free-hint")
            />
            <Field
                label=say.t("adjustment-note")
                name=typed.name("note")
                value=typed.value("note", "")
                maxlength=300
                error=typed.error("note")
            />
            <Submit label=say.t("revalue-do") class="wide" />
        };
        let fields = fields.into_any();
        view! {
            <section class="card">
                <h2>{say.t("revalue-title")}</h2>
                <Form action=RevalueStock::url()>{fields}</Form>
            </section>
        }
        .into_any()
    }
}
