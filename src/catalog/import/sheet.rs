//! Reads an import's file: columns by their names, one product a row. Pure.

use std::collections::HashSet;

use crate::catalog::product_form::about;
use crate::catalog::spreadsheet::unguarded;
use crate::platform::fault;
use crate::values::{Refusal, Stop};

/// The columns there are, in the order of our own files.
pub const COLUMNS: [&str; 13] = [
    "sku",
    "barcode",
    "name",
    "category",
    "unit",
    "quantity_step",
    "price",
    "cost",
    "tax_class",
    "stock",
    "search_words",
    "description",
    "slug",
];

/// The columns that a file must have.
pub const REQUIRED: [&str; 3] = ["sku", "name", "price"];

/// The most rows of one file.
const MOST_ROWS: usize = 50_000;
/// The most columns that are looked at.
const MOST_COLUMNS: usize = 60;

/// One row: where it stands and what its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct Row {
    /// The line of the file, the heading being line 1.
    pub line: u64,
    cells: Vec<String>,
}

/// A file that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct Sheet {
    columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// Rows that have another number of cells than the heading.
    pub broken: Vec<(u64, Refusal)>,
}

impl Sheet {
    /// How many rows there are, those that could not be divided into cells among them.
    pub fn len(&self) -> usize {
        self.rows.len() + self.broken.len()
    }

    /// A row's cell, if the file has that column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|known| *known == column)?;
        row.cells.get(at).map(String::as_str)
    }
}

/// The columns that a file may have, and those of them that it must have.
pub(in crate::catalog) struct Heading {
    pub known: &'static [&'static str],
    pub required: &'static [&'static str],
}

/// The heading of a file of products.
const PRODUCTS: Heading = Heading {
    known: &COLUMNS,
    required: &REQUIRED,
};

/// Reads a file of products.
pub(super) fn read(file: &[u8]) -> Result<Sheet, Vec<Refusal>> {
    read_as(file, &PRODUCTS)
}

/// Reads a file in UTF-8, with or without a byte order mark, its cells divided by commas,
/// semicolons or tabs. The refusals are about the file as a whole.
pub(in crate::catalog) fn read_as(file: &[u8], heading: &Heading) -> Result<Sheet, Vec<Refusal>> {
    let whole = |key: &str| vec![about("file", key)];
    // A workbook of a spreadsheet program is a ZIP archive, whatever it is called.
    if file.starts_with(b"PK\x03\x04") {
        return Err(whole("refused-import-workbook"));
    }
    let text = std::str::from_utf8(file).map_err(|_| whole("refused-import-not-utf8"))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(whole("refused-import-blank"));
    }
    // One kind of line end, or the reader counts lines differently from an editor.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let delimiter = delimiter_of(text.lines().next().unwrap_or_default());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = || whole("refused-import-not-csv");
    let headings = reader.headers().map_err(|_| unreadable())?.clone();
    let columns = columns_of(&headings, heading)?;
    let mut sheet = Sheet {
        columns,
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
            sheet.broken.push((line, refusal));
            continue;
        }
        if sheet.rows.len() == MOST_ROWS {
            let refusal = Refusal::at("file", "refused-import-rows");
            return Err(vec![refusal.with("most", MOST_ROWS)]);
        }
        let cells = record.iter().map(|cell| plain(cell, delimiter)).collect();
        sheet.rows.push(Row { line, cells });
    }
    if sheet.rows.is_empty() && sheet.broken.is_empty() {
        return Err(vec![Refusal::at("file", "refused-import-empty")]);
    }
    Ok(sheet)
}

/// Reads a file on a thread of its own: a large one takes longer than a request should hold one.
pub(super) async fn read_aside(file: Vec<u8>) -> Result<Sheet, Stop> {
    let sheet = tokio::task::spawn_blocking(move || read(&file)).await;
    let sheet = sheet.map_err(|e| fault("a file of products could not be read", &e))?;
    Ok(sheet?)
}

