//! Products and packs as price lists know them: what they are called, what they cost us, and whether a
//! price is below that.

use std::collections::HashMap;

use uuid::Uuid;

use super::list::PriceKey;
use super::store;
use crate::catalog;
use crate::platform::BusinessTx;
use crate::stock;
use crate::values::{Money, Quantity, Rate, Stop};

/// A product that has prices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goods {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    /// What it is counted in, as the database says it.
    pub unit: String,
    /// `plain`, `kit` or `family`; a family is not sold.
    pub kind: String,
    pub retired: bool,
    /// The retail price of a unit.
    pub retail: Money,
    /// What a unit cost last, as its form says.
    pub cost: Option<Money>,
}

impl Goods {
    /// Whether it is sold at all.
    pub fn is_sold(&self) -> bool {
        !self.retired && self.kind != "family"
    }
}

/// A pack of a product that is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pack {
    pub pack_id: Uuid,
    pub product_id: Uuid,
    pub name: String,
    /// How much of the product's own unit it holds.
    pub holds: Quantity,
}

/// What goods cost us, a unit of each and what its packs hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Costs {
    units: HashMap<Uuid, Money>,
    packs: HashMap<Uuid, Quantity>,
    /// Of the tax that a price of each includes.
    rates: HashMap<Uuid, Rate>,
}

impl Costs {
    /// What these cost when they last came in; what never came, what its form says.
    pub async fn of(tx: &mut BusinessTx, goods: &[Goods]) -> Result<Costs, Stop> {
        let ids: Vec<Uuid> = goods.iter().map(|one| one.product_id).collect();
        let came = stock::last_costs(tx, &ids).await?;
        let mut units: HashMap<Uuid, Money> = goods
            .iter()
            .filter_map(|one| Some((one.product_id, one.cost?)))
            .collect();
        units.extend(came.into_iter().filter(|(_, cost)| *cost > Money::ZERO));
        let packs = store::packs_of(tx, &ids).await?;
        let packs = packs.into_iter().map(|pack| (pack.pack_id, pack.holds));
        let today = tx.scope().today();
        let by_class = catalog::tax_rates(tx, today).await?;
        let classes = store::tax_classes_of(tx, &ids).await?.into_iter();
        let rates = classes.filter_map(|(id, class)| Some((id, by_class.get(&class)?.1)));
        Ok(Costs {
            units,
            packs: packs.collect(),
            rates: rates.collect(),
        })
    }

    /// What a unit of it costs, as far as we know.
    pub fn of_unit(&self, product_id: Uuid) -> Option<Money> {
        self.units.get(&product_id).copied()
    }

    /// Whether that price, without the tax in it, is less than what the goods cost: a sale is held against that too.
    pub fn is_above(&self, key: PriceKey, amount: Money) -> bool {
        let holds = match key.pack_id {
            None => Some(Quantity::ONE),
            Some(pack_id) => self.packs.get(&pack_id).copied(),
        };
        let cost = self.of_unit(key.product_id);
        let cost = cost.zip(holds).and_then(|(cost, holds)| cost.times(holds));
        let rate = self.rates.get(&key.product_id).copied();
        let tax = amount.tax_inside(rate.unwrap_or_default());
        let left = tax.and_then(|tax| amount.minus(tax));
        cost.zip(left).is_some_and(|(cost, left)| cost > left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carton_costs_what_is_in_it() {
        let (product_id, pack_id) = (Uuid::now_v7(), Uuid::now_v7());
        let costs = Costs {
            units: HashMap::from([(product_id, Money::from_minor(4000))]),
            packs: HashMap::from([(pack_id, Quantity::from_milli(24_000))]),
            rates: HashMap::new(),
        };
        let unit = PriceKey {
            product_id,
            pack_id: None,
            minimum: Quantity::ZERO,
        };
        let carton = PriceKey {
            pack_id: Some(pack_id),
            ..unit
        };
        assert!(costs.is_above(unit, Money::from_minor(3999)));
        assert!(!costs.is_above(unit, Money::from_minor(4000)));
        assert!(costs.is_above(carton, Money::from_minor(95_999)));
        assert!(!costs.is_above(carton, Money::from_minor(96_000)));
        let unknown = PriceKey {
            product_id: Uuid::now_v7(),
            ..unit
        };
        assert!(!costs.is_above(unknown, Money::ZERO));
    }

    #[test]
    fn the_tax_in_a_price_pays_for_no_goods() {
        let product_id = Uuid::now_v7();
        let costs = Costs {
            units: HashMap::from([(product_id, Money::from_minor(1000))]),
            packs: HashMap::new(),
            rates: HashMap::from([(product_id, Rate::from_basis_points(1600))]),
        };
        let unit = PriceKey {
            product_id,
            pack_id: None,
            minimum: Quantity::ZERO,
        };
        assert!(costs.is_above(unit, Money::from_minor(1159)));
        assert!(!costs.is_above(unit, Money::from_minor(1160)));
    }
}
