//! Tests of the client against the simulator, over real HTTP on the loopback: the scene they
//! share. Nothing is mocked: the client sends, the simulator answers and calls back.

mod callbacks;
mod checks;
mod customers;
mod every;
mod faults;
mod payments;
mod qr;
mod queries;
mod rules;
mod tokens;

use super::simulator::{self, Answer, SimulatorSettings, Switches};
use super::*;
use crate::platform::clock;
use axum::body::Bytes;
use axum::routing::post;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

type Anything = Box<dyn std::error::Error>;

/// A simulator, and somebody who listens for its callbacks.
struct Scene {
    address: String,
    callback_url: String,
    callbacks: UnboundedReceiver<Bytes>,
    http: reqwest::Client,
    daraja: Daraja,
    credentials: Credentials,
}

async fn serve(router: axum::Router) -> Result<String, Anything> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn scene(settings: SimulatorSettings) -> Result<Scene, Anything> {
    let (sender, callbacks) = unbounded_channel();
    let deaf_sender = sender.clone();
    let listener = post(move |body: Bytes| {
        let sender = sender.clone();
        async move { sender.send(body).map_err(|_| axum::http::StatusCode::GONE) }
    });
    let deaf = {
        let sender = deaf_sender;
        post(move |body: Bytes| {
            let sent = sender.send(body);
            async move {
                drop(sent);
                axum::http::StatusCode::SERVICE_UNAVAILABLE
            }
        })
    };
    let listens = axum::Router::new()
        .route("/c/{token}", listener)
        .route("/deaf/{token}", deaf);
    let listening = serve(listens).await?;
    let address = serve(simulator::router(settings)).await?;
    Ok(Scene {
        callback_url: format!("{listening}/c/4f1c8a"),
        callbacks,
        http: client::http_client(true)?,
        daraja: Daraja::new(&address)?,
        credentials: Credentials::sandbox("key", "secret"),
        address,
    })
}

fn auto(answer: Answer) -> SimulatorSettings {
    let switches = Switches {
        auto: answer,
        ..Switches::default()
    };
    SimulatorSettings {
        switches,
        ..SimulatorSettings::default()
    }
}

/// The phone that is asked where none is named.
const PHONE: &str = "254712345678";

/// The code that says "paid".
fn is_paid(outcome: &QueryOutcome) -> bool {
    matches!(outcome, QueryOutcome::Settled { code, .. } if code.is_paid())
}

/// Why a push was refused; none where it was not.
fn refusal(outcome: PushOutcome) -> Option<RefusedKind> {
    match outcome {
        PushOutcome::Refused { kind, .. } => Some(kind),
        PushOutcome::Accepted { .. } | PushOutcome::Unknown { .. } => None,
    }
}

impl Scene {
    async fn push(&self) -> Pushed {
        self.push_to(PHONE).await
    }

    async fn push_to(&self, phone: &str) -> Pushed {
        let ask = Push {
            phone: phone.to_owned(),
            amount_shillings: 450,
            callback_url: self.callback_url.clone(),
            account_reference: "INV-00042".to_owned(),
            description: "Invoice 42".to_owned(),
        };
        self.daraja
            .push(&self.credentials, &ask, clock::now())
            .await
    }

    async fn accepted(&self) -> Result<String, Anything> {
        match self.push().await.outcome {
            PushOutcome::Accepted {
                checkout_request_id,
                ..
            } => Ok(checkout_request_id),
            other => Err(format!("{other:?}").into()),
        }
    }

    async fn query(&self, id: &str) -> QueryOutcome {
        self.daraja
            .query(&self.credentials, id, clock::now())
            .await
            .outcome
    }

    async fn callback(&mut self) -> Result<StkCallback, Anything> {
        Ok(parse(&self.body().await?)?)
    }

    /// A callback, word for word.
    async fn body(&mut self) -> Result<Bytes, Anything> {
        let body = tokio::time::timeout(Duration::from_secs(60), self.callbacks.recv()).await?;
        Ok(body.ok_or("nobody calls any more")?)
    }

    /// Whether nobody calls for a while.
    async fn is_quiet(&mut self) -> bool {
        let waited = tokio::time::timeout(Duration::from_millis(50), self.callbacks.recv()).await;
        waited.is_err()
    }

    async fn answer(&self, id: &str, answer: &str) -> Result<u16, Anything> {
        let url = format!("{}/phone/{id}/{answer}", self.address);
        Ok(self.http.post(url).send().await?.status().as_u16())
    }

    async fn switch(&self, change: Value) -> Result<Value, Anything> {
        self.tell("/switches", change).await
    }

    /// Moves the simulator's clock.
    async fn pass(&self, milliseconds: i64) -> Result<(), Anything> {
        let forward = json!({ "advance_ms": milliseconds });
        self.tell("/clock", forward).await?;
        Ok(())
    }

    async fn tell(&self, path: &str, what: Value) -> Result<Value, Anything> {
        let request = self.http.post(format!("{}{path}", self.address));
        let answer = request.json(&what).send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }

    async fn phone(&self) -> Result<Value, Anything> {
        let body = self
            .http
            .get(format!("{}/phone.json", self.address))
            .send()
            .await?;
        Ok(serde_json::from_slice(&body.bytes().await?)?)
    }
}
