//! What the form of a bill sends, and how it is read. Pure.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::platform::secrets::digest_bytes;
use crate::purchasing::goods::free_or_not;
use crate::purchasing::receiving::{ReceiptLine, flattened, line_of_key};
use crate::staff::{one_line, unless_refused};
use crate::values::{Money, Quantity, Refusal, Stop, typed_day};

/// The most lines of one bill.
const MOST_LINES: usize = 300;
/// The most lines of freight: each is spread over every line of a receipt.
const MOST_FREIGHT: usize = 20;

/// A bill as it was typed. Lines of goods are named by their receipt line's key, freight by `f1`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BillForm {
    /// Made with the page: the key that makes entering happen once.
    pub bill_id: String,
    /// Who asks.
    pub supplier_id: String,
    /// The number on the paper.
    pub number: String,
    /// The date on the paper.
    pub billed_on: String,
    /// By when it is to be paid; empty: by the supplier's terms.
    pub due_on: String,
    /// The tax on it; empty: worked out from the goods.
    pub tax: String,
    /// The total on the paper; empty: not compared.
    pub paper_total: String,
    /// Words about it; may be empty.
    pub note: String,
    /// The receipt that the page was opened for; may be empty.
    pub receipt: String,
    /// The receipt whose freight it is; may be empty.
    pub landed: String,
    /// Ticked: the bill names this line.
    pub take: BTreeMap<String, String>,
    /// How much of it.
    pub quantity: BTreeMap<String, String>,
    /// For how much, tax left out.
    pub net: BTreeMap<String, String>,
    /// Ticked: it is free of charge. Left out of the digest where nothing is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub free: BTreeMap<String, String>,
    /// What kind of freight it is; may be empty.
    pub words: BTreeMap<String, String>,
    /// For how much, tax left out; empty: none.
    pub freight: BTreeMap<String, String>,
    /// Over which receipt it is spread.
    pub over: BTreeMap<String, String>,
}

/// What a bill says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub number: String,
    pub billed_on: NaiveDate,
    pub due_on: NaiveDate,
    pub tax: Option<Money>,
    pub paper_total: Option<Money>,
    pub note: String,
}

/// A line of goods as the bill asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub line: ReceiptLine,
    pub quantity: Quantity,
    pub net: Money,
}

/// Freight or duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Landed {
    pub receipt_id: Uuid,
    pub words: String,
    pub net: Money,
}

fn at(what: &str, key: &str, refused: &str) -> Refusal {
    Refusal {
        field: Some(format!("{what}-{key}")),
        ..Refusal::of(refused)
    }
}

fn of<'a>(map: &'a BTreeMap<String, String>, key: &str) -> &'a str {
    map.get(key).map_or("", |text| text.trim())
}

/// An amount that is not below nothing; none where nothing was typed.
pub(super) fn amount(
    text: &str,
    currency: &str,
    refusal: impl FnOnce() -> Refusal,
) -> Result<Option<Money>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match Money::parse(text, currency) {
        Ok(amount) if amount >= Money::ZERO => Ok(Some(amount)),
        _ => Err(refusal()),
    }
}

impl BillForm {
    /// Of all that was typed: the same id with another body is another bill.
    pub(super) fn digest(&self) -> Vec<u8> {
        let body = serde_json::to_string(self).unwrap_or_default();
        digest_bytes(body.as_bytes())
    }

    /// For another look after a refusal.
    pub(super) fn typed(&self) -> Value {
        flattened(
            &[
                ("bill_id", &self.bill_id),
                ("number", &self.number),
                ("billed_on", &self.billed_on),
                ("due_on", &self.due_on),
                ("tax", &self.tax),
                ("paper_total", &self.paper_total),
                ("note", &self.note),
            ],
            &[
                ("take", &self.take),
                ("quantity", &self.quantity),
                ("net", &self.net),
                ("free", &self.free),
                ("words", &self.words),
                ("freight", &self.freight),
                ("over", &self.over),
            ],
        )
    }

