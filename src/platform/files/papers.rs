//! Documents as files: a row is a line, and says of which document by its number. Rows that name a
//! document must say what it says already, so that what goes out comes in again and changes nothing;
//! rows without a number are the lines of one that is to be made. Pure.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::outcome::Outcome;
use super::sheet::{Heading, Row, Sheet};
use super::{heading, record_with_numbers};
use crate::values::{Refusal, typed_day};

/// The column that says which document a row is of.
pub const NUMBER: &str = "number";

/// One row on its way out, in the order of its file's columns.
pub type Cells = Vec<String>;

/// Which documents stand in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// From this day on; none: from the first.
    pub from: Option<NaiveDate>,
    /// Up to this day; none: up to the last.
    pub to: Option<NaiveDate>,
    /// Only those of these numbers; none: all.
    pub numbers: Option<Vec<i64>>,
}

impl Span {
    /// As an address says it: `from` and `to` are days.
    pub fn read(query: impl Fn(&str) -> Option<String>) -> Span {
        let day = |name| typed_day(&query(name).unwrap_or_default());
        Span {
            from: day("from"),
            to: day("to"),
            numbers: None,
        }
    }

    /// The documents that a file names.
    pub fn named_in(sheet: &Sheet) -> Span {
        let numbers = sheet.rows.iter();
        let numbers = numbers.filter_map(|row| sheet.cell(row, NUMBER)?.parse().ok());
        Span {
            numbers: Some(numbers.collect()),
            ..Span::default()
        }
    }
}

/// What the rows of a file are about.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sorted<'a> {
    /// The rows of one that is to be made.
    pub fresh: Vec<&'a Row>,
    /// Those that are there and say something else than their rows, by their numbers.
    pub others: Vec<(i64, Vec<&'a Row>)>,
}

/// What a file of one kind of documents looks like.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// Its columns; the first is [`NUMBER`].
    pub heading: Heading,
    /// What is said of a document as a whole, alike on all its rows.
    pub head: &'static [&'static str],
    /// What is said of a line.
    pub line: &'static [&'static str],
    /// What no two lines of a document have alike.
    pub key: &'static [&'static str],
    /// What is reckoned of a line where its cell is empty.
    pub reckoned: &'static [&'static str],
    /// The most lines of a document.
    pub most: usize,
}

impl Paper {
    /// These rows as a file.
    pub fn written(&self, rows: &[Cells]) -> String {
        let mut file = heading(self.heading.known.iter().copied());
        for row in rows {
            file.push_str(&record_with_numbers(row.iter().map(String::as_str)));
        }
        file
    }

