//! M-Pesa: Safaricom's Daraja as it speaks on the wire, our client, the reader of its callbacks
//! and a simulator that answers like it over real HTTP.
//!
//! This folder knows no orders, no money of ours and no database: it sends one prompt, asks once,
//! reads one body, has one QR code drawn, and says exactly how sure it is.
//!
//! What never breaks here:
//! - A prompt is never sent twice by itself. Only a call that Daraja refused for its token, before
//!   it was executed, is repeated, and only once.
//! - *Refused* means that no prompt can exist. Every doubt (time-out, reset, unreadable answer,
//!   "Internal Server Error") is *Unknown*, never a failure of the payment.
//! - A query calls a prompt settled only for the codes that are known to be final.
//! - No float touches an amount: numbers are read from their text.
//! - Secrets and tokens are absent from every `Debug` text. Daraja's ids of prompts carry the
//!   customer's phone number: they, and the raw bodies, belong in the database and not in logs.

mod answers;
mod callback;
mod client;
mod credentials;
mod error_body;
mod push;
mod qr;
mod reason;
pub mod simulator;
mod token;
mod try_out;
mod wire;

#[cfg(test)]
mod conversation;

pub use callback::{CallbackFault, StkCallback, parse};
pub use client::{Daraja, Pushed, Queried, SetUpFault};
pub use credentials::{AccountKind, Credentials, Signature};
pub use push::{Push, PushOutcome, QueryOutcome, RefusedKind};
pub use qr::{Qr, QrOutcome};
pub use reason::{Reason, is_terminal_for_query};
pub use try_out::TriedOut;
pub use wire::ResultCode;
