//! What Daraja says when it does not do what was asked, in the four shapes it says it in.
//!
//! What never breaks: any bytes can be read; nothing here can fail. A meaning is taken from the
//! code *and* the beginning of the message, because one code stands for several things, and
//! whatever is not recognised stays unrecognised instead of becoming a failed payment.

use super::wire::{MAX_BODY, storable};
use serde_json::Value;

/// The body of an answer that is not the one hoped for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorBody {
    /// Daraja's own envelope.
    Daraja {
        request_id: String,
        code: String,
        message: String,
    },
    /// A fault of the gateway before it, Apigee.
    Apigee { code: String, text: String },
    /// A SOAP fault rendered as JSON.
    Soap { code: String, text: String },
    /// Not JSON, or JSON of no known shape: nothing at all, a firewall's page. The beginning.
    Opaque { excerpt: String },
}

/// What an error body means for the call that got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The token is not (or no longer) good; another one may be. Refused before execution.
    InvalidToken,
    /// The application at Safaricom lacks this product: no token will help.
    NoProduct,
    /// One field, by Daraja's name for it, is missing or malformed.
    BadField(String),
    /// Key, secret, passkey or short code do not belong together, or are unknown.
    WrongCredentials,
    /// The phone is busy with another prompt or session.
    SubscriberBusy,
    /// Too many calls, or the service is busy; refused before execution.
    Overloaded,
    /// A query's way of saying that the prompt is still open.
    BeingProcessed,
    /// Refused for its path, method, headers or payload; never executed.
    WrongRequest,
    /// Anything else: the call may or may not have been executed.
    Unrecognized,
}

impl ErrorBody {
    /// Reads a body, trying the shapes in order.
    pub fn parse(body: &[u8]) -> ErrorBody {
        let json = body.get(..MAX_BODY.min(body.len())).unwrap_or_default();
        if let Ok(value) = serde_json::from_slice::<Value>(json)
            && let Some(known) = daraja(&value)
                .or_else(|| apigee(&value))
                .or_else(|| soap(&value))
        {
            return known;
        }
        let text = storable(&String::from_utf8_lossy(json));
        ErrorBody::Opaque {
            excerpt: text.trim().chars().take(200).collect(),
        }
    }

    /// The code, empty if the body has none.
    pub fn code(&self) -> &str {
        match self {
            ErrorBody::Daraja { code, .. }
            | ErrorBody::Apigee { code, .. }
            | ErrorBody::Soap { code, .. } => code,
            ErrorBody::Opaque { .. } => "",
        }
    }

    /// The message, or the beginning of a body that has none.
    pub fn message(&self) -> &str {
        match self {
            ErrorBody::Daraja { message, .. } => message,
            ErrorBody::Apigee { text, .. } | ErrorBody::Soap { text, .. } => text,
            ErrorBody::Opaque { excerpt } => excerpt,
        }
    }

    /// What the body means, arrived with this HTTP status.
    pub fn meaning(&self, status: u16) -> Meaning {
        if contains(self.message(), "no apiproduct match") {
            return Meaning::NoProduct;
        }
        match self {
            ErrorBody::Daraja { code, message, .. } => daraja_meaning(code, message, status),
            ErrorBody::Apigee { code, text } => apigee_meaning(code, text, status),
            ErrorBody::Soap { .. } | ErrorBody::Opaque { .. } => match status {
                429 => Meaning::Overloaded,
                401 => Meaning::InvalidToken,
                _ => Meaning::Unrecognized,
            },
        }
    }
}

fn daraja(value: &Value) -> Option<ErrorBody> {
    Some(ErrorBody::Daraja {
        code: text(value.get("errorCode")?)?,
        message: value.get("errorMessage").and_then(text).unwrap_or_default(),
        request_id: value.get("requestId").and_then(text).unwrap_or_default(),
    })
}

fn apigee(value: &Value) -> Option<ErrorBody> {
    let fault = value.get("fault")?;
    let code = fault
        .get("detail")
        .and_then(|detail| detail.get("errorcode"))
        .and_then(text);
    Some(ErrorBody::Apigee {
        text: fault.get("faultstring").and_then(text)?,
        code: code.unwrap_or_default(),
    })
}

