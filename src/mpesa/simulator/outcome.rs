//! What a customer, her phone and M-Pesa can make of a prompt: every row of the known codes.
//!
//! What never breaks: codes and words are those that the real service was seen to send.

use super::knob::choices;

choices! {
    /// What becomes of a prompt.
    pub enum Answer {
        /// Nothing by itself: a hand answers. Only as a switch.
        ByHand = "off", "no, by hand";
        /// Enters the right PIN.
        Accept = "accept", "accept";
        /// Cancels.
        Cancel = "cancel", "cancel";
        /// Cancels, in the words of 2017.
        CancelOld = "cancel-2017", "cancel, words of 2017";
        /// Enters a wrong PIN.
        WrongPin = "wrong-pin", "wrong PIN";
        /// Enters the right PIN without the money.
        NoFunds = "no-funds", "no funds";
        /// The amount is below the least.
        BelowMinimum = "below-minimum", "below minimum (2)";
        /// The amount is above the most.
        AboveMaximum = "above-maximum", "above maximum (3)";
        /// She has paid her most for the day.
        DailyLimit = "daily-limit", "daily limit (4)";
        /// Somebody's balance would be too high.
        MaximumBalance = "maximum-balance", "maximum balance (8)";
        /// Her account is not active.
        Inactive = "inactive", "account inactive (11)";
        /// A failure inside, unclear.
        InternalFailure = "internal-failure", "internal failure (17)";
        /// The system is busy.
        Traffic = "traffic", "traffic blocked (26)";
        /// Her phone is in another session.
        SessionOpen = "session-open", "other session (1001)";
        /// Not completed in the window.
        Expired = "expired", "expired (1019)";
        /// The push could not be sent.
        NotSent = "not-sent", "not sent (1025)";
        /// No PIN came in time.
        NoPin = "no-pin", "no PIN (1031)";
        /// The phone is off, or answered too late.
        Unreachable = "unreachable", "unreachable (1037)";
        /// The push could not be sent, by another code.
        PushError = "push-error", "push error (9999)";
        /// Enters the right PIN for a till that is set up wrongly.
        Misconfigured = "misconfigured", "wrong till (SFC_IC0003)";
        /// A code that nobody has heard of.
        UnheardOf = "unheard-of", "a code unheard of";
        /// Does nothing, until the prompt ends by itself.
        Ignore = "ignore", "ignore";
    }
}

impl Answer {
    /// Daraja's code and words for it; none where it ends nothing.
    pub(super) const fn ending(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Answer::ByHand | Answer::Ignore => return None,
            Answer::Accept => ("0", "The service request is processed successfully."),
            Answer::Cancel => ("1032", "Request cancelled by user"),
            Answer::CancelOld => ("1032", "[STK_CB - ]Request cancelled by user"),
            Answer::WrongPin => ("2001", "The initiator information is invalid."),
            Answer::NoFunds => ("1", "The balance is insufficient for the transaction."),
            Answer::BelowMinimum => ("2", "Declined due to limit rule: below minimum"),
            Answer::AboveMaximum => ("3", "Declined due to limit rule: above maximum"),
            Answer::DailyLimit => ("4", "Declined due to limit rule: daily limit"),
            Answer::MaximumBalance => ("8", "Declined due to limit rule: maximum balance"),
            Answer::Inactive => ("11", "The DebitParty is in an invalid state."),
            Answer::InternalFailure => ("17", "Internal failure"),
            Answer::Traffic => ("26", "System busy. Traffic blocked."),
            Answer::SessionOpen => ("1001", LOCKED),
            Answer::Expired => ("1019", "Transaction has expired"),
            Answer::NotSent => ("1025", "An error occurred while sending a push request"),
            Answer::NoPin => ("1031", "STK timeout, no PIN"),
            Answer::Unreachable => ("1037", "DS timeout user cannot be reached"),
            Answer::PushError => ("9999", "An error occurred while sending a push request"),
            Answer::Misconfigured => ("SFC_IC0003", "The operator does not exist."),
            Answer::UnheardOf => ("424242", "Something new"),
        })
    }
}

/// What is said of a phone that is busy.
pub(super) const LOCKED: &str = "Unable to lock subscriber, a transaction is already in process \
                                 for the current subscriber";

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::knob::Setting;
    use super::*;

    #[test]
    fn keys_read_back_and_codes_are_there() {
        for (key, _) in Answer::CHOICES {
            let answer = Answer::from_key(key).unwrap();
            assert_eq!(answer.key(), *key);
            let ends = !matches!(answer, Answer::ByHand | Answer::Ignore);
            assert_eq!(answer.ending().is_some(), ends, "{key}");
        }
        assert_eq!(Answer::from_key("maybe"), None);
    }
}
