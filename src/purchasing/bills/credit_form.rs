//! What the form of a supplier's credit sends, and how it is read. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::bill_form::amount;
use super::reason::Reason;
use super::store::Billed;
use crate::platform::secrets::digest_bytes;
use crate::purchasing::receiving::{ReceiptLine, flattened, line_of_key};
use crate::staff::{one_line, unless_refused};
use crate::values::{Money, Quantity, Refusal, Stop, typed_day};

/// The most lines of one credit.
const MOST_LINES: usize = 200;

/// A credit as it was typed. Lines are named by their receipt line's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CreditForm {
    /// Made with the page: the key that makes entering happen once.
    pub credit_id: String,
    /// Who takes something off.
    pub supplier_id: String,
    /// The number on the supplier's paper; empty where there is none yet: it gets one of ours. Then she
    /// bills only what stayed: goods that go back before any bill names them come off what is to be
    /// billed. With a number, she takes off what she has asked or will ask for.
    pub number: String,
    /// The date on it.
    pub credited_on: String,
    /// Why.
    pub reason: String,
    /// Where goods leave from that go back.
    pub location_id: String,
    /// The tax on it; empty: none.
    pub tax: String,
    /// Words about it; may be empty.
    pub note: String,
    /// Ticked: it is taken off what is owed now; else it stays to be used later.
    pub use_now: String,
    /// The receipt that the page was opened for; may be empty.
    pub receipt: String,
    /// How much goes back.
    pub quantity: BTreeMap<String, String>,
    /// For how much, tax left out; empty: what it had cost.
    pub net: BTreeMap<String, String>,
}

/// What a credit says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// None: it gets one of ours.
    pub number: Option<String>,
    pub credited_on: NaiveDate,
    pub reason: Reason,
    pub tax: Money,
    pub note: String,
}

/// A line of a credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub line: ReceiptLine,
    /// What goes back; of goods that stay, what came.
    pub quantity: Quantity,
    /// What the supplier takes off.
    pub net: Money,
    /// Of what goes back, what no bill has named and none will.
    pub dropped: Quantity,
    /// What that was received at.
    pub dropped_value: Money,
}

fn at(what: &str, key: &str, refused: &str) -> Refusal {
    Refusal {
        field: Some(format!("{what}-{key}")),
        ..Refusal::of(refused)
    }
}

impl CreditForm {
    /// Of all that was typed: the same id with another body is another credit.
    pub(super) fn digest(&self) -> Vec<u8> {
        let body = serde_json::to_string(self).unwrap_or_default();
        digest_bytes(body.as_bytes())
    }

    /// For another look after a refusal.
    pub(super) fn typed(&self) -> Value {
        flattened(
            &[
                ("credit_id", &self.credit_id),
                ("number", &self.number),
                ("credited_on", &self.credited_on),
                ("reason", &self.reason),
                ("location_id", &self.location_id),
                ("tax", &self.tax),
                ("note", &self.note),
                ("use_now", &self.use_now),
            ],
            &[("quantity", &self.quantity), ("net", &self.net)],
        )
    }

    /// What the credit says of itself. Every field that will not do is refused.
    pub(super) fn head(&self, today: NaiveDate, currency: &str) -> Result<Head, Stop> {
        let mut refusals = Vec::new();
        let number = one_line(&self.number);
        if number.chars().count() > 60 {
            refusals.push(Refusal::at("number", "refused-too-long").with("most", 60));
        }
        let credited_on = typed_day(&self.credited_on);
        match credited_on {
            None => refusals.push(Refusal::at("credited_on", "refused-purchases-date")),
            Some(day) if day > today => {
                refusals.push(Refusal::at("credited_on", "refused-bill-ahead"));
            }
            Some(_) => {}
        }
        let reason = Reason::parse(&self.reason);
        if reason.is_none() {
            refusals.push(Refusal::at("reason", "refused-why-needed"));
        }
        let refused = || Refusal::at("tax", "refused-not-an-amount");
        let tax = amount(&self.tax, currency, refused).unwrap_or_else(|refusal| {
            refusals.push(refusal);
            None
        });
        let note = one_line(&self.note);
        if note.chars().count() > 300 {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", 300));
        }
        unless_refused(refusals)?;
        Ok(Head {
            number: (!number.is_empty()).then_some(number),
            credited_on: credited_on.unwrap_or(today),
            reason: reason.unwrap_or(Reason::Other),
            tax: tax.unwrap_or_default(),
            note,
        })
    }

