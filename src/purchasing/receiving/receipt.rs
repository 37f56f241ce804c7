//! What came from a supplier, as its document says it. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::values::{Money, Quantity, Unit};

/// Whom goods come from, as far as receipts and bills need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Its id.
    pub supplier_id: Uuid,
    /// Its name.
    pub name: String,
    /// Days from a bill's date to the day it is due.
    pub terms_days: i32,
    /// Whether nothing is bought there any more.
    pub is_retired: bool,
}

/// Goods that came, as their document says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its id.
    pub receipt_id: Uuid,
    /// Its number, from the series `receipt`.
    pub number: i64,
    /// From whom.
    pub supplier_id: Uuid,
    /// The supplier's name, as it is now.
    pub supplier_name: String,
    /// The order that they came for.
    pub purchase_id: Option<Uuid>,
    /// That order's number.
    pub purchase_number: Option<i64>,
    /// Where they were brought.
    pub location_id: Uuid,
    /// The location's name.
    pub location_name: String,
    /// The number on the supplier's paper; may be empty.
    pub delivery_note: String,
    /// What the person who received them wrote; may be empty.
    pub note: String,
    /// What all of them were expected to cost, tax left out.
    pub value: Money,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Who received them.
    pub member: Option<String>,
}

/// A line of a receipt, with what has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptLine {
    /// Its receipt.
    pub receipt_id: Uuid,
    /// That receipt's number.
    pub receipt_number: i64,
    /// Its number in the receipt.
    pub line_no: i32,
    /// Where the goods were brought.
    pub location_id: Uuid,
    /// The business's day on which they came.
    pub received_on: NaiveDate,
    /// The product.
    pub product_id: Uuid,
    /// Its name, as it is now.
    pub name: String,
    /// Its SKU.
    pub sku: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Its tax class.
    pub tax_class_id: Uuid,
    /// The batch that came.
    pub batch_id: Option<Uuid>,
    /// That batch's number.
    pub batch_number: Option<String>,
    /// The last day that the batch may be sold on.
    pub expires_on: Option<NaiveDate>,
    /// How much came.
    pub quantity: Quantity,
    /// What all of it was expected to cost, tax left out.
    pub value: Money,
    /// Of the quantity, what bills have named.
    pub billed: Quantity,
    /// Of the value, what bills have taken over.
    pub billed_value: Money,
    /// Of the quantity, what went back.
    pub returned: Quantity,
    /// Of what went back, what no bill had named: nothing is to be billed for it any more.
    pub dropped: Quantity,
    /// What that had been received at.
    pub dropped_value: Money,
}

impl ReceiptLine {
    /// What no bill has named yet, of what stayed.
    pub fn to_bill(&self) -> Quantity {
        let left = self.quantity.minus(self.billed);
        let left = left.and_then(|left| left.minus(self.dropped));
        left.unwrap_or_default()
    }

    /// What no bill has taken over yet, of what stayed.
    pub fn value_to_bill(&self) -> Money {
        let left = self.value.minus(self.billed_value);
        let left = left.and_then(|left| left.minus(self.dropped_value));
        left.unwrap_or_default()
    }

    /// The value that a bill over so much of it takes over, or a return before its bill. The last part takes all that is left, so
    /// that no cent stays behind. None where it cannot be counted.
    pub fn value_of(&self, quantity: Quantity) -> Option<Money> {
        if quantity == self.to_bill() {
            return Some(self.value_to_bill());
        }
        let share = self.value.share(quantity.milli(), self.quantity.milli())?;
        Some(share.min(self.value_to_bill()))
    }

    /// What may still go back.
    pub fn to_return(&self) -> Quantity {
        self.quantity.minus(self.returned).unwrap_or_default()
    }

    /// How fields of forms call it.
    pub fn key(&self) -> String {
        format!("r{}x{}", self.receipt_id.simple(), self.line_no)
    }
}

/// The line that a key of a form names: its receipt and number; none where it is no key.
pub(in crate::purchasing) fn line_of_key(key: &str) -> Option<(Uuid, i32)> {
    let (receipt, line) = key.strip_prefix('r')?.split_once('x')?;
    Some((receipt.parse().ok()?, line.parse().ok()?))
}

/// Which receipts a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiptFilter {
    /// From this supplier only.
    pub supplier_id: Option<Uuid>,
    /// Only those that are not billed whole.
    pub to_bill: bool,
    /// From 1.
    pub page: i64,
}

/// A receipt in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub receipt_id: Uuid,
    /// Its number.
    pub number: i64,
    /// From whom.
    pub supplier_name: String,
    /// Where it was brought.
    pub location_name: String,
    /// The number on the supplier's paper.
    pub delivery_note: String,
    /// What it was expected to cost.
    pub value: Money,
    /// Of that, what bills have taken over.
    pub billed_value: Money,
    /// Of that, what went back before any bill named it.
    pub dropped_value: Money,
    /// When.
    pub occurred_at: DateTime<Utc>,
}

/// A page of receipts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListedPage {
    /// Newest first.
    pub rows: Vec<Listed>,
    /// Which page it is, from 1.
    pub page: i64,
    /// How many pages there are; at least 1.
    pub pages: i64,
    /// How many receipts fit the filter.
    pub total: i64,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn line(quantity: i64, value: i64) -> ReceiptLine {
        ReceiptLine {
            receipt_id: Uuid::nil(),
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
            quantity: Quantity::from_milli(quantity),
            value: Money::from_minor(value),
            billed: Quantity::ZERO,
            billed_value: Money::ZERO,
            returned: Quantity::ZERO,
            dropped: Quantity::ZERO,
            dropped_value: Money::ZERO,
        }
    }

    #[test]
    fn the_last_bill_takes_every_cent() {
        let mut line = line(3000, 1000);
        for _ in 0..3 {
            let part = line.value_of(Quantity::ONE).unwrap();
            line.billed = line.billed.plus(Quantity::ONE).unwrap();
            line.billed_value = line.billed_value.plus(part).unwrap();
        }
        assert_eq!(line.billed_value, line.value);
        assert_eq!(line.to_bill(), Quantity::ZERO);
    }

    #[test]
    fn what_went_back_before_its_bill_is_not_billed() {
        let mut line = line(3000, 1000);
        line.dropped_value = line.value_of(Quantity::ONE).unwrap();
        line.dropped = Quantity::ONE;
        assert_eq!(line.to_bill(), Quantity::from_milli(2000));
        // A bill of what stayed takes every cent that is left.
        assert_eq!(line.value_of(line.to_bill()), Some(Money::from_minor(667)));
    }

    #[test]
    fn a_key_names_its_line() {
        let line = line(1000, 1);
        assert_eq!(line_of_key(&line.key()), Some((line.receipt_id, 1)));
        assert_eq!(line_of_key("l1"), None);
        assert_eq!(line_of_key("x"), None);
    }
}
