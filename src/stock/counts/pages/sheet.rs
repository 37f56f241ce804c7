//! `/b/{business}/stock/takes/{take}/sheet`: the products of a take on paper, by category, with a box
//! to write into; for shelves where no phone goes.

use leptos::prelude::*;
use uuid::Uuid;

use super::{address, amount_of, sees_book, title_of};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::stock::counts::stock_take::StockTake;
use crate::stock::counts::store::{self, Listed, Progress};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Icon, PrintButton, dates};
use crate::values::Stop;

/// The sheet.
pub async fn count_sheet(visit: Visit) -> Result<Page, Stop> {
    let take_id = visit.param_id("take")?;
    let category: Option<Uuid> = visit.query("category").and_then(|id| id.parse().ok());
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let rows = store::whole(&mut tx, &take, category).await?;
    let progress = store::progress(&mut tx, &take).await?;
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        take: &take,
        told: sees_book(scope, &take),
    };
    let say = paper.say;
    let base = address(scope, &take);
    let above = (base.clone(), title_of(say, &take));
    let body = view! {
        <div class="stack">
            {paper.filter(&format!("{base}/sheet"), &progress, category)}
            {paper.sheet(&rows)}
        </div>
    };
    let title = say.t("take-sheet");
    let mut page = Page::of(scope, "stock", title, body.into_any());
    if !rows.is_empty() {
        page.act =
            Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    }
    Ok(page.under(above))
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    take: &'a StockTake,
    told: bool,
}

impl Paper<'_> {
    /// Which category is printed, and how; stays on screen.
    fn filter(&self, action: &str, progress: &[Progress], chosen: Option<Uuid>) -> AnyView {
        let say = self.say;
        let all = (String::new(), say.t("product-all-categories"));
        let known = progress.iter().map(|part| {
            let name = part.name.clone();
            let name = name.unwrap_or_else(|| say.t("product-no-category"));
            (part.category_id.unwrap_or_default().to_string(), name)
        });
        let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
        let option = |(value, text): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        };
        let options = std::iter::once(all).chain(known).map(option).collect_view();
        view! {
            <form class="filters no-print" method="get" action=action.to_owned()>
                <select name="category" aria-label=say.t("product-category")>
                    {options}
                </select>
                <button type="submit" class="button">
                    <Icon name="search" />
                    {say.t("take-filter")}
                </button>
            </form>
            <p class="quiet no-print">{say.t("take-sheet-text")}</p>
        }
        .into_any()
    }

    fn sheet(&self, rows: &[Listed]) -> AnyView {
        let say = self.say;
        if rows.is_empty() {
            let (title, text) = (say.t("take-no-goods"), say.t("take-no-goods-text"));
            return view! { <EmptyState icon="box" title=title text=text /> }.into_any();
        }
        let day = self.scope.calendar.local(self.scope.now);
        let day = dates::moment(say, day);
        let head = format!(
            "{} · {} · {day}",
            title_of(say, self.take),
            self.take.place()
        );
        let same = |one: &Listed, next: &Listed| one.category == next.category;
        let parts = rows.chunk_by(same).map(|part| self.part(part));
        view! {
            <div class="card take-sheet">
                <p class="only-print">{head}</p>
                <p class="only-print">{say.t("take-sheet-by")}</p>
                {parts.collect_view()}
            </div>
        }
        .into_any()
    }

    /// The products of one category.
    fn part(&self, rows: &[Listed]) -> AnyView {
        let say = self.say;
        let name = rows.first().and_then(|row| row.category.clone());
        let name = name.unwrap_or_else(|| say.t("product-no-category"));
        let book = self
            .told
            .then(|| view! { <th scope="col" class="num">{say.t("take-book-now")}</th> });
        let row = |row: &Listed| {
            let book = self.told.then(|| {
                let book = amount_of(say, row.book, row.unit);
                view! { <td class="num">{book}</td> }
            });
            view! {
                <tr>
                    <td>{row.name.clone()} <span class="quiet">" " {row.sku.clone()}</span></td>
                    {book}
                    <td class="quiet">{say.unit(row.unit)}</td>
                    <td class="take-box">
                        <span></span>
                    </td>
                </tr>
            }
        };
        let rows = rows.iter().map(row).collect_view();
        view! {
            <table class="lines">
                <caption>{name}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("orders-product")}</th>
                        {book}
                        <th scope="col">{say.t("product-unit")}</th>
                        <th scope="col">{say.t("take-counted")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    }
}
