//! CSV in and out: columns by their names, in any order; what a spreadsheet program would run as a
//! formula goes out guarded and comes back as it was. Pure.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::values::Refusal;

/// The most rows of one file.
pub(super) const MOST_ROWS: usize = 10_000;
/// The most columns that are looked at.
const MOST_COLUMNS: usize = 60;
/// The most rows whose reasons are told at once.
const MOST_TOLD: usize = 100;
/// What makes a formula of the cell that begins with it.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One row: where it stands and what its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the file, the heading being line 1.
    pub line: u64,
    cells: Vec<String>,
}

/// A file that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sheet {
    columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// What is wrong with rows that have another number of cells than the heading.
    pub broken: Vec<Refusal>,
}

impl Sheet {
    /// A row's cell, if the file has that column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|known| *known == column)?;
        row.cells.get(at).map(String::as_str)
    }
}

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

/// Reads a file in UTF-8, with or without a byte order mark, its cells divided by commas,
/// semicolons or tabs. The refusals are about the file as a whole.
pub(super) fn read(
    file: &[u8],
    known: &[&'static str],
    required: &[&'static str],
) -> Result<Sheet, Vec<Refusal>> {
    let whole = |refusal: Refusal| vec![refusal];
    // A workbook of a spreadsheet program is a ZIP archive, whatever it is called.
    if file.starts_with(b"PK\x03\x04") {
        return Err(whole(Refusal::at("file", "refused-import-workbook")));
    }
    let text = std::str::from_utf8(file)
        .map_err(|_| whole(Refusal::at("file", "refused-import-not-utf8")))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(whole(Refusal::at("file", "refused-import-blank")));
    }
    // One kind of line end, or the reader counts lines differently from an editor.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let delimiter = delimiter_of(text.lines().next().unwrap_or_default());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = || whole(Refusal::at("file", "refused-import-not-csv"));
    let headings = reader.headers().map_err(|_| unreadable())?.clone();
    let mut sheet = Sheet {
        columns: columns_of(&headings, known, required)?,
        rows: Vec::new(),
        broken: Vec::new(),
    };
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != headings.len() {
            let refusal = Refusal::of("refused-import-cells")
                .with("cells", record.len())
                .with("columns", headings.len());
            sheet.broken.push(at_line(line, "", refusal));
            continue;
        }
        if sheet.rows.len() == MOST_ROWS {
            let refusal = Refusal::at("file", "refused-import-rows");
            return Err(whole(refusal.with("most", MOST_ROWS)));
        }
        let cells = record.iter().map(|cell| plain(cell, delimiter)).collect();
        sheet.rows.push(Row { line, cells });
    }
    if sheet.rows.is_empty() && sheet.broken.is_empty() {
        return Err(whole(Refusal::at("file", "refused-import-empty")));
    }
    Ok(sheet)
}

/// The cells' divider: the one that the heading has most of.
fn delimiter_of(heading: &str) -> u8 {
    let count = |divider: &u8| heading.bytes().filter(|byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// What stands in a cell. Where semicolons divide the cells, a comma may divide the decimals.
fn plain(cell: &str, delimiter: u8) -> String {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if delimiter != b','
        && let Some((units, decimals)) = cell.split_once(',')
        && is_number(units)
        && is_number(decimals)
        && decimals.len() <= 2
    {
        return format!("{units}.{decimals}");
    }
    unguarded(cell).to_owned()
}

fn columns_of(
    headings: &csv::StringRecord,
    known: &[&'static str],
    required: &[&'static str],
) -> Result<Vec<&'static str>, Vec<Refusal>> {
    if headings.len() > MOST_COLUMNS {
        let refusal = Refusal::at("file", "refused-import-columns-many");
        let refusal = refusal.with("columns", headings.len());
        return Err(vec![refusal.with("most", known.len())]);
    }
    let mut refusals = Vec::new();
    let mut columns = Vec::new();
    let mut seen: HashSet<&'static str> = HashSet::new();
    for heading in headings {
        let said = heading.to_ascii_lowercase().replace([' ', '-'], "_");
        match known.iter().copied().find(|column| *column == said) {
            Some(column) if seen.insert(column) => columns.push(column),
            Some(column) => {
                let refusal = Refusal::at("file", "refused-import-column-twice");
                refusals.push(refusal.with("column", column));
            }
            None => {
                let said: String = heading.chars().take(40).collect();
                let refusal = Refusal::at("file", "refused-import-column-unknown");
                refusals.push(refusal.with("column", said));
            }
        }
    }
    for column in required.iter().filter(|column| !seen.contains(*column)) {
        let refusal = Refusal::at("file", "refused-import-column-missing");
        refusals.push(refusal.with("column", column));
    }
    if seen.is_empty() {
        // Not one name is known: the first row holds goods, or the file is about something else.
        let refusal = Refusal::at("file", "refused-import-no-heading");
        return Err(vec![refusal.with("columns", required.join(", "))]);
    }
    refusals.truncate(10);
    if refusals.is_empty() {
        Ok(columns)
    } else {
        Err(refusals)
    }
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
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if would_run(inside) => inside,
        _ => cell,
    }
}

/// One line of a file, guarded; ends in the line end that spreadsheets expect.
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
        assert_eq!(place_of(&sheet.broken[0]), Some(("3", "")));
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
