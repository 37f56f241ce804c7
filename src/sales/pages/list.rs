//! `/b/{business}/sales`: what was sold and brought back, day by day, narrowed as the address says,
//! with what it comes to.

use chrono::NaiveDate;
use leptos::prelude::*;
use uuid::Uuid;

use super::{allow, kind_look, tabs, title};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::sales::{self, Filter, Listed, Sale, SaleKind, store};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, Field, Icon, KeyFigure, LinkButton, SelectField, Status, dates, file_link,
    nothing_found, page_links,
};
use crate::values::{Money, Stop, currency_sign};

/// The list.
pub async fn sales(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let filter = Filter::read(tx.scope().today(), |name| visit.query(name));
    let listed = sales::list(&mut tx, &filter).await?;
    let locations = businesses::locations(&mut tx).await?;
    let sellers = store::sellers(&mut tx).await?;
    let waits = sales::to_look_at(&mut tx).await?;
    let scope = tx.scope();
    let view = SaleList {
        say: Say(visit.language_for(scope)),
        scope,
        filter: filter.on_page(listed.page),
        locations: &locations,
        sellers: &sellers,
    };
    let say = view.say;
    let rows = if listed.rows.is_empty() {
        view.nothing()
    } else {
        view.table(&listed.rows)
    };
    let body = view! {
        {tabs(say, scope, "sales", waits)}
        {view.days()}
        {view.filter_form()}
        {view.figures(&listed)}
        {rows}
        {view.pager(&listed)}
        {may(&scope.who, Power::SeeBooks).then(|| file_link(say, &scope.slug, "sales"))}
    };
    let body = body.into_any();
    Ok(Page::of(scope, "sales", say.t("nav-sales"), body))
}

/// What the parts of the page are drawn from.
struct SaleList<'a> {
    say: Say,
    scope: &'a Scope,
    filter: Filter,
    locations: &'a [Location],
    sellers: &'a [(Uuid, String)],
}

