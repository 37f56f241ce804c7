//! `/b/{business}/bills`: what is owed, what is overdue, what is paid; all suppliers or one.

use leptos::prelude::*;
use uuid::Uuid;

use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::store::{self, Listed};
use crate::purchasing::bills::{Tab, TabSum};
use crate::purchasing::receiving::{self, Supplier, sum};
use crate::purchasing::tabs::tabs;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Status, Tabs, dates, file_link, page_links, search_form};
use crate::values::{Money, Stop};

/// Bills on a page, as the store cuts them.
const PER_PAGE: i64 = 50;
/// No list is longer; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 1_000_000;

/// The list.
pub async fn bills(visit: Visit) -> Result<Page, Stop> {
    let asked = visit.query("page").and_then(|page| page.parse().ok());
    let tab = Tab::parse(&visit.query("tab").unwrap_or_default());
    let supplier_id: Option<Uuid> = visit.query("supplier").and_then(|id| id.parse().ok());
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let may_enter = staff::may(&tx.scope().who, Power::PayBills);
    let sums = store::tab_sums(&mut tx, supplier_id).await?;
    let page = asked.unwrap_or(1).clamp(1, LAST_PAGE);
    let rows = store::list(&mut tx, tab, supplier_id, Some(page)).await?;
    let suppliers = receiving::suppliers(&mut tx).await?;
    let scope = tx.scope();
    let list = List {
        say: Say(visit.language_for(scope)),
        scope,
        tab,
        supplier_id,
        page,
        sums,
    };
    let say = list.say;
    let body = view! {
        {tabs(say, scope, "bills")} {list.tabs()} {list.filters(&suppliers)}
        {list.result(&rows, may_enter)} {file_link(say, &scope.slug, "bills")}
    };
    let body = body.into_any();
    let mut page = Page::of(scope, "purchases", say.t("bills-title"), body);
    page.act = Some(list.acts(may_enter));
    Ok(page)
}

struct List<'a> {
    say: Say,
    scope: &'a Scope,
    tab: Tab,
    supplier_id: Option<Uuid>,
    page: i64,
    sums: [TabSum; 3],
}

