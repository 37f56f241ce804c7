//! A till's events and its catalogue, over HTTP, against a real PostgreSQL. Here is what these scenes
//! share.

mod asks;
mod bad;
mod catalogue;
mod events;
mod expiring;
mod given_back;
mod kits;
mod odd;
mod paid;
mod prices;
mod prompts;
mod qr;
mod quick;
mod same;
mod settled;
mod shifts;
mod sold_vouchers;
mod vouchers;

use axum::Router;
use axum::body::Body as Sent;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::clock;
use crate::sales;
use crate::tests::browser::{self, Browser, serving};
use crate::tests::support::Shop;
use crate::tests::tills::till;
use crate::till::flags::{self, Show};
use crate::till::wire::{self, Answer, Body, Catalogue, Event, Outcome, Push, Settled};
use crate::values::Quantity;

/// A shop with a till, and the cashier who stands at it.
pub(super) struct Counter {
    pub shop: Shop,
    pub service: Router,
    pub browser: Browser,
    pub device_id: Uuid,
    pub cashier: Uuid,
}

/// The browser of a till.
pub(super) fn browser_of(service: &Router, device_id: Uuid) -> Browser {
    let mut browser = Browser::new(service, "10.0.0.3");
    browser.keep(&format!("dukani_till=the token of {device_id}"));
    browser
}

impl Counter {
    pub async fn open(slug: &str) -> Counter {
        let shop = Shop::open(slug).await;
        Counter::at(shop).await
    }

    pub async fn at(shop: Shop) -> Counter {
        let service = serving(&shop);
        let device_id = till(&shop, shop.location).await;
        let tx = shop.cashier().read().await.unwrap();
        let cashier = tx.scope().member_id().unwrap();
        drop(tx);
        Counter {
            browser: browser_of(&service, device_id),
            service,
            device_id,
            cashier,
            shop,
        }
    }

    /// One of the first line of a sale comes back, as the till's second document.
    fn one_comes_back(&self, sale_id: Uuid, pay_out: wire::PayOut) -> Event {
        self.event(Body::Refund(wire::Refund {
            number: 2,
            sale_id,
            shift_id: None,
            lines: vec![wire::RefundLine {
                line_no: 1,
                quantity_milli: 1000,
                restock: true,
            }],
            pay_out,
            note: String::new(),
            approved_by: None,
        }))
    }

    /// Something that happened just now.
    pub fn event(&self, body: Body) -> Event {
        Event {
            id: Uuid::now_v7(),
            member_id: self.cashier,
            occurred_at: clock::now(),
            seq: 0,
            device_id: None,
            series: None,
            body,
        }
    }

    /// A sale for cash.
    pub fn sale(&self, number: i64, lines: Vec<wire::SaleLine>, total: i64) -> Event {
        self.event(Body::Sale(wire::Sale {
            discount_minor: 0,
            discount_bp: None,
            number,
            shift_id: None,
            customer_id: None,
            price_list: "retail".to_owned(),
            lines,
            tip_minor: 0,
            tenders: vec![tender("cash", total)],
            note: String::new(),
            approved_by: None,
        }))
    }

    /// Sends anything to where events go.
    pub async fn post(&self, body: Vec<u8>) -> browser::Answer {
        let request = Request::post(wire::EVENTS)
            .header(wire::HEADER, "1")
            .header(header::CONTENT_TYPE, "application/json");
        self.browser
            .send(request.body(Sent::from(body)).unwrap())
            .await
    }

    /// Sends events; what became of each.
    pub async fn send(&self, events: &[Event]) -> Vec<Settled> {
        let push = Push {
            app_version: "1".to_owned(),
            unsynced: u32::try_from(events.len()).unwrap(),
            unsynced_since: None,
            events: events.to_vec(),
        };
        let answer = self.post(serde_json::to_vec(&push).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let answer: Answer = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer.settled.len(), events.len());
        answer.settled
    }

    /// Sends one event; what became of it.
    pub async fn tell(&self, event: &Event) -> Settled {
        self.send(std::slice::from_ref(event)).await.remove(0)
    }

    /// Asks for what was changed.
    pub async fn ask(&self, since: &str) -> Catalogue {
        let path = format!("{}?since={since}", wire::CATALOGUE);
        let request = Request::get(path).header(wire::HEADER, "1");
        let answer = self.browser.send(request.body(Sent::empty()).unwrap());
        let answer = answer.await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    /// The codes of all flags, in order.
    pub async fn flags(&self) -> Vec<&'static str> {
        let mut tx = self.shop.look().await;
        let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
        let codes = listed.rows.iter().map(|flag| flag.oddity.code());
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_unstable();
        codes
    }

    /// A sale or refund as it is recorded.
    pub async fn recorded(&self, id: Uuid) -> sales::Whole {
        let mut tx = self.shop.look().await;
        sales::whole(&mut tx, id).await.unwrap()
    }

    /// How many sales and refunds there are.
    pub async fn documents(&self) -> i64 {
        let mut tx = self.shop.look().await;
        sqlx::query_scalar("select count(*) from app.sale where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap()
    }

    /// Changes something behind the product's back, in the business's scope.
    pub async fn change(&self, statement: &'static str) {
        let mut tx = self.shop.cx().begin().await.unwrap();
        let done = sqlx::query(statement).bind(tx.business());
        let done = done.execute(tx.conn()).await.unwrap();
        assert!(done.rows_affected() > 0, "{statement}");
        tx.commit().await.unwrap();
    }

    pub async fn on_hand(&self, product_id: Uuid) -> Quantity {
        self.shop.level(product_id).await.0
    }
}

pub(super) fn line(line_no: i32, product_id: Uuid, milli: i64, price: i64) -> wire::SaleLine {
    wire::SaleLine {
        line_no,
        product_id,
        pack_id: None,
        quantity_milli: milli,
        unit_price_minor: price,
        discount_minor: 0,
        discount_bp: None,
        batch_id: None,
        weighed: None,
        quick: None,
        note: String::new(),
    }
}

pub(super) fn tender(tender: &str, amount_minor: i64) -> wire::Tender {
    wire::Tender {
        payment_id: Uuid::now_v7(),
        tender: tender.to_owned(),
        amount_minor,
        reference: String::new(),
        handed_minor: None,
    }
}

/// The same event with its sale changed.
pub(super) fn with(event: &Event, change: impl FnOnce(&mut wire::Sale)) -> Event {
    let mut event = event.clone();
    if let Body::Sale(sale) = &mut event.body {
        change(sale);
    }
    event
}

/// The same event at another time.
pub(super) fn at(event: Event, occurred_at: DateTime<Utc>) -> Event {
    Event {
        occurred_at,
        ..event
    }
}

/// The keys of the reasons for which something was refused.
pub(super) fn keys(settled: &Settled) -> Vec<&str> {
    assert_eq!(settled.outcome, Outcome::Refused, "{settled:?}");
    let refusals = settled.refusals.iter();
    refusals
        .inspect(|said| assert_ne!(said.key, said.words))
        .map(|said| said.key.as_str())
        .collect()
}
