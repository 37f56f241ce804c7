//! Attempts against a real database and a real simulator: the scene that they share.
#![allow(clippy::unwrap_used)]

mod callbacks;
mod decided;
mod prompts;
mod switches;
mod typed;

use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::mpesa::simulator::{self, SimulatorSettings, Switches};
use crate::mpesa::{Daraja, PushOutcome, Pushed};
use crate::platform::clock;
use crate::platform::secrets::{SealingKey, digest, new_token};
use crate::tests::support::Shop;
use crate::values::{Money, Phone, Stop};

const SETTLE: Settle = crate::orders::settle;
const TOTAL: i64 = 45_000;

/// A shop with an account, an order, somebody who listens to callbacks, and a simulator.
struct Scene {
    shop: Shop,
    order_id: Uuid,
    attempt_id: Uuid,
    simulator: String,
    base: String,
    daraja: Daraja,
    seal: SealingKey,
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn phone(text: &str) -> Phone {
    Phone::parse(text, "KE").unwrap()
}

async fn scene(name: &str, switches: Switches) -> Scene {
    let shop = Shop::open(name).await;
    let order_id = shop.an_order(TOTAL).await.0;
    let seal = SealingKey::parse(&"ab".repeat(32)).unwrap();
    let form = AccountForm {
        short_code: "600000".to_owned(),
        kind: "paybill".to_owned(),
        consumer_key: "key".to_owned(),
        consumer_secret: "secret".to_owned(),
        passkey: "passkey".to_owned(),
        ..AccountForm::default()
    };
    let mut tx = shop.cx().begin().await.unwrap();
    keep_account(&mut tx, &seal, &form).await.unwrap();
    tx.commit().await.unwrap();
    let settings = SimulatorSettings {
        switches,
        ..SimulatorSettings::default()
    };
    let simulator = serve(simulator::router(settings)).await;
    let base = serve(routes(SETTLE).with_state(shop.state())).await;
    let daraja = Daraja::new(&simulator).unwrap();
    Scene {
        shop,
        order_id,
        attempt_id: Uuid::now_v7(),
        simulator,
        base,
        daraja,
        seal,
    }
}

impl Scene {
    async fn ask(&self, attempt_id: Uuid, order_id: Uuid, text: &str) -> Result<(), Stop> {
        let mut tx = self.shop.cx().begin().await?;
        let due = Money::from_minor(TOTAL);
        let what = PaysFor::Order(order_id);
        ask(&mut tx, attempt_id, what, &phone(text), due, "INV-42").await?;
        tx.commit().await
    }

    async fn asked(&self) {
        let asked = self.ask(self.attempt_id, self.order_id, "0712345678").await;
        asked.unwrap();
    }

    fn means(&self) -> jobs::Means<'_> {
        jobs::Means {
            daraja: Some(&self.daraja),
            callback_base: &self.base,
            seal: &self.seal,
            settle: SETTLE,
        }
    }

    async fn job(&self, task: &str, payload: Value) {
        let daraja = Some(&self.daraja);
        let cx = self.shop.cx().clone();
        let ran = run(task, cx, payload, daraja, &self.base, &self.seal, SETTLE).await;
        assert_eq!(ran, Ok(true));
    }

    async fn submit(&self) {
        self.job("mpesa.submit", json!({ "attempt_id": self.attempt_id }))
            .await;
    }

    /// Writes the sending ahead without sending, and answers the token that M-Pesa would have.
    async fn sent(&self, attempt_id: Uuid) -> String {
        let token = new_token();
        let mut tx = self.shop.cx().begin().await.unwrap();
        store::keep_token(&mut tx, &digest(&token), attempt_id)
            .await
            .unwrap();
        let sent = store::submitting(&mut tx, attempt_id, clock::now()).await;
        assert_eq!(sent, Ok(true));
        tx.commit().await.unwrap();
        token
    }

    async fn accepted(&self, attempt_id: Uuid, checkout: &str) {
        let pushed = Pushed {
            outcome: PushOutcome::Accepted {
                merchant_request_id: "m-1".to_owned(),
                checkout_request_id: checkout.to_owned(),
            },
            raw: Some("{}".to_owned()),
            http_status: Some(200),
        };
        let cx = self.shop.cx().clone();
        submit::keep_answer(&cx, attempt_id, &pushed, SETTLE)
            .await
            .unwrap();
    }

    async fn hear(&self, token: &str, body: &str) -> Result<Heard, Stop> {
        let db = self.shop.db().clone();
        hear(
            &db,
            token,
            "127.0.0.1",
            body.as_bytes(),
            SETTLE,
            clock::now(),
        )
        .await
    }

    async fn attempt_of(&self, attempt_id: Uuid) -> Attempt {
        let mut tx = self.shop.cx().read().await.unwrap();
        store::load(&mut tx, attempt_id).await.unwrap().unwrap()
    }

    async fn attempt(&self) -> Attempt {
        self.attempt_of(self.attempt_id).await
    }

    async fn payments(&self) -> Vec<Payment> {
        let mut tx = self.shop.cx().read().await.unwrap();
        of_order(&mut tx, self.order_id).await.unwrap()
    }

    /// Waits until a callback has brought the attempt into this state.
    async fn comes_to(&self, state: State) {
        for _ in 0..1200 {
            if self.attempt().await.state == state {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(self.attempt().await.state, state);
    }

    /// The prompts on the simulator's phone, newest first.
    async fn prompts(&self) -> Vec<Value> {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/phone.json", self.simulator);
        let body = http.get(url).send().await.unwrap().bytes().await.unwrap();
        let all: Value = serde_json::from_slice(&body).unwrap();
        all["prompts"].as_array().unwrap().clone()
    }

    /// Answers the prompt on the simulator's phone.
    async fn answer(&self, answer: &str) {
        let prompts = self.prompts().await;
        let id = prompts[0]["checkout_request_id"].as_str().unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/phone/{id}/{answer}", self.simulator);
        http.post(url).send().await.unwrap();
    }
}

/// A callback of the prompt `checkout`: paid with a receipt and so many shillings, or failed.
fn body(checkout: &str, paid: Option<(&str, &str)>) -> String {
    let Some((receipt, shillings)) = paid else {
        return format!(
            r#"{{"Body":{{"stkCallback":{{
            "MerchantRequestID":"m-1","CheckoutRequestID":"{checkout}",
            "ResultCode":1032,"ResultDesc":"Request cancelled by user"}}}}}}"#
        );
    };
    format!(
        r#"{{"Body":{{"stkCallback":{{"MerchantRequestID":"m-1","CheckoutRequestID":"{checkout}",
        "ResultCode":0,"ResultDesc":"ok","CallbackMetadata":{{"Item":[
        {{"Name":"Amount","Value":{shillings}}},
        {{"Name":"MpesaReceiptNumber","Value":"{receipt}"}}]}}}}}}}}"#
    )
}

/// A receipt number that no other test has: receipts are unique over the installation.
fn receipt() -> String {
    let id = Uuid::now_v7().simple().to_string().to_ascii_uppercase();
    format!("U{}", &id[id.len() - 12..])
}
