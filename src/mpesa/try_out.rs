//! Trying credentials out, without a prompt and without money.
//!
//! Two things can be asked. A token proves consumer key and secret. Asking after a prompt that never
//! was proves that number and passkey are not known to be wrong: Daraja refuses those with words of
//! their own, and says of the rest that it knows no such prompt. That the till is the right one, that
//! prompts are allowed for this number, and that results reach us, only a payment proves.
//!
//! What never breaks: no prompt is sent; what is not understood is unclear, never "works".

use chrono::{DateTime, Utc};

use super::answers::Exchange;
use super::client::Daraja;
use super::credentials::Credentials;
use super::error_body::{ErrorBody, Meaning};
use super::push::{RefusedKind, credentials_flaw};
use super::wire::QueryAnswer;

/// The id of no prompt: right in form, from before M-Pesa would have sent it.
const NO_PROMPT: &str = "ws_CO_010120000000000254700000000";

/// What trying brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriedOut {
    /// The keys are right, and nothing is wrong with number and passkey.
    Works,
    /// The consumer key and secret are not known here, or the app lacks M-Pesa Express.
    KeysRefused,
    /// The keys are right; number and passkey do not belong together or are not known here.
    NumberRefused,
    /// The sandbox's public numbers where money is real.
    OtherEnvironment,
    /// M-Pesa was not reached, or did not answer in time.
    NotReached,
    /// M-Pesa has too much to do, or was asked too often.
    Busy,
    /// M-Pesa said something else.
    Unclear,
}

impl Daraja {
    /// Tries credentials out at `now`. Takes as long as two requests.
    pub async fn try_out(&self, credentials: &Credentials, now: DateTime<Utc>) -> TriedOut {
        if self.is_sandbox() == Some(false) && credentials.are_the_sandboxes() {
            return TriedOut::OtherEnvironment;
        }
        if credentials_flaw(credentials).is_some() {
            return TriedOut::NumberRefused;
        }
        match self.ask_after(credentials, NO_PROMPT, now).await {
            Ok(exchange) => read(&exchange),
            Err(fault) => match fault.kind {
                RefusedKind::Credentials => TriedOut::KeysRefused,
                RefusedKind::Overloaded => TriedOut::Busy,
                _ => TriedOut::NotReached,
            },
        }
    }
}

fn read(exchange: &Exchange) -> TriedOut {
    let Exchange::Answered { status, body } = exchange else {
        return TriedOut::NotReached;
    };
    let answered = serde_json::from_slice::<QueryAnswer>(body).is_ok();
    if (200..300).contains(status) && answered {
        return TriedOut::Works;
    }
    match ErrorBody::parse(body).meaning(*status) {
        Meaning::BadField(field) if field.eq_ignore_ascii_case("CheckoutRequestID") => {
            TriedOut::Works
        }
        Meaning::BeingProcessed => TriedOut::Works,
        Meaning::WrongCredentials | Meaning::BadField(_) => TriedOut::NumberRefused,
        Meaning::InvalidToken | Meaning::NoProduct => TriedOut::KeysRefused,
        Meaning::Overloaded => TriedOut::Busy,
        Meaning::SubscriberBusy | Meaning::WrongRequest | Meaning::Unrecognized => {
            TriedOut::Unclear
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mpesa::simulator::{self, SimulatorSettings};
    use crate::platform::clock;

    fn said(status: u16, code: &str, message: &str) -> TriedOut {
        let body =
            format!(r#"{{"requestId":"1","errorCode":"{code}","errorMessage":"{message}"}}"#);
        read(&Exchange::Answered {
            status,
            body: body.into_bytes(),
        })
    }

    #[test]
    fn only_no_such_prompt_is_good_news() {
        let unknown = said(400, "400.002.02", "Bad Request - Invalid CheckoutRequestID");
        assert_eq!(unknown, TriedOut::Works);
        let code = said(400, "400.002.02", "Bad Request - Invalid BusinessShortCode");
        assert_eq!(code, TriedOut::NumberRefused);
        let wrong = said(500, "500.001.1001", "Wrong credentials");
        assert_eq!(wrong, TriedOut::NumberRefused);
        let nobody = said(500, "500.001.1001", "Merchant does not exist");
        assert_eq!(nobody, TriedOut::NumberRefused);
        let token = said(404, "404.001.03", "Invalid Access Token");
        assert_eq!(token, TriedOut::KeysRefused);
        let inside = said(500, "500.003.1001", "Internal Server Error");
        assert_eq!(inside, TriedOut::Unclear);
        let page = Exchange::Answered {
            status: 200,
            body: b"<html>".to_vec(),
        };
        assert_eq!(read(&page), TriedOut::Unclear);
    }

    async fn daraja() -> Daraja {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = simulator::router(SimulatorSettings::default());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Daraja::new(&address).unwrap()
    }

    #[tokio::test]
    async fn the_simulator_knows_right_from_wrong() {
        let daraja = daraja().await;
        let right = Credentials::sandbox("key", "secret");
        assert_eq!(daraja.try_out(&right, clock::now()).await, TriedOut::Works);
        let wrong = Credentials {
            passkey: "another".to_owned(),
            ..right.clone()
        };
        let tried = daraja.try_out(&wrong, clock::now()).await;
        assert_eq!(tried, TriedOut::NumberRefused);
        let nobody = Daraja::new("http://127.0.0.1:9").unwrap();
        let tried = nobody.try_out(&right, clock::now()).await;
        assert_eq!(tried, TriedOut::NotReached);
    }

    #[tokio::test]
    async fn the_sandboxes_numbers_are_not_for_real_money() {
        let real = Daraja::new("https://api.safaricom.co.ke").unwrap();
        let play = Credentials::sandbox("key", "secret");
        let tried = real.try_out(&play, clock::now()).await;
        assert_eq!(tried, TriedOut::OtherEnvironment);
    }
}
