//! What a supplier sells us, under which code of hers, in which pack and for how much. Pure.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::purchasing::goods::{Goods, in_units};
use crate::staff::one_line;
use crate::values::{Money, Quantity, Refusal, Unit};

/// A product that a supplier sells us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Who.
    pub supplier_id: Uuid,
    /// What.
    pub product_id: Uuid,
    /// Its SKU with us.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether it is off sale.
    pub is_retired: bool,
    /// Her code for it; may be empty.
    pub supplier_sku: String,
    /// The pack that she sells it in; none: by its own unit.
    pub pack_id: Option<Uuid>,
    /// That pack's name; empty where there is none.
    pub pack_name: String,
    /// What one of that pack holds; 1 where there is none.
    pub holds: Quantity,
    /// What one pack or unit costs, tax left out.
    pub cost: Money,
    /// The least that she sells at once, in the product's own unit; none: any amount.
    pub minimum: Option<Quantity>,
    /// Whether a suggested order asks her first.
    pub is_preferred: bool,
}

impl Offer {
    /// What a pack that holds so much would cost by this price. None where it cannot be counted.
    pub(in crate::purchasing) fn cost_of(&self, holds: Quantity) -> Option<Money> {
        self.cost.share(holds.milli(), self.holds.milli())
    }
}

/// What is written of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewOffer {
    pub supplier_id: Uuid,
    pub product_id: Uuid,
    pub supplier_sku: String,
    pub pack_id: Option<Uuid>,
    pub cost: Money,
    pub minimum: Option<Quantity>,
    pub is_preferred: bool,
}

impl NewOffer {
    /// Whether the offer stands like that already.
    pub fn is(&self, kept: &Offer) -> bool {
        self.supplier_sku == kept.supplier_sku
            && self.pack_id == kept.pack_id
            && self.cost == kept.cost
            && self.minimum == kept.minimum
            && self.is_preferred == kept.is_preferred
    }
}

/// An offer as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    /// Whose.
    pub supplier_id: String,
    /// The product's id, where its price is changed.
    pub product_id: String,
    /// Else what names it: a SKU, a barcode or its name.
    pub what: String,
    /// Her code for it.
    pub supplier_sku: String,
    /// A pack's name; empty or `-`: by the unit.
    pub pack: String,
    /// Of one pack or unit, tax left out.
    pub cost: String,
    /// The least that she sells at once, in the product's own unit; empty: any amount.
    pub minimum: String,
    /// Ticked or not.
    pub preferred: String,
}

impl OfferForm {
    /// Reads what was typed about a product.
    pub(super) fn read(
        &self,
        supplier_id: Uuid,
        goods: &Goods,
        currency: &str,
    ) -> Result<NewOffer, Vec<Refusal>> {
        let mut refusals = Vec::new();
        if let Err(refusal) = goods.may_be_bought() {
            refusals.push(at("what", refusal));
        }
        let supplier_sku = one_line(&self.supplier_sku);
        if supplier_sku.chars().count() > 60 {
            refusals.push(Refusal::at("supplier_sku", "refused-too-long").with("most", 60));
        }
        let pack = if self.pack.trim().is_empty() {
            Ok(None)
        } else {
            goods.pack_named(&self.pack)
        };
        let pack_id = match pack {
            Ok(pack) => pack.map(|pack| pack.pack_id),
            Err(refusal) => {
                refusals.push(at("pack", refusal));
                None
            }
        };
        let cost = price(&self.cost, currency).map_err(|refusal| refusals.push(refusal));
        let minimum = least(&self.minimum, goods.unit).unwrap_or_else(|refusal| {
            refusals.push(refusal);
            None
        });
        match cost {
            Ok(cost) if refusals.is_empty() => Ok(NewOffer {
                supplier_id,
                product_id: goods.product_id,
                supplier_sku,
                pack_id,
                cost,
                minimum,
                is_preferred: !self.preferred.is_empty(),
            }),
            _ => Err(refusals),
        }
    }
}

/// What she asks for one pack or unit. Nobody sells for nothing: what comes for free is said when it
/// is received.
fn price(typed: &str, currency: &str) -> Result<Money, Refusal> {
    match Money::parse(typed, currency) {
        Ok(cost) if cost > Money::ZERO => Ok(cost),
        Ok(cost) if cost.is_zero() => Err(Refusal::at("cost", "refused-supplier-cost-zero")),
        _ => Err(Refusal::at("cost", "refused-not-an-amount")),
    }
}

