//! Daraja's JSON, word for word: the bodies we send and the ones a good answer has.
//!
//! What never breaks: keys are spelled as Daraja spells them (`CallBackURL` with its capital B),
//! and a value that may come as a number or as a string is kept as the text it was written in,
//! so that nothing is lost and no float is made.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;

/// The most bytes we read of any body of Daraja's; real ones stay under 1 KiB.
pub const MAX_BODY: usize = 64 * 1024;

/// The most characters of a body that are handed on for the record.
const MAX_RECORD: usize = 8 * 1024;

/// A value that Daraja writes as a number in one place and as a string in another, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar(pub String);

impl Scalar {
    /// Reads a JSON number or string from its raw text; nothing for any other kind of value.
    /// Zero characters, which PostgreSQL's `text` cannot hold, are replaced.
    pub fn from_raw(raw: &str) -> Option<Scalar> {
        let raw = raw.trim();
        match raw.as_bytes().first()? {
            b'"' => serde_json::from_str::<String>(raw)
                .ok()
                .map(|text| Scalar(storable(&text))),
            b'-' | b'0'..=b'9' => Some(Scalar(raw.to_owned())),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Scalar::from_raw(raw.get())
            .ok_or_else(|| serde::de::Error::custom("neither a number nor a string"))
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How a prompt ended, in Daraja's own code: `0` paid, `1032` cancelled, `SFC_IC0003` …
///
/// Callbacks write it as a number (as a string when it is not numeric), queries as a string;
/// here it is always the same text, so that both compare equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResultCode(String);

impl ResultCode {
    /// Makes the canonical text of a code: trimmed, without leading zeros or a zero fraction.
    pub fn new(text: &str) -> ResultCode {
        let text: String = text.trim().chars().take(64).collect();
        let whole = match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
            _ => text.as_str(),
        };
        if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return ResultCode(text);
        }
        let digits = whole.trim_start_matches('0');
        ResultCode(if digits.is_empty() { "0" } else { digits }.to_owned())
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the customer paid.
    pub fn is_paid(&self) -> bool {
        self.0 == "0"
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The body of a push. The amount is a JSON integer and the rest are strings, because that is
/// the mixture that has been tried against the live service.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct PushRequest<'a> {
    pub business_short_code: &'a str,
    pub password: &'a str,
    pub timestamp: &'a str,
    pub transaction_type: &'a str,
    pub amount: i64,
    pub party_a: &'a str,
    pub party_b: &'a str,
    pub phone_number: &'a str,
    #[serde(rename = "CallBackURL")]
    pub call_back_url: &'a str,
    pub account_reference: &'a str,
    pub transaction_desc: &'a str,
}

/// The answer to an accepted push: accepted for processing, not paid.
#[derive(Serialize, Deserialize)]
pub struct PushAnswer {
    #[serde(rename = "MerchantRequestID", default)]
    pub merchant_request_id: String,
    #[serde(rename = "CheckoutRequestID", default)]
    pub checkout_request_id: String,
    #[serde(rename = "ResponseCode")]
    pub response_code: Scalar,
    #[serde(rename = "ResponseDescription", default)]
    pub response_description: String,
    #[serde(rename = "CustomerMessage", default)]
    pub customer_message: String,
}

/// The body of a query.
#[derive(Serialize)]
pub struct QueryRequest<'a> {
    #[serde(rename = "BusinessShortCode")]
    pub business_short_code: &'a str,
    #[serde(rename = "Password")]
    pub password: &'a str,
    #[serde(rename = "Timestamp")]
    pub timestamp: &'a str,
    #[serde(rename = "CheckoutRequestID")]
    pub checkout_request_id: &'a str,
}

/// The answer to a query. It tells how the prompt ended, never the amount nor the receipt.
#[derive(Serialize, Deserialize)]
pub struct QueryAnswer {
    #[serde(rename = "ResponseCode")]
    pub response_code: Scalar,
    #[serde(rename = "ResponseDescription", default)]
    pub response_description: String,
    #[serde(rename = "MerchantRequestID", default)]
    pub merchant_request_id: String,
    #[serde(rename = "CheckoutRequestID", default)]
    pub checkout_request_id: String,
    #[serde(rename = "ResultCode")]
    pub result_code: Scalar,
    #[serde(rename = "ResultDesc", default)]
    pub result_desc: String,
}

/// The body that asks for a QR code.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct QrRequest<'a> {
    pub merchant_name: &'a str,
    pub ref_no: &'a str,
    pub amount: i64,
    pub trx_code: &'a str,
    #[serde(rename = "CPI")]
    pub cpi: &'a str,
    pub size: &'a str,
}

/// The answer to that. Its ResponseCode is an id, and not `0`.
#[derive(Serialize, Deserialize)]
pub struct QrAnswer {
    #[serde(rename = "ResponseCode", default)]
    pub response_code: String,
    #[serde(rename = "RequestID", default)]
    pub request_id: String,
    #[serde(rename = "ResponseDescription", default)]
    pub response_description: String,
    #[serde(rename = "QRCode")]
    pub qr_code: String,
}

/// The answer to a token request.
#[derive(Deserialize)]
pub struct TokenAnswer {
    pub access_token: String,
    pub expires_in: Scalar,
}

/// The text of a body for the record: capped, and without the zero bytes that PostgreSQL's
/// `text` cannot hold.
pub fn record(body: &[u8]) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    let capped = body.get(..MAX_RECORD).unwrap_or(body);
    Some(storable(&String::from_utf8_lossy(capped)))
}

