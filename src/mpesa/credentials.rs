//! What a business got from Safaricom, and the password made from it.
//!
//! What never breaks: password and timestamp come from one reading of the clock, in East Africa
//! Time whatever the host's zone is; and no secret appears in a `Debug` text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The public passkey of Safaricom's sandbox, printed in its documentation.
const SANDBOX_PASSKEY: &str = "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919";

/// The short code of Safaricom's sandbox.
pub(super) const SANDBOX_SHORT_CODE: &str = "174379";

/// What the short code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A PayBill number: it is charged and credited itself.
    PayBill,
    /// A till (buy goods): the short code is the store's number of the go-live letter, and the
    /// money goes to the till.
    Till { till_number: String },
}

/// One business's access to Daraja.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The application's consumer key.
    pub consumer_key: String,
    /// The application's consumer secret.
    pub consumer_secret: String,
    /// PayBill number, or the store number of a till; 5 to 7 digits.
    pub short_code: String,
    /// PayBill or till.
    pub kind: AccountKind,
    /// The passkey Safaricom sent for this short code.
    pub passkey: String,
}

/// A password and the timestamp that is inside it.
pub struct Signature {
    /// Base64 of short code, passkey and timestamp.
    pub password: String,
    /// `YYYYMMDDHHmmss`, East Africa Time.
    pub timestamp: String,
}

impl Credentials {
    /// The public PayBill of Safaricom's sandbox, with an application's own key and secret.
    pub fn sandbox(consumer_key: &str, consumer_secret: &str) -> Credentials {
        Credentials {
            consumer_key: consumer_key.to_owned(),
            consumer_secret: consumer_secret.to_owned(),
            short_code: SANDBOX_SHORT_CODE.to_owned(),
            kind: AccountKind::PayBill,
            passkey: SANDBOX_PASSKEY.to_owned(),
        }
    }

    /// The password for a request made at `now`.
    pub fn sign(&self, now: DateTime<Utc>) -> Signature {
        let timestamp = east_africa(now).format("%Y%m%d%H%M%S").to_string();
        let password = password(&self.short_code, &self.passkey, &timestamp);
        Signature {
            password,
            timestamp,
        }
    }

    /// Whether these are the sandbox's public number or passkey.
    pub(super) fn are_the_sandboxes(&self) -> bool {
        self.short_code == SANDBOX_SHORT_CODE || self.passkey == SANDBOX_PASSKEY
    }

    /// Who is credited: the PayBill itself, or the till.
    pub fn party_b(&self) -> &str {
        match &self.kind {
            AccountKind::PayBill => &self.short_code,
            AccountKind::Till { till_number } => till_number,
        }
    }

    /// Daraja's name for the kind of payment.
    pub fn transaction_type(&self) -> &'static str {
        match self.kind {
            AccountKind::PayBill => "CustomerPayBillOnline",
            AccountKind::Till { .. } => "CustomerBuyGoodsOnline",
        }
    }

    /// What tells one application's token from another's. The secret is part of it, so that a
    /// wrong secret never rides on the token that the right one got.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        let text = format!("{}\u{0}{}", self.consumer_key, self.consumer_secret);
        Sha256::digest(text.as_bytes()).into()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("short_code", &self.short_code)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The password of a request.
pub(super) fn password(short_code: &str, passkey: &str, timestamp: &str) -> String {
    STANDARD.encode(format!("{short_code}{passkey}{timestamp}"))
}

/// The clock on the wall in Nairobi: three hours ahead, all year.
pub(super) fn east_africa(now: DateTime<Utc>) -> NaiveDateTime {
    (now + TimeDelta::hours(3)).naive_utc()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn the_password_is_the_one_daraja_expects() {
        let now = Utc.with_ymd_and_hms(2026, 1, 15, 6, 30, 5).unwrap();
        let signature = Credentials::sandbox("key", "secret").sign(now);
        assert_eq!(signature.timestamp, "20260115093005");
        assert_eq!(
            signature.password,
            "MTc0Mzc5YmZiMjc5ZjlhYTliZGJjZjE1OGU5N2RkNzFhNDY3Y2QyZTBjODkzMDU5YjEwZjc4ZTZiNzJhZGE\
             xZWQyYzkxOTIwMjYwMTE1MDkzMDA1"
        );
    }

    #[test]
    fn the_day_turns_with_nairobi() {
        let now = Utc.with_ymd_and_hms(2026, 12, 31, 21, 0, 0).unwrap();
        assert_eq!(
            Credentials::sandbox("key", "secret").sign(now).timestamp,
            "20270101000000"
        );
    }

    #[test]
    fn secrets_stay_out_of_debug() {
        let text = format!("{:?}", Credentials::sandbox("the-key", "the-secret"));
        assert!(!text.contains("the-key") && !text.contains("the-secret"));
        assert!(!text.contains(SANDBOX_PASSKEY));
        assert!(text.contains(SANDBOX_SHORT_CODE));
    }

    #[test]
    fn a_till_is_credited_apart_from_its_store() {
        let mut credentials = Credentials::sandbox("key", "secret");
        credentials.kind = AccountKind::Till {
            till_number: "5123456".to_owned(),
        };
        assert_eq!(credentials.party_b(), "5123456");
        assert_eq!(credentials.transaction_type(), "CustomerBuyGoodsOnline");
    }
}
