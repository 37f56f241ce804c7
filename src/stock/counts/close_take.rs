//! Closes a stock take: what was found comes in, what is missing goes out, whole or not at all.
//!
//! The take is locked alone, so nobody counts meanwhile; then all its levels, in key order. Sales of
//! the same goods wait for the moment that takes, and for nothing else.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::posting;
use super::stock_take::{State, StockTake, seen_of, signed};
use super::store::{self, ToClose};
use crate::audit;
use crate::ledger;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::{
    Arrival, Arriving, Departure, Held, Kind, Leaving, Shortage, Source, Spoilt, bring_in,
    last_costs, lock_for_count, take_out,
};
use crate::values::{Money, Quantity, Refusal, Stop};

/// What becomes of products that nobody counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncounted {
    /// They stay as the books say.
    Leave,
    /// There is nothing of them.
    Zero,
}

impl Uncounted {
    /// Its word in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Uncounted::Leave => "leave",
            Uncounted::Zero => "zero",
        }
    }

    /// The one of that word, or none.
    pub fn parse(code: &str) -> Option<Uncounted> {
        [Uncounted::Leave, Uncounted::Zero]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// How a take is closed.
#[derive(Debug, Clone)]
pub struct Close {
    /// What becomes of products that nobody counted.
    pub uncounted: Uncounted,
    /// Where they are taken for nothing: which of them the page listed ([`seen_of`]).
    pub seen: String,
}

/// Closes a take. Lines that would leave less than what is promised, or less than nothing, are
/// refused, all of them, and nothing is done. Being closed already is no error.
pub async fn close(cx: &Cx, take_id: Uuid, ask: &Close) -> Result<StockTake, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let take = store::lock(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    match take.state {
        State::Done => return Ok(take),
        State::Cancelled => return Err(Refusal::of("refused-take-cancelled").into()),
        State::Open => {}
    }
    let mut lines = store::to_close(&mut tx, take_id).await?;
    if lines.is_empty() {
        // A take that nobody counted in would empty the shelf.
        return Err(Refusal::of("refused-take-empty").into());
    }
    let candidates = match ask.uncounted {
        Uncounted::Leave => Vec::new(),
        Uncounted::Zero => store::uncounted(&mut tx, &take).await?,
    };
    let mut products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    products.extend(candidates.iter().map(|row| row.product_id));
    let levels = lock_for_count(&mut tx, take.location_id, &products).await?;
    if ask.uncounted == Uncounted::Zero {
        let named = candidates.into_iter().map(|row| (row.product_id, row.name));
        let zeros = taken_for_nothing(named, &levels, &ask.seen)?;
        let ids: Vec<Uuid> = zeros.iter().map(|line| line.product_id).collect();
        let books: Vec<i64> = zeros.iter().map(|line| line.book.milli()).collect();
        store::insert_zeros(&mut tx, take_id, &ids, &books).await?;
        lines.extend(zeros);
        lines.sort_by_key(|line| line.product_id);
    }
    // What is missing leaves at the cost of its layers: only what was found is valued anew.
    let found = lines.iter().filter(|line| line.counted > line.book);
    let found: Vec<Uuid> = found.map(|line| line.product_id).collect();
    let costs = last_costs(&mut tx, &found).await?;
    let changes = Changes::of(&lines, &levels, &costs)?;
    let value = changes.carry_out(&mut tx, &take).await?;
    finish(&mut tx, &take, value, ask.uncounted).await?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    tx.commit().await?;
    Ok(take)
}

/// Writes the end of the take, and its entry last of all: the journal's counter is locked by it.
async fn finish(
    tx: &mut BusinessTx,
    take: &StockTake,
    value: Money,
    uncounted: Uncounted,
) -> Result<(), Stop> {
    store::end(tx, take.take_id, State::Done, value).await?;
    let details = json!({
        "number": take.number, "lines": take.lines, "uncounted": uncounted.code(),
        "value": value.short(&tx.scope().currency),
    });
    let subject = Some(take.take_id);
    audit::record(tx, "stock_take.close", "stock_take", subject, details).await?;
    let draft = posting::of_take(take, value, tx.scope().now);
    let too_large = || fault("the value of a stock take cannot be counted", &take.take_id);
    ledger::post(tx, draft.ok_or_else(too_large)?).await?;
    Ok(())
}

/// The lines of goods that nobody counted, as they are under the lock. Refuses where that is not what
/// the page listed: somebody counted or sold some of it, or more came.
fn taken_for_nothing(
    named: impl Iterator<Item = (Uuid, String)>,
    levels: &HashMap<Uuid, Held>,
    seen: &str,
) -> Result<Vec<ToClose>, Stop> {
    let mut zeros = Vec::new();
    for (product_id, name) in named {
        let level = levels.get(&product_id).copied().unwrap_or_default();
        let too_large = || fault("a level cannot be counted", &product_id);
        let book = level.book().ok_or_else(too_large)?;
        if book != Quantity::ZERO {
            zeros.push(ToClose {
                product_id,
                name,
                counted: Quantity::ZERO,
                book,
            });
        }
    }
    let now: Vec<(Uuid, Quantity)> = zeros
        .iter()
        .map(|line| (line.product_id, line.book))
        .collect();
    if seen_of(&now) != seen {
        return Err(Refusal::of("refused-take-uncounted-changed").into());
    }
    Ok(zeros)
}

/// What a take found and what it missed.
#[derive(Debug, Default)]
struct Changes {
    found: Vec<Arriving>,
    missing: Vec<Leaving>,
}

impl Changes {
    /// Divides the lines of a take (in key order), or refuses those that cannot be.
    fn of(
        lines: &[ToClose],
        levels: &HashMap<Uuid, Held>,
        costs: &HashMap<Uuid, Money>,
    ) -> Result<Changes, Stop> {
        let mut changes = Changes::default();
        let mut refusals = Vec::new();
        for (line_no, line) in (1_i32..).zip(lines) {
            let too_large = || fault("a count cannot be counted", &line.product_id);
            let level = levels.get(&line.product_id).copied().unwrap_or_default();
            let change = line.counted.minus(line.book).ok_or_else(too_large)?;
            let gone = line.book.minus(line.counted).ok_or_else(too_large)?;
            if gone > level.free() {
                refusals.push(too_few(line, level, change));
            } else if gone > Quantity::ZERO {
                changes.missing.push(Leaving {
                    line_no,
                    product_id: line.product_id,
                    quantity: gone,
                    batch_id: None,
                    origin_id: None,
                    // What has expired is missing like anything else.
                    spoilt: Spoilt::Take,
                });
            } else if change > Quantity::ZERO {
                let cost = costs.get(&line.product_id).copied().unwrap_or_default();
                let Some(value) = cost.worth_of(change) else {
                    refusals.push(too_dear(line));
                    continue;
                };
                changes.found.push(Arriving {
                    line_no,
                    product_id: line.product_id,
                    quantity: change,
                    value,
                    batch_id: None,
                    expires_on: None,
                    received_at: None,
                    origin_id: None,
                });
            }
        }
        if refusals.is_empty() {
            Ok(changes)
        } else {
            Err(refusals.into())
        }
    }

    /// Moves the goods; what that does to the value of stock.
    async fn carry_out(&self, tx: &mut BusinessTx, take: &StockTake) -> Result<Money, Stop> {
        let too_large = || fault("the value of a stock take cannot be counted", &take.take_id);
        let source = Source {
            kind: "stock_take",
            id: take.take_id,
        };
        let departure = Departure {
            kind: Kind::Count,
            source,
            location_id: take.location_id,
            shortage: Shortage::Refuse,
        };
        let left = take_out(tx, &departure, &self.missing).await?;
        let left = left.map_err(|_| fault("a locked level lacks what it had", &take.take_id))?;
        let lost = Money::sum(left.iter().map(|left| left.value)).ok_or_else(too_large)?;
        let arrival = Arrival {
            kind: Kind::Count,
            source,
            location_id: take.location_id,
        };
        let found = bring_in(tx, &arrival, &self.found).await?;
        found.minus(lost).ok_or_else(too_large)
    }
}

/// Less would be there than what is promised, or than nothing: with every figure.
fn too_few(line: &ToClose, level: Held, change: Quantity) -> Refusal {
    let key = if level.reserved > Quantity::ZERO {
        Refusal::of("refused-take-reserved").with("reserved", level.reserved.short())
    } else {
        Refusal::of("refused-take-below-zero")
    };
    key.with("name", &line.name)
        .with("counted", line.counted.short())
        .with("change", signed(change))
        .with("left", level.on_hand.short())
}

fn too_dear(line: &ToClose) -> Refusal {
    Refusal::of("refused-take-too-dear").with("name", &line.name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn milli(milli: i64) -> Quantity {
        Quantity::from_milli(milli)
    }

    fn line(counted: i64, book: i64) -> ToClose {
        ToClose {
            product_id: Uuid::now_v7(),
            name: "Rice".to_owned(),
            counted: milli(counted),
            book: milli(book),
        }
    }

    fn held(on_hand: i64, reserved: i64, short: i64) -> Held {
        Held {
            on_hand: milli(on_hand),
            reserved: milli(reserved),
            short: milli(short),
        }
    }

    fn sorted(line: &ToClose, level: Held) -> Result<Changes, Stop> {
        let levels = HashMap::from([(line.product_id, level)]);
        let costs = HashMap::from([(line.product_id, Money::from_minor(250))]);
        Changes::of(std::slice::from_ref(line), &levels, &costs)
    }

    #[test]
    fn a_difference_is_what_was_counted_less_what_the_books_said_then() {
        // 8 counted where the books said 10; 4 were sold since, so that 6 are there.
        let changes = sorted(&line(8000, 10_000), held(6000, 0, 0)).unwrap();
        assert_eq!(changes.missing[0].quantity, milli(2000));
        let changes = sorted(&line(12_000, 10_000), held(6000, 0, 0)).unwrap();
        let found = &changes.found[0];
        assert_eq!((found.quantity, found.value.minor()), (milli(2000), 500));
        let none = sorted(&line(10_000, 10_000), held(6000, 0, 0)).unwrap();
        assert!(none.found.is_empty() && none.missing.is_empty());
    }

    #[test]
    fn what_is_promised_stays_and_nothing_is_less_than_nothing() {
        let key = |line: &ToClose, level| match sorted(line, level).unwrap_err() {
            Stop::Refused(refusals) => refusals[0].key.clone(),
            stop => panic!("{stop}"),
        };
        let few = line(8000, 10_000);
        assert_eq!(key(&few, held(6000, 5000, 0)), "refused-take-reserved");
        assert_eq!(key(&few, held(1000, 0, 0)), "refused-take-below-zero");
        assert!(sorted(&few, held(6000, 4000, 0)).is_ok());
    }

    #[test]
    fn goods_that_were_sold_before_they_were_there_are_found() {
        // Nothing on the shelf, 3 sold too many, nothing counted: the 3 had been there.
        let changes = sorted(&line(0, -3000), held(0, 0, 3000)).unwrap();
        assert_eq!(changes.found[0].quantity, milli(3000));
    }

    #[test]
    fn only_what_was_listed_is_taken_for_nothing() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let levels = HashMap::from([(a, held(3000, 0, 0)), (b, held(0, 0, 0))]);
        let named = || [(a, "A".to_owned()), (b, "B".to_owned())].into_iter();
        let seen = seen_of(&[(a, milli(3000))]);
        let zeros = taken_for_nothing(named(), &levels, &seen).unwrap();
        assert_eq!((zeros.len(), zeros[0].product_id), (1, a));
        let old = seen_of(&[(a, milli(4000))]);
        assert!(taken_for_nothing(named(), &levels, &old).is_err());
    }
}
