//! An order, and what it allows.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::catalog::KitPart;
use crate::payments;
use crate::values::{Language, Money, Phone, Quantity, Unit};

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Placed; to be packed.
    Pending,
    /// Packed; waits to be fetched or sent.
    Ready,
    /// On its way.
    Shipped,
    /// In the customer's hand: stock, cost and revenue are in the books.
    Delivered,
    /// Will not happen.
    Cancelled,
}

impl State {
    /// Every state, as an order goes.
    pub const ALL: [State; 5] = [
        State::Pending,
        State::Ready,
        State::Shipped,
        State::Delivered,
        State::Cancelled,
    ];

    /// Its word in the database and in translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Ready => "ready",
            State::Shipped => "shipped",
            State::Delivered => "delivered",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of that word.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more can happen to it.
    pub const fn is_final(self) -> bool {
        matches!(self, State::Delivered | State::Cancelled)
    }
}

/// How an order stands with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payment {
    /// Nothing came in.
    Unpaid,
    /// Some did.
    PartPaid,
    /// All did.
    Paid,
    /// Some must be paid back.
    RefundOwed,
}

impl Payment {
    /// Its word in translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            Payment::Unpaid => "unpaid",
            Payment::PartPaid => "part-paid",
            Payment::Paid => "paid",
            Payment::RefundOwed => "refund-owed",
        }
    }

    /// Every standing.
    pub const ALL: [Payment; 4] = [
        Payment::Unpaid,
        Payment::PartPaid,
        Payment::Paid,
        Payment::RefundOwed,
    ];

    /// The standing of that word, or none.
    pub fn parse(code: &str) -> Option<Payment> {
        Payment::ALL.into_iter().find(|pay| pay.code() == code)
    }
}

/// How goods reach the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fulfilment {
    /// She fetches them.
    Pickup,
    /// They are brought.
    Delivery,
}

impl Fulfilment {
    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Fulfilment::Pickup => "pickup",
            Fulfilment::Delivery => "delivery",
        }
    }

    pub(super) fn parse(code: &str) -> Fulfilment {
        if code == "delivery" {
            Fulfilment::Delivery
        } else {
            Fulfilment::Pickup
        }
    }
}

/// How the customer means to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayBy {
    /// By M-Pesa prompt, now.
    Mpesa,
    /// On delivery or at pick-up.
    OnHandOver,
}

impl PayBy {
    /// Its word in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            PayBy::Mpesa => "mpesa",
            PayBy::OnHandOver => "on_hand_over",
        }
    }

    /// The way of that word.
    pub fn parse(code: &str) -> Option<PayBy> {
        [PayBy::Mpesa, PayBy::OnHandOver]
            .into_iter()
            .find(|way| way.code() == code)
    }
}

/// An order as it stands.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its id, made with the cart.
    pub order_id: Uuid,
    /// Its number in the business.
    pub number: i64,
    /// What people call it: `K7F3-9QX2`. Also M-Pesa's account reference.
    pub code: String,
    /// Who ordered.
    pub customer_name: String,
    /// Her phone.
    pub phone: Phone,
    /// The language she ordered in.
    pub language: Language,
    /// How the goods reach her.
    pub fulfilment: Fulfilment,
    /// Whose shelves it is packed from.
    pub location_id: Uuid,
    /// That location's name when it was placed.
    pub location_name: String,
    /// Where it is delivered to.
    pub area_name: Option<String>,
    /// How to find her.
    pub address_note: String,
    /// What else she said.
    pub note: String,
    /// The currency of its amounts.
    pub currency: String,
    /// Its goods, tax included.
    pub goods: Money,
    /// Its delivery fee, tax included.
    pub delivery: Money,
    /// What rounding added or took.
    pub rounding: Money,
    /// The tax inside the total.
    pub tax: Money,
    /// What it costs.
    pub total: Money,
    /// How she means to pay.
    pub pay_by: PayBy,
    /// How far it has come.
    pub state: State,
    /// What came in for it and stands.
    pub paid: Money,
    /// Of its tax, what the books show already.
    pub tax_posted: Money,
    /// What must be paid back.
    pub refund_owed: Money,
    /// Why a person must look at it: `review-<this>` says it.
    pub review: Option<String>,
    /// Until when its stock is held; none: without end, or not held.
    pub reserved_until: Option<DateTime<Utc>>,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// The business's day of that.
    pub business_date: NaiveDate,
    /// Changes with every act; an act names the one that its page showed.
    pub revision: i32,
}