/// The least that she sells at once, of what is counted a whole number; none: any amount.
fn least(typed: &str, unit: Unit) -> Result<Option<Quantity>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let read = Quantity::parse(typed).and_then(|least| in_units(least, Quantity::ONE, unit));
    let least = read.ok_or_else(|| Refusal::at("minimum", "refused-not-a-quantity"))?;
    Ok(Some(least).filter(|least| *least > Quantity::ZERO))
}

/// A refusal at a field of the form.
fn at(field: &str, refusal: Refusal) -> Refusal {
    Refusal {
        field: Some(field.to_owned()),
        ..refusal
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::purchasing::goods::Pack;

    fn goods() -> Goods {
        Goods {
            product_id: Uuid::nil(),
            sku: "SODA".to_owned(),
            name: "Soda".to_owned(),
            unit: Unit::Bottle,
            is_retired: false,
            is_plain: true,
            cost: None,
            packs: vec![Pack {
                pack_id: Uuid::from_u128(7),
                name: "crate".to_owned(),
                holds: Quantity::from_milli(24_000),
            }],
        }
    }

    #[test]
    fn a_price_is_of_a_pack_of_that_product() {
        let form = OfferForm {
            pack: "Crate".to_owned(),
            cost: "960".to_owned(),
            ..OfferForm::default()
        };
        let offer = form.read(Uuid::nil(), &goods(), "KES").unwrap();
        assert_eq!(offer.pack_id, Some(Uuid::from_u128(7)));
        assert_eq!(offer.cost, Money::from_minor(96_000));
        let nothing = OfferForm {
            cost: "0.00".to_owned(),
            ..form.clone()
        };
        let refused = nothing.read(Uuid::nil(), &goods(), "KES").unwrap_err();
        assert_eq!(refused, [Refusal::at("cost", "refused-supplier-cost-zero")]);
        let wrong = OfferForm {
            pack: "bale".to_owned(),
            cost: "-1".to_owned(),
            supplier_sku: "x".repeat(61),
            ..form
        };
        let refused = wrong.read(Uuid::nil(), &goods(), "KES").unwrap_err();
        let keys: Vec<&str> = refused.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "refused-too-long",
                "refused-po-pack",
                "refused-not-an-amount"
            ]
        );
    }

    #[test]
    fn the_least_that_she_sells_is_whole_of_what_is_counted() {
        let least = |typed: &str, unit: Unit| {
            let form = OfferForm {
                cost: "40".to_owned(),
                minimum: typed.to_owned(),
                ..OfferForm::default()
            };
            let goods = Goods { unit, ..goods() };
            let read = form.read(Uuid::nil(), &goods, "KES");
            read.map(|new| new.minimum.map(Quantity::milli))
        };
        assert_eq!(least("", Unit::Bottle), Ok(None));
        assert_eq!(least("0", Unit::Bottle), Ok(None));
        assert_eq!(least("48", Unit::Bottle), Ok(Some(48_000)));
        assert_eq!(least("2.5", Unit::Kg), Ok(Some(2_500)));
        let why = vec![Refusal::at("minimum", "refused-not-a-quantity")];
        let refused: Result<Option<i64>, Vec<Refusal>> = Err(why);
        for wrong in ["2.5", "-1", "x"] {
            assert_eq!(least(wrong, Unit::Bottle), refused, "{wrong}");
        }
    }

    #[test]
    fn a_price_is_carried_to_other_packs() {
        let offer = Offer {
            supplier_id: Uuid::nil(),
            product_id: Uuid::nil(),
            sku: String::new(),
            name: String::new(),
            unit: Unit::Bottle,
            is_retired: false,
            supplier_sku: String::new(),
            pack_id: Some(Uuid::from_u128(7)),
            pack_name: "crate".to_owned(),
            holds: Quantity::from_milli(24_000),
            cost: Money::from_minor(96_000),
            minimum: None,
            is_preferred: false,
        };
        assert_eq!(offer.cost_of(Quantity::ONE), Some(Money::from_minor(4_000)));
    }
}
