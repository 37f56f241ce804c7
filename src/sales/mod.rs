//! What is rung up over a counter, and what is brought back.
//!
//! A sale does everything at once: goods leave the shelf, money comes, tax and cost enter the books,
//! in one transaction. A till is its face; what stands here is what a till asks. What never breaks:
//! - a sale happens once: its id is made by the till before it first asks, and is its key for ever;
//!   the same body again is the same sale, another body is refused;
//! - more than there is leaves the shelf only where the business allows it, or where it warns and the
//!   seller has seen exactly what is left; what was not there is a shortfall, never a negative level;
//! - lines add up to the total, rounding is a figure of its own, and the money is exactly the total;
//! - a price is the server's: only who may take goods back sells for less, or below cost, and nobody
//!   gives away more than her role may, unless somebody lets it through who may;
//! - no more comes back of a line than was sold of it, and the last piece brings the last cent; goods
//!   come back at the cost they had left with;
//! - nobody owes more on account than her limit, however many tills write up at once, and a voucher buys
//!   what was paid for it and no more (see [`vouchers`]);
//! - cash that is rung up in a shift is in the drawer of its till until the shift is closed;
//! - what has happened at a till is recorded, whatever has become of prices, goods and people meanwhile,
//!   with a note of what is odd about it; only what can never be right is refused.
//!
//! What a till needs without a network is compiled for the browser too: see [`receipts`].
//!
//! Locks are taken in this order: M-Pesa's receipts and what prompts at tills brought, lines of a sale that comes back, stock levels,
//! cost layers, vouchers, customer's account, the shift, the number, the journal.

pub mod cart;
pub mod receipts;
pub mod vouchers;

#[cfg(feature = "ssr")]
mod account;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
mod approval;
#[cfg(feature = "ssr")]
mod back;
#[cfg(feature = "ssr")]
mod basket;
#[cfg(feature = "ssr")]
pub mod customers;
#[cfg(feature = "ssr")]
mod fill;
#[cfg(feature = "ssr")]
mod filter;
#[cfg(feature = "ssr")]
mod goods;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod posting;
#[cfg(feature = "ssr")]
mod references;
#[cfg(feature = "ssr")]
mod refund;
#[cfg(feature = "ssr")]
pub mod rules;
#[cfg(feature = "ssr")]
mod sale;
#[cfg(feature = "ssr")]
mod sell;
#[cfg(feature = "ssr")]
pub mod sheet;
#[cfg(feature = "ssr")]
mod shelf;
#[cfg(feature = "ssr")]
pub mod shifts;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod taken;
#[cfg(feature = "ssr")]
mod tenders;
#[cfg(feature = "ssr")]
mod void;

#[cfg(feature = "ssr")]
pub use account::{Account, AccountPayment, account, pay_account, set_limit};
#[cfg(feature = "ssr")]
pub use approval::{Approval, approve};
#[cfg(feature = "ssr")]
pub use back::{BackLine, PayOut, RefundAsk};
#[cfg(feature = "ssr")]
pub use basket::{AskLine, SellAsk};
#[cfg(feature = "ssr")]
pub use filter::Filter;
#[cfg(feature = "ssr")]
pub use refund::{record_refund, refund};
#[cfg(feature = "ssr")]
pub use sale::{Approver, LineTax, Sale, SaleKind, SaleLine, SalePayment, Whole, shown_number};
#[cfg(feature = "ssr")]
pub use sell::{record_sale, sell};
#[cfg(feature = "ssr")]
pub use shifts::{AtShift, InShift};
#[cfg(feature = "ssr")]
pub use store::{Listed, Sums, ToLookAt, list, to_look_at, whole};
#[cfg(feature = "ssr")]
pub use taken::{Flag, Oddity, Recorded, Told, odd_clock};
#[cfg(feature = "ssr")]
pub use tenders::AskTender;
#[cfg(feature = "ssr")]
pub use void::{VoidAsk, record_void};

#[cfg(all(test, feature = "ssr"))]
#[allow(clippy::unwrap_used)]
mod tests;
