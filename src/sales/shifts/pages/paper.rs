//! The X or Z report on paper: A4 or a roll of 80 mm, and the same on screen.

use leptos::prelude::*;

use super::{difference, number};
use crate::businesses::Settings;
use crate::payments::Tender;
use crate::platform::Scope;
use crate::sales::shifts::{CashMove, Closed, Range, Report, Way};
use crate::ui::dates;
use crate::ui::language::Say;
use crate::values::Money;

/// A report on its way to paper.
pub(super) struct Paper<'a> {
    pub say: Say,
    pub scope: &'a Scope,
    pub shop: &'a Settings,
    pub report: &'a Report,
}

/// A row: what it is, and how much.
type Row = (String, String);

impl Paper<'_> {
    /// All of it.
    pub fn sheet(&self) -> AnyView {
        let say = self.say;
        view! {
            <article class="slip" aria-label=self.heading()>
                {self.head()}
                {self.part(say.t("shift-sold"), self.turnover())}
                {self.part(say.t("shift-money"), self.tenders())}
                {self.part(say.t("shift-taxes"), self.taxes())}
                {self.part(say.t("shift-cash"), self.cash())}
                {self.part(say.t("shift-numbers"), self.numbers())}
                {self.words()}
            </article>
        }
        .into_any()
    }

    fn closed(&self) -> Option<&Closed> {
        self.report.shift.closed.as_ref()
    }

    fn heading(&self) -> String {
        let key = if self.closed().is_some() {
            "shift-z-report"
        } else {
            "shift-x-report"
        };
        self.say.t(key)
    }

    fn amount(&self, money: Money) -> String {
        money.full(&self.scope.currency)
    }

    /// The shop on one side, which shift on the other.
    fn head(&self) -> AnyView {
        let say = self.say;
        let shift = &self.report.shift;
        let at = |at| dates::moment(say, self.scope.calendar.local(at));
        let opened = say.with("shift-opened-at", &[("at", &at(shift.opened_at))]);
        let closed = self.closed().map(|end| {
            let named = [("at", at(end.at)), ("who", end.by.clone())];
            let named = named.each_ref().map(|(name, text)| (*name, text.as_str()));
            say.with("shift-closed-at", &named)
        });
        let now = self.closed().is_none().then(|| {
            let now = at(self.scope.now);
            say.with("shift-as-of", &[("at", &now)])
        });
        let line = |text: String| view! { <div>{text}</div> };
        let pin = self.shop.tax_pin.as_ref();
        let pin = pin.map(|pin| say.with("slip-tax-pin", &[("pin", pin)]));
        let till = format!("{}, {}", shift.device_name, shift.location_name);
        view! {
            <header class="slip-head">
                <div>
                    <b class="slip-shop">{self.shop.name.clone()}</b>
                    {pin.map(line)}
                    {line(till)}
                    {line(shift.cashier.clone())}
                    {line(opened)}
                    {closed.map(line)}
                    {now.map(line)}
                </div>
                <div class="slip-code">
                    <div>{self.heading()}</div>
                    <b class="num">{number(shift)}</b>
                    <div>{self.scope.currency.clone()}</div>
                </div>
            </header>
        }
        .into_any()
    }

    /// A table with its title; nothing where it has no rows.
    fn part(&self, title: String, rows: Vec<Row>) -> AnyView {
        if rows.is_empty() {
            return ().into_any();
        }
        let rows = rows.into_iter().map(|(name, figure)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="money">{figure}</td>
                </tr>
            }
        });
        view! {
            <table class="shift-sums">
                <caption>{title}</caption>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    }

    /// What was sold and what came back.
    fn turnover(&self) -> Vec<Row> {
        let say = self.say;
        let (sales, refunds) = (&self.report.sales, &self.report.refunds);
        let mut rows = vec![(
            say.count("sales-count", sales.documents),
            self.amount(sales.total),
        )];
        if refunds.documents > 0 {
            let back = refunds.total.negated().unwrap_or_default();
            let net = sales.total.minus(refunds.total).unwrap_or_default();
            let counted = say.count("sales-refund-count", refunds.documents);
            rows.push((counted, self.amount(back)));
            rows.push((say.t("sales-net"), self.amount(net)));
        }
        if !sales.discount.is_zero() {
            rows.push((say.t("shift-discounts"), self.amount(sales.discount)));
        }
        let rounding = sales.rounding.minus(refunds.rounding).unwrap_or_default();
        if !rounding.is_zero() {
            rows.push((say.t("orders-rounding"), self.amount(rounding)));
        }
        let tips = sales.tip.minus(refunds.tip).unwrap_or_default();
        if !tips.is_zero() {
            rows.push((say.t("shift-tips"), self.amount(tips)));
        }
        let vouchers = self.report.vouchers;
        if vouchers.count > 0 {
            let sold = say.count("shift-vouchers", vouchers.count);
            rows.push((sold, self.amount(vouchers.total)));
        }
        rows
    }

    /// What each tender brought, and what went back by it.
    fn tenders(&self) -> Vec<Row> {
        let say = self.say;
        let mut rows = Vec::new();
        for sum in &self.report.tenders {
            let name = say.t(&format!("tender-{}", sum.tender.code()));
            let back = say.with("shift-paid-back", &[("tender", &name)]);
            rows.push((name, self.amount(sum.brought)));
            if !sum.given.is_zero() {
                let given = sum.given.negated().unwrap_or_default();
                rows.push((back, self.amount(given)));
            }
        }
        rows
    }

    /// The tax inside, rate by rate.
    fn taxes(&self) -> Vec<Row> {
        let rows = self.report.taxes.iter().map(|sum| {
            let (rate, base) = (sum.rate.shown(), self.amount(sum.base));
            let named = [("rate", rate.as_str()), ("base", base.as_str())];
            (self.say.with("shift-tax", &named), self.amount(sum.tax))
        });
        rows.collect()
    }

    /// From the float to what must be in the drawer, and what was.
    fn cash(&self) -> Vec<Row> {
        let say = self.say;
        let report = self.report;
        let mut rows = vec![(say.t("shift-float"), self.amount(report.shift.float))];
        let cash = report.tenders.iter();
        let cash = cash.filter(|sum| sum.tender == Tender::Cash);
        for sum in cash {
            let left = self.amount(sum.left().unwrap_or_default());
            rows.push((say.t("shift-cash-of-sales"), left));
        }
        rows.extend(report.moves.iter().map(|one| self.move_row(one)));
        if !report.late.cash.is_zero() {
            let late = report.late.cash.negated().unwrap_or_default();
            rows.push((say.t("shift-late-off"), self.amount(late)));
        }
        rows.push((say.t("shift-expected"), self.amount(report.expected)));
        if let Some(end) = self.closed() {
            rows.push((say.t("shift-counted"), self.amount(end.counted)));
            rows.push((difference(say, end.variance), self.amount(end.variance)));
        }
        let now = report
            .variance_now()
            .filter(|_| !report.late.cash.is_zero());
        rows.extend(now.map(|now| {
            let word = difference(say, now);
            let words = say.with("shift-late-then", &[("word", &word)]);
            (words, self.amount(now))
        }));
        rows
    }

    fn move_row(&self, one: &CashMove) -> Row {
        let say = self.say;
        let (way, reason) = (one.way.code(), one.reason.code());
        let mut words = say.t(&format!("shift-move-{way}-{reason}"));
        if !one.note.is_empty() {
            words = format!("{words}: {}", one.note);
        }
        let amount = match one.way {
            Way::In => one.amount,
            Way::Out => one.amount.negated().unwrap_or_default(),
        };
        (words, self.amount(amount))
    }

    /// From which number to which.
    fn numbers(&self) -> Vec<Row> {
        let row = |range: &Range| {
            let kind = self.say.t(&format!("sale-kind-{}", range.kind.code()));
            let count = range.documents;
            let numbers = if range.first == range.last {
                range.first.to_string()
            } else {
                format!("{} – {} ({count})", range.first, range.last)
            };
            (kind, numbers)
        };
        self.report.ranges.iter().map(row).collect()
    }

    /// What came late, what has not come yet, and what was noted.
    fn words(&self) -> AnyView {
        let say = self.say;
        let mut words = Vec::new();
        if self.report.late.documents > 0 {
            words.push(say.count("shift-late", self.report.late.documents));
        }
        if let Some(end) = self.closed() {
            if end.unsynced > 0 {
                words.push(say.count("shift-unsynced-then", i64::from(end.unsynced)));
            }
            if !end.note.is_empty() {
                words.push(end.note.clone());
            }
        }
        words.extend(self.report.unsynced.iter().map(|till| {
            let count = till.sales.to_string();
            let named = [
                ("till", till.device_name.as_str()),
                ("count", count.as_str()),
            ];
            say.with("shift-unsynced", &named)
        }));
        let words = words.into_iter().map(|text| {
            view! { <p class="slip-way">{text}</p> }
        });
        words.collect_view().into_any()
    }
}
