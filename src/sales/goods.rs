//! The goods of a sale: may they be sold so, at which price, and what leaves the shelf for them.
//! Packs are opened and kits taken apart. Pure.

use uuid::Uuid;

use super::basket::{AskLine, field_of};
use crate::stock::{Leaving, Spoilt};
use crate::values::{Money, Quantity, Refusal, Unit};

/// What a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GoodKind {
    /// One thing.
    Plain,
    /// Sold as one, and leaves the shelf as its parts.
    Kit,
    /// What variants have in common: not sold itself.
    Family,
    /// No product yet: it is on no shelf.
    Quick,
}

impl GoodKind {
    /// The kind of the database's word, or none.
    pub fn parse(code: &str) -> Option<GoodKind> {
        match code {
            "plain" => Some(GoodKind::Plain),
            "kit" => Some(GoodKind::Kit),
            "family" => Some(GoodKind::Family),
            _ => None,
        }
    }
}

/// A pack that a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PackOf {
    pub name: String,
    /// How much of the product's own unit is in it.
    pub holds: Quantity,
    /// Whether customers may have it too, still.
    pub is_sold: bool,
}

/// The product of a line, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Good {
    pub line_no: i32,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub kind: GoodKind,
    pub step: Quantity,
    /// The retail price of one of its own unit.
    pub price: Money,
    pub retired: bool,
    pub tax_class_id: Uuid,
    pub tax_code: String,
    /// The pack that the line names, where it is one of this product's.
    pub pack: Option<PackOf>,
    /// Whether the batch that the line names, if it names one, is this product's.
    pub batch_fits: bool,
    /// What one of a kit is made of.
    pub parts: Vec<(Uuid, Quantity)>,
}

/// A line that is asked for, with its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub ask: AskLine,
    pub good: Good,
}

impl Item {
    /// Why it cannot be sold so, if it cannot.
    pub fn problem(&self) -> Option<Refusal> {
        let (ask, good) = (&self.ask, &self.good);
        let field = field_of(ask.line_no);
        let wants_batch = ask.batch_id.is_some();
        let refusal = if good.retired {
            Refusal::at(&field, "refused-retired")
        } else if good.kind == GoodKind::Family {
            Refusal::at(&field, "refused-sale-family")
        } else if good.kind == GoodKind::Kit && good.parts.is_empty() {
            Refusal::at(&field, "refused-sale-kit")
        } else if ask.pack_id.is_some() && !good.pack.as_ref().is_some_and(|pack| pack.is_sold) {
            Refusal::at(&field, "refused-sale-pack")
        } else if !good.batch_fits || (wants_batch && good.kind == GoodKind::Kit) {
            Refusal::at(&field, "refused-sale-batch")
        } else if !self.is_loose() && !ask.quantity.is_in_steps_of(self.step()) {
            Refusal::at(&field, "refused-step").with("step", self.step().short())
        } else if self.leaving().is_none() {
            Refusal::at(&field, "refused-sale-convert")
        } else {
            return None;
        };
        Some(refusal.with("name", &good.name))
    }

    /// What a scale weighed is as much as it is.
    fn is_loose(&self) -> bool {
        self.ask.weighed.is_some() && self.good.pack.is_none() && self.good.unit.is_measured()
    }

    /// Packs are sold whole.
    fn step(&self) -> Quantity {
        match self.good.pack {
            Some(_) => Quantity::ONE,
            None => self.good.step,
        }
    }

    /// How much of the product's own unit one of what is sold is.
    pub fn holds(&self) -> Quantity {
        let pack = self.good.pack.as_ref();
        pack.map_or(Quantity::ONE, |pack| pack.holds)
    }

    /// What it is counted in: the unit's word, or the pack's name.
    pub fn unit(&self) -> String {
        let pack = self.good.pack.as_ref();
        pack.map_or_else(
            || self.good.unit.code().to_owned(),
            |pack| pack.name.clone(),
        )
    }

    /// What leaves the shelf, without what has expired: of what variants have in common and of what is
    /// no product, nothing. None where it does not come out even.
    pub fn leaving(&self) -> Option<Vec<Leaving>> {
        let units = self.ask.quantity.times(self.holds())?;
        let leaving = |product_id: Uuid, quantity: Quantity| Leaving {
            line_no: self.ask.line_no,
            product_id,
            quantity,
            batch_id: self.ask.batch_id,
            origin_id: None,
            spoilt: Spoilt::Leave,
        };
        if matches!(self.good.kind, GoodKind::Family | GoodKind::Quick) {
            return Some(Vec::new());
        }
        if self.good.kind != GoodKind::Kit {
            return Some(vec![leaving(self.ask.product_id, units)]);
        }
        let parts = self.good.parts.iter();
        parts
            .map(|(part, of_one)| Some(leaving(*part, units.times(*of_one)?)))
            .collect()
    }

