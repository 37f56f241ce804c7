//! The list of levels: searched, filtered, sorted and paged by its address.

use leptos::prelude::*;

use super::figures::standing;
use super::{money_of, stock_tabs};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::levels::{
    Filter, Group, Listed, Row, Show, Sort, list, sees_costs, store, total_value,
};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, KeyFigure, LinkButton, Pager, Status, Tabs, nothing_found, search_form,
    search_input,
};
use crate::values::{Money, Quantity, Stop};

/// `/b/{business}/stock`
pub async fn levels(visit: Visit) -> Result<Page, Stop> {
    let filter = Filter::read(|name| visit.query(name));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let with_costs = sees_costs(&tx.scope().who);
    let listed = list(&mut tx, &filter).await?;
    // Once, at the head of everything: a sum over the account is not for every page.
    let total = if with_costs && !filter.is_narrowed() && listed.page == 1 {
        Some(total_value(&mut tx).await?)
    } else {
        None
    };
    let locations = businesses::locations(&mut tx).await?;
    let categories = store::categories(&mut tx).await?;
    let scope = tx.scope();
    let view = List {
        say: Say(visit.language_for(scope)),
        scope,
        base: format!("/b/{}/stock", scope.slug),
        filter,
        with_costs,
        locations: &locations,
    };
    let say = view.say;
    let body = view! {
        {stock_tabs(say, scope, "levels")}
        <div class="stack">
            {total.map(|total| view.head(total))}
            {view.shows()}
            {view.filters(&categories)}
            {view.result(&listed)}
        </div>
    };
    let mut page = Page::of(scope, "stock", say.t("stock-title"), body.into_any());
    page.act = Some(view.doors());
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    filter: Filter,
    with_costs: bool,
    locations: &'a [Location],
}

