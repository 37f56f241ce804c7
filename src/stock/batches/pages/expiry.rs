//! What expires: what to sell first, and what to take off the shelf.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::adjustments::Reason;
use crate::stock::adjustments::api::AdjustStock;
use crate::stock::batches::{Expiring, Listed, Span, list};
use crate::stock::levels::pages::{amount_of, money_of, stock_tabs};
use crate::stock::levels::sees_costs;
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, Form, HiddenField, Icon, KeyFigure, LinkButton, Pager, Status, Submit, Tabs, dates,
};
use crate::values::Stop;

/// `/b/{business}/stock/expiry`
pub async fn expiry(visit: Visit) -> Result<Page, Stop> {
    let span = Span::parse(&visit.query("in").unwrap_or_default());
    let location = visit.query("at").and_then(|id| id.parse::<Uuid>().ok());
    let page = visit.query("page").and_then(|page| page.parse().ok());
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let listed = list(&mut tx, span, location, page.unwrap_or(1)).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let view = Expiry {
        say: Say(visit.language_for(scope)),
        scope,
        base: format!("/b/{}/stock/expiry", scope.slug),
        span,
        location,
        with_costs: sees_costs(&scope.who),
        with_suppliers: may(&scope.who, Power::SeePurchases),
        moves: may(&scope.who, Power::MoveStock),
    };
    let say = view.say;
    let body = view! {
        {stock_tabs(say, scope, "expiry")}
        <div class="stack">
            {view.spans()}
            {view.places(&locations)}
            {view.head(&listed)}
            {view.result(&listed)}
        </div>
    };
    let download = view.file();
    let mut page = Page::of(scope, "stock", say.t("expiry-title"), body.into_any());
    page.act = Some(
        view! { <LinkButton href=download label=say.t("level-download") icon="download" /> }
            .into_any(),
    );
    Ok(page)
}

struct Expiry<'a> {
    say: Say,
    scope: &'a Scope,
    base: String,
    span: Span,
    location: Option<Uuid>,
    with_costs: bool,
    with_suppliers: bool,
    moves: bool,
}

