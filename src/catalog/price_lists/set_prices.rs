//! Sets prices of a list, one or thousands: the one way in for forms, files and rules.
//!
//! The list's row is locked first, so that sets of one list come one after the other; then the set is
//! looked for by its id. What stands already as it is wanted is not written again.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::goods::{Costs, Goods};
use super::list::{NewPrice, PriceKey};
use super::store;
use crate::audit;
use crate::platform::BusinessTx;
use crate::values::{Refusal, Stop};

/// A set of prices on its way in.
#[derive(Debug, Clone)]
pub(super) struct PriceSet<'a> {
    /// Made with the page: the same set twice is one.
    pub set_id: Uuid,
    /// Which list.
    pub list: &'a str,
    /// Names what was sent: the same id with another body is refused.
    pub digest: String,
    /// From when on; none: from now on.
    pub valid_from: Option<DateTime<Utc>>,
}

impl PriceSet<'_> {
    /// From when on, where it is now.
    fn from(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.valid_from.unwrap_or(now)
    }
}

/// What a set of prices did, or, tried, would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetDone {
    /// Prices that are other now.
    pub changed: u64,
    /// Prices that were like that already.
    pub unchanged: u64,
    /// What costs us more than it is sold for now, by name, each once.
    pub below_cost: Vec<String>,
}

/// Whether a set is still to be done; its list is locked then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is to be done, and it is now: after whatever was set by whoever was waited for, though that may
    /// have been asked for later.
    Go(DateTime<Utc>),
    /// It was done before.
    Done,
}

/// Locks the list and looks whether the set was done before. Refuses the id of another set, and a
/// list that is closed.
pub(super) async fn take_turn(tx: &mut BusinessTx, set: &PriceSet<'_>) -> Result<Turn, Stop> {
    let kept = store::lock(tx, set.list).await?.ok_or(Stop::NotFound)?;
    if let Some(before) = store::set_before(tx, set.set_id).await? {
        let is_same = before.is_none_or(|before| before == set.digest);
        if is_same {
            return Ok(Turn::Done);
        }
        return Err(Refusal::of("refused-price-set-other").into());
    }
    if kept.retired {
        return Err(Refusal::of("refused-price-list-closed")
            .with("name", kept.name)
            .into());
    }
    let now = store::now_after_others(tx, set.list).await?;
    Ok(Turn::Go(now))
}

/// What setting these prices would do: which are to be written, and what that comes to.
pub(super) async fn weigh(
    tx: &mut BusinessTx,
    set: &PriceSet<'_>,
    now: DateTime<Utc>,
    goods: &[Goods],
    wanted: &[NewPrice],
) -> Result<(Vec<NewPrice>, SetDone), Stop> {
    let at = set.from(now);
    let keys: Vec<PriceKey> = wanted.iter().map(|price| price.key).collect();
    let standing = store::standing_at(tx, set.list, at, &keys).await?;
    let costs = Costs::of(tx, goods).await?;
    let names: HashMap<Uuid, &String> = goods
        .iter()
        .map(|one| (one.product_id, &one.name))
        .collect();
    let mut done = SetDone::default();
    let mut changes = Vec::new();
    let mut below = HashSet::new();
    for (price, stands) in wanted.iter().zip(standing) {
        if price.amount == stands {
            done.unchanged += 1;
            continue;
        }
        done.changed += 1;
        changes.push(*price);
        let product_id = price.key.product_id;
        let is_below = price
            .amount
            .is_some_and(|amount| costs.is_above(price.key, amount));
        if is_below && below.insert(product_id) {
            done.below_cost
                .extend(names.get(&product_id).map(|name| (*name).clone()));
        }
    }
    Ok((changes, done))
}

/// Writes prices that [`weigh`] found to be other, and that the set was done.
pub(super) async fn write(
    tx: &mut BusinessTx,
    set: &PriceSet<'_>,
    now: DateTime<Utc>,
    changes: &[NewPrice],
) -> Result<(), Stop> {
    let at = set.from(now);
    store::insert_prices(tx, set.list, at, changes).await?;
    let details = json!({
        "list": set.list,
        "digest": set.digest,
        "changed": changes.len(),
        "valid_from": at,
    });
    audit::record(tx, "price_list.set", "price_set", Some(set.set_id), details).await
}
