//! From what came back over HTTP to what is known: the line between *refused* and *unknown*.
//!
//! What never breaks: only an answer that Daraja gives *instead of* executing a push is a
//! refusal. Whatever leaves a doubt is unknown, because a prompt may be on a phone.

use super::error_body::{ErrorBody, Meaning};
use super::push::{PushOutcome, QueryOutcome, RefusedKind};
use super::reason::is_terminal_for_query;
use super::token::TokenFault;
use super::wire::{PushAnswer, QueryAnswer, ResultCode};

/// One HTTP exchange as far as it got.
pub(super) enum Exchange {
    /// A whole answer.
    Answered { status: u16, body: Vec<u8> },
    /// No connection was made, so nothing was sent.
    NeverSent { why: String },
    /// It broke after something may have been sent. What had come by then, if anything.
    Lost {
        why: String,
        status: Option<u16>,
        body: Vec<u8>,
    },
}

impl Exchange {
    /// The HTTP status, if one came.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Exchange::Answered { status, .. } => Some(*status),
            Exchange::NeverSent { .. } => None,
            Exchange::Lost { status, .. } => *status,
        }
    }

    /// The body, as far as it came.
    pub(super) fn body(&self) -> &[u8] {
        match self {
            Exchange::Answered { body, .. } | Exchange::Lost { body, .. } => body,
            Exchange::NeverSent { .. } => &[],
        }
    }

    /// Whether the call was refused for its token alone.
    pub(super) fn wants_another_token(&self) -> bool {
        match self {
            Exchange::Answered { status, body } if !is_good(*status) => {
                ErrorBody::parse(body).meaning(*status) == Meaning::InvalidToken
            }
            _ => false,
        }
    }
}

/// Whether a status says that all went well.
pub(super) fn is_good(status: u16) -> bool {
    (200..300).contains(&status)
}

/// A push for which no token could be had.
pub(super) fn push_without_token(fault: TokenFault) -> PushOutcome {
    PushOutcome::Refused {
        code: fault.code,
        message: fault.message,
        kind: fault.kind,
    }
}

/// A query for which no token could be had.
pub(super) fn query_without_token(fault: TokenFault) -> QueryOutcome {
    match fault.kind {
        RefusedKind::Overloaded => QueryOutcome::Busy,
        _ => QueryOutcome::Unknown {
            why: format!("no token: {}", fault.message),
        },
    }
}

/// What is known after a push.
pub(super) fn read_push(exchange: &Exchange) -> PushOutcome {
    match exchange {
        Exchange::NeverSent { why } => refused(String::new(), why.clone(), RefusedKind::NeverSent),
        Exchange::Lost { why, .. } => PushOutcome::Unknown { why: why.clone() },
        Exchange::Answered { status, body } => {
            if is_good(*status)
                && let Ok(answer) = serde_json::from_slice::<PushAnswer>(body)
            {
                return read_push_answer(answer);
            }
            read_push_error(*status, &ErrorBody::parse(body))
        }
    }
}

fn read_push_answer(answer: PushAnswer) -> PushOutcome {
    let code = ResultCode::new(&answer.response_code.0);
    if code.as_str().is_empty() {
        return PushOutcome::Unknown {
            why: "the answer has an empty ResponseCode".to_owned(),
        };
    }
    if !code.is_paid() {
        let message = answer.response_description;
        return refused(code.as_str().to_owned(), message, RefusedKind::Other);
    }
    if answer.checkout_request_id.is_empty() || answer.merchant_request_id.is_empty() {
        return PushOutcome::Unknown {
            why: "accepted, but without its ids".to_owned(),
        };
    }
    PushOutcome::Accepted {
        merchant_request_id: answer.merchant_request_id,
        checkout_request_id: answer.checkout_request_id,
    }
}

fn read_push_error(status: u16, error: &ErrorBody) -> PushOutcome {
    match refusal_of(error.meaning(status)) {
        Some(kind) => refused(error.code().to_owned(), error.message().to_owned(), kind),
        None => PushOutcome::Unknown {
            why: describe(status, error),
        },
    }
}

/// Why Daraja did not do what was asked; none where it may have done it.
pub(super) fn refusal_of(meaning: Meaning) -> Option<RefusedKind> {
    Some(match meaning {
        Meaning::InvalidToken | Meaning::NoProduct | Meaning::WrongCredentials => {
            RefusedKind::Credentials
        }
        Meaning::BadField(field) => RefusedKind::BadRequest(field),
        Meaning::SubscriberBusy => RefusedKind::SubscriberBusy,
        Meaning::Overloaded => RefusedKind::Overloaded,
        Meaning::WrongRequest => RefusedKind::Other,
        Meaning::BeingProcessed | Meaning::Unrecognized => return None,
    })
}

