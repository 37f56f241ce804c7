//! What can be wrong with a push, and with the phone that it is for.
//!
//! What never breaks: each fault says whether a prompt lives after it.

use super::super::knob::choices;

choices! {
    /// What a push gets instead of its usual answer.
    pub enum PushFault {
        /// Nothing: the usual answer.
        None = "none", "an answer";
        /// The prompt is live, and the connection is cut before the answer.
        LostAnswer = "lost-answer", "no answer, prompt live";
        /// The prompt is live, and the answer is "Internal Server Error".
        InternalError = "internal-error", "error, prompt live";
        /// No prompt, and the connection is cut: the client cannot tell it from the live one.
        LostRequest = "lost-request", "no answer, no prompt";
        /// No prompt: a 200 whose ResponseCode is not 0.
        Refused = "refused", "a refusal";
        /// No prompt: "System is busy".
        Busy = "busy", "busy";
        /// No prompt: the gateway's 429.
        Spike = "spike", "spike arrest, 429";
        /// No prompt: Daraja's spike arrest, 500.
        SpikeEnvelope = "spike-500", "spike arrest, 500";
        /// No prompt: Daraja's quota, 500.
        Quota = "quota", "quota, 500";
        /// No prompt: the firewall's page, 503.
        Html = "html", "a 503 page";
        /// No prompt: a SOAP fault rendered as JSON, 500.
        Soap = "soap", "a SOAP fault";
        /// No prompt: the token is called invalid although it is good.
        InvalidToken = "invalid-token", "invalid token";
        /// No prompt: the application lacks the product.
        NoProduct = "no-product", "no such product";
        /// No prompt: the short code is unknown.
        NoMerchant = "no-merchant", "no such merchant";
    }
}

choices! {
    /// What becomes of a push for a phone on which a prompt is open.
    pub enum SecondPush {
        /// It is refused: the subscriber is locked.
        Refused = "refused", "is refused";
        /// It is taken, and the first prompt works no more, not even with the right PIN.
        BreaksFirst = "breaks-first", "breaks the first";
        /// It is taken, and ends at once with 1001.
        FailsLater = "fails-later", "fails with 1001";
    }
}

choices! {
    /// How ids are written.
    pub enum IdForm {
        /// Since about 2022: four groups of hex; the prompt's ends with the phone's nine digits.
        Current = "current", "as today";
        /// Before that: `29115-34620561-1`, and a prompt's without the phone.
        Legacy = "legacy", "as before 2022";
        /// Very old: `ws_CO_DMZ_…`.
        Oldest = "oldest", "ws_CO_DMZ_";
    }
}
