//! What is on the shelves of the till's location, as it was last known. Pure.

use std::collections::HashMap;

use uuid::Uuid;

use super::Shop;
use crate::till::wire::{Sale, Stock};
use crate::values::Quantity;

impl Shop {
    /// What is on the shelf as far as is known: less what this till has sold since.
    pub fn stock(&self, id: Uuid) -> Option<Stock> {
        let (mut stock, _) = *self.stock.get(&id)?;
        for sold in [&self.untold, &self.told] {
            let sold = sold.get(&id).copied().unwrap_or_default();
            stock.on_hand_milli = stock.on_hand_milli.saturating_sub(sold);
        }
        Some(stock)
    }

    /// How much of a product is left to sell, as far as is known: what is on the shelf and not promised to
    /// orders; below nought where more was sold than the books had. None where that is not a question, as
    /// of a kit, where nobody has ever counted it in here, as in a shop that keeps no stock, and while what the
    /// shelves hold is still to come.
    pub fn left(&self, id: Uuid) -> Option<Quantity> {
        if self.product(id)?.kind != "plain" {
            return None;
        }
        let stock = self.stock(id)?;
        let free = stock.on_hand_milli.saturating_sub(stock.reserved_milli);
        Some(Quantity::from_milli(free))
    }

    /// How much of each product a sale takes, in the product's own unit.
    fn taken(&self, sale: &Sale) -> Vec<(Uuid, i64)> {
        let taken = sale.lines.iter().map(|line| {
            let holds = self.holds(line.product_id, line.pack_id);
            let quantity = Quantity::from_milli(line.quantity_milli);
            let all = holds.and_then(|holds| quantity.times(holds));
            (line.product_id, all.unwrap_or(quantity).milli())
        });
        taken.collect()
    }

    /// Goods were sold that the books do not know of yet.
    pub fn sold(&mut self, sale: &Sale) {
        let taken = self.taken(sale);
        add(&mut self.untold, taken);
    }

    /// The books were told of goods that were sold: the next page counts them.
    pub fn told(&mut self, sale: &Sale) {
        let taken = self.taken(sale);
        add(&mut self.told, taken);
    }

    /// What the books do not know of is counted anew.
    pub fn forget_sold(&mut self) {
        self.untold.clear();
    }
}

fn add(to: &mut HashMap<Uuid, i64>, taken: Vec<(Uuid, i64)>) {
    for (product_id, milli) in taken {
        let all = to.entry(product_id).or_default();
        *all = all.saturating_add(milli);
    }
}