impl SaleList<'_> {
    fn path(&self) -> String {
        format!("/b/{}/sales", self.scope.slug)
    }

    fn address(&self, filter: &Filter) -> String {
        format!("{}?{}", self.path(), filter.query())
    }

    fn amount(&self, money: Money) -> AnyView {
        let currency = &self.scope.currency;
        let sign = currency_sign(currency).to_owned();
        view! { <Amount currency=sign text=money.full(currency) /> }.into_any()
    }

    /// Which days are shown, and the ways to the days beside them.
    fn days(&self) -> AnyView {
        let say = self.say;
        let today = self.scope.today();
        let (from, to) = (self.filter.from, self.filter.to);
        let shown = if from == to {
            dates::day(say, from)
        } else {
            format!("{} – {}", dates::day(say, from), dates::day(say, to))
        };
        let link = |day: NaiveDate, words: String, icon: &'static str| {
            let href = self.address(&self.filter.on_day(day));
            view! { <LinkButton href=href label=words icon=icon class="small" /> }
        };
        let before = link(
            self.filter.day_before(),
            say.t("sales-day-before"),
            "arrow-left",
        );
        let after = (to < today).then(|| {
            link(
                self.filter.day_after(),
                say.t("sales-day-after"),
                "arrow-right",
            )
        });
        let is_today = (from, to) == (today, today);
        let now = (!is_today).then(|| link(today, say.t("today"), "clock"));
        view! {
            <nav class="row no-print" aria-label=say.t("sales-days")>
                <b>{shown}</b>
                {before}
                {after}
                {now}
            </nav>
        }
        .into_any()
    }

    /// Days, location, seller and kind. A plain form that asks for an address.
    fn filter_form(&self) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let places = self.locations.iter();
        let places: Vec<_> = places
            .map(|at| (at.location_id.to_string(), at.name.clone()))
            .collect();
        let sellers = self.sellers.iter();
        let sellers: Vec<_> = sellers
            .map(|(member_id, name)| (member_id.to_string(), name.clone()))
            .collect();
        let kinds = SaleKind::ALL.map(SaleKind::code);
        let kinds = kinds.map(|code| (code.to_owned(), say.t(&format!("sale-kind-{code}"))));
        let at = filter.location.map(|id| id.to_string());
        let by = filter.seller.map(|id| id.to_string());
        let kind = filter.kind.map(|kind| kind.code().to_owned());
        view! {
            <form class="narrow no-print" method="get" action=self.path()>
                <details class="more" open=filter.is_narrowed()>
                    <summary>
                        <Icon name="filter" />
                        {say.t("sales-filter")}
                    </summary>
                    <div class="narrow-by">
                        <Field
                            label=say.t("sales-from")
                            name="from"
                            kind="date"
                            value=filter.from.to_string()
                        />
                        <Field
                            label=say.t("sales-to")
                            name="to"
                            kind="date"
                            value=filter.to.to_string()
                        />
                        {(places.len() > 1)
                            .then(|| self.select("at", say.t("sales-location"), at, places))}
                        {self.select("by", say.t("sales-seller"), by, sellers)}
                        {self.select("kind", say.t("sales-kind"), kind, kinds.into())}
                    </div>
                    <button type="submit" class="button">
                        {say.t("sales-filter-show")}
                    </button>
                </details>
            </form>
        }
        .into_any()
    }

    /// A list to choose one from, or all.
    fn select(
        &self,
        name: &'static str,
        label: String,
        chosen: Option<String>,
        options: Vec<(String, String)>,
    ) -> AnyView {
        let mut all = vec![(String::new(), self.say.t("all"))];
        all.extend(options);
        let chosen = chosen.unwrap_or_default();
        view! { <SelectField label=label name=name options=all selected=chosen /> }.into_any()
    }

    /// What all of them come to, on every page.
    fn figures(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        let sums = &listed.sums;
        let net = sums.sold.minus(sums.back).unwrap_or_default();
        let counted = say.count("sales-count", sums.sales);
        let back = say.count("sales-refund-count", sums.refunds);
        let margin = may(&self.scope.who, Power::SeeBooks).then(|| {
            let margin = self.amount(sums.margin);
            view! { <KeyFigure label=say.t("sales-margin")>{margin}</KeyFigure> }
        });
        let (sold, given) = (self.amount(sums.sold), self.amount(sums.back));
        let (net, tax) = (self.amount(net), self.amount(sums.tax));
        view! {
            <dl class="card figures">
                <KeyFigure label=say.t("sales-sold") note=counted.into_any()>
                    {sold}
                </KeyFigure>
                <KeyFigure label=say.t("sales-came-back") note=back.into_any()>
                    {given}
                </KeyFigure>
                <KeyFigure label=say.t("sales-net")>{net}</KeyFigure>
                <KeyFigure label=say.t("sales-tax")>{tax}</KeyFigure>
                {margin}
            </dl>
        }
        .into_any()
    }

    fn table(&self, rows: &[Sale]) -> AnyView {
        let say = self.say;
        let sees_books = may(&self.scope.who, Power::SeeBooks);
        let rows = rows.iter().map(|sale| self.row(sale, sees_books));
        let margin = sees_books.then(|| {
            view! { <th scope="col" class="money wide-only">{say.t("sales-margin")}</th> }
        });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("nav-sales")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("sales-document")}</th>
                            <th scope="col">{say.t("sales-when")}</th>
                            <th scope="col" class="extra">{say.t("sales-location")}</th>
                            <th scope="col">{say.t("sales-seller")}</th>
                            <th scope="col" class="extra">{say.t("orders-customer")}</th>
                            <th scope="col">{say.t("sales-kind")}</th>
                            {margin}
                            <th scope="col" class="money">{say.t("total")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, sale: &Sale, sees_books: bool) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.path(), sale.sale_id);
        let at = self.scope.calendar.local(sale.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let kind = say.t(&format!("sale-kind-{}", sale.kind.code()));
        let turned = |money: Money| match sale.kind {
            SaleKind::Sale => money,
            SaleKind::Refund => money.negated().unwrap_or_default(),
        };
        let margin = sees_books.then(|| {
            let margin = turned(sale.margin().unwrap_or_default());
            let text = margin.full(&sale.currency);
            view! { <td class="money wide-only far">{text}</td> }
        });
        let total = turned(sale.total).full(&sale.currency);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{title(say, sale)}</a>
                </td>
                <td class="by">
                    <span class="num">{at}</span>
                </td>
                <td class="by extra">{sale.location_name.clone()}</td>
                <td class="by">{sale.seller.clone()}</td>
                <td class="by extra">{sale.buyer_name.clone()}</td>
                <td class="state">
                    <Status kind=kind_look(sale.kind) text=kind />
                </td>
                {margin}
                <td class="money aside">
                    <Amount currency=currency_sign(&sale.currency) text=total />
                </td>
            </tr>
        }
        .into_any()
    }

    /// Where the list would be: nothing fits the filter, or nothing was sold on these days.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        if self.filter.is_narrowed() {
            let plain = Filter {
                location: None,
                seller: None,
                kind: None,
                ..self.filter.on_page(1)
            };
            let href = self.address(&plain);
            let (title, text) = (say.t("sales-not-found"), say.t("sales-not-found-text"));
            return nothing_found(title, text, (href, say.t("sales-show-all")));
        }
        let (title, text) = (say.t("sales-none"), say.t("sales-none-text"));
        let tills = may(&self.scope.who, Power::KeepTills).then(|| {
            let tills = format!("/b/{}/tills", self.scope.slug);
            view! { <LinkButton href=tills label=say.t("nav-tills") icon="phone-pay" /> }
        });
        view! {
            <EmptyState icon="cart" title=title text=text>
                {tills}
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            self.address(&self.filter.on_page(page))
        })
    }
}
