//! The reader of what Daraja posts when a prompt has ended.
//!
//! What never breaks: a body is read whatever the order of its items, with or without values,
//! with numbers as numbers or as strings, with items never heard of; an amount is read from its
//! text and never through a float. Reading a body is no proof that Daraja sent it: whoever calls
//! must have checked the attempt's token, and must compare the ids and the amount.

use super::wire::{MAX_BODY, ResultCode, Scalar};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;
use std::str::FromStr as _;

/// What a callback says.
#[derive(Clone, PartialEq, Eq)]
pub struct StkCallback {
    /// Daraja's id of the request.
    pub merchant_request_id: String,
    /// Daraja's id of the prompt. It carries the phone number: keep it out of logs.
    pub checkout_request_id: String,
    /// How the prompt ended.
    pub code: ResultCode,
    /// Daraja's words for it.
    pub description: String,
    /// Shillings paid, exactly as written; absent on failure or when unreadable.
    pub amount: Option<Decimal>,
    /// M-Pesa's receipt number; absent on failure.
    pub receipt: Option<String>,
    /// When, as Daraja wrote it: usually `YYYYMMDDHHmmss`, East Africa Time.
    pub transaction_date: Option<String>,
    /// Who paid, possibly masked. Never to be matched on.
    pub phone: Option<String>,
}

impl fmt::Debug for StkCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StkCallback")
            .field("merchant_request_id", &self.merchant_request_id)
            .field("code", &self.code)
            .field("amount", &self.amount)
            .field("receipt", &self.receipt)
            .finish_non_exhaustive()
    }
}

/// Why a body is not a callback.
#[derive(Debug, thiserror::Error)]
pub enum CallbackFault {
    /// Longer than any callback.
    #[error("the body has {0} bytes, more than any callback")]
    TooLarge(usize),
    /// Not JSON, or without the parts every callback has.
    #[error("the body is not a callback: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A part that identifies the prompt is empty.
    #[error("the callback lacks {0}")]
    Lacks(&'static str),
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "Body")]
    body: Inner,
}

#[derive(Deserialize)]
struct Inner {
    #[serde(rename = "stkCallback")]
    callback: Callback,
}

#[derive(Deserialize)]
struct Callback {
    #[serde(rename = "MerchantRequestID")]
    merchant_request_id: Scalar,
    #[serde(rename = "CheckoutRequestID")]
    checkout_request_id: Scalar,
    #[serde(rename = "ResultCode")]
    result_code: Scalar,
    #[serde(rename = "ResultDesc", default)]
    result_desc: Option<Scalar>,
    #[serde(rename = "CallbackMetadata", default)]
    metadata: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(rename = "Item", default)]
    items: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "Name", default)]
    name: Option<String>,
    #[serde(rename = "Value", default)]
    value: Option<Box<RawValue>>,
}

/// Reads a callback's body.
pub fn parse(body: &[u8]) -> Result<StkCallback, CallbackFault> {
    if body.len() > MAX_BODY {
        return Err(CallbackFault::TooLarge(body.len()));
    }
    let callback = serde_json::from_slice::<Envelope>(body)?.body.callback;
    let items = callback
        .metadata
        .as_deref()
        .map(|raw| items(raw.get()))
        .unwrap_or_default();
    let read = StkCallback {
        merchant_request_id: callback.merchant_request_id.0,
        checkout_request_id: callback.checkout_request_id.0,
        code: ResultCode::new(&callback.result_code.0),
        description: callback.result_desc.map(|text| text.0).unwrap_or_default(),
        amount: value(&items, "Amount").and_then(|text| decimal(&text)),
        receipt: value(&items, "MpesaReceiptNumber"),
        transaction_date: value(&items, "TransactionDate"),
        phone: value(&items, "PhoneNumber"),
    };
    if read.merchant_request_id.is_empty() {
        return Err(CallbackFault::Lacks("MerchantRequestID"));
    }
    if read.checkout_request_id.is_empty() {
        return Err(CallbackFault::Lacks("CheckoutRequestID"));
    }
    Ok(read)
}

/// The items of the metadata. Whatever cannot be read is left out rather than refused: a strange
/// item must not hide a payment.
fn items(raw: &str) -> Vec<Item> {
    let Ok(Metadata { items: Some(items) }) = serde_json::from_str::<Metadata>(raw) else {
        return Vec::new();
    };
    // Gateways that turn XML into JSON write a list of one as the thing itself.
    match serde_json::from_str::<Vec<Box<RawValue>>>(items.get()) {
        Ok(list) => list
            .iter()
            .filter_map(|item| serde_json::from_str(item.get()).ok())
            .collect(),
        Err(_) => serde_json::from_str(items.get()).into_iter().collect(),
    }
}

fn value(items: &[Item], name: &str) -> Option<String> {
    items
        .iter()
        .filter(|item| item.name.as_deref() == Some(name))
        .filter_map(|item| Scalar::from_raw(item.value.as_deref()?.get()))
        .map(|scalar| scalar.0.trim().to_owned())
        .find(|text| !text.is_empty())
}

fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FAILURE: &str = r#"{"Body":{"stkCallback":{
        "MerchantRequestID":"7c1d-4e0b-8a55-2f6b90aa41c7318204",
        "CheckoutRequestID":"ws_CO_15012026093007412712345678",
        "ResultCode":1032,
        "ResultDesc":"Request cancelled by user"}}}"#;

    fn success(code: &str, items: &str) -> String {
        format!(
            r#"{{"Body":{{"stkCallback":{{
            "MerchantRequestID":"7c1d-4e0b-8a55-2f6b90aa41c7318204",
            "CheckoutRequestID":"ws_CO_15012026093007412712345678",
            "ResultCode":{code},
            "ResultDesc":"The service request is processed successfully.",
            "CallbackMetadata":{{"Item":{items}}}}}}}}}"#
        )
    }

    #[test]
    fn a_failure_is_read() {
        let read = parse(FAILURE.as_bytes()).unwrap();
        assert_eq!(
            read.merchant_request_id,
            "7c1d-4e0b-8a55-2f6b90aa41c7318204"
        );
        assert_eq!(read.checkout_request_id, "ws_CO_15012026093007412712345678");
        assert_eq!(read.code.as_str(), "1032");
        assert_eq!(read.description, "Request cancelled by user");
        assert_eq!(read.receipt, None);
    }

    #[test]
    fn a_success_is_read() {
        let body = success(
            "0",
            r#"[{"Name":"Amount","Value":450.00},
                {"Name":"MpesaReceiptNumber","Value":"UAF4K7Q2ZX"},
                {"Name":"Balance"},
                {"Name":"TransactionDate","Value":20260115093031},
                {"Name":"PhoneNumber","Value":254712345678}]"#,
        );
        let read = parse(body.as_bytes()).unwrap();
        assert!(read.code.is_paid());
        assert_eq!(read.amount, Some(Decimal::from(450)));
        assert_eq!(read.receipt.as_deref(), Some("UAF4K7Q2ZX"));
        assert_eq!(read.transaction_date.as_deref(), Some("20260115093031"));
        assert_eq!(read.phone.as_deref(), Some("254712345678"));
    }

    #[test]
    fn order_strings_unknown_and_broken_items_do_not_matter() {
        let body = success(
            "\"0\"",
            r#"[{"Name":"Loyalty","Value":{"points":[1]}}, 7, {"Value":3}, {"Name":"Amount"},
                {"Name":"PhoneNumber","Value":"254708***430"},
                {"Name":"TransactionDate","Value":"2026-01-15 09:30:31"},
                {"Name":"MpesaReceiptNumber","Value":"UAF4K7Q2ZX"},
                {"Name":"Balance","Value":null},
                {"Name":"Amount","Value":"450.00"}]"#,
        );
        let read = parse(body.as_bytes()).unwrap();
        assert!(read.code.is_paid());
        assert_eq!(read.amount, Some(Decimal::from(450)));
        assert_eq!(read.phone.as_deref(), Some("254708***430"));
        assert_eq!(
            read.transaction_date.as_deref(),
            Some("2026-01-15 09:30:31")
        );
    }

    #[test]
    fn amounts_are_exact_in_every_spelling() {
        for (written, shillings) in [("1", "1"), ("1.0", "1"), ("1.00", "1"), ("\"1\"", "1")] {
            let body = success("0", &format!(r#"[{{"Name":"Amount","Value":{written}}}]"#));
            assert_eq!(
                parse(body.as_bytes()).unwrap().amount,
                Some(shillings.parse().unwrap())
            );
        }
        // A float would make 9007199254740992.00 of it.
        let body = success("0", r#"[{"Name":"Amount","Value":9007199254740993.01}]"#);
        let amount = parse(body.as_bytes()).unwrap().amount;
        assert_eq!(amount, Some("9007199254740993.01".parse().unwrap()));
        let body = success("0", r#"[{"Name":"Amount","Value":"a lot"}]"#);
        assert_eq!(parse(body.as_bytes()).unwrap().amount, None);
    }

    #[test]
    fn a_code_may_be_text() {
        let body = FAILURE.replace("1032", "\"SFC_IC0003\"");
        assert_eq!(parse(body.as_bytes()).unwrap().code.as_str(), "SFC_IC0003");
    }

    #[test]
    fn a_list_of_one_may_be_the_thing_itself() {
        let body = success("0", r#"{"Name":"MpesaReceiptNumber","Value":"UAF4K7Q2ZX"}"#);
        assert_eq!(
            parse(body.as_bytes()).unwrap().receipt.as_deref(),
            Some("UAF4K7Q2ZX")
        );
        let body = success("0", "null");
        assert_eq!(parse(body.as_bytes()).unwrap().receipt, None);
    }

    #[test]
    fn what_is_no_callback_is_refused() {
        for body in ["", "{}", "null", r#"{"Body":{}}"#, "<html>"] {
            assert!(
                matches!(parse(body.as_bytes()), Err(CallbackFault::Unreadable(_))),
                "{body}"
            );
        }
        let long = vec![b' '; MAX_BODY + 1];
        assert!(matches!(parse(&long), Err(CallbackFault::TooLarge(_))));
        let body = FAILURE.replace("ws_CO_15012026093007412712345678", "");
        assert!(matches!(
            parse(body.as_bytes()),
            Err(CallbackFault::Lacks("CheckoutRequestID"))
        ));
    }

    #[test]
    fn personal_data_stays_out_of_debug() {
        let text = format!("{:?}", parse(FAILURE.as_bytes()).unwrap());
        assert!(!text.contains("712345678"));
    }
}