fn refused(code: String, message: String, kind: RefusedKind) -> PushOutcome {
    PushOutcome::Refused {
        code,
        message,
        kind,
    }
}

/// What is known after a query about the prompt `asked`.
pub(super) fn read_query(exchange: &Exchange, asked: &str) -> QueryOutcome {
    match exchange {
        Exchange::NeverSent { why } | Exchange::Lost { why, .. } => {
            QueryOutcome::Unknown { why: why.clone() }
        }
        Exchange::Answered { status, body } => {
            if is_good(*status)
                && let Ok(answer) = serde_json::from_slice::<QueryAnswer>(body)
            {
                return read_query_answer(answer, asked);
            }
            read_query_error(*status, &ErrorBody::parse(body))
        }
    }
}

fn read_query_answer(answer: QueryAnswer, asked: &str) -> QueryOutcome {
    if !ResultCode::new(&answer.response_code.0).is_paid() {
        let why = format!("ResponseCode {}", answer.response_code.0);
        return QueryOutcome::Unknown { why };
    }
    if !answer.checkout_request_id.is_empty() && answer.checkout_request_id != asked {
        return QueryOutcome::Unknown {
            why: "the answer is about another prompt".to_owned(),
        };
    }
    let code = ResultCode::new(&answer.result_code.0);
    if is_terminal_for_query(&code) {
        QueryOutcome::Settled {
            code,
            description: answer.result_desc,
        }
    } else if code.as_str() == "4999" {
        QueryOutcome::NotYet
    } else {
        let why = format!(
            "ResultCode {code} is not known to be final: {}",
            answer.result_desc
        );
        QueryOutcome::Unknown { why }
    }
}

fn read_query_error(status: u16, error: &ErrorBody) -> QueryOutcome {
    match error.meaning(status) {
        Meaning::BeingProcessed => QueryOutcome::NotYet,
        Meaning::Overloaded => QueryOutcome::Busy,
        Meaning::BadField(field) if field.eq_ignore_ascii_case("CheckoutRequestID") => {
            QueryOutcome::TooEarlyOrUnknownId
        }
        _ => QueryOutcome::Unknown {
            why: describe(status, error),
        },
    }
}

