//! Something that is sold and is no product. Pure.

use serde::{Deserialize, Serialize};

/// The longest name, as of a product.
const LONGEST_NAME: usize = 120;
/// The longest barcode.
const LONGEST_BARCODE: usize = 40;

/// Something that nobody has made a product of yet: it is sold by its name, in pieces, and takes nothing
/// off a shelf.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QuickItem {
    /// What it is called.
    pub name: String,
    /// What was scanned; may be empty.
    #[serde(default)]
    pub barcode: String,
}

impl QuickItem {
    /// Whether it can be sold by that: it has a name, and neither that nor the barcode is endless.
    pub fn is_named(&self) -> bool {
        let name = self.name.trim().chars().count();
        (1..=LONGEST_NAME).contains(&name) && self.barcode.chars().count() <= LONGEST_BARCODE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_name_is_not_sold_by_it() {
        let item = |name: &str, barcode: &str| QuickItem {
            name: name.to_owned(),
            barcode: barcode.to_owned(),
        };
        assert!(item("Sufuria", "").is_named() && item(" Sufuria ", "6161100").is_named());
        assert!(!item("", "6161100").is_named() && !item("  ", "").is_named());
        assert!(item(&"a".repeat(120), "").is_named() && !item(&"a".repeat(121), "").is_named());
        assert!(!item("Sufuria", &"1".repeat(41)).is_named());
    }
}
