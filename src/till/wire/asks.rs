//! What a till asks of the books while there is a network, and can do without.

use chrono::{DateTime, NaiveDate, Utc};
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KnownLine {
    /// Its number on the document.
    pub line_no: i32,
    /// The product; nil where it is none.
    #[serde(default)]
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
    /// For one, tax included.
    #[serde(default)]
    pub unit_price_minor: i64,
    /// How it is taxed.
    #[serde(default)]
    pub tax_class_id: Uuid,
    /// At which rate, in basis points.
    #[serde(default)]
    pub rate_bp: u32,
}

/// M-Pesa is to ask a customer for money: the answer is a [`PromptAnswer`]. The same asked again is asked
/// once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptAsk {
    /// Made and kept by the till before it first asks. It is the payment's id in the sale.
    pub attempt_id: Uuid,
    /// What is rung up: the id under which the sale is told.
    pub sale_id: Uuid,
    /// Whose turn it is.
    pub member_id: Uuid,
    /// Who pays, as it was typed.
    pub phone: String,
    /// How much: whole shillings, in cents.
    pub amount_minor: i64,
}

/// Nobody waits for a prompt any more: it is paid otherwise, or the goods stay here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveUpAsk {
    /// Whose turn it is.
    pub member_id: Uuid,
}

/// How a prompt stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PromptAnswer {
    /// `created`, `submitting`, `pending`, `unknown`, `rejected`, `succeeded`, `failed` or `review`; empty
    /// where there is a refusal and no prompt.
    pub state: String,
    /// Whether it may still be paid, as far as is known: ask again soon.
    pub open: bool,
    /// The same in the reader's language, for whoever stands at the till.
    pub words: String,
    /// Why it failed, was rejected or is in review, by code.
    pub reason: Option<String>,
    /// How much was asked for.
    pub amount_minor: i64,
    /// M-Pesa's receipt. One that succeeded may have none yet: it follows.
    pub receipt: Option<String>,
    /// Whether nobody waits for it any more.
    pub given_up: bool,
    /// Why what was asked was not done.
    pub refusal: Option<Said>,
}

/// What is left of a gift voucher. It pays as a [`Tender`] of the code `voucher`, whose reference is the
/// voucher's code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VoucherAnswer {
    /// Its code in the one spelling that a payment names it by; empty where there is none.
    pub code: String,
    /// Whether something can be bought with it today.
    pub usable: bool,
    /// How much can be, in the smallest unit of the currency.
    pub balance_minor: i64,
    /// Its last day, if it has one.
    pub expires_on: Option<NaiveDate>,
    /// Why nothing can be bought with it.
    pub refusal: Option<Said>,
}
