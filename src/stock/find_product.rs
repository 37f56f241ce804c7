//! Finds products by what a person types or scans: a barcode, a SKU, or a name.
//!
//! Exactly, never nearly: a document of stock moves what was meant or says that it does not know.

use uuid::Uuid;

use super::store::find::{self, Candidate};
use crate::platform::{BusinessTx, fault};
use crate::values::{Quantity, Refusal, Stop, Unit};

/// A product that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The pack whose barcode was named, if it was one.
    pub pack: Option<String>,
    /// How much of the product one of what was named holds: 1, or what is in the pack.
    pub holds: Quantity,
}

impl Found {
    /// So many of what was named, in the product's own unit. None where that cannot be counted.
    pub fn in_units(&self, quantity: Quantity) -> Option<Quantity> {
        let milli = quantity.milli().checked_mul(self.holds.milli())?;
        (milli % 1000 == 0).then(|| Quantity::from_milli(milli / 1000))
    }
}

/// What each term means, in the order of the terms: first a barcode, then a SKU in any letters, then
/// a name in any letters. A term that means nothing, or several products, is answered with the
/// reason, and so is one that means a product which is not sold any more or has no stock of its own.
pub async fn find_products(
    tx: &mut BusinessTx,
    terms: &[String],
) -> Result<Vec<Result<Found, Refusal>>, Stop> {
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let all = find::candidates(tx, terms).await?;
    let mut meant = Vec::with_capacity(terms.len());
    for (place, term) in (1_i64..).zip(terms) {
        let own: Vec<&Candidate> = all.iter().filter(|one| one.place == place).collect();
        meant.push(match choose(term, &own) {
            Ok(candidate) => Ok(found(candidate)?),
            Err(refusal) => Err(refusal),
        });
    }
    Ok(meant)
}

/// The product that a term means, of those it may mean; the surest come first.
fn choose<'a>(term: &str, own: &[&'a Candidate]) -> Result<&'a Candidate, Refusal> {
    let stocked = own
        .iter()
        .copied()
        .filter(|one| !one.retired && one.kind == "plain");
    let stocked: Vec<&'a Candidate> = stocked.collect();
    if let Some(first) = stocked.first().copied() {
        let as_sure = stocked.iter().filter(|one| one.rank == first.rank);
        if as_sure.count() > 1 {
            return Err(Refusal::of("refused-product-ambiguous").with("term", term));
        }
        return Ok(first);
    }
    match own.iter().find(|one| !one.retired).or(own.first()) {
        Some(one) if one.retired => Err(Refusal::of("refused-retired").with("name", &one.name)),
        Some(one) => Err(Refusal::of("refused-product-holds-none").with("name", &one.name)),
        None => Err(Refusal::of("refused-product-unknown").with("term", term)),
    }
}

fn found(candidate: &Candidate) -> Result<Found, Stop> {
    let unit = Unit::parse(&candidate.unit).ok_or_else(|| {
        fault(
            "a product row is not what it must be",
            &candidate.product_id,
        )
    })?;
    Ok(Found {
        product_id: candidate.product_id,
        sku: candidate.sku.clone(),
        name: candidate.name.clone(),
        unit,
        pack: candidate.pack.clone(),
        holds: Quantity::from_milli(candidate.holds_milli),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn candidate(rank: i32, name: &str, kind: &str, retired: bool) -> Candidate {
        Candidate {
            place: 1,
            rank,
            product_id: Uuid::now_v7(),
            sku: "UNGA".to_owned(),
            name: name.to_owned(),
            unit: "piece".to_owned(),
            kind: kind.to_owned(),
            retired,
            pack: None,
            holds_milli: 1000,
        }
    }

    fn chosen(all: &[Candidate]) -> Result<String, String> {
        let own: Vec<&Candidate> = all.iter().collect();
        let chosen = choose("unga", &own);
        chosen.map(|one| one.name.clone()).map_err(|no| no.key)
    }

    #[test]
    fn the_surest_wins_and_two_as_sure_are_nobody() {
        let plain = |rank, name| candidate(rank, name, "plain", false);
        assert_eq!(chosen(&[plain(1, "a"), plain(4, "b")]), Ok("a".to_owned()));
        assert_eq!(chosen(&[plain(2, "a"), plain(3, "b")]), Ok("a".to_owned()));
        let two = chosen(&[plain(4, "a"), plain(4, "a")]);
        assert_eq!(two, Err("refused-product-ambiguous".to_owned()));
        let none = chosen(&[]);
        assert_eq!(none, Err("refused-product-unknown".to_owned()));
    }

    #[test]
    fn what_has_no_stock_or_is_not_sold_is_refused() {
        let old = candidate(2, "old", "plain", true);
        assert_eq!(
            chosen(std::slice::from_ref(&old)),
            Err("refused-retired".to_owned())
        );
        let kit = candidate(2, "kit", "kit", false);
        let refused = Err("refused-product-holds-none".to_owned());
        assert_eq!(chosen(&[old.clone(), kit]), refused);
        let now = candidate(4, "now", "plain", false);
        assert_eq!(chosen(&[old, now]), Ok("now".to_owned()));
    }

    #[test]
    fn packs_are_counted_in_units() {
        let carton = Candidate {
            holds_milli: 24_000,
            ..candidate(1, "Soda", "plain", false)
        };
        let carton = found(&carton).unwrap();
        let two = carton.in_units(Quantity::from_milli(2000));
        assert_eq!(two, Some(Quantity::from_milli(48_000)));
        let gram = Found {
            holds: Quantity::from_milli(1),
            ..carton
        };
        assert_eq!(gram.in_units(Quantity::from_milli(500)), None);
    }
}