    /// What stands in a column of a row that goes out.
    pub fn cell_of<'a>(&self, cells: &'a Cells, column: &str) -> Option<&'a str> {
        let mut known = self.heading.known.iter();
        let at = known.position(|known| *known == column)?;
        cells.get(at).map(String::as_str)
    }

    /// Tells the rows of documents that are there, `kept` as they would go out, from those of one to
    /// be made. Those that say what is kept are counted; a number that none has is refused.
    pub fn sort_out<'a>(
        &self,
        sheet: &'a Sheet,
        kept: &[Cells],
        outcome: &mut Outcome,
    ) -> Sorted<'a> {
        let mut sorted = Sorted::default();
        let mut named: BTreeMap<i64, Vec<&'a Row>> = BTreeMap::new();
        for row in &sheet.rows {
            let number = sheet.cell(row, NUMBER).unwrap_or_default();
            match number.parse() {
                _ if number.is_empty() => sorted.fresh.push(row),
                Ok(number) => named.entry(number).or_default().push(row),
                Err(_) => outcome.refuse(row, Refusal::at(NUMBER, "refused-paper-number")),
            }
        }
        let mut of_number: HashMap<&str, Vec<&Cells>> = HashMap::new();
        for cells in kept {
            let number = cells.first().map_or("", String::as_str);
            of_number.entry(number).or_default().push(cells);
        }
        for (number, rows) in named {
            let own = number.to_string();
            let kept = of_number.remove(own.as_str()).unwrap_or_default();
            if kept.is_empty() {
                outcome.refuse_document(
                    &rows,
                    Refusal::at(NUMBER, "refused-paper-unknown"),
                    number,
                );
            } else if self.says_the_same(sheet, &rows, &kept) {
                outcome.unchanged += 1;
            } else {
                self.check(sheet, &rows, outcome);
                sorted.others.push((number, rows));
            }
        }
        self.check(sheet, &sorted.fresh, outcome);
        sorted
    }

    /// Whether rows say what is kept, in whatever order, in the columns that the file has. What is said
    /// of the whole document, or is reckoned, may be left out of a row.
    pub fn says_the_same(&self, sheet: &Sheet, rows: &[&Row], kept: &[&Cells]) -> bool {
        let columns = self.head.iter().chain(self.line).copied();
        let columns: Vec<(usize, &str)> = columns
            .filter_map(|column| {
                let mut known = self.heading.known.iter();
                Some((known.position(|known| *known == column)?, column))
            })
            .filter(|(_, column)| rows.iter().all(|row| sheet.cell(row, column).is_some()))
            .collect();
        let is_key = |(_, column): &&(usize, &str)| self.key.contains(column);
        let keys: Vec<&(usize, &str)> = columns.iter().filter(is_key).collect();
        let said = |cell: Option<&str>| plain(cell.unwrap_or_default());
        let own = |row: &&Row| {
            let typed = keys.iter().map(|(_, column)| said(sheet.cell(row, column)));
            let typed: Vec<String> = typed.collect();
            let is_its = |cells: &&&Cells| {
                let there = keys
                    .iter()
                    .map(|(at, _)| said(cells.get(*at).map(String::as_str)));
                there.eq(typed.iter().cloned())
            };
            kept.iter().find(is_its)
        };
        let typed = |row: &&Row| -> Vec<String> {
            let cells = columns.iter().map(|(at, column)| {
                let cell = sheet.cell(row, column).unwrap_or_default();
                let like = match cell {
                    "" if self.head.contains(column) => kept.first(),
                    "" if self.reckoned.contains(column) => own(row),
                    _ => None,
                };
                like.and_then(|cells| cells.get(*at))
                    .map_or(cell, String::as_str)
            });
            cells.map(plain).collect()
        };
        let there = |cells: &&Cells| -> Vec<String> {
            let cells = columns.iter().map(|(at, _)| cells.get(*at));
            cells
                .map(|cell| plain(cell.map_or("", String::as_str)))
                .collect()
        };
        let mut typed: Vec<Vec<String>> = rows.iter().map(typed).collect();
        let mut there: Vec<Vec<String>> = kept.iter().map(there).collect();
        typed.sort();
        there.sort();
        typed == there
    }

    /// A file makes one document at most, and no line of it twice.
    pub fn check(&self, sheet: &Sheet, fresh: &[&Row], outcome: &mut Outcome) {
        if let Some(row) = fresh.get(self.most) {
            let refusal = Refusal::of("refused-paper-lines").with("most", self.most);
            outcome.refuse(row, refusal);
        }
        let mut lines: HashMap<Vec<String>, u64> = HashMap::new();
        for row in fresh {
            for column in self.head.iter().copied() {
                let said = sheet.cell(row, column).unwrap_or_default();
                let first = fresh.first().and_then(|first| sheet.cell(first, column));
                if !said.is_empty() && Some(said) != first {
                    let refusal = Refusal::of("refused-paper-two");
                    let field = Some(column.to_owned());
                    outcome.refuse(row, Refusal { field, ..refusal });
                }
            }
            let cells = self.key.iter().map(|column| sheet.cell(row, column));
            let key = cells.map(|cell| cell.unwrap_or_default().trim().to_lowercase());
            let first = *lines.entry(key.collect()).or_insert(row.line);
            if first != row.line {
                let field = self.key.first().map(|column| (*column).to_owned());
                let refusal = Refusal::of("refused-sheet-twice").with("line", first);
                outcome.refuse(row, Refusal { field, ..refusal });
            }
        }
    }
}

