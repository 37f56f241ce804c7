//! The account that money of each tender comes into, and the reference that it is found by.

use crate::ledger::Role;
use crate::values::{Refusal, Stop, is_reference};

pub use crate::values::Tender;

impl Tender {
    /// The account that it comes into and goes out of.
    pub const fn account(self) -> Role {
        match self {
            Tender::Cash => Role::Cash,
            Tender::Mpesa => Role::MpesaClearing,
            Tender::BankTransfer => Role::Bank,
            Tender::Card | Tender::Qris | Tender::Paypal | Tender::OnAccount => Role::CardClearing,
            Tender::Voucher => Role::GiftVouchers,
        }
    }
}

/// A reference as it was typed, in one spelling. Cash needs none; everything else does, or nobody can find
/// it again. A voucher pays for what is sold over the counter, and is none of these.
///
/// # Errors
/// Refuses at the field `receipt` what can be none, and a voucher at `tender`.
pub fn reference(tender: Tender, text: &str) -> Result<Option<String>, Stop> {
    let text: String = text.trim().to_ascii_uppercase();
    if tender == Tender::Cash {
        return Ok(None);
    }
    if tender == Tender::Voucher {
        return Err(Refusal::at("tender", "refused-tender-needed").into());
    }
    if !is_reference(&text) {
        return Err(Refusal::at("receipt", "refused-receipt-needed").into());
    }
    Ok(Some(text))
}
