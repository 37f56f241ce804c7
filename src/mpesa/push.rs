//! What we ask for and what we may learn: a prompt and its outcome, a query and its outcome.
//!
//! What never breaks: what Daraja would cut or misread is refused here before anything is sent;
//! nothing is shortened silently, since the account reference is what money is found by.

use super::credentials::Credentials;
use super::wire::ResultCode;
use std::fmt;

/// One prompt to send to a customer's phone.
#[derive(Clone, PartialEq, Eq)]
pub struct Push {
    /// The phone that gets the prompt and pays: `2547XXXXXXXX`, or `2541[01]XXXXXXX`.
    pub phone: String,
    /// Whole shillings, at least one.
    pub amount_shillings: i64,
    /// Where Daraja posts the outcome. Its path should hold a token nobody can guess.
    pub callback_url: String,
    /// Shown to the customer and found on statements: 1 to 12 of `[A-Za-z0-9 ._-]`.
    pub account_reference: String,
    /// 1 to 13 of `[A-Za-z0-9 ._-]`.
    pub description: String,
}

impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Push")
            .field("amount_shillings", &self.amount_shillings)
            .field("account_reference", &self.account_reference)
            .finish_non_exhaustive()
    }
}

impl Push {
    /// The first field that Daraja would not take, by its name for it.
    pub(super) fn flaw(&self) -> Option<&'static str> {
        if self.amount_shillings < 1 {
            Some("Amount")
        } else if !is_kenyan_mobile(&self.phone) {
            Some("PhoneNumber")
        } else if !is_callback_url(&self.callback_url) {
            Some("CallBackURL")
        } else if !is_plain_text(&self.account_reference, 12) {
            Some("AccountReference")
        } else if !is_plain_text(&self.description, 13) {
            Some("TransactionDesc")
        } else {
            None
        }
    }
}

/// Whether Daraja takes this as a phone number: `254`, then 7 or 10 or 11, twelve digits in all.
pub(super) fn is_kenyan_mobile(phone: &str) -> bool {
    let Some(rest) = phone.strip_prefix("254") else {
        return false;
    };
    let begins_well = ["7", "10", "11"]
        .iter()
        .any(|range| rest.starts_with(range));
    rest.len() == 9 && rest.bytes().all(|byte| byte.is_ascii_digit()) && begins_well
}

/// Whether a text can be a short code or a till number: 5 to 7 digits.
pub(super) fn is_short_code(text: &str) -> bool {
    (5..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_callback_url(text: &str) -> bool {
    let clean = text.is_ascii() && !text.bytes().any(|byte| byte <= b' ');
    clean
        && reqwest::Url::parse(text)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether Daraja takes this text whole: so long at most, and nothing that it stumbles over.
pub(super) fn is_plain_text(text: &str, most: usize) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" ._-".contains(&byte);
    !text.trim().is_empty() && text.len() <= most && text.bytes().all(allowed)
}

/// The first of the credentials that cannot be right, by Daraja's name for it.
pub(super) fn credentials_flaw(credentials: &Credentials) -> Option<&'static str> {
    if !is_short_code(&credentials.short_code) {
        Some("BusinessShortCode")
    } else if !is_short_code(credentials.party_b()) {
        Some("PartyB")
    } else {
        None
    }
}

/// How sending a prompt went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushOutcome {
    /// Daraja took it; the prompt is on its way. Nothing is paid yet.
    Accepted {
        merchant_request_id: String,
        checkout_request_id: String,
    },
    /// There is no prompt and none will come: another attempt is safe.
    Refused {
        code: String,
        message: String,
        kind: RefusedKind,
    },
    /// There may be a prompt. It must not be sent again; the callback, found by the token in its
    /// address, or the account reference will tell.
    Unknown { why: String },
}

/// Why there is no prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedKind {
    /// The request never left this machine.
    NeverSent,
    /// A field is wrong: Daraja's name for it.
    BadRequest(String),
    /// Key, secret, passkey, short code or product are wrong: the owner must correct them.
    Credentials,
    /// The phone is busy; another attempt makes sense after a minute.
    SubscriberBusy,
    /// Too many calls, or the service is busy; trying again later is safe.
    Overloaded,
    /// Refused for another reason.
    Other,
}

/// How asking after a prompt went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryOutcome {
    /// The prompt has ended with one of the codes that are final. A lone `0` should be confirmed
    /// by the callback or by a second query at least ten seconds later.
    Settled {
        code: ResultCode,
        description: String,
    },
    /// The prompt is still open, or its outcome is still settling.
    NotYet,
    /// Asked too early, or the id is unknown: no proof of anything in the first two minutes.
    TooEarlyOrUnknownId,
    /// Too many queries, or the service is busy; says nothing about the payment.
    Busy,
    /// No answer that says anything.
    Unknown { why: String },
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn ask() -> Push {
        Push {
            phone: "254712345678".to_owned(),
            amount_shillings: 450,
            callback_url: "https://pay.example.co.ke/d/c/token".to_owned(),
            account_reference: "INV-00042".to_owned(),
            description: "Invoice 42".to_owned(),
        }
    }

    #[test]
    fn a_good_push_has_no_flaw() {
        assert_eq!(ask().flaw(), None);
    }

    #[test]
    fn the_field_at_fault_is_named() {
        let flawed = |change: fn(&mut Push)| {
            let mut push = ask();
            change(&mut push);
            push.flaw()
        };
        assert_eq!(flawed(|push| push.amount_shillings = 0), Some("Amount"));
        assert_eq!(
            flawed(|push| push.phone = "0712345678".to_owned()),
            Some("PhoneNumber")
        );
        let url = Some("CallBackURL");
        assert_eq!(
            flawed(|push| push.callback_url = "https://a.co/ b".to_owned()),
            url
        );
        assert_eq!(
            flawed(|push| push.callback_url = "ftp://a.co/b".to_owned()),
            url
        );
        let reference = Some("AccountReference");
        assert_eq!(
            flawed(|push| push.account_reference = "INV-000000042".to_owned()),
            reference
        );
        assert_eq!(
            flawed(|push| push.account_reference = "INV#42".to_owned()),
            reference
        );
        let description = Some("TransactionDesc");
        assert_eq!(
            flawed(|push| push.description = " ".to_owned()),
            description
        );
        assert_eq!(
            flawed(|push| push.description = "14 characters.".to_owned()),
            description
        );
    }

    #[test]
    fn phones_are_kenyan_mobiles() {
        for phone in ["254712345678", "254101234567", "254111234567"] {
            assert!(is_kenyan_mobile(phone), "{phone}");
        }
        for phone in [
            "254012345678",
            "254121234567",
            "25471234567",
            "2547123456789",
            "+254712345678",
            "25471234567٣",
        ] {
            assert!(!is_kenyan_mobile(phone), "{phone}");
        }
    }
}
