//! The ways in which money changes hands.

/// How money came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tender {
    /// Notes and coins.
    Cash,
    /// M-Pesa.
    Mpesa,
    /// A card, at a terminal of its own.
    Card,
    /// A transfer between banks.
    BankTransfer,
    /// Indonesia's QR standard.
    Qris,
    /// PayPal.
    Paypal,
    /// Written up, to be paid later.
    OnAccount,
    /// A gift voucher of the business, by its code.
    Voucher,
}

impl Tender {
    /// Every tender, in the order that lists show.
    pub const ALL: [Tender; 8] = [
        Tender::Cash,
        Tender::Mpesa,
        Tender::Card,
        Tender::BankTransfer,
        Tender::Qris,
        Tender::Paypal,
        Tender::OnAccount,
        Tender::Voucher,
    ];

    /// Its word in the database, in forms and in translation keys (`tender-cash`).
    pub const fn code(self) -> &'static str {
        match self {
            Tender::Cash => "cash",
            Tender::Mpesa => "mpesa",
            Tender::Card => "card",
            Tender::BankTransfer => "bank_transfer",
            Tender::Qris => "qris",
            Tender::Paypal => "paypal",
            Tender::OnAccount => "on_account",
            Tender::Voucher => "voucher",
        }
    }

    /// The tender of that code, or none.
    pub fn parse(code: &str) -> Option<Tender> {
        Tender::ALL
            .into_iter()
            .find(|tender| tender.code() == code.trim())
    }
}

/// Whether a text can be the reference of money: 4 to 40 letters and digits, and what stands between them.
pub fn is_reference(text: &str) -> bool {
    let is_sane = |c: char| c.is_ascii_alphanumeric() || "-/._ ".contains(c);
    (4..=40).contains(&text.len()) && text.chars().all(is_sane)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for tender in Tender::ALL {
            assert_eq!(Tender::parse(tender.code()), Some(tender));
        }
        assert_eq!(Tender::parse("barter"), None);
    }

    #[test]
    fn a_reference_is_found_again() {
        for good in ["SGL31HA2UV", "0007", "INV 12/3-4._", &"7".repeat(40)] {
            assert!(is_reference(good), "{good}");
        }
        for wrong in ["", "123", "<script>", "\u{e9}t\u{e9}s", &"7".repeat(41)] {
            assert!(!is_reference(wrong), "{wrong}");
        }
    }
}
