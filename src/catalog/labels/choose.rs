//! Which labels are asked for, as an address spells it: of what, how many, on which paper and with
//! what on them. Pure.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::paper::Paper;
use crate::platform::http::{encode, query_pairs};
use crate::values::typed_day;

/// The most labels at once: ten sheets of the smallest.
pub(super) const MOST: u32 = 650;
/// The most of one product.
const MOST_OF_ONE: u32 = 500;
/// The most products at once.
pub(super) const MOST_PRODUCTS: usize = 200;

/// Where the goods come from that are offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// What words find, or everything, 50 to a page.
    Words(Option<String>, i64),
    /// All of a category.
    Category(String),
    /// Those whose price was changed on a day or after it.
    Since(NaiveDate),
    /// What a receipt brought.
    Receipt(Uuid),
}

impl Source {
    /// Reads a query. A receipt goes before a day, a day before a category, a category before words.
    pub fn parse(query: &str) -> Source {
        let fields: HashMap<String, String> = query_pairs(query)
            .into_iter()
            .map(|(name, value)| (name, value.trim().replace('\0', "")))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let field = |name: &str| fields.get(name).map(String::as_str);
        if let Some(receipt) = field("receipt").and_then(|id| id.parse().ok()) {
            return Source::Receipt(receipt);
        }
        if let Some(since) = field("since").and_then(typed_day) {
            return Source::Since(since);
        }
        if let Some(category) = field("category") {
            return Source::Category(category.to_owned());
        }
        let page = field("page").and_then(|page| page.parse().ok());
        let page = page.unwrap_or(1_i64).clamp(1, 1_000_000);
        Source::Words(field("q").map(str::to_owned), page)
    }

    /// The query of another page of the same words.
    pub fn at(words: Option<&str>, page: i64) -> String {
        let words = words.map(encode).unwrap_or_default();
        format!("q={words}&page={page}")
    }
}

/// What stands on a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub name: bool,
    pub price: bool,
    pub per: bool,
    pub bars: bool,
}

/// The labels that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Order {
    pub paper: Paper,
    pub parts: Parts,
    /// Labels of the first sheet that are used already.
    pub skip: usize,
    /// Of which products, and how many of each; in the order of the address.
    pub counts: Vec<(Uuid, u32)>,
    /// Whether more were asked for than are made at once.
    pub is_cut: bool,
}

impl Order {
    /// Reads a query: `id` for each product, `n-{id}` how many of it, `paper`, `on` for each thing on
    /// the label, `skip`. Where nothing is said of what is on it, everything is.
    pub fn parse(query: &str) -> Order {
        let pairs = query_pairs(query);
        let last = |name: &str| {
            let found = pairs.iter().rev().find(|(key, _)| key == name);
            found.map_or("", |(_, value)| value.trim())
        };
        let paper = Paper::parse(last("paper"));
        let on = |part: &str| {
            pairs
                .iter()
                .any(|(key, value)| key == "on" && value == part)
        };
        let says = pairs.iter().any(|(key, _)| key == "on");
        let parts = Parts {
            name: !says || on("name"),
            price: !says || on("price"),
            per: !says || on("per"),
            bars: !says || on("bars"),
        };
        let skip: usize = last("skip").parse().unwrap_or(0);
        let mut counts: Vec<(Uuid, u32)> = Vec::new();
        let mut left = MOST;
        let mut is_cut = false;
        for (key, value) in &pairs {
            let Ok(id) = value.trim().parse::<Uuid>() else {
                continue;
            };
            if key != "id" || counts.iter().any(|(known, _)| *known == id) {
                continue;
            }
            let typed = last(&format!("n-{id}"));
            let count: u32 = typed.parse().unwrap_or(1).clamp(0, MOST_OF_ONE);
            let fits = count.min(left);
            is_cut = is_cut || fits < count || counts.len() == MOST_PRODUCTS;
            if fits > 0 && counts.len() < MOST_PRODUCTS {
                counts.push((id, fits));
                left -= fits;
            }
        }
        Order {
            skip: skip.min(paper.per_page() - 1),
            paper,
            parts,
            counts,
            is_cut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_of_what_and_how_many() {
        let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
        let query = format!("id={one}&n-{one}=3&id={two}&id={one}&paper=sheet-24&skip=30&on=name");
        let order = Order::parse(&query);
        assert_eq!(order.counts, [(one, 3), (two, 1)]);
        assert_eq!((order.paper, order.skip), (Paper::Sheet24, 23));
        assert!(order.parts.name && !order.parts.price && !order.is_cut);
        let order = Order::parse(&format!("id={one}&n-{one}=9000&id={two}&n-{two}=200"));
        assert_eq!(order.counts, [(one, 500), (two, 150)]);
        assert!(order.is_cut && order.parts.bars);
        assert!(Order::parse("id=x&paper=papyrus").counts.is_empty());
    }

    #[test]
    fn an_address_says_where_the_goods_come_from() {
        let receipt = Uuid::now_v7();
        let asked = format!("q=rice&receipt={receipt}");
        assert_eq!(Source::parse(&asked), Source::Receipt(receipt));
        let day = NaiveDate::from_ymd_opt(2026, 3, 1);
        assert_eq!(
            Some(Source::parse("since=2026-03-01")),
            day.map(Source::Since)
        );
        assert_eq!(Source::parse("q=+&since=soon"), Source::Words(None, 1));
        let milk = Source::Category("milk".to_owned());
        assert_eq!(Source::parse("category=milk&q=x"), milk);
    }
}
