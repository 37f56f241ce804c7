//! Which sales a list shows, as its address spells it. Pure.
//!
//! What never breaks: what is read from an address is written back the same way, and an address that
//! says nothing we know is today.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::SaleKind;
use crate::platform::http::encode;
use crate::values::typed_day;

/// Which documents to list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// From this day of the business on.
    pub from: NaiveDate,
    /// Until this day.
    pub to: NaiveDate,
    /// Rung up at this location.
    pub location: Option<Uuid>,
    /// Rung up by this member.
    pub seller: Option<Uuid>,
    /// Sales only, or refunds only.
    pub kind: Option<SaleKind>,
    /// From 1.
    pub page: i64,
}

impl Filter {
    /// The filter that an address spells; `get` gives a parameter of its query, none where it is
    /// empty. What names no day is `today`; days that stand the wrong way round are turned.
    pub fn read(today: NaiveDate, get: impl Fn(&str) -> Option<String>) -> Filter {
        let code = |name: &str| get(name).unwrap_or_default();
        let day = |name: &str| typed_day(&code(name));
        let (from, to) = match (day("from"), day("to")) {
            (Some(from), Some(to)) => (from.min(to), from.max(to)),
            (Some(from), None) => (from, from.max(today)),
            (None, Some(to)) => (to, to),
            (None, None) => (today, today),
        };
        Filter {
            from,
            to,
            location: code("at").parse().ok(),
            seller: code("by").parse().ok(),
            kind: SaleKind::parse(&code("kind")),
            page: code("page").parse().unwrap_or(1),
        }
    }

    /// The query that spells it, and nothing that says nothing.
    pub fn query(&self) -> String {
        let text = |id: &Option<Uuid>| id.map(|id| id.to_string());
        let parts = [
            ("from", Some(self.from.to_string())),
            ("to", Some(self.to.to_string())),
            ("at", text(&self.location)),
            ("by", text(&self.seller)),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ];
        let said = parts.into_iter().filter_map(|(name, value)| {
            let value = value?;
            Some(format!("{name}={}", encode(&value)))
        });
        said.collect::<Vec<_>>().join("&")
    }

    /// Another page of the same.
    #[must_use]
    pub fn on_page(&self, page: i64) -> Filter {
        Filter {
            page,
            ..self.clone()
        }
    }

    /// The same of one day.
    #[must_use]
    pub fn on_day(&self, day: NaiveDate) -> Filter {
        Filter {
            from: day,
            to: day,
            page: 1,
            ..self.clone()
        }
    }

    /// The day before the first.
    pub fn day_before(&self) -> NaiveDate {
        self.from
            .checked_sub_days(Days::new(1))
            .unwrap_or(self.from)
    }

    /// The day after the last.
    pub fn day_after(&self) -> NaiveDate {
        self.to.checked_add_days(Days::new(1)).unwrap_or(self.to)
    }

    /// Whether more than days narrows it.
    pub fn is_narrowed(&self) -> bool {
        self.location.is_some() || self.seller.is_some() || self.kind.is_some()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn parse(query: &str) -> Filter {
        let pairs = crate::platform::http::query_pairs(query);
        Filter::read(day("2026-03-03"), |name| {
            let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
            (!value.is_empty()).then(|| value.clone())
        })
    }

    #[test]
    fn an_address_reads_back() {
        for query in [
            "from=2026-03-01&to=2026-03-02",
            "from=2026-03-01&to=2026-03-01&at=01930000-0000-7000-8000-000000000001&by=01930000-0000-7000-8000-000000000002&kind=refund&page=3",
        ] {
            assert_eq!(parse(query).query(), query);
        }
    }

    #[test]
    fn what_is_not_known_is_today() {
        // Days that no shop has, and PostgreSQL has not either.
        let never = parse("from=-200000-01-01&to=%2B200000-01-01");
        assert_eq!(
            (never.from, never.to),
            (day("2026-03-03"), day("2026-03-03"))
        );
        let today = parse("from=soon&to=&at=1&by=x&kind=gift&page=a");
        assert_eq!(
            (today.from, today.to),
            (day("2026-03-03"), day("2026-03-03"))
        );
        assert!(!today.is_narrowed());
        let turned = parse("from=2026-03-05&to=2026-03-01");
        assert_eq!(
            (turned.from, turned.to),
            (day("2026-03-01"), day("2026-03-05"))
        );
        assert_eq!(turned.day_before(), day("2026-02-28"));
        assert_eq!(turned.day_after(), day("2026-03-06"));
    }
}
