//! Counts one product, from a phone: all there is of it, or one more shelf.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::how_many::how_many;
use super::stock_take::{Goods, Line, Made, Mode, of_others, signed};
use super::store::{self, NewCount};
use crate::platform::{BusinessTx, Cx, Scope, fault};
use crate::staff::{self, Power};
use crate::stock::lock_for_count;
use crate::values::{Quantity, Refusal, Stop, Unit};

/// How a count is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It is all there is. Over somebody else's count it is refused.
    Set,
    /// It is another shelf, and comes on top.
    Add,
    /// It is all there is, and what somebody else counted does not hold.
    Replace,
}

impl How {
    /// Its word in forms.
    pub const fn code(self) -> &'static str {
        match self {
            How::Set => "set",
            How::Add => "add",
            How::Replace => "replace",
        }
    }

    /// The one of that word, or none.
    pub fn parse(code: &str) -> Option<How> {
        [How::Set, How::Add, How::Replace]
            .into_iter()
            .find(|how| how.code() == code)
    }

    const fn mode(self) -> Mode {
        match self {
            How::Set | How::Replace => Mode::Set,
            How::Add => Mode::Add,
        }
    }
}

/// A count as it was typed.
#[derive(Debug, Clone)]
pub struct Count {
    /// Made with the form: the key that makes it count once.
    pub count_id: Uuid,
    /// What was counted.
    pub product_id: Uuid,
    /// How it is meant.
    pub how: How,
    /// What is loose, as it was typed; may be empty where there are packs.
    pub loose: String,
    /// How many there are of which pack, as it was typed.
    pub packs: BTreeMap<Uuid, String>,
    /// The revision of the line that the page showed; 0 where there was none.
    pub revision: i32,
}

/// What a take says of a product once it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The product's name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What was counted of it in all.
    pub counted: Quantity,
}

/// Counts a product in an open take, once for each count's id. What the books say is read under the
/// lock that every movement of the product takes.
pub async fn count(cx: &Cx, take_id: Uuid, ask: &Count) -> Result<Counted, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::lock_for_counting(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let goods = store::find_goods(&mut tx, ask.product_id).await?;
    let goods = goods.ok_or(Stop::NotFound)?;
    let packs = store::packs(&mut tx, ask.product_id).await?;
    let counted = how_many(&ask.loose, &ask.packs, &packs, &goods)?;
    let held = lock_for_count(&mut tx, take.location_id, &[ask.product_id]).await?;
    let level = held.get(&ask.product_id).copied().unwrap_or_default();
    let too_large = || fault("a level cannot be counted", &ask.product_id);
    let book = level.book().ok_or_else(too_large)?;
    let line = store::line(&mut tx, take_id, ask.product_id).await?;
    if let Some(there) = store::recorded(&mut tx, take_id, ask.count_id).await? {
        if there != (ask.product_id, ask.how.mode().code().to_owned(), counted) {
            return Err(Refusal::of("refused-take-count-used").into());
        }
        let counted = line.map_or(counted, |line| line.counted);
        return Ok(done(goods, counted));
    }
    if !take.is_open() {
        return Err(Refusal::of("refused-take-ended").into());
    }
    if let Some(why) = goods.why_not(&take) {
        return Err(why.into());
    }
    let elsewhere = store::in_other_take(&mut tx, take.location_id, take_id, ask.product_id);
    if let Some(number) = elsewhere.await? {
        return Err(in_other_take(&goods.name, number).into());
    }
    let made = match &line {
        Some(line) => store::made_of(&mut tx, take_id, ask.product_id, line).await?,
        None => Vec::new(),
    };
    let at = later_than_all(&mut tx, take_id, &[ask.product_id]).await?;
    let now = Line {
        counted,
        book,
        counted_at: at,
        counts: 1,
        revision: 0,
    };
    let after = ask.after(tx.scope(), &goods, line.as_ref(), &made, now)?;
    let new = NewCount {
        take_id,
        count_id: ask.count_id,
        product_id: ask.product_id,
        mode: ask.how.mode(),
        counted,
        book,
        at,
    };
    if !store::insert_count(&mut tx, &new).await? {
        return Err(Refusal::of("refused-take-count-used").into());
    }
    store::keep_line(&mut tx, take_id, ask.product_id, &after).await?;
    tx.commit().await?;
    Ok(done(goods, after.counted))
}

fn done(goods: Goods, counted: Quantity) -> Counted {
    Counted {
        name: goods.name,
        unit: goods.unit,
        counted,
    }
}

impl Count {
    /// What the line says after this count, `now` being what was counted and what the books say.
    fn after(
        &self,
        scope: &Scope,
        goods: &Goods,
        line: Option<&Line>,
        made: &[Made],
        now: Line,
    ) -> Result<Line, Stop> {
        let Some(line) = line else { return Ok(now) };
        let theirs = of_others(made, scope.member_id());
        match (self.how, theirs) {
            (How::Add, _) => {
                let too_large = || Refusal::at("counted", "refused-not-a-quantity");
                if now.book != line.book {
                    let change = now.book.minus(line.book).ok_or_else(too_large)?;
                    return Err(Refusal::at("counted", "refused-take-moved")
                        .with("name", &goods.name)
                        .with("counted", line.counted.short())
                        .with("change", signed(change))
                        .into());
                }
                Ok(Line {
                    counted: line.counted.plus(now.counted).ok_or_else(too_large)?,
                    counts: line.counts.saturating_add(1),
                    ..now
                })
            }
            (How::Set, Some((who, counted, at))) => {
                Err(counted_by(scope, &goods.name, &who, counted, at).into())
            }
            // She agreed to replace what her page showed, and not what came after it.
            (How::Replace, Some((who, counted, at))) if self.revision != line.revision => {
                Err(counted_by(scope, &goods.name, &who, counted, at).into())
            }
            (How::Set | How::Replace, _) => Ok(now),
        }
    }
}

/// Somebody else counted it: who, how many, and when.
pub(super) fn counted_by(
    scope: &Scope,
    name: &str,
    who: &str,
    counted: Quantity,
    at: DateTime<Utc>,
) -> Refusal {
    let when = scope.calendar.local(at).format("%d/%m %H:%M");
    Refusal::at("counted", "refused-take-counted-by")
        .with("name", name)
        .with("who", who)
        .with("counted", counted.short())
        .with("when", when)
}

/// It was counted in another open take at the location.
pub(super) fn in_other_take(name: &str, number: i64) -> Refusal {
    Refusal::at("counted", "refused-take-in-other")
        .with("name", name)
        .with("number", number)
}

/// The time of a count: now, or just after the last one of these products. Which counts make up a
/// line is told by their times, and requests may come in another order than they began.
pub(super) async fn later_than_all(
    tx: &mut BusinessTx,
    take_id: Uuid,
    products: &[Uuid],
) -> Result<DateTime<Utc>, Stop> {
    let now = tx.scope().now;
    let last = store::last_at(tx, take_id, products).await?;
    let next = last.and_then(|last| last.checked_add_signed(TimeDelta::microseconds(1)));
    Ok(next.map_or(now, |next| now.max(next)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for how in [How::Set, How::Add, How::Replace] {
            assert_eq!(How::parse(how.code()), Some(how));
        }
        assert_eq!(How::parse("subtract"), None);
        assert_eq!(How::Replace.mode(), Mode::Set);
    }
}
