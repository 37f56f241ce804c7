//! The delivery of a prompt's outcome to the address that was given with it.
//!
//! What never breaks: the body has the keys and types of the real one (a number for the code, but
//! a string when it is not numeric; an amount with two decimals; a balance without value), and
//! delivery is tried once, as Safaricom does, unless a switch says otherwise.

use super::state::{Prompt, Simulator};
use crate::mpesa::credentials::east_africa;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::time::Duration;

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "Body")]
    body: Inner<'a>,
}

#[derive(Serialize)]
struct Inner<'a> {
    #[serde(rename = "stkCallback")]
    callback: Callback<'a>,
}

#[derive(Serialize)]
struct Callback<'a> {
    #[serde(rename = "MerchantRequestID")]
    merchant_request_id: &'a str,
    #[serde(rename = "CheckoutRequestID")]
    checkout_request_id: &'a str,
    #[serde(rename = "ResultCode")]
    result_code: Box<RawValue>,
    #[serde(rename = "ResultDesc")]
    result_desc: &'a str,
    #[serde(rename = "CallbackMetadata", skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
}

#[derive(Serialize)]
struct Metadata {
    #[serde(rename = "Item")]
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    #[serde(rename = "Name")]
    name: &'static str,
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    value: Option<Box<RawValue>>,
}

/// The body that tells how a prompt ended; nothing while it is open.
pub(super) fn body(prompt: &Prompt) -> serde_json::Result<Option<String>> {
    let Some(ending) = &prompt.ending else {
        return Ok(None);
    };
    let result_code = if ending.code.bytes().all(|byte| byte.is_ascii_digit()) {
        RawValue::from_string(ending.code.to_owned())?
    } else {
        to_raw_value(ending.code)?
    };
    let metadata = match &ending.receipt {
        None => None,
        Some(receipt) => {
            let date = east_africa(ending.at).format("%Y%m%d%H%M%S").to_string();
            let item = |name, value| Item { name, value };
            Some(Metadata {
                items: vec![
                    item(
                        "Amount",
                        Some(RawValue::from_string(format!("{}.00", prompt.amount))?),
                    ),
                    item("MpesaReceiptNumber", Some(to_raw_value(receipt)?)),
                    item("Balance", None),
                    item("TransactionDate", Some(RawValue::from_string(date)?)),
                    item(
                        "PhoneNumber",
                        Some(RawValue::from_string(prompt.phone.clone())?),
                    ),
                ],
            })
        }
    };
    let callback = Callback {
        merchant_request_id: &prompt.merchant_request_id,
        checkout_request_id: &prompt.checkout_request_id,
        result_code,
        result_desc: ending.description,
        metadata,
    };
    serde_json::to_string(&Envelope {
        body: Inner { callback },
    })
    .map(Some)
}

/// Delivers the outcome of a prompt that has ended, as the switches want it.
pub(super) async fn deliver(simulator: &Simulator, id: &str) {
    let switches = simulator.switches();
    let Some(prompt) = simulator.prompt(id) else {
        return;
    };
    let body = match body(&prompt) {
        Ok(Some(body)) => body,
        Ok(None) => return,
        Err(error) => return simulator.record_delivery(id, format!("not written: {error}")),
    };
    if switches.drop_callbacks {
        return simulator.record_delivery(id, "dropped".to_owned());
    }
    tokio::time::sleep(Duration::from_secs(switches.late_seconds)).await;
    let copies = if switches.double_callbacks { 2 } else { 1 };
    for _ in 0..copies {
        let outcome = post(simulator, &prompt.callback_url, body.clone()).await;
        simulator.record_delivery(id, outcome);
    }
}

async fn post(simulator: &Simulator, url: &str, body: String) -> String {
    let Some(http) = simulator.http() else {
        return "failed: no HTTP client".to_owned();
    };
    let request = http
        .post(url)
        .header("content-type", "application/json")
        .body(body);
    match request.send().await {
        Ok(response) => response.status().as_u16().to_string(),
        Err(error) => format!("failed: {}", error.without_url()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::state::Ending;
    use super::*;
    use chrono::{TimeZone as _, Utc};

    fn prompt(code: &'static str, description: &'static str, receipt: Option<&str>) -> Prompt {
        let at = Utc.with_ymd_and_hms(2026, 1, 15, 6, 30, 31).unwrap();
        Prompt {
            merchant_request_id: "7c1d-4e0b-8a55-2f6b90aa41c7318204".to_owned(),
            checkout_request_id: "ws_CO_15012026093007412712345678".to_owned(),
            short_code: "174379".to_owned(),
            party_b: "174379".to_owned(),
            transaction_type: "CustomerPayBillOnline".to_owned(),
            phone: "254712345678".to_owned(),
            amount: 450,
            account_reference: "INV-00042".to_owned(),
            description: "Invoice 42".to_owned(),
            callback_url: "http://127.0.0.1:9/".to_owned(),
            opened_at: at,
            ignored: false,
            ending: Some(Ending {
                code,
                description,
                receipt: receipt.map(str::to_owned),
                at,
            }),
            deliveries: Vec::new(),
        }
    }

    #[test]
    fn a_success_is_the_recorded_body() {
        let text = "The service request is processed successfully.";
        assert_eq!(
            body(&prompt("0", text, Some("UAF4K7Q2ZX")))
                .unwrap()
                .unwrap(),
            concat!(
                r#"{"Body":{"stkCallback":{"#,
                r#""MerchantRequestID":"7c1d-4e0b-8a55-2f6b90aa41c7318204","#,
                r#""CheckoutRequestID":"ws_CO_15012026093007412712345678","#,
                r#""ResultCode":0,"#,
                r#""ResultDesc":"The service request is processed successfully.","#,
                r#""CallbackMetadata":{"Item":[{"Name":"Amount","Value":450.00},"#,
                r#"{"Name":"MpesaReceiptNumber","Value":"UAF4K7Q2ZX"},{"Name":"Balance"},"#,
                r#"{"Name":"TransactionDate","Value":20260115093031},"#,
                r#"{"Name":"PhoneNumber","Value":254712345678}]}}}}"#
            )
        );
    }

    #[test]
    fn a_failure_has_no_metadata() {
        assert_eq!(
            body(&prompt("1032", "Request cancelled by user", None))
                .unwrap()
                .unwrap(),
            concat!(
                r#"{"Body":{"stkCallback":{"#,
                r#""MerchantRequestID":"7c1d-4e0b-8a55-2f6b90aa41c7318204","#,
                r#""CheckoutRequestID":"ws_CO_15012026093007412712345678","#,
                r#""ResultCode":1032,"ResultDesc":"Request cancelled by user"}}}"#
            )
        );
    }

    #[test]
    fn a_code_that_is_no_number_is_a_string() {
        let text = body(&prompt("SFC_IC0003", "The operator does not exist.", None));
        assert!(
            text.unwrap()
                .unwrap()
                .contains(r#""ResultCode":"SFC_IC0003""#)
        );
    }

    #[test]
    fn our_own_reader_reads_it() {
        let text = body(&prompt("0", "ok", Some("UAF4K7Q2ZX")))
            .unwrap()
            .unwrap();
        let read = crate::mpesa::parse(text.as_bytes()).unwrap();
        assert!(read.code.is_paid());
        assert_eq!(read.amount, Some(rust_decimal::Decimal::from(450)));
    }
}
