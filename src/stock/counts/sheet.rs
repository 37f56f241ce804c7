//! A file of counts: how it is read, and how a take is written into one. Pure.
//!
//! The columns are `sku` or `barcode`, or both, and `counted`; others are left alone, so that the file
//! that a take is written into can be filled in and sent back. A row whose `counted` is empty was not
//! counted.

use crate::values::Refusal;

/// The most rows of one file.
pub(super) const MOST_ROWS: usize = 10_000;

/// How a row names its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Code {
    Sku(String),
    Barcode(String),
}

/// One row that says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line of the file, the heading being line 1.
    pub line: u64,
    pub code: Code,
    pub counted: String,
}

/// A file that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub rows: Vec<Row>,
    /// Rows that have another number of cells than the heading, or name no product.
    pub broken: Vec<(u64, Refusal)>,
}

/// Where the columns stand that are read.
struct Columns {
    sku: Option<usize>,
    barcode: Option<usize>,
    counted: usize,
}

/// Reads a file in UTF-8, its cells divided by commas, semicolons or tabs. The refusals are about the
/// file as a whole.
pub(super) fn read(file: &[u8]) -> Result<Sheet, Vec<Refusal>> {
    let whole = |key: &str| vec![about_file(key)];
    // A workbook of a spreadsheet program is a ZIP archive, whatever it is called.
    if file.starts_with(b"PK\x03\x04") {
        return Err(whole("refused-import-workbook"));
    }
    let text = std::str::from_utf8(file).map_err(|_| whole("refused-import-not-utf8"))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(whole("refused-import-blank"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(text.lines().next().unwrap_or_default()))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = || whole("refused-import-not-csv");
    let headings = reader.headers().map_err(|_| unreadable())?.clone();
    let columns = columns_of(&headings)?;
    let mut sheet = Sheet::default();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        let line = record.position().map_or(0, csv::Position::line);
        if sheet.rows.len() + sheet.broken.len() == MOST_ROWS {
            let refusal = about_file("refused-import-rows");
            return Err(vec![refusal.with("most", MOST_ROWS)]);
        }
        sheet.take(&columns, &record, headings.len(), line);
    }
    if sheet.rows.is_empty() && sheet.broken.is_empty() {
        return Err(whole("refused-take-file-empty"));
    }
    Ok(sheet)
}

impl Sheet {
    fn take(&mut self, columns: &Columns, record: &csv::StringRecord, cells: usize, line: u64) {
        if record.iter().all(str::is_empty) {
            return;
        }
        if record.len() != cells {
            let refusal = Refusal::of("refused-import-cells")
                .with("cells", record.len())
                .with("columns", cells);
            self.broken.push((line, refusal));
            return;
        }
        let cell = |at: Option<usize>| {
            let text = at.and_then(|at| record.get(at)).unwrap_or_default();
            unguarded(text).to_owned()
        };
        let counted = cell(Some(columns.counted));
        if counted.is_empty() {
            return;
        }
        let (sku, barcode) = (cell(columns.sku), cell(columns.barcode));
        let code = match (sku.is_empty(), barcode.is_empty()) {
            (false, _) => Code::Sku(sku),
            (true, false) => Code::Barcode(barcode),
            (true, true) => {
                self.broken
                    .push((line, Refusal::of("refused-take-row-nameless")));
                return;
            }
        };
        self.rows.push(Row {
            line,
            code,
            counted,
        });
    }
}

fn about_file(key: &str) -> Refusal {
    Refusal {
        field: Some("file".to_owned()),
        ..Refusal::of(key)
    }
}

/// The cells' divider: the one that the heading has most of.
fn delimiter_of(heading: &str) -> u8 {
    let count = |divider: &u8| heading.bytes().filter(|byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn columns_of(headings: &csv::StringRecord) -> Result<Columns, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut at = |wanted: &'static str| {
        let mut places = headings
            .iter()
            .enumerate()
            .filter(|(_, said)| said.eq_ignore_ascii_case(wanted))
            .map(|(place, _)| place);
        let first = places.next();
        if places.next().is_some() {
            let refusal = about_file("refused-import-column-twice");
            refusals.push(refusal.with("column", wanted));
        }
        first
    };
    let (sku, barcode, counted) = (at("sku"), at("barcode"), at("counted"));
    if counted.is_none() {
        let refusal = about_file("refused-import-column-missing");
        refusals.push(refusal.with("column", "counted"));
    }
    if sku.is_none() && barcode.is_none() {
        let refusal = about_file("refused-import-column-missing");
        refusals.push(refusal.with("column", "sku"));
    }
    match counted {
        Some(counted) if refusals.is_empty() => Ok(Columns {
            sku,
            barcode,
            counted,
        }),
        _ => Err(refusals),
    }
}

/// What makes a spreadsheet program run the cell that begins with it.
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

/// A cell as it was before it went out behind an apostrophe.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inside) if would_run(inside) => inside,
        _ => cell,
    }
}

/// One line of a file that goes out: texts, of which none is run as a formula, then numbers, whose
/// signs are their own.
pub(super) fn record(texts: &[&str], numbers: &[&str]) -> String {
    let guarded = texts.iter().map(|text| {
        let guard = if would_run(text) { "'" } else { "" };
        format!("{guard}{text}")
    });
    let cells = guarded.chain(numbers.iter().map(|number| (*number).to_owned()));
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
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
    fn rows_name_products_and_say_what_was_counted() {
        let file =
            "\u{feff}Name;SKU;Barcode;Counted\r\nUnga;U2;;12\r\nx;;6001;3,5\r\ny;S;;\r\nz;;;4\r\n";
        let sheet = read(file.as_bytes()).unwrap();
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[0].code, Code::Sku("U2".to_owned()));
        assert_eq!(
            (sheet.rows[1].line, sheet.rows[1].counted.as_str()),
            (3, "3,5")
        );
        assert_eq!(sheet.rows[1].code, Code::Barcode("6001".to_owned()));
        assert_eq!(sheet.broken.len(), 1);
        assert_eq!(sheet.broken[0].0, 5);
    }

    #[test]
    fn a_wrong_file_is_told_in_full() {
        assert_eq!(
            keys("name,counted,counted\nx,1,2\n"),
            [
                "refused-import-column-twice",
                "refused-import-column-missing"
            ]
        );
        assert_eq!(keys("sku,count\nx,1\n"), ["refused-import-column-missing"]);
        assert_eq!(keys(" \n"), ["refused-import-blank"]);
        assert_eq!(keys("sku,counted\nx,\n"), ["refused-take-file-empty"]);
        assert_eq!(keys("PK\u{3}\u{4}x"), ["refused-import-workbook"]);
        let long = "sku,counted\n".to_owned() + &"x,1\n".repeat(MOST_ROWS + 1);
        assert_eq!(keys(&long), ["refused-import-rows"]);
        let most = "sku,counted\n".to_owned() + &"x,1\n".repeat(MOST_ROWS);
        assert_eq!(read(most.as_bytes()).unwrap().rows.len(), MOST_ROWS);
    }

    #[test]
    fn what_went_out_comes_back() {
        assert_eq!(record(&["", "a"], &[]), ",a\r\n");
        let line = record(&["=A1", "Unga, 2 kg", ""], &["-2", "12.5"]);
        assert_eq!(line, "'=A1,\"Unga, 2 kg\",,-2,12.5\r\n");
        let file = format!("sku,name,x,y,counted\r\n{line}");
        let sheet = read(file.as_bytes()).unwrap();
        assert_eq!(sheet.rows[0].code, Code::Sku("=A1".to_owned()));
    }
}
