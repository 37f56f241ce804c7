//! What a prompt asks money for, and what money comes for.

use uuid::Uuid;

/// An order, or what is rung up at a till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaysFor {
    /// An order.
    Order(Uuid),
    /// What is rung up at a till.
    Till(AtTill),
}

/// What is rung up at a till: by its id it becomes a sale, now, later or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtTill {
    /// At which till.
    pub device_id: Uuid,
    /// What.
    pub sale_id: Uuid,
    /// Who stood there.
    pub member_id: Uuid,
}

impl PaysFor {
    /// The order, if it is one.
    pub const fn order_id(self) -> Option<Uuid> {
        match self {
            PaysFor::Order(order_id) => Some(order_id),
            PaysFor::Till(_) => None,
        }
    }

    /// The till and what is rung up there, if it is that.
    pub const fn at_till(self) -> Option<AtTill> {
        match self {
            PaysFor::Order(_) => None,
            PaysFor::Till(at) => Some(at),
        }
    }
}
