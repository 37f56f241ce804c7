//! `/b/{business}/stock/adjustments`: what changed though nobody traded, narrowed as the address says.

use leptos::prelude::*;

use super::{change, places, reason_kind, reason_words};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::adjustments::{self, Filter, Listed, Reason, Row};
use crate::stock::levels::{sees_costs, stock_tabs};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Icon, LinkButton, SelectField, Status, dates, file_link, nothing_found,
    page_links,
};
use crate::values::Stop;

/// The list of adjustments.
pub async fn adjustments(visit: Visit) -> Result<Page, Stop> {
    let filter = Filter::read(|name| visit.query(name));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let listed = adjustments::list(&mut tx, &filter).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let list = List {
        say,
        scope,
        base: format!("/b/{}/stock/adjustments", scope.slug),
        filter: filter.on_page(listed.page),
    };
    let rows = if listed.rows.is_empty() {
        list.nothing()
    } else {
        list.table(&listed.rows)
    };
    let body = view! {
        {stock_tabs(say, scope, "adjustments")}
        {list.filters(&locations)}
        {rows}
        {list.pager(&listed)}
        {file_link(say, &scope.slug, "adjustments")}
    };
    let mut page = Page::of(scope, "stock", say.t("adjustments-title"), body.into_any());
    page.act = list.acts();
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    filter: Filter,
}

impl List<'_> {
    /// What can be begun here, where she may.
    fn acts(&self) -> Option<AnyView> {
        if !may(&self.scope.who, Power::MoveStock) {
            return None;
        }
        let say = self.say;
        let new = format!("{}/new", self.base);
        let revalue = format!("/b/{}/stock/revalue", self.scope.slug);
        let acts = view! {
            <LinkButton href=revalue label=say.t("revalue-title") icon="tag" />
            <LinkButton
                href=new
                label=say.t("adjustment-new")
                kind="go"
                icon="plus"
                class="main-act"
            />
        };
        Some(acts.into_any())
    }

    fn filters(&self, locations: &[Location]) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let all = || vec![(String::new(), say.t("all"))];
        let mut reasons = all();
        let known = Reason::ALL.into_iter();
        reasons.extend(known.map(|why| (why.code().to_owned(), reason_words(say, why))));
        let mut at = all();
        at.extend(places(locations));
        let several = locations.len() > 1;
        let reason = filter.reason.map(Reason::code).unwrap_or_default();
        let location = filter.location.map(|id| id.to_string()).unwrap_or_default();
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |d| d.to_string());
        let crossed = filter.is_crossed().then(|| say.t("filter-days-crossed"));
        let (base, action) = (self.base.clone(), self.base.clone());
        view! {
            <form class="narrow no-print" role="search" method="get" action=action>
                <details class="more" open=filter.is_narrowed()>
                    <summary>
                        <Icon name="filter" />
                        {say.t("adjustments-filter")}
                    </summary>
                    <div class="narrow-by">
                        <SelectField
                            label=say.t("adjustment-why")
                            name="reason"
                            options=reasons
                            selected=reason
                        />
                        {several
                            .then(|| {
                                view! {
                                    <SelectField
                                        label=say.t("adjustment-where")
                                        name="at"
                                        options=at
                                        selected=location
                                    />
                                }
                            })}
                        <Field
                            label=say.t("adjustments-from")
                            name="from"
                            kind="date"
                            value=day(filter.from)
                        />
                        <Field
                            label=say.t("adjustments-to")
                            name="to"
                            kind="date"
                            value=day(filter.to)
                            error=crossed
                        />
                    </div>
                    <div class="row">
                        <button type="submit" class="button">
                            {say.t("adjustments-show")}
                        </button>
                        <LinkButton href=base label=say.t("adjustments-show-all") kind="bare" />
                    </div>
                </details>
            </form>
        }
        .into_any()
    }

    fn table(&self, rows: &[Row]) -> AnyView {
        let say = self.say;
        let rows = rows.iter().map(|row| self.row(row)).collect_view();
        let value = sees_costs(&self.scope.who).then(|| {
            view! {
                <th scope="col" class="money">
                    {say.t("adjustment-value")}
                </th>
            }
        });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("adjustments-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("adjustment")}</th>
                            <th scope="col">{say.t("adjustment-why")}</th>
                            <th scope="col">{say.t("adjustment-goods")}</th>
                            <th scope="col" class="extra">
                                {say.t("adjustment-where")}
                            </th>
                            <th scope="col">{say.t("adjustment-when")}</th>
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
        let one = &row.adjustment;
        let href = format!("{}/{}", self.base, one.adjustment_id);
        let number = one.number.to_string();
        let name = say.with("adjustment-number", &[("number", &number)]);
        let at = self.scope.calendar.local(one.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let when = match &one.who {
            Some(who) => format!("{at} · {who}"),
            None => at,
        };
        let more = if row.lines > 2 {
            let more = say.count("adjustment-more-lines", row.lines - 2);
            format!("{}, {more}", row.goods)
        } else {
            row.goods.clone()
        };
        let value = sees_costs(&self.scope.who).then(|| {
            view! { <td class="money aside">{change(self.scope, one.value)}</td> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{name}</a>
                </td>
                <td class="state">
                    <Status kind=reason_kind(one.reason) text=reason_words(say, one.reason) />
                </td>
                <td class="by whose">{more}</td>
                <td class="extra" data-label=say.t("adjustment-where")>
                    {one.location_name.clone()}
                </td>
                <td class="by">{when}</td>
                {value}
            </tr>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        page_links(self.say, (listed.page, listed.pages), None, |page| {
            format!("{}{}", self.base, self.filter.on_page(page).query())
        })
    }

    /// Why the list is empty, and what to do about it.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        if self.filter.is_narrowed() {
            let all = self.base.clone();
            let (title, text) = (
                say.t("adjustments-not-found"),
                say.t("adjustments-not-found-text"),
            );
            return nothing_found(title, text, (all, say.t("adjustments-show-all")));
        }
        let new = format!("{}/new", self.base);
        let begins = may(&self.scope.who, Power::MoveStock).then(|| {
            view! { <LinkButton href=new label=say.t("adjustment-new") icon="plus" /> }
        });
        let (title, text) = (say.t("adjustments-none"), say.t("adjustments-none-text"));
        view! {
            <EmptyState icon="box" title=title text=text>
                {begins}
            </EmptyState>
        }
        .into_any()
    }
}