/// The names may carry an XML prefix, so only their ends are compared.
fn soap(value: &Value) -> Option<ErrorBody> {
    let fault = child(child(child(value, "Envelope")?, "Body")?, "Fault")?;
    Some(ErrorBody::Soap {
        text: child(fault, "faultstring").and_then(text)?,
        code: child(fault, "faultcode").and_then(text).unwrap_or_default(),
    })
}

fn child<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object
        .iter()
        .find(|(key, _)| key.rsplit(':').next() == Some(name))
        .map(|(_, found)| found)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(storable(text.trim())),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn daraja_meaning(code: &str, message: &str, status: u16) -> Meaning {
    let said = without_preamble(message);
    match code {
        "400.003.01" | "401.002.01" | "401.003.01" | "404.001.03"
            if begins(said, "Invalid Access Token") =>
        {
            Meaning::InvalidToken
        }
        "400.002.02" if begins(said, "Bad Request - Invalid ") => {
            let field = said
                .get("Bad Request - Invalid ".len()..)
                .unwrap_or_default();
            Meaning::BadField(field.trim().to_owned())
        }
        "400.008.01" | "400.008.02" => Meaning::WrongCredentials,
        "500.001.1001" => merchant_meaning(said),
        "500.003.02" if begins(said, "Spike Arrest") || begins(said, "System is busy") => {
            Meaning::Overloaded
        }
        "500.003.03" if begins(said, "Quota") => Meaning::Overloaded,
        "00.002.1001" if contains(said, "under maintenance") => Meaning::Overloaded,
        _ if status == 429 => Meaning::Overloaded,
        _ if code.starts_with("401.") => Meaning::WrongCredentials,
        _ if ["400.", "404.", "405."]
            .iter()
            .any(|family| code.starts_with(family)) =>
        {
            Meaning::WrongRequest
        }
        _ => Meaning::Unrecognized,
    }
}

/// One code, four meanings.
fn merchant_meaning(said: &str) -> Meaning {
    if begins(said, "Wrong credentials") || begins(said, "Merchant does not exist") {
        Meaning::WrongCredentials
    } else if begins(said, "Unable to lock subscriber") {
        Meaning::SubscriberBusy
    } else if begins(said, "The transaction is being processed") {
        Meaning::BeingProcessed
    } else {
        Meaning::Unrecognized
    }
}

fn apigee_meaning(code: &str, text: &str, status: u16) -> Meaning {
    if status == 429 || contains(code, "SpikeArrest") || contains(code, "QuotaViolation") {
        Meaning::Overloaded
    } else if contains(code, "access_token") || contains(text, "invalid access token") {
        Meaning::InvalidToken
    } else if (400..500).contains(&status) {
        Meaning::WrongRequest
    } else {
        Meaning::Unrecognized
    }
}

/// Older and newer texts differ in what they put before the same words.
fn without_preamble(message: &str) -> &str {
    let mut said = message.trim();
    for preamble in [
        "[MerchantValidate] - ",
        "Error Occurred: ",
        "Error Occurred - ",
    ] {
        if begins(said, preamble) {
            said = said.get(preamble.len()..).unwrap_or_default().trim_start();
        }
    }
    said
}

