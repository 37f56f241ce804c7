//! What a till asks: goods, how they are paid, and what the seller has seen and accepts. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::Approval;
use super::cart::{Discount, Label, QuickItem};
use super::shifts::AtShift;
use super::tenders::{AskTender, payments_of, payments_told, tenders_spelled};
use crate::platform::secrets::digest_bytes;
use crate::values::{Money, Quantity, Refusal, Stop};

/// No sale has more lines.
const MOST_LINES: usize = 500;
/// A million of a thing: more is a slip of the hand.
const MOST_OF_A_THING: Quantity = Quantity::from_milli(1_000_000_000);
/// A billion shillings, for a line and for a sale.
pub(super) const MOST_MONEY: Money = Money::from_minor(100_000_000_000);
/// The longest note.
const LONGEST_NOTE: usize = 300;
/// A sale that a till kept for longer than this is looked into by a person first.
pub(super) const OLDEST_DAYS: i64 = 366;

/// What a till asks to be sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellAsk {
    /// The sale: made by the till before it first asks, and the key that makes it happen once.
    pub sale_id: Uuid,
    /// Where.
    pub location_id: Uuid,
    /// In which shift, where it is rung up at a till.
    pub shift: Option<AtShift>,
    /// Who buys, where she is known.
    pub customer: Option<Uuid>,
    /// By which list of prices: one of the business's own, or `retail`: then by the buyer's, if she is on one.
    pub price_list: String,
    /// The goods.
    pub lines: Vec<AskLine>,
    /// Given away on all of them, after what is given away on each.
    pub discount: Discount,
    /// Given beside for whoever serves.
    pub tip: Money,
    /// How they are paid; together exactly the total and the tip.
    pub tenders: Vec<AskTender>,
    /// A word about it; may be empty.
    pub note: String,
    /// When it was rung up, if not now. A clock that is ahead counts as now.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Shortages that the seller has seen and accepts: a product, and what was left of it.
    pub seen: Vec<(Uuid, Quantity)>,
    /// Products of which she accepts to sell what has expired, where there is too little else.
    pub spoilt_ok: Vec<Uuid>,
    /// Who lets through what the seller may not give away herself.
    pub approved_by: Option<Approval>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskLine {
    /// Its number on the document.
    pub line_no: i32,
    /// The product; nil for a quick item.
    pub product_id: Uuid,
    /// In which pack; none: in its own unit.
    pub pack_id: Option<Uuid>,
    /// How much, of units or of packs.
    pub quantity: Quantity,
    /// For one, tax included, as the till showed it.
    pub unit_price: Money,
    /// Given away on the line.
    pub discount: Discount,
    /// A named batch; none: what spoils first.
    pub batch_id: Option<Uuid>,
    /// What the label of a scale says of it, where a scale has weighed it.
    pub weighed: Option<Label>,
    /// What is no product: sold by its name. Nobody asks for it; a till tells that it was.
    pub quick: Option<QuickItem>,
    /// A word about it; may be empty.
    pub note: String,
}

/// The form field of a line.
pub(super) fn field_of(line_no: i32) -> String {
    format!("line-{line_no}")
}

