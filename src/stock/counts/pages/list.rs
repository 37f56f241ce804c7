//! `/b/{business}/stock/takes`: every stock take, the newest first.

use leptos::prelude::*;

use super::{PER_PAGE, page_of, state_kind, state_words, title_of};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::counts::stock_take::{State, StockTake};
use crate::stock::counts::store;
use crate::stock::levels::stock_tabs;
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, LinkButton, Status, Tabs, dates, page_links};
use crate::values::{Stop, currency_sign};

/// The list of takes.
pub async fn takes(visit: Visit) -> Result<Page, Stop> {
    let asked = visit.query("state").unwrap_or_default();
    let state = State::parse(&asked);
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let code = state.map(State::code);
    let total = store::total(&mut tx, code).await?;
    let (page, pages, offset) = page_of(visit.query("page"), total);
    let found = store::page(&mut tx, code, PER_PAGE, offset).await?;
    let list = List {
        say: Say(visit.language_for(tx.scope())),
        scope: tx.scope(),
        base: format!("/b/{}/stock/takes", tx.scope().slug),
        state,
    };
    let say = list.say;
    let body = view! {
        {stock_tabs(say, list.scope, "takes")}
        {list.tabs()}
        {list.result(&found)}
        {(pages > 1).then(|| list.pager(page, pages))}
    };
    let title = say.t("take-title");
    let mut drawn = Page::of(tx.scope(), "stock", title, body.into_any());
    drawn.act = list.opens().then(|| list.new_button("main-act"));
    Ok(drawn)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    state: Option<State>,
}

impl List<'_> {
    fn opens(&self) -> bool {
        may(&self.scope.who, Power::MoveStock)
    }

    fn new_button(&self, class: &'static str) -> AnyView {
        let href = format!("{}/new", self.base);
        let label = self.say.t("take-new");
        view! { <LinkButton href=href label=label kind="go" icon="plus" class=class /> }.into_any()
    }

    /// This list, of one state or of all, on one of its pages.
    fn address(&self, state: Option<State>, page: i64) -> String {
        let mut pairs = Vec::new();
        if let Some(state) = state {
            pairs.push(format!("state={}", state.code()));
        }
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        if pairs.is_empty() {
            return self.base.clone();
        }
        format!("{}?{}", self.base, pairs.join("&"))
    }

    fn tabs(&self) -> AnyView {
        let say = self.say;
        let tab = |state: Option<State>| {
            let words = state.map_or_else(|| say.t("all"), |state| state_words(say, state));
            (self.address(state, 1), words, state == self.state, None)
        };
        let states = State::ALL.into_iter().map(Some);
        let items = std::iter::once(None).chain(states).map(tab).collect();
        view! { <Tabs items=items label=say.t("take-tabs") /> }.into_any()
    }

    fn result(&self, found: &[StockTake]) -> AnyView {
        let say = self.say;
        if found.is_empty() {
            let (title, text) = if self.state.is_some() {
                (say.t("take-none-such"), say.t("take-none-such-text"))
            } else {
                (say.t("take-none"), say.t("take-none-text"))
            };
            let act = (self.opens() && self.state.is_none()).then(|| self.new_button(""));
            return view! { <EmptyState icon="clipboard" title=title text=text>{act}</EmptyState> }
                .into_any();
        }
        let rows = found.iter().map(|take| self.row(take)).collect_view();
        let value = self
            .opens()
            .then(|| view! { <th scope="col" class="money">{say.t("take-value")}</th> });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("take-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col">{say.t("take-place")}</th>
                            <th scope="col" class="extra">
                                {say.t("take-opened")}
                            </th>
                            <th scope="col" class="num">{say.t("take-counted")}</th>
                            <th scope="col">{say.t("state")}</th>
                            {value}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, take: &StockTake) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base, take.take_id);
        let opened = self.scope.calendar.local(take.opened_at);
        let opened = dates::recent(say, opened, self.scope.today());
        let by = take.opened_by.clone().unwrap_or_default();
        let value = self.opens().then(|| {
            let currency = &self.scope.currency;
            let amount = (take.state == State::Done).then(|| {
                let sign = currency_sign(currency).to_owned();
                view! { <Amount currency=sign text=take.value.full(currency) /> }
            });
            view! { <td class="money aside">{amount}</td> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{title_of(say, take)}</a>
                </td>
                <td class="by">{take.place()}</td>
                <td class="by extra">{opened} " · " {by}</td>
                <td class="num by">{say.count("product-count", take.lines)}</td>
                <td class="state">
                    <Status kind=state_kind(take.state) text=state_words(say, take.state) />
                </td>
                {value}
            </tr>
        }
        .into_any()
    }

    fn pager(&self, page: i64, pages: i64) -> AnyView {
        page_links(self.say, (page, pages), None, |page| {
            self.address(self.state, page)
        })
    }
}
