//! The log as a page: what happened to the goods, in words, the newest first.

use leptos::prelude::*;
use uuid::Uuid;

use super::{Cursor, Document, Filter, Listed, Row, list, store};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::Kind;
use crate::stock::batches::batch_of;
use crate::stock::levels::pages::{amount_of, stock_tabs};
use crate::stock::levels::sees_costs;
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Field, Icon, LinkButton, Pager, SelectField, dates, nothing_found, search_button,
    search_input,
};
use crate::values::{Quantity, Stop};

/// Movements on a page.
const EACH: i64 = 50;

/// `/b/{business}/stock/movements`
pub async fn movements(visit: Visit) -> Result<Page, Stop> {
    let filter = Filter::read(|name| visit.query(name));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let listed = list(&mut tx, &filter, EACH).await?;
    // What a location did before it was closed is still in the log.
    let mut locations = businesses::locations(&mut tx).await?;
    locations.extend(businesses::closed_locations(&mut tx).await?);
    let members = store::members(&mut tx).await?;
    let batch = match filter.batch {
        Some(batch_id) => batch_of(&mut tx, batch_id).await?,
        None => None,
    };
    let scope = tx.scope();
    let log = Log {
        say: Say(visit.language_for(scope)),
        scope,
        base: format!("/b/{}/stock/movements", scope.slug),
        filter,
        listed: &listed,
        batch: batch.map(|batch| (batch.batch_id, batch.number)),
    };
    let say = log.say;
    let body = view! {
        {stock_tabs(say, scope, "movements")}
        <div class="stack">
            {log.of_what()}
            {log.of_batch()}
            {log.filter_form(&locations, &members)}
            {log.result()}
        </div>
    };
    let download = format!(
        "/b/{}/stock/movements.csv{}",
        scope.slug,
        log.filter.starting(None).query()
    );
    let mut page = Page::of(scope, "stock", say.t("movement-title"), body.into_any());
    page.act = Some(
        view! { <LinkButton href=download label=say.t("movement-download") icon="download" /> }
            .into_any(),
    );
    Ok(page)
}

struct Log<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    filter: Filter,
    listed: &'a Listed,
    /// The batch that is asked for, and its number.
    batch: Option<(Uuid, String)>,
}

