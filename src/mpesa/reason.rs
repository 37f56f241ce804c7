//! Why a prompt ended, in the few words that matter to the person who waits.
//!
//! What never breaks: a code that is not known is `Other` and is not final for a query, so a new
//! code of Safaricom's never turns into a wrong certainty.

use super::wire::ResultCode;

/// Why a prompt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The customer paid.
    Paid,
    /// The customer cancelled (or the handset gave up: Daraja uses one code for both).
    Cancelled,
    /// Not enough money on the customer's account.
    NoFunds,
    /// The PIN was wrong.
    WrongPin,
    /// Nobody entered the PIN in time.
    TimedOut,
    /// The phone could not be reached, or answered too late.
    Unreachable,
    /// The phone was busy with another prompt or session.
    SubscriberBusy,
    /// A limit of M-Pesa: amount too small or large, daily limit, balance ceiling.
    Limit,
    /// Till, store number or kind of payment are set up wrongly.
    Misconfigured,
    /// Anything else.
    Other,
}

impl Reason {
    /// The reason behind a code of a callback or a query.
    pub fn of(code: &ResultCode) -> Reason {
        match code.as_str() {
            "0" => Reason::Paid,
            "1" => Reason::NoFunds,
            "2" | "3" | "4" | "8" => Reason::Limit,
            "1001" => Reason::SubscriberBusy,
            "1019" | "1031" => Reason::TimedOut,
            "1025" | "1037" | "9999" => Reason::Unreachable,
            "1032" => Reason::Cancelled,
            "2001" => Reason::WrongPin,
            "SFC_IC0003" => Reason::Misconfigured,
            _ => Reason::Other,
        }
    }

    /// The last part of the key its text is translated under.
    pub fn key(self) -> &'static str {
        match self {
            Reason::Paid => "paid",
            Reason::Cancelled => "cancelled",
            Reason::NoFunds => "no-funds",
            Reason::WrongPin => "wrong-pin",
            Reason::TimedOut => "timed-out",
            Reason::Unreachable => "unreachable",
            Reason::SubscriberBusy => "subscriber-busy",
            Reason::Limit => "limit",
            Reason::Misconfigured => "misconfigured",
            Reason::Other => "other",
        }
    }
}

/// Whether a query that answers with this code has answered for good. Any other code means
/// "not determinable yet"; `4999` is how the service says that it is still settling.
pub fn is_terminal_for_query(code: &ResultCode) -> bool {
    matches!(
        code.as_str(),
        "0" | "1" | "1001" | "1019" | "1025" | "1032" | "1037" | "2001" | "9999" | "SFC_IC0003"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn each_known_code_has_its_reason() {
        let pairs = [
            ("0", "paid"),
            ("1", "no-funds"),
            ("4", "limit"),
            ("1001", "subscriber-busy"),
            ("1019", "timed-out"),
            ("1032", "cancelled"),
            ("1037", "unreachable"),
            ("2001", "wrong-pin"),
            ("SFC_IC0003", "misconfigured"),
            ("17", "other"),
            ("424242", "other"),
        ];
        for (code, key) in pairs {
            assert_eq!(Reason::of(&ResultCode::new(code)).key(), key, "{code}");
        }
    }

    #[test]
    fn only_known_codes_settle_a_query() {
        for code in [
            "0", "1", "1001", "1019", "1025", "1032", "1037", "2001", "9999",
        ] {
            assert!(is_terminal_for_query(&ResultCode::new(code)), "{code}");
        }
        assert!(is_terminal_for_query(&ResultCode::new("SFC_IC0003")));
        for code in ["4999", "17", "26", "11", "", "1033"] {
            assert!(!is_terminal_for_query(&ResultCode::new(code)), "{code}");
        }
    }
}
