//! The day a business says it is: its own time zone, and a day that may start at four in the morning.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, Offset, TimeZone, Utc};

/// A day as a browser sends it, in years that a shop lives in.
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.trim().parse().ok()?;
    (2000..=2199).contains(&day.year()).then_some(day)
}

/// How a business tells its days apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessCalendar<Tz: TimeZone> {
    /// Its time zone.
    pub zone: Tz,
    /// When its day starts; sales before that belong to the day before.
    pub day_starts_at: NaiveTime,
}

impl<Tz: TimeZone> BusinessCalendar<Tz> {
    /// The business's day at an instant.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        let local = at.with_timezone(&self.zone).naive_local();
        if local.time() < self.day_starts_at {
            return local
                .date()
                .checked_sub_days(Days::new(1))
                .unwrap_or(local.date());
        }
        local.date()
    }

    /// When a day of the business begins. None where its clocks are put forward over that very time.
    pub fn start_of(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let begins = day.and_time(self.day_starts_at);
        let begins = self.zone.from_local_datetime(&begins).earliest()?;
        Some(begins.with_timezone(&Utc))
    }

    /// The instant as the business's clocks show it.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        let local = at.with_timezone(&self.zone);
        at.with_timezone(&local.offset().fix())
    }
}

/// The first day of a day's month: the key of its period in the books.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_night_belongs_to_the_day_before() {
        let nairobi = FixedOffset::east_opt(3 * 3600).unwrap();
        let bar = BusinessCalendar {
            zone: nairobi,
            day_starts_at: NaiveTime::from_hms_opt(4, 0, 0).unwrap(),
        };
        let half_past_three = Utc.with_ymd_and_hms(2026, 3, 1, 0, 30, 0).unwrap();
        assert_eq!(
            bar.day_of(half_past_three),
            NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()
        );
        let at_four = Utc.with_ymd_and_hms(2026, 3, 1, 1, 0, 0).unwrap();
        assert_eq!(
            bar.day_of(at_four),
            NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
        );
        assert_eq!(bar.start_of(bar.day_of(at_four)), Some(at_four));
        assert_eq!(
            month_of(bar.day_of(at_four)),
            NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
        );
    }

    #[test]
    fn a_typed_day_is_one_of_a_shop() {
        assert!(typed_day("2026-02-28").is_some());
        for wrong in [
            "2026-02-30",
            "-262143-01-01",
            "1999-12-31",
            "2200-01-01",
            "+262142-12-31",
            "soon",
            "",
        ] {
            assert_eq!(typed_day(wrong), None, "{wrong}");
        }
    }
}
