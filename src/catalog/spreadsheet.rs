//! Cells on their way to a spreadsheet and back. Pure.
//!
//! A cell that begins with one of `= + - @`, a tab or a line end would be run as a formula by the
//! program that opens the file, and its text may be a stranger's. Such a cell goes out behind an
//! apostrophe, which those programs take for "this is text"; a cell that begins with apostrophes
//! before one of them gets one more. Coming in, one is taken off: every text survives the journey.

use std::borrow::Cow;

/// What makes a formula of the cell that begins with it.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

/// A cell as it goes out.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if would_run(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before it went out.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if would_run(inside) => inside,
        _ => cell,
    }
}

/// One line of a CSV file, guarded; ends in the line end that spreadsheets expect.
pub(super) fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        let cell = guarded(cell);
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
    fn a_line_is_quoted_where_it_must_be() {
        let line = record(["a", "b, c", "say \"hi\"", "=1", "two\nlines"]);
        assert_eq!(line, "a,\"b, c\",\"say \"\"hi\"\"\",'=1,\"two\nlines\"\r\n");
    }
}