    /// That it is no product, for whoever can make one of it.
    pub fn quick(&self, currency: &str) -> Option<Refusal> {
        let quick = self.ask.quick.as_ref()?;
        let barcode = quick.barcode.trim();
        let key = if barcode.is_empty() {
            "flag-quick-item-bare"
        } else {
            "flag-quick-item-code"
        };
        let price = self.ask.unit_price;
        let reason = Refusal::of(key).with("name", &self.good.name);
        let reason = reason.with("code", barcode);
        let reason = reason.with("price", price.named(currency));
        // As a form takes it.
        Some(reason.with("amount", price.bare(currency)))
    }

    /// Why its price is too low, if it is. `server` is the price that is known here; none: the list
    /// has none.
    pub fn price_problem(&self, server: Option<Money>, currency: &str) -> Option<Refusal> {
        let field = field_of(self.ask.line_no);
        let Some(price) = server else {
            let refusal = Refusal::at(&field, "refused-sale-no-price");
            return Some(refusal.with("name", &self.good.name));
        };
        (self.ask.unit_price < price).then(|| {
            let refusal = Refusal::at(&field, "refused-sale-price");
            refusal
                .with("name", &self.good.name)
                .with("price", price.named(currency))
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::sales::cart::{Discount, Label, QuickItem};

    fn milli(milli: i64) -> Quantity {
        Quantity::from_milli(milli)
    }

    fn item(quantity: i64) -> Item {
        Item {
            ask: AskLine {
                line_no: 1,
                product_id: Uuid::from_u128(1),
                pack_id: None,
                quantity: milli(quantity),
                unit_price: Money::from_minor(100),
                discount: Discount::NONE,
                batch_id: None,
                weighed: None,
                quick: None,
                note: String::new(),
            },
            good: Good {
                line_no: 1,
                sku: String::new(),
                name: "Rice".to_owned(),
                unit: Unit::Kg,
                kind: GoodKind::Plain,
                step: milli(250),
                price: Money::from_minor(100),
                retired: false,
                tax_class_id: Uuid::nil(),
                tax_code: "standard".to_owned(),
                pack: None,
                batch_fits: true,
                parts: Vec::new(),
            },
        }
    }

    fn key(item: &Item) -> Option<String> {
        item.problem().map(|refusal| refusal.key)
    }

    #[test]
    fn a_pack_leaves_as_what_is_in_it() {
        let mut item = item(2000);
        item.ask.pack_id = Some(Uuid::from_u128(2));
        assert_eq!(key(&item).unwrap(), "refused-sale-pack");
        item.good.pack = Some(PackOf {
            name: "carton".to_owned(),
            holds: milli(12_000),
            is_sold: true,
        });
        assert_eq!(key(&item), None);
        assert_eq!(item.leaving().unwrap()[0].quantity, milli(24_000));
        // Half a carton is no carton.
        item.ask.quantity = milli(500);
        assert_eq!(key(&item).unwrap(), "refused-step");
        item.good.pack.as_mut().unwrap().is_sold = false;
        assert_eq!(key(&item).unwrap(), "refused-sale-pack");
    }

    #[test]
    fn a_kit_leaves_as_its_parts_or_not_at_all() {
        let mut item = item(2000);
        item.good.kind = GoodKind::Kit;
        assert_eq!(key(&item).unwrap(), "refused-sale-kit");
        item.good.parts = vec![
            (Uuid::from_u128(5), milli(3000)),
            (Uuid::from_u128(6), milli(1)),
        ];
        let leaving = item.leaving().unwrap();
        let amounts: Vec<i64> = leaving.iter().map(|one| one.quantity.milli()).collect();
        assert_eq!(amounts, [6000, 2]);
        item.ask.quantity = milli(250);
        assert_eq!(key(&item).unwrap(), "refused-sale-convert");
    }

    #[test]
    fn what_is_no_product_leaves_no_shelf() {
        let mut item = item(2000);
        assert_eq!(item.quick("KES"), None);
        item.good.kind = GoodKind::Quick;
        item.ask.quick = Some(QuickItem {
            name: "Rice".to_owned(),
            barcode: String::new(),
        });
        assert_eq!(key(&item), None);
        assert_eq!(item.leaving().unwrap(), Vec::new());
        assert_eq!(item.quick("KES").unwrap().key, "flag-quick-item-bare");
    }

    #[test]
    fn what_is_not_sold_is_refused() {
        let mut family = item(1000);
        family.good.kind = GoodKind::Family;
        assert_eq!(key(&family).unwrap(), "refused-sale-family");
        let mut retired = item(1000);
        retired.good.retired = true;
        assert_eq!(key(&retired).unwrap(), "refused-retired");
        assert_eq!(key(&item(1100)).unwrap(), "refused-step");
        // A scale weighs as it comes; pieces are not weighed.
        let mut weighed = item(1100);
        weighed.ask.weighed = Some(Label::Weight);
        assert_eq!(key(&weighed), None);
        weighed.good.unit = Unit::Piece;
        assert_eq!(key(&weighed).unwrap(), "refused-step");
    }

    #[test]
    fn a_price_may_be_higher_and_never_lower() {
        let item = item(1000);
        let price = |minor: i64| item.price_problem(Some(Money::from_minor(minor)), "KES");
        assert!(price(100).is_none() && price(99).is_none());
        assert_eq!(price(101).unwrap().key, "refused-sale-price");
        assert!(item.price_problem(None, "KES").is_some());
    }
}
