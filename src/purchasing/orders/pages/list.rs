//! `/b/{business}/purchases`: orders to suppliers by how far they have come.

use leptos::prelude::*;
use uuid::Uuid;

use super::{state_kind, state_words};
use crate::platform::http::encode;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::orders::State;
use crate::purchasing::orders::store::{self, Asked, Listed, Row};
use crate::purchasing::tabs::tabs;
use crate::staff::{self, Power, may};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, LinkButton, Status, Tabs, dates, file_link, nothing_found, page_links,
    search_button, search_input,
};
use crate::values::{Stop, currency_sign};

/// The list of orders.
pub async fn purchases(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let asked = Asked {
        state: visit.query("tab").and_then(|tab| State::parse(&tab)),
        supplier: visit
            .query("supplier")
            .and_then(|id| id.parse::<Uuid>().ok()),
        words: visit.query("q").unwrap_or_default(),
        page: visit
            .query("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1),
    };
    let listed = store::list(&mut tx, &asked).await?;
    let scope = tx.scope();
    let list = List {
        say: Say(visit.language_for(scope)),
        scope,
        asked,
    };
    let body = view! {
        {tabs(list.say, scope, "purchases")}
        {list.tabs(&listed)}
        {list.filters()}
        {list.result(&listed)}
        {file_link(list.say, &scope.slug, "purchases")}
    };
    let title = list.say.t("po-title");
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(list.acts());
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    asked: Asked,
}

impl List<'_> {
    fn base(&self) -> String {
        format!("/b/{}/purchases", self.scope.slug)
    }

    fn address(&self, state: Option<State>, page: i64) -> String {
        let mut pairs = vec![format!("tab={}", state.map_or("all", State::code))];
        if !self.asked.words.is_empty() {
            pairs.push(format!("q={}", encode(&self.asked.words)));
        }
        if let Some(supplier) = self.asked.supplier {
            pairs.push(format!("supplier={supplier}"));
        }
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        format!("{}?{}", self.base(), pairs.join("&"))
    }

    fn acts(&self) -> AnyView {
        let say = self.say;
        let suggested = format!("{}/suggested", self.base());
        let new = format!("{}/new", self.base());
        let new = may(&self.scope.who, Power::Buy).then(|| {
            view! {
                <LinkButton
                    href=new
                    label=say.t("po-new")
                    kind="go"
                    icon="plus"
                    class="main-act"
                />
            }
        });
        view! {
            <LinkButton href=suggested label=say.t("suggest-title") icon="clipboard" />
            {new}
        }
        .into_any()
    }

    fn tabs(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let all = (
            self.address(None, 1),
            say.t("all"),
            self.asked.state.is_none(),
            None,
        );
        let tab = |(state, count): &(State, i64)| {
            let words = state_words(say, state.code());
            let count = (*count > 0).then(|| count.to_string());
            let here = self.asked.state == Some(*state);
            (self.address(Some(*state), 1), words, here, count)
        };
        let items: Vec<(String, String, bool, Option<String>)> = std::iter::once(all)
            .chain(listed.counts.iter().map(tab))
            .collect();
        view! { <Tabs items=items label=say.t("po-tabs") /> }.into_any()
    }

    fn filters(&self) -> AnyView {
        let say = self.say;
        let tab = self.asked.state.map_or("all", State::code);
        let supplier = self.asked.supplier.map(|id| {
            view! { <input type="hidden" name="supplier" value=id.to_string() /> }
        });
        let all = (!self.asked.words.is_empty() || self.asked.supplier.is_some()).then(|| {
            let href = format!("{}?tab={tab}", self.base());
            view! { <LinkButton href=href label=say.t("po-show-all") kind="bare" /> }
        });
        view! {
            <form class="filters" method="get" action=self.base() role="search">
                <input type="hidden" name="tab" value=tab />
                {supplier}
                {search_input(say.t("po-search"), &self.asked.words)}
                {search_button(say)}
                {all}
            </form>
        }
        .into_any()
    }

    fn result(&self, listed: &Listed) -> AnyView {
        if listed.rows.is_empty() {
            return self.nothing(listed);
        }
        let say = self.say;
        let rows = listed.rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("po-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("po-order")}</th>
                            <th scope="col">{say.t("po-supplier")}</th>
                            <th scope="col" class="extra">{say.t("po-made")}</th>
                            <th scope="col">{say.t("po-expected")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num wide-only">{say.t("po-lines")}</th>
                            <th scope="col" class="money">{say.t("total")}</th>
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
        let scope = self.scope;
        let href = format!("{}/{}", self.base(), row.purchase_id);
        let name = say.with("po-number", &[("number", &row.number.to_string())]);
        let made = dates::recent(say, scope.calendar.local(row.made_at), scope.today());
        let expected = row.expected_on.map(|day| dates::day(say, day));
        let late = row.state.takes_goods()
            && !row.state.is_final()
            && row.expected_on.is_some_and(|day| day < scope.today());
        let late = late.then(|| view! { <Status kind="look" text=say.t("po-late") /> });
        let code = row.state.code();
        let sign = currency_sign(&scope.currency).to_owned();
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{name}</a>
                </td>
                <td class="by">{row.supplier_name.clone()}</td>
                <td class="extra far">{made}</td>
                <td data-label=say.t("po-expected")>{expected}</td>
                <td class="state">
                    <Status kind=state_kind(code) text=state_words(say, code) />
                    " "
                    {late}
                </td>
                <td class="num wide-only far">{row.lines.to_string()}</td>
                <td class="money aside">
                    <Amount currency=sign text=row.total.short(&scope.currency) />
                </td>
            </tr>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            self.address(self.asked.state, page)
        })
    }

    /// Why the list is empty, and what to do about it.
    fn nothing(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let ever = listed.counts.iter().any(|(_, count)| *count > 0);
        if ever {
            let all = self.base();
            let (title, text) = (say.t("po-none-found"), say.t("po-none-found-text"));
            return nothing_found(title, text, (all, say.t("po-show-all")));
        }
        let (title, text) = (say.t("po-none"), say.t("po-none-text"));
        let suggested = format!("{}/suggested", self.base());
        view! {
            <EmptyState icon="truck" title=title text=text>
                <LinkButton href=suggested label=say.t("suggest-title") icon="clipboard" />
            </EmptyState>
        }
        .into_any()
    }
}
