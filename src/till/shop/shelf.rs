//! What is on the shelves of the till's location, and what customers owe, as it was last known, and what this till
//! has made of it since. Pure.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Shop, sorted};
use crate::till::wire::{Body, Customer, Event, Sale};
use crate::values::{Money, Quantity, Tender};

/// How much of a product was sold on a day, in its own unit or in one of its packs.
#[derive(Debug)]
struct Sold {
    day: NaiveDate,
    pack_id: Option<Uuid>,
    milli: i64,
}

/// What was sold, and no page of the books counts.
#[derive(Debug, Default)]
pub(super) struct Since {
    /// How much of each product, day by day.
    goods: HashMap<Uuid, Vec<Sold>>,
    /// How much was written up on whose account.
    owed: HashMap<Uuid, i64>,
}

impl Since {
    /// Counts a sale of a day.
    fn add(&mut self, sale: &Sale, day: NaiveDate) {
        for line in &sale.lines {
            let (pack_id, milli) = (line.pack_id, line.quantity_milli);
            let all = self.goods.entry(line.product_id).or_default();
            let mut known = all.iter_mut();
            match known.find(|one| (one.day, one.pack_id) == (day, pack_id)) {
                Some(one) => one.milli = one.milli.saturating_add(milli),
                None => all.push(Sold {
                    day,
                    pack_id,
                    milli,
                }),
            }
        }
        let Some(customer_id) = sale.customer_id else {
            return;
        };
        for part in &sale.tenders {
            if part.tender == Tender::OnAccount.code() {
                let owed = self.owed.entry(customer_id).or_default();
                *owed = owed.saturating_add(part.amount_minor);
            }
        }
    }
}

impl Shop {
    /// What leaves the shelf where so much of a product is sold, in thousandths of its own unit: itself, or a
    /// kit's parts.
    pub fn leaves(&self, id: Uuid, quantity: Quantity) -> Vec<(Uuid, i64)> {
        let parts = self.parts(id);
        if parts.is_empty() {
            return vec![(id, quantity.milli())];
        }
        let of_part = |(part_id, in_one): &(Uuid, i64)| {
            let all = quantity.times(Quantity::from_milli(*in_one));
            (*part_id, all.unwrap_or(quantity).milli())
        };
        parts.iter().map(of_part).collect()
    }

    /// What a kit is made of; nothing of what is none.
    fn parts(&self, id: Uuid) -> &[(Uuid, i64)] {
        let parts = self.product(id).map(|product| product.parts.as_slice());
        parts.unwrap_or_default()
    }

    /// How much of a product is in one of a kit; none where it is no part of it.
    fn in_kit(&self, kit: Uuid, id: Uuid) -> Option<Quantity> {
        let part = self.parts(kit).iter().find(|(part_id, _)| *part_id == id);
        part.map(|(_, in_one)| Quantity::from_milli(*in_one))
    }

    /// How much of a product this till has sold since, by itself and in kits, day by day, in the product's own
    /// unit. What a pack or a kit holds is asked now: a till counts what it has not told before all its goods are
    /// known.
    fn sold_since(&self, id: Uuid) -> Vec<(NaiveDate, i64)> {
        let mut sold = Vec::new();
        let mut count = |product_id: Uuid, in_one: Quantity, days: &[Sold]| {
            for one in days {
                let quantity = Quantity::from_milli(one.milli);
                let holds = self.holds(product_id, one.pack_id);
                let holds = holds.and_then(|holds| holds.times(in_one));
                let all = holds.and_then(|holds| quantity.times(holds));
                sold.push((one.day, all.unwrap_or(quantity).milli()));
            }
        };
        for since in [&self.told, &self.untold] {
            if let Some(days) = since.goods.get(&id) {
                count(id, Quantity::ONE, days);
            }
            // A till asks this of every tile: what was sold is gone through only where some of it may be a kit.
            let may_be_kits = since.goods.iter().filter(|_| self.goods.has_kits());
            for (kit, days) in may_be_kits {
                if let Some(in_one) = self.in_kit(*kit, id) {
                    count(*kit, in_one, days);
                }
            }
        }
        sorted(sold, &|(one, _), (other, _)| one.cmp(other))
    }