/// A time as PostgreSQL keeps it.
pub(super) fn to_microsecond(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

impl SellAsk {
    /// Of everything that is sold and paid: the same id with another body is another sale. What the
    /// seller has seen and accepts is not part of it, nor is who approved it.
    pub(super) fn digest(&self) -> Vec<u8> {
        let lines: Vec<_> = self.lines.iter().map(AskLine::spelled).collect();
        let mut body = vec![
            json!(self.location_id),
            json!(self.customer),
            json!(self.price_list),
            json!(lines),
            json!(tenders_spelled(&self.tenders)),
            json!(self.note.trim()),
            json!(self.occurred_at),
        ];
        // Sales of before there were shifts keep the digest that they had.
        body.extend(self.shift.map(|at| json!(at.shift_id)));
        // The same of sales of before there were discounts on the whole.
        let on_all = Some(self.discount).filter(|given| *given != Discount::NONE);
        body.extend(on_all.map(|given| json!(["on-all", spelled(given)])));
        // And of those without a tip.
        let tip = Some(self.tip).filter(|tip| !tip.is_zero());
        body.extend(tip.map(|tip| json!(["tip", tip])));
        let body = json!(body);
        digest_bytes(body.to_string().as_bytes())
    }

    /// Refuses what cannot be sold to anybody, with everything that is wrong; `is_told`: what cannot have
    /// been sold.
    pub(super) fn check(&self, is_told: bool) -> Result<(), Stop> {
        let numbers: BTreeSet<i32> = self.lines.iter().map(|line| line.line_no).collect();
        let is_whole = numbers.len() == self.lines.len() && numbers.iter().all(|no| *no > 0);
        if !is_whole {
            return Err(Refusal::of("refused-unreadable").into());
        }
        let mut refusals: Vec<Refusal> = self.lines.iter().filter_map(AskLine::fault).collect();
        if self.lines.is_empty() {
            refusals.push(Refusal::of("refused-sale-empty"));
        }
        if self.lines.len() > MOST_LINES {
            refusals.push(Refusal::of("refused-sale-many-lines").with("most", MOST_LINES));
        }
        if self.note.chars().count() > LONGEST_NOTE {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
        }
        refusals.extend(if is_told {
            payments_told(&self.tenders).err()
        } else {
            payments_of(&self.tenders).err()
        });
        if !(Money::ZERO..=MOST_MONEY).contains(&self.tip) {
            refusals.push(Refusal::at("tip", "refused-not-an-amount"));
        }
        if refusals.is_empty() {
            refusals.extend(self.discount_fault());
        }
        if refusals.is_empty() {
            Ok(())
        } else {
            Err(refusals.into())
        }
    }

    /// What is wrong with what is given away on the whole.
    fn discount_fault(&self) -> Option<Refusal> {
        if let Discount::Amount(given) = self.discount
            && given < Money::ZERO
        {
            return Some(Refusal::at("discount", "refused-not-an-amount"));
        }
        let goods = Money::sum(self.lines.iter().filter_map(AskLine::amount));
        let given = goods.and_then(|goods| self.discount.off(goods));
        match given {
            Some(_) => None,
            None => Some(Refusal::at("discount", "refused-sale-discount-whole")),
        }
    }

    /// When it happened. Refuses what a till kept for too long.
    pub(super) fn happened(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>, Stop> {
        let at = to_microsecond(self.occurred_at.unwrap_or(now).min(now));
        let oldest = now.checked_sub_signed(TimeDelta::days(OLDEST_DAYS));
        if oldest.is_some_and(|oldest| at < oldest) {
            return Err(Refusal::of("refused-sale-too-old").into());
        }
        Ok(at)
    }

    /// Whether the seller has seen that this, and no more, is left.
    pub(super) fn has_seen(&self, product_id: Uuid, left: Quantity) -> bool {
        self.seen.contains(&(product_id, left))
    }
}

impl AskLine {
    fn spelled(&self) -> serde_json::Value {
        let mut body = vec![
            json!(self.line_no),
            json!(self.product_id),
            json!(self.pack_id),
            json!(self.quantity),
            json!(self.unit_price),
            json!(spelled(self.discount)),
            json!(self.batch_id),
        ];
        // Lines that no scale weighed keep the digest that they had.
        body.extend(self.weighed.map(|label| json!(label.printed())));
        // And so do those of products, and those that nothing is said of.
        let quick = self.quick.as_ref();
        body.extend(quick.map(|item| json!(["quick", item.name.trim(), item.barcode.trim()])));
        let note = Some(self.note.trim()).filter(|note| !note.is_empty());
        body.extend(note.map(|note| json!(["note", note])));
        json!(body)
    }

    /// What a label has printed that all of it costs.
    pub(super) fn printed(&self) -> Option<Money> {
        self.weighed.and_then(Label::printed)
    }

    /// What is wrong with it whatever the product is.
    fn fault(&self) -> Option<Refusal> {
        let field = field_of(self.line_no);
        if self.quantity <= Quantity::ZERO || self.quantity > MOST_OF_A_THING {
            return Some(Refusal::at(&field, "refused-not-a-quantity"));
        }
        if let Some(refusal) = self.words_fault(&field) {
            return Some(refusal);
        }
        let is_amount = |amount: Money| (Money::ZERO..=MOST_MONEY).contains(&amount);
        let is_given = match self.discount {
            Discount::Amount(given) => is_amount(given),
            Discount::Share(_) => true,
        };
        if !is_amount(self.unit_price) || !is_given {
            return Some(Refusal::at(&field, "refused-not-an-amount"));
        }
        let misfits = |label: Label| !label.fits(self.unit_price, self.quantity);
        if self.weighed.is_some_and(misfits) {
            return Some(Refusal::at(&field, "refused-not-an-amount"));
        }
        let counted = || self.unit_price.times(self.quantity);
        match self
            .printed()
            .or_else(counted)
            .filter(|all| *all <= MOST_MONEY)
        {
            None => Some(Refusal::at(&field, "refused-sale-too-large")),
            Some(all) if self.discount.off(all).is_none() => {
                Some(Refusal::at(&field, "refused-sale-discount"))
            }
            Some(_) => None,
        }
    }

    /// What is wrong with what was typed of it.
    fn words_fault(&self, field: &str) -> Option<Refusal> {
        if self.note.trim().chars().count() > LONGEST_NOTE {
            let refusal = Refusal::at(field, "refused-too-long");
            return Some(refusal.with("most", LONGEST_NOTE));
        }
        let quick = self.quick.as_ref()?;
        let is_product = !self.product_id.is_nil() || self.pack_id.is_some();
        if is_product || self.batch_id.is_some() || self.weighed.is_some() {
            return Some(Refusal::at(field, "refused-unreadable"));
        }
        (!quick.is_named()).then(|| Refusal::at(field, "refused-quick-item"))
    }

    /// What it comes to before anything is given away on the whole.
    fn amount(&self) -> Option<Money> {
        let counted = || self.unit_price.times(self.quantity);
        let all = self.printed().or_else(counted)?;
        all.minus(self.discount.off(all)?)
    }
}

/// A discount in one spelling, for a digest: an amount as it was before there were shares.
fn spelled(discount: Discount) -> serde_json::Value {
    match discount {
        Discount::Amount(given) => json!(given),
        Discount::Share(rate) => json!({ "share": rate }),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
