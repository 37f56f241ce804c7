//! What a file of levels looks like, and how the points in it are read. Pure.

use crate::platform::files::{self, Heading, Row};
use crate::values::Refusal;

/// The columns of a file of levels that goes out, in their order.
pub(super) const COLUMNS: [&str; 9] = [
    "sku",
    "name",
    "location",
    "on_hand",
    "reserved",
    "expired",
    "minimum",
    "reorder_point",
    "value",
];
/// What a file must say to be one of points.
const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["sku", "location"],
    one_of: &["minimum", "reorder_point"],
    most_rows: 20_000,
};

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

impl Line {
    /// Whether it says where, or how much. What was never anywhere goes out without either.
    pub fn says_anything(&self) -> bool {
        let mut points = [&self.minimum, &self.reorder].into_iter().flatten();
        !self.location.is_empty() || points.any(|text| !text.is_empty())
    }
}

/// Reads a file of points. A file of levels as it went out is one: what cannot be set is not looked
/// at. The refusals are about the file.
pub(super) fn read(file: &[u8]) -> Result<Vec<Line>, Vec<Refusal>> {
    let sheet = files::read(file, &HEADING)?;
    if !sheet.broken.is_empty() {
        let told = |(no, refusal): (u64, Refusal)| {
            let args = [("line".to_owned(), no.to_string())];
            Refusal {
                args: args.into_iter().chain(refusal.args).collect(),
                ..files::about_file("refused-points-cells")
            }
        };
        return Err(sheet.broken.into_iter().map(told).collect());
    }
    let line = |row: &Row| {
        // No text of PostgreSQL has a zero byte in it.
        let cell = |column: &str| sheet.cell(row, column).map(|cell| cell.replace('\0', ""));
        Line {
            no: row.line,
            sku: cell("sku").unwrap_or_default(),
            location: cell("location").unwrap_or_default(),
            minimum: cell("minimum"),
            reorder: cell("reorder_point"),
        }
    };
    Ok(sheet.rows.iter().map(line).collect())
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
    fn columns_go_by_their_names() {
        let file = "\u{feff}Location;SKU;Reorder point\r\nMain;'=U2;3\r\n;;\r\n";
        let lines = read(file.as_bytes()).unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!((lines[0].no, lines[0].sku.as_str()), (2, "=U2"));
        assert_eq!(lines[0].reorder.as_deref(), Some("3"));
        assert_eq!(lines[0].minimum, None);
    }

    #[test]
    fn what_was_never_anywhere_says_nothing() {
        let file = "sku,location,on_hand,minimum\nA,,0,\nA,Main,0,\nA,,0,3\n";
        let lines = read(file.as_bytes()).unwrap();
        let said: Vec<bool> = lines.iter().map(Line::says_anything).collect();
        assert_eq!(said, [false, true, true]);
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