    /// How much of a product is left to sell, as far as is known: what is on the shelf and not promised to
    /// orders; below nought where more was sold than the books had. None where that is not a question, as
    /// of a kit, where nobody has ever counted it in here, as in a shop that keeps no stock, and while what the
    /// shelves hold is still to come.
    pub fn left(&self, id: Uuid) -> Option<Quantity> {
        if self.product(id)?.kind != "plain" {
            return None;
        }
        let (stock, _) = self.stock.get(&id)?;
        let free = stock.on_hand_milli.saturating_sub(stock.reserved_milli);
        let sold = from(&self.sold_since(id), NaiveDate::MIN);
        Some(Quantity::from_milli(free.saturating_sub(sold)))
    }

    /// How much of what is left is good on a day, and how much has expired; none where nothing has. As in the
    /// books, what was promised is kept out of what is good, and a sale takes what is good on its own day, what
    /// expires first before the rest of it, and what has expired last.
    pub fn expired(&self, id: Uuid, today: NaiveDate) -> Option<(Quantity, Quantity)> {
        let (stock, _) = self.stock.get(&id)?;
        let mut ends = stock.ends.clone();
        if ends.iter().all(|(last, _)| *last >= today) {
            return None;
        }
        let free = stock.on_hand_milli.saturating_sub(stock.reserved_milli);
        // Below nought where some of what is promised has a last day.
        let mut keeps = free.saturating_sub(from(&ends, NaiveDate::MIN));
        for (day, sold) in self.sold_since(id) {
            let good = from(&ends, day).saturating_add(keeps).max(0);
            let mut fresh = sold.min(good);
            let mut spoilt = sold.saturating_sub(fresh);
            for (last, there) in &mut ends {
                let wanted = if *last < day { &mut spoilt } else { &mut fresh };
                let taken = (*wanted).min(*there);
                *wanted -= taken;
                *there -= taken;
            }
            keeps = keeps.saturating_sub(fresh);
        }
        let gone = from(&ends, NaiveDate::MIN).saturating_sub(from(&ends, today));
        let left = self.left(id)?.milli();
        let gone = gone.min(left);
        (gone > 0).then(|| {
            (
                Quantity::from_milli(left - gone),
                Quantity::from_milli(gone),
            )
        })
    }

    /// What a customer owes, as far as is known: also what this till has written up since.
    pub fn owed(&self, customer: &Customer) -> Money {
        let mut owed = customer.owed_minor;
        for since in [&self.told, &self.untold] {
            let more = since.owed.get(&customer.customer_id);
            owed = owed.saturating_add(more.copied().unwrap_or_default());
        }
        Money::from_minor(owed)
    }

    /// Goods were sold, at that instant, that the books do not know of yet.
    pub fn sold(&mut self, sale: &Sale, at: DateTime<Utc>) {
        let day = self.day(at);
        self.untold.add(sale, day);
    }

    /// The books were told of goods that were sold at that instant: the next page counts them.
    pub fn told(&mut self, sale: &Sale, at: DateTime<Utc>) {
        let day = self.day(at);
        self.told.add(sale, day);
    }

    /// What the books do not know of is counted anew: what was sold, and was no mistake.
    pub fn count_untold(&mut self, untold: &[Event]) {
        self.untold = Since::default();
        let mistakes = untold.iter().filter_map(|event| match &event.body {
            Body::Void(void) => Some(void.sale_id),
            _ => None,
        });
        let mistakes: Vec<Uuid> = mistakes.collect();
        for event in untold {
            if let Body::Sale(sale) = &event.body
                && !mistakes.contains(&event.id)
            {
                self.sold(sale, event.occurred_at);
            }
        }
    }
}

/// How much there is of that day and of those after it.
fn from(days: &[(NaiveDate, i64)], first: NaiveDate) -> i64 {
    let days = days.iter().filter(|(day, _)| *day >= first);
    days.fold(0, |all, (_, milli)| all.saturating_add(*milli))
}
