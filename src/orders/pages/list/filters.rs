//! The filters of the list: words at hand, the rest folded away until it is wanted. A plain form
//! that asks for an address: what is narrowed can be kept, sent and gone back from.

use leptos::prelude::*;

use super::OrderList;
use crate::orders::{Fulfilment, Payment, Sort, State};
use crate::ui::{CheckField, Field, Icon, LinkButton, SelectField};

impl OrderList<'_> {
    /// Words, and behind them everything else that narrows the list.
    pub fn filter_form(&self) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let words = filter.words.clone().unwrap_or_default();
        let all = (filter.is_narrowed()).then(|| {
            let href = self.address(&crate::orders::Filter::of_tab(&filter.tab));
            view! { <LinkButton href=href label=say.t("orders-filter-clear") kind="bare" /> }
        });
        view! {
            <form class="narrow no-print" role="search" method="get" action=self.path()>
                <input type="hidden" name="tab" value=filter.tab.clone() />
                <div class="filters">
                    <div class="box find">
                        <Icon name="search" />
                        <input
                            type="search"
                            name="q"
                            value=words
                            placeholder=say.t("orders-search-hint")
                            aria-label=say.t("search")
                        />
                    </div>
                    <button type="submit" class="button">
                        {say.t("search")}
                    </button>
                    {all}
                </div>
                <details class="more" open=filter.is_detailed()>
                    <summary>
                        <Icon name="filter" />
                        {say.t("orders-filter")}
                    </summary>
                    <div class="narrow-by">{self.choices()} {self.days()} {self.wants()}</div>
                    <button type="submit" class="button">
                        {say.t("orders-filter-show")}
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

    fn choices(&self) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let states = State::ALL.map(State::code);
        let states = states.map(|code| (code.to_owned(), say.t(&format!("order-state-{code}"))));
        let pays = Payment::ALL.map(Payment::code);
        let pays = pays.map(|code| (code.to_owned(), say.t(&format!("order-payment-{code}"))));
        let ways = vec![
            (Fulfilment::Pickup.code().to_owned(), say.t("pick-up")),
            (Fulfilment::Delivery.code().to_owned(), say.t("delivery")),
        ];
        let areas = self.areas.iter();
        let areas: Vec<_> = areas
            .map(|area| (area.area_id.to_string(), area.name.clone()))
            .collect();
        let places = self.locations.iter();
        let places: Vec<_> = places
            .map(|at| (at.location_id.to_string(), at.name.clone()))
            .collect();
        let sorts = Sort::ALL.map(Sort::code);
        let sorts = sorts.map(|code| (code.to_owned(), say.t(&format!("orders-sort-{code}"))));
        let state = filter.state.map(|state| state.code().to_owned());
        let pay = filter.payment.map(|pay| pay.code().to_owned());
        let way = filter.fulfilment.map(|way| way.code().to_owned());
        let area = filter.area.map(|id| id.to_string());
        let place = filter.location.map(|id| id.to_string());
        let sort = filter.order().code().to_owned();
        view! {
            {self.select("state", say.t("state"), state, states.into())}
            {self.select("pay", say.t("orders-payment"), pay, pays.into())}
            {self.select("how", say.t("orders-reaches"), way, ways)}
            {(!areas.is_empty())
                .then(|| self.select("area", say.t("orders-deliver-to"), area, areas))}
            {(places.len() > 1)
                .then(|| self.select("at", say.t("orders-packed-at"), place, places))}
            <SelectField
                label=say.t("orders-sort")
                name="sort"
                options=sorts.into()
                selected=sort
            />
        }
        .into_any()
    }

    fn days(&self) -> AnyView {
        let say = self.say;
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |d| d.to_string());
        let crossed = self.filter.is_crossed();
        let crossed = crossed.then(|| say.t("filter-days-crossed"));
        view! {
            <Field
                label=say.t("orders-filter-from")
                name="from"
                kind="date"
                value=day(self.filter.from)
            />
            <Field
                label=say.t("orders-filter-to")
                name="to"
                kind="date"
                value=day(self.filter.to)
                error=crossed
            />
        }
        .into_any()
    }

    fn wants(&self) -> AnyView {
        let say = self.say;
        let owed = say.t("orders-tab-refunds");
        let look = say.t("orders-tab-review");
        view! {
            <CheckField label=owed name="owed" checked=self.filter.owed />
            <CheckField label=look name="look" checked=self.filter.look />
        }
        .into_any()
    }
}
