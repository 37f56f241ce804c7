//! Which products a list's page shows, as its address spells it. Pure.

use crate::platform::http::{encode, query_pairs};

/// What the page is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ask {
    /// Words, a SKU or a barcode to look for.
    pub words: Option<String>,
    /// Only products that have a price on the list.
    pub own: bool,
    /// From 1.
    pub page: i64,
}

impl Ask {
    /// Reads a query; what it does not know is left out.
    pub fn parse(query: &str) -> Ask {
        let mut ask = Ask {
            page: 1,
            ..Ask::default()
        };
        for (key, value) in query_pairs(query) {
            let value = value.trim().replace('\0', "");
            match key.as_str() {
                "q" if !value.is_empty() => ask.words = Some(value.chars().take(100).collect()),
                "show" => ask.own = value == "own",
                "page" => ask.page = value.parse().unwrap_or(1).clamp(1, 1_000_000),
                _ => {}
            }
        }
        ask
    }

    /// The query that reads back as this.
    pub fn query(&self) -> String {
        let mut pairs = Vec::new();
        if let Some(words) = &self.words {
            pairs.push(format!("q={}", encode(words)));
        }
        if self.own {
            pairs.push("show=own".to_owned());
        }
        if self.page > 1 {
            pairs.push(format!("page={}", self.page));
        }
        pairs.join("&")
    }

    /// The same on another page.
    pub fn at(&self, page: i64) -> Ask {
        Ask {
            page,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_reads_back_and_the_rest_is_dropped() {
        let ask = Ask::parse("q=rice+a%26b&show=own&page=3&next=//evil.example");
        assert_eq!(ask.query(), "q=rice%20a%26b&show=own&page=3");
        assert_eq!(Ask::parse(&ask.query()), ask);
        assert_eq!(Ask::parse("page=-4").query(), "");
    }
}
