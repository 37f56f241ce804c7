//! Reads a table in CSV: columns by their names, in any order, and one thing a row. Pure.

use std::collections::HashSet;
use std::io::Cursor;

use super::cells::unguarded;
use crate::values::Refusal;

/// The most columns that are looked at.
const MOST_COLUMNS: usize = 60;

/// One row: where it stands and what its cells say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, the heading being line 1.
    pub line: u64,
    cells: Vec<String>,
}

/// A file that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    columns: Vec<&'static str>,
    /// What could be divided into cells.
    pub rows: Vec<Row>,
    /// Rows that have another number of cells than the heading, by their lines.
    pub broken: Vec<(u64, Refusal)>,
}

impl Sheet {
    /// How many rows there are, those that could not be divided into cells among them.
    pub fn len(&self) -> usize {
        self.rows.len() + self.broken.len()
    }

    /// Whether there is none: such a file is refused.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row's cell, if the file has that column.
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> Option<&'a str> {
        let at = self.columns.iter().position(|known| *known == column)?;
        row.cells.get(at).map(String::as_str)
    }
}

/// What a kind of file looks like.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// The columns that it may have.
    pub known: &'static [&'static str],
    /// Those of them that it must have.
    pub required: &'static [&'static str],
    /// Those of them of which it must have one at least; none where it is empty.
    pub one_of: &'static [&'static str],
    /// The most rows that are taken.
    pub most_rows: usize,
}

/// Reads a file in UTF-8, with or without a byte order mark, its cells divided by commas,
/// semicolons or tabs. The refusals are about the file as a whole.
pub fn read(file: &[u8], expected: &Heading) -> Result<Sheet, Vec<Refusal>> {
    let table = Table::open(file)?;
    let delimiter = table.delimiter;
    let mut sheet = Sheet {
        columns: columns_of(&table.heading, expected)?,
        rows: Vec::new(),
        broken: Vec::new(),
    };
    for line in table {
        let Line { no, cells } = line?;
        // Those that cannot be divided into cells count: each takes more memory than it is long.
        if sheet.len() == expected.most_rows {
            return Err(too_many_rows(expected.most_rows));
        }
        match cells {
            Err(refusal) => sheet.broken.push((no, refusal)),
            Ok(cells) => {
                let cells = cells.iter().map(|cell| plain(cell, delimiter)).collect();
                sheet.rows.push(Row { line: no, cells });
            }
        }
    }
    if sheet.is_empty() {
        return Err(whole("refused-import-empty"));
    }
    Ok(sheet)
}

/// A file as lines of cells, for those who look for their columns themselves.
pub struct Table {
    /// What stands in the first line.
    pub heading: csv::StringRecord,
    delimiter: u8,
    records: csv::StringRecordsIntoIter<Cursor<String>>,
}

/// One line that says something.
pub struct Line {
    /// Which line of the file, the heading being line 1.
    pub no: u64,
    /// Its cells, or that there are more or fewer of them than the heading has.
    pub cells: Result<csv::StringRecord, Refusal>,
}

impl Table {
    /// Opens a file and reads its heading.
    pub fn open(file: &[u8]) -> Result<Table, Vec<Refusal>> {
        // A workbook of a spreadsheet program is a ZIP archive, whatever it is called.
        if file.starts_with(b"PK\x03\x04") {
            return Err(whole("refused-import-workbook"));
        }
        let text = std::str::from_utf8(file).map_err(|_| whole("refused-import-not-utf8"))?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(whole("refused-import-blank"));
        }
        // One kind of line end, or the reader counts lines differently from an editor.
        let text = text.replace("\r\n", "\n");
        let delimiter = delimiter_of(text.lines().next().unwrap_or_default());
        if let Some(line) = open_quote(&text, delimiter) {
            return Err(vec![about_file("refused-import-quote").with("line", line)]);
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(Cursor::new(text));
        let heading = reader.headers().map_err(|_| unreadable())?.clone();
        Ok(Table {
            heading,
            delimiter,
            records: reader.into_records(),
        })
    }
}

/// The lines under the heading; those whose cells are all empty are passed over.
impl Iterator for Table {
    type Item = Result<Line, Vec<Refusal>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Ok(record) = self.records.next()? else {
                return Some(Err(unreadable()));
            };
            if record.iter().all(str::is_empty) {
                continue;
            }
            let no = record.position().map_or(0, csv::Position::line);
            let columns = self.heading.len();
            let cells = if record.len() == columns {
                Ok(record)
            } else {
                let refusal = Refusal::of("refused-import-cells").with("cells", record.len());
                Err(refusal.with("columns", columns))
            };
            return Some(Ok(Line { no, cells }));
        }
    }
}

/// A refusal about the file that was sent.
pub fn about_file(key: &str) -> Refusal {
    Refusal {
        field: Some("file".to_owned()),
        ..Refusal::of(key)
    }
}

fn whole(key: &str) -> Vec<Refusal> {
    vec![about_file(key)]
}

fn unreadable() -> Vec<Refusal> {
    whole("refused-import-not-csv")
}

