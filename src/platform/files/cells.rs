//! Cells on their way to a spreadsheet and back. Pure.
//!
//! A cell that begins with one of `= + - @`, a tab or a line end would be run as a formula by the
//! program that opens the file, and its text may be a stranger's. Such a cell goes out behind an
//! apostrophe, which those programs take for "this is text"; a cell that begins with apostrophes
//! before one of them gets one more. Coming in, one is taken off: every text survives the journey.

use std::borrow::Cow;

/// What makes a formula of the cell that begins with it.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Words for yes, in the languages there are and as spreadsheets write them.
const YES: [&str; 7] = ["yes", "y", "ndiyo", "ya", "true", "1", "x"];
/// Words for no.
const NO: [&str; 7] = ["", "no", "n", "hapana", "tidak", "false", "0"];

/// What a cell answers, no where it is empty; none where it answers neither yes nor no.
pub fn yes_or_no(cell: &str) -> Option<bool> {
    let said = cell.trim().to_lowercase();
    let is_yes = YES.contains(&said.as_str());
    (is_yes || NO.contains(&said.as_str())).then_some(is_yes)
}

fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

/// A cell as it goes out.
fn guarded(cell: &str) -> Cow<'_, str> {
    if would_run(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before it went out.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if would_run(inside) => inside,
        _ => cell,
    }
}

/// Whether a cell is a number below zero, which only looks like a formula.
fn is_below_zero(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or_default();
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// The first line of a CSV file. The byte order mark tells spreadsheets that it is UTF-8.
pub fn heading<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    format!("\u{feff}{}", record(columns))
}

/// One line of a CSV file, guarded; ends in the line end that spreadsheets expect.
pub fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    joined(cells.into_iter().map(guarded))
}

/// The same where numbers are meant to be reckoned with: one below zero stays a number.
pub fn record_with_numbers<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter();
    joined(cells.map(|cell| {
        if is_below_zero(cell) {
            Cow::Borrowed(cell)
        } else {
            guarded(cell)
        }
    }))
}

fn joined<'a>(cells: impl Iterator<Item = Cow<'a, str>>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_text_comes_back() {
        for cell in [
            "=HYPERLINK(\"http://evil\")",
            "+254700000001",
            "-5",
            "-HYPERLINK",
            "@SUM(A1)",
            "'=1+1",
            "''@x",
            "'tis",
            "'",
            "",
            "Unga",
            "Ng'ombe",
        ] {
            let out = guarded(cell);
            assert!(!out.starts_with(STARTS), "{out}");
            assert_eq!(unguarded(&out), cell);
        }
        // Nobody's own apostrophe is taken away.
        assert_eq!(unguarded("'tis"), "'tis");
        assert_eq!(guarded("Unga"), "Unga");
    }

    #[test]
    fn a_cell_answers_yes_or_no_in_every_language() {
        for (cell, answer) in [("Ndiyo", Some(true)), (" X", Some(true)), ("", Some(false))] {
            assert_eq!(yes_or_no(cell), answer, "{cell}");
        }
        assert_eq!(yes_or_no("tidak"), Some(false));
        assert_eq!(yes_or_no("perhaps"), None);
    }

    #[test]
    fn a_line_is_quoted_where_it_must_be() {
        let line = record(["a", "b, c", "say \"hi\"", "=1", "two\nlines"]);
        assert_eq!(line, "a,\"b, c\",\"say \"\"hi\"\"\",'=1,\"two\nlines\"\r\n");
        assert_eq!(record(["", "a"]), ",a\r\n");
    }

    #[test]
    fn a_number_below_zero_is_one_where_it_is_reckoned_with() {
        let line = record_with_numbers(["a, b", "-1.5", "=1", "-1+1", "-"]);
        assert_eq!(line, "\"a, b\",-1.5,'=1,'-1+1,'-\r\n");
        assert_eq!(record(["-1.5"]), "'-1.5\r\n");
    }
}
