//! What the form of an order sends, and how it stands again after a refusal.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::purchasing::receiving::flattened;

/// An order as it was typed. Lines are named by keys: `l1` is the first. Of a line that is there
/// already the product stands by its id; of a new one, by what somebody typed. A line whose packs are
/// left empty goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PurchaseForm {
    /// Made with the page: the key that makes the order happen once.
    pub purchase_id: String,
    /// The revision that the page showed; empty or 0 where the order is new.
    pub revision: String,
    /// To whom.
    pub supplier_id: String,
    /// Where it is to be brought.
    pub location_id: String,
    /// A day, or nothing.
    pub expected_on: String,
    /// Words to the supplier; may be empty.
    pub note: String,
    /// `send`: the supplier gets it at once.
    pub then: String,
    /// A product's id.
    pub product: BTreeMap<String, String>,
    /// Else a SKU, a barcode or a name.
    pub what: BTreeMap<String, String>,
    /// How many packs.
    pub packs: BTreeMap<String, String>,
    /// A pack's name; `-`: by the unit; empty: as she sells it.
    pub pack: BTreeMap<String, String>,
    /// Of one pack, tax left out; empty: as it was.
    pub cost: BTreeMap<String, String>,
    /// Ticked: it is free of charge.
    pub free: BTreeMap<String, String>,
}

impl PurchaseForm {
    /// What stands in a field of a line; empty where nothing does.
    pub(super) fn of<'a>(map: &'a BTreeMap<String, String>, key: &str) -> &'a str {
        map.get(key).map_or("", |text| text.trim())
    }

    /// The keys of its lines, in their order.
    pub(super) fn keys(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self
            .product
            .keys()
            .chain(self.what.keys())
            .map(String::as_str)
            .collect();
        let mut keys: Vec<&str> = all.into_iter().collect();
        keys.sort_by_key(|&key| key.get(1..).and_then(|no| no.parse::<i32>().ok()));
        keys
    }

    /// For another look after a refusal: every field under one name, such as `packs-l3`.
    pub(super) fn typed(&self) -> Value {
        flattened(
            &[
                ("supplier_id", &self.supplier_id),
                ("location_id", &self.location_id),
                ("expected_on", &self.expected_on),
                ("note", &self.note),
            ],
            &[
                ("product", &self.product),
                ("what", &self.what),
                ("packs", &self.packs),
                ("pack", &self.pack),
                ("cost", &self.cost),
                ("free", &self.free),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_come_in_their_order_and_stand_again() {
        let one = |key: &str, text: &str| (key.to_owned(), text.to_owned());
        let form = PurchaseForm {
            product: BTreeMap::from([one("l2", "a")]),
            what: BTreeMap::from([one("l10", "UNGA"), one("l3", "")]),
            packs: BTreeMap::from([one("l10", " 4 ")]),
            ..PurchaseForm::default()
        };
        assert_eq!(form.keys(), ["l2", "l3", "l10"]);
        assert_eq!(PurchaseForm::of(&form.packs, "l10"), "4");
        assert_eq!(form.typed()["packs-l10"], json!(" 4 "));
    }
}
