//! Which movements a list shows, as its address spells it. Pure.
//!
//! What never breaks: what is not known narrows nothing, and what is read from an address is written
//! back the same way.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use uuid::Uuid;

use crate::platform::http::spelled;
use crate::stock::Kind;
use crate::values::{BusinessCalendar, typed_day};

/// The most characters of a question; more is not a search.
const MOST_WORDS: usize = 100;

/// Where a page begins: after this row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the row was written.
    pub at: DateTime<Utc>,
    /// Its movement.
    pub movement_id: Uuid,
}

impl Cursor {
    /// As it stands in an address.
    pub fn spelled(&self) -> String {
        format!("{}.{}", self.at.timestamp_micros(), self.movement_id)
    }

    /// The cursor that an address spells, or none.
    pub fn parse(text: &str) -> Option<Cursor> {
        let (micros, movement_id) = text.split_once('.')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        // PostgreSQL's own times end later than any shop's.
        (1900..=9999).contains(&at.year()).then_some(())?;
        Some(Cursor {
            at,
            movement_id: movement_id.parse().ok()?,
        })
    }
}

/// Which movements to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this product only.
    pub product: Option<Uuid>,
    /// Of this batch only: what brought it and what took of it.
    pub batch: Option<Uuid>,
    /// Of what these words find only: a name, a SKU or a barcode.
    pub words: Option<String>,
    /// At this location only.
    pub location: Option<Uuid>,
    /// Of this kind only.
    pub kind: Option<Kind>,
    /// By this member only.
    pub member: Option<Uuid>,
    /// Written on this day of the business or later.
    pub from: Option<NaiveDate>,
    /// Written on this day or earlier.
    pub to: Option<NaiveDate>,
    /// After this row.
    pub after: Option<Cursor>,
}

impl Filter {
    /// The filter that an address spells; `get` gives a parameter of its query, none where it is
    /// empty.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Filter {
        let code = |name: &str| get(name).unwrap_or_default();
        let words = get("q").map(|words| words.chars().take(MOST_WORDS).collect::<String>());
        Filter {
            product: code("product").parse().ok(),
            batch: code("batch").parse().ok(),
            // A zero byte is no text to PostgreSQL, and no word to anybody.
            words: words.map(|words| words.replace('\0', "")),
            location: code("at").parse().ok(),
            kind: Kind::parse(&code("kind")),
            member: code("by").parse().ok(),
            from: typed_day(&code("from")),
            to: typed_day(&code("to")),
            after: Cursor::parse(&code("after")),
        }
    }

    /// The query that spells it, from its question mark on; empty where it says nothing.
    pub fn query(&self) -> String {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string());
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let parts = [
            ("product", id(self.product)),
            ("batch", id(self.batch)),
            ("q", self.words.clone()),
            ("at", id(self.location)),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("by", id(self.member)),
            ("from", day(self.from)),
            ("to", day(self.to)),
            ("after", self.after.map(|after| after.spelled())),
        ];
        spelled(parts)
    }

    /// The same after another row; none: from the newest on.
    #[must_use]
    pub fn starting(&self, after: Option<Cursor>) -> Filter {
        Filter {
            after,
            ..self.clone()
        }
    }

    /// Whether its last day is before its first, so that nothing fits.
    pub fn is_crossed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to < from)
    }

    /// Whether it leaves anything out.
    pub fn is_narrowed(&self) -> bool {
        self.starting(None) != Filter::default()
    }

    /// Whether more than words and place narrow it: what the form folds away.
    pub fn is_detailed(&self) -> bool {
        self.kind.is_some() || self.member.is_some() || self.from.is_some() || self.to.is_some()
    }

    /// The instants that its days begin and end at, on the clocks of the business.
    pub fn instants<Tz: TimeZone>(
        &self,
        calendar: &BusinessCalendar<Tz>,
    ) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let begins = |day: NaiveDate| {
            let local = day.and_time(calendar.day_starts_at);
            // Where a clock is put forward there may be no such time; the hour is then no matter.
            calendar.start_of(day).unwrap_or_else(|| local.and_utc())
        };
        let next = |day: NaiveDate| day.checked_add_days(Days::new(1));
        (self.from.map(begins), self.to.and_then(next).map(begins))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::{FixedOffset, NaiveTime};

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
        let id = "01930000-0000-7000-8000-000000000001";
        let query = format!(
            "?product={id}&batch={id}&q=unga&at={id}&kind=hand_over&by={id}&from=2026-01-31&to=2026-02-01&after=1790000000000001.{id}"
        );
        assert_eq!(read(&query[1..]).query(), query);
        assert!(read(&query[1..]).is_narrowed() && read(&query[1..]).is_detailed());
        assert!(!read(&query[1..]).is_crossed());
        assert!(read("from=2026-02-01&to=2026-01-31").is_crossed());
        assert!(!read("from=2026-02-01&to=2026-02-01").is_crossed());
    }

    #[test]
    fn what_is_not_known_narrows_nothing() {
        for query in [
            "product=1&kind=gift&from=soon&to=-262143-01-01&after=9",
            "after=9223372036854775807.01930000-0000-7000-8000-000000000001",
        ] {
            let filter = read(query);
            assert_eq!(filter.query(), "");
            assert!(!filter.is_narrowed());
        }
    }

    #[test]
    fn a_day_begins_when_the_business_says() {
        let bar = BusinessCalendar {
            zone: FixedOffset::east_opt(3 * 3600).unwrap(),
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
        };
        let (from, to) = read("from=2026-03-01&to=2026-03-01").instants(&bar);
        assert_eq!(from.unwrap().to_rfc3339(), "2026-03-01T01:00:00+00:00");
        assert_eq!(to.unwrap().to_rfc3339(), "2026-03-02T01:00:00+00:00");
        assert_eq!(read("").instants(&bar), (None, None));
    }
}
