//! What the form of a receipt sends, and how it stands again after a refusal.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::platform::secrets::digest_bytes;

/// The most fields of one kind that are kept of a form that was refused.
const MOST_KEPT: usize = 300;

/// Goods that came, as they were typed. Lines are named by keys: `l3` is the third line of the order,
/// `p…` a product by its id, `x1` a line of its own whose product stands in `code`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReceiveForm {
    /// Made with the page: the key that makes receiving happen once.
    pub receipt_id: String,
    /// The order that the goods came for; empty: none.
    pub purchase_id: String,
    /// From whom, where there is no order.
    pub supplier_id: String,
    /// Where they were brought, where there is no order.
    pub location_id: String,
    /// The number on the supplier's paper; may be empty.
    pub delivery_note: String,
    /// Words of the person who received them; may be empty.
    pub note: String,
    /// Ticked: more came than was ordered, or something else.
    pub more: String,
    /// What a line of its own is: a SKU, a barcode or a name.
    pub code: BTreeMap<String, String>,
    /// How much came.
    pub quantity: BTreeMap<String, String>,
    /// What one unit cost, tax left out; empty: as expected.
    pub cost: BTreeMap<String, String>,
    /// Ticked: it came for nothing.
    pub free: BTreeMap<String, String>,
    /// The number of the batch; may be empty.
    pub batch: BTreeMap<String, String>,
    /// The last day that it may be sold on; may be empty.
    pub expires: BTreeMap<String, String>,
}

impl ReceiveForm {
    /// Of all that was typed: the same id with another body is another receipt.
    pub(super) fn digest(&self) -> Vec<u8> {
        let body = serde_json::to_string(self).unwrap_or_default();
        digest_bytes(body.as_bytes())
    }

    /// What stands in a field of a line; empty where nothing does.
    pub(super) fn of<'a>(map: &'a BTreeMap<String, String>, key: &str) -> &'a str {
        map.get(key).map_or("", |text| text.trim())
    }

    /// For another look after a refusal: every field under one name, such as `quantity-l3`.
    pub(super) fn typed(&self) -> Value {
        flattened(
            &[
                ("receipt_id", &self.receipt_id),
                ("location_id", &self.location_id),
                ("delivery_note", &self.delivery_note),
                ("note", &self.note),
                ("more", &self.more),
            ],
            &[
                ("code", &self.code),
                ("quantity", &self.quantity),
                ("cost", &self.cost),
                ("free", &self.free),
                ("batch", &self.batch),
                ("expires", &self.expires),
            ],
        )
    }
}

/// A form of many lines with every field under one name: those of lines are `what-key`.
pub(in crate::purchasing) fn flattened(
    plain: &[(&str, &str)],
    lines: &[(&str, &BTreeMap<String, String>)],
) -> Value {
    let mut typed = Map::new();
    for (name, value) in plain {
        typed.insert((*name).to_owned(), json!(value));
    }
    for (what, map) in lines {
        for (key, value) in map.iter().take(MOST_KEPT) {
            typed.insert(format!("{what}-{key}"), json!(value));
        }
    }
    Value::Object(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_its_lines() {
        let form = ReceiveForm {
            note: "two torn".to_owned(),
            quantity: BTreeMap::from([("l1".to_owned(), "3".to_owned())]),
            ..ReceiveForm::default()
        };
        let typed = form.typed();
        assert_eq!(typed["quantity-l1"], json!("3"));
        assert_eq!(typed["note"], json!("two torn"));
        assert_ne!(form.digest(), ReceiveForm::default().digest());
    }
}