impl List<'_> {
    fn address(&self, filter: &Filter) -> String {
        format!("{}{}", self.base, filter.query())
    }

    /// Whether rows must say where: there are several places, and none is chosen.
    fn tells_place(&self) -> bool {
        self.locations.len() > 1 && self.filter.location.is_none()
    }

    fn head(&self, total: Money) -> AnyView {
        let say = self.say;
        let note = say.t("level-total-note").into_any();
        let worth = money_of(self.scope, total);
        view! {
            <dl class="card figures">
                <KeyFigure label=say.t("level-total") note=note>
                    {worth}
                </KeyFigure>
            </dl>
        }
        .into_any()
    }

    /// All of it, or what needs somebody.
    fn shows(&self) -> AnyView {
        let say = self.say;
        let item = |show: Show| {
            let words = say.t(&format!("level-show-{}", show.code()));
            let href = self.address(&self.filter.showing(show));
            (href, words, show == self.filter.show, None)
        };
        let items: Vec<_> = Show::ALL.into_iter().map(item).collect();
        view! { <Tabs items=items label=say.t("level-shows") /> }.into_any()
    }

    fn filters(&self, categories: &[(String, String)]) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let option = |value: String, text: String, chosen: bool| {
            view! { <option value=value selected=chosen>{text}</option> }
        };
        let chosen = filter.location;
        let places = self.locations.iter().map(|at| {
            let is_chosen = Some(at.location_id) == chosen;
            option(at.location_id.to_string(), at.name.clone(), is_chosen)
        });
        let places = places.collect_view();
        let slug = filter.category.clone().unwrap_or_default();
        let shelves = categories
            .iter()
            .map(|(value, name)| option(value.clone(), name.clone(), *value == slug));
        let shelves = shelves.collect_view();
        let several = self.locations.len() > 1;
        let words = filter.words.as_deref().unwrap_or_default();
        let inside = view! {
            {(filter.show != Show::All)
                .then(|| {
                    view! { <input type="hidden" name="show" value=filter.show.code() /> }
                })}
            {search_input(say.t("product-search"), words)}
            {several
                .then(|| {
                    view! {
                        <select name="at" aria-label=say.t("level-location")>
                            <option value="">{say.t("level-everywhere")}</option>
                            {places}
                        </select>
                    }
                })}
            <select name="category" aria-label=say.t("product-category")>
                <option value="">{say.t("product-all-categories")}</option>
                {shelves}
            </select>
        }
        .into_any();
        search_form(say, self.base.clone(), inside)
    }

    fn result(&self, listed: &Listed) -> AnyView {
        if listed.rows.is_empty() && listed.groups.is_empty() {
            return self.nothing();
        }
        let groups = self.groups(&listed.groups);
        if listed.rows.is_empty() {
            return groups.into_any();
        }
        let rows = listed.rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table levels">
                    <caption class="hidden">{self.say.t("stock-title")}</caption>
                    {self.columns()}
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {groups}
            {self.pager(listed)}
        }
        .into_any()
    }

    /// Kits and families that were found: their own pages say what is where of what they are made of.
    fn groups(&self, groups: &[Group]) -> Option<AnyView> {
        let say = self.say;
        if groups.is_empty() {
            return None;
        }
        let items = groups.iter().map(|group| {
            let href = format!("{}/products/{}", self.base, group.product_id);
            let kind = say.t(&format!("kind-{}", group.kind.code()));
            view! {
                <li class="row">
                    <a href=href>{group.name.clone()}</a>
                    <span class="quiet">{group.sku.clone()}</span>
                    <Status kind="plain" text=kind />
                </li>
            }
        });
        let items = items.collect_view();
        let view = view! {
            <section class="card stack">
                <h2>{say.t("level-groups")}</h2>
                <ul class="stack">{items}</ul>
            </section>
        };
        Some(view.into_any())
    }

    /// The heading of a column, and the way to the list in its order where it can stand so.
    fn heading(&self, sort: Sort, words: String) -> AnyView {
        if !self.filter.orders().contains(&sort) {
            return words.into_any();
        }
        let href = self.address(&self.filter.sorted(sort));
        view! {
            <a class="sort" href=href>
                {words}
            </a>
        }
        .into_any()
    }

    fn columns(&self) -> AnyView {
        let say = self.say;
        let sort = self.filter.order();
        let by_free = if sort == Sort::FreeDown {
            Sort::FreeUp
        } else {
            Sort::FreeDown
        };
        let free_order = match sort {
            Sort::FreeUp => Some("ascending"),
            Sort::FreeDown => Some("descending"),
            _ => None,
        };
        let name_order = (sort == Sort::Name).then_some("ascending");
        let value_order = (sort == Sort::ValueDown).then_some("descending");
        let place = self
            .tells_place()
            .then(|| view! { <th scope="col">{say.t("level-location")}</th> });
        let costs = self.with_costs.then(|| {
            view! {
                <th scope="col" class="num wide-only">{say.t("level-unit-cost")}</th>
                <th scope="col" class="num" aria-sort=value_order>
                    {self.heading(Sort::ValueDown, say.t("level-value"))}
                </th>
            }
        });
        view! {
            <thead>
                <tr>
                    <th scope="col" aria-sort=name_order>
                        {self.heading(Sort::Name, say.t("name"))}
                    </th>
                    {place}
                    <th scope="col" class="num extra">{say.t("level-on-hand")}</th>
                    <th scope="col" class="num extra">{say.t("level-reserved")}</th>
                    <th scope="col" class="num" aria-sort=free_order>
                        {self.heading(by_free, say.t("level-free"))}
                    </th>
                    <th scope="col">{say.t("state")}</th>
                    <th scope="col" class="num extra">{say.t("level-minimum")}</th>
                    <th scope="col" class="num extra">{say.t("level-reorder")}</th>
                    {costs}
                </tr>
            </thead>
        }
        .into_any()
    }

    fn row(&self, row: &Row) -> AnyView {
        let say = self.say;
        let href = format!("{}/products/{}", self.base, row.product_id);
        let free = super::amount_of(say, row.free(), row.unit);
        let place = self.tells_place().then(|| {
            let name = row.location.as_ref().map(|(_, name)| name.clone());
            view! {
                <td class="by">
                    <span class="place">{name}</span>
                </td>
            }
        });
        let point = |quantity: Option<Quantity>| quantity.map(Quantity::short);
        let currency = &self.scope.currency;
        let costs = self.with_costs.then(|| {
            let unit_cost = row.unit_cost().map(|cost| cost.full(currency));
            view! {
                <td class="num wide-only far">{unit_cost}</td>
                <td class="money" data-label=say.t("level-value")>
                    {row.value.full(currency)}
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                    <span class="quiet">{row.sku.clone()}</span>
                </td>
                {place}
                <td class="num extra" data-label=say.t("level-on-hand")>
                    {row.on_hand.short()}
                </td>
                <td class="num extra" data-label=say.t("level-reserved")>
                    {row.reserved.short()}
                </td>
                <td class="num aside">{free}</td>
                <td class="state">{standing(say, row)}</td>
                <td class="num extra" data-label=say.t("level-minimum")>
                    {point(row.minimum)}
                </td>
                <td class="num extra" data-label=say.t("level-reorder")>
                    {point(row.reorder)}
                </td>
                {costs}
            </tr>
        }
        .into_any()
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        let page = listed.page;
        if page == 1 && !listed.has_more {
            return ().into_any();
        }
        let say = self.say;
        let to = |page: i64| self.address(&self.filter.on_page(page));
        let previous = (page > 1).then(|| to(page - 1));
        let next = listed.has_more.then(|| to(page + 1));
        let position = say.with("stock-page", &[("page", &page.to_string())]);
        view! {
            <Pager
                previous=previous
                next=next
                previous_label=say.t("previous")
                next_label=say.t("next")
                position_text=position
            />
        }
        .into_any()
    }

    /// Why the list is empty, and what to do about it.
    fn nothing(&self) -> AnyView {
        let say = self.say;
        if !self.filter.is_narrowed() && self.filter.page <= 1 {
            let add = format!("/b/{}/products", self.scope.slug);
            return view! {
                <EmptyState icon="box" title=say.t("level-none") text=say.t("level-none-text")>
                    <LinkButton href=add label=say.t("product-title") icon="box" />
                </EmptyState>
            }
            .into_any();
        }
        let narrow = self.filter.words.is_some() || self.filter.category.is_some();
        let (title, text) = match self.filter.show {
            Show::Below | Show::Reorder if !narrow => {
                (say.t("level-none-low"), say.t("level-none-low-text"))
            }
            Show::Short | Show::Empty if !narrow => {
                (say.t("level-none-here"), say.t("level-none-here-text"))
            }
            _ => (say.t("product-none-found"), say.t("level-none-found-text")),
        };
        let all = self.base.clone();
        nothing_found(title, text, (all, say.t("level-show-everything")))
    }

    /// The ways to what belongs to levels.
    fn doors(&self) -> AnyView {
        let say = self.say;
        let export = format!("{}/levels.csv{}", self.base, self.filter.on_page(1).query());
        let points = format!("{}/points", self.base);
        let adjust = format!("{}/adjustments/new", self.base);
        let moves = may(&self.scope.who, Power::MoveStock);
        view! {
            <LinkButton href=export label=say.t("level-download") icon="download" />
            {moves
                .then(|| {
                    view! {
                        <LinkButton href=points label=say.t("points-file") icon="upload" />
                        <LinkButton
                            href=adjust
                            label=say.t("level-adjust")
                            kind="go"
                            icon="edit"
                            class="main-act"
                        />
                    }
                })}
        }
        .into_any()
    }
}
