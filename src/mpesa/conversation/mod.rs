//! Tests of the client against the simulator, over real HTTP on the loopback: the scene they
//! share. Nothing is mocked: the client sends, the simulator answers and calls back.

mod faults;
mod payments;

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
    let listener = post(move |body: Bytes| {
        let sender = sender.clone();
        async move { sender.send(body).map_err(|_| axum::http::StatusCode::GONE) }
    });
    let listening = serve(axum::Router::new().route("/c/{token}", listener)).await?;
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
        auto: Some(answer),
        ..Switches::default()
    };
    SimulatorSettings {
        switches,
        ..SimulatorSettings::default()
    }
}

impl Scene {
    async fn push(&self) -> Pushed {
        let ask = Push {
            phone: "254712345678".to_owned(),
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
        let body = tokio::time::timeout(Duration::from_secs(5), self.callbacks.recv()).await?;
        Ok(parse(&body.ok_or("nobody calls any more")?)?)
    }

    async fn answer(&self, id: &str, answer: &str) -> Result<u16, Anything> {
        let url = format!("{}/phone/{id}/{answer}", self.address);
        Ok(self.http.post(url).send().await?.status().as_u16())
    }

    async fn switch(&self, change: Value) -> Result<(), Anything> {
        let url = format!("{}/switches", self.address);
        self.http
            .post(url)
            .json(&change)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
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