/// That a file has more rows than are taken.
pub fn too_many_rows(most: usize) -> Vec<Refusal> {
    vec![Refusal::at("file", "refused-import-rows").with("most", most)]
}

/// The cells' divider: the one that the heading has most of.
fn delimiter_of(heading: &str) -> u8 {
    let count = |divider: &u8| heading.bytes().filter(|byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// The line on which a cell opens whose quote is closed nowhere, or only by the quote of a cell on a
/// later line. Its reader would take all rows in between for its text, and nobody would miss them.
fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    enum At {
        Start,
        Plain,
        Quoted,
        /// Behind a quote that closes, unless another one follows and makes it a part of the text.
        Closed,
        /// Behind spaces after such a quote: what follows them is no part of its cell either.
        Spaced,
    }
    let (mut at, mut line, mut opened) = (At::Start, 1_u64, 1_u64);
    for byte in text.bytes() {
        let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
        at = match at {
            At::Quoted if byte == b'"' => At::Closed,
            At::Quoted => At::Quoted,
            At::Closed if byte == b'"' => At::Quoted,
            At::Start if byte == b'"' => {
                opened = line;
                At::Quoted
            }
            _ if ends => At::Start,
            At::Closed | At::Spaced if byte == b' ' => At::Spaced,
            At::Closed | At::Spaced if line > opened => return Some(opened),
            _ => At::Plain,
        };
        line += u64::from(byte == b'\n');
    }
    matches!(at, At::Quoted).then_some(opened)
}

/// What stands in a cell. Where semicolons divide the cells, a comma may divide the decimals:
/// `206,50` is then two hundred and six and a half, not twenty thousand six hundred and fifty.
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
    expected: &Heading,
) -> Result<Vec<&'static str>, Vec<Refusal>> {
    if headings.len() > MOST_COLUMNS {
        let refusal = Refusal::at("file", "refused-import-columns-many");
        let refusal = refusal.with("columns", headings.len());
        return Err(vec![refusal.with("most", expected.known.len())]);
    }
    let about = |key: &str, column: &str| about_file(key).with("column", column);
    let mut refusals = Vec::new();
    let mut columns = Vec::new();
    let mut seen: HashSet<&'static str> = HashSet::new();
    for heading in headings {
        let said = heading.to_ascii_lowercase().replace([' ', '-'], "_");
        match expected.known.iter().copied().find(|known| *known == said) {
            Some(known) if seen.insert(known) => columns.push(known),
            Some(known) => refusals.push(about("refused-import-column-twice", known)),
            None => {
                let said: String = heading.chars().take(40).collect();
                refusals.push(about("refused-import-column-unknown", &said));
            }
        }
    }
    for required in expected.required.iter().copied() {
        if !seen.contains(required) {
            refusals.push(about("refused-import-column-missing", required));
        }
    }
    if let Some(first) = expected.one_of.first()
        && !expected.one_of.iter().any(|column| seen.contains(column))
    {
        refusals.push(about("refused-import-column-missing", first));
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

    const GOODS: Heading = Heading {
        known: &["sku", "name"],
        required: &["sku"],
        one_of: &[],
        most_rows: 3,
    };

    #[test]
    fn a_quote_that_is_not_closed_swallows_no_rows() {
        for file in [
            "sku,name\nA,a\nB,\"b\nC,c\n",
            "sku,name\nA,a\nB,\"b\nC,\"c\"\n",
            "sku,name\nA,a\nB,\"b\nC,12\" pipe\n",
            "sku;name\nA;a\n\"B;b\n\"C\";c\n",
            "sku,name\nA,a\r\nB,\"b\"\"\r\n",
        ] {
            let refused = read(file.as_bytes(), &GOODS).unwrap_err();
            assert_eq!(
                refused,
                [about_file("refused-import-quote").with("line", 3)],
                "{file}"
            );
        }
        // Quotes that are closed, that are text, or that nothing but their own cell has.
        for file in [
            "sku,name\nA,\"a\nb\"\nB,\"say \"\"hi\"\"\"\n",
            "sku,name\nA,12\" pipe\nB,\"12\" pipe\n",
            "sku,name\nA,\"12\" \"wide\nB,\"a\nb\"  \n",
            "sku,name\r\nA,\"a\r\nb\" \r\nB,\"\"",
        ] {
            assert_eq!(read(file.as_bytes(), &GOODS).unwrap().len(), 2, "{file}");
        }
    }

    #[test]
    fn rows_that_cannot_be_read_are_no_more_than_those_that_can() {
        let both = read(b"sku,name\nA,a\nB\nC,c\n", &GOODS).unwrap();
        assert_eq!((both.rows.len(), both.broken.len()), (2, 1));
        for one_more in ["sku,name\nA\nB\nC\nD\n", "sku,name\nA,a\nB,b\nC\nD,d\n"] {
            let refused = read(one_more.as_bytes(), &GOODS).unwrap_err();
            assert_eq!(refused[0].key, "refused-import-rows", "{one_more}");
        }
    }
}
