//! A supplier's statement: every bill, payment and credit from a day on, with what is owed after each.

use chrono::NaiveDate;
use uuid::Uuid;

use super::store::{self, StatementRow};
use crate::payments::Tender;
use crate::platform::{BusinessTx, fault, files};
use crate::ui::language::Say;
use crate::values::{Money, Stop};

/// The most documents of one statement.
const MOST: usize = 5000;

/// One document of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its date.
    pub day: NaiveDate,
    /// `bill`, `payment`, `back` (money that came back), `undo`, `undo-back` and `undo-credit` (of one
    /// of these), or why it was credited: `returned`, `price`, `other`.
    pub kind: String,
    /// The document.
    pub id: Uuid,
    /// Its number or reference; may be empty.
    pub number: String,
    /// How it was paid.
    pub tender: Option<Tender>,
    /// By when it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// What it adds to what is owed; below nothing where it takes off.
    pub amount: Money,
    /// What is owed after it.
    pub balance: Money,
}

/// A supplier's statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// From this day on.
    pub from: NaiveDate,
    /// What was owed before.
    pub opening: Money,
    /// In order.
    pub lines: Vec<StatementLine>,
    /// What is owed at the end.
    pub closing: Money,
}

/// A supplier's statement from a day on. The caller knows that she is there.
pub async fn statement(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    from: NaiveDate,
) -> Result<Statement, Stop> {
    at_most(tx, supplier_id, from, MOST).await
}

/// The same of so many documents: where there are more it begins on a later day, because what is owed at
/// its end must be right.
pub(super) async fn at_most(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    mut from: NaiveDate,
    most: usize,
) -> Result<Statement, Stop> {
    let asked = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = store::statement_rows(tx, supplier_id, from, asked).await?;
    while let Some(later) = rows.get(most).map(|row| row.day).filter(|day| *day > from) {
        from = later;
        rows = store::statement_rows(tx, supplier_id, from, asked).await?;
    }
    let opening = store::before(tx, supplier_id, from).await?;
    running(from, opening, rows).ok_or_else(|| fault("a statement cannot be counted", &supplier_id))
}

fn running(from: NaiveDate, opening: Money, rows: Vec<StatementRow>) -> Option<Statement> {
    let mut closing = opening;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let amount = Money::from_minor(row.amount_minor);
        closing = closing.plus(amount)?;
        lines.push(StatementLine {
            day: row.day,
            kind: row.kind,
            id: row.id,
            number: row.number,
            tender: row.tender.and_then(|code| Tender::parse(&code)),
            due_on: row.due_on,
            amount,
            balance: closing,
        });
    }
    Some(Statement {
        from,
        opening,
        lines,
        closing,
    })
}

/// What a document is called, in words.
pub(super) fn words(say: Say, line: &StatementLine) -> String {
    let kind = say.t(&format!("statement-{}", line.kind));
    match line.tender {
        Some(tender) => format!("{kind}: {}", say.t(&format!("tender-{}", tender.code()))),
        None => kind,
    }
}

/// An amount on one of two sides, both without a sign, so that spreadsheets read them as numbers.
fn sides(amount: Money, currency: &str) -> (String, String) {
    if amount >= Money::ZERO {
        return (amount.bare(currency), String::new());
    }
    let other = amount.negated().unwrap_or_default();
    (String::new(), other.bare(currency))
}

/// A statement as a file: a heading, what was owed before, and a row a document.
pub(super) fn csv(say: Say, statement: &Statement, currency: &str) -> String {
    let heading = [
        say.t("date"),
        say.t("statement-document"),
        say.t("statement-number"),
        say.t("bills-due"),
        say.t("statement-charged"),
        say.t("statement-settled"),
        say.t("statement-owed"),
        say.t("statement-ahead"),
    ];
    let mut file = files::heading(heading.iter().map(String::as_str));
    let (owed, ahead) = sides(statement.opening, currency);
    let from = statement.from.to_string();
    let before = say.t("statement-before");
    file.push_str(&files::record([
        from.as_str(),
        before.as_str(),
        "",
        "",
        "",
        "",
        owed.as_str(),
        ahead.as_str(),
    ]));
    for line in &statement.lines {
        let day = line.day.to_string();
        let what = words(say, line);
        let due = line.due_on.map(|day| day.to_string()).unwrap_or_default();
        let (charged, settled) = sides(line.amount, currency);
        let (owed, ahead) = sides(line.balance, currency);
        let cells = [
            day,
            what,
            line.number.clone(),
            due,
            charged,
            settled,
            owed,
            ahead,
        ];
        file.push_str(&files::record(cells.iter().map(String::as_str)));
    }
    file
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Language;

    fn row(kind: &str, number: &str, amount: i64) -> StatementRow {
        StatementRow {
            day: "2026-11-28".parse().unwrap(),
            kind: kind.to_owned(),
            id: Uuid::nil(),
            number: number.to_owned(),
            tender: (kind == "payment").then(|| "cash".to_owned()),
            due_on: None,
            amount_minor: amount,
        }
    }

    #[test]
    fn the_balance_runs_and_the_file_is_safe() {
        let rows = vec![row("bill", "=1+1", 10_000), row("payment", "", -12_550)];
        let day = "2026-11-01".parse().unwrap();
        let statement = running(day, Money::from_minor(50), rows).unwrap();
        assert_eq!(statement.lines[0].balance, Money::from_minor(10_050));
        assert_eq!(statement.closing, Money::from_minor(-2_500));
        let file = csv(Say(Language::En), &statement, "KES");
        assert!(file.contains(",'=1+1,,100.00,,100.50,\r\n"), "{file}");
        assert!(file.ends_with(",125.50,,25.00\r\n"), "{file}");
        assert_eq!(file.lines().count(), 4);
    }
}
