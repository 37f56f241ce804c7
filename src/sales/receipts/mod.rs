//! Receipts: what a customer takes home of a sale or a refund, on paper of any width, and the code by
//! which she, or whoever holds it, asks whether the shop gave it out.
//!
//! What never breaks here:
//! - a code belongs to one document from the moment that its id is made, with a network or without;
//! - whoever has only a code learns of goods, taxes and money, and nobody's name or phone;
//! - codes are not found by guessing: a wrong one is counted against whoever typed it;
//! - one print of a document is no copy; each one after it says that it is, and the trail tells of it;
//! - what people typed commands no printer.
//!
//! What is on a receipt is the same everywhere: [`Receipt`] is worded once, and paper, page and printer
//! only draw it. It, its code and the printer's bytes are compiled for the browser too, because a till
//! prints without a network.

pub mod code;
pub mod escpos;
pub mod receipt;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod print;
#[cfg(feature = "ssr")]
mod qr;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod taxes;
#[cfg(feature = "ssr")]
mod words;

pub use receipt::Receipt;

#[cfg(feature = "ssr")]
pub use print::{Print, PrintAsk, print};
#[cfg(feature = "ssr")]
pub use qr::image as qr_image;
#[cfg(feature = "ssr")]
pub use store::by_code;
