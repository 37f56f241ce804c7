//! `/b/{business}/suppliers/{supplier}`: how she is reached, what she sells us and for how much, what
//! was ordered from her lately, and the form that changes her.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::editor;
use super::offers::{self, Offers};
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::purchasing::orders::pages::{state_kind, state_words};
use crate::purchasing::suppliers::api::{RetireSupplier, offer_form, supplier_form};
use crate::purchasing::suppliers::store::{self, OrderOf};
use crate::purchasing::suppliers::{Supplier, SupplierForm};
use crate::staff::{self, Power, Typed, may};
use crate::ui::language::Say;
use crate::ui::{Amount, Facts, Form, HiddenField, LinkButton, Notice, Status, Submit, dates};
use crate::values::{Stop, currency_sign};

/// How many of her orders are shown.
const ORDERS: i64 = 20;

/// One supplier.
pub async fn supplier(visit: Visit) -> Result<Page, Stop> {
    let supplier_id = visit.param_id("supplier")?;
    let id = supplier_id.to_string();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&supplier_form(&id)).await?;
    let offer_flash = visit.flash(&offer_form(&id)).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let supplier = store::find(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let sold = Offers::of(&visit, &mut tx, &supplier, &offer_flash).await?;
    let orders = recent(&mut tx, &supplier).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let sheet = Sheet {
        say,
        scope,
        supplier: &supplier,
    };
    let typed = Typed { say, flash: &flash };
    let body = view! {
        <div class="stack">
            {sheet.retired()}
            <div class="form-cols">
                <div class="stack">
                    {offers::table(say, scope, &sold)}
                    {sheet.orders(&orders)}
                </div>
                <div class="stack">
                    {sheet.facts()}
                    {offers::form(say, scope, &sold)}
                    {sheet.editor(&typed)}
                    {sheet.retire()}
                </div>
            </div>
        </div>
    };
    let title = supplier.name.clone();
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(sheet.acts());
    Ok(page)
}

async fn recent(tx: &mut BusinessTx, supplier: &Supplier) -> Result<Vec<OrderOf>, Stop> {
    store::orders_of(tx, supplier.supplier_id, ORDERS).await
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    supplier: &'a Supplier,
}

