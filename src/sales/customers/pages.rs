//! The pages of customers: who they are and what they owe, and one of them with her account.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::add::LONGEST_NAME;
use super::api::{AddCustomer, GiveCustomerNumber, NEW};
use super::{Customer, store};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::sales::pages::{AccountCard, allow, tabs};
use crate::sales::to_look_at;
use crate::staff::{Acts, Power, Typed, may};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Facts, Field, Form, HiddenField, Submit, file_link, nothing_found, search_form,
    search_input,
};
use crate::values::{Money, Stop};

/// `/b/{business}/sales/customers`: `q` is a phone number or a part of a name.
pub async fn customers(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(NEW).await?;
    let words = visit.query("q").unwrap_or_default();
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let found = store::find(&mut tx, &words).await?;
    let waits = to_look_at(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let base = format!("/b/{}/sales/customers", scope.slug);
    let body = view! {
        <div class="stack">
            {tabs(say, scope, "sales/customers", waits)}
            <div class="form-cols">
                <div class="stack">
                    {search_form(say, base.clone(), search_input(say.t("customers-search"), &words))}
                    {list(say, scope, &found, &base, &words)}
                    {may(&scope.who, Power::Refund)
                        .then(|| file_link(say, &scope.slug, "customers"))}
                </div>
                {may(&scope.who, Power::Sell).then(|| new_form(say, scope, &flash, &words))}
            </div>
        </div>
    };
    let title = say.t("customers-title");
    Ok(Page::of(scope, "sales", title, body.into_any()))
}

fn list(say: Say, scope: &Scope, found: &[Customer], base: &str, words: &str) -> AnyView {
    if found.is_empty() {
        if !words.is_empty() {
            let (title, text) = (
                say.t("customers-not-found"),
                say.t("customers-not-found-text"),
            );
            return nothing_found(title, text, (base.to_owned(), say.t("customers-show-all")));
        }
        let (title, text) = (say.t("customers-none"), say.t("customers-none-text"));
        return view! { <EmptyState icon="users" title=title text=text /> }.into_any();
    }
    let rows = found.iter().map(|one| row(say, scope, one));
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("customers-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col" class="num">{say.t("phone")}</th>
                        <th scope="col" class="money">{say.t("sales-account-owed")}</th>
                        <th scope="col" class="money">{say.t("sales-account-limit")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, one: &Customer) -> AnyView {
    let href = format!("/b/{}/sales/customers/{}", scope.slug, one.customer_id);
    let amount = |money: Money| money.full(&scope.currency);
    view! {
        <tr>
            <td class="lead">
                <a href=href>{one.called()}</a>
            </td>
            <td class="num" data-label=say.t("phone")>
                {one.number()}
            </td>
            <td class="money" data-label=say.t("sales-account-owed")>
                {amount(one.account.owed)}
            </td>
            <td class="money" data-label=say.t("sales-account-limit")>
                {amount(one.account.limit)}
            </td>
        </tr>
    }
    .into_any()
}

/// What writes somebody new down; a number that was looked for in vain stands in it.
fn new_form(say: Say, scope: &Scope, flash: &Flash, words: &str) -> AnyView {
    let typed = Typed { say, flash };
    let is_number = words.chars().any(|c| c.is_ascii_digit());
    let (phone, name) = if is_number { (words, "") } else { ("", words) };
    let longest = u32::try_from(LONGEST_NAME).unwrap_or_default();
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        <Field
            label=say.t("phone")
            name=typed.name("phone")
            value=typed.value("phone", phone)
            kind="tel"
            error=typed.error("phone")
            inputmode="tel"
            autocomplete="off"
            required=true
        />
        <Field
            label=say.t("name")
            name=typed.name("name")
            value=typed.value("name", name)
            hint=say.t("customers-name-hint")
            error=typed.error("name")
            autocomplete="off"
            maxlength=longest
        />
        <Submit label=say.t("customers-add") icon="plus" />
    }
    .into_any();
    view! {
        <section class="card form">
            <h2>{say.t("customers-new")}</h2>
            <p>{say.t("customers-new-text")}</p>
            <Form action=AddCustomer::url()>{inside}</Form>
        </section>
    }
    .into_any()
}

/// `/b/{business}/sales/customers/{customer}`
pub async fn customer(visit: Visit) -> Result<Page, Stop> {
    let customer_id = visit.param_id("customer")?;
    let flash = visit.flash(&format!("customer:{customer_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let her = store::customer(&mut tx, customer_id).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let card = AccountCard {
        say,
        scope,
        flash: &flash,
        account: her.account,
        customer_id,
        sale_id: None,
        currency: &scope.currency,
    };
    let rows = vec![
        (say.t("name"), her.name.clone().into_any()),
        (say.t("phone"), her.number().into_any()),
    ];
    let body = view! {
        <div class="stack">
            {card.summary()}
            <div class="form-cols">
                <section class="card">
                    <Facts rows=rows />
                    {her.phone.is_none().then(|| number_form(say, scope, &flash, customer_id))}
                </section>
                {card.draw()}
            </div>
        </div>
    };
    Ok(Page::of(scope, "sales", her.called(), body.into_any()))
}

/// What gives her a number; nothing for who may not.
fn number_form(say: Say, scope: &Scope, flash: &Flash, customer_id: Uuid) -> Option<AnyView> {
    if !may(&scope.who, Power::Sell) {
        return None;
    }
    let acts = Acts { say, flash };
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="customer_id" value=customer_id.to_string() />
        <Field
            label=say.t("phone")
            name="phone"
            value=acts.value("number", "phone", "")
            kind="tel"
            hint=say.t("customers-number-hint")
            error=acts.error("number", "phone")
            inputmode="tel"
            autocomplete="off"
            required=true
        />
        <Submit label=say.t("save") kind="plain" class="wide" />
    }
    .into_any();
    Some(view! { <Form action=GiveCustomerNumber::url()>{inside}</Form> }.into_any())
}
