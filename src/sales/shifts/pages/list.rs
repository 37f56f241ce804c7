//! `/b/{business}/sales/shifts`: who had which till, and what was over or short, narrowed as the
//! address says.

use chrono::NaiveDate;
use leptos::prelude::*;
use uuid::Uuid;

use super::{allow, difference, number};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::sales::pages::tabs;
use crate::sales::shifts::{self, Filter, Listed, Shift, State};
use crate::sales::{store, to_look_at};
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, Field, Icon, LinkButton, SelectField, Status, dates, nothing_found,
    page_links,
};
use crate::values::{Money, Stop, currency_sign};

/// The list. Who may not see everybody's shifts sees her own.
pub async fn shifts(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let mut filter = Filter::read(|name| visit.query(name));
    let sees_all = may(&tx.scope().who, Power::SeeShifts);
    if !sees_all {
        filter.cashier = tx.scope().member_id();
    }
    let listed = shifts::list(&mut tx, &filter).await?;
    let locations = businesses::locations(&mut tx).await?;
    let cashiers = store::sellers(&mut tx).await?;
    let waits = to_look_at(&mut tx).await?;
    let scope = tx.scope();
    let list = List {
        say: Say(visit.language_for(scope)),
        scope,
        base: format!("/b/{}/sales/shifts", scope.slug),
        filter: filter.on_page(listed.page),
        sees_all,
        locations: &locations,
        cashiers: &cashiers,
    };
    let say = list.say;
    let rows = if listed.rows.is_empty() {
        list.nothing()
    } else {
        list.table(&listed.rows)
    };
    let body = view! {
        {tabs(say, scope, "sales/shifts", waits)}
        {list.filters()}
        {rows}
        {list.pager(&listed)}
    };
    let body = body.into_any();
    Ok(Page::of(scope, "sales", say.t("shifts-title"), body))
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    filter: Filter,
    sees_all: bool,
    locations: &'a [Location],
    cashiers: &'a [(Uuid, String)],
}

impl List<'_> {
    fn amount(&self, money: Money) -> AnyView {
        let currency = &self.scope.currency;
        let sign = currency_sign(currency).to_owned();
        view! { <Amount currency=sign text=money.full(currency) /> }.into_any()
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

    /// State, location, cashier and days. A plain form that asks for an address.
    fn filters(&self) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let states = State::ALL.map(State::code);
        let states = states.map(|code| (code.to_owned(), say.t(&format!("shift-state-{code}"))));
        let state = filter.state.map(|state| state.code().to_owned());
        let places = self.locations.iter();
        let places: Vec<_> = places
            .map(|at| (at.location_id.to_string(), at.name.clone()))
            .collect();
        let at = filter.location.map(|id| id.to_string());
        let cashiers = self.cashiers.iter();
        let cashiers: Vec<_> = cashiers
            .map(|(member_id, name)| (member_id.to_string(), name.clone()))
            .collect();
        let by = filter.cashier.map(|id| id.to_string());
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let crossed = filter.is_crossed().then(|| say.t("filter-days-crossed"));
        let (base, action) = (self.base.clone(), self.base.clone());
        view! {
            <form class="narrow no-print" method="get" action=action>
                <details class="more" open=self.is_narrowed()>
                    <summary>
                        <Icon name="filter" />
                        {say.t("shifts-filter")}
                    </summary>
                    <div class="narrow-by">
                        {self.select("state", say.t("shift-state"), state, states.into())}
                        {(places.len() > 1)
                            .then(|| self.select("at", say.t("sales-location"), at, places))}
                        {self
                            .sees_all
                            .then(|| self.select("by", say.t("shift-cashier"), by, cashiers))}
                        <Field
                            label=say.t("sales-from")
                            name="from"
                            kind="date"
                            value=day(filter.from)
                        />
                        <Field
                            label=say.t("sales-to")
                            name="to"
                            kind="date"
                            value=day(filter.to)
                            error=crossed
                        />
                    </div>
                    <div class="row">
                        <button type="submit" class="button">
                            {say.t("sales-filter-show")}
                        </button>
                        <LinkButton href=base label=say.t("shifts-show-all") kind="bare" />
                    </div>
                </details>
            </form>
        }
        .into_any()
    }

    /// Whether she narrowed the list: that it shows hers alone is not her doing.
    fn is_narrowed(&self) -> bool {
        let own = Filter {
            cashier: self.filter.cashier.filter(|_| self.sees_all),
            ..self.filter.clone()
        };
        own.is_narrowed()
    }

    fn table(&self, rows: &[Shift]) -> AnyView {
        let say = self.say;
        let rows = rows.iter().map(|shift| self.row(shift)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("shifts-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("shift")}</th>
                            <th scope="col">{say.t("shift-state")}</th>
                            <th scope="col">{say.t("shift-cashier")}</th>
                            <th scope="col" class="extra">
                                {say.t("shift-till")}
                            </th>
                            <th scope="col">{say.t("shift-opened")}</th>
                            <th scope="col" class="money">
                                {say.t("shift-counted")}
                            </th>
                            <th scope="col" class="money">
                                {say.t("shift-difference")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, shift: &Shift) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base, shift.shift_id);
        let opened = self.scope.calendar.local(shift.opened_at);
        let opened = dates::recent(say, opened, self.scope.today());
        let till = format!("{}, {}", shift.device_name, shift.location_name);
        let closed = shift.closed.as_ref();
        let (look, words) = match closed {
            None => ("info", say.t("shift-state-open")),
            Some(end) if end.variance < Money::ZERO => ("bad", difference(say, end.variance)),
            Some(end) if end.variance > Money::ZERO => ("look", difference(say, end.variance)),
            Some(_) => ("good", say.t("shift-state-closed")),
        };
        let counted = closed.map(|end| self.amount(end.counted));
        let variance = closed.map(|end| self.amount(end.variance));
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{number(shift)}</a>
                </td>
                <td class="state">
                    <Status kind=look text=words />
                </td>
                <td class="by">{shift.cashier.clone()}</td>
                <td class="extra" data-label=say.t("shift-till")>
                    {till}
                </td>
                <td class="by">{opened}</td>
                <td class="money" data-label=say.t("shift-counted")>
                    {counted}
                </td>
                <td class="money aside">{variance}</td>
            </tr>
        }
        .into_any()
    }

    /// Why the list is empty.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        if self.is_narrowed() {
            let all = self.base.clone();
            let (title, text) = (say.t("shifts-not-found"), say.t("shifts-not-found-text"));
            return nothing_found(title, text, (all, say.t("shifts-show-all")));
        }
        let (title, text) = (say.t("shifts-none"), say.t("shifts-none-text"));
        let tills = may(&self.scope.who, Power::KeepTills).then(|| {
            let tills = format!("/b/{}/tills", self.scope.slug);
            view! { <LinkButton href=tills label=say.t("nav-tills") icon="phone-pay" /> }
        });
        view! {
            <EmptyState icon="clock" title=title text=text>
                {tills}
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            format!("{}{}", self.base, self.filter.on_page(page).query())
        })
    }
}