impl Log<'_> {
    fn address(&self, after: Option<Cursor>) -> String {
        format!("{}{}", self.base, self.filter.starting(after).query())
    }

    /// Whose movements these are, where it is one product that was chosen.
    fn of_what(&self) -> Option<AnyView> {
        let say = self.say;
        let (product_id, name) = self.listed.product.clone()?;
        self.filter.product?;
        let href = format!("/b/{}/stock/products/{product_id}", self.scope.slug);
        let all = Filter {
            product: None,
            ..self.filter.starting(None)
        };
        let all = format!("{}{}", self.base, all.query());
        Some(
            view! {
                <p class="row">
                    <b>
                        <a href=href>{name}</a>
                    </b>
                    <LinkButton href=all label=say.t("movement-all-products") kind="bare" />
                </p>
            }
            .into_any(),
        )
    }

    /// Of which batch these movements are, where one was chosen.
    fn of_batch(&self) -> Option<AnyView> {
        let (batch_id, number) = self.batch.as_ref()?;
        let href = format!("/b/{}/stock/batches/{batch_id}", self.scope.slug);
        let words = self.say.with("batch-number-is", &[("number", number)]);
        Some(view! { <p><a href=href>{words}</a></p> }.into_any())
    }

    fn filter_form(&self, locations: &[Location], members: &[(Uuid, String)]) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let product = filter.product.map(|id| {
            view! { <input type="hidden" name="product" value=id.to_string() /> }
        });
        let batch = filter.batch.map(|id| {
            view! { <input type="hidden" name="batch" value=id.to_string() /> }
        });
        let words = filter.product.is_none().then(|| {
            let words = filter.words.as_deref().unwrap_or_default();
            search_input(say.t("product-search"), words)
        });
        let option = |value: String, text: String, chosen: bool| {
            view! { <option value=value selected=chosen>{text}</option> }
        };
        let places = locations.iter().map(|at| {
            let chosen = Some(at.location_id) == filter.location;
            option(at.location_id.to_string(), at.name.clone(), chosen)
        });
        let places = places.collect_view();
        let clear = filter.is_narrowed().then(|| {
            let all = self.base.clone();
            view! { <LinkButton href=all label=say.t("movement-clear") kind="bare" /> }
        });
        view! {
            <form class="narrow no-print" role="search" method="get" action=self.base.clone()>
                {product}
                {batch}
                <div class="filters">
                    {words}
                    <select name="at" aria-label=say.t("level-location")>
                        <option value="">{say.t("level-everywhere")}</option>
                        {places}
                    </select>
                    {search_button(say)}
                    {clear}
                </div>
                <details class="more" open=filter.is_detailed()>
                    <summary>
                        <Icon name="filter" />
                        {say.t("movement-filter")}
                    </summary>
                    <div class="narrow-by">{self.details(members)}</div>
                    <button type="submit" class="button">
                        {say.t("movement-show")}
                    </button>
                </details>
            </form>
        }
        .into_any()
    }

    fn details(&self, members: &[(Uuid, String)]) -> AnyView {
        let say = self.say;
        let filter = &self.filter;
        let all = || (String::new(), say.t("all"));
        let kind = |kind: Kind| {
            let words = say.t(&format!("movement-{}", kind.code()));
            (kind.code().to_owned(), words)
        };
        let kinds: Vec<(String, String)> =
            std::iter::once(all()).chain(Kind::ALL.map(kind)).collect();
        let member = |(id, name): &(Uuid, String)| (id.to_string(), name.clone());
        let people: Vec<(String, String)> = std::iter::once(all())
            .chain(members.iter().map(member))
            .collect();
        let chosen = filter.kind.map_or("", Kind::code);
        let by = filter.member.map(|id| id.to_string()).unwrap_or_default();
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |d| d.to_string());
        let crossed = filter.is_crossed().then(|| say.t("filter-days-crossed"));
        view! {
            <SelectField
                label=say.t("movement-kind")
                name="kind"
                options=kinds
                selected=chosen
            />
            <SelectField label=say.t("movement-by") name="by" options=people selected=by />
            <Field
                label=say.t("movement-from")
                name="from"
                kind="date"
                value=day(filter.from)
            />
            <Field
                label=say.t("movement-to")
                name="to"
                kind="date"
                value=day(filter.to)
                error=crossed
            />
        }
        .into_any()
    }

    fn result(&self) -> AnyView {
        let say = self.say;
        if self.listed.rows.is_empty() {
            if self.filter.is_narrowed() || self.filter.after.is_some() {
                let (title, text) = (
                    say.t("movement-none-found"),
                    say.t("movement-none-found-text"),
                );
                let all = self.base.clone();
                return nothing_found(title, text, (all, say.t("movement-show-all")));
            }
            let (title, text) = (say.t("movement-none"), say.t("movement-none-text"));
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        view! {
            {table(say, self.scope, &self.listed.rows)}
            {self.pager()}
        }
        .into_any()
    }

    /// Older ones, and the way back to the newest.
    fn pager(&self) -> AnyView {
        let say = self.say;
        if self.filter.after.is_none() && self.listed.next.is_none() {
            return ().into_any();
        }
        let newest = self.filter.after.map(|_| self.address(None));
        let older = self.listed.next.map(|next| self.address(Some(next)));
        view! {
            <Pager
                previous=newest
                next=older
                previous_label=say.t("movement-newest")
                next_label=say.t("movement-older")
                position_text=say.t("movement-newest-first")
            />
        }
        .into_any()
    }
}