impl List<'_> {
    fn base(&self) -> String {
        format!("/b/{}/bills", self.scope.slug)
    }

    fn address(&self, tab: Tab, page: i64) -> String {
        let mut address = format!("{}?tab={}", self.base(), tab.code());
        if let Some(supplier) = self.supplier_id {
            address.push_str(&format!("&supplier={supplier}"));
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }

    /// What can be done with the list: taken home as a file, and a bill entered.
    fn acts(&self, may_enter: bool) -> AnyView {
        let file = self.address(self.tab, 1);
        let file = file.replacen("/bills?", "/bills.csv?", 1);
        let add = may_enter.then(|| self.add());
        view! {
            <LinkButton href=file label=self.say.t("statement-download") icon="download" />
            {add}
        }
        .into_any()
    }

    fn add(&self) -> AnyView {
        let href = match self.supplier_id {
            Some(supplier) => format!("{}/new?supplier={supplier}", self.base()),
            None => format!("{}/new", self.base()),
        };
        view! {
            <LinkButton
                href=href
                label=self.say.t("bill-new")
                kind="go"
                icon="plus"
                class="main-act"
            />
        }
        .into_any()
    }

    /// The views, each with what it comes to.
    fn tabs(&self) -> AnyView {
        let say = self.say;
        let item = |(tab, sums): (Tab, TabSum)| {
            let words = say.t(&format!("bills-tab-{}", tab.code()));
            let count = format!("{} · {}", sums.count, sums.sum.named(&self.scope.currency));
            let count = (sums.count > 0).then_some(count);
            (self.address(tab, 1), words, tab == self.tab, count)
        };
        let items: Vec<_> = Tab::ALL.into_iter().zip(self.sums).map(item).collect();
        view! { <Tabs items=items label=say.t("bills-tabs") /> }.into_any()
    }

    fn filters(&self, suppliers: &[Supplier]) -> AnyView {
        let say = self.say;
        let option = |one: &Supplier| {
            let chosen = Some(one.supplier_id) == self.supplier_id;
            let (value, name) = (one.supplier_id.to_string(), one.name.clone());
            view! {
                <option value=value selected=chosen>
                    {name}
                </option>
            }
        };
        let options = suppliers.iter().map(option).collect_view();
        let inside = view! {
            <input type="hidden" name="tab" value=self.tab.code() />
            <select name="supplier" aria-label=say.t("purchases-supplier")>
                <option value="">{say.t("purchases-all-suppliers")}</option>
                {options}
            </select>
        }
        .into_any();
        search_form(say, self.base(), inside)
    }

    fn result(&self, rows: &[Listed], may_enter: bool) -> AnyView {
        let say = self.say;
        if rows.is_empty() {
            return self.nothing(may_enter);
        }
        let rows = rows.iter().map(|row| self.row(row)).collect_view();
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("bills-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("bill-number")}</th>
                            <th scope="col">{say.t("purchases-supplier")}</th>
                            <th scope="col" class="extra">{say.t("bill-date")}</th>
                            <th scope="col">{say.t("bills-due")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num wide-only">{say.t("total")}</th>
                            <th scope="col" class="num">{say.t("bills-rest")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {self.pager()}
        }
        .into_any()
    }

    fn row(&self, row: &Listed) -> AnyView {
        let say = self.say;
        let href = format!("{}/{}", self.base(), row.bill_id);
        let rest = Money::from_minor(row.rest_minor);
        let total = Money::from_minor(row.total_minor);
        let is_overdue = rest > Money::ZERO && row.due_on < self.scope.today();
        let (kind, words) = standing(say, rest, total, is_overdue);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.number.clone()}</a>
                </td>
                <td class="by">{row.supplier_name.clone()}</td>
                <td class="by extra far">{dates::day(say, row.billed_on)}</td>
                <td class="by">{dates::day(say, row.due_on)}</td>
                <td class="state">
                    <Status kind=kind text=words />
                </td>
                <td class="money wide-only far">{sum(self.scope, total)}</td>
                <td class="money aside">{sum(self.scope, rest)}</td>
            </tr>
        }
        .into_any()
    }

    /// Why the view is empty, and what to do about it.
    fn nothing(&self, may_enter: bool) -> AnyView {
        let say = self.say;
        let ever = self.sums.iter().any(|sums| sums.count > 0);
        let (title, text) = if ever {
            (say.t("bills-none-here"), say.t("bills-none-here-text"))
        } else {
            (say.t("bills-none"), say.t("bills-none-text"))
        };
        let act = (may_enter && !ever).then(|| self.add());
        view! {
            <EmptyState icon="book" title=title text=text>
                {act}
            </EmptyState>
        }
        .into_any()
    }

    fn pager(&self) -> AnyView {
        let counted = Tab::ALL.into_iter().zip(self.sums);
        let total = counted
            .filter(|(tab, _)| *tab == self.tab)
            .map(|(_, sums)| sums.count)
            .sum::<i64>();
        let pages = total.saturating_add(PER_PAGE - 1) / PER_PAGE;
        page_links(self.say, (self.page, pages), None, |page| {
            self.address(self.tab, page)
        })
    }
}

/// How a bill stands: a colour role and a word.
pub(super) fn standing(
    say: Say,
    rest: Money,
    total: Money,
    is_overdue: bool,
) -> (&'static str, String) {
    if rest.is_zero() {
        ("good", say.t("bill-settled"))
    } else if is_overdue {
        ("look", say.t("bill-overdue"))
    } else if rest < total {
        ("info", say.t("bill-part-settled"))
    } else {
        ("plain", say.t("bill-open"))
    }
}