impl Order {
    /// How it stands with money.
    pub fn payment(&self) -> Payment {
        if self.refund_owed > Money::ZERO {
            Payment::RefundOwed
        } else if self.paid >= self.total && self.state != State::Cancelled {
            Payment::Paid
        } else if self.paid > Money::ZERO {
            Payment::PartPaid
        } else {
            Payment::Unpaid
        }
    }

    /// What is still to be paid.
    pub fn due(&self) -> Money {
        if self.state == State::Cancelled {
            return Money::ZERO;
        }
        self.total.minus(self.paid).unwrap_or_default()
    }

    /// The states that a person may move it to now. Delivered needs it paid: goods are handed over
    /// against money.
    pub fn next_states(&self) -> Vec<State> {
        // An order that is to be paid in advance is packed when the money is there.
        let payable = self.due() == Money::ZERO || self.pay_by == PayBy::OnHandOver;
        match (self.state, self.fulfilment) {
            (State::Pending, _) if payable => vec![State::Ready],
            (State::Ready, Fulfilment::Delivery) => vec![State::Shipped, State::Delivered],
            (State::Ready, Fulfilment::Pickup) | (State::Shipped, _) => vec![State::Delivered],
            _ => Vec::new(),
        }
    }

    /// Whether it can still be called off.
    pub fn may_cancel(&self) -> bool {
        !self.state.is_final()
    }
}

/// What a line of an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Goods.
    Goods,
    /// The delivery fee.
    Delivery,
    /// Rounding to the whole unit.
    Rounding,
}

impl LineKind {
    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            LineKind::Goods => "goods",
            LineKind::Delivery => "delivery",
            LineKind::Rounding => "rounding",
        }
    }

    pub(super) fn parse(code: &str) -> LineKind {
        match code {
            "delivery" => LineKind::Delivery,
            "rounding" => LineKind::Rounding,
            _ => LineKind::Goods,
        }
    }
}

/// A line of an order.
#[derive(Debug, Clone)]
pub struct OrderLine {
    /// Its place.
    pub line_no: i32,
    /// What it is.
    pub kind: LineKind,
    /// The product, for goods.
    pub product_id: Option<Uuid>,
    /// The product's SKU then.
    pub sku: String,
    /// Its name then.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How much was ordered.
    pub ordered: Quantity,
    /// How much of it is still wanted: what is packed.
    pub quantity: Quantity,
    /// For one unit, tax included.
    pub unit_price: Money,
    /// For all that was ordered, tax included.
    pub ordered_amount: Money,
    /// For what is still wanted, tax included. Of the rounding line: what it was at first.
    pub amount: Money,
    /// What is reserved for it now; of a kit, for how many its parts are.
    pub held: Quantity,
    /// What one of it is made of, where it is a kit.
    pub parts: Vec<LinePart>,
}

/// A part of a kit, as the kit was made when it was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePart {
    /// The product.
    pub part_id: Uuid,
    /// Its SKU then.
    pub sku: String,
    /// Its name then.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// How much of it is in one kit.
    pub quantity: Quantity,
}

impl From<KitPart> for LinePart {
    fn from(part: KitPart) -> LinePart {
        LinePart {
            part_id: part.part_id,
            sku: part.sku,
            name: part.name,
            unit: part.unit,
            quantity: part.quantity,
        }
    }
}

impl OrderLine {
    /// What of each part is packed for it, where it is a kit.
    pub fn parts_packed(&self) -> Vec<(&LinePart, Quantity)> {
        let much = |part: &LinePart| self.quantity.times(part.quantity).unwrap_or_default();
        let parts = self.parts.iter();
        parts.map(|part| (part, much(part))).collect()
    }

    /// How much of it was taken off the order.
    pub fn taken_off(&self) -> Quantity {
        self.ordered.minus(self.quantity).unwrap_or_default()
    }
}

/// Something that happened to an order.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What: `event-<this>` says it.
    pub what: String,
    /// What the sentence names.
    pub details: serde_json::Value,
    /// `customer`, `mpesa`, `clock`, or a member's name.
    pub actor: String,
}

/// What a member wrote about an order for the others.
#[derive(Debug, Clone)]
pub struct Note {
    /// When.
    pub at: DateTime<Utc>,
    /// What, in plain text of several lines.
    pub words: String,
    /// Who, as she is called today; none where no member did.
    pub who: Option<String>,
}

/// An order with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The order.
    pub order: Order,
    /// Its lines; of goods that were taken off it altogether, nothing remains.
    pub lines: Vec<OrderLine>,
    /// What happened to it, oldest first.
    pub events: Vec<Event>,
    /// Money in and out, oldest first.
    pub payments: Vec<payments::Payment>,
    /// The latest M-Pesa prompt.
    pub attempt: Option<payments::Attempt>,
}
