//! The demo's owner on days that are over.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::SLUG;
use crate::platform::{Cx, Database, Door};
use crate::values::{Language, Stop};

/// So many days ago the demo's goods stood on its shelves for the first time.
pub(super) const OPENED: i64 = 40;

/// The days that the demo has behind it, counted back from now.
pub(super) struct Past<'a> {
    db: &'a Database,
    session: &'a [u8],
    now: DateTime<Utc>,
    /// The business's day.
    today: NaiveDate,
}

impl<'a> Past<'a> {
    /// Of the demo as its owner, who is signed in by this session.
    pub async fn of(
        db: &'a Database,
        session: &'a [u8],
        now: DateTime<Utc>,
    ) -> Result<Past<'a>, Stop> {
        let today = owner(db, session, now).read().await?.scope().today();
        Ok(Past {
            db,
            session,
            now,
            today,
        })
    }

    /// The owner so many days ago, and hours more.
    pub fn ago(&self, days: i64, hours: i64) -> Cx {
        let then = self.now - TimeDelta::days(days) - TimeDelta::hours(hours);
        owner(self.db, self.session, then)
    }

    /// The day that comes so many days after today; one that is over, where that is below zero.
    pub fn in_days(&self, days: i64) -> NaiveDate {
        self.today + TimeDelta::days(days)
    }
}

fn owner(db: &Database, session: &[u8], now: DateTime<Utc>) -> Cx {
    let door = Door::Member {
        session: session.to_vec(),
        slug: SLUG.to_owned(),
    };
    Cx::new(db, door, now, Language::En)
}