/// The cells' divider: the one that the heading has most of.
fn delimiter_of(heading: &str) -> u8 {
    let count = |divider: &u8| heading.bytes().filter(|byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// What stands in a cell. Where semicolons divide the cells, a comma may divide the decimals:
/// `206,50` is then two hundred and six and a half, not twenty thousand six hundred and fifty.
fn plain(cell: &str, delimiter: u8) -> String {
    if delimiter != b','
        && let Some((whole, decimals)) = cell.split_once(',')
        && !whole.is_empty()
        && (1..=2).contains(&decimals.len())
        && whole
            .chars()
            .chain(decimals.chars())
            .all(|c| c.is_ascii_digit())
    {
        return format!("{whole}.{decimals}");
    }
    unguarded(cell).to_owned()
}

fn columns_of(
    headings: &csv::StringRecord,
    expected: &Heading,
) -> Result<Vec<&'static str>, Vec<Refusal>> {
    if headings.len() > MOST_COLUMNS {
        let refusal = Refusal::at("file", "refused-import-columns-many");
        let refusal = refusal.with("columns", headings.len());
        return Err(vec![refusal.with("most", expected.known.len())]);
    }
    let mut refusals = Vec::new();
    let mut columns = Vec::new();
    let mut seen = HashSet::new();
    for heading in headings {
        let said = heading.to_ascii_lowercase().replace([' ', '-'], "_");
        match expected.known.iter().copied().find(|known| *known == said) {
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
    for required in expected.required.iter().copied() {
        if !seen.contains(required) {
            let refusal = Refusal::at("file", "refused-import-column-missing");
            refusals.push(refusal.with("column", required));
        }
    }
    if seen.is_empty() {
        // Not one name is known: the first row holds goods, or the file is about something else.
        let refusal = Refusal::at("file", "refused-import-no-heading");
        return Err(vec![refusal.with("columns", expected.required.join(", "))]);
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

    fn keys(file: &str) -> Vec<String> {
        let refusals = read(file.as_bytes()).unwrap_err();
        refusals.into_iter().map(|refusal| refusal.key).collect()
    }

    #[test]
    fn columns_go_by_their_names() {
        let file = "\u{feff}Name;SKU;Price;Quantity step\r\nUnga;U2;206,50;0,25\r\n;;;\r\n";
        let sheet = read(file.as_bytes()).unwrap();
        assert_eq!(sheet.rows.len(), 1);
        let row = &sheet.rows[0];
        assert_eq!(row.line, 2);
        assert_eq!(sheet.cell(row, "sku"), Some("U2"));
        assert_eq!(sheet.cell(row, "price"), Some("206.50"));
        assert_eq!(sheet.cell(row, "quantity_step"), Some("0.25"));
        assert_eq!(sheet.cell(row, "cost"), None);
    }

    #[test]
    fn what_went_out_guarded_comes_back() {
        let sheet = read(b"sku,name,price\n'=A1,'tis,5\n").unwrap();
        assert_eq!(sheet.cell(&sheet.rows[0], "sku"), Some("=A1"));
        assert_eq!(sheet.cell(&sheet.rows[0], "name"), Some("'tis"));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let file = "sku,name,price\nA,\"two\nlines\",1\nB,b,2,3\nC,c,3\n";
        let sheet = read(file.as_bytes()).unwrap();
        let lines: Vec<u64> = sheet.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5]);
        assert_eq!(sheet.broken[0].0, 4);
    }

    #[test]
    fn a_wrong_heading_is_told_in_full() {
        assert_eq!(
            keys("sku,naem,price,sku\n1,2,3,4\n"),
            [
                "refused-import-column-unknown",
                "refused-import-column-twice",
                "refused-import-column-missing"
            ]
        );
        assert_eq!(keys("sku,name,price\n"), ["refused-import-empty"]);
        assert_eq!(keys("\u{feff} \n\n"), ["refused-import-blank"]);
        assert_eq!(keys("PK\u{3}\u{4}x"), ["refused-import-workbook"]);
        assert_eq!(keys("Unga,236\nSugar,223\n"), ["refused-import-no-heading"]);
        let wide = format!("sku,name,price{}\n", ",x".repeat(80));
        assert_eq!(keys(&wide), ["refused-import-columns-many"]);
        let latin = read(b"sku,name,price\n1,caf\xe9,2\n").unwrap_err();
        assert_eq!(latin[0].key, "refused-import-not-utf8");
    }
}
