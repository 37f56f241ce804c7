//! What has happened at a till, and what the server makes of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{CashMove, CloseShift, OpenShiftAsk};
use crate::sales::cart::{Label, QuickItem};

/// What a till sends: what happened there since, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Push<E = Event> {
    /// The till's version.
    #[serde(default)]
    pub app_version: String,
    /// How many events it has, these included.
    #[serde(default)]
    pub unsynced: u32,
    /// When the oldest of them happened.
    #[serde(default)]
    pub unsynced_since: Option<DateTime<Utc>>,
    /// The oldest of them, at most [`super::MOST_EVENTS`].
    #[serde(default = "Vec::new")]
    pub events: Vec<E>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Event {
    /// Made and kept by the till before it is first sent: its key, for ever. It is the id of the
    /// document that it makes.
    pub id: Uuid,
    /// Whose turn it was.
    pub member_id: Uuid,
    /// When, by the till's clock.
    pub occurred_at: DateTime<Utc>,
    /// Its place among the till's events; nought where it says none.
    pub seq: u64,
    /// The till that it happened at, where another one sends it: from a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_id: Option<Uuid>,
    /// What the numbers of that till begin with, as they were printed: books that were restored from before it
    /// was enrolled do not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// What.
    #[serde(flatten)]
    pub body: Body,
}

/// An event as it is told. What belongs to its kind is read from its own text, when the kind is known:
/// what would hold it as loose values until then is as large in a till's bundle as all the rest of this.
#[derive(Deserialize)]
struct Told {
    id: Uuid,
    member_id: Uuid,
    occurred_at: DateTime<Utc>,
    #[serde(default)]
    seq: u64,
    #[serde(default)]
    device_id: Option<Uuid>,
    #[serde(default)]
    series: Option<String>,
    kind: String,
    body: Box<RawValue>,
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Event, D::Error> {
        let told = Told::deserialize(from)?;
        let body = Body::of(&told.kind, told.body.get());
        Ok(Event {
            id: told.id,
            member_id: told.member_id,
            occurred_at: told.occurred_at,
            seq: told.seq,
            device_id: told.device_id,
            series: told.series,
            body: body.map_err(D::Error::custom)?,
        })
    }
}

/// What happened: its kind, and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Body {
    /// A customer was written down.
    Customer(NewCustomer),
    /// A cashier began her shift; the event's id is the shift's.
    OpenShift(OpenShiftAsk),
    /// Cash went into the drawer or out of it.
    CashMove(CashMove),
    /// Goods were sold; the event's id is the sale's.
    Sale(Sale),
    /// A sale was a mistake, and everything of it was taken back.
    Void(Void),
    /// Goods were brought back.
    Refund(Refund),
    /// A gift voucher was sold; the event's id is the voucher's.
    Voucher(SoldVoucher),
    /// A cashier counted her drawer and ended her shift.
    CloseShift(CloseShift),
}

/// The kinds that are known here.
pub const KINDS: [&str; 8] = [
    "customer",
    "open_shift",
    "cash_move",
    "sale",
    "void",
    "refund",
    "voucher",
    "close_shift",
];

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewCustomer {
    /// Her phone number, as it was typed.
    pub phone: String,
    /// Her name; may be empty.
    #[serde(default)]
    pub name: String,
}

/// A sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sale {
    /// Its number in the till's series, which sales and refunds share: kept before it is printed.
    pub number: i64,
    /// In which shift.
    #[serde(default)]
    pub shift_id: Option<Uuid>,
    /// Who bought, by the server's id or by that of the event that wrote her down.
    #[serde(default)]
    pub customer_id: Option<Uuid>,
    /// By which list of prices.
    #[serde(default = "retail")]
    pub price_list: String,
    /// The goods.
    pub lines: Vec<SaleLine>,
    /// Given away on all of them, after what is given away on each.
    #[serde(default)]
    pub discount_minor: i64,
    /// The same as a share, in basis points; then there is no amount.
    #[serde(default)]
    pub discount_bp: Option<u32>,
    /// Given beside for whoever served.
    #[serde(default)]
    pub tip_minor: i64,
    /// How they were paid; together the total and the tip.
    #[serde(default)]
    pub tenders: Vec<Tender>,
    /// A word about it.
    #[serde(default)]
    pub note: String,
    /// Who typed her PIN to allow what the cashier may not.
    #[serde(default)]
    pub approved_by: Option<Uuid>,
}

pub(super) fn retail() -> String {
    "retail".to_owned()
}