    /// What the bill says of itself. Every field that will not do is refused.
    pub(super) fn head(
        &self,
        today: NaiveDate,
        terms_days: i32,
        currency: &str,
    ) -> Result<Head, Stop> {
        let mut refusals = Vec::new();
        let number = one_line(&self.number);
        if number.is_empty() {
            refusals.push(Refusal::at("number", "refused-bill-number-needed"));
        } else if number.chars().count() > 60 {
            refusals.push(Refusal::at("number", "refused-too-long").with("most", 60));
        }
        let billed_on = typed_day(&self.billed_on);
        match billed_on {
            None => refusals.push(Refusal::at("billed_on", "refused-purchases-date")),
            Some(day) if day > today => {
                refusals.push(Refusal::at("billed_on", "refused-bill-ahead"));
            }
            Some(_) => {}
        }
        let due_on = self.due(billed_on, terms_days);
        if let Err(refusal) = &due_on {
            refusals.push(refusal.clone());
        }
        let mut money = |text: &str, field: &str| {
            let refused = || Refusal::at(field, "refused-not-an-amount");
            amount(text, currency, refused).unwrap_or_else(|refusal| {
                refusals.push(refusal);
                None
            })
        };
        let tax = money(&self.tax, "tax");
        let paper_total = money(&self.paper_total, "paper_total");
        let note = one_line(&self.note);
        if note.chars().count() > 300 {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", 300));
        }
        unless_refused(refusals)?;
        Ok(Head {
            number,
            billed_on: billed_on.unwrap_or(today),
            due_on: due_on.unwrap_or(today),
            tax,
            paper_total,
            note,
        })
    }

    /// By when it is to be paid: as typed, else by the supplier's terms.
    fn due(&self, billed_on: Option<NaiveDate>, terms_days: i32) -> Result<NaiveDate, Refusal> {
        let typed = self.due_on.trim();
        let from = billed_on.unwrap_or_default();
        if typed.is_empty() {
            let days = Days::new(u64::try_from(terms_days).unwrap_or_default());
            return Ok(from.checked_add_days(days).unwrap_or(from));
        }
        let no_day = || Refusal::at("due_on", "refused-purchases-date");
        let day = typed_day(typed).ok_or_else(no_day)?;
        if day < from {
            return Err(Refusal::at("due_on", "refused-bill-due-before"));
        }
        Ok(day)
    }

    /// The receipt lines that were ticked.
    pub(super) fn taken(&self) -> Vec<(Uuid, i32)> {
        let ticked = self.take.iter().filter(|(_, tick)| !tick.trim().is_empty());
        let mut keys: Vec<(Uuid, i32)> = ticked
            .filter_map(|(key, _)| line_of_key(key))
            .take(MOST_LINES)
            .collect();
        keys.sort_unstable();
        // A key can be spelled in more than one way.
        keys.dedup();
        keys
    }

