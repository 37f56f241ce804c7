//! What is being rung up at a till, until it is a sale.
//!
//! Pure. What never breaks here:
//! - every sum is one of [`cart`](crate::sales::cart): what stands on the till's screen is what the books
//!   come to;
//! - a price is the shop's, unless a hand has typed another; what a scale's label says stays as printed;
//! - a basket is one sale: its id is made with it, and is the sale's.

mod line;
mod paid;
mod prompt;
mod short;
mod waiting;

pub use line::Line;
pub use prompt::Prompt;
pub use short::Lack;
pub use waiting::Came;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::shop::{Hit, RETAIL, Shop};
use super::wire::{self, legible};
use crate::sales::cart::{self, Discount, Excess, Given, Limits, QuickItem, Rounding, Totals};
use crate::values::{Money, Quantity, Rate, Tender};

/// No sale has more lines.
const MOST_LINES: usize = 500;
/// The longest word about a line.
const LONGEST_NOTE: usize = 300;
/// A billion shillings, for a line and for a sale: the books take no more.
pub const MOST_MONEY: Money = Money::from_minor(100_000_000_000);

/// A key of the till's words that says why something will not do.
pub type Word = &'static str;

/// What is being rung up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basket {
    /// The sale that it will be.
    pub sale_id: Uuid,
    /// What it is called where it is put aside.
    pub name: String,
    /// The goods.
    pub lines: Vec<Line>,
    /// Barcodes whose goods are still to come, in the order in which they were scanned.
    pub waiting: Vec<String>,
    /// Who buys, where she is known.
    pub customer_id: Option<Uuid>,
    /// Given away on all of it, after what is given away on each line.
    pub discount: Discount,
    /// Given beside for whoever serves.
    pub tip: Money,
    /// A word about it.
    pub note: String,
    /// Who typed her PIN to allow what the cashier may not.
    pub approved_by: Option<Uuid>,
    /// What M-Pesa was asked for it.
    pub prompts: Vec<Prompt>,
    /// What was taken for it by hand so far.
    pub parts: Vec<wire::Tender>,
}

legible!(Basket {} or {
    sale_id, name, lines, waiting, customer_id, discount, tip, note, approved_by, prompts, parts
});

impl Default for Basket {
    fn default() -> Basket {
        Basket::new()
    }
}

