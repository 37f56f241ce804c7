//! The second channel: a business registers an address, and M-Pesa tells it of every payment into
//! its short code, those by prompts too.
//!
//! What never breaks: the receipt is the one of the callback; the phone is never told in clear: a
//! digest by version 1, masked by version 2.

use super::api;
use super::ask;
use super::prompts::Prompt;
use super::state::Simulator;
use crate::mpesa::credentials::east_africa;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Whom to tell of payments into a short code.
#[derive(Clone)]
pub(super) struct Confirmation {
    pub url: String,
    is_first_version: bool,
}

#[derive(Serialize)]
struct Registered {
    // Without an n: so the real service spells it.
    #[serde(rename = "OriginatorCoversationID")]
    id: String,
    #[serde(rename = "ResponseCode")]
    code: &'static str,
    #[serde(rename = "ResponseDescription")]
    description: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Notice<'a> {
    transaction_type: &'static str,
    #[serde(rename = "TransID")]
    trans_id: &'a str,
    trans_time: String,
    trans_amount: String,
    business_short_code: &'a str,
    bill_ref_number: &'a str,
    invoice_number: &'static str,
    org_account_balance: &'static str,
    #[serde(rename = "ThirdPartyTransID")]
    third_party_trans_id: &'static str,
    #[serde(rename = "MSISDN")]
    msisdn: String,
    first_name: &'static str,
    middle_name: &'static str,
    last_name: &'static str,
}

/// `POST /mpesa/c2b/{version}/registerurl`. Registering again replaces, as in the sandbox.
pub(super) async fn register(
    State(simulator): State<Simulator>,
    Path(version): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let is_first_version = match version.as_str() {
        "v1" => true,
        "v2" => false,
        _ => return api::not_found().await,
    };
    let read = api::owner(&simulator, &headers).and_then(|_| ask::registration(&headers, &body));
    let registration = match read {
        Ok(registration) => registration,
        Err(refusal) => return refusal.into_response(),
    };
    let confirmation = Confirmation {
        url: registration.confirmation_url,
        is_first_version,
    };
    let mut state = simulator.state();
    state
        .confirmations
        .insert(registration.short_code, confirmation);
    Json(Registered {
        id: super::ids::request_id(),
        code: "0",
        description: "Success",
    })
    .into_response()
}

/// What a registered address is told of a paid prompt, and where; nothing where none is.
pub(super) fn notice(
    simulator: &Simulator,
    prompt: &Prompt,
) -> serde_json::Result<Option<(String, String)>> {
    let state = simulator.state();
    let registered = state.confirmations.get(&prompt.short_code).cloned();
    drop(state);
    let (Some(confirmation), Some(ending)) = (registered, &prompt.ending) else {
        return Ok(None);
    };
    let Some(receipt) = &ending.receipt else {
        return Ok(None);
    };
    let is_pay_bill = prompt.transaction_type == "CustomerPayBillOnline";
    let body = serde_json::to_string(&Notice {
        transaction_type: if is_pay_bill { "Pay Bill" } else { "Buy Goods" },
        trans_id: receipt,
        trans_time: east_africa(ending.at).format("%Y%m%d%H%M%S").to_string(),
        trans_amount: format!("{}.00", prompt.amount),
        business_short_code: &prompt.short_code,
        bill_ref_number: if is_pay_bill {
            &prompt.account_reference
        } else {
            ""
        },
        invoice_number: "",
        org_account_balance: "18250.00",
        third_party_trans_id: "",
        msisdn: hidden(&prompt.phone, confirmation.is_first_version),
        first_name: "",
        middle_name: "",
        last_name: "",
    })?;
    Ok(Some((confirmation.url, body)))
}

fn hidden(phone: &str, is_first_version: bool) -> String {
    if is_first_version {
        let digest = Sha256::digest(phone.as_bytes());
        return digest.iter().map(|byte| format!("{byte:02x}")).collect();
    }
    let first = phone.get(..4).unwrap_or_default();
    let last = phone
        .get(phone.len().saturating_sub(3)..)
        .unwrap_or_default();
    format!("{first} ***** {last}")
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn phones_are_hidden() {
        assert_eq!(hidden("254712345678", false), "2547 ***** 678");
        let digest = hidden("254712345678", true);
        assert_eq!(digest.len(), 64);
        assert!(!digest.contains("712345678"));
    }
}
