//! One line of a basket. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{MOST_MONEY, Word};
use crate::sales::cart::{Counted, Discount, Label, Priced, QuickItem};
use crate::till::shop::{Hit, Shop};
use crate::till::wire::{self, legible};
use crate::values::{Money, Quantity};

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The product; nil for a quick item.
    pub product_id: Uuid,
    /// In which pack; none: in its own unit.
    pub pack_id: Option<Uuid>,
    /// How much, of units or of packs.
    pub quantity: Quantity,
    /// For one, tax included.
    pub price: Money,
    /// Whether a hand has typed the price.
    pub is_typed: bool,
    /// Given away on the line.
    pub discount: Discount,
    /// What the label of a scale says of it, where a scale has weighed it.
    pub weighed: Option<Label>,
    /// What is no product: sold by its name.
    pub quick: Option<QuickItem>,
    /// A word about it.
    pub note: String,
}

legible!(Line { product_id, quantity, price } or { pack_id, is_typed, discount, weighed, quick, note });

/// The steps that a product, or a pack of it, is sold in. Packs are sold whole.
fn step(shop: &Shop, product_id: Uuid, pack_id: Option<Uuid>) -> Quantity {
    let product = shop.product(product_id);
    let step = product.map(|product| Quantity::from_milli(product.step_milli));
    step.filter(|_| pack_id.is_none()).unwrap_or(Quantity::ONE)
}

/// How much one touch of a thing is: one, or what there is no less of. Says why it cannot be sold.
pub(super) fn grows_by(shop: &Shop, hit: &Hit) -> Result<Quantity, Word> {
    let product = shop.product(hit.product_id).ok_or("till-no-such")?;
    if product.retired {
        return Err("till-retired");
    }
    if product.kind == "family" {
        return Err("till-family");
    }
    if hit.weighed.is_some_and(|(much, _)| much <= Quantity::ZERO) {
        return Err("till-weighed-nothing");
    }
    if let Some(pack_id) = hit.pack_id {
        let pack = shop.pack(hit.product_id, pack_id).ok_or("till-no-such")?;
        if !pack.sold {
            return Err("till-pack-not-sold");
        }
    }
    let step = step(shop, hit.product_id, hit.pack_id);
    let is_one = Quantity::ONE.is_in_steps_of(step);
    Ok(if is_one { Quantity::ONE } else { step })
}

/// A discount as the wire says it: an amount, or a share and no amount.
pub(super) fn spelled(discount: Discount) -> (i64, Option<u32>) {
    match discount {
        Discount::Amount(given) => (given.minor(), None),
        Discount::Share(rate) => (0, Some(rate.basis_points())),
    }
}

impl Line {
    /// What was scanned or touched, as a line.
    pub(super) fn new(
        shop: &Shop,
        hit: &Hit,
        step: Quantity,
        list: &str,
        now: DateTime<Utc>,
    ) -> Result<Line, Word> {
        let (quantity, weighed) = match hit.weighed {
            Some((quantity, label)) => (quantity, Some(label)),
            None => (step, None),
        };
        let mut line = Line {
            product_id: hit.product_id,
            pack_id: hit.pack_id,
            quantity,
            price: Money::ZERO,
            is_typed: false,
            discount: Discount::NONE,
            weighed,
            quick: None,
            note: String::new(),
        };
        line.price = line.known_price(shop, list, now).ok_or("till-no-price")?;
        line.check()?;
        Ok(line)
    }

    /// What is no product, as a line.
    pub(super) fn of_quick(
        quick: QuickItem,
        price: Money,
        quantity: Quantity,
    ) -> Result<Line, Word> {
        if !quick.is_named() {
            return Err("till-quick-name");
        }
        let line = Line {
            product_id: Uuid::nil(),
            pack_id: None,
            quantity,
            price,
            is_typed: true,
            discount: Discount::NONE,
            weighed: None,
            quick: Some(quick),
            note: String::new(),
        };
        line.check()?;
        Ok(line)
    }

