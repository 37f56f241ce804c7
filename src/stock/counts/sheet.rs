//! A file of counts: how it is read. Pure.
//!
//! The columns are `sku` or `barcode`, or both, and `counted`; others are left alone, so that the file
//! that a take is written into can be filled in and sent back. A row whose `counted` is empty was not
//! counted.

use crate::platform::files::{Line, Table, too_many_rows, unguarded};
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

/// Reads a file of counts. The refusals are about the file as a whole.
pub(super) fn read(file: &[u8]) -> Result<Sheet, Vec<Refusal>> {
    let table = Table::open(file)?;
    let columns = columns_of(&table.heading)?;
    let mut sheet = Sheet::default();
    for line in table {
        let Line { no, cells } = line?;
        if sheet.rows.len() + sheet.broken.len() == MOST_ROWS {
            return Err(too_many_rows(MOST_ROWS));
        }
        match cells {
            Ok(cells) => sheet.take(&columns, &cells, no),
            Err(refusal) => sheet.broken.push((no, refusal)),
        }
    }
    if sheet.rows.is_empty() && sheet.broken.is_empty() {
        return Err(vec![Refusal::at("file", "refused-take-file-empty")]);
    }
    Ok(sheet)
}

impl Sheet {
    fn take(&mut self, columns: &Columns, cells: &csv::StringRecord, line: u64) {
        let cell = |at: Option<usize>| {
            let text = at.and_then(|at| cells.get(at)).unwrap_or_default();
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
            let refusal = Refusal::at("file", "refused-import-column-twice");
            refusals.push(refusal.with("column", wanted));
        }
        first
    };
    let (sku, barcode, counted) = (at("sku"), at("barcode"), at("counted"));
    if counted.is_none() {
        let refusal = Refusal::at("file", "refused-import-column-missing");
        refusals.push(refusal.with("column", "counted"));
    }
    if sku.is_none() && barcode.is_none() {
        let refusal = Refusal::at("file", "refused-import-column-missing");
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::platform::files::record_with_numbers;

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
        let line = record_with_numbers(["=A1", "Unga, 2 kg", "", "-2", "12.5"]);
        assert_eq!(line, "'=A1,\"Unga, 2 kg\",,-2,12.5\r\n");
        let file = format!("sku,name,x,y,counted\r\n{line}");
        let sheet = read(file.as_bytes()).unwrap();
        assert_eq!(sheet.rows[0].code, Code::Sku("=A1".to_owned()));
    }
}
