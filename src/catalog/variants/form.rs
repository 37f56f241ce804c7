//! Variants, and the text that makes many of them: one a line, its price after an equals sign if it
//! is another than the family's. Pure.

use std::collections::HashSet;

use uuid::Uuid;

use crate::catalog::product_form::{about as refusal_at, line};
use crate::values::{Money, Quantity, Refusal, Unit};

/// The most characters of a variant's word.
pub(super) const WORD: usize = 60;
/// The most characters of a product's name.
pub(super) const NAME: usize = 120;
/// The most variants that are made at once.
const MOST: usize = 100;

/// A variant as its family's page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The product.
    pub product_id: Uuid,
    /// What sets it apart, such as `Red / L`.
    pub word: String,
    /// The product's name.
    pub name: String,
    /// Its own code.
    pub sku: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What one costs at retail, tax included.
    pub price: Money,
    /// On all shelves together.
    pub on_hand: Quantity,
    /// Whether it is sold no more.
    pub retired: bool,
}

/// A variant that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub word: String,
    /// None: the family's.
    pub price: Option<Money>,
}

/// What a variant is called.
pub(super) fn name_of(family: &str, word: &str) -> String {
    format!("{family} – {word}")
}

/// Whether two words are the same to a reader.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Reads the lines, or says all that is wrong with them.
pub(super) fn read(text: &str, currency: &str) -> Result<Vec<Wanted>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    for typed in text.lines() {
        let (word, price) = match typed.rsplit_once('=') {
            Some((word, price)) => (line(word), Some(price.trim())),
            None => (line(typed), None),
        };
        if word.is_empty() && price.is_none() {
            continue;
        }
        let about = |key: &str| {
            let shown: String = word.chars().take(WORD).collect();
            refusal_at("lines", key).with("word", shown)
        };
        if let Some(key) = wrong_word(&word) {
            refusals.push(about(key));
            continue;
        }
        if !seen.insert(word.to_lowercase()) {
            refusals.push(about("refused-variant-twice"));
        }
        let price = match price {
            None => None,
            Some(text) => {
                let price = Money::parse(text, currency).ok();
                let price = price.filter(|price| *price >= Money::ZERO);
                if price.is_none() {
                    refusals.push(about("refused-variant-price"));
                }
                price
            }
        };
        wanted.push(Wanted { word, price });
    }
    if wanted.is_empty() && refusals.is_empty() {
        refusals.push(Refusal::at("lines", "refused-variants-needed"));
    }
    if wanted.len() > MOST {
        refusals.push(Refusal::at("lines", "refused-variants-many").with("most", MOST));
    }
    if refusals.is_empty() {
        return Ok(wanted);
    }
    refusals.truncate(20);
    Err(refusals)
}

/// Why a word cannot be one, if it cannot.
pub(super) fn wrong_word(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        return Some("refused-variant-word-needed");
    }
    (word.chars().count() > WORD).then_some("refused-variant-word-long")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let refusals = read(text, "KES").unwrap_err();
        refusals.into_iter().map(|refusal| refusal.key).collect()
    }

    #[test]
    fn one_a_line_with_its_price_if_it_has_one() {
        let wanted = read("Red / L\r\n\r\n  Blue   / L = 1,250 \nSize 1,5\n", "KES").unwrap();
        let told: Vec<(&str, Option<i64>)> = wanted
            .iter()
            .map(|one| (one.word.as_str(), one.price.map(Money::minor)))
            .collect();
        assert_eq!(
            told,
            [
                ("Red / L", None),
                ("Blue / L", Some(125_000)),
                ("Size 1,5", None)
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_once() {
        assert_eq!(keys(" \n"), ["refused-variants-needed"]);
        assert_eq!(keys("Red\nred"), ["refused-variant-twice"]);
        assert_eq!(
            keys("= 5\nRed = cheap\nBlue = -1"),
            [
                "refused-variant-word-needed",
                "refused-variant-price",
                "refused-variant-price"
            ]
        );
        assert_eq!(keys(&"x".repeat(61)), ["refused-variant-word-long"]);
        let many: String = (0..101).map(|number| format!("{number}\n")).collect();
        assert_eq!(keys(&many), ["refused-variants-many"]);
    }
}
