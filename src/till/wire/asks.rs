//! What a till asks of the books while there is a network, and can do without.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Said, Tender};

/// A PIN that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinAsk {
    /// Who she says she is.
    pub member_id: Uuid,
    /// What she typed.
    pub pin: String,
    /// Whether it is her turn then; else she lets something through in another's.
    #[serde(default)]
    pub turn: bool,
}

/// Whether it was hers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PinAnswer {
    /// It was.
    pub right: bool,
    /// Why it will not do.
    pub refusal: Option<Said>,
}

/// A sale of anybody's, for who brings something back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its id.
    pub sale_id: Uuid,
    /// Its number as it is printed.
    pub number: String,
    /// When it was rung up.
    pub occurred_at: DateTime<Utc>,
    /// What it came to.
    pub total_minor: i64,
    /// What was paid back of that already.
    #[serde(default)]
    pub returned_total_minor: i64,
    /// Whether nothing of it is left: all of it was brought back, or it was a mistake.
    #[serde(default)]
    pub over: bool,
    /// How it was paid.
    #[serde(default)]
    pub tenders: Vec<Tender>,
    /// Its lines.
    pub lines: Vec<KnownLine>,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLine {
    /// Its number on the document.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// What it was called.
    pub name: String,
    /// The unit's word, or the pack's name.
    pub unit: String,
    /// How much was sold.
    pub quantity_milli: i64,
    /// How much of it came back already.
    #[serde(default)]
    pub returned_milli: i64,
    /// What was paid for it, tax included and discounts off.
    pub amount_minor: i64,
    /// How much of that was paid back already.
    #[serde(default)]
    pub returned_amount_minor: i64,
}