impl Expiry<'_> {
    fn address(&self, span: Span, page: i64) -> String {
        let mut address = format!("{}?in={}", self.base, span.code());
        if let Some(location) = self.location {
            address.push_str(&format!("&at={location}"));
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }

    /// The same as a file, all pages of it.
    fn file(&self) -> String {
        let address = self.address(self.span, 1);
        address.replacen("/stock/expiry?", "/stock/expiry.csv?", 1)
    }

    fn spans(&self) -> AnyView {
        let say = self.say;
        let item = |span: Span| {
            let words = say.t(&format!("expiry-span-{}", span.code()));
            (self.address(span, 1), words, span == self.span, None)
        };
        let items: Vec<_> = Span::ALL.into_iter().map(item).collect();
        view! { <Tabs items=items label=say.t("expiry-spans") /> }.into_any()
    }

    fn places(&self, locations: &[Location]) -> Option<AnyView> {
        let say = self.say;
        let option = |at: &Location| {
            let chosen = Some(at.location_id) == self.location;
            let (value, name) = (at.location_id.to_string(), at.name.clone());
            view! { <option value=value selected=chosen>{name}</option> }
        };
        let options = locations.iter().map(option).collect_view();
        (locations.len() > 1).then(|| {
            view! {
                <form class="filters" method="get" action=self.base.clone()>
                    <input type="hidden" name="in" value=self.span.code() />
                    <select name="at" aria-label=say.t("level-location")>
                        <option value="">{say.t("level-everywhere")}</option>
                        {options}
                    </select>
                    <button type="submit" class="button">
                        <Icon name="filter" />
                        {say.t("expiry-show")}
                    </button>
                </form>
            }
            .into_any()
        })
    }

    /// What all of it is worth.
    fn head(&self, listed: &Listed) -> Option<AnyView> {
        let say = self.say;
        let shows = self.with_costs && !listed.rows.is_empty();
        shows.then(|| {
            let worth = money_of(self.scope, listed.value);
            view! {
                <dl class="card figures">
                    <KeyFigure label=say.t("expiry-value")>
                        {worth}
                    </KeyFigure>
                </dl>
            }
            .into_any()
        })
    }

    fn result(&self, listed: &Listed) -> AnyView {
        let say = self.say;
        if listed.rows.is_empty() {
            let (title, text) = match self.span {
                Span::Expired => (
                    say.t("expiry-none-expired"),
                    say.t("expiry-none-expired-text"),
                ),
                _ => (say.t("expiry-none"), say.t("expiry-none-text")),
            };
            return view! { <EmptyState icon="clock" title=title text=text /> }.into_any();
        }
        let rows = listed.rows.iter().map(|row| self.row(row)).collect_view();
        let supplier = self.with_suppliers.then(|| {
            view! { <th scope="col">{say.t("batch-supplier")}</th> }
        });
        let value = self.with_costs.then(|| {
            view! { <th scope="col" class="num">{say.t("level-value")}</th> }
        });
        let acts = self.moves.then(|| {
            view! {
                <th scope="col">
                    <span class="hidden">{say.t("expiry-acts")}</span>
                </th>
            }
        });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("expiry-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("movement-product")}</th>
                            <th scope="col">{say.t("batch-expires")}</th>
                            <th scope="col">{say.t("batch")}</th>
                            {supplier}
                            <th scope="col">{say.t("level-location")}</th>
                            <th scope="col" class="num">{say.t("level-left")}</th>
                            {value}
                            {acts}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.pager(listed)}
        }
        .into_any()
    }

    fn row(&self, row: &Expiring) -> AnyView {
        let say = self.say;
        let base = format!("/b/{}/stock", self.scope.slug);
        let href = format!("{base}/products/{}", row.product_id);
        let batch = row.batch.as_ref().map(|(batch_id, number)| {
            let href = format!("{base}/batches/{batch_id}");
            view! { <a href=href>{number.clone()}</a> }
        });
        let supplier = self.with_suppliers.then(|| {
            let supplier = row.supplier.as_ref().map(|(id, name)| {
                let href = format!("/b/{}/suppliers/{id}", self.scope.slug);
                view! { <a href=href>{name.clone()}</a> }
            });
            view! { <td data-label=say.t("batch-supplier")>{supplier}</td> }
        });
        let value = self.with_costs.then(|| {
            let value = row.value.full(&self.scope.currency);
            view! {
                <td class="money" data-label=say.t("level-value")>
                    {value}
                </td>
            }
        });
        let act = self.moves.then(|| {
            view! { <td class="state">{self.take_off(row)}</td> }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                    <span class="quiet">{row.sku.clone()}</span>
                </td>
                <td class="state">{self.when(row)}</td>
                <td data-label=say.t("batch")>{batch}</td>
                {supplier}
                <td class="by">{row.location.1.clone()}</td>
                <td class="num aside">{amount_of(say, row.left, row.unit)}</td>
                {value}
                {act}
            </tr>
        }
        .into_any()
    }

    /// When it expires, and whether it should go before the rest.
    fn when(&self, row: &Expiring) -> AnyView {
        let say = self.say;
        let today = self.scope.today();
        let day = dates::day(say, row.expires_on);
        let (kind, words) = if row.expires_on < today {
            ("bad", say.with("expiry-expired-on", &[("day", &day)]))
        } else if row.expires_on == today {
            ("look", say.t("expiry-today"))
        } else {
            let left = (row.expires_on - today).num_days();
            let kind = if left <= 7 { "look" } else { "plain" };
            let days = say.count("expiry-days-left", left);
            (kind, format!("{day} · {days}"))
        };
        let first = row.is_first_to_sell(today).then(|| {
            view! { <Status kind="info" text=say.t("expiry-sell-first") /> }
        });
        view! {
            <Status kind=kind text=words />
            " "
            {first}
        }
        .into_any()
    }

    /// Takes what has expired off the shelf and out of the books: an adjustment of one line.
    fn take_off(&self, row: &Expiring) -> Option<AnyView> {
        let say = self.say;
        if row.expires_on >= self.scope.today() {
            return None;
        }
        let number = row.batch.as_ref().map(|(_, number)| number.clone());
        let amount = amount_of(say, row.left, row.unit);
        let note = say.with("expiry-note", &[("day", &dates::day(say, row.expires_on))]);
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="form[adjustment_id]" value=Uuid::now_v7().to_string() />
            <HiddenField name="form[location_id]" value=row.location.0.to_string() />
            <HiddenField name="form[reason]" value=Reason::Expired.code() />
            <HiddenField name="form[only]" value="true" />
            <HiddenField name="form[note]" value=note />
            <HiddenField name="form[what-l1]" value=row.sku.clone() />
            <HiddenField name="form[quantity-l1]" value=row.left.short() />
            <HiddenField name="form[batch-l1]" value=number.unwrap_or_default() />
            <Submit
                label=say.with("expiry-take-off", &[("quantity", &amount)])
                kind="danger"
                icon="trash"
                class="small"
            />
        }
        .into_any();
        Some(view! { <Form action=AdjustStock::url() class="row">{inside}</Form> }.into_any())
    }

    fn pager(&self, listed: &Listed) -> AnyView {
        let page = listed.page;
        if page == 1 && !listed.has_more {
            return ().into_any();
        }
        let say = self.say;
        let previous = (page > 1).then(|| self.address(self.span, page - 1));
        let next = listed.has_more.then(|| self.address(self.span, page + 1));
        view! {
            <Pager
                previous=previous
                next=next
                previous_label=say.t("previous")
                next_label=say.t("next")
                position_text=say.with("stock-page", &[("page", &page.to_string())])
            />
        }
        .into_any()
    }
}
