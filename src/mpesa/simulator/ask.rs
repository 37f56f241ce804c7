//! The reader of what a client sends: field by field, as the real service checks it.
//!
//! What never breaks: numbers and strings are both taken, and the first field that is wrong is
//! the one that is named.

use super::refusal::Refusal;
use crate::mpesa::push::{is_kenyan_mobile, is_short_code};
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A client's proof that it may act for a short code.
pub(super) struct Proof {
    pub short_code: String,
    pub password: String,
    pub timestamp: String,
}

/// What a push asks for.
pub(super) struct Asked {
    pub proof: Proof,
    pub transaction_type: String,
    pub amount: i64,
    pub phone: String,
    pub party_b: String,
    pub callback_url: String,
    pub account_reference: String,
    pub description: String,
}

/// The most the real service takes in one payment, in shillings.
const MOST_SHILLINGS: i64 = 250_000;

/// A body that is not JSON, or not said to be, is not read at all, which the real service
/// reports as a wrong short code.
fn object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let is_json = content_type.is_some_and(|text| text.starts_with("application/json"));
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(object)) if is_json => Ok(object),
        _ => Err(Refusal::field("BusinessShortCode")),
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Result<String, Refusal> {
    match object.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err(Refusal::field(name)),
    }
}

fn checked(
    object: &Map<String, Value>,
    name: &str,
    is_good: impl Fn(&str) -> bool,
) -> Result<String, Refusal> {
    text(object, name).and_then(|text| {
        if is_good(&text) {
            Ok(text)
        } else {
            Err(Refusal::field(name))
        }
    })
}

fn proof(object: &Map<String, Value>) -> Result<Proof, Refusal> {
    Ok(Proof {
        short_code: checked(object, "BusinessShortCode", is_short_code)?,
        password: text(object, "Password")?,
        timestamp: checked(object, "Timestamp", is_timestamp)?,
    })
}

fn is_timestamp(text: &str) -> bool {
    text.len() == 14 && chrono::NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%S").is_ok()
}

/// Reads the body of a push.
pub(super) fn push(headers: &HeaderMap, body: &[u8]) -> Result<Asked, Refusal> {
    let object = object(headers, body)?;
    let proof = proof(&object)?;
    let transaction_type = checked(&object, "TransactionType", |text| {
        matches!(text, "CustomerPayBillOnline" | "CustomerBuyGoodsOnline")
    })?;
    let amount = text(&object, "Amount")?
        .parse::<i64>()
        .ok()
        .filter(|amount| (1..=MOST_SHILLINGS).contains(amount))
        .ok_or_else(|| Refusal::field("Amount"))?;
    checked(&object, "PartyA", is_kenyan_mobile)?;
    let party_b = checked(&object, "PartyB", is_short_code)?;
    let phone = checked(&object, "PhoneNumber", is_kenyan_mobile)?;
    let callback_url = checked(&object, "CallBackURL", is_address)?;
    let account_reference = checked(&object, "AccountReference", |text| text.len() <= 12)?;
    let description = match object.get("TransactionDesc") {
        None => String::new(),
        Some(_) => checked(&object, "TransactionDesc", |text| text.len() <= 182)?,
    };
    Ok(Asked {
        proof,
        transaction_type,
        amount,
        phone,
        party_b,
        callback_url,
        account_reference,
        description,
    })
}

/// Reads the body of a query: who asks, and after which prompt.
pub(super) fn query(headers: &HeaderMap, body: &[u8]) -> Result<(Proof, String), Refusal> {
    let object = object(headers, body)?;
    Ok((proof(&object)?, text(&object, "CheckoutRequestID")?))
}

/// The phone that a push is for, as far as the body can be read: the gateway's switches for one
/// phone hold before anything is checked.
pub(super) fn phone_in(body: &[u8]) -> Option<String> {
    named(body, "PhoneNumber")
}

/// The prompt that a query is about, likewise.
pub(super) fn prompt_in(body: &[u8]) -> Option<String> {
    named(body, "CheckoutRequestID")
}

fn named(body: &[u8], name: &str) -> Option<String> {
    let object = serde_json::from_slice::<Map<String, Value>>(body).ok()?;
    text(&object, name).ok()
}

/// Whom to tell of payments into a short code: what registering asks for.
pub(super) struct Registration {
    pub short_code: String,
    pub confirmation_url: String,
}

/// Reads the body of a registration.
pub(super) fn registration(headers: &HeaderMap, body: &[u8]) -> Result<Registration, Refusal> {
    let unread = |_| Refusal::daraja(400, "400.002.05", "Invalid Request Payload");
    let object = object(headers, body).map_err(unread)?;
    let short_code = checked(&object, "ShortCode", is_short_code).map_err(unread)?;
    let completes = |text: &str| matches!(text, "Completed" | "Cancelled");
    checked(&object, "ResponseType", completes).map_err(unread)?;
    let confirmation_url = address(&object, "ConfirmationURL")?;
    address(&object, "ValidationURL")?;
    Ok(Registration {
        short_code,
        confirmation_url,
    })
}

/// What a QR code is to say.
pub(super) struct QrAsked {
    pub merchant_name: String,
    pub reference: String,
    pub amount: i64,
    pub trx_code: String,
    pub party: String,
    /// How wide it is to be, in pixels.
    pub size: usize,
}

