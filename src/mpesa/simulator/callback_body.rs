//! The body that tells how a prompt ended.
//!
//! What never breaks: as usual it has the keys and types of the real one (a number for the code,
//! but a string when it is not numeric; an amount with two decimals; a balance without value);
//! what is strange about it was switched on.

use super::ids;
use super::prompts::{Ending, Prompt};
use super::switches::{AmountForm, BalanceForm, DateForm, IdForm, PhoneForm, Switches, WrongId};
use crate::mpesa::credentials::east_africa;
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

#[derive(Serialize)]
struct Envelope {
    #[serde(rename = "Body")]
    body: Inner,
}

#[derive(Serialize)]
struct Inner {
    #[serde(rename = "stkCallback")]
    callback: Callback,
}

#[derive(Serialize)]
struct Callback {
    #[serde(rename = "MerchantRequestID")]
    merchant_request_id: String,
    #[serde(rename = "CheckoutRequestID")]
    checkout_request_id: String,
    #[serde(rename = "ResultCode")]
    result_code: Box<RawValue>,
    #[serde(rename = "ResultDesc")]
    result_desc: &'static str,
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
pub(super) fn body(prompt: &Prompt, switches: &Switches) -> serde_json::Result<Option<String>> {
    let Some(ending) = &prompt.ending else {
        return Ok(None);
    };
    let is_number = ending.code.bytes().all(|byte| byte.is_ascii_digit());
    let result_code = if is_number && !switches.string_code {
        RawValue::from_string(ending.code.to_owned())?
    } else {
        to_raw_value(ending.code)?
    };
    let metadata = match &ending.receipt {
        None => None,
        Some(receipt) => Some(Metadata {
            items: items(prompt, ending, receipt, switches)?,
        }),
    };
    let mut callback = Callback {
        merchant_request_id: prompt.merchant_request_id.clone(),
        checkout_request_id: prompt.checkout_request_id.clone(),
        result_code,
        result_desc: ending.description,
        metadata,
    };
    match switches.wrong_id {
        WrongId::None => {}
        WrongId::Merchant => {
            callback.merchant_request_id = ids::merchant_request_id(IdForm::Current)
        }
        WrongId::Checkout => {
            let another_day = prompt.opened_at - TimeDelta::days(1);
            callback.checkout_request_id =
                ids::checkout_request_id(switches.id_form, another_day, &prompt.phone);
        }
    }
    let body = Inner { callback };
    serde_json::to_string(&Envelope { body }).map(Some)
}

fn items(
    prompt: &Prompt,
    ending: &Ending,
    receipt: &str,
    switches: &Switches,
) -> serde_json::Result<Vec<Item>> {
    let item = |name, value| Item { name, value };
    let raw = |text: String| RawValue::from_string(text).map(Some);
    let shillings = prompt.amount.saturating_add(switches.amount_off);
    let amount = match switches.amount_form {
        AmountForm::Hundredths => raw(format!("{shillings}.00"))?,
        AmountForm::Tenths => raw(format!("{shillings}.0"))?,
        AmountForm::Integer => raw(shillings.to_string())?,
        AmountForm::Text => Some(to_raw_value(&shillings.to_string())?),
    };
    let mut items = vec![item("Amount", amount)];
    if !switches.omit_receipt {
        items.push(item("MpesaReceiptNumber", Some(to_raw_value(receipt)?)));
    }
    match switches.balance_form {
        BalanceForm::Valueless => items.push(item("Balance", None)),
        BalanceForm::Absent => {}
        BalanceForm::Valued => items.push(item("Balance", raw("18250.00".to_owned())?)),
    }
    let at = east_africa(ending.at);
    let date = match switches.date_form {
        DateForm::Number => raw(at.format("%Y%m%d%H%M%S").to_string())?,
        DateForm::Text => Some(to_raw_value(&at.format("%Y-%m-%d %H:%M:%S").to_string())?),
    };
    items.push(item("TransactionDate", date));
    match switches.phone_form {
        PhoneForm::Number => items.push(item("PhoneNumber", raw(prompt.phone.clone())?)),
        PhoneForm::Masked => {
            let masked = to_raw_value(&masked(&prompt.phone))?;
            items.push(item("PhoneNumber", Some(masked)));
        }
        PhoneForm::Absent => {}
    }
    if switches.shuffle_items {
        // Turned round and then round and round: never the order that it was.
        items.reverse();
        let by = rand::random_range(0..items.len());
        items.rotate_left(by);
    }
    Ok(items)
}

/// `254712***678`
fn masked(phone: &str) -> String {
    let first = phone.get(..6).unwrap_or_default();
    let last = phone
        .get(phone.len().saturating_sub(3)..)
        .unwrap_or_default();
    format!("{first}***{last}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::switches::Change;
    use super::*;
    use chrono::{TimeZone as _, Utc};

    fn usual(prompt: &Prompt) -> String {
        body(prompt, &Switches::default()).unwrap().unwrap()
    }

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
            expires_at: at,
            ignored: false,
            broken: false,
            came_second: false,
            ending: Some(Ending {
                code,
                description,
                receipt: receipt.map(str::to_owned),
                at,
            }),
            deliveries: Vec::new(),
            switches: Change::default(),
        }
    }

    #[test]
    fn a_success_is_the_recorded_body() {
        let text = "The service request is processed successfully.";
        assert_eq!(
            usual(&prompt("0", text, Some("UAF4K7Q2ZX"))),
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
            usual(&prompt("1032", "Request cancelled by user", None)),
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
        let text = usual(&prompt("SFC_IC0003", "The operator does not exist.", None));
        assert!(text.contains(r#""ResultCode":"SFC_IC0003""#));
    }

    #[test]
    fn our_own_reader_reads_it() {
        let text = usual(&prompt("0", "ok", Some("UAF4K7Q2ZX")));
        let read = crate::mpesa::parse(text.as_bytes()).unwrap();
        assert!(read.code.is_paid());
        assert_eq!(read.amount, Some(rust_decimal::Decimal::from(450)));
    }

    #[test]
    fn a_shuffled_body_has_the_same_items_in_another_order() {
        let switches = Switches {
            shuffle_items: true,
            ..Switches::default()
        };
        let prompt = prompt("0", "ok", Some("UAF4K7Q2ZX"));
        for _ in 0..20 {
            let text = body(&prompt, &switches).unwrap().unwrap();
            assert_ne!(text, usual(&prompt));
            assert_eq!(text.len(), usual(&prompt).len());
        }
    }
}
