//! What can be wrong with a query.
//!
//! What never breaks: none of these changes what happened to the prompt.

use super::super::knob::choices;

choices! {
    /// What a query gets instead of its usual answer.
    pub enum QueryFault {
        /// Nothing: the usual answer.
        None = "none", "an answer";
        /// The id is not known yet, 400.
        TooEarly = "too-early", "unknown id";
        /// "The transaction is being processed", although it may have ended.
        Processing = "processing", "being processed";
        /// A ResultCode of 4999: settling.
        Settling = "settling", "4999";
        /// A ResultCode of 0 although the prompt is still open.
        PrematurePaid = "premature-paid", "0 too soon";
        /// The opposite of what happened: cancelled if it was paid, paid if it was not.
        Contradiction = "contradiction", "the opposite";
        /// The gateway's 429.
        Spike = "spike", "429";
        /// The firewall's page, 503.
        Html = "html", "a 503 page";
        /// "Internal Server Error".
        InternalError = "internal-error", "an error";
        /// The connection is cut.
        LostAnswer = "lost-answer", "no answer";
        /// The token is called invalid although it is good.
        InvalidToken = "invalid-token", "invalid token";
    }
}
