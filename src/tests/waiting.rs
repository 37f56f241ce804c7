//! Waits until others wait: of two acts at one instant, which comes first. And for the night of the
//! tests' shops to be over.

use std::time::Duration;

use chrono::{Days, NaiveTime, TimeDelta};
use chrono_tz::Africa::Nairobi;

use super::support::Shop;
use crate::platform::clock;
use crate::values::BusinessCalendar;

/// Longer than any test takes from asking what day it is to its last act on that day.
const BEFORE_MIDNIGHT: TimeDelta = TimeDelta::seconds(90);

/// Where the business day of the tests' shops is about to end, until it has ended: nearly every test
/// begins with what day it is, and one that saw it end would act on another.
pub async fn until_a_day_lies_ahead() {
    let calendar = BusinessCalendar {
        zone: Nairobi,
        day_starts_at: NaiveTime::MIN,
    };
    loop {
        let now = clock::now();
        let tomorrow = calendar.day_of(now) + Days::new(1);
        let left = calendar.start_of(tomorrow).unwrap() - now;
        if left > BEFORE_MIDNIGHT {
            return;
        }
        tokio::time::sleep(left.to_std().unwrap()).await;
    }
}

/// Until so many wait for locks.
pub async fn until_waiting(shop: &Shop, many: i64) {
    let mut root = shop.superuser().await;
    // Ten seconds: nobody waits for a lock longer than fifteen.
    for _ in 0..1000 {
        let waiting: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity
              where datname = current_database() and wait_event_type = 'Lock'
                and backend_type = 'client backend'",
        )
        .fetch_one(&mut root)
        .await
        .unwrap();
        if waiting >= many {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("fewer than {many} wait");
}
