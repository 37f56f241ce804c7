//! Cells on their way to a spreadsheet and back. Pure.
//!
//! A cell that begins with one of `= + - @`, a tab or a line end would be run as a formula by the
//! program that opens the file. Such a cell goes out behind an apostrophe, which those programs take
//! for "this is text"; coming in, it is taken off again. A number below zero is a number and stays.

use std::collections::HashSet;

use crate::values::Refusal;

/// The columns of a file of levels that goes out, in their order.
pub(super) const COLUMNS: [&str; 8] = [
    "sku",
    "name",
    "location",
    "on_hand",
    "reserved",
    "minimum",
    "reorder_point",
    "value",
];
/// The columns without which a file of points says nothing.
const NEEDED: [&str; 2] = ["sku", "location"];
/// The most rows of one file.
pub(super) const MOST_ROWS: usize = 20_000;

/// What makes a formula of the cell that begins with it.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

/// A cell as it goes out.
fn guarded(cell: &str) -> String {
    let digits = cell.strip_prefix('-').unwrap_or_default();
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    if would_run(cell) && !is_number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// A cell as it was before it went out.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if would_run(inside) => inside,
        _ => cell,
    }
}

/// One line of a CSV file; ends in the line end that spreadsheets expect.
pub fn record<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
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

/// One row of a file of points: where it stands and what its cells say. A column that the file does
/// not have is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line of the file, the heading being line 1.
    pub no: u64,
    pub sku: String,
    pub location: String,
    pub minimum: Option<String>,
    pub reorder: Option<String>,
}

/// A refusal about the file that was sent.
pub(super) fn about_file(key: &str) -> Refusal {
    Refusal {
        field: Some("file".to_owned()),
        ..Refusal::of(key)
    }
}

/// Reads a file of points in UTF-8, its cells divided by commas, semicolons or tabs. A file of levels
/// as it went out is one: what cannot be set is not looked at. The refusals are about the file.
pub(super) fn read(file: &[u8]) -> Result<Vec<Line>, Vec<Refusal>> {
    let whole = |key: &str| vec![about_file(key)];
    if file.starts_with(b"PK\x03\x04") {
        return Err(whole("refused-import-workbook"));
    }
    let text = std::str::from_utf8(file).map_err(|_| whole("refused-import-not-utf8"))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(whole("refused-import-blank"));
    }
    let divider = divider_of(text.lines().next().unwrap_or_default());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(divider)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = || whole("refused-import-not-csv");
    let headings = reader.headers().map_err(|_| unreadable())?.clone();
    let columns = columns_of(&headings)?;
    let place = |wanted: &str| columns.iter().position(|column| *column == wanted);
    let (minimum, reorder) = (place("minimum"), place("reorder_point"));
    let (sku, location) = (place("sku"), place("location"));
    let (mut lines, mut broken) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        let no = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != headings.len() {
            let refusal = Refusal::at("file", "refused-points-cells").with("line", no);
            broken.push(
                refusal
                    .with("cells", record.len())
                    .with("columns", headings.len()),
            );
            continue;
        }
        if lines.len() == MOST_ROWS {
            let refusal = Refusal::at("file", "refused-import-rows");
            return Err(vec![refusal.with("most", MOST_ROWS)]);
        }
        let cell = |at: Option<usize>| {
            let cell = at.and_then(|at| record.get(at));
            cell.map(|cell| unguarded(cell).replace('\0', ""))
        };
        lines.push(Line {
            no,
            sku: cell(sku).unwrap_or_default(),
            location: cell(location).unwrap_or_default(),
            minimum: cell(minimum),
            reorder: cell(reorder),
        });
    }
    if !broken.is_empty() {
        return Err(broken);
    }
    if lines.is_empty() {
        return Err(whole("refused-import-empty"));
    }
    Ok(lines)
}

/// The cells' divider: the one that the heading has most of.
fn divider_of(heading: &str) -> u8 {
    let count = |divider: &u8| heading.bytes().filter(|byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn columns_of(headings: &csv::StringRecord) -> Result<Vec<&'static str>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut columns = Vec::new();
    let mut seen = HashSet::new();
    for heading in headings {
        let said = heading.to_ascii_lowercase().replace([' ', '-'], "_");
        match COLUMNS.into_iter().find(|known| *known == said) {
            Some(known) if seen.insert(known) => columns.push(known),
            Some(known) => {
                let refusal = Refusal::at("file", "refused-import-column-twice");
                refusals.push(refusal.with("column", known));
            }
            None => {
                let said: String = heading.chars().take(40).collect();
                let refusal = Refusal::at("file", "refused-import-column-unknown");
                refusals.push(refusal.with("column", said));
            }
        }
    }
    for needed in NEEDED {
        if !seen.contains(needed) {
            let refusal = Refusal::at("file", "refused-import-column-missing");
            refusals.push(refusal.with("column", needed));
        }
    }
    if !seen.contains("minimum") && !seen.contains("reorder_point") {
        let refusal = Refusal::at("file", "refused-import-column-missing");
        refusals.push(refusal.with("column", "minimum"));
    }
    refusals.truncate(10);
    if refusals.is_empty() {
        return Ok(columns);
    }
    Err(refusals)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn keys(file: &[u8]) -> Vec<String> {
        let refusals = read(file).unwrap_err();
        refusals.into_iter().map(|refusal| refusal.key).collect()
    }

    #[test]
    fn no_cell_is_a_formula_and_every_text_comes_back() {
        for cell in [
            "=1+1",
            "+254700000001",
            "-HYPERLINK",
            "@SUM(A1)",
            "'tis",
            "",
            "Unga",
        ] {
            let out = guarded(cell);
            assert!(!out.starts_with(STARTS), "{out}");
            assert_eq!(unguarded(&out), cell);
        }
        assert_eq!(record(["a, b", "-1.5", "=1"]), "\"a, b\",-1.5,'=1\r\n");
    }

    #[test]
    fn columns_go_by_their_names() {
        let file = "\u{feff}Location;SKU;Reorder point\r\nMain;'=U2;3\r\n;;\r\n";
        let lines = read(file.as_bytes()).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].no, lines[0].sku.as_str()), (2, "=U2"));
        assert_eq!(lines[0].reorder.as_deref(), Some("3"));
        assert_eq!(lines[0].minimum, None);
    }

    #[test]
    fn a_wrong_file_is_told_why() {
        assert_eq!(keys(b"PK\x03\x04x"), ["refused-import-workbook"]);
        assert_eq!(keys(b"sku,location,minimum\n"), ["refused-import-empty"]);
        assert_eq!(keys(b" \n"), ["refused-import-blank"]);
        assert_eq!(
            keys(b"sku,location,caf\xe9\n1,2,3\n"),
            ["refused-import-not-utf8"]
        );
        assert_eq!(
            keys(b"sku,sku,colour\n1,2,3\n"),
            [
                "refused-import-column-twice",
                "refused-import-column-unknown",
                "refused-import-column-missing",
                "refused-import-column-missing"
            ]
        );
        assert_eq!(
            keys(b"sku,location,minimum\nA,Main\nB,Main,1,2\n"),
            ["refused-points-cells", "refused-points-cells"]
        );
    }
}
