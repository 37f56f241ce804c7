//! The books in a form that other accounting programs read: hledger, beancount, CSV.

use std::io::Write;

use super::{Entry, Kind, store};
use crate::platform::{BusinessTx, fault};
use crate::values::Stop;

/// A form of export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A journal for hledger.
    Hledger,
    /// A ledger for beancount.
    Beancount,
    /// One row a line, with a header.
    Csv,
}

/// Writes every entry, oldest first; how many there were.
pub async fn export(
    tx: &mut BusinessTx,
    format: Format,
    to: &mut (dyn Write + Send),
) -> Result<u64, Stop> {
    let currency = tx.scope().currency.clone();
    let wrote = |e: std::io::Error| fault("writing the export", &e);
    to.write_all(head(tx, format, &currency).await?.as_bytes())
        .map_err(wrote)?;
    let (mut last, mut count) = (0, 0);
    loop {
        let entries = store::entries_after(tx, last, 1000).await?;
        let Some(newest) = entries.last() else {
            return Ok(count);
        };
        last = newest.number;
        count += entries.len() as u64;
        for entry in &entries {
            let text = match format {
                Format::Hledger => hledger(entry, &currency),
                Format::Beancount => beancount(entry, &currency),
                Format::Csv => rows(entry, &currency)?,
            };
            to.write_all(text.as_bytes()).map_err(wrote)?;
        }
    }
}

async fn head(tx: &mut BusinessTx, format: Format, currency: &str) -> Result<String, Stop> {
    Ok(match format {
        Format::Csv => {
            "entry,date,source,purpose,account,account_name,amount,currency\n".to_owned()
        }
        Format::Hledger => format!("; {}\ncommodity 1,000.00 {currency}\n\n", tx.scope().name),
        Format::Beancount => {
            let mut head = format!("option \"operating_currency\" \"{currency}\"\n");
            for row in super::trial_balance(tx).await? {
                let account = account(&row.kind, &row.number, &row.name);
                head.push_str(&format!("1970-01-01 open {account}\n"));
            }
            head.push('\n');
            head
        }
    })
}

/// `Assets:1110-Cash`: letters, digits and dashes only, which both programs accept.
fn account(kind: &str, number: &str, name: &str) -> String {
    let word: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{}:{number}-{word}", Kind::export_name(kind))
}

fn hledger(entry: &Entry, currency: &str) -> String {
    let mut text = format!(
        "{} ({}) {} {}  ; {}\n",
        entry.business_date, entry.number, entry.source_kind, entry.purpose, entry.source_id
    );
    for line in &entry.lines {
        let account = account(&line.kind, &line.number, &line.name);
        text.push_str(&format!(
            "    {account}  {} {currency}\n",
            line.amount.bare(currency)
        ));
    }
    text.push('\n');
    text
}

fn beancount(entry: &Entry, currency: &str) -> String {
    let mut text = format!(
        "{} * \"{} {}\" \"{}\"\n",
        entry.business_date, entry.source_kind, entry.purpose, entry.source_id
    );
    for line in &entry.lines {
        let account = account(&line.kind, &line.number, &line.name);
        text.push_str(&format!(
            "  {account}  {} {currency}\n",
            line.amount.bare(currency)
        ));
    }
    text.push('\n');
    text
}

fn rows(entry: &Entry, currency: &str) -> Result<String, Stop> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in &entry.lines {
        let row = [
            &entry.number.to_string(),
            &entry.business_date.to_string(),
            &format!("{} {}", entry.source_kind, entry.source_id),
            &entry.purpose,
            &line.number,
            &line.name,
            &line.amount.bare(currency),
            currency,
        ];
        writer
            .write_record(row)
            .map_err(|e| fault("writing the export", &e))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|e| fault("writing the export", &e))?;
    String::from_utf8(bytes).map_err(|e| fault("writing the export", &e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::EntryLine;
    use crate::values::Money;
    use chrono::{DateTime, NaiveDate};
    use uuid::Uuid;

    fn entry() -> Entry {
        let line = |number: &str, name: &str, kind: &str, minor: i64| EntryLine {
            number: number.to_owned(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            role: None,
            amount: Money::from_minor(minor),
        };
        Entry {
            entry_id: Uuid::nil(),
            number: 7,
            occurred_at: DateTime::UNIX_EPOCH,
            recorded_at: DateTime::UNIX_EPOCH,
            business_date: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap_or_default(),
            source_kind: "order".to_owned(),
            source_id: Uuid::nil(),
            purpose: "payment".to_owned(),
            location_id: None,
            lines: vec![
                line("1140", "M-Pesa", "asset", 123_450),
                line("2130", "Customer deposits", "liability", -123_450),
            ],
        }
    }

    #[test]
    fn hledger_reads_it() {
        let text = hledger(&entry(), "KES");
        assert!(text.contains("Assets:1140-M-Pesa  1234.50 KES"), "{text}");
        assert!(
            text.contains("Liabilities:2130-Customer-deposits  -1234.50 KES"),
            "{text}"
        );
    }

    #[test]
    fn csv_has_a_row_a_line() {
        assert_eq!(
            rows(&entry(), "KES").map(|text| text.lines().count()),
            Ok(2)
        );
    }
}
