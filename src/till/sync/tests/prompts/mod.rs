//! Prompts of M-Pesa at a till, over HTTP, against a real PostgreSQL and a real simulator. Here is what these
//! scenes share.

mod asking;
mod money;
mod review;

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::mpesa::Daraja;
use crate::mpesa::simulator::{self, SimulatorSettings};
use crate::orders;
use crate::payments::{self, AtTillMoney, Heard};
use crate::platform::secrets::digest;
use crate::staff::pins::{self, PinForm};
use crate::till::wire::{PromptAnswer, PromptAsk};
use crate::values::Money;

const TOTAL: i64 = 11_600;

/// A till whose cashier has a PIN, and goods that cost what is asked for.
struct Scene {
    counter: Counter,
    product: Uuid,
    sale_id: Uuid,
    attempt_id: Uuid,
}

impl Scene {
    async fn open(slug: &str) -> Scene {
        Scene::at(Counter::open(slug).await).await
    }

    async fn at(counter: Counter) -> Scene {
        let product = counter.shop.sells("A", "116", "20").await;
        let pin = PinForm {
            pin: "2580".to_owned(),
            again: "2580".to_owned(),
        };
        pins::set_pin(&counter.shop.cx(), counter.cashier, &pin)
            .await
            .unwrap();
        Scene {
            counter,
            product,
            sale_id: Uuid::now_v7(),
            attempt_id: Uuid::now_v7(),
        }
    }

    fn asks(&self) -> PromptAsk {
        PromptAsk {
            attempt_id: self.attempt_id,
            sale_id: self.sale_id,
            member_id: self.counter.cashier,
            phone: "0712 345 678".to_owned(),
            amount_minor: TOTAL,
        }
    }

    async fn ask(&self, ask: &PromptAsk) -> PromptAnswer {
        let body = serde_json::to_value(ask).unwrap();
        self.send(wire::PROMPT, Some(body)).await
    }

    async fn asked(&self) {
        let answer = self.ask(&self.asks()).await;
        assert_eq!((answer.state.as_str(), answer.open), ("created", true));
    }

    async fn look(&self) -> PromptAnswer {
        let path = format!("{}/{}", wire::PROMPT, self.attempt_id);
        self.send(&path, None).await
    }

    async fn give_up(&self) -> PromptAnswer {
        let path = format!("{}/{}/give_up", wire::PROMPT, self.attempt_id);
        let body = json!({ "member_id": self.counter.cashier });
        self.send(&path, Some(body)).await
    }

