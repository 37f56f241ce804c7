//! When a business is open: its week, and the days on which it is closed all the same. Pure; the times
//! are those on the business's own clocks.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::staff::{one_line, unless_refused};
use crate::values::{Refusal, Stop, typed_day};

/// How far ahead the next opening is looked for.
const DAYS_AHEAD: u64 = 60;
const LONGEST_REASON: usize = 80;
/// The field that has Monday's hours be those of every day.
pub const EVERY_DAY: &str = "every_day";

/// From when to when on one day. Closing not after opening is on the next day; at the same time,
/// it is open around the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// When it opens.
    pub opens: NaiveTime,
    /// When it closes.
    pub closes: NaiveTime,
}

/// A day on which it is closed all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedDay {
    /// The day.
    pub day: NaiveDate,
    /// Why, for the shop's own list; may be empty.
    pub reason: String,
}

/// When a business is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpeningHours {
    /// Monday first; none: closed.
    pub week: [Option<Span>; 7],
    /// Days on which it is closed all the same, in order.
    pub closed: Vec<ClosedDay>,
}

/// Whether it is open, and until or from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenNow {
    /// It does not tell its hours.
    Untold,
    /// It never closes, as far as one can see.
    Always,
    /// It is open until then.
    Until(NaiveDateTime),
    /// It is closed and opens then.
    From(NaiveDateTime),
    /// It is closed, and does not open in the next weeks.
    Closed,
}

/// What the page of opening hours sends: `opens_1` to `closes_7`, 1 being Monday, and [`EVERY_DAY`].
pub type HoursForm = BTreeMap<String, String>;

impl OpeningHours {
    /// Whether it tells its hours at all.
    pub fn is_told(&self) -> bool {
        self.week.iter().any(Option::is_some)
    }

    /// Reads the week of a form. A day with neither time is closed; one time alone is refused.
    pub fn read_week(form: &HoursForm) -> Result<[Option<Span>; 7], Stop> {
        let mut refusals = Vec::new();
        let mut week = [None; 7];
        let is_alike = form.contains_key(EVERY_DAY);
        let told = if is_alike { 1 } else { 7 };
        for (place, day) in week.iter_mut().enumerate().take(told) {
            let number = place + 1;
            let mut time = |which: &str| {
                let field = format!("{which}_{number}");
                let text = form.get(&field).map_or("", |text| text.trim());
                if text.is_empty() {
                    return None;
                }
                let read = time_of(text);
                if read.is_none() {
                    refusals.push(Refusal::at(&field, "refused-not-a-time"));
                }
                Some(read)
            };
            let times = (time("opens"), time("closes"));
            match times {
                (Some(Some(opens)), Some(Some(closes))) => *day = Some(Span { opens, closes }),
                (None, Some(_)) => {
                    let field = format!("opens_{number}");
                    refusals.push(Refusal::at(&field, "refused-both-times"));
                }
                (Some(_), None) => {
                    let field = format!("closes_{number}");
                    refusals.push(Refusal::at(&field, "refused-both-times"));
                }
                // Every day closed is not what she means by that.
                (None, None) if is_alike => {
                    refusals.push(Refusal::at("opens_1", "refused-both-times"));
                }
                _ => {}
            }
        }
        unless_refused(refusals)?;
        Ok(if is_alike { [week[0]; 7] } else { week })
    }

    /// Whether it is open at a moment of its own clocks.
    pub fn at(&self, now: NaiveDateTime) -> OpenNow {
        if !self.is_told() {
            return OpenNow::Untold;
        }
        // From yesterday on: a bar that closes at three in the morning is still yesterday's.
        let first = now.date().checked_sub_days(Days::new(1));
        let first = first.unwrap_or(now.date());
        let days = (0..=DAYS_AHEAD).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
        let mut open_until: Option<NaiveDateTime> = None;
        for (opens, closes) in days.filter_map(|day| self.on(day)) {
            match open_until {
                // Goes on without a break.
                Some(until) if opens <= until => open_until = Some(until.max(closes)),
                Some(until) => return OpenNow::Until(until),
                None if closes <= now => {}
                None if opens <= now => open_until = Some(closes),
                None => return OpenNow::From(opens),
            }
        }
        match open_until {
            Some(until) if until - now > TimeDelta::days(30) => OpenNow::Always,
            Some(until) => OpenNow::Until(until),
            None => OpenNow::Closed,
        }
    }

