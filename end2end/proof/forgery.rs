//! Callbacks that M-Pesa never sent: by somebody who knows an attempt's address but not what was
//! asked, or who has heard a real one and changes it.

use serde_json::{Value, json};

/// What every order in these proofs comes to, in shillings.
pub const SHILLINGS: i64 = 100;
/// What the receipts of forgeries begin with.
pub const RECEIPT: &str = "FORGED";

/// What is wrong with a forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Another amount.
    Amount,
    /// Another prompt's id.
    Checkout,
    /// Another request's id.
    Merchant,
    /// No receipt.
    NoReceipt,
    /// It cannot be read.
    Unreadable,
}

/// All of them.
pub const KINDS: [Kind; 5] = [
    Kind::Amount,
    Kind::Checkout,
    Kind::Merchant,
    Kind::NoReceipt,
    Kind::Unreadable,
];

impl Kind {
    /// Whether it can be told from a real one only once the prompt's ids are known.
    pub fn needs_ids(self) -> bool {
        matches!(self, Kind::Checkout | Kind::Merchant)
    }
}

/// A text of a callback.
pub fn text<'a>(body: &'a Value, name: &str) -> &'a str {
    body.pointer(&format!("/Body/stkCallback/{name}"))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A "paid" for the ids of this callback, whatever the callback says.
pub fn paid(body: &Value, shillings: i64, receipt: &str) -> Value {
    json!({ "Body": { "stkCallback": {
        "MerchantRequestID": text(body, "MerchantRequestID"),
        "CheckoutRequestID": text(body, "CheckoutRequestID"),
        "ResultCode": 0,
        "ResultDesc": "The service request is processed successfully.",
        "CallbackMetadata": { "Item": [
            { "Name": "Amount", "Value": shillings },
            { "Name": "MpesaReceiptNumber", "Value": receipt },
            { "Name": "TransactionDate", "Value": 20_260_115_093_031_i64 },
            { "Name": "PhoneNumber", "Value": 254_712_345_678_i64 },
        ] },
    } } })
}

/// A forgery made of a real callback.
pub fn forge(kind: Kind, body: &Value, number: u64) -> Vec<u8> {
    let receipt = format!("{RECEIPT}{number:04}");
    let mut forged = paid(body, SHILLINGS, &receipt);
    let callback = &mut forged["Body"]["stkCallback"];
    match kind {
        Kind::Amount => forged = paid(body, 7, &receipt),
        Kind::Checkout => callback["CheckoutRequestID"] = json!(format!("ws_CO_forged{number}")),
        Kind::Merchant => callback["MerchantRequestID"] = json!(format!("forged-{number}")),
        Kind::NoReceipt => {
            callback["CallbackMetadata"] =
                json!({ "Item": [{ "Name": "Amount", "Value": SHILLINGS }] });
        }
        Kind::Unreadable => return b"{\"Body\":{\"stkCallback\":{\"ResultCode\":0".to_vec(),
    }
    forged.to_string().into_bytes()
}
