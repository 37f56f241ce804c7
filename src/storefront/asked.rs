//! What a visitor asks to see: the words, filters and order in the address of the shop's page.
//!
//! What never breaks: whatever the address says, there is a page; what can't be read is told
//! beside its field and not applied.

use crate::catalog::{Browse, Sort};
use crate::platform::http::encode;
use crate::values::{Money, MoneyFault, Refusal};

/// The query of the shop's page, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// `q`: words to look for.
    pub words: String,
    /// `min`: the least price.
    pub min: String,
    /// `max`: the highest price.
    pub max: String,
    /// `stock`: only what can be had now.
    pub in_stock: bool,
    /// `sort`: in which order.
    pub sort: Sort,
    /// `page`, from 1.
    pub page: i64,
}

impl Asked {
    /// Reads a query by the names of its parameters.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Asked {
        let text = |name: &str| {
            let text = get(name).unwrap_or_default();
            text.chars().take(100).collect::<String>()
        };
        Asked {
            words: text("q"),
            min: text("min"),
            max: text("max"),
            in_stock: get("stock").is_some(),
            sort: Sort::parse(&text("sort")),
            page: text("page").parse().unwrap_or(1).clamp(1, 100_000),
        }
    }

    /// Whether anything but words narrows or orders what is shown.
    pub fn is_filtered(&self) -> bool {
        self.in_stock
            || !self.min.is_empty()
            || !self.max.is_empty()
            || self.sort != Sort::default()
    }

    /// What the catalogue is asked, and which prices could not be read.
    pub fn browse(&self, category: Option<String>, currency: &str) -> (Browse, Vec<Refusal>) {
        let mut refusals = Vec::new();
        let mut price = |field: &str, text: &str| {
            if text.is_empty() {
                return None;
            }
            let price = Money::parse(text, currency);
            let refusal = match price {
                Ok(price) if price >= Money::ZERO => return Some(price),
                Ok(_) => Refusal::at(field, "refused-price-below-zero"),
                Err(MoneyFault::NotAnAmount) => Refusal::at(field, "refused-not-an-amount"),
                Err(MoneyFault::TooLarge) => Refusal::at(field, "refused-price-too-large"),
            };
            refusals.push(refusal);
            None
        };
        let (mut min, mut max) = (price("min", &self.min), price("max", &self.max));
        if let (Some(least), Some(most)) = (min, max)
            && least > most
        {
            refusals.push(Refusal::at("max", "refused-prices-reversed"));
            (min, max) = (None, None);
        }
        let browse = Browse {
            words: Some(self.words.clone()).filter(|words| !words.is_empty()),
            category,
            min,
            max,
            in_stock: self.in_stock,
            sort: self.sort,
            page: self.page,
        };
        (browse, refusals)
    }

    /// The address of another page of the same.
    pub fn link(&self, path: &str, page: i64) -> String {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                pairs.push(format!("{name}={}", encode(value)));
            }
        };
        add("q", &self.words);
        add("min", &self.min);
        add("max", &self.max);
        add("stock", if self.in_stock { "true" } else { "" });
        if self.sort != Sort::default() {
            add("sort", self.sort.code());
        }
        if page > 1 {
            add("page", &page.to_string());
        }
        if pairs.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", pairs.join("&"))
        }
    }

    /// The same words, nothing else: for another category.
    pub fn words_only(&self) -> Asked {
        Asked {
            words: self.words.clone(),
            ..Asked::default()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Asked {
        Asked::read(|name| {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_address_reads_back() {
        let asked = read(&[("q", "unga & maji"), ("max", "200"), ("stock", "true")]);
        let link = asked.link("/s/duka", 2);
        assert_eq!(
            link,
            "/s/duka?q=unga%20%26%20maji&max=200&stock=true&page=2"
        );
        assert!(asked.is_filtered());
        assert_eq!(read(&[]).link("/", 1), "/");
    }

    #[test]
    fn nonsense_is_told_and_not_applied() {
        let asked = read(&[
            ("min", "cheap"),
            ("max", "90"),
            ("page", "-3"),
            ("sort", "x"),
        ]);
        assert_eq!(asked.page, 1);
        let (browse, refusals) = asked.browse(None, "KES");
        assert_eq!(browse.min, None);
        assert_eq!(browse.max, Some(Money::from_minor(9_000)));
        assert_eq!(refusals.len(), 1);
        assert_eq!(refusals[0].field.as_deref(), Some("min"));
    }

    #[test]
    fn prices_that_cannot_be_are_told_and_not_applied() {
        let told = |min: &str, max: &str| {
            let (browse, refusals) = read(&[("min", min), ("max", max)]).browse(None, "KES");
            let told = refusals
                .into_iter()
                .map(|refusal| format!("{} {}", refusal.field.unwrap(), refusal.key));
            (browse.min, browse.max, told.collect::<Vec<_>>())
        };
        let ninety = Some(Money::from_minor(9_000));
        let below = "min refused-price-below-zero".to_owned();
        assert_eq!(told("-5", "90"), (None, ninety, vec![below]));
        let reversed = "max refused-prices-reversed".to_owned();
        assert_eq!(told("90", "50"), (None, None, vec![reversed]));
        let vast = "max refused-price-too-large".to_owned();
        assert_eq!(told("90", "99999999999999999"), (ninety, None, vec![vast]));
        // The controls: the same price twice, and none at all.
        assert_eq!(told("90", "90"), (ninety, ninety, vec![]));
        assert_eq!(told("0", ""), (Some(Money::ZERO), None, vec![]));
    }
}
