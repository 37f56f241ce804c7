//! Until when a voucher is good. Pure, for server and browser: a till prints it without a network.

use chrono::{Days, NaiveDate};

/// The last day of what is sold on a day, where vouchers are good for so many days; none where they have none.
#[must_use]
pub fn last_day(day: NaiveDate, days: Option<i32>) -> Option<NaiveDate> {
    let days = u64::try_from(days?).ok()?;
    day.checked_add_days(Days::new(days))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_the_day_of_the_sale() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        assert_eq!(last_day(day, Some(3)), NaiveDate::from_ymd_opt(2026, 12, 2));
        assert_eq!(last_day(day, None), None);
        assert_eq!(last_day(day, Some(-1)), None);
    }
}
