//! The list of suppliers: searched, with those that are retired apart.

use leptos::prelude::*;

use crate::platform::http::encode;
use crate::platform::{Page, Visit};
use crate::purchasing::suppliers::store::{self, Asked, Listed, Row};
use crate::purchasing::tabs::tabs;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, nothing_found, page_links, search_form, search_input};
use crate::values::{Phone, Stop};

/// `/b/{business}/suppliers`
pub async fn suppliers(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let asked = Asked {
        words: visit.query("q").unwrap_or_default(),
        retired: visit.query("show").as_deref() == Some("retired"),
        page: visit
            .query("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1),
    };
    let listed = store::list(&mut tx, &asked).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let list = List {
        say,
        base: format!("/b/{}/suppliers", scope.slug),
        may_buy: staff::may(&scope.who, Power::Buy),
        asked,
    };
    let body = view! {
        {tabs(say, scope, "suppliers")}
        {list.filters()}
        {list.result(&listed)}
    };
    let title = say.t("suppliers-title");
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = list.acts();
    Ok(page)
}

struct List {
    say: Say,
    base: String,
    may_buy: bool,
    asked: Asked,
}

impl List {
    fn acts(&self) -> Option<AnyView> {
        if !self.may_buy {
            return None;
        }
        let say = self.say;
        let files = format!("{}/import", self.base);
        let add = format!("{}/new", self.base);
        let acts = view! {
            <LinkButton href=files label=say.t("suppliers-files") icon="upload" />
            <LinkButton
                href=add
                label=say.t("suppliers-new")
                kind="go"
                icon="plus"
                class="main-act"
            />
        };
        Some(acts.into_any())
    }

    fn filters(&self) -> AnyView {
        let say = self.say;
        let retired = self.asked.retired;
        let inside = view! {
            {search_input(say.t("suppliers-search"), &self.asked.words)}
            <select name="show" aria-label=say.t("state")>
                <option value="">{say.t("suppliers-active")}</option>
                <option value="retired" selected=retired>
                    {say.t("suppliers-retired")}
                </option>
            </select>
        }
        .into_any();
        search_form(say, self.base.clone(), inside)
    }

    fn result(&self, listed: &Listed) -> AnyView {
        if listed.rows.is_empty() {
            return self.nothing();
        }
        let say = self.say;
        let rows = listed.rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("suppliers-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col">{say.t("phone")}</th>
                            <th scope="col" class="num">{say.t("suppliers-lead")}</th>
                            <th scope="col" class="num">{say.t("product-title")}</th>
                            <th scope="col" class="num">{say.t("suppliers-open-orders")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.pager(listed)}
        }
        .into_any()
    }

    fn row(&self, row: &Row) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base, row.supplier_id);
        let phone = row.phone.as_ref().map(Phone::shown);
        let contact = (!row.contact.is_empty()).then(|| {
            let contact = row.contact.clone();
            view! { <span class="quiet">{contact}</span> }
        });
        let lead = say.count("suppliers-days", i64::from(row.lead_days));
        let open = (row.open > 0).then(|| row.open.to_string());
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                    {contact}
                </td>
                <td data-label=say.t("phone")>{phone}</td>
                <td class="num" data-label=say.t("suppliers-lead")>
                    {lead}
                </td>
                <td class="num" data-label=say.t("product-title")>
                    {row.products.to_string()}
                </td>
                <td class="num" data-label=say.t("suppliers-open-orders")>
                    {open}
                </td>
            </tr>
        }
        .into_any()
    }

    fn address(&self, page: i64) -> String {
        let mut pairs = vec![format!("page={page}")];
        if !self.asked.words.is_empty() {
            pairs.push(format!("q={}", encode(&self.asked.words)));
        }
        if self.asked.retired {
            pairs.push("show=retired".to_owned());
        }
        format!("{}?{}", self.base, pairs.join("&"))
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        if listed.pages <= 1 {
            return ().into_any();
        }
        let total = self.say.count("suppliers-count", listed.total);
        page_links(self.say, (listed.page, listed.pages), Some(total), |page| {
            self.address(page)
        })
    }

    /// Why the list is empty, and what to do about it.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        if !self.asked.words.is_empty() {
            let (title, text) = (
                say.t("suppliers-none-found"),
                say.t("suppliers-none-found-text"),
            );
            let all = self.base.clone();
            return nothing_found(title, text, (all, say.t("suppliers-show-all")));
        }
        if self.asked.retired {
            let (title, text) = (
                say.t("suppliers-none-retired"),
                say.t("suppliers-none-retired-text"),
            );
            return view! { <EmptyState icon="truck" title=title text=text /> }.into_any();
        }
        let (title, text) = (say.t("suppliers-none"), say.t("suppliers-none-text"));
        let (files, add) = (
            format!("{}/import", self.base),
            format!("{}/new", self.base),
        );
        let may_buy = self.may_buy;
        view! {
            <EmptyState icon="truck" title=title text=text>
                {may_buy
                    .then(|| {
                        view! {
                            <p class="row">
                                <LinkButton
                                    href=files
                                    label=say.t("suppliers-files")
                                    icon="upload"
                                />
                                <LinkButton href=add label=say.t("suppliers-new") icon="plus" />
                            </p>
                        }
                    })}
            </EmptyState>
        }
        .into_any()
    }
}
