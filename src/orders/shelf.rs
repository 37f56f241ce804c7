//! What of an order's goods stands on shelves: a product itself, or the parts of a kit. Pure.
//!
//! What never breaks: kits are ordered whole, so that what their parts come to is exact; and what is
//! missing is said of what the customer chose.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::cart::short;
use super::{LinePart, OrderLine};
use crate::platform::fault;
use crate::stock::{Line, Short};
use crate::values::{Quantity, Refusal, Stop};

/// So much of one line of goods.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goods<'a> {
    pub line_no: i32,
    pub product_id: Uuid,
    pub name: &'a str,
    pub quantity: Quantity,
    /// What one of it is made of; nothing where it stands on a shelf itself.
    pub parts: &'a [LinePart],
}

impl Goods<'_> {
    /// So much of a line; none where that is nothing, or no goods.
    pub fn of(line: &OrderLine, quantity: Quantity) -> Option<Goods<'_>> {
        let product_id = line.product_id.filter(|_| quantity > Quantity::ZERO)?;
        Some(Goods {
            line_no: line.line_no,
            product_id,
            name: &line.name,
            quantity,
            parts: &line.parts,
        })
    }

    /// What it is on shelves. None where it does not come out even.
    fn lines(&self) -> Option<Vec<Line>> {
        let line = |product_id: Uuid, quantity: Quantity| Line {
            line_no: self.line_no,
            product_id,
            quantity,
        };
        if self.parts.is_empty() {
            return Some(vec![line(self.product_id, self.quantity)]);
        }
        let parts = self.parts.iter();
        parts
            .map(|part| Some(line(part.part_id, self.quantity.times(part.quantity)?)))
            .collect()
    }

    /// What a product that is short is called here, and how much can be had of the line for it; none
    /// where the line needs none of it.
    fn left(&self, short: &Short) -> Option<(&str, Quantity)> {
        if self.parts.is_empty() {
            return (self.product_id == short.product_id).then_some((self.name, short.left));
        }
        let mut parts = self.parts.iter();
        let part = parts.find(|part| part.part_id == short.product_id)?;
        let whole = short.left.milli().checked_div(part.quantity.milli());
        let whole = whole.unwrap_or(0).saturating_mul(Quantity::ONE.milli());
        Some((&part.name, Quantity::from_milli(whole)))
    }
}

