//! The books as people read them: what every account holds, the journal, and one entry. Nothing
//! here is worked out anew: debits and credits are shown as they were posted.

use leptos::prelude::*;

use super::{Entry, EntryLine, Role, TrialRow, entry, recent_entries, trial_balance};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::dates::{day, moment};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Facts, LinkButton, Status, page_links};
use crate::values::{Money, Stop, currency_sign};

/// Entries on a page of the journal.
const PER_PAGE: i64 = 25;
/// No journal is longer; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 1_000_000;

/// `/b/{business}/books`: the trial balance and the journal, newest first.
pub async fn journal(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeBooks)?;
    let asked = visit.query("page").and_then(|page| page.parse().ok());
    let page = asked.unwrap_or(1).clamp(1, LAST_PAGE);
    let (entries, total) = recent_entries(&mut tx, page, PER_PAGE).await?;
    let trial = match page {
        1 => trial_balance(&mut tx).await?,
        _ => Vec::new(),
    };
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.t("books-title");
    if total == 0 {
        let href = format!("/b/{}/products", scope.slug);
        let body = view! {
            <EmptyState icon="book" title=say.t("books-empty") text=say.t("books-empty-text")>
                <LinkButton href=href label=say.t("books-empty-act") />
            </EmptyState>
        };
        return Ok(Page::of(scope, "books", title, body.into_any()));
    }
    let balance = (!trial.is_empty()).then(|| trial_card(say, scope, &trial));
    let body = view! {
        <div class="stack">
            {balance}
            <section class="card">
                <div class="card-head">
                    <h2>{say.t("books-journal")}</h2>
                    <span class="quiet">{say.count("books-entries", total)}</span>
                </div>
                {entries_table(say, scope, &entries)}
            </section>
            {pager(say, scope, page, total)}
        </div>
    };
    Ok(Page::of(scope, "books", title, body.into_any()))
}

/// `/b/{business}/books/{entry}`: one entry, with the document it came from.
pub async fn entry_page(visit: Visit) -> Result<Page, Stop> {
    let entry_id = visit.param_id("entry")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeBooks)?;
    let entry = entry(&mut tx, entry_id).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("books-entry", &[("number", &entry.number.to_string())]);
    let moment_of = |at| moment(say, scope.calendar.local(at)).into_any();
    let facts = vec![
        (say.t("books-what"), what(say, &entry).into_any()),
        (say.t("books-document"), document(say, scope, &entry)),
        (say.t("books-happened"), moment_of(entry.occurred_at)),
        (say.t("books-recorded"), moment_of(entry.recorded_at)),
        (say.t("books-day"), day(say, entry.business_date).into_any()),
    ];
    let rows = entry.lines.iter().map(|line| line_row(say, scope, line));
    let rows = rows.collect_view();
    let body = view! {
        <div class="form-cols">
            <section class="card">
                <table class="lines">
                    <caption class="hidden">{say.t("books-lines")}</caption>
                    {columns(say, scope)}
                    <tbody>{rows} {sum_row(say, scope, &entry.lines)}</tbody>
                </table>
            </section>
            <section class="card">
                <Facts rows=facts />
            </section>
        </div>
    };
    Ok(Page::of(scope, "books", title, body.into_any()))
}

/// Entries with their lines, in a debit and a credit column; each head leads to its entry. Also
/// stands on the pages of the documents that posted them.
#[must_use]
pub fn entries_table(say: Say, scope: &Scope, entries: &[Entry]) -> AnyView {
    let group = |entry: &Entry| {
        let href = format!("/b/{}/books/{}", scope.slug, entry.entry_id);
        let number = entry.number.to_string();
        let words = format!(
            "{} · {}",
            say.with("books-entry", &[("number", &number)]),
            what(say, entry)
        );
        let at = moment(say, scope.calendar.local(entry.occurred_at));
        let rows = entry.lines.iter().map(|line| line_row(say, scope, line));
        view! {
            <tbody>
                <tr>
                    <td class="lead" colspan="3">
                        <a href=href>{words}</a>
                        <span class="quiet">{at}</span>
                    </td>
                </tr>
                {rows.collect_view()}
            </tbody>
        }
    };
    view! {
        <table class="lines">
            <caption class="hidden">{say.t("books-journal")}</caption>
            {columns(say, scope)}
            {entries.iter().map(group).collect_view()}
        </table>
    }
    .into_any()
}

/// An account's name: translated where it is one that every business opens with, else as its
/// owner wrote it.
#[must_use]
pub fn account_name(say: Say, number: &str, name: &str) -> String {
    if Role::CHART.iter().any(|(_, ours, _, _)| *ours == number) {
        return say.t(&format!("account-{number}"));
    }
    name.to_owned()
}

/// What happened, in words: the kind of document and what became of it.
fn what(say: Say, entry: &Entry) -> String {
    format!(
        "{}: {}",
        say.t(&format!("source-{}", entry.source_kind)),
        say.t(&format!("purpose-{}", entry.purpose))
    )
}

