//! The one place that reads the time. Everything else is told what time it is.

use chrono::{DateTime, Utc};

/// Now, to the microsecond, which is what PostgreSQL keeps.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that the ban points to"
)]
pub fn now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
}
