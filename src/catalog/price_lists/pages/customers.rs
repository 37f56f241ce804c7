//! Who buys by a list, and the form that puts somebody on it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{error_of, summary};
use crate::catalog::price_lists::api::{PutOnPriceList, TakeOffPriceList, flash_of, list_page};
use crate::catalog::price_lists::list::PriceList;
use crate::catalog::price_lists::store::{self, Buyer};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Field, Form, HiddenField, Submit, file_link};
use crate::values::Stop;

/// `/b/{business}/prices/{list}/customers`
pub async fn customers(visit: Visit) -> Result<Page, Stop> {
    let word = visit.param("list").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&flash_of("customers", &word)).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let list = store::find(&mut tx, &word).await?.ok_or(Stop::NotFound)?;
    let buyers = store::buyers(&mut tx, &list.list).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let up = (list_page(&scope.slug, &list.list), list.name.clone());
    let body = view! {
        <div class="form-cols">
            {table(say, scope, &list, &buyers)}
            {(!list.retired).then(|| form(say, scope, &list, &flash))}
        </div>
        {file_link(say, &scope.slug, "buyers")}
    };
    let title = say.t("prices-customers-title");
    Ok(Page::of(scope, "products", title, body.into_any()).under(up))
}

fn table(say: Say, scope: &Scope, list: &PriceList, buyers: &[Buyer]) -> AnyView {
    if buyers.is_empty() {
        let (title, text) = (
            say.t("prices-customers-none"),
            say.t("prices-customers-none-text"),
        );
        return view! { <EmptyState icon="users" title=title text=text /> }.into_any();
    }
    let row = |buyer: &Buyer| {
        let inside = view! {
            <HiddenField name="business" value=scope.slug.clone() />
            <HiddenField name="list" value=list.list.clone() />
            <HiddenField name="customer_id" value=buyer.customer_id.to_string() />
            <Submit label=say.t("prices-take-off") kind="plain" class="small" />
        }
        .into_any();
        view! {
            <tr>
                <td class="lead">{buyer.name.clone()}</td>
                <td class="num by">{buyer.phone.shown()}</td>
                <td class="aside">
                    <Form action=TakeOffPriceList::url()>{inside}</Form>
                </td>
            </tr>
        }
    };
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("prices-customers-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col" class="num">{say.t("phone")}</th>
                        <th scope="col">
                            <span class="hidden">{say.t("prices-take-off")}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{buyers.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn form(say: Say, scope: &Scope, list: &PriceList, flash: &Flash) -> AnyView {
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="list" value=list.list.clone() />
        {summary(say, flash)}
        <Field
            label=say.t("phone")
            name="phone"
            value=flash.value("phone", "")
            kind="tel"
            hint=say.t("prices-phone-hint")
            error=error_of(say, flash, "phone")
            inputmode="tel"
            required=true
        />
        <Field
            label=say.t("name")
            name="name"
            value=flash.value("name", "")
            hint=say.t("prices-customer-name-hint")
            error=error_of(say, flash, "name")
            maxlength=80
        />
        <Submit label=say.t("prices-put-on") icon="plus" />
    }
    .into_any();
    view! {
        <section class="card form">
            <h2>{say.t("prices-put-on")}</h2>
            <Form action=PutOnPriceList::url()>{inside}</Form>
        </section>
    }
    .into_any()
}
