//! A sale or a refund as it stands, with its lines, the tax inside them and its money. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::shifts::InShift;
use crate::payments::Tender;
use crate::values::{Money, Quantity, Rate};

/// What a document of the till is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaleKind {
    /// Goods went, money came.
    Sale,
    /// Goods came back, or did not; money went back.
    Refund,
}

impl SaleKind {
    /// Both, in the order that filters show.
    pub const ALL: [SaleKind; 2] = [SaleKind::Sale, SaleKind::Refund];

    /// Its word in the database, in addresses and in translation keys (`sale-kind-sale`).
    pub const fn code(self) -> &'static str {
        match self {
            SaleKind::Sale => "sale",
            SaleKind::Refund => "refund",
        }
    }

    /// The kind of that word, or none.
    pub fn parse(code: &str) -> Option<SaleKind> {
        SaleKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The series of its numbers at a location.
    pub fn series(self, location_id: Uuid) -> String {
        format!("{}:{location_id}", self.code())
    }
}

/// A sale, or a refund of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its id: made by the till, and its key for ever.
    pub sale_id: Uuid,
    /// What it is.
    pub kind: SaleKind,
    /// The series of its number.
    pub series: String,
    /// Its number in the series.
    pub number: i64,
    /// A refund: of which sale.
    pub refunds: Option<Uuid>,
    /// Where.
    pub location_id: Uuid,
    /// What that location is called now.
    pub location_name: String,
    /// In which shift of a till; none: at no till.
    pub shift: Option<InShift>,
    /// Who bought, where she is known.
    pub customer_id: Option<Uuid>,
    /// Her name as it was then; may be empty.
    pub buyer_name: String,
    /// Her tax PIN as it was then.
    pub buyer_tax_pin: Option<String>,
    /// By which list of prices.
    pub price_list: String,
    /// The currency of all amounts.
    pub currency: String,
    /// Its lines together, tax included.
    pub goods: Money,
    /// What was given away, all in all.
    pub discount: Money,
    /// Of that, what was given on the whole and lies on its lines.
    pub on_all: Money,
    /// What rounding to the business's unit added or took.
    pub rounding: Money,
    /// The tax inside.
    pub tax: Money,
    /// What was paid for the goods, or given back for them.
    pub total: Money,
    /// What was paid beside that for whoever served; of a sale that was a mistake, it went back too.
    pub tip: Money,
    /// What the goods had cost that left, or that came back on the shelf.
    pub cost: Money,
    /// A word about it; may be empty.
    pub note: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When we learnt of it.
    pub recorded_at: DateTime<Utc>,
    /// The business's day.
    pub business_date: NaiveDate,
    /// Who rang it up.
    pub member_id: Option<Uuid>,
    /// The name of who rang it up.
    pub seller: Option<String>,
    /// Who let through what the seller may not give away herself.
    pub approved_by: Option<Approver>,
    /// A refund: whether it takes back a sale that was a mistake; the note says why.
    pub is_void: bool,
}

/// Somebody who approved a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approver {
    /// Her id.
    pub member_id: Uuid,
    /// Her name.
    pub name: String,
}

impl Sale {
    /// Its number as it is printed.
    pub fn shown_number(&self) -> String {
        shown_number(&self.series, self.number)
    }

    /// What it earned before other costs: without tax, less what the goods had cost. None where it
    /// cannot be counted.
    pub fn margin(&self) -> Option<Money> {
        self.goods.minus(self.tax)?.minus(self.cost)
    }
}

/// A number as it is printed: one that a till gave begins with the till's own series, `T1-12`.
pub fn shown_number(series: &str, number: i64) -> String {
    match series.strip_prefix("till:") {
        Some(till) => format!("{}-{number}", till.replace(':', "")),
        None => number.to_string(),
    }
}

/// The tax inside a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTax {
    /// The class.
    pub tax_class_id: Uuid,
    /// The class's word: `standard`, `zero`, `exempt`.
    pub code: String,
    /// Its rate on the sale's day.
    pub rate: Rate,
    /// How much of the line's amount it is.
    pub amount: Money,
}

/// A line of a sale or of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleLine {
    /// Its number on the document.
    pub line_no: i32,
    /// What was sold; none: a quick item, which is no product.
    pub product_id: Option<Uuid>,
    /// In which pack; none: in the product's own unit.
    pub pack_id: Option<Uuid>,
    /// The product's SKU, then; a quick item's barcode.
    pub sku: String,
    /// The product's name, then.
    pub name: String,
    /// What it was counted in: a unit's word, or the pack's name.
    pub unit: String,
    /// How much, of units or of packs.
    pub quantity: Quantity,
    /// How much of the product's own unit one of it is.
    pub holds: Quantity,
    /// For one, tax included.
    pub unit_price: Money,
    /// Given away on it.
    pub discount: Money,
    /// What the line came to, tax included.
    pub amount: Money,
    /// The tax inside that.
    pub tax: LineTax,
    /// What the goods had cost.
    pub cost: Money,
    /// A named batch.
    pub batch_id: Option<Uuid>,
    /// A word about it; may be empty.
    pub note: String,
    /// A refund: the line of the sale that came back.
    pub returns_line_no: Option<i32>,
    /// A refund: whether the goods went back on the shelf.
    pub restocked: Option<bool>,
    /// A sale: how much of it has come back.
    pub returned: Quantity,
    /// A sale: how much of its amount was given back.
    pub returned_amount: Money,
}

impl SaleLine {
    /// How much of it can still come back.
    pub fn left(&self) -> Quantity {
        self.quantity.minus(self.returned).unwrap_or_default()
    }

    /// What it earned: without tax, less cost. None where it cannot be counted.
    pub fn margin(&self) -> Option<Money> {
        self.amount.minus(self.tax.amount)?.minus(self.cost)
    }
}

/// Money of a sale, or of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalePayment {
    /// Its id.
    pub payment_id: Uuid,
    /// How it came or went.
    pub tender: Tender,
    /// How much.
    pub amount: Money,
    /// The reference of a tender that has one.
    pub reference: Option<String>,
    /// Cash: what was handed over, where change was given of it.
    pub handed: Option<Money>,
    /// M-Pesa: written down by hand, and not found at M-Pesa yet.
    pub is_unmatched: bool,
    /// M-Pesa: a prompt at the till brought it, and it was in the books before the sale.
    pub is_held: bool,
    /// A voucher: which; none where a till took it for one that did not hold so much.
    pub voucher_id: Option<Uuid>,
}

/// A document with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The sale or the refund.
    pub sale: Sale,
    /// Its lines.
    pub lines: Vec<SaleLine>,
    /// Its money.
    pub payments: Vec<SalePayment>,
    /// What came back of it, oldest first.
    pub refunds: Vec<Sale>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for kind in SaleKind::ALL {
            assert_eq!(SaleKind::parse(kind.code()), Some(kind));
        }
        assert_eq!(SaleKind::parse("gift"), None);
    }

    #[test]
    fn a_tills_number_says_which_till_gave_it() {
        assert_eq!(shown_number("sale:0199", 7), "7");
        assert_eq!(shown_number("till:T3", 12), "T3-12");
        assert_eq!(shown_number("till:T3:x", 1), "T3x-1");
    }
}
