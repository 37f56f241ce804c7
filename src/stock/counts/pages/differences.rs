//! What was counted otherwise than the books said, those first that are worth most.

use leptos::prelude::*;

use super::take::Desk;
use super::{PER_PAGE, amount_of, page_of};
use crate::staff::Power;
use crate::stock::counts::stock_take::signed;
use crate::stock::counts::store::Valued;
use crate::stock::levels::sees_costs;
use crate::ui::{Amount, EmptyState, LinkButton, Status, dates, page_links};
use crate::values::{Money, Quantity, currency_sign};

/// What the lines of a take come to.
pub(super) struct Sums {
    /// How many there are.
    pub lines: usize,
    /// How many of them differ from the books.
    pub differing: usize,
    /// What was found, in value.
    pub found: Money,
    /// What is missing, in value: below zero.
    pub missing: Money,
}

impl Sums {
    /// Of these lines. A sum that cannot be counted stays where it was.
    pub fn of(lines: &[Valued]) -> Sums {
        let mut sums = Sums {
            lines: lines.len(),
            differing: lines.iter().filter(|line| differs(line)).count(),
            found: Money::ZERO,
            missing: Money::ZERO,
        };
        for line in lines {
            let sum = if line.value > Money::ZERO {
                &mut sums.found
            } else {
                &mut sums.missing
            };
            *sum = sum.plus(line.value).unwrap_or(*sum);
        }
        sums
    }

    /// Both together.
    pub fn net(&self) -> Money {
        self.found.plus(self.missing).unwrap_or_default()
    }
}

fn differs(line: &Valued) -> bool {
    line.counted != line.book
}

impl Desk<'_> {
    /// The differences, on one page of their list.
    pub fn differences(&self, lines: &[Valued], asked: Option<String>) -> AnyView {
        let say = self.say;
        let differing: Vec<&Valued> = lines.iter().filter(|line| differs(line)).collect();
        if differing.is_empty() {
            let (title, text) = (
                say.t("take-no-differences"),
                say.t("take-no-differences-text"),
            );
            let back = self.base.clone();
            return view! {
                <EmptyState icon="check" title=title text=text>
                    <LinkButton href=back label=say.t("take-tab-desk") />
                </EmptyState>
            }
            .into_any();
        }
        let total = i64::try_from(differing.len()).unwrap_or(i64::MAX);
        let (page, pages, offset) = page_of(asked, total);
        let (skip, most) = (usize::try_from(offset), usize::try_from(PER_PAGE));
        let shown = differing
            .into_iter()
            .skip(skip.unwrap_or(0))
            .take(most.unwrap_or(50));
        let rows = shown.map(|line| self.difference(line)).collect_view();
        let about = self
            .take
            .is_open()
            .then(|| view! { <p class="quiet">{say.t("take-differences-text")}</p> });
        let value = sees_costs(&self.scope.who)
            .then(|| view! { <th scope="col" class="money">{say.t("take-value")}</th> });
        view! {
            <div class="stack">
                {about}
                <div class="card table-wrap">
                    <table class="table">
                        <caption class="hidden">{say.t("take-tab-differences")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say.t("orders-product")}</th>
                                <th scope="col" class="num">{say.t("take-counted")}</th>
                                <th scope="col" class="num">{say.t("take-book-then")}</th>
                                <th scope="col" class="num">{say.t("take-difference")}</th>
                                <th scope="col" class="extra">{say.t("take-by")}</th>
                                {value}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                {(pages > 1).then(|| self.difference_pager(page, pages))}
            </div>
        }
        .into_any()
    }

    fn difference(&self, line: &Valued) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let name = if self.may(Power::CountStock) {
            let href = format!("{}/count?product={}", self.base, line.product_id);
            view! { <a href=href>{line.name.clone()}</a> }.into_any()
        } else {
            line.name.clone().into_any()
        };
        let beside = match &line.category {
            Some(category) => format!("{} · {category}", line.sku),
            None => line.sku.clone(),
        };
        let change = line.counted.minus(line.book).unwrap_or_default();
        let class = if change < Quantity::ZERO {
            "delta down"
        } else {
            "delta up"
        };
        // Of a line that is made up of no count: nobody counted it, and it was taken for nothing.
        let counted = if line.counts == 0 {
            view! { <Status kind="look" text=say.t("take-taken-for-zero") /> }.into_any()
        } else {
            amount_of(say, line.counted, line.unit).into_any()
        };
        let at = self.scope.calendar.local(line.counted_at);
        let at = dates::recent(say, at, self.scope.today());
        let who = line.who.clone().unwrap_or_default();
        let value = sees_costs(&self.scope.who).then(|| {
            let sign = currency_sign(currency).to_owned();
            let text = line.value.full(currency);
            view! {
                <td class="money aside">
                    <Amount currency=sign text=text />
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">{name} <span class="quiet">{beside}</span></td>
                <td class="num" data-label=say.t("take-counted")>
                    {counted}
                </td>
                <td class="num" data-label=say.t("take-book-then")>
                    {amount_of(say, line.book, line.unit)}
                </td>
                <td class="num" data-label=say.t("take-difference")>
                    <span class=class>{signed(change)}</span>
                </td>
                <td class="by extra">{who} " · " {at}</td>
                {value}
            </tr>
        }
        .into_any()
    }

    fn difference_pager(&self, page: i64, pages: i64) -> AnyView {
        page_links(self.say, (page, pages), None, |page| {
            format!("{}?show=differences&page={page}", self.base)
        })
    }
}
