//! What can be wrong with a request for a token.
//!
//! What never breaks: every one of these means that no token was given.

use super::super::knob::choices;

choices! {
    /// What a request for a token gets instead of its usual answer.
    pub enum TokenFault {
        /// Nothing: the usual answer.
        None = "none", "a token";
        /// HTTP 400 with nothing in it, as for a wrong key.
        Empty = "empty", "an empty 400";
        /// HTTP 401 "Invalid Credentials", as others have seen for a wrong key.
        Unauthorized = "unauthorized", "a 401";
        /// HTTP 403: the application is not entitled.
        Forbidden = "forbidden", "a 403";
        /// The firewall's page, 503.
        Html = "html", "a 503 page";
        /// A page of the portal, 200.
        Portal = "portal", "a page, 200";
    }
}
