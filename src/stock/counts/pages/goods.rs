//! The products of a take in a list: what is still to be counted, or what was, by category.

use leptos::prelude::*;
use uuid::Uuid;

use super::take::Desk;
use super::{PER_PAGE, amount_of, page_of};
use crate::platform::{BusinessTx, Visit};
use crate::staff::Power;
use crate::stock::counts::stock_take::StockTake;
use crate::stock::counts::store::{self, Ask, Listed, Progress, Which};
use crate::ui::{EmptyState, Icon, LinkButton, dates, page_links};
use crate::values::Stop;

/// A page of the products of a take.
pub(super) struct Goods {
    which: Which,
    /// One category, the nil id for what is in none.
    category: Option<Uuid>,
    rows: Vec<Listed>,
    page: i64,
    pages: i64,
}

impl Goods {
    /// The page that an address asks for.
    pub async fn load(
        tx: &mut BusinessTx,
        visit: &Visit,
        take: &StockTake,
        progress: &[Progress],
        which: Which,
    ) -> Result<Goods, Stop> {
        let category: Option<Uuid> = visit.query("category").and_then(|id| id.parse().ok());
        let shown = progress
            .iter()
            .filter(|part| category.is_none_or(|id| id == part.category_id.unwrap_or_default()));
        let total = shown.map(|part| match which {
            Which::Todo => part.products - part.counted,
            Which::Counted => part.counted,
            Which::All => part.products,
        });
        let (page, pages, offset) = page_of(visit.query("page"), total.sum());
        let ask = Ask {
            which,
            category,
            limit: PER_PAGE,
            offset,
        };
        Ok(Goods {
            which,
            category,
            rows: store::listed(tx, take, ask).await?,
            page,
            pages,
        })
    }
}

impl Desk<'_> {
    /// The list, with the categories to choose from.
    pub fn goods(&self, goods: &Goods) -> AnyView {
        view! {
            {self.categories(goods)}
            {self.rows(goods)}
            {(goods.pages > 1).then(|| self.goods_pager(goods))}
        }
        .into_any()
    }

    fn categories(&self, goods: &Goods) -> AnyView {
        let say = self.say;
        let all = (String::new(), say.t("product-all-categories"));
        let known = self.progress.iter().map(|part| {
            let name = part.name.clone();
            let name = name.unwrap_or_else(|| say.t("product-no-category"));
            (part.category_id.unwrap_or_default().to_string(), name)
        });
        let chosen = goods.category.map(|id| id.to_string()).unwrap_or_default();
        let option = |(value, text): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{text}</option> }
        };
        let options = std::iter::once(all).chain(known).map(option).collect_view();
        view! {
            <form class="filters" method="get" action=self.base.clone()>
                <input type="hidden" name="show" value=goods.which.code() />
                <select name="category" aria-label=say.t("product-category")>
                    {options}
                </select>
                <button type="submit" class="button">
                    <Icon name="search" />
                    {say.t("take-filter")}
                </button>
            </form>
        }
        .into_any()
    }

    fn rows(&self, goods: &Goods) -> AnyView {
        let say = self.say;
        if goods.rows.is_empty() {
            let (title, text) = match goods.which {
                Which::Todo => (say.t("take-all-counted"), say.t("take-all-counted-text")),
                _ => (say.t("take-none-counted"), say.t("take-none-counted-text")),
            };
            let back = self.base.clone();
            return view! {
                <EmptyState icon="check" title=title text=text>
                    <LinkButton href=back label=say.t("take-tab-desk") />
                </EmptyState>
            }
            .into_any();
        }
        let rows = goods.rows.iter().map(|row| self.goods_row(goods, row));
        let book = self
            .shows_book
            .then(|| view! { <th scope="col" class="num">{say.t("take-book-now")}</th> });
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("product-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col">{say.t("product-sku")}</th>
                            <th scope="col" class="extra">
                                {say.t("product-category")}
                            </th>
                            <th scope="col" class="num">{say.t("take-counted")}</th>
                            <th scope="col" class="extra">{say.t("take-by")}</th>
                            {book}
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn goods_row(&self, goods: &Goods, row: &Listed) -> AnyView {
        let say = self.say;
        let name = if self.may(Power::CountStock) {
            let list = goods.category.filter(|_| goods.which == Which::Todo);
            let list = list.map(|id| format!("&list={id}")).unwrap_or_default();
            let href = format!("{}/count?product={}{list}", self.base, row.product_id);
            view! { <a href=href>{row.name.clone()}</a> }.into_any()
        } else {
            row.name.clone().into_any()
        };
        let counted = row.counted.map(|counted| amount_of(say, counted, row.unit));
        let when = row.counted_at.map(|at| {
            let at = dates::recent(say, self.scope.calendar.local(at), self.scope.today());
            match &row.who {
                Some(who) => format!("{who} · {at}"),
                None => at,
            }
        });
        let book = self.shows_book.then(|| {
            let book = amount_of(say, row.book, row.unit);
            view! {
                <td class="num" data-label=say.t("take-book-now")>
                    {book}
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">{name}</td>
                <td class="by">{row.sku.clone()}</td>
                <td class="by extra">{row.category.clone()}</td>
                <td class="num aside">{counted}</td>
                <td class="by extra">{when}</td>
                {book}
            </tr>
        }
        .into_any()
    }

    fn goods_pager(&self, goods: &Goods) -> AnyView {
        page_links(self.say, (goods.page, goods.pages), None, |page| {
            let category = goods.category.map(|id| format!("&category={id}"));
            let category = category.unwrap_or_default();
            format!(
                "{}?show={}{category}&page={page}",
                self.base,
                goods.which.code()
            )
        })
    }
}