fn begins(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

fn contains(text: &str, part: &str) -> bool {
    text.to_ascii_lowercase()
        .contains(&part.to_ascii_lowercase())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn meaning(status: u16, code: &str, message: &str) -> Meaning {
        let body = serde_json::json!({
            "requestId": "1c5b-4ba8-815c-ac45c57a3db01495926",
            "errorCode": code,
            "errorMessage": message,
        });
        ErrorBody::parse(body.to_string().as_bytes()).meaning(status)
    }

    #[test]
    fn the_usual_envelope_is_read() {
        let body = br#"{"requestId":"4f11-4c2e-9d7a-1b2c3d4e5f60417788",
            "errorCode":"400.002.02","errorMessage":"Bad Request - Invalid PhoneNumber"}"#;
        let read = ErrorBody::parse(body);
        assert_eq!(read.code(), "400.002.02");
        assert_eq!(
            read.meaning(400),
            Meaning::BadField("PhoneNumber".to_owned())
        );
    }

    #[test]
    fn a_gateway_fault_is_read() {
        let spike = concat!(
            r#"{"fault":{"faultstring":"Spike arrest violation. Allowed rate : "#,
            r#"MessageRate{messagesPerPeriod=5, periodInMicroseconds=60000000}","#,
            r#""detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#
        )
        .as_bytes();
        assert_eq!(ErrorBody::parse(spike).meaning(429), Meaning::Overloaded);
        assert_eq!(ErrorBody::parse(spike).meaning(500), Meaning::Overloaded);
        let lost =
            br#"{"fault":{"faultstring":"Unable to identify proxy for host: secure and url: /x",
            "detail":{"errorcode":"messaging.adaptors.http.flow.ApplicationNotFound"}}}"#;
        assert_eq!(ErrorBody::parse(lost).meaning(404), Meaning::WrongRequest);
        assert_eq!(ErrorBody::parse(lost).meaning(502), Meaning::Unrecognized);
    }

    #[test]
    fn a_soap_fault_is_read() {
        let body = br#"{"Envelope":{"soapenv":"x","Body":{"Fault":
            {"faultcode":"soap:Server","faultstring":"Internal error"}}}}"#;
        assert_eq!(
            ErrorBody::parse(body),
            ErrorBody::Soap {
                code: "soap:Server".to_owned(),
                text: "Internal error".to_owned()
            }
        );
        assert_eq!(ErrorBody::parse(body).meaning(500), Meaning::Unrecognized);
    }

    #[test]
    fn what_is_not_json_is_kept_and_decides_nothing() {
        let page = b"<html>Request unsuccessful. Incapsula incident ID: 1-2</html>";
        assert!(ErrorBody::parse(page).message().contains("Incapsula"));
        assert_eq!(ErrorBody::parse(page).meaning(503), Meaning::Unrecognized);
        assert_eq!(ErrorBody::parse(b"").meaning(400), Meaning::Unrecognized);
        assert_eq!(ErrorBody::parse(b"\xff\x00").code(), "");
        assert_eq!(
            ErrorBody::parse(b"[1,2]").meaning(500),
            Meaning::Unrecognized
        );
    }

    #[test]
    fn one_code_means_several_things() {
        for message in [
            "Wrong credentials",
            "[MerchantValidate] - Wrong credentials",
        ] {
            assert_eq!(
                meaning(500, "500.001.1001", message),
                Meaning::WrongCredentials
            );
        }
        assert_eq!(
            meaning(500, "500.001.1001", "Merchant does not exist"),
            Meaning::WrongCredentials
        );
        let locked = "Unable to lock subscriber, a transaction is already in process for the \
                      current subscriber";
        assert_eq!(
            meaning(500, "500.001.1001", locked),
            Meaning::SubscriberBusy
        );
        assert_eq!(
            meaning(500, "500.001.1001", "The transaction is being processed"),
            Meaning::BeingProcessed
        );
        assert_eq!(
            meaning(500, "500.001.1001", "Something new"),
            Meaning::Unrecognized
        );
    }

    #[test]
    fn tokens_overload_and_doubt_are_told_apart() {
        assert_eq!(
            meaning(404, "404.001.03", "Invalid Access Token"),
            Meaning::InvalidToken
        );
        assert_eq!(
            meaning(
                401,
                "401.002.01",
                "Error Occurred - Invalid Access Token - abc"
            ),
            Meaning::InvalidToken
        );
        let product = "Error Occurred - Invalid Access Token - Invalid API call as no apiproduct \
                       match found";
        assert_eq!(meaning(401, "401.003.01", product), Meaning::NoProduct);
        assert_eq!(
            meaning(500, "500.003.02", "Error Occurred: Spike Arrest Violation"),
            Meaning::Overloaded
        );
        assert_eq!(
            meaning(
                500,
                "500.003.02",
                "System is busy. Please try again in few minutes."
            ),
            Meaning::Overloaded
        );
        assert_eq!(
            meaning(500, "500.003.03", "Quota Violation"),
            Meaning::Overloaded
        );
        assert_eq!(
            meaning(500, "500.003.1001", "Internal Server Error"),
            Meaning::Unrecognized
        );
        assert_eq!(
            meaning(404, "404.001.01", "Resource not found"),
            Meaning::WrongRequest
        );
        assert_eq!(
            meaning(405, "405.001", "GET Method Not Allowed"),
            Meaning::WrongRequest
        );
    }
}