/// Reads the body of a request for a QR code.
pub(super) fn qr(headers: &HeaderMap, body: &[u8]) -> Result<QrAsked, Refusal> {
    let unread = |_| Refusal::daraja(400, "400.002.05", "Invalid Request Payload");
    let object = object(headers, body).map_err(unread)?;
    let number = |name: &str, most: i64| -> Result<i64, Refusal> {
        let number = text(&object, name)?.parse::<i64>().ok();
        let number = number.filter(|number| (1..=most).contains(number));
        number.ok_or_else(|| Refusal::field(name))
    };
    let is_code = |text: &str| matches!(text, "BG" | "WA" | "PB" | "SM" | "SB");
    Ok(QrAsked {
        merchant_name: text(&object, "MerchantName").map_err(unread)?,
        reference: text(&object, "RefNo").map_err(unread)?,
        amount: number("Amount", MOST_SHILLINGS).map_err(unread)?,
        trx_code: checked(&object, "TrxCode", is_code).map_err(unread)?,
        party: checked(&object, "CPI", is_short_code).map_err(unread)?,
        size: usize::try_from(number("Size", 1_000).map_err(unread)?).unwrap_or_default(),
    })
}

/// An address, without the words that the gateway does not like in one.
fn address(object: &Map<String, Value>, name: &str) -> Result<String, Refusal> {
    let bad = |why: &str| {
        let message = format!("Bad Request - Invalid {name}{why}");
        Refusal::daraja(400, "400.003.02", &message)
    };
    let url = checked(object, name, is_address).map_err(|_| bad(""))?;
    let lower = url.to_ascii_lowercase();
    let words = [
        "m-pesa",
        "mpesa",
        "safaricom",
        "exe",
        "exec",
        "cmd",
        "sql",
        "query",
    ];
    match words.into_iter().find(|word| lower.contains(word)) {
        None => Ok(url),
        Some(word) => Err(bad(&format!(
            " - URL has the word {}",
            word.to_ascii_uppercase()
        ))),
    }
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace) && reqwest::Url::parse(text).is_ok()
}

/// Reads key and secret out of a token request.
pub(super) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let bytes = STANDARD.decode(value.strip_prefix("Basic ")?.trim()).ok()?;
    let pair = String::from_utf8(bytes).ok()?;
    let (key, secret) = pair.split_once(':')?;
    Some((key.to_owned(), secret.to_owned()))
}

/// Reads the token out of a call.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::trim)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sample() -> Value {
        serde_json::json!({
            "BusinessShortCode": "174379", "Password": "p", "Timestamp": "20260115093005",
            "TransactionType": "CustomerPayBillOnline", "Amount": 450,
            "PartyA": "254712345678", "PartyB": "174379", "PhoneNumber": "254712345678",
            "CallBackURL": "https://pay.example.co.ke/d/c/token",
            "AccountReference": "INV-00042", "TransactionDesc": "Invoice 42",
        })
    }

    fn json() -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        headers
    }

    fn refused(name: &str, value: Value) -> String {
        let mut body = sample();
        body.as_object_mut().unwrap().insert(name.to_owned(), value);
        match push(&json(), body.to_string().as_bytes()) {
            Err(Refusal::Daraja { message, .. }) => message,
            _ => String::new(),
        }
    }

    #[test]
    fn numbers_and_strings_are_both_taken() {
        let mut body = sample();
        let object = body.as_object_mut().unwrap();
        for (name, value) in [
            ("BusinessShortCode", serde_json::json!(174_379)),
            ("Amount", serde_json::json!("450")),
            ("PartyA", serde_json::json!(254_712_345_678_i64)),
            ("PhoneNumber", serde_json::json!(254_712_345_678_i64)),
        ] {
            object.insert(name.to_owned(), value);
        }
        let asked = push(&json(), body.to_string().as_bytes()).ok().unwrap();
        assert_eq!((asked.amount, asked.phone.as_str()), (450, "254712345678"));
        assert_eq!(asked.proof.short_code, "174379");
    }

    #[test]
    fn the_wrong_field_is_named() {
        for (name, value) in [
            ("BusinessShortCode", serde_json::json!("12")),
            ("Timestamp", serde_json::json!("20261315093005")),
            ("TransactionType", serde_json::json!("BusinessBuyGoods")),
            ("Amount", serde_json::json!("10.00")),
            ("Amount", serde_json::json!(0)),
            ("PhoneNumber", serde_json::json!("0712345678")),
            ("CallBackURL", serde_json::json!("https://a.co/ b")),
            ("AccountReference", serde_json::json!("INV-000000042")),
        ] {
            assert_eq!(
                refused(name, value),
                format!("Bad Request - Invalid {name}")
            );
        }
    }

    #[test]
    fn a_body_that_is_not_json_is_a_wrong_short_code() {
        let body = sample().to_string();
        for (headers, body) in [
            (HeaderMap::new(), body.as_bytes()),
            (json(), b"x=1".as_slice()),
        ] {
            match push(&headers, body) {
                Err(Refusal::Daraja { message, .. }) => {
                    assert_eq!(message, "Bad Request - Invalid BusinessShortCode");
                }
                _ => panic!("it was read"),
            }
        }
    }
}
