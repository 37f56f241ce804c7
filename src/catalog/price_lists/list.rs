//! A price list and the prices in it. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::values::{Money, Quantity, slug_of};

/// The word of the prices that everybody pays. It is no list that can be kept.
pub const RETAIL: &str = "retail";

/// The most characters of a list's name.
pub(super) const NAME: usize = 60;

/// A price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    /// Its word in addresses and in the database; it never changes.
    pub list: String,
    /// Its name.
    pub name: String,
    /// Whether it is closed.
    pub retired: bool,
    /// How many products have a price of their own on it now.
    pub priced: i64,
    /// How many customers buy by it.
    pub customers: i64,
}

/// Words for a new list of that name, the best first.
pub(super) fn codes_for(name: &str) -> impl Iterator<Item = String> {
    let mut made = slug_of(name);
    // Room for a suffix.
    made.truncate(36);
    let made = made.trim_end_matches('-').to_owned();
    let made = if made.is_empty() {
        "list".to_owned()
    } else {
        made
    };
    let numbered = made.clone();
    std::iter::once(made)
        .chain((2..1000).map(move |number| format!("{numbered}-{number}")))
        .filter(|code| code != RETAIL)
}

/// What a price is the price of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PriceKey {
    /// The product.
    pub product_id: Uuid,
    /// Its pack; none: the product's own unit.
    pub pack_id: Option<Uuid>,
    /// From how many of them on.
    pub minimum: Quantity,
}

/// A price that is to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewPrice {
    pub key: PriceKey,
    /// For one, tax included; none ends the list's own price.
    pub amount: Option<Money>,
}

/// A price as it stands, or will stand from a moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KeptPrice {
    pub key: PriceKey,
    pub amount: Option<Money>,
    pub valid_from: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_a_word_of_its_own() {
        let first = |name: &str| codes_for(name).next();
        assert_eq!(first("Wholesale, big"), Some("wholesale-big".to_owned()));
        assert_eq!(first("!!"), Some("list".to_owned()));
        assert_eq!(first("Retail"), Some("retail-2".to_owned()));
        let long = "a".repeat(80);
        assert!(codes_for(&long).take(40).all(|code| code.len() <= 40));
    }
}