/// An error body in words.
pub(super) fn describe(status: u16, error: &ErrorBody) -> String {
    format!("HTTP {status} {} {}", error.code(), error.message())
        .trim_end()
        .to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn answered(status: u16, body: &str) -> Exchange {
        Exchange::Answered {
            status,
            body: body.as_bytes().to_vec(),
        }
    }

    fn envelope(code: &str, message: &str) -> String {
        format!(r#"{{"requestId":"1-2-3","errorCode":"{code}","errorMessage":"{message}"}}"#)
    }

    fn push_kind(status: u16, body: &str) -> Option<RefusedKind> {
        match read_push(&answered(status, body)) {
            PushOutcome::Refused { kind, .. } => Some(kind),
            _ => None,
        }
    }

    #[test]
    fn an_accepted_push_has_both_ids() {
        let body = r#"{"MerchantRequestID":"7c1d-4e0b-8a55-2f6b90aa41c7318204",
            "CheckoutRequestID":"ws_CO_15012026093007412712345678","ResponseCode":"0",
            "ResponseDescription":"Success. Request accepted for processing",
            "CustomerMessage":"Success. Request accepted for processing"}"#;
        let accepted = PushOutcome::Accepted {
            merchant_request_id: "7c1d-4e0b-8a55-2f6b90aa41c7318204".to_owned(),
            checkout_request_id: "ws_CO_15012026093007412712345678".to_owned(),
        };
        assert_eq!(read_push(&answered(200, body)), accepted);
        let as_number = body.replace(r#""ResponseCode":"0""#, r#""ResponseCode":0"#);
        assert_eq!(read_push(&answered(200, &as_number)), accepted);
        let refused = body.replace(r#""ResponseCode":"0""#, r#""ResponseCode":"1""#);
        assert_eq!(push_kind(200, &refused), Some(RefusedKind::Other));
        let without = body.replace("ws_CO_15012026093007412712345678", "");
        assert!(matches!(
            read_push(&answered(200, &without)),
            PushOutcome::Unknown { .. }
        ));
    }

    #[test]
    fn definite_refusals_are_refusals() {
        let bad = envelope("400.002.02", "Bad Request - Invalid CallBackURL");
        let field = RefusedKind::BadRequest("CallBackURL".to_owned());
        assert_eq!(push_kind(400, &bad), Some(field));
        let token = envelope("404.001.03", "Invalid Access Token");
        assert_eq!(push_kind(404, &token), Some(RefusedKind::Credentials));
        let wrong = envelope("500.001.1001", "Wrong credentials");
        assert_eq!(push_kind(500, &wrong), Some(RefusedKind::Credentials));
        let locked = envelope(
            "500.001.1001",
            "Unable to lock subscriber, a transaction is",
        );
        assert_eq!(push_kind(500, &locked), Some(RefusedKind::SubscriberBusy));
        let busy = envelope(
            "500.003.02",
            "System is busy. Please try again in few minutes.",
        );
        assert_eq!(push_kind(500, &busy), Some(RefusedKind::Overloaded));
        assert_eq!(push_kind(429, ""), Some(RefusedKind::Overloaded));
        let gone = envelope("404.001.01", "Resource not found");
        assert_eq!(push_kind(404, &gone), Some(RefusedKind::Other));
    }

    #[test]
    fn whatever_leaves_a_doubt_is_unknown() {
        let internal = envelope("500.003.1001", "Internal Server Error");
        for (status, body) in [
            (500, internal.as_str()),
            (200, "<html>Apigee SPA Proxy</html>"),
            (200, ""),
            (200, r#"{"ResponseCode":null}"#),
            (
                503,
                "<html>Request unsuccessful. Incapsula incident ID: 1</html>",
            ),
            (502, ""),
            (302, ""),
            (
                500,
                r#"{"Envelope":{"Body":{"Fault":{"faultstring":"x"}}}}"#,
            ),
        ] {
            let outcome = read_push(&answered(status, body));
            assert!(
                matches!(outcome, PushOutcome::Unknown { .. }),
                "{status} {body}"
            );
        }
        let lost = Exchange::Lost {
            why: "reset".to_owned(),
            status: None,
            body: Vec::new(),
        };
        assert!(matches!(read_push(&lost), PushOutcome::Unknown { .. }));
    }

    #[test]
    fn a_query_settles_only_for_good() {
        let answer = |code: &str| {
            let body = format!(
                r#"{{"ResponseCode":"0","ResponseDescription":"x","MerchantRequestID":"m",
                "CheckoutRequestID":"ws_CO_1","ResultCode":{code},"ResultDesc":"d"}}"#
            );
            read_query(&answered(200, &body), "ws_CO_1")
        };
        for code in ["\"1032\"", "1032"] {
            let code_read = ResultCode::new("1032");
            let settled = QueryOutcome::Settled {
                code: code_read,
                description: "d".to_owned(),
            };
            assert_eq!(answer(code), settled);
        }
        assert_eq!(answer("\"4999\""), QueryOutcome::NotYet);
        assert!(matches!(answer("\"17\""), QueryOutcome::Unknown { .. }));
    }

    #[test]
    fn a_query_about_an_open_prompt_is_not_an_error() {
        let open = envelope("500.001.1001", "The transaction is being processed");
        assert_eq!(read_query(&answered(500, &open), "w"), QueryOutcome::NotYet);
        let early = envelope("400.002.02", "Bad Request - Invalid CheckoutRequestID");
        let outcome = read_query(&answered(400, &early), "w");
        assert_eq!(outcome, QueryOutcome::TooEarlyOrUnknownId);
        let spike = r#"{"fault":{"faultstring":"Spike arrest violation",
            "detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#;
        assert_eq!(read_query(&answered(429, spike), "w"), QueryOutcome::Busy);
        let page = read_query(&answered(503, "<html></html>"), "w");
        assert!(matches!(page, QueryOutcome::Unknown { .. }));
    }

    #[test]
    fn an_answer_about_another_prompt_says_nothing() {
        let body = r#"{"ResponseCode":"0","CheckoutRequestID":"ws_CO_2","ResultCode":"0"}"#;
        let outcome = read_query(&answered(200, body), "ws_CO_1");
        assert!(matches!(outcome, QueryOutcome::Unknown { .. }));
    }

    #[test]
    fn only_a_refused_token_is_worth_another() {
        let token = envelope("404.001.03", "Invalid Access Token");
        assert!(answered(404, &token).wants_another_token());
        let product = envelope(
            "401.003.01",
            "Error Occurred - Invalid Access Token - Invalid API call as no apiproduct match found",
        );
        assert!(!answered(401, &product).wants_another_token());
        assert!(!answered(500, "").wants_another_token());
        assert!(!answered(200, &token).wants_another_token());
    }
}
