//! Values that every domain speaks: money and its tenders, quantities, rates, barcodes, days,
//! languages, refusals, how wrong PINs are counted, and what a till keeps.
//! Pure, compiled for server and browser. What never breaks: money and quantities are whole
//! numbers, arithmetic on them is checked, and no float comes near either.

mod barcode;
mod business_day;
mod dialled;
mod figures;
mod language;
mod money;
#[cfg(any(feature = "ssr", feature = "till"))]
pub mod pin_hash;
mod quantity;
mod rate;
mod refusal;
mod scale;
mod tender;
pub mod tries;
mod unsent;
pub mod written;

#[cfg(feature = "ssr")]
mod phone;
#[cfg(feature = "ssr")]
mod slug;
#[cfg(feature = "ssr")]
mod tax_pin;

pub use barcode::{barcode_forms, is_barcode};
pub use business_day::{BusinessCalendar, month_of, typed_day};
pub use dialled::may_be_phone;
pub use language::Language;
pub use money::{Money, MoneyFault, currency_decimals, currency_sign};
pub use quantity::{Quantity, QuantityFault, Unit};
pub use rate::Rate;
pub use refusal::{Refusal, Stop};
pub use scale::{Carries, ScaleBarcode, ean_check_digit};
pub use tender::{Tender, is_reference};
pub use unsent::UNSENT;

#[cfg(feature = "ssr")]
pub use phone::Phone;
#[cfg(feature = "ssr")]
pub use slug::{is_slug, slug_of};
#[cfg(feature = "ssr")]
pub use tax_pin::read_tax_pin;
