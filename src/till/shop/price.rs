//! What goods cost, by the rows of a list: the rule of the books, which they keep in SQL. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::till::wire::Price;
use crate::values::{Money, Quantity};

/// The price of a list: its newest one that is valid, of the largest quantity that is reached. A quantity
/// whose newest price has no amount has none.
pub(super) fn listed(
    prices: &[Price],
    list: &str,
    pack_id: Option<Uuid>,
    quantity: Quantity,
    now: DateTime<Utc>,
) -> Option<Money> {
    let counts = |price: &&Price| {
        price.list == list
            && price.pack_id == pack_id
            && price.minimum_milli <= quantity.milli()
            && price.valid_from <= now
    };
    let mut best: Option<(i64, Money)> = None;
    for price in prices.iter().filter(counts) {
        let is_newest = !prices.iter().filter(counts).any(|other| {
            other.minimum_milli == price.minimum_milli && other.valid_from > price.valid_from
        });
        let is_larger = best.is_none_or(|(minimum, _)| price.minimum_milli >= minimum);
        if let Some(amount) = price.amount_minor
            && is_newest
            && is_larger
        {
            best = Some((price.minimum_milli, Money::from_minor(amount)));
        }
    }
    best.map(|(_, amount)| amount)
}