    /// From when to when it is open that begins on a day, if it does.
    fn on(&self, day: NaiveDate) -> Option<(NaiveDateTime, NaiveDateTime)> {
        if self.closed.iter().any(|closed| closed.day == day) {
            return None;
        }
        let place = usize::try_from(day.weekday().num_days_from_monday()).ok()?;
        let span = self.week.get(place).copied().flatten()?;
        let ends = if span.closes > span.opens {
            day
        } else {
            day.succ_opt()?
        };
        Some((day.and_time(span.opens), ends.and_time(span.closes)))
    }
}

impl ClosedDay {
    /// Reads a day and a reason. Days that are over say nothing to anybody.
    pub fn read(day: &str, reason: &str, today: NaiveDate) -> Result<ClosedDay, Stop> {
        let mut refusals = Vec::new();
        let day = typed_day(day);
        match day {
            None => refusals.push(Refusal::at("day", "refused-not-a-day")),
            Some(day) if day < today => refusals.push(Refusal::at("day", "refused-day-over")),
            Some(_) => {}
        }
        let reason = one_line(reason);
        if reason.chars().count() > LONGEST_REASON {
            refusals.push(Refusal::at("reason", "refused-too-long").with("most", LONGEST_REASON));
        }
        unless_refused(refusals)?;
        Ok(ClosedDay {
            day: day.ok_or(Stop::NotFound)?,
            reason,
        })
    }
}

