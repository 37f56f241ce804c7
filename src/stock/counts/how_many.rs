//! How many were counted, as a person types it: "3 cartons + 4". Pure.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::stock_take::{Goods, Pack};
use crate::values::{Quantity, Refusal};

/// The most that one count takes: a million units, as for one field.
const MOST: i64 = 1_000_000_000;

/// A quantity that was typed for a product. Refuses what is no number, what can be read in two ways
/// and a part of what comes whole.
pub(super) fn quantity_of(typed: &str, goods: &Goods) -> Result<Quantity, Refusal> {
    if Quantity::has_two_meanings(typed) {
        let refusal = Refusal::at("counted", "refused-take-comma");
        return Err(refusal.with("typed", typed.trim()));
    }
    let quantity = Quantity::parse(typed);
    let quantity = quantity.ok_or_else(|| Refusal::at("counted", "refused-not-a-quantity"))?;
    let fits = goods.unit.is_measured()
        || quantity.is_in_steps_of(Quantity::ONE)
        || quantity.is_in_steps_of(goods.step);
    if !fits {
        return Err(Refusal::at("counted", "refused-step")
            .with("name", &goods.name)
            .with("step", goods.step.min(Quantity::ONE).short()));
    }
    Ok(quantity)
}

/// What was counted in all: whole packs, and what is loose. Every field that will not do is refused;
/// so is a form with nothing in it.
pub(super) fn how_many(
    loose: &str,
    packs: &BTreeMap<Uuid, String>,
    known: &[Pack],
    goods: &Goods,
) -> Result<Quantity, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut parts = Vec::new();
    let typed = packs.iter().filter(|(_, typed)| !typed.trim().is_empty());
    for (pack_id, typed) in typed {
        match in_packs(*pack_id, typed, known) {
            Ok(part) => parts.push(part),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !loose.trim().is_empty() || (parts.is_empty() && refusals.is_empty()) {
        match quantity_of(loose, goods) {
            Ok(part) => parts.push(part),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    parts
        .into_iter()
        .try_fold(Quantity::ZERO, Quantity::plus)
        .filter(|sum| sum.milli() <= MOST)
        .ok_or_else(|| vec![Refusal::at("counted", "refused-not-a-quantity")])
}

/// What is in so many packs.
fn in_packs(pack_id: Uuid, typed: &str, known: &[Pack]) -> Result<Quantity, Refusal> {
    let refused = || Refusal {
        field: Some(pack_field(pack_id)),
        ..Refusal::of("refused-take-packs")
    };
    let pack = known.iter().find(|pack| pack.pack_id == pack_id);
    let pack = pack.ok_or_else(|| Refusal::of("refused-changed-meanwhile"))?;
    let many: i64 = typed.trim().parse().map_err(|_| refused())?;
    let milli = pack.holds.milli().checked_mul(many);
    match milli {
        Some(milli) if (0..=MOST).contains(&milli) => Ok(Quantity::from_milli(milli)),
        _ => Err(refused()),
    }
}

/// What a pack's field is called, and where it is refused. A letter first: what begins with a digit
/// would be read as a place in a list.
pub(super) fn pack_field(pack_id: Uuid) -> String {
    format!("packs[p{pack_id}]")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Unit;

    fn goods(unit: Unit, step: i64) -> Goods {
        Goods {
            product_id: Uuid::nil(),
            sku: String::new(),
            name: "Soda".to_owned(),
            unit,
            step: Quantity::from_milli(step),
            category_id: None,
            category: None,
            kind: "plain".to_owned(),
            is_retired: false,
        }
    }

    fn key(typed: &str, goods: &Goods) -> String {
        quantity_of(typed, goods).unwrap_err().key
    }

    #[test]
    fn reads_what_counters_type() {
        let bottles = goods(Unit::Bottle, 1000);
        assert_eq!(quantity_of("12", &bottles).unwrap().milli(), 12_000);
        assert_eq!(quantity_of("0", &bottles).unwrap(), Quantity::ZERO);
        assert_eq!(key("1.5", &bottles), "refused-step");
        assert_eq!(key("", &bottles), "refused-not-a-quantity");
        assert_eq!(key("-1", &bottles), "refused-not-a-quantity");
        // A thousand bottles, or one: nobody guesses.
        assert_eq!(key("1,000", &bottles), "refused-take-comma");
        let rice = goods(Unit::Kg, 250);
        assert_eq!(quantity_of("1,5", &rice).unwrap().milli(), 1500);
        assert_eq!(quantity_of("0,250", &rice).unwrap().milli(), 250);
        assert_eq!(quantity_of("0.333", &rice).unwrap().milli(), 333);
        assert_eq!(key("1,250", &rice), "refused-take-comma");
        // Half a cabbage can be sold, so half a one can be left.
        let cabbage = goods(Unit::Head, 500);
        assert_eq!(quantity_of("2.5", &cabbage).unwrap().milli(), 2500);
    }

    #[test]
    fn packs_and_loose_ones_add_up() {
        let bottles = goods(Unit::Bottle, 1000);
        let carton = Pack {
            pack_id: Uuid::now_v7(),
            name: "carton".to_owned(),
            holds: Quantity::from_milli(24_000),
        };
        let id = carton.pack_id;
        let known = [carton];
        let many = |packs: &str, loose: &str| {
            let packs = BTreeMap::from([(id, packs.to_owned())]);
            how_many(loose, &packs, &known, &bottles)
        };
        assert_eq!(many("3", "4").unwrap().milli(), 76_000);
        assert_eq!(many("3", "").unwrap().milli(), 72_000);
        assert_eq!(many("", "4").unwrap().milli(), 4000);
        assert_eq!(many("0", "0").unwrap(), Quantity::ZERO);
        assert!(many("", "").is_err());
        assert_eq!(many("1.5", "x").unwrap_err().len(), 2);
        assert!(many("-1", "").is_err());
        assert!(many("999999999999", "").is_err());
        let strange = BTreeMap::from([(Uuid::now_v7(), "1".to_owned())]);
        assert!(how_many("", &strange, &known, &bottles).is_err());
    }
}
