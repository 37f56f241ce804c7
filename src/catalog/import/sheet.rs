//! What an import's file looks like: one product a row.

use crate::platform::fault;
use crate::platform::files::{self, Heading, Sheet};
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
pub(in crate::catalog) const MOST_ROWS: usize = 50_000;

/// The heading of a file of products.
const PRODUCTS: Heading = Heading {
    known: &COLUMNS,
    required: &REQUIRED,
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// Reads a file of products.
pub(super) fn read(file: &[u8]) -> Result<Sheet, Vec<Refusal>> {
    files::read(file, &PRODUCTS)
}

/// Reads a file on a thread of its own: a large one takes longer than a request should hold one.
pub(super) async fn read_aside(file: Vec<u8>) -> Result<Sheet, Stop> {
    let sheet = tokio::task::spawn_blocking(move || read(&file)).await;
    let sheet = sheet.map_err(|e| fault("a file of products could not be read", &e))?;
    Ok(sheet?)
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
