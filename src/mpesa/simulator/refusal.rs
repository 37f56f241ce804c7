//! The simulator's ways of not doing what was asked, in the real bodies.
//!
//! What never breaks: keys, codes and texts are those the real service was seen to send.

use super::ids;
use crate::mpesa::wire::{PushAnswer, Scalar};
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use tower::ServiceExt as _;

/// An answer that is not the one hoped for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Daraja's envelope.
    Daraja {
        status: u16,
        request_id: Option<String>,
        code: &'static str,
        message: String,
    },
    /// HTTP 200 whose ResponseCode says that it was not accepted.
    NotAccepted,
    /// The gateway's rate limit.
    Spike,
    /// The firewall's page.
    Firewall,
    /// A SOAP fault, rendered as JSON.
    Soap,
    /// The portal's page where an answer should be, with HTTP 200.
    Portal,
    /// HTTP 400 with nothing in it: a key or secret that is not known.
    Empty,
    /// HTTP 401, another way of saying so.
    Unauthorized,
    /// HTTP 403: not entitled.
    Forbidden,
    /// The connection is cut.
    Cut,
}

#[derive(Serialize)]
struct Envelope {
    #[serde(rename = "requestId")]
    request_id: String,
    #[serde(rename = "errorCode")]
    code: &'static str,
    #[serde(rename = "errorMessage")]
    message: String,
}

/// What the gateway says when it is asked too often.
const SPIKE: &str = concat!(
    r#"{"fault":{"faultstring":"Spike arrest violation. Allowed rate : "#,
    r#"MessageRate{messagesPerPeriod=5, periodInMicroseconds=60000000, "#,
    r#"maxBurstMessageCount=1.0}","#,
    r#""detail":{"errorcode":"policies.ratelimit.SpikeArrestViolation"}}}"#
);

/// What the firewall says to whom it does not like.
const FIREWALL: &str = concat!(
    "<html><head><META NAME=\"robots\" CONTENT=\"noindex,nofollow\"></head><body>",
    "Request unsuccessful. Incapsula incident ID: 0-0</body></html>"
);

/// What some services behind the gateway say when they fail.
const SOAP: &str = concat!(
    r#"{"Envelope":{"soapenv":"http://schemas.xmlsoap.org/soap/envelope/","#,
    r#""Body":{"Fault":{"faultcode":"soap:Server","faultstring":"Internal error"}}}}"#
);

/// What the portal's host says to whom it takes for a browser.
const PORTAL: &str = "<!DOCTYPE html><html><body><app-root></app-root></body></html>";

impl Refusal {
    /// Daraja's envelope.
    pub(super) fn daraja(status: u16, code: &'static str, message: &str) -> Refusal {
        Refusal::Daraja {
            status,
            request_id: None,
            code,
            message: message.to_owned(),
        }
    }

    /// A short code that is not known here.
    pub(super) fn no_merchant() -> Refusal {
        Refusal::daraja(500, "500.001.1001", "Merchant does not exist")
    }

    /// A token that is not, or no longer, good.
    pub(super) fn invalid_token() -> Refusal {
        Refusal::daraja(404, "404.001.03", "Invalid Access Token")
    }

    /// An application that lacks what was called.
    pub(super) fn no_product() -> Refusal {
        let message = "Error Occurred - Invalid Access Token - Invalid API call as no \
                       apiproduct match found";
        Refusal::daraja(401, "401.003.01", message)
    }

    /// Something inside broke.
    pub(super) fn internal() -> Refusal {
        Refusal::daraja(500, "500.003.1001", "Internal Server Error")
    }

    /// A field that is missing or malformed.
    pub(super) fn field(name: &str) -> Refusal {
        Refusal::daraja(400, "400.002.02", &format!("Bad Request - Invalid {name}"))
    }

    /// A prompt that is still open; here the id of the request is the prompt's.
    pub(super) fn being_processed(checkout_request_id: &str) -> Refusal {
        Refusal::Daraja {
            status: 500,
            request_id: Some(checkout_request_id.to_owned()),
            code: "500.001.1001",
            message: "The transaction is being processed".to_owned(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Refusal::Daraja {
                status,
                request_id,
                code,
                message,
            } => {
                let status =
                    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let request_id = request_id.unwrap_or_else(ids::request_id);
                (
                    status,
                    axum::Json(Envelope {
                        request_id,
                        code,
                        message,
                    }),
                )
                    .into_response()
            }
            Refusal::NotAccepted => axum::Json(not_accepted()).into_response(),
            Refusal::Spike => {
                let json = [(header::CONTENT_TYPE, "application/json")];
                (StatusCode::TOO_MANY_REQUESTS, json, SPIKE).into_response()
            }
            Refusal::Firewall => (StatusCode::SERVICE_UNAVAILABLE, Html(FIREWALL)).into_response(),
            Refusal::Soap => {
                let json = [(header::CONTENT_TYPE, "application/json")];
                (StatusCode::INTERNAL_SERVER_ERROR, json, SOAP).into_response()
            }
            Refusal::Portal => Html(PORTAL).into_response(),
            Refusal::Empty => StatusCode::BAD_REQUEST.into_response(),
            Refusal::Unauthorized => {
                (StatusCode::UNAUTHORIZED, "Invalid Credentials").into_response()
            }
            Refusal::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Refusal::Cut => cut(),
        }
    }
}

fn not_accepted() -> PushAnswer {
    let message = "The request was not accepted for processing";
    PushAnswer {
        merchant_request_id: ids::request_id(),
        checkout_request_id: String::new(),
        response_code: Scalar("1".to_owned()),
        response_description: message.to_owned(),
        customer_message: message.to_owned(),
    }
}

/// An answer whose body fails while it is sent, on which the server drops the connection: what a
/// client sees when a line breaks.
fn cut() -> Response {
    let broken = tower::service_fn(|_part: Result<Bytes, axum::Error>| {
        std::future::ready(Err::<Bytes, _>(std::io::Error::other(
            "the line is cut on purpose",
        )))
    });
    let parts = Body::from("never sent").into_data_stream();
    Response::new(Body::from_stream(broken.call_all(parts)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mpesa::error_body::{ErrorBody, Meaning};

    async fn body(refusal: Refusal) -> Vec<u8> {
        let body = refusal.into_response().into_body();
        axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap()
            .to_vec()
    }

    #[tokio::test]
    async fn the_client_reads_each_as_meant() {
        let field = ErrorBody::parse(&body(Refusal::field("Amount")).await);
        assert_eq!(field.meaning(400), Meaning::BadField("Amount".to_owned()));
        let open = ErrorBody::parse(&body(Refusal::being_processed("ws_CO_1")).await);
        assert_eq!(open.meaning(500), Meaning::BeingProcessed);
        assert!(matches!(open, ErrorBody::Daraja { request_id, .. } if request_id == "ws_CO_1"));
        let spike = ErrorBody::parse(&body(Refusal::Spike).await);
        assert!(matches!(spike, ErrorBody::Apigee { .. }));
        assert_eq!(spike.meaning(429), Meaning::Overloaded);
        let page = ErrorBody::parse(&body(Refusal::Firewall).await);
        assert_eq!(page.meaning(503), Meaning::Unrecognized);
        assert!(body(Refusal::Empty).await.is_empty());
    }

    #[tokio::test]
    async fn a_cut_body_breaks() {
        let body = Refusal::Cut.into_response().into_body();
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
    }
}
