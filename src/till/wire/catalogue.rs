//! What a till must know to sell: the whole of it at first, then by difference.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The shape of what pages say. A till that understands more of them than the one before takes another,
/// and then loads all of it anew: what that one has kept at its door says nothing of what is new.
pub const SHAPE: &str = "5";

/// A page of what was changed. A thing stands in it whole, as it is now; a till puts it in the place of
/// what it had. A thing may come twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Catalogue {
    /// What to ask with next.
    pub cursor: String,
    /// Whether there is more of it at once.
    pub more: bool,
    /// How many things that are, about.
    pub left: usize,
    /// Whether this begins anew: what the till has and is not sent from here on is no more.
    pub reset: bool,
    /// The till itself, as the books know it.
    pub till: TillHead,
    /// What the business says of itself, where that was changed.
    pub settings: Option<Settings>,
    /// Products.
    pub products: Vec<Product>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Members.
    pub members: Vec<Member>,
    /// How products are taxed.
    pub tax_classes: Vec<TaxClass>,
    /// What is on the shelves of the till's location.
    pub stock: Vec<Stock>,
}

impl Catalogue {
    /// How many things stand in it.
    pub fn rows(&self) -> usize {
        usize::from(self.settings.is_some())
            + self.products.len()
            + self.categories.len()
            + self.customers.len()
            + self.members.len()
            + self.tax_classes.len()
            + self.stock.len()
    }
}

/// The till, as the books know it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TillHead {
    /// Its id.
    pub device_id: Uuid,
    /// The slug of the business that it is a till of.
    pub business: String,
    /// Its name.
    pub name: String,
    /// What its numbers begin with.
    pub series: String,
    /// The number after the last one that the books have of it.
    pub next_number: i64,
    /// Where it sells.
    pub location_id: Uuid,
    /// What that is called.
    pub location_name: String,
    /// Where that is; may be empty.
    pub location_address: String,
    /// The phone number of that, or of the business, as people read it.
    pub phone: Option<String>,
    /// What the server's clock says.
    pub now: DateTime<Utc>,
    /// Shifts that are open at it.
    pub open_shifts: Vec<OpenShift>,
}

impl TillHead {
    /// Whether it says something else of the till than another one, its shifts or its place; an empty one says
    /// nothing. What the clock says, and which number comes next, is always new.
    pub fn is_other(&self, than: &TillHead) -> bool {
        let same = TillHead {
            now: than.now,
            next_number: than.next_number,
            ..self.clone()
        };
        !self.series.is_empty() && same != *than
    }
}

/// A shift that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenShift {
    /// Its id.
    pub shift_id: Uuid,
    /// Whose it is.
    pub member_id: Uuid,
    /// Its number at its till.
    pub number: i64,
    /// The money that it began with.
    pub float_minor: i64,
    /// When it began.
    pub opened_at: DateTime<Utc>,
}

/// What the business says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// Its slug: photos are at `/files/{slug}/{photo}`.
    pub slug: String,
    /// Its phone number.
    pub phone: Option<String>,
    /// Its tax PIN.
    pub tax_pin: Option<String>,
    /// The owner's own lines on receipts, under the name.
    pub receipt_header: String,
    /// The same at the end.
    pub receipt_footer: String,
    /// ISO 3166.
    pub country: String,
    /// ISO 4217.
    pub currency: String,
    /// How many decimals that has.
    pub decimals: u32,
    /// Its language.
    pub language: String,
    /// Its time zone.
    pub time_zone: String,
    /// When its day begins.
    pub day_starts_at: NaiveTime,
    /// What a total is rounded to.
    pub rounding_minor: i64,
    /// What a total is rounded to that is paid in cash alone; nought: like every other.
    #[serde(default)]
    pub cash_rounding_minor: i64,
    /// What a cashier may give away, in basis points of what the goods cost.
    #[serde(default)]
    pub cashier_discount_bp: i32,
    /// The same of a manager.
    #[serde(default)]
    pub manager_discount_bp: i32,
    /// Whether it takes tips.
    #[serde(default)]
    pub tips: bool,
    /// `block`, `warn` or `allow`: more than there is.
    pub below_zero: String,
    /// `block` or `warn`: what has expired.
    pub expired_goods: String,
    /// Whether M-Pesa can be asked to prompt a customer.
    #[serde(default)]
    pub prompts: bool,
    /// The till number of M-Pesa that customers pay to, where it has one.
    #[serde(default)]
    pub mpesa_till: Option<String>,
    /// The paybill number, where it has that instead.
    #[serde(default)]
    pub mpesa_paybill: Option<String>,
    /// Whether the server takes gift vouchers that a till has sold: one of before does not.
    #[serde(default)]
    pub vouchers: bool,
    /// How many days a voucher is good for; none: for ever.
    #[serde(default)]
    pub voucher_days: Option<i32>,
    /// Its lists of prices beside `retail`.
    pub price_lists: Vec<PriceList>,
    /// What barcodes of scales mean.
    pub scale_formats: Vec<ScaleFormat>,
}

