//! Opens a stock take: where, of which category, and whether counters see what the books say.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::stock_take::StockTake;
use super::store::{self, NewTake};
use crate::audit;
use crate::ledger;
use crate::platform::Cx;
use crate::staff::{self, Power, one_line, unless_refused};
use crate::values::{Refusal, Stop};

/// The most characters of a take's name.
const NAME: usize = 80;

/// What the page of a new take sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeForm {
    /// Made with the page.
    pub take_id: String,
    /// What it is called; may be empty.
    pub name: String,
    /// Where it counts.
    pub location_id: String,
    /// The one category that it counts; empty: everything there.
    pub category_id: String,
    /// Ticked or not: counters do not see what the books say.
    pub is_blind: String,
}

/// What a form asks for.
struct Ask {
    take_id: Uuid,
    name: String,
    location_id: Uuid,
    category_id: Option<Uuid>,
    is_blind: bool,
}

impl Ask {
    fn read(form: &TakeForm) -> Result<Ask, Stop> {
        let take_id = form.take_id.parse().map_err(|_| Stop::NotFound)?;
        let mut refusals = Vec::new();
        let name = one_line(&form.name);
        if name.chars().count() > NAME {
            refusals.push(Refusal::at("name", "refused-too-long").with("most", NAME));
        }
        let location_id: Option<Uuid> = form.location_id.parse().ok();
        if location_id.is_none() {
            refusals.push(Refusal::at("location_id", "refused-required"));
        }
        let category = form.category_id.trim();
        let category_id: Option<Uuid> = category.parse().ok();
        if !category.is_empty() && category_id.is_none() {
            refusals.push(Refusal::at("category_id", "refused-category-gone"));
        }
        unless_refused(refusals)?;
        Ok(Ask {
            take_id,
            name,
            location_id: location_id.ok_or(Stop::NotFound)?,
            category_id,
            is_blind: !form.is_blind.is_empty(),
        })
    }

    /// Whether this is the take that was opened under its id.
    fn is(&self, there: &StockTake) -> bool {
        self.name == there.name
            && self.location_id == there.location_id
            && self.category_id == there.category_id
            && self.is_blind == there.is_blind
    }
}

/// Opens a take, once for each id. Refuses where an open one counts the same goods already: what is
/// missing would be taken off twice.
pub async fn open(cx: &Cx, form: &TakeForm) -> Result<StockTake, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let ask = Ask::read(form)?;
    // Its row is locked: who opens a take at the same instant waits, and then finds this one.
    let number = ledger::next_number(&mut tx, "stock_take").await?;
    if let Some(there) = store::find(&mut tx, ask.take_id).await? {
        if ask.is(&there) {
            return Ok(there);
        }
        return Err(Refusal::of("refused-take-opened-already").into());
    }
    let location = store::location(&mut tx, ask.location_id).await?;
    let location = location.ok_or(Stop::NotFound)?;
    if let Some(category_id) = ask.category_id {
        let categories = store::categories(&mut tx).await?;
        if !categories.iter().any(|(known, _, _)| *known == category_id) {
            return Err(Stop::NotFound);
        }
    }
    if let Some(other) = store::overlapping(&mut tx, ask.location_id, ask.category_id).await? {
        return Err(Refusal::at("location_id", "refused-take-overlaps")
            .with("number", other.number)
            .with("place", other.place())
            .into());
    }
    let new = NewTake {
        take_id: ask.take_id,
        number,
        name: &ask.name,
        location_id: ask.location_id,
        category_id: ask.category_id,
        is_blind: ask.is_blind,
    };
    store::insert(&mut tx, &new).await?;
    let details = json!({ "number": number, "name": ask.name, "location": location });
    let subject = Some(ask.take_id);
    audit::record(&mut tx, "stock_take.open", "stock_take", subject, details).await?;
    let take = store::find(&mut tx, ask.take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    tx.commit().await?;
    Ok(take)
}
