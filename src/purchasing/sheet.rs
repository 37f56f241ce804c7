//! Files of suppliers and prices: how large they may be, and how what is wrong with a row is told.
//! Pure.

use crate::platform::files::{self, Heading, Sheet};
use crate::values::Refusal;

/// The most rows of one file.
const MOST_ROWS: usize = 10_000;
/// The most rows whose reasons are told at once.
const MOST_TOLD: usize = 100;

/// A refusal of one row, in one of its columns; an empty column is the whole row.
pub(super) fn at_line(line: u64, column: &str, refusal: Refusal) -> Refusal {
    Refusal {
        field: Some(format!("line-{line}-{column}")),
        ..refusal
    }
}

/// The line and the column that a refusal is about.
pub(super) fn place_of(refusal: &Refusal) -> Option<(&str, &str)> {
    refusal
        .field
        .as_deref()?
        .strip_prefix("line-")?
        .split_once('-')
}

/// All the refusals of a file, or the way on. The first of very many are told, and how many more
/// there are.
pub(super) fn unless_refused(mut refusals: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if refusals.is_empty() {
        return Ok(());
    }
    let more = refusals.len().saturating_sub(MOST_TOLD);
    refusals.truncate(MOST_TOLD);
    if more > 0 {
        refusals.push(Refusal::of("refused-files-more").with("count", more));
    }
    Err(refusals)
}

/// Reads a file that may have these columns and must have some of them. The refusals are about the
/// file as a whole.
pub(super) fn read(
    file: &[u8],
    known: &'static [&'static str],
    required: &'static [&'static str],
) -> Result<Sheet, Vec<Refusal>> {
    let heading = Heading {
        known,
        required,
        one_of: &[],
        most_rows: MOST_ROWS,
    };
    files::read(file, &heading)
}

/// What is wrong with rows that have another number of cells than the heading.
pub(super) fn broken(sheet: &Sheet) -> Vec<Refusal> {
    let told = |(line, refusal): &(u64, Refusal)| at_line(*line, "", refusal.clone());
    sheet.broken.iter().map(told).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::platform::files::record;

    const KNOWN: [&str; 3] = ["name", "phone", "terms_days"];

    fn sheet(file: &str) -> Result<Sheet, Vec<Refusal>> {
        read(file.as_bytes(), &KNOWN, &["name"])
    }

    #[test]
    fn columns_go_by_their_names_and_rows_by_their_lines() {
        let sheet = sheet("\u{feff}Phone;Name;Terms days\r\n'+254712345678;Unga Ltd;30\r\nx;y\r\n")
            .unwrap();
        let row = &sheet.rows[0];
        assert_eq!(row.line, 2);
        assert_eq!(sheet.cell(row, "name"), Some("Unga Ltd"));
        assert_eq!(sheet.cell(row, "phone"), Some("+254712345678"));
        assert_eq!(sheet.cell(row, "note"), None);
        assert_eq!(place_of(&broken(&sheet)[0]), Some(("3", "")));
    }

    #[test]
    fn a_file_that_is_none_is_refused() {
        let key = |file: &str| sheet(file).unwrap_err()[0].key.clone();
        assert_eq!(key(""), "refused-import-blank");
        assert_eq!(key("name\n"), "refused-import-empty");
        assert_eq!(key("phone\n1\n"), "refused-import-column-missing");
        assert_eq!(key("name,colour\na,b\n"), "refused-import-column-unknown");
        let long = format!("name\n{}", "a\n".repeat(MOST_ROWS + 1));
        assert_eq!(key(&long), "refused-import-rows");
    }

    #[test]
    fn what_goes_out_comes_back() {
        let out = record(["=1+1", "a, \"b\"", "Unga"]);
        assert_eq!(out, "'=1+1,\"a, \"\"b\"\"\",Unga\r\n");
        let file = format!("name,phone,terms_days\r\n{out}");
        let sheet = sheet(&file).unwrap();
        assert_eq!(sheet.cell(&sheet.rows[0], "name"), Some("=1+1"));
        assert_eq!(sheet.cell(&sheet.rows[0], "phone"), Some("a, \"b\""));
    }

    #[test]
    fn very_many_reasons_are_counted() {
        let many = vec![Refusal::of("refused-import-cells"); MOST_TOLD + 7];
        let told = unless_refused(many).unwrap_err();
        assert_eq!(told.len(), MOST_TOLD + 1);
        assert_eq!(told[MOST_TOLD].args[0].1, "7");
        assert!(unless_refused(Vec::new()).is_ok());
    }
}
