//! `/b/{business}/orders`: orders by what waits for them, found by code, phone or name.

use chrono::SecondsFormat;
use leptos::prelude::*;

use super::{fulfilment_words, payment_kind, payment_words, state_kind, state_words};
use crate::orders::islands::NewOrders;
use crate::orders::{self, Filter, Listed, Row};
use crate::platform::http::encode;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, Icon, LinkButton, Pager, Status, Tabs, dates};
use crate::values::{Stop, currency_sign};

/// The tab that opens where the address names none.
const FIRST: &str = "open";

/// The list of orders.
pub async fn orders(visit: Visit) -> Result<Page, Stop> {
    let filter = Filter {
        tab: visit.query("tab").unwrap_or_else(|| FIRST.to_owned()),
        words: visit.query("q"),
        page: visit
            .query("page")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeOrders)?;
    let listed = orders::list(&mut tx, &filter).await?;
    let scope = tx.scope();
    let view = OrderList {
        say: Say(visit.language_for(scope)),
        scope,
        tab: shown_tab(&filter, &listed),
        words: filter.words.as_deref(),
    };
    let say = view.say;
    let body = view! {
        {view.news()}
        {view.tabs(&listed)}
        {view.search()}
        {if listed.rows.is_empty() { view.nothing(&listed) } else { view.table(&listed.rows) }}
        {view.pager(&listed)}
    };
    let body = body.into_any();
    Ok(Page::of(scope, "orders", say.t("orders-title"), body))
}

/// The tab that is shown: the one asked for, if there is one of that name.
fn shown_tab<'a>(filter: &'a Filter, listed: &Listed) -> &'a str {
    let known = listed.counts.iter().any(|(tab, _)| *tab == filter.tab);
    if known { &filter.tab } else { FIRST }
}

/// What the parts of the page are drawn from.
struct OrderList<'a> {
    say: Say,
    scope: &'a Scope,
    tab: &'a str,
    words: Option<&'a str>,
}

impl OrderList<'_> {
    fn path(&self) -> String {
        format!("/b/{}/orders", self.scope.slug)
    }

    fn address(&self, tab: &str, page: i64) -> String {
        let words = self.words.map(|words| format!("&q={}", encode(words)));
        let words = words.unwrap_or_default();
        let page = if page > 1 {
            format!("&page={page}")
        } else {
            String::new()
        };
        format!("{}?tab={}{words}{page}", self.path(), encode(tab))
    }

    /// Tells of orders that come in while the page stands open.
    fn news(&self) -> AnyView {
        let say = self.say;
        let since = self.scope.now.to_rfc3339_opts(SecondsFormat::Micros, true);
        view! {
            <NewOrders
                business=self.scope.slug.clone()
                since=since
                label_one=say.t("orders-new-one")
                label_many=say.with("orders-new-many", &[("count", "#")])
                href=format!("{}?tab=all", self.path())
            />
        }
        .into_any()
    }

    fn tabs(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let item = |(tab, count): &(String, i64)| {
            let words = say.t(&format!("orders-tab-{tab}"));
            let count = (*count > 0).then(|| count.to_string());
            (self.address(tab, 1), words, tab == self.tab, count)
        };
        let items: Vec<_> = listed.counts.iter().map(item).collect();
        view! { <Tabs items=items label=say.t("orders-tabs") /> }.into_any()
    }

    fn search(&self) -> AnyView {
        let say = self.say;
        view! {
            <form class="filters" role="search" method="get" action=self.path()>
                <input type="hidden" name="tab" value=self.tab.to_owned() />
                <div class="box find">
                    <Icon name="search" />
                    <input
                        type="search"
                        name="q"
                        value=self.words.unwrap_or_default().to_owned()
                        placeholder=say.t("orders-search-hint")
                        aria-label=say.t("search")
                    />
                </div>
                <button type="submit" class="button">
                    {say.t("search")}
                </button>
            </form>
        }
        .into_any()
    }

    fn table(&self, rows: &[Row]) -> AnyView {
        let say = self.say;
        let rows = rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("orders-title")}</caption>
                    <thead>
                        <tr>
                            <th>{say.t("orders-order")}</th>
                            <th>{say.t("orders-customer")}</th>
                            <th class="extra">{say.t("orders-placed")}</th>
                            <th class="extra">{say.t("orders-reaches")}</th>
                            <th>{say.t("orders-payment")}</th>
                            <th>{say.t("state")}</th>
                            <th class="num wide-only">{say.t("orders-items")}</th>
                            <th class="money">{say.t("total")}</th>
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
        let order = &row.order;
        let href = format!("{}/{}", self.path(), order.order_id);
        let placed = self.scope.calendar.local(order.placed_at);
        let placed = dates::recent(say, placed, self.scope.today());
        let review = order.review.is_some().then(|| {
            view! { <Status kind="bad" text=say.t("orders-tab-review") /> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a class="num" href=href>
                        {order.code.clone()}
                    </a>
                </td>
                <td class="by whose">
                    {order.customer_name.clone()} " "
                    <div class="quiet num">{order.phone.shown()}</div>
                </td>
                <td class="by extra">
                    <span class="num">{placed}</span>
                </td>
                <td class="by extra">{fulfilment_words(say, order)}</td>
                <td class="state">
                    <Status kind=payment_kind(order) text=payment_words(say, order) />
                </td>
                <td class="state">
                    <Status kind=state_kind(order.state) text=state_words(say, order) />
                    " "
                    {review}
                </td>
                <td class="num wide-only">{row.items.to_string()}</td>
                <td class="money aside">
                    <Amount
                        currency=currency_sign(&order.currency)
                        text=order.total.full(&order.currency)
                    />
                </td>
            </tr>
        }
        .into_any()
    }

    /// Where the list would be: nothing was found, this tab is empty, or nobody ordered yet.
    fn nothing(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let ever = listed.counts.iter().any(|(_, count)| *count > 0);
        if !ever {
            let shop = format!("/s/{}", self.scope.slug);
            return view! {
                <EmptyState
                    icon="orders"
                    title=say.t("orders-none-yet")
                    text=say.t("orders-none-yet-text")
                >
                    <LinkButton href=shop label=say.t("orders-see-storefront") icon="store" />
                </EmptyState>
            }
            .into_any();
        }
        let all = format!("{}?tab=all", self.path());
        let (title, text) = if self.words.is_some() {
            (say.t("orders-not-found"), say.t("orders-not-found-text"))
        } else {
            (say.t("orders-none-here"), say.t("orders-none-here-text"))
        };
        view! {
            <EmptyState icon="orders" title=title text=text>
                <LinkButton href=all label=say.t("orders-show-all") />
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        if listed.pages <= 1 {
            return ().into_any();
        }
        let say = self.say;
        let page = listed.page;
        let previous = (page > 1).then(|| self.address(self.tab, page - 1));
        let next = (page < listed.pages).then(|| self.address(self.tab, page + 1));
        let (page, pages) = (page.to_string(), listed.pages.to_string());
        view! {
            <Pager
                previous=previous
                next=next
                previous_label=say.t("previous")
                next_label=say.t("next")
                position_text=say.with("page-of", &[("page", &page), ("pages", &pages)])
            />
        }
        .into_any()
    }
}
