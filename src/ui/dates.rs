//! Days and moments as people read them, in the reader's language. What is shown is what the
//! business's own clocks show: the caller turns an instant into local time before it comes here.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};

use super::language::Say;

/// A day: `3 Mar 2026`.
#[must_use]
pub fn day(say: Say, day: NaiveDate) -> String {
    format!("{} {}", brief(say, day), day.year())
}

/// A moment, to the minute: `3 Mar 2026, 14:05`.
#[must_use]
pub fn moment(say: Say, at: DateTime<FixedOffset>) -> String {
    format!("{}, {}", day(say, at.date_naive()), clock(at))
}

/// A moment in a list, where most are of today: `Today, 14:05`, else as [`moment`].
#[must_use]
pub fn recent(say: Say, at: DateTime<FixedOffset>, today: NaiveDate) -> String {
    if at.date_naive() == today {
        return format!("{}, {}", say.t("today"), clock(at));
    }
    moment(say, at)
}

/// A day of this week or the last: `Thu 19 Nov`.
#[must_use]
pub fn weekday(say: Say, day: NaiveDate) -> String {
    let weekday = say.t(&format!("weekday-{}", day.weekday().number_from_monday()));
    format!("{weekday} {}", brief(say, day))
}

fn brief(say: Say, day: NaiveDate) -> String {
    format!("{} {}", day.day(), say.t(&format!("month-{}", day.month())))
}

fn clock(at: DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::values::Language;

    #[test]
    fn a_moment_is_read_in_three_languages() {
        let nairobi = FixedOffset::east_opt(3 * 3600).unwrap();
        let at = nairobi.with_ymd_and_hms(2026, 3, 3, 14, 5, 9).unwrap();
        assert_eq!(moment(Say(Language::En), at), "3 Mar 2026, 14:05");
        assert_eq!(moment(Say(Language::Sw), at), "3 Mac 2026, 14:05");
        assert_eq!(moment(Say(Language::Id), at), "3 Mar 2026, 14:05");
        assert_eq!(weekday(Say(Language::En), at.date_naive()), "Tue 3 Mar");
    }

    #[test]
    fn only_today_is_called_today() {
        let nairobi = FixedOffset::east_opt(3 * 3600).unwrap();
        let at = nairobi.with_ymd_and_hms(2026, 3, 3, 9, 0, 0).unwrap();
        let say = Say(Language::En);
        let tomorrow = at.date_naive().succ_opt().unwrap();
        assert!(recent(say, at, at.date_naive()).ends_with(", 09:00"));
        assert_eq!(recent(say, at, tomorrow), "3 Mar 2026, 09:00");
    }
}