/// The document, as a link where it has a page.
fn document(say: Say, scope: &Scope, entry: &Entry) -> AnyView {
    let kind = say.t(&format!("source-{}", entry.source_kind));
    // Documents that have a page of their own.
    let list = match entry.source_kind.as_str() {
        "order" => "orders",
        "product" => "products",
        "import" => "products/imports",
        "adjustment" => "stock/adjustments",
        "transfer" => "stock/transfers",
        "stock_take" => "stock/takes",
        "receipt" => "receipts",
        "bill" => "bills",
        "supplier_credit" => "credits",
        // Only money of suppliers is undone.
        "payment"
            if matches!(
                entry.purpose.as_str(),
                "to_supplier" | "from_supplier" | "reversal"
            ) =>
        {
            "payments"
        }
        "sale" => "sales",
        _ => return kind.into_any(),
    };
    let href = format!("/b/{}/{list}/{}", scope.slug, entry.source_id);
    view! { <a href=href>{kind}</a> }.into_any()
}

fn columns(say: Say, scope: &Scope) -> AnyView {
    let sign = currency_sign(&scope.currency).to_owned();
    view! {
        <thead>
            <tr>
                <th>{say.t("books-account")}</th>
                <th class="money">
                    {say.t("books-debit")} " " <span class="cur">{sign.clone()}</span>
                </th>
                <th class="money">
                    {say.t("books-credit")} " " <span class="cur">{sign}</span>
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

fn line_row(say: Say, scope: &Scope, line: &EntryLine) -> AnyView {
    let (debit, credit) = sides(line.amount, &scope.currency);
    let name = account_name(say, &line.number, &line.name);
    account_row(line.number.clone(), name, debit, credit)
}

fn account_row(number: String, name: String, debit: String, credit: String) -> AnyView {
    view! {
        <tr>
            <td>{name} " " <span class="quiet num">{number}</span></td>
            <td class="money">{debit}</td>
            <td class="money">{credit}</td>
        </tr>
    }
    .into_any()
}

fn sum_row(say: Say, scope: &Scope, lines: &[EntryLine]) -> AnyView {
    let (debit, credit) = totals(lines.iter().map(|line| line.amount));
    total_row(say, scope, debit, credit)
}

fn total_row(say: Say, scope: &Scope, debit: Money, credit: Money) -> AnyView {
    view! {
        <tr class="total">
            <td>
                <b>{say.t("total")}</b>
            </td>
            <td class="money">
                <b>{debit.full(&scope.currency)}</b>
            </td>
            <td class="money">
                <b>{credit.full(&scope.currency)}</b>
            </td>
        </tr>
    }
    .into_any()
}

/// What every account holds, and that both columns come to the same.
fn trial_card(say: Say, scope: &Scope, trial: &[TrialRow]) -> AnyView {
    let (debit, credit) = totals(trial.iter().map(|row| row.balance));
    let status = if debit == credit {
        view! { <Status kind="good" text=say.t("books-balanced") /> }.into_any()
    } else {
        view! { <Status kind="bad" text=say.t("books-unbalanced") /> }.into_any()
    };
    let row = |row: &TrialRow| {
        let (debit, credit) = sides(row.balance, &scope.currency);
        let name = account_name(say, &row.number, &row.name);
        account_row(row.number.clone(), name, debit, credit)
    };
    let held = trial.iter().filter(|row| !row.balance.is_zero());
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{say.t("books-trial")}</h2>
                {status}
            </div>
            <table class="lines">
                <caption class="hidden">{say.t("books-trial")}</caption>
                {columns(say, scope)}
                <tbody>
                    {held.map(row).collect_view()} {total_row(say, scope, debit, credit)}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

fn pager(say: Say, scope: &Scope, page: i64, total: i64) -> AnyView {
    let pages = total.saturating_add(PER_PAGE - 1) / PER_PAGE;
    page_links(say, (page, pages), None, |page| {
        format!("/b/{}/books?page={page}", scope.slug)
    })
}

/// An amount in its column, debit or credit; the other one stays empty.
fn sides(amount: Money, currency: &str) -> (String, String) {
    if amount >= Money::ZERO {
        return (amount.full(currency), String::new());
    }
    let credit = amount.negated().unwrap_or_default();
    (String::new(), credit.full(currency))
}

/// The sums of all debits and of all credits.
fn totals(amounts: impl Iterator<Item = Money>) -> (Money, Money) {
    amounts.fold((Money::ZERO, Money::ZERO), |(debit, credit), amount| {
        if amount >= Money::ZERO {
            (debit.plus(amount).unwrap_or(debit), credit)
        } else {
            (debit, credit.minus(amount).unwrap_or(credit))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    #[test]
    fn an_amount_stands_in_one_column() {
        let empty = String::new();
        assert_eq!(
            sides(money(125_000), "KES"),
            ("1,250.00".to_owned(), empty.clone())
        );
        assert_eq!(sides(money(-750), "KES"), (empty, "7.50".to_owned()));
    }

    #[test]
    fn both_columns_come_to_the_same() {
        let lines = [money(11_600), money(-10_000), money(-1_600)];
        assert_eq!(totals(lines.into_iter()), (money(11_600), money(11_600)));
    }

    #[test]
    fn every_account_of_the_chart_has_a_name() {
        for language in Language::ALL {
            let say = Say(language);
            for (_, number, name, _) in Role::CHART {
                assert!(!account_name(say, number, name).starts_with("account-"));
            }
            assert_eq!(account_name(say, "1111", "Petty cash"), "Petty cash");
        }
    }
}