    /// What the shop asks for one of it. Where a scale has printed what all of it costs, that was by the
    /// retail price.
    pub(super) fn known_price(&self, shop: &Shop, list: &str, now: DateTime<Utc>) -> Option<Money> {
        if self.printed().is_some() {
            let product = shop.product(self.product_id)?;
            return Some(Money::from_minor(product.price_minor));
        }
        shop.price(self.product_id, self.pack_id, list, self.quantity, now)
    }

    /// Gives it the price of now, unless a hand has typed it or a scale has printed it.
    pub(super) fn reprice(&mut self, shop: &Shop, list: &str, now: DateTime<Utc>) {
        if self.is_typed || self.printed().is_some() {
            return;
        }
        if let Some(price) = self.known_price(shop, list, now) {
            self.price = price;
        }
    }

    /// The steps that it is sold in.
    pub fn step(&self, shop: &Shop) -> Quantity {
        step(shop, self.product_id, self.pack_id)
    }

    pub(super) fn set_quantity(&mut self, shop: &Shop, quantity: Quantity) -> Result<(), Word> {
        if self.weighed.is_some() {
            return Err("till-weighed");
        }
        if quantity <= Quantity::ZERO || quantity > Quantity::MOST {
            return Err("till-not-a-quantity");
        }
        if !quantity.is_in_steps_of(self.step(shop)) {
            return Err("till-step");
        }
        self.quantity = quantity;
        Ok(())
    }

    /// What a scale has printed that all of it costs.
    pub fn printed(&self) -> Option<Money> {
        self.weighed.and_then(Label::printed)
    }

    /// What all of it costs before anything is given away.
    pub fn full(&self) -> Option<Money> {
        let counted = || self.price.times(self.quantity);
        self.printed().or_else(counted)
    }

    /// What is left of that after what is given away on it.
    pub(super) fn left(&self) -> Option<Money> {
        let full = self.full()?;
        full.minus(self.discount.off(full)?)
    }

    /// Says why it cannot be told to the books so.
    pub(super) fn check(&self) -> Result<(), Word> {
        let is_amount = |amount: &Money| (Money::ZERO..=MOST_MONEY).contains(amount);
        let full = self.full().filter(is_amount);
        let full = full.filter(|_| is_amount(&self.price));
        let full = full.ok_or("till-not-an-amount")?;
        let given = self.discount.off(full);
        given.map(|_| ()).ok_or("till-discount-too-large")
    }

    /// As the rules of a cart take it.
    pub(super) fn priced(&self, shop: &Shop, day: NaiveDate) -> Priced {
        let class = shop.tax_of(self.product_id, self.quick.as_ref());
        Priced {
            price: self.price,
            quantity: self.quantity,
            printed: self.printed(),
            discount: self.discount,
            rate: shop.rate(class, day),
        }
    }

    /// How much of the product's own unit it is.
    pub(super) fn units(&self, shop: &Shop) -> Quantity {
        let holds = shop.holds(self.product_id, self.pack_id);
        let all = holds.and_then(|holds| self.quantity.times(holds));
        all.unwrap_or(self.quantity)
    }

    /// Whether it brings less than it had cost, as far as is known.
    pub(super) fn loses(&self, shop: &Shop, counted: &Counted) -> bool {
        let product = shop.product(self.product_id);
        let cost = product.and_then(|product| product.cost_minor);
        let cost = cost.and_then(|minor| Money::from_minor(minor).times(self.units(shop)));
        let left = counted.amount.minus(counted.tax);
        cost.zip(left).is_some_and(|(cost, left)| left < cost)
    }

    /// As it is told to the books.
    pub(super) fn told(&self, line_no: i32) -> wire::SaleLine {
        let (discount_minor, discount_bp) = spelled(self.discount);
        wire::SaleLine {
            line_no,
            product_id: self.product_id,
            pack_id: self.pack_id,
            quantity_milli: self.quantity.milli(),
            unit_price_minor: self.price.minor(),
            discount_minor,
            discount_bp,
            batch_id: None,
            weighed: self.weighed,
            quick: self.quick.clone(),
            note: self.note.trim().to_owned(),
        }
    }
}
