//! The client: sends a prompt, asks after one, holds the tokens. What it draws stands in `qr.rs`.
//!
//! What never breaks: no request is repeated by itself, save the one that was refused for its
//! token alone, once. Redirects are not followed. Connections are not kept: a pooled connection
//! that died unnoticed would turn a push into an unknown outcome, and a fresh handshake costs
//! less than a customer's doubt.

use super::answers::{self, Exchange};
use super::credentials::Credentials;
use super::push::{Push, PushOutcome, QueryOutcome, RefusedKind, credentials_flaw};
use super::token::{self, Token, TokenFault, Tokens};
use super::wire::{PushRequest, QueryRequest, record};
use chrono::{DateTime, Utc};
use std::error::Error as _;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(30);

/// The most bytes that are read of an answer; the longest is an image.
const MAX_ANSWER: usize = 192 * 1024;

const TOKEN_PATH: &str = "/oauth/v1/generate?grant_type=client_credentials";
const PUSH_PATH: &str = "/mpesa/stkpush/v1/processrequest";
const QUERY_PATH: &str = "/mpesa/stkpushquery/v1/query";

/// Daraja at one address: Safaricom's sandbox, Safaricom, or the simulator. Cheap to clone;
/// clones share the tokens.
#[derive(Clone)]
pub struct Daraja {
    shared: Arc<Shared>,
}

struct Shared {
    base_url: String,
    http: reqwest::Client,
    tokens: Tokens,
}

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetUpFault {
    /// The address is not an http or https address.
    #[error("Daraja's address {0:?} is not an http or https address")]
    BaseUrl(String),
    /// The HTTP client could not be made; usually the system's certificates are unreadable.
    #[error("the HTTP client for Daraja could not be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// What a push brought.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// What is known of the prompt.
    pub outcome: PushOutcome,
    /// The body received, capped, for the record. It may hold personal data.
    pub raw: Option<String>,
    /// The HTTP status received.
    pub http_status: Option<u16>,
}

/// What a query brought.
#[derive(Clone, Debug)]
pub struct Queried {
    /// What is known of the prompt.
    pub outcome: QueryOutcome,
    /// The body received, capped, for the record. It may hold personal data.
    pub raw: Option<String>,
    /// The HTTP status received.
    pub http_status: Option<u16>,
}

impl fmt::Debug for Daraja {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Daraja")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

impl Daraja {
    /// A client for the Daraja at `base_url`, such as `https://api.safaricom.co.ke`.
    ///
    /// # Errors
    /// If the address is not one, or the HTTP client cannot be made.
    pub fn new(base_url: &str) -> Result<Daraja, SetUpFault> {
        let bad = || SetUpFault::BaseUrl(base_url.to_owned());
        let url = reqwest::Url::parse(base_url).map_err(|_| bad())?;
        let host = url.host_str().ok_or_else(bad)?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() {
            return Err(bad());
        }
        let http = http_client(is_loopback(host))?;
        let base_url = base_url.trim_end_matches('/').to_owned();
        let shared = Shared {
            base_url,
            http,
            tokens: Tokens::default(),
        };
        Ok(Daraja {
            shared: Arc::new(shared),
        })
    }

    /// Sends a prompt to a customer's phone. Never sends it twice.
    ///
    /// `now` is the time of the request: the password and the token's age are taken from it.
    pub async fn push(&self, credentials: &Credentials, ask: &Push, now: DateTime<Utc>) -> Pushed {
        if let Some(field) = ask.flaw().or_else(|| credentials_flaw(credentials)) {
            let outcome = PushOutcome::Refused {
                code: String::new(),
                message: format!("{field} is not as M-Pesa wants it"),
                kind: RefusedKind::BadRequest(field.to_owned()),
            };
            return Pushed {
                outcome,
                raw: None,
                http_status: None,
            };
        }
        let signature = credentials.sign(now);
        let body = serde_json::to_vec(&PushRequest {
            business_short_code: &credentials.short_code,
            password: &signature.password,
            timestamp: &signature.timestamp,
            transaction_type: credentials.transaction_type(),
            amount: ask.amount_shillings,
            party_a: &ask.phone,
            party_b: credentials.party_b(),
            phone_number: &ask.phone,
            call_back_url: &ask.callback_url,
            account_reference: &ask.account_reference,
            transaction_desc: &ask.description,
        });
        match self.call(credentials, PUSH_PATH, body, now).await {
            Ok(exchange) => Pushed {
                outcome: answers::read_push(&exchange),
                raw: record(exchange.body()),
                http_status: exchange.status(),
            },
            Err(fault) => {
                let http_status = fault.status;
                Pushed {
                    outcome: answers::push_without_token(fault),
                    raw: None,
                    http_status,
                }
            }
        }
    }

    /// Asks how a prompt ended. It tells the status only: never amount, nor receipt.
    pub async fn query(
        &self,
        credentials: &Credentials,
        checkout_request_id: &str,
        now: DateTime<Utc>,
    ) -> Queried {
        match self.ask_after(credentials, checkout_request_id, now).await {
            Ok(exchange) => Queried {
                outcome: answers::read_query(&exchange, checkout_request_id),
                raw: record(exchange.body()),
                http_status: exchange.status(),
            },
            Err(fault) => {
                let http_status = fault.status;
                Queried {
                    outcome: answers::query_without_token(fault),
                    raw: None,
                    http_status,
                }
            }
        }
    }

