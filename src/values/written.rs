//! Days and times as machines write them. By hand: what reads them in every form that there is would be in the
//! browser for it, with the names of all months and days.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

/// So many figures, as a number.
fn figures(text: &str, width: usize) -> Option<u32> {
    let is_number = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

/// A day: `2026-11-29`.
pub fn day(text: &str) -> Option<NaiveDate> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let year = i32::try_from(figures(year, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, figures(month, 2)?, figures(day, 2)?)
}

/// A time of day: `04:00`, `06:03:20`, `06:03:20.125`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, rest) = rest.split_once(':').unwrap_or((rest, "00"));
    let (second, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let (hour, minute) = (figures(hour, 2)?, figures(minute, 2)?);
    NaiveTime::from_hms_nano_opt(hour, minute, figures(second, 2)?, nanoseconds(fraction)?)
}

/// What stands behind the point of a second; finer than billionths is passed over.
fn nanoseconds(fraction: &str) -> Option<u32> {
    if fraction.is_empty() {
        return None;
    }
    let figures = fraction.chars().chain(std::iter::repeat('0')).take(9);
    let mut all = 0;
    for figure in figures {
        all = all * 10 + figure.to_digit(10)?;
    }
    Some(all)
}

/// An instant, as UTC or as a zone's clocks show it: `2026-11-29T06:03:20.125Z`, `2026-11-29T09:03:20+03:00`.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, zone) = rest.split_at_checked(rest.find(['Z', 'z', '+', '-'])?)?;
    let there = day(date)?.and_time(time(clock)?).and_utc();
    there.checked_sub_signed(TimeDelta::minutes(ahead(zone)?))
}

/// By how many minutes a zone is ahead of UTC.
fn ahead(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let minutes = figures(hours, 2)? * 60 + figures(minutes, 2)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    Some(sign * i64::from(minutes))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_written_for_machines() {
        for text in [
            "2026-11-29T06:03:00Z",
            "2026-11-29T06:03:20.125Z",
            "2026-11-29T06:03:20.123456789Z",
            "2024-02-29T23:59:59+03:00",
            "2024-02-29T00:30:00-05:30",
            "1999-12-31 06:03:20Z",
        ] {
            let other: DateTime<Utc> = text.parse().unwrap();
            assert_eq!(instant(text), Some(other), "{text}");
        }
        assert_eq!(day("2026-02-28"), "2026-02-28".parse().ok());
        for text in ["04:00:00", "23:59:59", "06:03:20.5"] {
            assert_eq!(time(text), text.parse().ok(), "{text}");
        }
        assert_eq!(time("04:00"), NaiveTime::from_hms_opt(4, 0, 0));
    }

    #[test]
    fn what_is_something_else_is_none() {
        for wrong in [
            "",
            "yesterday",
            "2026-11-29",
            "2026-11-29T06:03:00",
            "2026-13-29T06:03:00Z",
            "2026-11-31T06:03:00Z",
            "2026-11-29T24:00:00Z",
            "2026-11-29T06:03:00.Z",
            "2026-11-29T06:03:00.+1Z",
            "2026-11-29T06:03:00+3",
            "2026-11-29T06:03:00Zz",
            "2026-1-29T006:03:00Z",
            "\u{1f512}26-11-29T06:03:00Z",
        ] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
        assert_eq!(day("+026-11-29"), None);
        assert_eq!(time("6:03:20"), None);
    }
}