/// Movements in a table, the newest first. Stands on the page of a product too.
pub fn table(say: Say, scope: &Scope, rows: &[Row]) -> AnyView {
    let with_costs = sees_costs(&scope.who);
    let with_balance = rows.iter().any(|row| row.balance.is_some());
    let line = |row: &Row| table_row(say, scope, row, with_costs, with_balance);
    let lines = rows.iter().map(line).collect_view();
    let balance = with_balance.then(|| {
        view! { <th scope="col" class="num">{say.t("movement-balance")}</th> }
    });
    let value = with_costs.then(|| {
        view! { <th scope="col" class="num wide-only">{say.t("level-value")}</th> }
    });
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("movement-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("movement-product")}</th>
                        <th scope="col">{say.t("movement-what")}</th>
                        <th scope="col" class="extra">{say.t("level-location")}</th>
                        <th scope="col" class="num">{say.t("quantity")}</th>
                        {balance}
                        {value}
                        <th scope="col">{say.t("movement-when")}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn table_row(say: Say, scope: &Scope, row: &Row, with_costs: bool, with_balance: bool) -> AnyView {
    let href = format!("/b/{}/stock/products/{}", scope.slug, row.product_id);
    let at = dates::recent(say, scope.calendar.local(row.at), scope.today());
    let when = match &row.who {
        Some(who) => format!("{at} · {who}"),
        None => at,
    };
    let balance = with_balance.then(|| {
        let balance = row.balance.map(Quantity::short);
        view! { <td class="num" data-label=say.t("movement-balance")>{balance}</td> }
    });
    let value = with_costs.then(|| {
        let value = row.value.full(&scope.currency);
        // Nothing else of it says by how much.
        let class = if row.kind == Kind::Revaluation {
            "money wide-only"
        } else {
            "money wide-only far"
        };
        view! {
            <td class=class data-label=say.t("level-value")>
                {value}
            </td>
        }
    });
    view! {
        <tr>
            <td class="lead">
                <a href=href>{row.name.clone()}</a>
                <span class="quiet">{row.sku.clone()}</span>
            </td>
            <td class="whose">{what(say, scope, row)}</td>
            <td class="by extra">{row.location.clone()}</td>
            <td class="num aside">{change(say, row)}</td>
            {balance}
            {value}
            <td class="by">{when}</td>
        </tr>
    }
    .into_any()
}

/// What happened, and the document behind it; of what covers a shortfall, also what brought the goods.
fn what(say: Say, scope: &Scope, row: &Row) -> AnyView {
    // A supplier's credit that was undone brings its goods back.
    let is_undone = row.kind == Kind::SupplierReturn && row.quantity > Quantity::ZERO;
    let said = if is_undone {
        say.t("movement-sent-back-undone")
    } else {
        say.t(&format!("movement-{}", row.kind.code()))
    };
    let brought = row.brought.iter().map(|document| {
        let shown = document_shown(say, scope, document);
        view! { <div class="quiet">{say.t("movement-brought")} " " {shown}</div> }
    });
    let brought = brought.collect_view();
    view! {
        {said}
        " "
        <div class="quiet">{document_shown(say, scope, &row.document)}</div>
        {brought}
    }
    .into_any()
}

/// A document with what more is known of it: a link where she may read it.
fn document_shown(say: Say, scope: &Scope, document: &Document) -> AnyView {
    let name = document.name(say);
    let may_read = may(&scope.who, document.power());
    let path = document.path().filter(|_| may_read);
    let shown = match path {
        Some(path) => {
            let href = format!("/b/{}{path}", scope.slug);
            view! { <a href=href>{name}</a> }.into_any()
        }
        None => name.into_any(),
    };
    let more = document.more(say).filter(|_| may_read);
    let more = more.map(|more| format!(" · {more}"));
    view! { {shown} {more} }.into_any()
}

/// The change with its sign; a movement of value only has none.
fn change(say: Say, row: &Row) -> String {
    if row.kind == Kind::Revaluation {
        return "–".to_owned();
    }
    let sign = if row.quantity > Quantity::ZERO {
        "+"
    } else {
        "\u{2212}"
    };
    let milli = row.quantity.milli().checked_abs().unwrap_or_default();
    let amount = amount_of(say, Quantity::from_milli(milli), row.unit);
    format!("{sign}{amount}")
}