impl Sheet<'_> {
    fn path(&self, rest: &str) -> String {
        format!("/b/{}{rest}", self.scope.slug)
    }

    fn may_buy(&self) -> bool {
        may(&self.scope.who, Power::Buy)
    }

    fn acts(&self) -> AnyView {
        let say = self.say;
        let id = self.supplier.supplier_id;
        let statement = self.path(&format!("/suppliers/{id}/statement"));
        let order = self.path(&format!("/purchases/new?supplier={id}"));
        let order = (self.may_buy() && !self.supplier.is_retired).then(|| {
            view! {
                <LinkButton
                    href=order
                    label=say.t("po-new")
                    kind="go"
                    icon="plus"
                    class="main-act"
                />
            }
        });
        let pay = self.path(&format!("/suppliers/{id}/pay"));
        let refund = self.path(&format!("/suppliers/{id}/refund"));
        let bill = self.path(&format!("/bills/new?supplier={id}"));
        let pays = may(&self.scope.who, Power::PayBills).then(|| {
            view! {
                <LinkButton href=bill label=say.t("bill-new") />
                <LinkButton href=pay label=say.t("pay-title") />
                <LinkButton href=refund label=say.t("back-title") />
            }
        });
        let receive = self.path(&format!("/receipts/new?supplier={id}"));
        let receive = self
            .may_buy()
            .then(|| view! { <LinkButton href=receive label=say.t("receive-title") icon="box" /> });
        view! {
            <LinkButton href=statement label=say.t("suppliers-statement") icon="book" />
            {pays}
            {receive}
            {order}
        }
        .into_any()
    }

    fn retired(&self) -> AnyView {
        let title = self.say.t("suppliers-is-retired");
        let notice = self
            .supplier
            .is_retired
            .then(|| view! { <Notice kind="look" title=title /> });
        notice.into_any()
    }

    /// How she is reached, and her terms.
    fn facts(&self) -> AnyView {
        let say = self.say;
        let one = self.supplier;
        let mut rows: Vec<(String, AnyView)> = Vec::new();
        let mut plain = |name: String, text: &str| {
            if !text.is_empty() {
                rows.push((name, text.to_owned().into_any()));
            }
        };
        plain(say.t("suppliers-contact"), &one.contact);
        if let Some(phone) = &one.phone {
            let call = format!("tel:{}", phone.e164());
            let shown = phone.shown();
            let link = view! { <a class="num" href=call>{shown}</a> };
            rows.push((say.t("phone"), link.into_any()));
        }
        if let Some(email) = &one.email {
            let write = format!("mailto:{email}");
            let shown = email.clone();
            let link = view! { <a href=write>{shown}</a> };
            rows.push((say.t("email"), link.into_any()));
        }
        let mut plain = |name: String, text: String| {
            if !text.is_empty() {
                rows.push((name, text.into_any()));
            }
        };
        plain(say.t("suppliers-address"), one.address.clone());
        let pin = one.tax_pin.clone().unwrap_or_default();
        plain(say.t("settings-tax-pin"), pin);
        let lead = say.count("suppliers-days", i64::from(one.lead_days));
        plain(say.t("suppliers-lead"), lead);
        let terms = say.count("suppliers-days", i64::from(one.terms_days));
        plain(say.t("suppliers-terms"), terms);
        plain(say.t("suppliers-note"), one.note.clone());
        view! {
            <section class="card">
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }

    fn orders(&self, orders: &[OrderOf]) -> AnyView {
        let say = self.say;
        if orders.is_empty() {
            return view! { <p class="quiet">{say.t("suppliers-no-orders")}</p> }.into_any();
        }
        let rows = orders.iter().map(|order| self.order(order)).collect_view();
        let all = self.path(&format!(
            "/purchases?supplier={}",
            self.supplier.supplier_id
        ));
        view! {
            <section class="card table-wrap">
                <h2 class="po-h">{say.t("suppliers-orders")}</h2>
                <table class="table">
                    <caption class="hidden">{say.t("suppliers-orders")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("po-order")}</th>
                            <th scope="col">{say.t("date")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="money">{say.t("total")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="row">
                    <LinkButton href=all label=say.t("suppliers-all-orders") kind="bare" />
                </p>
            </section>
        }
        .into_any()
    }

    fn order(&self, order: &OrderOf) -> AnyView {
        let say = self.say;
        let (id, number, state, total, at) = order;
        let href = self.path(&format!("/purchases/{id}"));
        let name = say.with("po-number", &[("number", &number.to_string())]);
        let at = dates::recent(say, self.scope.calendar.local(*at), self.scope.today());
        let currency = &self.scope.currency;
        let sign = currency_sign(currency).to_owned();
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{name}</a>
                </td>
                <td class="by">{at}</td>
                <td class="state">
                    <Status kind=state_kind(state) text=state_words(say, state) />
                </td>
                <td class="money aside">
                    <Amount currency=sign text=total.short(currency) />
                </td>
            </tr>
        }
        .into_any()
    }

    fn editor(&self, typed: &Typed<'_>) -> AnyView {
        if !self.may_buy() {
            return ().into_any();
        }
        let kept = SupplierForm::of(self.supplier);
        let back = self.path(&format!("/suppliers/{}", self.supplier.supplier_id));
        let form = editor::form(typed, &self.scope.slug, &kept, &back);
        let open = typed.flash.is_refused();
        view! {
            <details class="card more" open=open>
                <summary>{self.say.t("suppliers-edit")}</summary>
                {form}
            </details>
        }
        .into_any()
    }

    fn retire(&self) -> AnyView {
        if !self.may_buy() {
            return ().into_any();
        }
        let say = self.say;
        let named = [("name", self.supplier.name.as_str())];
        let (title, kind, back, text) = if self.supplier.is_retired {
            (say.t("suppliers-bring-back"), "plain", "true", None)
        } else {
            let text = say.with("suppliers-retire-text", &named);
            (say.t("suppliers-retire"), "danger", "", Some(text))
        };
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="supplier_id" value=self.supplier.supplier_id.to_string() />
            <HiddenField name="bring_back" value=back />
            {text.map(|text| view! { <p>{text}</p> })}
            <Submit label=title.clone() kind=kind />
        };
        let inside = inside.into_any();
        view! {
            <details class="card more">
                <summary>{title}</summary>
                <Form action=RetireSupplier::url()>{inside}</Form>
            </details>
        }
        .into_any()
    }
}