/// `8`, `8:30`, `08:30` and, as browsers send it, `08:30:00`.
fn time_of(text: &str) -> Option<NaiveTime> {
    let mut parts = text.splitn(3, [':', '.']);
    let hour = parts.next()?.trim().parse().ok()?;
    let minute = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let seconds = parts.next().is_none_or(|part| part == "00");
    seconds.then(|| NaiveTime::from_hms_opt(hour, minute, 0))?
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn span(opens: &str, closes: &str) -> Option<Span> {
        Some(Span {
            opens: time_of(opens).unwrap(),
            closes: time_of(closes).unwrap(),
        })
    }

    /// Monday to Friday 8 to 19, Saturday to 13, never on Sunday. 2 March 2026 is a Monday.
    fn shop() -> OpeningHours {
        let day = span("08:00", "19:00");
        OpeningHours {
            week: [day, day, day, day, day, span("8", "13"), None],
            closed: Vec::new(),
        }
    }

    fn at(day: u32, time: &str) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        day.and_time(time_of(time).unwrap())
    }

    fn closed(days: &[u32]) -> Vec<ClosedDay> {
        let day = |day: &u32| ClosedDay {
            day: NaiveDate::from_ymd_opt(2026, 3, *day).unwrap(),
            reason: String::new(),
        };
        days.iter().map(day).collect()
    }

    #[test]
    fn a_week_of_a_shop() {
        let shop = shop();
        assert_eq!(shop.at(at(2, "07:59")), OpenNow::From(at(2, "8")));
        assert_eq!(shop.at(at(2, "08:00")), OpenNow::Until(at(2, "19")));
        assert_eq!(shop.at(at(2, "18:59")), OpenNow::Until(at(2, "19")));
        assert_eq!(shop.at(at(2, "19:00")), OpenNow::From(at(3, "8")));
        assert_eq!(shop.at(at(7, "13:00")), OpenNow::From(at(9, "8")));
        assert_eq!(shop.at(at(8, "12:00")), OpenNow::From(at(9, "8")));
        assert_eq!(OpeningHours::default().at(at(2, "12")), OpenNow::Untold);
    }

    #[test]
    fn a_closed_day_is_closed_whatever_the_week_says() {
        let mut shop = shop();
        shop.closed = closed(&[3, 4]);
        assert_eq!(shop.at(at(2, "20:00")), OpenNow::From(at(5, "8")));
        assert_eq!(shop.at(at(3, "12:00")), OpenNow::From(at(5, "8")));
        shop.week = [None; 7];
        shop.week[1] = span("8", "19");
        // Its only day, closed for as long as one looks ahead.
        let first = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        shop.closed = first
            .iter_days()
            .take(70)
            .map(|day| ClosedDay {
                day,
                reason: String::new(),
            })
            .collect();
        assert_eq!(shop.at(at(2, "12:00")), OpenNow::Closed);
    }

    #[test]
    fn a_night_belongs_to_the_day_it_began_on() {
        let night = span("17:00", "03:00");
        let mut bar = OpeningHours {
            week: [night; 7],
            closed: Vec::new(),
        };
        assert_eq!(bar.at(at(3, "02:59")), OpenNow::Until(at(3, "3")));
        assert_eq!(bar.at(at(3, "03:00")), OpenNow::From(at(3, "17")));
        // Closed on the third: the night of the second still runs out.
        bar.closed = closed(&[3]);
        assert_eq!(bar.at(at(3, "01:00")), OpenNow::Until(at(3, "3")));
        assert_eq!(bar.at(at(3, "18:00")), OpenNow::From(at(4, "17")));
        assert_eq!(bar.at(at(4, "01:00")), OpenNow::From(at(4, "17")));
    }

    #[test]
    fn around_the_clock_runs_on_until_a_closed_day() {
        let mut petrol = OpeningHours {
            week: [span("0", "0"); 7],
            closed: Vec::new(),
        };
        assert_eq!(petrol.at(at(2, "12:00")), OpenNow::Always);
        petrol.closed = closed(&[5]);
        assert_eq!(petrol.at(at(2, "12:00")), OpenNow::Until(at(5, "0")));
        petrol.closed = Vec::new();
        petrol.week[6] = None;
        assert_eq!(petrol.at(at(2, "12:00")), OpenNow::Until(at(8, "0")));
    }

    #[test]
    fn a_form_tells_every_day_that_will_not_do() {
        let form = |pairs: &[(&str, &str)]| -> HoursForm {
            let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
            pairs.iter().map(own).collect()
        };
        let week = form(&[("opens_1", "8"), ("closes_1", "19:30"), ("opens_2", " ")]);
        let week = OpeningHours::read_week(&week).unwrap();
        assert_eq!(week[0], span("08:00", "19:30"));
        assert!(week[1..].iter().all(Option::is_none));
        let wrong = form(&[
            ("opens_1", "25:00"),
            ("closes_1", "19:00"),
            ("opens_3", "08:00"),
            ("closes_7", "late"),
        ]);
        let Err(Stop::Refused(refusals)) = OpeningHours::read_week(&wrong) else {
            panic!("not refused")
        };
        let fields: Vec<_> = refusals.iter().filter_map(|r| r.field.as_deref()).collect();
        assert_eq!(fields, ["opens_1", "closes_3", "closes_7", "opens_7"]);
    }

    #[test]
    fn mondays_hours_may_be_those_of_every_day() {
        let form = |opens: &str| -> HoursForm {
            let pairs = [
                ("opens_1", opens),
                ("closes_1", "19:30"),
                ("opens_2", "late"),
                ("closes_4", "12:00"),
                (EVERY_DAY, "1"),
            ];
            let own = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
            pairs.into_iter().map(own).collect()
        };
        let week = OpeningHours::read_week(&form("8")).unwrap();
        assert_eq!(week, [span("08:00", "19:30"); 7]);
        for wrong in ["", "late"] {
            let Err(Stop::Refused(refusals)) = OpeningHours::read_week(&form(wrong)) else {
                panic!("not refused")
            };
            let fields: Vec<_> = refusals.iter().filter_map(|r| r.field.as_deref()).collect();
            assert_eq!(fields, ["opens_1"], "{wrong}");
        }
        let none = [(EVERY_DAY.to_owned(), "1".to_owned())].into();
        assert!(OpeningHours::read_week(&none).is_err());
    }

    #[test]
    fn a_day_that_is_over_is_refused() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let day = ClosedDay::read("2026-03-02", "  Stock\n taking ", today).unwrap();
        assert_eq!(day.reason, "Stock taking");
        for wrong in ["2026-03-01", "2026-02-30", "tomorrow", ""] {
            assert!(ClosedDay::read(wrong, "", today).is_err(), "{wrong}");
        }
        assert!(ClosedDay::read("2026-03-02", &"x".repeat(81), today).is_err());
    }
}
