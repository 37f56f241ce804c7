//! What expires, and what has: by batch and location, the first first.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::store::{self, Ask};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop, Unit};

/// Rows on a page.
const EACH: i64 = 50;
/// No list has more pages; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 20_000;

/// How far to look ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Has expired.
    Expired,
    /// Expires within a week, today among its days.
    Week,
    /// Expires within 30 days.
    Month,
    /// Expires within 90 days.
    Quarter,
}

impl Span {
    /// Every span, in the order of the tabs.
    pub const ALL: [Span; 4] = [Span::Expired, Span::Week, Span::Month, Span::Quarter];

    /// Its word in addresses and in translation keys (`expiry-span-7`).
    pub const fn code(self) -> &'static str {
        match self {
            Span::Expired => "expired",
            Span::Week => "7",
            Span::Month => "30",
            Span::Quarter => "90",
        }
    }

    /// The span of that word; anything unknown is 30 days.
    pub fn parse(code: &str) -> Span {
        let known = Span::ALL.into_iter().find(|span| span.code() == code);
        known.unwrap_or(Span::Month)
    }

    /// From which day on it reaches, if from any, and up to which: both are in it.
    pub fn days(self, today: NaiveDate) -> (Option<NaiveDate>, NaiveDate) {
        let ahead = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today);
        match self {
            Span::Expired => (None, today.pred_opt().unwrap_or(today)),
            Span::Week => (Some(today), ahead(7)),
            Span::Month => (Some(today), ahead(30)),
            Span::Quarter => (Some(today), ahead(90)),
        }
    }
}

/// Goods of one batch at one location that expire on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Where, and what that is called.
    pub location: (Uuid, String),
    /// The batch and its number, where they have one.
    pub batch: Option<(Uuid, String)>,
    /// Who brought the batch, and what she is called.
    pub supplier: Option<(Uuid, String)>,
    /// The last day that they may be sold on.
    pub expires_on: NaiveDate,
    /// How much of them is there.
    pub left: Quantity,
    /// What that cost.
    pub value: Money,
    /// Whether there is more of the product at the location that keeps longer.
    pub has_fresher: bool,
}

impl Expiring {
    /// Whether they should be sold before the rest, which they still can.
    pub fn is_first_to_sell(&self, today: NaiveDate) -> bool {
        self.has_fresher && self.expires_on >= today
    }
}

/// A page of what expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What expires, the first first.
    pub rows: Vec<Expiring>,
    /// What all that expires in the span is worth, on all pages.
    pub value: Money,
    /// Which page this is.
    pub page: i64,
    /// Whether another page follows.
    pub has_more: bool,
}

/// What expires in a span, at one location or at all, 50 rows to a page.
pub async fn list(
    tx: &mut BusinessTx,
    span: Span,
    location: Option<Uuid>,
    page: i64,
) -> Result<Listed, Stop> {
    let page = page.clamp(1, LAST_PAGE);
    let (from, until) = span.days(tx.scope().today());
    let ask = Ask {
        from,
        until,
        location,
        limit: EACH + 1,
        offset: (page - 1) * EACH,
    };
    let mut rows = store::expiring(tx, &ask).await?;
    let value = store::value_expiring(tx, &ask).await?;
    let most = usize::try_from(EACH).unwrap_or(usize::MAX);
    let has_more = rows.len() > most;
    rows.truncate(most);
    Ok(Listed {
        rows,
        value,
        page,
        has_more,
    })
}

/// All that expires in a span, at one location or at all, the first first.
pub(super) async fn all(
    tx: &mut BusinessTx,
    span: Span,
    location: Option<Uuid>,
) -> Result<Vec<Expiring>, Stop> {
    let (from, until) = span.days(tx.scope().today());
    let ask = Ask {
        from,
        until,
        location,
        limit: i64::MAX,
        offset: 0,
    };
    store::expiring(tx, &ask).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_counts_as_fresh() {
        let today: NaiveDate = "2026-11-28".parse().unwrap();
        let yesterday = today.pred_opt().unwrap();
        assert_eq!(Span::Expired.days(today), (None, yesterday));
        let (from, until) = Span::Week.days(today);
        assert_eq!(
            (from, until.to_string()),
            (Some(today), "2026-12-05".to_owned())
        );
    }

    #[test]
    fn words_read_back() {
        for span in Span::ALL {
            assert_eq!(Span::parse(span.code()), span);
        }
        assert_eq!(Span::parse("1000"), Span::Month);
    }
}
