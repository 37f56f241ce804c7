//! Whether a shop is open, in words.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::businesses::{OpenNow, OpeningHours, Span};
use crate::ui::dates;
use crate::ui::language::Say;

/// "Open today until 19:00", "Closed now, opens Monday at 08:00"; empty where it tells no hours.
pub(super) fn open_now(say: Say, hours: &OpeningHours, now: NaiveDateTime) -> String {
    match hours.at(now) {
        OpenNow::Untold => String::new(),
        OpenNow::Always => say.t("hours-always"),
        OpenNow::Until(until) if until - now < chrono::TimeDelta::hours(24) => {
            let key = if until.date() == now.date() {
                "hours-open-today"
            } else {
                "hours-open-until"
            };
            say.with(key, &[("time", &clock(until.time()))])
        }
        OpenNow::Until(until) => {
            let day = dates::weekday(say, until.date());
            let time = clock(until.time());
            say.with("hours-open-until-day", &[("day", &day), ("time", &time)])
        }
        OpenNow::From(from) => opens(say, now, from),
        OpenNow::Closed => say.t("hours-closed"),
    }
}

fn opens(say: Say, now: NaiveDateTime, from: NaiveDateTime) -> String {
    let time = clock(from.time());
    let days = (from.date() - now.date()).num_days();
    match days {
        0 => say.with("hours-opens-today", &[("time", &time)]),
        1 => say.with("hours-opens-tomorrow", &[("time", &time)]),
        2..=6 => {
            let day = say.t(&format!("day-{}", from.weekday().number_from_monday()));
            say.with("hours-opens-day", &[("day", &day), ("time", &time)])
        }
        _ => {
            let day = dates::day(say, from.date());
            say.with("hours-opens-day", &[("day", &day), ("time", &time)])
        }
    }
}

/// Each day of the week with its hours, and of the week that begins today the days on which it is
/// closed all the same.
pub(super) fn week(say: Say, hours: &OpeningHours, today: NaiveDate) -> Vec<(String, String)> {
    if !hours.is_told() {
        return Vec::new();
    }
    let exception = |number: u32| {
        let closed = hours.closed.iter().map(|closed| closed.day);
        let mut coming = closed.filter(|day| (0..7).contains(&(*day - today).num_days()));
        coming.find(|day| day.weekday().number_from_monday() == number)
    };
    let day = |(number, span): (u32, &Option<Span>)| {
        let words = match span {
            None => say.t("hours-day-closed"),
            Some(span) if span.opens == span.closes => say.t("hours-day-whole"),
            Some(span) => format!("{}–{}", clock(span.opens), clock(span.closes)),
        };
        let words = match exception(number) {
            Some(day) if span.is_some() => {
                let day = dates::day(say, day);
                say.with("hours-day-except", &[("hours", &words), ("day", &day)])
            }
            _ => words,
        };
        (say.t(&format!("day-{number}")), words)
    };
    (1..).zip(hours.week.iter()).map(day).collect()
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::businesses::ClosedDay;
    use crate::values::Language;

    fn at(day: u32, hour: u32) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        day.and_hms_opt(hour, 0, 0).unwrap()
    }

    #[test]
    fn a_shop_says_whether_it_is_open() {
        let span = Some(Span {
            opens: NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
            closes: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
        });
        let mut hours = OpeningHours {
            week: [span; 7],
            closed: Vec::new(),
        };
        hours.week[5] = None;
        hours.week[6] = None;
        let say = Say(Language::En);
        // 2 March 2026 is a Monday.
        let said = |day, hour| open_now(say, &hours, at(day, hour));
        assert_eq!(said(2, 12), "Open today until 19:00");
        assert_eq!(said(2, 7), "Closed now, opens today at 08:00");
        assert_eq!(said(2, 20), "Closed now, opens tomorrow at 08:00");
        assert_eq!(said(6, 20), "Closed now, opens Monday at 08:00");
        assert_eq!(open_now(say, &OpeningHours::default(), at(2, 12)), "");
        // A Wednesday and a Sunday of this week, and a Friday of the next.
        let closed = [4, 8, 13].map(|day| ClosedDay {
            day: at(day, 0).date(),
            reason: String::new(),
        });
        hours.closed = closed.to_vec();
        let week = week(say, &hours, at(2, 0).date());
        let (days, words): (Vec<String>, Vec<String>) = week.into_iter().unzip();
        assert_eq!((days[0].as_str(), days[6].as_str()), ("Monday", "Sunday"));
        assert_eq!(
            (words[0].as_str(), words[6].as_str()),
            ("08:00–19:00", "Closed")
        );
        assert_eq!(words[2], "08:00–19:00, closed on 4 Mar 2026");
        assert_eq!(words[4], "08:00–19:00");
    }
}