/// A list of prices.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PriceList {
    /// Its word.
    pub list: String,
    /// Its name.
    pub name: String,
    /// Whether it is closed.
    pub retired: bool,
}

/// What the first two digits of a scale's barcode mean.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScaleFormat {
    /// The two digits.
    pub prefix: String,
    /// `weight` or `price`.
    pub carries: String,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Product {
    /// Its id.
    pub product_id: Uuid,
    /// `plain`, `kit` or `family`.
    pub kind: String,
    /// Of a variant: what it is one of.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
    /// Its category.
    #[serde(default)]
    pub category_id: Option<Uuid>,
    /// How it is taxed.
    pub tax_class_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// More words to find it by.
    #[serde(default)]
    pub search_words: String,
    /// What it is counted in.
    pub unit: String,
    /// In which steps.
    pub step_milli: i64,
    /// The number that a scale prints.
    #[serde(default)]
    pub scale_code: Option<String>,
    /// The retail price of one.
    pub price_minor: i64,
    /// What one had cost last.
    #[serde(default)]
    pub cost_minor: Option<i64>,
    /// Its photo.
    #[serde(default)]
    pub photo_id: Option<Uuid>,
    /// Whether it is not sold any more.
    #[serde(default)]
    pub retired: bool,
    /// Its barcodes.
    #[serde(default)]
    pub barcodes: Vec<Barcode>,
    /// Its packs.
    #[serde(default)]
    pub packs: Vec<Pack>,
    /// Of a kit: its parts, and how much of each, in thousandths, is in one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<(Uuid, i64)>,
    /// Prices of lists, of packs and of quantities: those of now and those to come.
    #[serde(default)]
    pub prices: Vec<Price>,
}

/// A barcode.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Barcode {
    /// Its digits.
    pub barcode: String,
    /// The pack that it stands on.
    #[serde(default)]
    pub pack_id: Option<Uuid>,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pack {
    /// Its id.
    pub pack_id: Uuid,
    /// Its name.
    pub name: String,
    /// How much of the product's own unit is in it.
    pub holds_milli: i64,
    /// Whether customers may have it.
    pub sold: bool,
}

/// A price.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Price {
    /// Of which list.
    pub list: String,
    /// Of which pack; none: of its own unit.
    #[serde(default)]
    pub pack_id: Option<Uuid>,
    /// From which quantity on.
    #[serde(default)]
    pub minimum_milli: i64,
    /// How much; none: the list has none from then on.
    #[serde(default)]
    pub amount_minor: Option<i64>,
    /// From when on.
    pub valid_from: DateTime<Utc>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Category {
    /// Its id.
    pub category_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its picture.
    pub picture: String,
    /// Its place.
    pub position: i32,
    /// Whether it is gone.
    #[serde(default)]
    pub retired: bool,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Customer {
    /// Her id.
    pub customer_id: Uuid,
    /// Her phone number.
    pub phone: String,
    /// Her name.
    pub name: String,
    /// The list that she buys by.
    #[serde(default)]
    pub price_list: Option<String>,
    /// What she may owe.
    #[serde(default)]
    pub limit_minor: i64,
    /// What she owes.
    #[serde(default)]
    pub owed_minor: i64,
    /// Whether she is none any more.
    #[serde(default)]
    pub retired: bool,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Member {
    /// Her id.
    pub member_id: Uuid,
    /// Her name.
    pub name: String,
    /// Her role.
    pub role: String,
    /// What that lets her do at a till: `sell`, `refund`, `run_shift`, `see_shifts`.
    #[serde(default)]
    pub powers: Vec<String>,
    /// The argon2id hash of her PIN; none: she has none, and takes no turn.
    #[serde(default)]
    pub pin_hash: Option<String>,
    /// Whether she was let go.
    #[serde(default)]
    pub retired: bool,
}

/// How products are taxed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaxClass {
    /// Its id.
    pub tax_class_id: Uuid,
    /// `standard`, `zero`, `exempt`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What fiscal documents call it: the letter on receipts.
    #[serde(default)]
    pub letter: String,
    /// Its rates.
    #[serde(default)]
    pub rates: Vec<TaxRate>,
}

/// A rate.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaxRate {
    /// From which day on.
    pub valid_from: NaiveDate,
    /// In basis points: 1600 is 16 %.
    pub rate_bp: u32,
}

/// What is on a shelf, as it was last known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stock {
    /// Of which product.
    pub product_id: Uuid,
    /// On the shelf.
    pub on_hand_milli: i64,
    /// Of that, promised to orders.
    pub reserved_milli: i64,
    /// Of what is on the shelf, how much may be sold until which day, the first to expire first; what is not
    /// said of keeps longer than all of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<(NaiveDate, i64)>,
}