/// A cell without what spreadsheets and people add or leave out: `12.50` is `12.5`, `unga` is `UNGA`.
pub(super) fn plain(cell: &str) -> String {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_number =
        cell.contains('.') && cell.chars().all(|c| c.is_ascii_digit() || "-.".contains(c));
    if is_number {
        return cell.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    cell.to_lowercase()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::read;
    use super::*;

    const PAPER: Paper = Paper {
        heading: Heading {
            known: &["number", "date", "to", "sku", "quantity"],
            required: &["to", "sku", "quantity"],
            one_of: &[],
            most_rows: 10,
        },
        head: &["to"],
        line: &["sku", "quantity"],
        key: &["sku"],
        reckoned: &[],
        most: 2,
    };

    fn kept() -> Vec<Cells> {
        let row = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
        vec![
            row(["7", "2026-01-02", "Branch", "=UNGA", "2.5"]),
            row(["7", "2026-01-02", "Branch", "RICE", "-1"]),
        ]
    }

    fn sorted(file: &str) -> (Vec<u64>, Outcome) {
        let (fresh, _, outcome) = all_sorted(file);
        (fresh, outcome)
    }

    /// The lines of what is new, the numbers of what is other, and what became of the rest.
    fn all_sorted(file: &str) -> (Vec<u64>, Vec<i64>, Outcome) {
        let sheet = read(file.as_bytes(), &PAPER.heading).unwrap();
        let mut outcome = Outcome::of(&sheet);
        let sorted = PAPER.sort_out(&sheet, &kept(), &mut outcome);
        let fresh = sorted.fresh.iter().map(|row| row.line).collect();
        let others = sorted.others.iter().map(|(number, _)| *number).collect();
        (fresh, others, outcome)
    }

    fn reasons(file: &str) -> Vec<(u64, String)> {
        let bad = sorted(file).1.bad.into_iter();
        bad.map(|(line, why)| (line, why[0].key.clone())).collect()
    }

    #[test]
    fn what_goes_out_comes_in_and_changes_nothing() {
        let file = PAPER.written(&kept());
        assert!(file.contains("'=UNGA"), "{file}");
        let (fresh, outcome) = sorted(&file);
        assert!(fresh.is_empty());
        assert_eq!((outcome.unchanged, outcome.bad.len()), (1, 0));
        assert!(!outcome.may_be_written());
        // In another order, without a column, and as a spreadsheet writes numbers.
        let file = "number,to,sku,quantity\n7,Branch,RICE,-1.0\n7,Branch,=UNGA,2.50\n";
        assert_eq!(sorted(file).1.unchanged, 1);
        let file = "number,to,sku,quantity\n7,Branch,=UNGA,2.5\n7,,RICE,-1\n";
        assert_eq!(sorted(file).1.unchanged, 1);
    }

    #[test]
    fn a_document_that_says_something_else_is_told_apart() {
        let heading = "number,to,sku,quantity\n";
        let other = format!("{heading}7,Branch,=UNGA,3\n7,Branch,RICE,-1\n");
        let part = format!("{heading}7,Branch,=UNGA,2.5\n");
        for file in [other, part] {
            let (fresh, others, outcome) = all_sorted(&file);
            assert_eq!((fresh, others, outcome.bad.len()), (vec![], vec![7], 0));
        }
        let twice = format!("{heading}7,Branch,=UNGA,1\n7,Shop,=unga,2\n");
        let expected = ["refused-paper-two", "refused-sheet-twice"];
        assert_eq!(reasons(&twice), expected.map(|key| (3, key.to_owned())));
        let gone = format!("{heading}8,Branch,RICE,1\n");
        assert_eq!(reasons(&gone), [(2, "refused-paper-unknown".to_owned())]);
        let none = format!("{heading}x,Branch,RICE,1\n");
        assert_eq!(reasons(&none), [(2, "refused-paper-number".to_owned())]);
    }

    #[test]
    fn a_file_makes_one_document_and_no_line_twice() {
        let heading = "number,to,sku,quantity\n";
        let file = format!("{heading},Branch,RICE,1\n,,UNGA,2\n");
        let (fresh, outcome) = sorted(&file);
        assert_eq!((fresh, outcome.bad.len()), (vec![2, 3], 0));
        let two = format!("{heading},Branch,RICE,1\n,Other,rice,2\n");
        let expected = ["refused-paper-two", "refused-sheet-twice"];
        assert_eq!(reasons(&two), expected.map(|key| (3, key.to_owned())));
        let many = format!("{heading},Branch,A,1\n,,B,2\n,,C,3\n");
        assert_eq!(reasons(&many), [(4, "refused-paper-lines".to_owned())]);
    }
}
