//! What is rung up and, as far as is known, is not there; and what the business wants said of it. Pure.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Basket, Line};
use crate::till::shop::Shop;
use crate::values::Quantity;

/// Goods that are not there, before they are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// The first line of them.
    pub at: usize,
    /// How much is left; below nought where more was sold than the books had.
    pub left: Quantity,
    /// Whether they are not sold at all; else the cashier says that she sells them all the same.
    pub is_refused: bool,
}

impl Basket {
    /// The lines of which more is rung up than was last known to be free on the shelf.
    pub fn short(&self, shop: &Shop) -> Vec<usize> {
        let mut wanted: HashMap<Uuid, i64> = HashMap::new();
        for line in &self.lines {
            let all = wanted.entry(line.product_id).or_default();
            *all = all.saturating_add(line.units(shop).milli());
        }
        let is_short = |line: &Line| {
            let left = shop.left(line.product_id);
            let all = wanted.get(&line.product_id);
            left.zip(all).is_some_and(|(left, all)| *all > left.milli())
        };
        let numbered = self.lines.iter().enumerate();
        let short = numbered.filter(|(_, line)| is_short(line));
        short.map(|(at, _)| at).collect()
    }

    /// What stands in the way of being paid, by what the business has chosen; none where all is there, or
    /// nobody is to be asked. `is_fresh` is false where the books cannot be heard: something may have come
    /// since, so that the cashier is asked where else she would be refused. So she is where something was paid
    /// for the cart, or M-Pesa was asked: it is sold, or given back, where it is paid.
    pub fn lacks(&self, shop: &Shop, is_fresh: bool) -> Option<Lack> {
        let at = *self.short(shop).first()?;
        let left = shop.left(self.lines.get(at)?.product_id)?;
        let is_refused = match shop.settings()?.below_zero.as_str() {
            "allow" => return None,
            "block" => is_fresh && self.tenders().is_empty() && self.unpaid().is_none(),
            _ => false,
        };
        Some(Lack {
            at,
            left,
            is_refused,
        })
    }
}