    /// Asks after a prompt, and leaves the answer to be read.
    pub(super) async fn ask_after(
        &self,
        credentials: &Credentials,
        checkout_request_id: &str,
        now: DateTime<Utc>,
    ) -> Result<Exchange, TokenFault> {
        let signature = credentials.sign(now);
        let body = serde_json::to_vec(&QueryRequest {
            business_short_code: &credentials.short_code,
            password: &signature.password,
            timestamp: &signature.timestamp,
            checkout_request_id,
        });
        self.call(credentials, QUERY_PATH, body, now).await
    }

    /// Whether this is Safaricom's sandbox, or Safaricom itself; none: neither, such as a simulator.
    pub(super) fn is_sandbox(&self) -> Option<bool> {
        let url = &self.shared.base_url;
        if url.contains("//sandbox.safaricom.") {
            Some(true)
        } else if url.contains("//api.safaricom.") {
            Some(false)
        } else {
            None
        }
    }

    /// Posts a body with a token; with another token once more, if it was refused for the first.
    pub(super) async fn call(
        &self,
        credentials: &Credentials,
        path: &str,
        body: serde_json::Result<Vec<u8>>,
        now: DateTime<Utc>,
    ) -> Result<Exchange, TokenFault> {
        let body = match body {
            Ok(body) => body,
            Err(error) => {
                return Ok(Exchange::NeverSent {
                    why: error.to_string(),
                });
            }
        };
        let token = self.token(credentials, now, None).await?;
        let first = self.post(path, &token, body.clone()).await;
        if !first.wants_another_token() {
            return Ok(first);
        }
        // Another process may have fetched a token, which kills ours.
        let token = self.token(credentials, now, Some(&token)).await?;
        Ok(self.post(path, &token, body).await)
    }

    async fn post(&self, path: &str, token: &str, body: Vec<u8>) -> Exchange {
        let url = format!("{}{path}", self.shared.base_url);
        let request = self.shared.http.post(url).bearer_auth(token);
        exchange(
            request
                .header("content-type", "application/json")
                .body(body),
        )
        .await
    }

    /// A token that serves at `now` and is not `refused`. One fetches while the others wait.
    async fn token(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
        refused: Option<&str>,
    ) -> Result<String, TokenFault> {
        let slot = self.shared.tokens.slot(credentials.fingerprint());
        let mut slot = slot.lock().await;
        if let Some(token) = slot.usable(now, refused) {
            return Ok(token);
        }
        if let Some(fault) = slot.recent_failure(now) {
            return Err(fault);
        }
        let fetched = self.fetch_token(credentials, now).await;
        slot.keep(now, fetched)
    }

    async fn fetch_token(
        &self,
        credentials: &Credentials,
        now: DateTime<Utc>,
    ) -> Result<Token, TokenFault> {
        let url = format!("{}{TOKEN_PATH}", self.shared.base_url);
        let secret = Some(&credentials.consumer_secret);
        let request = self
            .shared
            .http
            .get(url)
            .basic_auth(&credentials.consumer_key, secret);
        match exchange(request).await {
            Exchange::Answered { status, body } => token::read(status, &body, now),
            Exchange::NeverSent { why } => Err(no_token(why, None)),
            Exchange::Lost { why, status, .. } => Err(no_token(why, status)),
        }
    }
}

fn no_token(why: String, status: Option<u16>) -> TokenFault {
    TokenFault {
        code: String::new(),
        message: why,
        kind: RefusedKind::NeverSent,
        status,
    }
}

/// An HTTP client that does nothing by itself. `direct` keeps it from using a proxy.
pub(super) fn http_client(direct: bool) -> Result<reqwest::Client, reqwest::Error> {
    // Fails only if a provider is already installed, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TOTAL_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0);
    if direct {
        builder.no_proxy().build()
    } else {
        builder.build()
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Sends a request and reads the answer up to the cap.
async fn exchange(request: reqwest::RequestBuilder) -> Exchange {
    let mut response = match request.send().await {
        Ok(response) => response,
        Err(error) if error.is_connect() || error.is_builder() => {
            return Exchange::NeverSent {
                why: explain(error),
            };
        }
        Err(error) => {
            return Exchange::Lost {
                why: explain(error),
                status: None,
                body: Vec::new(),
            };
        }
    };
    let status = response.status().as_u16();
    let mut body = Vec::new();
    loop {
        let why = match response.chunk().await {
            Ok(None) => return Exchange::Answered { status, body },
            Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_ANSWER => {
                body.extend_from_slice(&chunk);
                continue;
            }
            Ok(Some(_)) => format!("the answer is longer than {MAX_ANSWER} bytes"),
            Err(error) => explain(error),
        };
        return Exchange::Lost {
            why,
            status: Some(status),
            body,
        };
    }
}

/// An error with its causes, without the address.
fn explain(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_address_must_be_one() {
        for address in ["", "api.safaricom.co.ke", "ftp://a.co", "https://a.co/?x=1"] {
            assert!(
                matches!(Daraja::new(address), Err(SetUpFault::BaseUrl(_))),
                "{address}"
            );
        }
        assert!(Daraja::new("http://127.0.0.1:9/").is_ok());
    }

    #[test]
    fn loopback_is_never_reached_through_a_proxy() {
        assert!(is_loopback("127.0.0.1") && is_loopback("localhost") && is_loopback("[::1]"));
        assert!(!is_loopback("api.safaricom.co.ke") && !is_loopback("10.0.0.1"));
    }
}
