//! What is rung up and, as far as is known, is not there or has expired; and what the business wants said of it. Pure.

use chrono::NaiveDate;
use uuid::Uuid;

use super::Basket;
use crate::till::shop::Shop;
use crate::values::Quantity;

/// Goods that are not there, or not good any more, before they are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// The first line of them.
    pub at: usize,
    /// The product that is not there: what the line sells, or of a kit a part of it.
    pub product_id: Uuid,
    /// How much is left, below nought where more was sold than the books had; or how much is still good.
    pub left: Quantity,
    /// How much more is there, and has expired; none where this is about how much is there at all.
    pub expired: Option<Quantity>,
    /// Whether they are not sold at all; else the cashier says that she sells them all the same.
    pub is_refused: bool,
}

/// How much of a product is rung up, in all lines, by itself or in kits, and the first of them.
struct Wanted {
    at: usize,
    product_id: Uuid,
    milli: i64,
}

impl Basket {
    /// The lines of which more is rung up than was last known to be free on the shelf.
    pub fn short(&self, shop: &Shop) -> Vec<usize> {
        self.lines_of(shop, &|one| {
            let left = shop.left(one.product_id);
            left.is_some_and(|left| one.milli > left.milli())
        })
    }

    /// The lines of which more is rung up than is still good on a day, as far as is known.
    pub fn spoilt(&self, shop: &Shop, today: NaiveDate) -> Vec<usize> {
        self.lines_of(shop, &|one| {
            let expired = shop.expired(one.product_id, today);
            expired.is_some_and(|(good, _)| one.milli > good.milli())
        })
    }

    /// What stands in the way of being paid, by what the business has chosen; nothing where all is there and
    /// good, or nobody is to be asked. `is_heard` is false where the books cannot be heard: something may have
    /// come since, so that the cashier is asked where else she would be refused. So she is where something was
    /// paid for the cart, or M-Pesa was asked: it is sold, or given back, where it is paid.
    pub fn lacks(&self, shop: &Shop, today: NaiveDate, is_heard: bool) -> Vec<Lack> {
        let Some(settings) = shop.settings() else {
            return Vec::new();
        };
        let may_refuse = is_heard && self.tenders().is_empty() && self.unpaid().is_none();
        let refuses = |policy: &str| match policy {
            "allow" => None,
            "block" => Some(may_refuse),
            _ => Some(false),
        };
        let below_zero = refuses(&settings.below_zero);
        let expired_goods = refuses(&settings.expired_goods);
        let mut lacks = Vec::new();
        for one in self.wanted(shop) {
            let mut keep = |left: Quantity, expired: Option<Quantity>, rule: Option<bool>| {
                let is_more = one.milli > left.milli();
                lacks.extend(rule.filter(|_| is_more).map(|is_refused| Lack {
                    at: one.at,
                    product_id: one.product_id,
                    left,
                    expired,
                    is_refused,
                }));
            };
            // First what is the less of the two.
            if let Some((good, expired)) = shop.expired(one.product_id, today) {
                keep(good, Some(expired), expired_goods);
            }
            if let Some(left) = shop.left(one.product_id) {
                keep(left, None, below_zero);
            }
        }
        lacks
    }

    /// What is rung up of each product, by its first line: of kits, of what they are made of.
    fn wanted(&self, shop: &Shop) -> Vec<Wanted> {
        let mut all: Vec<Wanted> = Vec::new();
        for (at, line) in self.lines.iter().enumerate() {
            for (product_id, milli) in shop.leaves(line.product_id, line.units(shop)) {
                let mut known = all.iter_mut();
                match known.find(|one| one.product_id == product_id) {
                    Some(one) => one.milli = one.milli.saturating_add(milli),
                    None => all.push(Wanted {
                        at,
                        product_id,
                        milli,
                    }),
                }
            }
        }
        all
    }

    /// The lines of the products of which that is so.
    fn lines_of(&self, shop: &Shop, is_so: &dyn Fn(&Wanted) -> bool) -> Vec<usize> {
        let mut wanted = self.wanted(shop);
        wanted.retain(is_so);
        let lines = self.lines.iter().enumerate();
        let odd = lines.filter(|(_, line)| {
            let leaves = shop.leaves(line.product_id, Quantity::ZERO);
            let mut all = wanted.iter();
            all.any(|one| leaves.iter().any(|(id, _)| one.product_id == *id))
        });
        odd.map(|(at, _)| at).collect()
    }
}
