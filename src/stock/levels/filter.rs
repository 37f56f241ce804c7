//! Which levels a list shows, as its address spells it. Pure.
//!
//! What never breaks: what is not known narrows nothing, and what is read from an address is written
//! back the same way.

use uuid::Uuid;

use crate::platform::http::spelled;

/// No list has more pages; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 20_000;
/// The most characters of a question; more is not a search.
const MOST_WORDS: usize = 100;

/// Which levels are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Less is free than the minimum.
    Below,
    /// No more is free than the reorder point.
    Reorder,
    /// More was sold than was there.
    Short,
    /// Nothing is there.
    Empty,
}

impl Show {
    /// Every choice, in the order of the tabs.
    pub const ALL: [Show; 5] = [
        Show::All,
        Show::Below,
        Show::Reorder,
        Show::Short,
        Show::Empty,
    ];

    /// Its word in addresses and in translation keys (`level-show-below`).
    pub const fn code(self) -> &'static str {
        match self {
            Show::All => "all",
            Show::Below => "below",
            Show::Reorder => "reorder",
            Show::Short => "short",
            Show::Empty => "empty",
        }
    }

    /// The choice of that word; anything unknown is all.
    pub fn parse(code: &str) -> Show {
        let known = Show::ALL.into_iter().find(|show| show.code() == code);
        known.unwrap_or_default()
    }
}

/// In which order a list stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name; what words find best comes first where words are asked for.
    #[default]
    Name,
    /// What is most free comes first.
    FreeDown,
    /// What is least free comes first.
    FreeUp,
    /// What is worth most comes first.
    ValueDown,
}

impl Sort {
    /// Every order.
    pub const ALL: [Sort; 4] = [Sort::Name, Sort::FreeDown, Sort::FreeUp, Sort::ValueDown];

    /// Its word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::FreeDown => "free-down",
            Sort::FreeUp => "free-up",
            Sort::ValueDown => "value-down",
        }
    }

    /// The order of that word; anything unknown is by name.
    pub fn parse(code: &str) -> Sort {
        let known = Sort::ALL.into_iter().find(|sort| sort.code() == code);
        known.unwrap_or_default()
    }
}

/// Which levels to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A name, a SKU or a barcode.
    pub words: Option<String>,
    /// At this location only.
    pub location: Option<Uuid>,
    /// Products of this category only, by its slug.
    pub category: Option<String>,
    /// Only those in need of something.
    pub show: Show,
    /// In which order.
    pub sort: Sort,
    /// From 1.
    pub page: i64,
}

impl Filter {
    /// The filter that an address spells; `get` gives a parameter of its query, none where it is
    /// empty.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Filter {
        let code = |name: &str| get(name).unwrap_or_default();
        let words = get("q").map(|words| words.chars().take(MOST_WORDS).collect::<String>());
        Filter {
            // A zero byte is no text to PostgreSQL, and no word to anybody.
            words: words.map(|words| words.replace('\0', "")),
            location: code("at").parse().ok(),
            category: get("category").map(|slug| slug.replace('\0', "")),
            show: Show::parse(&code("show")),
            sort: Sort::parse(&code("sort")),
            page: code("page").parse().unwrap_or(1).clamp(1, LAST_PAGE),
        }
    }

    /// The query that spells it, from its question mark on; empty where it says nothing.
    pub fn query(&self) -> String {
        let show = (self.show != Show::All).then(|| self.show.code().to_owned());
        let sort = (self.sort != Sort::Name).then(|| self.sort.code().to_owned());
        let parts = [
            ("show", show),
            ("q", self.words.clone()),
            ("at", self.location.map(|id| id.to_string())),
            ("category", self.category.clone()),
            ("sort", sort),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ];
        spelled(parts)
    }

    /// Another page of the same.
    #[must_use]
    pub fn on_page(&self, page: i64) -> Filter {
        Filter {
            page,
            ..self.clone()
        }
    }

    /// The same in another order, from the first page on.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Filter {
        Filter {
            sort,
            ..self.on_page(1)
        }
    }

    /// The same for levels in need of something else, from the first page on.
    #[must_use]
    pub fn showing(&self, show: Show) -> Filter {
        Filter {
            show,
            ..self.on_page(1)
        }
    }

    /// The words that are looked for, if any.
    pub fn asked_words(&self) -> Option<&str> {
        let words = self.words.as_deref().map(str::trim);
        words.filter(|words| !words.is_empty())
    }

    /// The orders that it can stand in, the one it comes in first: those that the database keeps, so
    /// that a shop with a hundred thousand products waits no longer than a small one. What words find
    /// is so little that any will do.
    pub fn orders(&self) -> &'static [Sort] {
        if self.asked_words().is_some() {
            return &Sort::ALL;
        }
        match (self.show, &self.category) {
            (Show::All, None) => &Sort::ALL,
            (Show::All, Some(_)) => &[Sort::Name],
            // What needs somebody: what there is least of comes first.
            _ => &[Sort::FreeUp, Sort::FreeDown],
        }
    }

    /// The order that it stands in.
    pub fn order(&self) -> Sort {
        let orders = self.orders();
        if orders.contains(&self.sort) {
            self.sort
        } else {
            orders.first().copied().unwrap_or_default()
        }
    }

    /// Whether it leaves anything out.
    pub fn is_narrowed(&self) -> bool {
        let plain = Filter {
            sort: self.sort,
            page: self.page,
            ..Filter::default()
        };
        *self != plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filter {
        let pairs = crate::platform::http::query_pairs(query);
        Filter::read(|name| {
            let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
            (!value.is_empty()).then(|| value.clone())
        })
    }

    #[test]
    fn an_address_reads_back() {
        let query = "?show=below&q=unga&at=01930000-0000-7000-8000-000000000001&category=flour&sort=free-up&page=3";
        assert_eq!(read(&query[1..]).query(), query);
        assert!(read(&query[1..]).is_narrowed());
    }

    #[test]
    fn what_needs_somebody_comes_as_the_database_keeps_it() {
        assert_eq!(read("").order(), Sort::Name);
        assert_eq!(read("sort=value-down").order(), Sort::ValueDown);
        assert_eq!(read("show=reorder").order(), Sort::FreeUp);
        assert_eq!(read("show=reorder&sort=value-down").order(), Sort::FreeUp);
        assert_eq!(read("show=reorder&sort=free-down").order(), Sort::FreeDown);
        assert_eq!(read("category=flour&sort=free-up").order(), Sort::Name);
        let words = "show=reorder&category=flour&q=unga";
        assert_eq!(read(words).order(), Sort::Name);
        assert_eq!(
            read(&format!("{words}&sort=value-down")).order(),
            Sort::ValueDown
        );
    }

    #[test]
    fn what_is_not_known_narrows_nothing() {
        let filter = read("show=x&at=1&sort=up&page=-7");
        assert_eq!(filter.query(), "");
        assert!(!filter.is_narrowed());
        assert!(!read("sort=value-down&page=2").is_narrowed());
    }
}