/// A line of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SaleLine {
    /// Its number on the document, from one.
    pub line_no: i32,
    /// The product; nil for a quick item.
    #[serde(default)]
    pub product_id: Uuid,
    /// In which pack; none: in its own unit.
    #[serde(default)]
    pub pack_id: Option<Uuid>,
    /// How much.
    pub quantity_milli: i64,
    /// For one, tax included.
    pub unit_price_minor: i64,
    /// Given away on the line.
    #[serde(default)]
    pub discount_minor: i64,
    /// The same as a share, in basis points; then there is no amount.
    #[serde(default)]
    pub discount_bp: Option<u32>,
    /// A named batch.
    #[serde(default)]
    pub batch_id: Option<Uuid>,
    /// What the label of a scale says of it, where a scale has weighed it.
    #[serde(default)]
    pub weighed: Option<Label>,
    /// What is no product: sold by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quick: Option<QuickItem>,
    /// A word about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One way in which something was paid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tender {
    /// The payment's id.
    pub payment_id: Uuid,
    /// `cash`, `mpesa`, `card`, `bank_transfer`, `qris`, `on_account`, `voucher`.
    pub tender: String,
    /// How much of it stayed: change is given already.
    pub amount_minor: i64,
    /// M-Pesa's code, a voucher's, a bank's reference. Of a sale that is looked up, a voucher's code shows its
    /// end only; what goes back to vouchers may name that, or nothing.
    #[serde(default)]
    pub reference: String,
    /// Cash: what was handed over, where change was given of it.
    #[serde(default)]
    pub handed_minor: Option<i64>,
}

/// A sale that was a mistake, or a gift voucher that was: then its cash was handed back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Void {
    /// The number of the document that takes it back; 0: it was a gift voucher, and takes none.
    pub number: i64,
    /// Which sale, or which voucher.
    pub sale_id: Uuid,
    /// In which shift.
    #[serde(default)]
    pub shift_id: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// Who typed her PIN to allow it.
    #[serde(default)]
    pub approved_by: Option<Uuid>,
}

/// Goods that were brought back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Refund {
    /// Its number.
    pub number: i64,
    /// Of which sale.
    pub sale_id: Uuid,
    /// In which shift.
    #[serde(default)]
    pub shift_id: Option<Uuid>,
    /// What came back.
    pub lines: Vec<RefundLine>,
    /// How the money went back.
    #[serde(default)]
    pub pay_out: PayOut,
    /// Why.
    #[serde(default)]
    pub note: String,
    /// Who typed her PIN to allow it.
    #[serde(default)]
    pub approved_by: Option<Uuid>,
}

/// How much of a line came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RefundLine {
    /// The line of the sale.
    pub line_no: i32,
    /// How much, as it was sold.
    pub quantity_milli: i64,
    /// Whether it went back on the shelf.
    pub restock: bool,
}

/// How money went back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayOut {
    /// The way it came.
    #[default]
    AsPaid,
    /// In these pieces.
    Exactly(Vec<Tender>),
}

/// A gift voucher that was sold. It takes no number: it has its code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SoldVoucher {
    /// Its code, made by the till, in the one spelling that a payment names it by.
    pub code: String,
    /// How it was paid, in one way; so much can be bought with it.
    pub paid: Tender,
    /// In which shift.
    #[serde(default)]
    pub shift_id: Option<Uuid>,
    /// Its last day, as it was printed; none: it has none.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// For whom, or another word about it.
    #[serde(default)]
    pub note: String,
}

/// What the server made of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// Of each event, in order.
    pub settled: Vec<Settled>,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is recorded.
    Done,
    /// It was recorded before: the same.
    Again,
    /// It is recorded, and a manager will look at it.
    Flagged,
    /// It is not recorded and never will be; a manager will look at that.
    Refused,
    /// Keep it and all after it, and send them again.
    #[default]
    Later,
}

/// One event, settled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settled {
    /// Which event; none where its id could not be read.
    pub id: Option<Uuid>,
    /// What became of it.
    pub outcome: Outcome,
    /// Its number as the books have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// A customer: which one she is. From now on this is her id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<Uuid>,
    /// What a manager will look at, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<Said>,
    /// Under which id our own failure was logged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// A reason, as data and in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// The key of the sentence.
    pub key: String,
    /// The field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The sentence.
    pub words: String,
}

/// Why a whole request was turned away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// `till_unknown`, `till_revoked`, `unreadable`, `too_large`, `busy`.
    pub code: String,
    /// The same in the reader's language.
    pub words: String,
}
