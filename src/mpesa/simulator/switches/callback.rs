//! What can be strange about a callback: how its parts are written, and who else is told.
//!
//! What never breaks: the usual forms are those of the real bodies that were seen most.

use super::super::knob::choices;

choices! {
    /// How an amount of one shilling is written.
    pub enum AmountForm {
        /// `1.00`
        Hundredths = "hundredths", "1.00";
        /// `1.0`
        Tenths = "tenths", "1.0";
        /// `1`
        Integer = "integer", "1";
        /// `"1"`
        Text = "text", "\"1\"";
    }
}

choices! {
    /// How the balance is written.
    pub enum BalanceForm {
        /// An item with a name and no value.
        Valueless = "valueless", "without value";
        /// No item.
        Absent = "absent", "absent";
        /// An item with a value.
        Valued = "valued", "with a value";
    }
}

choices! {
    /// How the phone is written.
    pub enum PhoneForm {
        /// A number.
        Number = "number", "a number";
        /// `"254712***678"`
        Masked = "masked", "masked";
        /// No item.
        Absent = "absent", "absent";
    }
}

choices! {
    /// How the date is written.
    pub enum DateForm {
        /// A number of 14 digits.
        Number = "number", "a number";
        /// `"2026-01-15 09:30:31"`
        Text = "text", "a text";
    }
}

choices! {
    /// Which id is another one than the push was answered with.
    pub enum WrongId {
        /// None of them.
        None = "none", "none";
        /// The prompt's.
        Checkout = "checkout", "CheckoutRequestID";
        /// The request's.
        Merchant = "merchant", "MerchantRequestID";
    }
}

choices! {
    /// Whether the registered confirmation address is told of a payment too, and when.
    pub enum Twin {
        /// It is not.
        None = "none", "not told";
        /// Before the callback.
        Before = "before", "told before";
        /// After the callback.
        After = "after", "told after";
    }
}
