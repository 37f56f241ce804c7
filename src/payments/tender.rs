//! The account that money of each tender comes into.

use crate::ledger::Role;

pub use crate::values::Tender;

impl Tender {
    /// The account that it comes into and goes out of.
    pub const fn account(self) -> Role {
        match self {
            Tender::Cash => Role::Cash,
            Tender::Mpesa => Role::MpesaClearing,
            Tender::BankTransfer => Role::Bank,
            Tender::Card | Tender::Qris | Tender::Paypal | Tender::OnAccount => Role::CardClearing,
        }
    }
}
