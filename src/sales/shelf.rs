//! Takes what is sold off the shelf, as strictly as the business wants it.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::basket::SellAsk;
use super::store;
use super::taken::{Oddity, Taken};
use crate::platform::{BusinessTx, fault};
use crate::stock::{
    self, BelowZero, Departure, ExpiredGoods, Kind, Leaving, Left, Policy, Short, Shortage, Source,
    Spoilt,
};
use crate::values::{Quantity, Refusal, Stop};

/// The document of goods that are sold or come back.
pub(super) const fn source(sale_id: Uuid) -> Source {
    Source {
        kind: "sale",
        id: sale_id,
    }
}

/// Takes goods off the shelf. Where there is not enough: a business that blocks refuses; one that
/// warns refuses until the seller has seen exactly what is left now; one that allows writes the rest
/// down as a shortfall. What has expired stays, unless she was warned of this product and accepts it:
/// then it leaves after all that has not.
pub(super) async fn take(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    leaving: &[Leaving],
    taken: &mut Taken,
    day: NaiveDate,
) -> Result<Vec<Left>, Stop> {
    if taken.is_told() {
        let left = took(tx, ask, leaving, day).await?;
        note(tx, &left, taken, day).await?;
        return Ok(left);
    }
    let policy = stock::policy(tx).await?;
    let last = Spoilt::Last(tx.scope().today());
    let accepted = |one: &Leaving| {
        policy.expired == ExpiredGoods::Warn && ask.spoilt_ok.contains(&one.product_id)
    };
    let leaving: Vec<Leaving> = leaving
        .iter()
        .map(|one| Leaving {
            spoilt: if accepted(one) { last } else { Spoilt::Leave },
            ..*one
        })
        .collect();
    let departure = |shortage: Shortage| Departure {
        kind: Kind::Sale,
        source: source(ask.sale_id),
        location_id: ask.location_id,
        shortage,
    };
    let strictly = match policy.below_zero {
        BelowZero::Allow => Shortage::Record,
        BelowZero::Block | BelowZero::Warn => Shortage::Refuse,
    };
    let short = match stock::take_out(tx, &departure(strictly), &leaving).await? {
        Ok(left) => return Ok(left),
        Err(short) => short,
    };
    let has_seen = |one: &Short| ask.has_seen(one.product_id, one.left);
    if policy.below_zero != BelowZero::Warn || !short.iter().all(has_seen) {
        return Err(refused(tx, ask, &policy, &short).await?);
    }
    // The levels are locked: what she has seen is still so.
    match stock::take_out(tx, &departure(Shortage::Record), &leaving).await? {
        Ok(left) => Ok(left),
        Err(_) => Err(fault(
            "a shortage was refused that is to be recorded",
            &ask.sale_id,
        )),
    }
}

/// Takes what has left the shelf already, what had expired on that day last: what the books do not have
/// is a shortfall.
async fn took(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    leaving: &[Leaving],
    day: NaiveDate,
) -> Result<Vec<Left>, Stop> {
    let departure = Departure {
        kind: Kind::Sale,
        source: source(ask.sale_id),
        location_id: ask.location_id,
        shortage: Shortage::Record,
    };
    let leaving: Vec<Leaving> = leaving
        .iter()
        .map(|one| Leaving {
            spoilt: Spoilt::Last(day),
            ..*one
        })
        .collect();
    let left = stock::take_out(tx, &departure, &leaving).await?;
    left.map_err(|_| {
        fault(
            "a shortage was refused that is to be recorded",
            &ask.sale_id,
        )
    })
}

/// Notes what was not there, unless the business always sells that, and what had expired on the day on which it
/// was sold.
async fn note(
    tx: &mut BusinessTx,
    left: &[Left],
    taken: &mut Taken,
    day: NaiveDate,
) -> Result<(), Stop> {
    let odd = left
        .iter()
        .filter(|one| is_short(one) || is_spoilt(one, day));
    let products: Vec<Uuid> = odd.map(|one| one.product_id).collect();
    if products.is_empty() {
        return Ok(());
    }
    let names = store::names(tx, &products).await?;
    let name = |one: &Left| names.get(&one.product_id).cloned().unwrap_or_default();
    // Where nobody is asked first, nobody looks at it afterwards: what is worth that would be lost among it.
    let always = stock::policy(tx).await?.below_zero == BelowZero::Allow;
    let short = left.iter().filter(|one| !always && is_short(one));
    let short = short.map(|one| {
        let reason = Refusal::of("flag-short").with("name", name(one));
        reason.with("short", one.short.short())
    });
    taken.odd(Oddity::Stock, short.collect())?;
    let spoilt = left.iter().filter(|one| is_spoilt(one, day));
    let spoilt = spoilt.map(|one| Refusal::of("flag-had-expired").with("name", name(one)));
    taken.odd(Oddity::Expired, spoilt.collect())
}

fn is_short(one: &Left) -> bool {
    one.short > Quantity::ZERO
}

fn is_spoilt(one: &Left, day: NaiveDate) -> bool {
    let mut ends = one.parts.iter().filter_map(|part| part.expires_on);
    ends.any(|last| last < day)
}

/// What is left of each product that is short: as words for a person, and as figures for a till that
/// asks her.
async fn refused(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    policy: &Policy,
    short: &[Short],
) -> Result<Stop, Stop> {
    let products: Vec<Uuid> = short.iter().map(|one| one.product_id).collect();
    let names = store::names(tx, &products).await?;
    let mut spoilt = match policy.expired {
        ExpiredGoods::Warn => stock::spoilt_at(tx, ask.location_id, &products).await?,
        ExpiredGoods::Block => HashMap::new(),
    };
    // Of these she was warned, and there is too little even so.
    spoilt.retain(|product_id, _| !ask.spoilt_ok.contains(product_id));
    let refusal = |one: &Short| {
        let spoilt = spoilt.get(&one.product_id).copied().unwrap_or_default();
        let key = if spoilt > Quantity::ZERO {
            "refused-sale-spoilt"
        } else if policy.below_zero == BelowZero::Warn {
            "refused-sale-short"
        } else if one.left == Quantity::ZERO {
            "refused-sold-out"
        } else {
            "refused-out-of-stock"
        };
        let name = names.get(&one.product_id).map_or("", String::as_str);
        Refusal::at("stock", key)
            .with("name", name)
            .with("left", one.left.short())
            .with("spoilt", spoilt.short())
            .with("product", one.product_id)
            .with("left_milli", one.left.milli())
    };
    let refusals: Vec<Refusal> = short.iter().map(refusal).collect();
    Ok(refusals.into())
}