impl Basket {
    /// An empty one.
    pub fn new() -> Basket {
        Basket {
            sale_id: Uuid::now_v7(),
            name: String::new(),
            lines: Vec::new(),
            waiting: Vec::new(),
            customer_id: None,
            discount: Discount::NONE,
            tip: Money::ZERO,
            note: String::new(),
            approved_by: None,
            prompts: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Whether nothing is in it, nor waits for its goods, nor was paid for it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.waiting.is_empty() && self.tenders().is_empty()
    }

    /// The list of prices that counts: the buyer's, while it does.
    pub fn list<'a>(&self, shop: &'a Shop) -> &'a str {
        let buyer = self.customer_id.and_then(|id| shop.customer(id));
        let list = buyer.and_then(|buyer| buyer.price_list.as_deref());
        list.filter(|list| shop.is_open(list)).unwrap_or(RETAIL)
    }

    /// Where the same stands already, in the same pack and not weighed.
    pub fn stands(&self, hit: &Hit) -> Option<usize> {
        let is_same = |line: &Line| {
            (line.product_id, line.pack_id) == (hit.product_id, hit.pack_id)
                && line.weighed.is_none()
        };
        self.lines.iter().position(is_same)
    }

    /// Puts in what was scanned or touched; where it stands then. What is there already, in the same pack
    /// and not weighed, becomes more.
    ///
    /// # Errors
    /// What cannot be sold.
    pub fn add(&mut self, shop: &Shop, hit: &Hit, now: DateTime<Utc>) -> Result<usize, Word> {
        let step = line::grows_by(shop, hit)?;
        if hit.weighed.is_none()
            && let Some(at) = self.stands(hit)
        {
            let more = self.lines.get(at).and_then(|line| line.quantity.plus(step));
            self.set_quantity(shop, at, more.ok_or("till-not-a-quantity")?, now)?;
            return Ok(at);
        }
        if self.lines.len() >= MOST_LINES {
            return Err("till-too-many-lines");
        }
        let line = Line::new(shop, hit, step, self.list(shop), now)?;
        self.lines.push(line);
        Ok(self.lines.len() - 1)
    }

    /// Puts in what is no product, so much of it at that price; where it stands then.
    ///
    /// # Errors
    /// No name; a quantity that is none, or not whole; no amount.
    pub fn add_quick(
        &mut self,
        shop: &Shop,
        quick: QuickItem,
        price: Money,
        quantity: Quantity,
    ) -> Result<usize, Word> {
        if self.lines.len() >= MOST_LINES {
            return Err("till-too-many-lines");
        }
        let mut line = Line::of_quick(quick, price, Quantity::ONE)?;
        line.set_quantity(shop, quantity)?;
        line.check()?;
        self.lines.push(line);
        Ok(self.lines.len() - 1)
    }

    /// One more of the quick item of a barcode, where it is in here already: where it stands.
    pub fn again(&mut self, shop: &Shop, barcode: &str, now: DateTime<Utc>) -> Option<usize> {
        let is_it = |line: &Line| {
            let quick = line.quick.as_ref();
            quick.is_some_and(|quick| quick.barcode == barcode)
        };
        let at = self.lines.iter().position(is_it)?;
        let more = self.lines.get(at)?.quantity.plus(Quantity::ONE)?;
        self.set_quantity(shop, at, more, now).ok()?;
        Some(at)
    }

    /// Says a word about a line.
    ///
    /// # Errors
    /// More of them than the books keep.
    pub fn set_note(&mut self, at: usize, note: &str) -> Result<(), Word> {
        let line = self.lines.get_mut(at).ok_or("till-no-such")?;
        if note.trim().chars().count() > LONGEST_NOTE {
            return Err("till-note-too-long");
        }
        note.trim().clone_into(&mut line.note);
        Ok(())
    }

    /// Makes a line so much; its price is that of so much.
    ///
    /// # Errors
    /// A quantity that is none, or not in the product's steps; a line that a scale has weighed; a quantity
    /// that costs less than is given away on it.
    pub fn set_quantity(
        &mut self,
        shop: &Shop,
        at: usize,
        quantity: Quantity,
        now: DateTime<Utc>,
    ) -> Result<(), Word> {
        let list = self.list(shop);
        let line = self.lines.get_mut(at).ok_or("till-no-such")?;
        let mut other = line.clone();
        other.set_quantity(shop, quantity)?;
        other.reprice(shop, list, now);
        other.check()?;
        *line = other;
        Ok(())
    }

    /// Takes a line out.
    ///
    /// # Errors
    /// It is the last, and something was taken for it by hand: that is given back first.
    pub fn remove(&mut self, at: usize) -> Result<(), Word> {
        if self.lines.len() < 2 && !self.parts.is_empty() {
            return Err("till-paid-first");
        }
        if at < self.lines.len() {
            self.lines.remove(at);
        }
        if self.lines.is_empty() {
            self.discount = Discount::NONE;
            self.tip = Money::ZERO;
            self.approved_by = None;
        }
        Ok(())
    }

    /// Sells a line for another price, typed by hand.
    ///
    /// # Errors
    /// What is no price, or less than is given away on the line; a line that a scale has priced.
    pub fn set_price(&mut self, at: usize, price: Money) -> Result<(), Word> {
        let line = self.lines.get_mut(at).ok_or("till-no-such")?;
        if line.printed().is_some() {
            return Err("till-weighed");
        }
        let other = Line {
            price,
            is_typed: true,
            ..line.clone()
        };
        other.check()?;
        *line = other;
        Ok(())
    }

    /// Gives something away on a line.
    ///
    /// # Errors
    /// More than it costs.
    pub fn discount_line(&mut self, at: usize, discount: Discount) -> Result<(), Word> {
        let line = self.lines.get_mut(at).ok_or("till-no-such")?;
        let other = Line {
            discount,
            ..line.clone()
        };
        other.check()?;
        *line = other;
        Ok(())
    }

    /// Gives something away on all of it.
    ///
    /// # Errors
    /// More than it comes to.
    pub fn discount_all(&mut self, discount: Discount) -> Result<(), Word> {
        let left: Option<Vec<Money>> = self.lines.iter().map(Line::left).collect();
        let goods = left.and_then(Money::sum);
        let given = goods.and_then(|goods| discount.off(goods));
        given.ok_or("till-discount-too-large")?;
        self.discount = discount;
        Ok(())
    }

    /// Says who buys, and prices everything by her list.
    pub fn set_customer(&mut self, shop: &Shop, customer: Option<Uuid>, now: DateTime<Utc>) {
        self.buys(customer);
        self.reprice(shop, now);
    }

    /// Prices everything as it is now, but what was typed by hand or printed by a scale.
    pub fn reprice(&mut self, shop: &Shop, now: DateTime<Utc>) {
        let list = self.list(shop);
        for line in &mut self.lines {
            line.reprice(shop, list, now);
        }
    }

    /// What it comes to; `cash_only`: where it is paid in cash alone. None where more is given away than
    /// it costs, or it is more than can be sold at once.
    pub fn totals(&self, shop: &Shop, now: DateTime<Utc>, cash_only: bool) -> Option<Totals> {
        let settings = shop.settings();
        let minor = |minor: Option<i64>| Money::from_minor(minor.unwrap_or_default());
        let rounding = Rounding {
            every: minor(settings.map(|settings| settings.rounding_minor)),
            cash: minor(settings.map(|settings| settings.cash_rounding_minor)),
        };
        let unit = rounding.unit(cash_only.then_some(Tender::Cash).into_iter());
        let day = shop.day(now);
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| line.priced(shop, day))
            .collect();
        let totals = cart::total(&lines, self.discount, unit)?;
        (totals.total <= MOST_MONEY).then_some(totals)
    }

    /// What is beyond what a role may let through: more given away than its limit, and, for one that may
    /// not take goods back, a price below the list's or goods below their cost. None where nothing is.
    pub fn excess(&self, shop: &Shop, role: &str, now: DateTime<Utc>) -> Option<Excess> {
        let totals = self.totals(shop, now, false)?;
        let list = self.list(shop);
        let known: Vec<Money> = self
            .lines
            .iter()
            .map(|line| line.known_price(shop, list, now).unwrap_or(line.price))
            .collect();
        let given = self.lines.iter().zip(&known).zip(&totals.lines);
        let given = given.map(|((line, known), counted)| {
            let asked = line.price.times(line.quantity)?;
            let full = line.price.max(*known).times(line.quantity)?;
            let lowered = full.minus(asked)?;
            Some(Given {
                full,
                own: lowered.plus(counted.own)?,
                all: lowered.plus(counted.discount)?,
            })
        });
        let given: Vec<Given> = given.collect::<Option<_>>()?;
        if let Some(excess) = cart::excess(limits(shop).of(role), &given) {
            return Some(excess);
        }
        if matches!(role, "owner" | "manager") {
            return None;
        }
        let loses = |at: &usize| {
            let (Some(line), Some(known)) = (self.lines.get(*at), known.get(*at)) else {
                return false;
            };
            let counted = totals.lines.get(*at);
            line.price < *known || counted.is_some_and(|counted| line.loses(shop, counted))
        };
        let losing: Vec<usize> = (0..self.lines.len()).filter(loses).collect();
        (!losing.is_empty()).then_some(Excess::Lines(losing))
    }

    /// The sale, as it is told to the books.
    pub fn to_sale(
        &self,
        shop: &Shop,
        number: i64,
        shift_id: Option<Uuid>,
        tenders: &[wire::Tender],
    ) -> wire::Sale {
        let (discount_minor, discount_bp) = line::spelled(self.discount);
        wire::Sale {
            number,
            shift_id,
            customer_id: self.customer_id,
            price_list: self.list(shop).to_owned(),
            lines: (1..)
                .zip(&self.lines)
                .map(|(no, line)| line.told(no))
                .collect(),
            discount_minor,
            discount_bp,
            tip_minor: self.tip.minor(),
            tenders: tenders.to_vec(),
            note: self.note.trim().to_owned(),
            approved_by: self.approved_by,
        }
    }
}

/// How much each role may give away here.
fn limits(shop: &Shop) -> Limits {
    let settings = shop.settings();
    let rate = |bp: Option<i32>| {
        let bp = bp.and_then(|bp| u32::try_from(bp).ok());
        Rate::from_basis_points(bp.unwrap_or_default())
    };
    Limits {
        cashier: rate(settings.map(|settings| settings.cashier_discount_bp)),
        manager: rate(settings.map(|settings| settings.manager_discount_bp)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
