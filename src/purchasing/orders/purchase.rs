//! An order to a supplier, as its document says it. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::State;
use crate::values::{Money, Phone, Quantity, Unit};

/// An order to a supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Its id.
    pub purchase_id: Uuid,
    /// Its number, from the series `purchase`.
    pub number: i64,
    /// To whom.
    pub supplier_id: Uuid,
    /// Her name, as it is now.
    pub supplier_name: String,
    /// Where it is to be brought.
    pub location_id: Uuid,
    /// That location's name.
    pub location_name: String,
    /// How far it has come.
    pub state: State,
    /// Words to the supplier; may be empty.
    pub note: String,
    /// The day by which it should come.
    pub expected_on: Option<NaiveDate>,
    /// What its lines come to, tax left out.
    pub total: Money,
    /// When it was first written.
    pub made_at: DateTime<Utc>,
    /// When the supplier got it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it came to its end.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who wrote it.
    pub made_by: Option<String>,
    /// Counts its changes.
    pub revision: i32,
}

/// A product on an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// Its SKU with us, as it is now.
    pub sku: String,
    /// Its name, as it is now.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// The supplier's code for it; may be empty.
    pub supplier_sku: String,
    /// The pack it is ordered in; none: by its own unit.
    pub pack_id: Option<Uuid>,
    /// What that pack was called then; empty where there is none.
    pub pack_name: String,
    /// What one pack held then; 1 where there is none.
    pub holds: Quantity,
    /// How many packs.
    pub packs: Quantity,
    /// How much that is in the product's own unit.
    pub quantity: Quantity,
    /// What one pack costs, tax left out.
    pub cost: Money,
    /// What all of them cost.
    pub amount: Money,
    /// How much came, in the product's own unit.
    pub received: Quantity,
    /// The least that the supplier sells at once, in the product's own unit, as it is now; none: any
    /// amount.
    pub minimum: Option<Quantity>,
}

impl Line {
    /// What she sells at least, where this asks for less.
    pub fn is_below(&self) -> Option<Quantity> {
        self.minimum.filter(|least| *least > self.quantity)
    }
}

/// An order with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The order.
    pub purchase: Purchase,
    /// Its lines, in their order.
    pub lines: Vec<Line>,
    /// Where the supplier is called and written to.
    pub supplier_phone: Option<Phone>,
    /// Her e-mail address.
    pub supplier_email: Option<String>,
    /// Her address; may be empty.
    pub supplier_address: String,
    /// Whether somebody may hold a link to it.
    pub has_link: bool,
}