    /// Sends what a till's own script does: with a body, posts it.
    async fn send(&self, path: &str, body: Option<Value>) -> PromptAnswer {
        let answer = self.answer(path, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn answer(&self, path: &str, body: Option<Value>) -> browser::Answer {
        let request = match body {
            Some(body) => Request::post(path)
                .header(header::CONTENT_TYPE, "application/json")
                .header(wire::HEADER, "1")
                .body(Sent::from(body.to_string())),
            None => Request::get(path)
                .header(wire::HEADER, "1")
                .body(Sent::empty()),
        };
        self.counter.browser.send(request.unwrap()).await
    }

    /// What M-Pesa posts about the prompt: paid, under this receipt, so many shillings.
    async fn hear(&self, receipt: &str, shillings: &str) -> Result<Heard, crate::values::Stop> {
        let token = format!("the token of {}", self.attempt_id);
        sqlx::query(
            "insert into app.callback_token (token_hash, business_id, attempt_id)
             select $1, business_id, attempt_id from app.mpesa_attempt where attempt_id = $2
             on conflict do nothing",
        )
        .bind(digest(&token))
        .bind(self.attempt_id)
        .execute(&mut self.counter.shop.superuser().await)
        .await
        .unwrap();
        let body = json!({ "Body": { "stkCallback": {
            "MerchantRequestID": format!("m-{}", self.attempt_id),
            "CheckoutRequestID": format!("c-{}", self.attempt_id),
            "ResultCode": 0, "ResultDesc": "ok", "CallbackMetadata": { "Item": [
                { "Name": "Amount", "Value": shillings.parse::<i64>().unwrap() },
                { "Name": "MpesaReceiptNumber", "Value": receipt },
            ] },
        } } });
        let (db, body) = (self.counter.shop.db(), body.to_string());
        let (body, now) = (body.as_bytes(), clock::now());
        payments::hear(db, &token, "127.0.0.1", body, orders::settle, now).await
    }

    /// Asked for and paid.
    async fn paid(&self, receipt: &str) {
        self.asked().await;
        let heard = self.hear(receipt, "116").await;
        assert_eq!(heard, Ok(Heard::Applied(payments::State::Succeeded)));
        let answer = self.look().await;
        assert_eq!((answer.state.as_str(), answer.open), ("succeeded", false));
        assert_eq!(answer.receipt.as_deref(), Some(receipt));
    }

    /// The sale, as the till tells it, with this tender.
    fn sells(&self, number: i64, sale_id: Uuid, how: wire::Tender) -> Event {
        let goods = vec![line(1, self.product, 1000, TOTAL)];
        let event = self.counter.sale(number, goods, TOTAL);
        let event = with(&event, |sale| sale.tenders = vec![how]);
        Event {
            id: sale_id,
            ..event
        }
    }

    /// The money of the prompt, as a tender.
    fn by_prompt(&self, receipt: &str) -> wire::Tender {
        wire::Tender {
            payment_id: self.attempt_id,
            reference: receipt.to_owned(),
            ..tender("mpesa", TOTAL)
        }
    }

    /// What no sale names yet.
    async fn held(&self) -> Vec<AtTillMoney> {
        let mut tx = self.counter.shop.look().await;
        payments::held_at_tills(&mut tx).await.unwrap()
    }

    /// How many payments there are.
    async fn payments(&self) -> i64 {
        let mut tx = self.counter.shop.look().await;
        sqlx::query_scalar("select count(*) from app.payment where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap()
    }
}

/// The key of why it was not done.
fn refusal(answer: &PromptAnswer) -> &str {
    let said = answer.refusal.as_ref().unwrap();
    assert_ne!(said.key, said.words);
    assert_eq!(answer.state, "");
    &said.key
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_is_sent_paid_and_used_up_by_its_sale() {
    let scene = Scene::open("prompt-paid").await;
    let shop = &scene.counter.shop;
    scene.asked().await;
    let simulator = serve(simulator::router(SimulatorSettings::default())).await;
    let base = serve(payments::routes(orders::settle).with_state(shop.state())).await;
    let daraja = Daraja::new(&simulator).unwrap();
    let payload = json!({ "attempt_id": scene.attempt_id });
    let (cx, seal) = (shop.cx(), shop.state().seal);
    let ran = payments::run(
        "mpesa.submit",
        cx,
        payload,
        Some(&daraja),
        &base,
        &seal,
        orders::settle,
    );
    assert_eq!(ran.await, Ok(true));
    let waiting = scene.look().await;
    assert_eq!((waiting.state.as_str(), waiting.open), ("pending", true));
    assert!(waiting.words.contains("customer"), "{waiting:?}");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let all = http.get(format!("{simulator}/phone.json"));
    let all = all.send().await.unwrap().bytes().await.unwrap();
    let all: Value = serde_json::from_slice(&all).unwrap();
    let prompt = all["prompts"][0]["checkout_request_id"].as_str().unwrap();
    let accept = http.post(format!("{simulator}/phone/{prompt}/accept"));
    accept.send().await.unwrap();
    let mut paid = scene.look().await;
    for _ in 0..1200 {
        if paid.state == "succeeded" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        paid = scene.look().await;
    }
    assert_eq!(paid.state, "succeeded", "{paid:?}");
    let receipt = paid.receipt.unwrap();
    // It is in the books, and waits for its sale.
    assert_eq!(scene.held().await[0].receipt.as_ref(), Some(&receipt));
    shop.check().await;
    let sale = scene.sells(1, scene.sale_id, scene.by_prompt(&receipt));
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Done);
    let whole = scene.counter.recorded(sale.id).await;
    assert_eq!(whole.payments[0].reference.as_ref(), Some(&receipt));
    assert!(whole.payments[0].is_held && !whole.payments[0].is_unmatched);
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Again);
    assert!(scene.held().await.is_empty());
    assert_eq!(scene.payments().await, 1);
    // What is told already is not asked for again.
    let again = PromptAsk {
        attempt_id: Uuid::now_v7(),
        ..scene.asks()
    };
    assert_eq!(refusal(&scene.ask(&again).await), "refused-prompt-finished");
    shop.check().await;
}
