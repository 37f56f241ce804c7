//! `/sync/v1`: what a till and the server say to each other, as JSON. Pure, for server and browser.
//!
//! A till that was opened a month ago and not since must still be understood. So nothing here is ever
//! renamed or removed: what is new has a default, and what is not known is passed over. The files in
//! `golden/` are what tills of each month have sent and been answered; they are only ever added to.
//!
//! Amounts are in the smallest unit of the business's currency, quantities in thousandths, times in UTC
//! by the till's clock.

mod asks;
mod catalogue;
mod events;
mod reader;
mod shifts;
mod things;
mod told;
mod writer;

pub use asks::{
    GiveUpAsk, Known, KnownLine, PinAnswer, PinAsk, PromptAnswer, PromptAsk, VoucherAnswer,
};
pub use catalogue::{
    Barcode, Catalogue, Category, Customer, Member, OpenShift, Pack, Price, PriceList, Product,
    SHAPE, ScaleFormat, Settings, Stock, TaxClass, TaxRate, TillHead,
};
pub use events::{
    Answer, Body, Event, KINDS, NewCustomer, Outcome, PayOut, Problem, Push, Refund, RefundLine,
    Said, Sale, SaleLine, Settled, SoldVoucher, Tender, Void,
};
pub use reader::Reader;
pub use shifts::{CashMove, CloseShift, OpenShiftAsk};
pub use things::Raw;
pub(crate) use told::legible;
pub use told::{Legible, SomethingElse, read};
pub use writer::{write, write_thing};

/// Where events go: `POST`.
pub const EVENTS: &str = "/sync/v1/events";
/// Where the catalogue comes from: `GET`, with `?since=` and the cursor of the answer before.
pub const CATALOGUE: &str = "/sync/v1/catalogue";
/// Where a PIN is looked at: `POST`.
pub const PIN: &str = "/sync/v1/pin";
/// Where a sale of any till is found: `GET`, with `?code=` and a receipt's code or number; null
/// where there is none.
pub const DOCUMENT: &str = "/sync/v1/document";
/// Where M-Pesa is asked to prompt a customer: `POST`. How that stands: `GET`, with `/` and the prompt's id
/// behind it. That nobody waits for it any more: `POST`, with `/give_up` behind that.
pub const PROMPT: &str = "/sync/v1/prompt";
/// Where M-Pesa's QR code is: `GET`, with `/`, a sale's id, `/` and the amount in cents behind it, and `?to=` with
/// the number that it pays to, as far as the till knows. An image; nothing (204) where there is none.
pub const QR: &str = "/sync/v1/qr";
/// Where it is asked what is left of a voucher: `GET`, with `/` and its code behind it.
pub const VOUCHER: &str = "/sync/v1/voucher";
/// The header without which nothing is answered: no form and no other site can send it.
pub const HEADER: &str = "x-dukani-till";
/// The most events in one request.
pub const MOST_EVENTS: usize = 50;
/// The largest request, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The largest request about a PIN, in bytes.
pub const MOST_PIN_BYTES: usize = 1024;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