/// What goods are on shelves, line by line: a product may stand on several.
pub(super) fn lines(goods: &[Goods<'_>]) -> Result<Vec<Line>, Stop> {
    let mut all = Vec::with_capacity(goods.len());
    for one in goods {
        let uneven = || fault("a kit on an order does not come out even", &one.product_id);
        all.extend(one.lines().ok_or_else(uneven)?);
    }
    Ok(all)
}

/// What is missing, in the words of what was chosen: "Only 2 of … left". A part that several lines
/// need is named itself.
pub(super) fn missing(goods: &[Goods<'_>], shorts: &[Short]) -> Vec<Refusal> {
    let mut least: BTreeMap<i32, (&str, Quantity)> = BTreeMap::new();
    let mut refusals = Vec::new();
    for one in shorts {
        let needs = goods.iter();
        let needs: Vec<_> = needs
            .filter_map(|goods| Some((goods, goods.left(one)?)))
            .collect();
        match needs.as_slice() {
            [(only, (_, left))] => {
                let known = least.entry(only.line_no).or_insert((only.name, *left));
                known.1 = known.1.min(*left);
            }
            [(_, (name, _)), ..] if one.left > Quantity::ZERO => {
                let refusal = Refusal::of("refused-shared-short").with("name", name);
                refusals.push(refusal.with("left", one.left.short()));
            }
            [(_, (name, _)), ..] => refusals.push(short(name, one.left)),
            [] => refusals.push(short("", one.left)),
        }
    }
    let own = least.into_values().map(|(name, left)| short(name, left));
    refusals.extend(own);
    refusals
}

/// What of promised goods has expired since: each product by its own name, with what is still good of it.
pub(super) fn expired(goods: &[Goods<'_>], shorts: &[Short], key: &str) -> Vec<Refusal> {
    let said = |short: &Short| {
        let needed = goods.iter().find_map(|goods| goods.left(short));
        let name = needed.map_or("", |(name, _)| name);
        let refusal = Refusal::of(key).with("name", name);
        refusal.with("left", short.left.short())
    };
    shorts.iter().map(said).collect()
}

/// What lines need of each product on shelves, together.
fn needs(goods: &[Goods<'_>]) -> BTreeMap<Uuid, Vec<Line>> {
    let mut needs: BTreeMap<Uuid, Vec<Line>> = BTreeMap::new();
    for line in goods.iter().filter_map(|one| one.lines()).flatten() {
        needs.entry(line.product_id).or_default().push(line);
    }
    needs
}

/// The sum of lines; none where it cannot be counted.
fn sum(lines: &[Line]) -> Option<Quantity> {
    let mut lines = lines.iter();
    lines.try_fold(Quantity::ZERO, |sum, line| sum.plus(line.quantity))
}

/// What is said of each line that needs, with others, more of a product than is free of it at any one of
/// these places. What no line can have by itself is left to that line.
pub(super) fn contended(
    goods: &[Goods<'_>],
    places: &[HashMap<Uuid, Quantity>],
) -> BTreeMap<i32, Refusal> {
    let mut said = BTreeMap::new();
    for (product_id, lines) in needs(goods) {
        let free = places.iter().filter_map(|place| place.get(&product_id));
        let left = free.copied().max().unwrap_or_default();
        let enough = sum(&lines).is_some_and(|all| all <= left);
        if lines.len() < 2 || left == Quantity::ZERO || enough {
            continue;
        }
        let short = Short {
            product_id,
            batch_id: None,
            left,
        };
        if let Some(refusal) = missing(goods, &[short]).pop() {
            said.extend(lines.iter().map(|line| (line.line_no, refusal.clone())));
        }
    }
    said
}

/// What is said of lines where each could be had, but no one of these places has them all: of those that
/// the place lacks that lacks fewest.
pub(super) fn apart(
    goods: &[Goods<'_>],
    places: &[HashMap<Uuid, Quantity>],
) -> BTreeMap<i32, Refusal> {
    let needs = needs(goods);
    let lacks = |place: &HashMap<Uuid, Quantity>| -> Vec<Short> {
        let needs = needs.iter();
        let short = needs.filter_map(|(product_id, lines)| {
            let left = place.get(product_id).copied().unwrap_or_default();
            let enough = sum(lines).is_some_and(|all| all <= left);
            (!enough).then_some(Short {
                product_id: *product_id,
                batch_id: None,
                left,
            })
        });
        short.collect()
    };
    let nearest = places.iter().map(lacks).min_by_key(Vec::len);
    let nearest = nearest.unwrap_or_default();
    let mut least: BTreeMap<i32, (&str, Quantity)> = BTreeMap::new();
    for one in goods {
        for (_, left) in nearest.iter().filter_map(|short| one.left(short)) {
            let known = least.entry(one.line_no).or_insert((one.name, left));
            known.1 = known.1.min(left);
        }
    }
    let said = least.into_iter().map(|(line_no, (name, left))| {
        let refusal = if left == Quantity::ZERO {
            Refusal::of("refused-not-with-the-rest").with("name", name)
        } else {
            let refusal = Refusal::of("refused-few-with-the-rest").with("name", name);
            refusal.with("left", left.short())
        };
        (line_no, refusal)
    });
    said.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Unit;

    fn part(id: u128, milli: i64) -> LinePart {
        LinePart {
            part_id: Uuid::from_u128(id),
            sku: String::new(),
            name: format!("Part {id}"),
            unit: Unit::Piece,
            quantity: Quantity::from_milli(milli),
        }
    }

    fn goods(line_no: i32, id: u128, milli: i64, parts: &[LinePart]) -> Goods<'_> {
        Goods {
            line_no,
            product_id: Uuid::from_u128(id),
            name: if parts.is_empty() { "Tea" } else { "Breakfast" },
            quantity: Quantity::from_milli(milli),
            parts,
        }
    }

    fn place(free: &[(u128, i64)]) -> HashMap<Uuid, Quantity> {
        let free = free.iter();
        free.map(|(id, milli)| (Uuid::from_u128(*id), Quantity::from_milli(*milli)))
            .collect()
    }

    fn short_of(id: u128, milli: i64) -> Short {
        Short {
            product_id: Uuid::from_u128(id),
            batch_id: None,
            left: Quantity::from_milli(milli),
        }
    }

    fn told(refusals: &[Refusal]) -> Vec<(String, Vec<String>)> {
        let values = |refusal: &Refusal| -> Vec<String> {
            let args = refusal.args.iter();
            args.map(|(_, value)| value.clone()).collect()
        };
        let told = refusals.iter();
        told.map(|refusal| (refusal.key.clone(), values(refusal)))
            .collect()
    }

    #[test]
    fn a_kit_is_its_parts_and_anything_else_is_itself() {
        let parts = [part(1, 2000), part(2, 500)];
        let all = lines(&[goods(1, 9, 3000, &parts), goods(2, 1, 250, &[])]).unwrap();
        let amounts: Vec<(i32, i64)> = all
            .iter()
            .map(|line| (line.line_no, line.quantity.milli()))
            .collect();
        assert_eq!(amounts, [(1, 6000), (1, 1500), (2, 250)]);
        assert!(lines(&[goods(1, 9, 1, &[part(1, 500)])]).is_err());
    }

    #[test]
    fn what_is_missing_is_said_of_what_was_chosen() {
        let parts = [part(1, 2000), part(2, 500)];
        let kit = goods(1, 9, 3000, &parts);
        let both = missing(&[kit], &[short_of(1, 5000), short_of(2, 600)]);
        let only = |key: &str, args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            vec![(key.to_owned(), args)]
        };
        assert_eq!(
            told(&both),
            only("refused-out-of-stock", &["Breakfast", "1"])
        );
        let gone = missing(&[kit], &[short_of(1, 1999)]);
        assert_eq!(told(&gone), only("refused-sold-out", &["Breakfast"]));
        let shared = [kit, goods(2, 1, 3000, &[])];
        let shared = missing(&shared, &[short_of(1, 7000)]);
        assert_eq!(
            told(&shared),
            only("refused-shared-short", &["Part 1", "7"])
        );
    }

    #[test]
    fn what_has_expired_is_called_by_its_own_name() {
        let parts = [part(1, 2000)];
        let all = [goods(1, 9, 3000, &parts), goods(2, 7, 1000, &[])];
        let said = expired(&all, &[short_of(1, 5000), short_of(7, 0)], "key");
        let words = |name: &str, left: &str| {
            let args = vec![name.to_owned(), left.to_owned()];
            ("key".to_owned(), args)
        };
        assert_eq!(told(&said), [words("Part 1", "5"), words("Tea", "0")]);
    }

    #[test]
    fn lines_that_need_more_together_than_there_is_are_told_so() {
        let parts = [part(1, 2000), part(2, 500)];
        let all = [
            goods(1, 9, 3000, &parts),
            goods(2, 1, 3000, &[]),
            goods(3, 7, 1000, &[]),
        ];
        let free = |milli: i64| [place(&[(1, milli)])];
        assert!(contended(&all, &free(9000)).is_empty());
        let said = contended(&all, &free(8000));
        assert_eq!(said.keys().copied().collect::<Vec<_>>(), [1, 2]);
        let said: Vec<Refusal> = said.into_values().collect();
        let words = (
            "refused-shared-short".to_owned(),
            vec!["Part 1".to_owned(), "8".to_owned()],
        );
        assert_eq!(told(&said), [words.clone(), words]);
        // Of what is gone each line says so itself, and so does a line that is alone.
        assert!(contended(&all, &free(0)).is_empty());
        assert!(contended(&all[..1], &free(1)).is_empty());
    }

    #[test]
    fn what_no_one_place_has_all_of_is_said_of_what_it_lacks() {
        let all = [goods(1, 1, 3000, &[]), goods(2, 2, 2000, &[])];
        let rest = |key: &str, args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            vec![(key.to_owned(), args)]
        };
        let said = |places: &[HashMap<Uuid, Quantity>]| {
            let said = apart(&all, places);
            let lines: Vec<i32> = said.keys().copied().collect();
            (lines, told(&said.into_values().collect::<Vec<_>>()))
        };
        let (only_one, only_two) = (place(&[(1, 5000)]), place(&[(1, 1000), (2, 9000)]));
        let both = place(&[(1, 3000), (2, 2000)]);
        assert_eq!(
            said(&[only_one.clone(), only_two.clone()]),
            (vec![2], rest("refused-not-with-the-rest", &["Tea"]))
        );
        assert_eq!(
            said(&[only_two.clone(), only_one.clone()]),
            (vec![1], rest("refused-few-with-the-rest", &["Tea", "1"]))
        );
        assert_eq!(said(&[only_one, only_two, both]), (vec![], vec![]));
        assert_eq!(said(&[]), (vec![], vec![]));
    }
}
