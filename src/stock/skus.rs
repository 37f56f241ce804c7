//! What the SKUs in a file mean: the one that is written so to the letter, else the one that differs from
//! it by small and capital letters only, where just one does. Every file that comes in reads its SKUs so.

use std::collections::{HashMap, HashSet};

use super::store::find::{self, Alike};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// How a file spells SKUs, and how the business does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    /// What is said, and the SKU that is meant, where that is written in other letters.
    other: HashMap<String, String>,
    /// What is said and could be several, none of them to the letter.
    unclear: HashSet<String>,
}

impl Spelling {
    /// Looks at what a file says. What is there to the letter is found by an index; only for the rest all
    /// SKUs are looked through.
    pub async fn of(tx: &mut BusinessTx, said: &[String]) -> Result<Spelling, Stop> {
        let known = find::skus_known(tx, said).await?;
        let is_other = |sku: &&String| !sku.is_empty() && !known.contains(*sku);
        let mut rest: Vec<String> = said.iter().filter(is_other).cloned().collect();
        rest.sort_unstable();
        rest.dedup();
        if rest.is_empty() {
            return Ok(Spelling::default());
        }
        let alike = find::skus_alike(tx, &rest).await?;
        Ok(Spelling::read(&alike))
    }

    /// Reads what is like what was said, all of one after the other. What is on sale goes before what is
    /// not.
    fn read(alike: &[Alike]) -> Spelling {
        let mut spelling = Spelling::default();
        for own in alike.chunk_by(|one, next| one.said == next.said) {
            let Some(said) = own.first().map(|one| one.said.clone()) else {
                continue;
            };
            let on_sale: Vec<&Alike> = own.iter().filter(|one| !one.retired).collect();
            let meant = match (on_sale.as_slice(), own) {
                ([one], _) => Some(*one),
                ([], [one]) => Some(one),
                _ => None,
            };
            if let Some(meant) = meant {
                spelling.other.insert(said, meant.sku.clone());
            } else {
                spelling.unclear.insert(said);
            }
        }
        spelling
    }

    /// The SKU that is meant, as the business writes it; as it was said, where nothing is like it. None:
    /// several are, and nobody can tell which.
    pub fn sku<'a>(&'a self, said: &'a str) -> Option<&'a str> {
        if self.unclear.contains(said) {
            return None;
        }
        Some(self.other.get(said).map_or(said, String::as_str))
    }

    /// All that are meant, once each.
    pub fn skus(&self, said: &[String]) -> Vec<String> {
        let meant = said.iter().filter_map(|said| self.sku(said));
        let mut meant: Vec<String> = meant.map(str::to_owned).collect();
        meant.sort_unstable();
        meant.dedup();
        meant
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tests::support::Shop;

    fn alike(said: &str, sku: &str, retired: bool) -> Alike {
        Alike {
            said: said.to_owned(),
            sku: sku.to_owned(),
            retired,
        }
    }

    #[test]
    fn one_that_is_alike_is_meant_and_several_are_nobody() {
        let spelling = Spelling::read(&[
            alike("rice", "RICE", false),
            alike("salt", "SALT", false),
            alike("salt", "Salt", false),
            alike("soap", "SOAP", true),
            alike("soap", "Soap", false),
            alike("tea", "TEA", true),
        ]);
        assert_eq!(spelling.sku("rice"), Some("RICE"));
        assert_eq!(spelling.sku("salt"), None);
        assert_eq!(spelling.sku("soap"), Some("Soap"));
        assert_eq!(spelling.sku("tea"), Some("TEA"));
        assert_eq!(spelling.sku("new"), Some("new"));
        let said = ["new", "rice", "salt", "RICE"].map(str::to_owned);
        assert_eq!(spelling.skus(&said), ["RICE", "new"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_stands_to_the_letter_is_meant_before_all() {
        let shop = Shop::open("spelling").await;
        for sku in ["SALT", "Salt", "RICE"] {
            shop.sells(sku, "50", "0").await;
        }
        let neighbour = shop.neighbour("spelling-neighbour").await;
        neighbour.sells("HERS", "50", "0").await;
        let said = ["Salt", "salt", "Rice", "hers", ""].map(str::to_owned);
        let mut tx = shop.look().await;
        let spelling = Spelling::of(&mut tx, &said).await.unwrap();
        let meant = said.each_ref().map(|said| spelling.sku(said));
        let expected = [Some("Salt"), None, Some("RICE"), Some("hers"), Some("")];
        assert_eq!(meant, expected);
    }
}
