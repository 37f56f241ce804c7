//! `/b/{business}/receipts`: what came, newest first; by supplier, and what is still to be billed.

use leptos::prelude::*;

use super::sum;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::receiving::{Listed, ListedPage, ReceiptFilter, Supplier, store};
use crate::purchasing::tabs::tabs;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Status, dates, file_link, page_links, search_form};
use crate::values::{Money, Stop};

/// The list.
pub async fn receipts(visit: Visit) -> Result<Page, Stop> {
    let page = visit.query("page").and_then(|page| page.parse().ok());
    let filter = ReceiptFilter {
        supplier_id: visit.query("supplier").and_then(|id| id.parse().ok()),
        to_bill: visit.query("show").as_deref() == Some("to-bill"),
        page: page.unwrap_or(1),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let may_buy = staff::may(&tx.scope().who, Power::Buy);
    let found = store::list(&mut tx, &filter).await?;
    let suppliers = store::suppliers(&mut tx).await?;
    let scope = tx.scope();
    let list = List {
        say: Say(visit.language_for(scope)),
        scope,
        filter,
    };
    let say = list.say;
    let body = view! {
        {tabs(say, scope, "receipts")}
        {list.filters(&suppliers)}
        {list.result(&found, may_buy)}
        {file_link(say, &scope.slug, "receipts")}
    };
    let body = body.into_any();
    let mut page = Page::of(scope, "purchases", say.t("receipts-title"), body);
    page.act = may_buy.then(|| list.add());
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    filter: ReceiptFilter,
}

impl List<'_> {
    fn base(&self) -> String {
        format!("/b/{}/receipts", self.scope.slug)
    }

    fn address(&self, page: i64) -> String {
        let mut pairs = Vec::new();
        if let Some(supplier) = self.filter.supplier_id {
            pairs.push(format!("supplier={supplier}"));
        }
        if self.filter.to_bill {
            pairs.push("show=to-bill".to_owned());
        }
        if page > 1 {
            pairs.push(format!("page={page}"));
        }
        if pairs.is_empty() {
            return self.base();
        }
        format!("{}?{}", self.base(), pairs.join("&"))
    }

    fn add(&self) -> AnyView {
        let href = format!("{}/new", self.base());
        view! {
            <LinkButton
                href=href
                label=self.say.t("receive-title")
                kind="go"
                icon="plus"
                class="main-act"
            />
        }
        .into_any()
    }

    fn filters(&self, suppliers: &[Supplier]) -> AnyView {
        let say = self.say;
        let option = |one: &Supplier| {
            let chosen = Some(one.supplier_id) == self.filter.supplier_id;
            let (value, name) = (one.supplier_id.to_string(), one.name.clone());
            view! {
                <option value=value selected=chosen>
                    {name}
                </option>
            }
        };
        let options = suppliers.iter().map(option).collect_view();
        let to_bill = self.filter.to_bill;
        let inside = view! {
            <select name="supplier" aria-label=say.t("purchases-supplier")>
                <option value="">{say.t("purchases-all-suppliers")}</option>
                {options}
            </select>
            <select name="show" aria-label=say.t("state")>
                <option value="">{say.t("receipts-all")}</option>
                <option value="to-bill" selected=to_bill>
                    {say.t("receipts-to-bill")}
                </option>
            </select>
        }
        .into_any();
        search_form(say, self.base(), inside)
    }

    fn result(&self, found: &ListedPage, may_buy: bool) -> AnyView {
        let say = self.say;
        if found.rows.is_empty() {
            let narrowed = self.filter.supplier_id.is_some() || self.filter.to_bill;
            let (title, text) = if narrowed {
                (
                    say.t("receipts-none-found"),
                    say.t("receipts-none-found-text"),
                )
            } else {
                (say.t("receipts-none"), say.t("receipts-none-text"))
            };
            let act = may_buy.then(|| self.add());
            return view! {
                <EmptyState icon="truck" title=title text=text>
                    {act}
                </EmptyState>
            }
            .into_any();
        }
        let rows = found.rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("receipts-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("receipts-number")}</th>
                            <th scope="col">{say.t("purchases-supplier")}</th>
                            <th scope="col">{say.t("receipts-came")}</th>
                            <th scope="col" class="extra">
                                {say.t("purchases-location")}
                            </th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num">{say.t("purchases-value")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.pager(found)}
        }
        .into_any()
    }

    fn row(&self, row: &Listed) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base(), row.receipt_id);
        let at = self.scope.calendar.local(row.occurred_at);
        let at = dates::recent(say, at, self.scope.today());
        let (kind, words) = billed_words(say, row.value, row.billed_value, row.dropped_value);
        view! {
            <tr>
                <td class="lead">
                    <a class="num" href=href>
                        {row.number.to_string()}
                    </a>
                </td>
                <td class="by">{row.supplier_name.clone()}</td>
                <td class="by">{at}</td>
                <td class="by extra">{row.location_name.clone()}</td>
                <td class="state">
                    <Status kind=kind text=words />
                </td>
                <td class="money aside">{sum(self.scope, row.value)}</td>
            </tr>
        }
        .into_any()
    }

    fn pager(&self, found: &ListedPage) -> AnyView {
        page_links(self.say, (found.page, found.pages), None, |page| {
            self.address(page)
        })
    }
}

/// How far a receipt is billed: a colour role and a word. What was dropped is not to be billed.
pub(super) fn billed_words(
    say: Say,
    value: Money,
    billed: Money,
    dropped: Money,
) -> (&'static str, String) {
    let stayed = value.minus(dropped).unwrap_or_default();
    if stayed.is_zero() && dropped > Money::ZERO {
        ("plain", say.t("receipts-went-back"))
    } else if billed >= stayed {
        ("good", say.t("receipts-billed"))
    } else if billed > Money::ZERO {
        ("look", say.t("receipts-part-billed"))
    } else {
        ("look", say.t("receipts-not-billed"))
    }
}
