//! All price lists, and the form that adds one.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{error_of, summary};
use crate::catalog::price_lists::api::{AddPriceList, list_page};
use crate::catalog::price_lists::list::PriceList;
use crate::catalog::price_lists::price_lists;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Field, Form, HiddenField, Status, Submit};
use crate::values::Stop;

/// `/b/{business}/prices`
pub async fn lists(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("price-lists").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let all = price_lists(&mut tx).await?;
    let scope = tx.scope();
    let may_keep = staff::may(&scope.who, Power::KeepProducts);
    let say = Say(visit.language_for(scope));
    let body = view! {
        <div class="form-cols">
            {table(say, scope, &all)}
            {may_keep.then(|| form(say, scope, &flash))}
        </div>
    };
    Ok(Page::of(
        scope,
        "products",
        say.t("prices-title"),
        body.into_any(),
    ))
}

fn table(say: Say, scope: &Scope, all: &[PriceList]) -> AnyView {
    if all.is_empty() {
        let (title, text) = (say.t("prices-none"), say.t("prices-none-text"));
        return view! { <EmptyState icon="tag" title=title text=text /> }.into_any();
    }
    let row = |list: &PriceList| {
        let href = list_page(&scope.slug, &list.list);
        let closed = list.retired.then(|| {
            view! { <Status kind="look" text=say.t("prices-closed") /> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{list.name.clone()}</a>
                </td>
                <td class="state">{closed}</td>
                <td class="num aside">{say.count("product-count", list.priced)}</td>
                <td class="num by">{say.count("prices-customers", list.customers)}</td>
            </tr>
        }
    };
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("prices-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("prices-list")}</th>
                        <th scope="col">{say.t("state")}</th>
                        <th scope="col" class="num">{say.t("product-title")}</th>
                        <th scope="col" class="num">{say.t("prices-customers-title")}</th>
                    </tr>
                </thead>
                <tbody>{all.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn form(say: Say, scope: &Scope, flash: &Flash) -> AnyView {
    let inside = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {summary(say, flash)}
        <Field
            label=say.t("name")
            name="name"
            value=flash.value("name", "")
            hint=say.t("prices-name-hint")
            error=error_of(say, flash, "name")
            required=true
            maxlength=60
            autocomplete="off"
        />
        <Submit label=say.t("prices-add") icon="plus" />
    }
    .into_any();
    view! {
        <section class="card form">
            <h2>{say.t("prices-add")}</h2>
            <p class="quiet">{say.t("prices-retail-text")}</p>
            <Form action=AddPriceList::url()>{inside}</Form>
        </section>
    }
    .into_any()
}
