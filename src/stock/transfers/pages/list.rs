//! `/b/{business}/stock/transfers`: transfers by how far they have come.

use leptos::prelude::*;

use super::{state_kind, state_words};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::levels::{sees_costs, stock_tabs};
use crate::stock::transfers::{self, Listed, Row, State};
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, LinkButton, Status, Tabs, dates, file_link, page_links};
use crate::values::{Money, Stop, currency_sign};

/// The list of transfers.
pub async fn transfers(visit: Visit) -> Result<Page, Stop> {
    let state = State::parse(&visit.query("state").unwrap_or_default());
    let state = state.unwrap_or(State::Pending);
    let asked = visit.query("page").and_then(|page| page.parse().ok());
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let listed = transfers::list(&mut tx, state, asked.unwrap_or(1)).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let list = List {
        say,
        scope,
        base: format!("/b/{}/stock/transfers", scope.slug),
        state,
    };
    let rows = if listed.rows.is_empty() {
        list.nothing(&listed)
    } else {
        list.table(&listed.rows)
    };
    let body = view! {
        {stock_tabs(say, scope, "transfers")}
        {list.tabs(&listed)}
        {rows}
        {list.pager(&listed)}
        {file_link(say, &scope.slug, "transfers")}
    };
    let mut page = Page::of(scope, "stock", say.t("transfers-title"), body.into_any());
    page.act = list.act("go");
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    state: State,
}

impl List<'_> {
    /// The way to a new one, where she may.
    fn act(&self, kind: &'static str) -> Option<AnyView> {
        if !may(&self.scope.who, Power::MoveStock) {
            return None;
        }
        let new = format!("{}/new", self.base);
        let label = self.say.t("transfer-new");
        let act = view! {
            <LinkButton href=new label=label kind=kind icon="truck" class="main-act" />
        };
        Some(act.into_any())
    }

    fn address(&self, state: State, page: i64) -> String {
        let address = format!("{}?state={}", self.base, state.code());
        if page > 1 {
            return format!("{address}&page={page}");
        }
        address
    }

    fn tabs(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let item = |state: State| {
            let count = listed.counts.get(&state).copied().unwrap_or_default();
            let count = (count > 0).then(|| count.to_string());
            let words = state_words(say, state);
            (self.address(state, 1), words, state == self.state, count)
        };
        let items: Vec<_> = State::ALL.into_iter().map(item).collect();
        view! { <Tabs items=items label=say.t("transfers-tabs") /> }.into_any()
    }

    fn table(&self, rows: &[Row]) -> AnyView {
        let say = self.say;
        let rows = rows.iter().map(|row| self.row(row)).collect_view();
        let value = sees_costs(&self.scope.who).then(|| {
            view! {
                <th scope="col" class="money">
                    {say.t("transfer-value")}
                </th>
            }
        });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("transfers-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("transfer")}</th>
                            <th scope="col">{say.t("transfer-way")}</th>
                            <th scope="col">{say.t("transfer-goods")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col">{say.t("transfer-when")}</th>
                            {value}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, row: &Row) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base, row.transfer_id);
        let number = row.number.to_string();
        let name = say.with("transfer-number", &[("number", &number)]);
        let way = format!("{} → {}", row.from_name, row.to_name);
        let at = self.scope.calendar.local(row.at);
        let at = dates::recent(say, at, self.scope.today());
        let goods = if row.lines > 2 {
            let more = say.count("transfer-more-lines", row.lines - 2);
            format!("{}, {more}", row.goods)
        } else {
            row.goods.clone()
        };
        let is_short = row.state == State::Completed && row.arrived != row.sent;
        let short = is_short.then(|| {
            view! { <Status kind="bad" text=say.t("transfer-short") /> }
        });
        // Nothing has left yet: there is no value to show.
        let value = (row.sent > Money::ZERO).then(|| {
            let sign = currency_sign(&self.scope.currency).to_owned();
            let text = row.sent.full(&self.scope.currency);
            view! { <Amount currency=sign text=text /> }
        });
        let value = sees_costs(&self.scope.who).then(|| {
            view! { <td class="money aside">{value}</td> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{name}</a>
                </td>
                <td class="by whose">{way}</td>
                <td class="by">{goods}</td>
                <td class="state">
                    <Status kind=state_kind(row.state) text=state_words(say, row.state) />
                    {short}
                </td>
                <td class="by">{at}</td>
                {value}
            </tr>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            self.address(self.state, page)
        })
    }

    /// Where the list would be: none in this state, or none ever.
    fn nothing(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let ever = listed.counts.values().any(|count| *count > 0);
        if ever {
            let (title, text) = (
                say.t("transfers-none-here"),
                say.t("transfers-none-here-text"),
            );
            return view! { <EmptyState icon="truck" title=title text=text /> }.into_any();
        }
        let (title, text) = (say.t("transfers-none"), say.t("transfers-none-text"));
        let begins = self.act("plain");
        view! {
            <EmptyState icon="truck" title=title text=text>
                {begins}
            </EmptyState>
        }
        .into_any()
    }
}