    /// The goods that the bill names, against their lines as they are under the lock.
    pub(super) fn goods(
        &self,
        lines: &[ReceiptLine],
        currency: &str,
    ) -> Result<Vec<Asked>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut asked = Vec::new();
        for (receipt_id, line_no) in self.taken() {
            let is_it =
                |line: &&ReceiptLine| line.receipt_id == receipt_id && line.line_no == line_no;
            let read = match lines.iter().find(is_it) {
                Some(line) => self.one(line, currency),
                None => Err(Refusal::of("refused-changed-meanwhile")),
            };
            match read {
                Ok(one) => asked.push(one),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() {
            Ok(asked)
        } else {
            Err(refusals)
        }
    }

    fn one(&self, line: &ReceiptLine, currency: &str) -> Result<Asked, Refusal> {
        let key = &line.key();
        let quantity = Quantity::parse(of(&self.quantity, key))
            .filter(|quantity| *quantity > Quantity::ZERO)
            .ok_or_else(|| at("quantity", key, "refused-not-a-quantity"))?;
        if quantity > line.to_bill() {
            return Err(at("quantity", key, "refused-bill-too-much")
                .with("name", &line.name)
                .with("most", line.to_bill().short()));
        }
        let refused = || at("net", key, "refused-not-an-amount");
        let is_free = !of(&self.free, key).is_empty();
        let net = match amount(of(&self.net, key), currency, refused)? {
            None if is_free => Money::ZERO,
            net => net.ok_or_else(refused)?,
        };
        let net = free_or_not(net, is_free, &line.name).map_err(|refusal| Refusal {
            field: Some(format!("net-{key}")),
            ..refusal
        })?;
        Ok(Asked {
            line: line.clone(),
            quantity,
            net,
        })
    }

    /// Freight and duty, as typed.
    pub(super) fn landed(&self, currency: &str) -> Result<Vec<Landed>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut landed = Vec::new();
        let filled = self.freight.iter();
        let filled: Vec<_> = filled
            .filter(|(_, typed)| !typed.trim().is_empty())
            .collect();
        if filled.len() > MOST_FREIGHT {
            let refusal = Refusal::of("refused-bill-freight-lines");
            return Err(vec![refusal.with("most", MOST_FREIGHT)]);
        }
        for (key, typed) in filled {
            let refused = || at("freight", key, "refused-not-an-amount");
            let net = match amount(typed, currency, refused) {
                Ok(Some(net)) if net > Money::ZERO => net,
                Ok(_) => continue,
                Err(refusal) => {
                    refusals.push(refusal);
                    continue;
                }
            };
            let words = one_line(of(&self.words, key));
            if words.chars().count() > 120 {
                refusals.push(at("words", key, "refused-too-long").with("most", 120));
            }
            match of(&self.over, key).parse::<Uuid>() {
                Ok(receipt_id) => landed.push(Landed {
                    receipt_id,
                    words,
                    net,
                }),
                Err(_) => refusals.push(at("over", key, "refused-bill-over-what")),
            }
        }
        if refusals.is_empty() {
            Ok(landed)
        } else {
            Err(refusals)
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form() -> BillForm {
        BillForm {
            number: " INV  7 ".to_owned(),
            billed_on: "2026-11-20".to_owned(),
            ..BillForm::default()
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_bill_is_due_by_the_terms() {
        let head = form().head(day("2026-11-28"), 30, "KES").unwrap();
        assert_eq!(head.number, "INV 7");
        assert_eq!(head.due_on, day("2026-12-20"));
        assert_eq!((head.tax, head.paper_total), (None, None));
    }

    #[test]
    fn a_day_of_no_shop_is_none() {
        for far in ["0001-01-01", "-262143-01-01", "+262142-12-31"] {
            let wrong = BillForm {
                billed_on: far.to_owned(),
                due_on: far.to_owned(),
                ..form()
            };
            let Err(Stop::Refused(refusals)) = wrong.head(day("2026-11-28"), 30, "KES") else {
                panic!("{far} is a day")
            };
            let keys: Vec<&str> = refusals.iter().map(|one| one.key.as_str()).collect();
            assert_eq!(keys, ["refused-purchases-date"; 2], "{far}");
        }
    }

    #[test]
    fn every_field_is_refused_by_itself() {
        let wrong = BillForm {
            number: String::new(),
            billed_on: "2026-12-01".to_owned(),
            due_on: "2026-11-01".to_owned(),
            tax: "-1".to_owned(),
            paper_total: "x".to_owned(),
            ..BillForm::default()
        };
        let Err(Stop::Refused(refusals)) = wrong.head(day("2026-11-28"), 0, "KES") else {
            panic!("it was read");
        };
        let fields: Vec<_> = refusals.iter().map(|r| r.field.clone().unwrap()).collect();
        assert_eq!(
            fields,
            ["number", "billed_on", "due_on", "tax", "paper_total"]
        );
    }

    #[test]
    fn freight_needs_a_receipt_and_an_amount() {
        let mut form = form();
        form.freight.insert("f1".to_owned(), "12.50".to_owned());
        form.freight.insert("f2".to_owned(), String::new());
        let refusals = form.landed("KES").unwrap_err();
        assert_eq!(refusals[0].field.as_deref(), Some("over-f1"));
        form.over.insert("f1".to_owned(), Uuid::nil().to_string());
        let landed = form.landed("KES").unwrap();
        assert_eq!(landed.len(), 1);
        assert_eq!(landed[0].net, Money::from_minor(1250));
    }
}
