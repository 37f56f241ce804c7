//! `/b/{business}/suppliers/{supplier}/statement?from=…`: all documents of a supplier in order, with
//! what is owed after each. It prints, and goes out as a file.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;

use super::supplier_acts;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::bills::statement::{self as made, Statement, StatementLine};
use crate::purchasing::receiving::{self, Supplier, sum};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Field, LinkButton, PrintButton, Submit, dates};
use crate::values::{Money, Stop, typed_day};

/// So many days are shown where nobody asks for others.
const DAYS: u64 = 90;

/// From which day on an address asks for a statement.
pub(in crate::purchasing::bills) fn from_of(visit: &Visit, today: NaiveDate) -> NaiveDate {
    let asked = visit.query("from").and_then(|day| typed_day(&day));
    let usual = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
    asked.unwrap_or(usual)
}

/// The statement.
pub async fn statement(visit: Visit) -> Result<Page, Stop> {
    let supplier_id = visit.param_id("supplier")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let supplier = receiving::supplier(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let from = from_of(&visit, tx.scope().today());
    let all = made::statement(&mut tx, supplier_id, from).await?;
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        supplier: &supplier,
        all: &all,
    };
    let say = paper.say;
    let body = view! {
        <div class="stack">{paper.head()} {paper.filter()} {paper.table()}</div>
    };
    let title = say.with("statement-of", &[("name", &supplier.name)]);
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(paper.acts());
    Ok(page)
}

struct Paper<'a> {
    say: Say,
    scope: &'a Scope,
    supplier: &'a Supplier,
    all: &'a Statement,
}

impl Paper<'_> {
    fn base(&self) -> String {
        format!(
            "/b/{}/suppliers/{}",
            self.scope.slug, self.supplier.supplier_id
        )
    }

    fn acts(&self) -> AnyView {
        let say = self.say;
        let file = format!("{}/statement.csv?from={}", self.base(), self.all.from);
        let acts = staff::may(&self.scope.who, Power::PayBills)
            .then(|| supplier_acts(say, self.scope, self.supplier.supplier_id));
        view! {
            {acts}
            <LinkButton href=file label=say.t("statement-download") icon="download" />
            <PrintButton label=say.t("print-page") is_main=false />
        }
        .into_any()
    }

    /// Whose paper it is, and what is owed at its end.
    fn head(&self) -> AnyView {
        let say = self.say;
        let closing = self.all.closing;
        let (label, amount) = if closing < Money::ZERO {
            (
                say.t("statement-ahead"),
                closing.negated().unwrap_or_default(),
            )
        } else {
            (say.t("statement-owed"), closing)
        };
        let href = self.base();
        view! {
            <section class="card">
                <p class="only-print">{self.scope.name.clone()}</p>
                <p>
                    <a href=href>{self.supplier.name.clone()}</a>
                </p>
                <p>
                    {label} ": " <b>{sum(self.scope, amount)}</b>
                </p>
            </section>
        }
        .into_any()
    }

    fn filter(&self) -> AnyView {
        let say = self.say;
        let action = format!("{}/statement", self.base());
        view! {
            <form class="filters no-print" method="get" action=action>
                <Field
                    label=say.t("statement-from")
                    name="from"
                    value=self.all.from.to_string()
                    kind="date"
                />
                <Submit label=say.t("statement-show") kind="plain" />
            </form>
        }
        .into_any()
    }

    fn table(&self) -> AnyView {
        let say = self.say;
        let rows = self.all.lines.iter().map(|line| self.row(line));
        let before = dates::day(say, self.all.from);
        let before = say.with("statement-before-day", &[("date", &before)]);
        view! {
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("statement-title")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("statement-document")}</th>
                            <th scope="col">{say.t("date")}</th>
                            <th scope="col">{say.t("bills-due")}</th>
                            <th scope="col" class="num">{say.t("statement-charged")}</th>
                            <th scope="col" class="num">{say.t("statement-settled")}</th>
                            <th scope="col" class="num">{say.t("statement-balance")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <tr class="total">
                            <td class="lead" colspan="5">
                                {before}
                            </td>
                            <td class="money aside">{sum(self.scope, self.all.opening)}</td>
                        </tr>
                        {rows.collect_view()}
                        <tr class="total">
                            <td class="lead" colspan="5">
                                {say.t("statement-balance")}
                            </td>
                            <td class="money aside">{sum(self.scope, self.all.closing)}</td>
                        </tr>
                    </tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(&self, line: &StatementLine) -> AnyView {
        let say = self.say;
        let words = format!("{} {}", made::words(say, line), line.number);
        let list = match line.kind.as_str() {
            "bill" => "bills",
            "payment" | "back" | "undo" | "undo-back" => "payments",
            _ => "credits",
        };
        let href = format!("/b/{}/{list}/{}", self.scope.slug, line.id);
        let due = line.due_on.map(|day| dates::day(say, day));
        let shown = |amount: Option<Money>| amount.map(|amount| sum(self.scope, amount));
        let is_charge = line.amount >= Money::ZERO;
        let charged = is_charge.then_some(line.amount);
        let settled = (!is_charge).then(|| line.amount.negated().unwrap_or_default());
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{words}</a>
                </td>
                <td class="by">{dates::day(say, line.day)}</td>
                <td class="by far">{due}</td>
                <td class="money" data-label=say.t("statement-charged")>
                    {shown(charged)}
                </td>
                <td class="money" data-label=say.t("statement-settled")>
                    {shown(settled)}
                </td>
                <td class="money" data-label=say.t("statement-balance")>
                    {sum(self.scope, line.balance)}
                </td>
            </tr>
        }
        .into_any()
    }
}