    /// The receipt lines that something stands beside.
    pub(super) fn named(&self) -> Vec<(Uuid, i32)> {
        let filled = |map: &BTreeMap<String, String>| {
            let filled = map.iter().filter(|(_, typed)| !typed.trim().is_empty());
            let keys: Vec<(Uuid, i32)> = filled.filter_map(|(key, _)| line_of_key(key)).collect();
            keys
        };
        let mut all: BTreeSet<(Uuid, i32)> = filled(&self.quantity).into_iter().collect();
        all.extend(filled(&self.net));
        all.into_iter().take(MOST_LINES).collect()
    }

    /// The lines, against their receipts as they are under the lock. `billed` says what bills asked
    /// for them: goods that go back are worth that, where nothing else is typed.
    pub(super) fn lines(
        &self,
        reason: Reason,
        lines: &[ReceiptLine],
        billed: &HashMap<(Uuid, i32), Billed>,
        currency: &str,
    ) -> Result<Vec<Taken>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut taken = Vec::new();
        for named in self.named() {
            let is_it = |line: &&ReceiptLine| (line.receipt_id, line.line_no) == named;
            let read = match lines.iter().find(is_it) {
                None => Err(Refusal::of("refused-changed-meanwhile")),
                Some(line) if reason == Reason::Returned => {
                    self.back(line, billed.get(&named), currency)
                }
                Some(line) => self.cheaper(line, currency),
            };
            match read {
                Ok(Some(one)) => taken.push(one),
                Ok(None) => {}
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() && taken.is_empty() {
            refusals.push(Refusal::of("refused-credit-empty"));
        }
        if refusals.is_empty() {
            Ok(taken)
        } else {
            Err(refusals)
        }
    }

    fn net_of(&self, key: &str, currency: &str) -> Result<Option<Money>, Refusal> {
        let typed = self.net.get(key).map_or("", String::as_str);
        amount(typed, currency, || at("net", key, "refused-not-an-amount"))
    }

    /// Of goods that go back, what comes off what is to be billed.
    fn dropped(&self, line: &ReceiptLine, quantity: Quantity) -> Quantity {
        if one_line(&self.number).is_empty() {
            quantity.min(line.to_bill())
        } else {
            Quantity::ZERO
        }
    }

    /// Goods that go back.
    fn back(
        &self,
        line: &ReceiptLine,
        billed: Option<&Billed>,
        currency: &str,
    ) -> Result<Option<Taken>, Refusal> {
        let key = &line.key();
        let typed = self.quantity.get(key).map_or("", |typed| typed.trim());
        let net = self.net_of(key, currency)?;
        if typed.is_empty() {
            // An amount alone says nothing of what goes back.
            return Err(at("quantity", key, "refused-not-a-quantity"));
        }
        let quantity = Quantity::parse(typed);
        let quantity = quantity.ok_or_else(|| at("quantity", key, "refused-not-a-quantity"))?;
        if quantity == Quantity::ZERO {
            return Ok(None);
        }
        if quantity > line.to_return() {
            return Err(at("quantity", key, "refused-credit-too-much")
                .with("name", &line.name)
                .with("most", line.to_return().short()));
        }
        let not = || at("net", key, "refused-not-an-amount");
        let dropped = self.dropped(line, quantity);
        let rest = quantity.minus(dropped).ok_or_else(not)?;
        if rest == Quantity::ZERO && net.is_some() {
            // Nobody has asked for them: there is nothing to take off.
            return Err(at("net", key, "refused-credit-not-billed").with("name", &line.name));
        }
        let had_cost = || match billed {
            Some(billed) => billed.net.share(rest.milli(), billed.quantity.milli()),
            None => line.value.share(rest.milli(), line.quantity.milli()),
        };
        Ok(Some(Taken {
            line: line.clone(),
            quantity,
            net: net.or_else(had_cost).ok_or_else(not)?,
            dropped,
            dropped_value: line.value_of(dropped).ok_or_else(not)?,
        }))
    }

    /// Goods that stay, and cost less after all.
    fn cheaper(&self, line: &ReceiptLine, currency: &str) -> Result<Option<Taken>, Refusal> {
        let key = &line.key();
        let net = self.net_of(key, currency)?.unwrap_or_default();
        if net.is_zero() {
            return Ok(None);
        }
        Ok(Some(Taken {
            line: line.clone(),
            quantity: line.quantity,
            net,
            dropped: Quantity::ZERO,
            dropped_value: Money::ZERO,
        }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::values::Unit;

    fn line() -> ReceiptLine {
        ReceiptLine {
            receipt_id: Uuid::from_u128(7),
            receipt_number: 1,
            line_no: 1,
            location_id: Uuid::nil(),
            received_on: NaiveDate::default(),
            product_id: Uuid::nil(),
            name: "Rice".to_owned(),
            sku: String::new(),
            unit: Unit::Kg,
            tax_class_id: Uuid::nil(),
            batch_id: None,
            batch_number: None,
            expires_on: None,
            quantity: Quantity::from_milli(10_000),
            value: Money::from_minor(1000),
            billed: Quantity::ZERO,
            billed_value: Money::ZERO,
            returned: Quantity::from_milli(4000),
            dropped: Quantity::ZERO,
            dropped_value: Money::ZERO,
        }
    }

    fn read(
        quantity: &str,
        net: &str,
        reason: Reason,
        billed: Option<Billed>,
    ) -> Result<Vec<Taken>, String> {
        let key = line().key();
        let form = CreditForm {
            number: "CN-1".to_owned(),
            quantity: BTreeMap::from([(key.clone(), quantity.to_owned())]),
            net: BTreeMap::from([(key, net.to_owned())]),
            ..CreditForm::default()
        };
        let billed = billed.map(|billed| ((line().receipt_id, 1), billed));
        let billed = billed.into_iter().collect();
        form.lines(reason, &[line()], &billed, "KES")
            .map_err(|refusals| refusals[0].key.clone())
    }

    #[test]
    fn goods_go_back_at_what_they_cost() {
        let taken = read("3", "", Reason::Returned, None).unwrap();
        assert_eq!(taken[0].net, Money::from_minor(300));
        let dearer = Billed {
            quantity: Quantity::from_milli(5000),
            net: Money::from_minor(600),
        };
        let taken = read("3", "", Reason::Returned, Some(dearer)).unwrap();
        assert_eq!(taken[0].net, Money::from_minor(360));
        let taken = read("3", "1.50", Reason::Returned, Some(dearer)).unwrap();
        assert_eq!(taken[0].net, Money::from_minor(150));
    }

    #[test]
    fn what_no_bill_named_comes_off_what_is_to_be_billed() {
        let mut line = line();
        line.billed = Quantity::from_milli(8000);
        line.billed_value = Money::from_minor(800);
        let back = |quantity: &str, net: &str| {
            let form = CreditForm {
                quantity: BTreeMap::from([(line.key(), quantity.to_owned())]),
                net: BTreeMap::from([(line.key(), net.to_owned())]),
                ..CreditForm::default()
            };
            let billed = Billed {
                quantity: Quantity::from_milli(8000),
                net: Money::from_minor(1600),
            };
            let billed = HashMap::from([((line.receipt_id, 1), billed)]);
            let read = form.lines(Reason::Returned, &[line.clone()], &billed, "KES");
            read.map_err(|refusals| refusals[0].key.clone())
        };
        // Two were not billed; the third was, at twice what it was received at.
        let taken = &back("3", "").unwrap()[0];
        assert_eq!(taken.dropped, Quantity::from_milli(2000));
        assert_eq!(taken.dropped_value, Money::from_minor(200));
        assert_eq!(taken.net, Money::from_minor(200));
        assert_eq!(back("3", "1.50").unwrap()[0].net, Money::from_minor(150));
        assert_eq!(back("2", "").unwrap()[0].net, Money::ZERO);
        assert_eq!(back("2", "1").unwrap_err(), "refused-credit-not-billed");
    }

    #[test]
    fn no_more_goes_back_than_is_left() {
        let refused = read("6.5", "", Reason::Returned, None);
        assert_eq!(refused.unwrap_err(), "refused-credit-too-much");
        assert_eq!(read("6", "", Reason::Returned, None).unwrap().len(), 1);
        let refused = read("0", "", Reason::Returned, None);
        assert_eq!(refused.unwrap_err(), "refused-credit-empty");
        let refused = read("", "5", Reason::Returned, None);
        assert_eq!(refused.unwrap_err(), "refused-not-a-quantity");
    }

    #[test]
    fn a_better_price_moves_no_goods() {
        let taken = read("", "2", Reason::Price, None).unwrap();
        assert_eq!(taken[0].quantity, line().quantity);
        assert_eq!(taken[0].net, Money::from_minor(200));
        assert!(read("3", "", Reason::Other, None).is_err());
    }
}
