//! The parts of a kit, what they cost together, how many kits they make, and their form. Pure.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::values::{Money, Quantity, Refusal, Unit};

/// The most parts of one kit.
pub(super) const MOST: usize = 50;

/// The parts of a kit as they were typed: `p` and an id names how much of that part is in one kit
/// (nothing takes it out), `add` names another product, `add_quantity` says how much of that.
pub type PartsForm = BTreeMap<String, String>;

/// A part of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitPart {
    /// The product.
    pub part_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How much of it is in one kit.
    pub quantity: Quantity,
    /// What one unit of it cost last.
    pub cost: Option<Money>,
    /// Whether it is sold by itself no more; a kit may still have it.
    pub retired: bool,
}

/// What the parts of one kit cost together. None where there are none, where the cost of one is not
/// known, or where it cannot be counted.
pub fn cost_of(parts: &[KitPart]) -> Option<Money> {
    if parts.is_empty() {
        return None;
    }
    let each = parts.iter().map(|part| part.cost?.times(part.quantity));
    Money::sum(each.collect::<Option<Vec<Money>>>()?)
}

/// How many whole kits can be made of what is free, by product; none of a kit without parts.
pub fn makes(parts: &[KitPart], free: &HashMap<Uuid, Quantity>) -> i64 {
    let of_one = |part: &KitPart| {
        let free = free.get(&part.part_id).copied().unwrap_or_default();
        // A need is never zero: the database holds that.
        let whole = free.milli().checked_div(part.quantity.milli());
        whole.unwrap_or(0).max(0)
    };
    parts.iter().map(of_one).min().unwrap_or(0)
}

/// How a part's field is called.
pub(super) fn field_of(part_id: Uuid) -> String {
    format!("p{}", part_id.simple())
}

/// The parts that a form names, each with how much of it stays in the kit; all that is wrong with
/// them at once.
pub(super) fn stays(form: &PartsForm) -> Result<Vec<(Uuid, Quantity)>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut stays = Vec::new();
    for (field, typed) in form {
        let named = field.strip_prefix('p');
        let Some(part_id) = named.and_then(|id| id.parse::<Uuid>().ok()) else {
            continue;
        };
        match typed.trim() {
            "" => stays.push((part_id, Quantity::ZERO)),
            typed => match Quantity::parse(typed) {
                Some(quantity) => stays.push((part_id, quantity)),
                None => refusals.push(Refusal::at(field, "refused-not-a-quantity")),
            },
        }
    }
    if refusals.is_empty() {
        return Ok(stays);
    }
    Err(refusals)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn part(number: u128, milli: i64, cost: Option<i64>) -> KitPart {
        KitPart {
            part_id: Uuid::from_u128(number),
            sku: format!("P{number}"),
            name: format!("Part {number}"),
            unit: Unit::Piece,
            quantity: Quantity::from_milli(milli),
            cost: cost.map(Money::from_minor),
            retired: false,
        }
    }

    #[test]
    fn the_scarcest_part_says_how_many() {
        let parts = [part(1, 2000, None), part(2, 500, None)];
        let free = |one: i64, two: i64| {
            let pair = |number, milli| (Uuid::from_u128(number), Quantity::from_milli(milli));
            makes(&parts, &HashMap::from([pair(1, one), pair(2, two)]))
        };
        assert_eq!(free(10_000, 10_000), 5);
        assert_eq!(free(10_000, 1400), 2);
        assert_eq!(free(1999, 10_000), 0);
        assert_eq!(free(-4000, 10_000), 0);
        assert_eq!(makes(&parts, &HashMap::new()), 0);
        assert_eq!(makes(&[], &HashMap::new()), 0);
    }

    #[test]
    fn a_kit_costs_what_its_parts_cost() {
        let known = [part(1, 2000, Some(150)), part(2, 500, Some(99))];
        assert_eq!(cost_of(&known), Some(Money::from_minor(350)));
        let unknown = [part(1, 2000, Some(150)), part(2, 500, None)];
        assert_eq!(cost_of(&unknown), None);
        assert_eq!(cost_of(&[]), None);
    }

    #[test]
    fn a_form_names_its_parts() {
        let id = Uuid::now_v7();
        let form = PartsForm::from([
            (field_of(id), "1,5".to_owned()),
            ("add".to_owned(), "UNGA".to_owned()),
            ("p-nobody".to_owned(), "3".to_owned()),
        ]);
        assert_eq!(stays(&form).unwrap(), [(id, Quantity::from_milli(1500))]);
        let form = PartsForm::from([(field_of(id), "some".to_owned())]);
        assert_eq!(stays(&form).unwrap_err()[0].field, Some(field_of(id)));
    }
}
