//! What is on the shelves of the till's location, and what customers owe, as it was last known and with what the till
//! has sold since. Pure.

use std::collections::HashMap;

use uuid::Uuid;

use super::Shop;
use crate::till::wire::{self, Customer, Sale, Stock};
use crate::values::{Money, Quantity, Tender};

impl Shop {
    /// What is on the shelf as far as is known: less what this till has sold since.
    pub fn stock(&self, id: Uuid) -> Option<Stock> {
        let (mut stock, _) = *self.stock.get(&id)?;
        stock.on_hand_milli = stock.on_hand_milli.saturating_sub(self.since(id));
        Some(stock)
    }

    /// What a customer owes as far as is known: with what this till has written up for her since.
    pub fn owed(&self, her: &Customer) -> Money {
        let since = self.since(her.customer_id);
        Money::from_minor(her.owed_minor.saturating_add(since))
    }

    /// How much of a product this till has sold since the books said how much there is; of a customer, what she
    /// owes for that.
    fn since(&self, id: Uuid) -> i64 {
        let of = |sold: &HashMap<Uuid, i64>| sold.get(&id).copied().unwrap_or_default();
        of(&self.untold).saturating_add(of(&self.told))
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

    /// How much of each product a sale takes, in the product's own unit; and how much is written up for its customer.
    fn taken(&self, sale: &Sale) -> Vec<(Uuid, i64)> {
        let taken = sale.lines.iter().map(|line| {
            let holds = self.holds(line.product_id, line.pack_id);
            let quantity = Quantity::from_milli(line.quantity_milli);
            let all = holds.and_then(|holds| quantity.times(holds));
            (line.product_id, all.unwrap_or(quantity).milli())
        });
        let is_written_up = |one: &&wire::Tender| one.tender == Tender::OnAccount.code();
        let written_up = sale.tenders.iter().filter(is_written_up);
        let customer = sale.customer_id.into_iter();
        let owed =
            customer.flat_map(|id| written_up.clone().map(move |one| (id, one.amount_minor)));
        taken.chain(owed).collect()
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
    for (id, more) in taken {
        let all = to.entry(id).or_default();
        *all = all.saturating_add(more);
    }
}
