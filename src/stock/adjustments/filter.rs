//! Which adjustments a list shows, as its address spells it. Pure.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Reason;
use crate::platform::http::spelled;
use crate::values::typed_day;

/// Which adjustments to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those for this reason.
    pub reason: Option<Reason>,
    /// Only those at this location.
    pub location: Option<Uuid>,
    /// On this day of the business or later.
    pub from: Option<NaiveDate>,
    /// On this day or earlier.
    pub to: Option<NaiveDate>,
    /// From 1.
    pub page: i64,
}

impl Filter {
    /// The filter that an address spells; `get` gives a parameter of its query, none where it is
    /// empty. What is not known narrows nothing.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Filter {
        let code = |name: &str| get(name).unwrap_or_default();
        Filter {
            reason: Reason::parse(&code("reason")),
            location: code("at").parse().ok(),
            from: typed_day(&code("from")),
            to: typed_day(&code("to")),
            page: code("page").parse().unwrap_or(1),
        }
    }

    /// The query that spells it, from its question mark on; empty where nothing is narrowed.
    pub fn query(&self) -> String {
        let day = |day: &Option<NaiveDate>| day.map(|day| day.to_string());
        let parts = [
            ("reason", self.reason.map(|reason| reason.code().to_owned())),
            ("at", self.location.map(|id| id.to_string())),
            ("from", day(&self.from)),
            ("to", day(&self.to)),
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

    /// Whether its last day is before its first, so that nothing fits.
    pub fn is_crossed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// Whether it narrows the list.
    pub fn is_narrowed(&self) -> bool {
        let plain = Filter {
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
            Some(value.clone())
        })
    }

    #[test]
    fn an_address_reads_back() {
        let query =
            "?reason=own_use&at=01930000-0000-7000-8000-000000000001&from=2026-01-31&page=2";
        assert_eq!(read(&query[1..]).query(), query);
        assert!(read(&query[1..]).is_narrowed());
        assert!(read("from=2026-02-01&to=2026-01-31").is_crossed());
        assert!(!read("to=2026-02-01").is_crossed());
    }

    #[test]
    fn what_is_not_known_narrows_nothing() {
        let filter = read("reason=x&at=1&from=-262143-01-01&page=a");
        assert_eq!(filter.query(), "");
        assert!(!filter.is_narrowed());
    }
}