/// A text without the zero characters that PostgreSQL's `text` cannot hold.
pub fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_text_however_it_was_written() {
        for text in ["1032", " 1032", "01032", "1032.0"] {
            assert_eq!(ResultCode::new(text).as_str(), "1032", "{text}");
        }
        assert!(ResultCode::new("0").is_paid());
        assert!(ResultCode::new("000").is_paid());
        assert!(!ResultCode::new("").is_paid());
        assert!(!ResultCode::new("-0").is_paid());
        assert_eq!(ResultCode::new("SFC_IC0003").as_str(), "SFC_IC0003");
    }

    #[test]
    fn numbers_keep_their_text() {
        let number: Scalar = serde_json::from_str("450.00").unwrap();
        assert_eq!(number.0, "450.00");
        let string: Scalar = serde_json::from_str("\"3599\"").unwrap();
        assert_eq!(string.0, "3599");
        assert!(serde_json::from_str::<Scalar>("[1]").is_err());
        assert!(serde_json::from_str::<Scalar>("true").is_err());
    }

    #[test]
    fn a_push_is_spelled_as_daraja_spells_it() {
        let request = PushRequest {
            business_short_code: "174379",
            password: "p",
            timestamp: "20260115093005",
            transaction_type: "CustomerPayBillOnline",
            amount: 450,
            party_a: "254712345678",
            party_b: "174379",
            phone_number: "254712345678",
            call_back_url: "https://pay.example.co.ke/d/c/t",
            account_reference: "INV-00042",
            transaction_desc: "Invoice 42",
        };
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            concat!(
                r#"{"BusinessShortCode":"174379","Password":"p","Timestamp":"20260115093005","#,
                r#""TransactionType":"CustomerPayBillOnline","Amount":450,"#,
                r#""PartyA":"254712345678","PartyB":"174379","PhoneNumber":"254712345678","#,
                r#""CallBackURL":"https://pay.example.co.ke/d/c/t","#,
                r#""AccountReference":"INV-00042","TransactionDesc":"Invoice 42"}"#
            )
        );
    }

    #[test]
    fn the_record_is_capped_and_storable() {
        assert_eq!(record(b""), None);
        assert_eq!(record(b"a\0b").unwrap(), "a\u{fffd}b");
        assert_eq!(record(&vec![b'x'; MAX_BODY]).unwrap().len(), MAX_RECORD);
    }
}
