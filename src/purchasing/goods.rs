//! Products, as far as buying them needs to know, and the packs that they are bought in.

use uuid::Uuid;

use crate::values::{Money, Quantity, Refusal, Unit};

/// How a form says that a product is bought by its own unit, where a pack could stand.
pub(super) const BY_UNIT: &str = "-";

/// Many of a product at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pack {
    pub pack_id: Uuid,
    pub name: String,
    /// Of the product's own unit.
    pub holds: Quantity,
}

/// A product that can be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goods {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    /// Off sale.
    pub is_retired: bool,
    /// Neither a kit nor a family of variants: something that stands on a shelf.
    pub is_plain: bool,
    /// What one unit cost, as far as is known.
    pub cost: Option<Money>,
    /// The packs that are in use, by name.
    pub packs: Vec<Pack>,
}

impl Goods {
    /// Whether it can be bought, or why not.
    pub fn may_be_bought(&self) -> Result<(), Refusal> {
        if self.is_retired {
            return Err(Refusal::of("refused-retired").with("name", &self.name));
        }
        if !self.is_plain {
            return Err(Refusal::of("refused-po-no-shelf").with("name", &self.name));
        }
        Ok(())
    }

    /// The pack of that name; none is the product's own unit (`-`, or its word). A pack of any other
    /// product is refused: it does not convert.
    pub fn pack_named(&self, typed: &str) -> Result<Option<&Pack>, Refusal> {
        let said = typed.trim().to_lowercase();
        if said == BY_UNIT {
            return Ok(None);
        }
        let pack = self
            .packs
            .iter()
            .find(|pack| pack.name.to_lowercase() == said);
        if pack.is_some() {
            return Ok(pack);
        }
        if said == self.unit.code() {
            return Ok(None);
        }
        if self.packs.is_empty() {
            return Err(Refusal::of("refused-po-pack-none").with("name", &self.name));
        }
        let packs: Vec<&str> = self.packs.iter().map(|pack| pack.name.as_str()).collect();
        Err(Refusal::of("refused-po-pack")
            .with("name", &self.name)
            .with("pack", typed.trim())
            .with("packs", packs.join(", ")))
    }
}

/// An amount that is asked for goods, if it is more than nothing or they are said to be free of charge,
/// and not both.
pub(super) fn free_or_not(asked: Money, is_free: bool, name: &str) -> Result<Money, Refusal> {
    match (is_free, asked.is_zero()) {
        (false, true) => Err(Refusal::of("refused-cost-zero").with("name", name)),
        (true, false) => Err(Refusal::of("refused-cost-not-free").with("name", name)),
        _ => Ok(asked),
    }
}

/// Whether a cell of a file says that nothing is asked: a nought that is written out is meant.
pub(super) fn is_nothing(cell: &str, currency: &str) -> bool {
    Money::parse(cell, currency).is_ok_and(Money::is_zero)
}

/// So many packs in the product's own unit. None where that is no whole thousandth, or, for what is
/// counted, no whole piece.
pub(super) fn in_units(packs: Quantity, holds: Quantity, unit: Unit) -> Option<Quantity> {
    let milli = packs.milli().checked_mul(holds.milli())?;
    let quantity = (milli % 1000 == 0).then(|| Quantity::from_milli(milli / 1000))?;
    (unit.is_measured() || quantity.is_in_steps_of(Quantity::ONE)).then_some(quantity)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn soda() -> Goods {
        Goods {
            product_id: Uuid::nil(),
            sku: "SODA".to_owned(),
            name: "Soda".to_owned(),
            unit: Unit::Bottle,
            is_retired: false,
            is_plain: true,
            cost: None,
            packs: vec![Pack {
                pack_id: Uuid::nil(),
                name: "Crate".to_owned(),
                holds: Quantity::from_milli(24_000),
            }],
        }
    }

    #[test]
    fn only_its_own_packs_are_known() {
        let soda = soda();
        assert_eq!(soda.pack_named("crate ").unwrap().unwrap().name, "Crate");
        assert_eq!(soda.pack_named("-").unwrap(), None);
        assert_eq!(soda.pack_named("bottle").unwrap(), None);
        assert_eq!(soda.pack_named("bale").unwrap_err().key, "refused-po-pack");
        let bare = Goods {
            packs: Vec::new(),
            ..soda
        };
        assert_eq!(
            bare.pack_named("crate").unwrap_err().key,
            "refused-po-pack-none"
        );
    }

    #[test]
    fn nothing_is_asked_only_for_what_is_free() {
        let said = |minor: i64, is_free: bool| {
            let read = free_or_not(Money::from_minor(minor), is_free, "Soda");
            read.map_err(|refusal| refusal.key)
        };
        assert_eq!(said(1, false), Ok(Money::from_minor(1)));
        assert_eq!(said(0, true), Ok(Money::ZERO));
        assert_eq!(said(0, false).unwrap_err(), "refused-cost-zero");
        assert_eq!(said(1, true).unwrap_err(), "refused-cost-not-free");
    }

    #[test]
    fn packs_convert_exactly() {
        let four = Quantity::from_milli(4000);
        let crate_of = Quantity::from_milli(24_000);
        assert_eq!(
            in_units(four, crate_of, Unit::Bottle),
            Some(Quantity::from_milli(96_000))
        );
        let half = Quantity::from_milli(500);
        assert_eq!(
            in_units(half, crate_of, Unit::Bottle),
            Some(Quantity::from_milli(12_000))
        );
        let of_five = Quantity::from_milli(5000);
        assert_eq!(in_units(half, of_five, Unit::Bottle), None);
        assert_eq!(
            in_units(half, of_five, Unit::Kg),
            Some(Quantity::from_milli(2500))
        );
    }
}
