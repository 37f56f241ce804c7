//! What a till tells and asks, with another business's ids in every place that takes one: nothing of that
//! business changes, and no word of it comes back.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::town::{Town, checksums, differing, ids_of, mark};
use crate::platform::clock;
use crate::sales::vouchers::code::code_from;
use crate::tests::browser::{Answer, Browser};
use crate::tests::support::Shop;
use crate::tests::tills::till;
use crate::till::wire::{self, KINDS, Outcome};

/// A till, who stands at it, and what is sold there.
struct Counter {
    browser: Browser,
    device: Uuid,
    member: Uuid,
    product: Uuid,
    customer: String,
}

impl Counter {
    /// The owner at a new till.
    async fn open(shop: &Shop, service: &Router, (product, customer): (Uuid, &str)) -> Counter {
        let device = till(shop, shop.location).await;
        let mut browser = Browser::new(service, "10.0.0.3");
        browser.keep(&format!("dukani_till=the token of {device}"));
        let tx = shop.cx().read().await.unwrap();
        let member = tx.scope().member_id().unwrap();
        drop(tx);
        Counter {
            browser,
            device,
            member,
            product,
            customer: customer.to_owned(),
        }
    }

    /// A day at the till: every kind of event, and every field that takes an id.
    fn day(&self) -> Vec<Value> {
        let [shift, sold, slip] = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
        let event = |id: Uuid, kind: &str, body: Value| {
            json!({
                "id": id, "kind": kind, "member_id": self.member, "occurred_at": clock::now(),
                "device_id": self.device, "body": body,
            })
        };
        let new = Uuid::now_v7;
        let sale = |number: i64| {
            json!({
                "number": number, "shift_id": shift, "customer_id": self.customer,
                "lines": [{
                    "line_no": 1, "product_id": self.product, "quantity_milli": 1000,
                    "unit_price_minor": 12_000, "pack_id": null, "batch_id": null,
                }],
                "tenders": [{ "payment_id": new(), "tender": "cash", "amount_minor": 12_000 }],
                "approved_by": null,
            })
        };
        let back = json!({
            "number": 3, "sale_id": sold, "shift_id": shift, "approved_by": null,
            "lines": [{ "line_no": 1, "quantity_milli": 1000, "restock": true }],
            "pay_out": { "exactly": [
                { "payment_id": new(), "tender": "cash", "amount_minor": 12_000 }
            ] },
        });
        let mistake = json!({
            "number": 4, "sale_id": slip, "shift_id": shift, "reason": "rung up twice",
            "approved_by": null,
        });
        let taken = json!({
            "shift_id": shift, "way": "out", "reason": "expense", "amount_minor": 500,
            "note": "milk",
        });
        let counted = json!({ "shift_id": shift, "counted_minor": 9_500 });
        let gift = json!({
            "code": code_from(&rand::random()).unwrap(), "shift_id": shift,
            "paid": { "payment_id": new(), "tender": "cash", "amount_minor": 1_000 },
        });
        let phone = json!({ "phone": "0711222333", "name": "Somebody" });
        vec![
            event(new(), "customer", phone),
            event(shift, "open_shift", json!({ "float_minor": 10_000 })),
            event(new(), "cash_move", taken),
            event(sold, "sale", sale(1)),
            event(slip, "sale", sale(2)),
            event(new(), "refund", back),
            event(new(), "void", mistake),
            event(new(), "voucher", gift),
            event(new(), "close_shift", counted),
        ]
    }

    /// Sends events as its script does.
    async fn tell(&self, events: &[Value]) -> Answer {
        tell(&self.browser, events).await
    }

    /// Everything that it asks about a prompt of M-Pesa, with an id of somebody's in one place.
    async fn prompts(&self, field: &str, id: &str, phone: &str) -> Vec<Answer> {
        let mut ask = json!({
            "attempt_id": Uuid::now_v7(), "sale_id": Uuid::now_v7(), "member_id": self.member,
            "phone": phone, "amount_minor": 100,
        });
        ask[field] = Value::from(id);
        let end = json!({ "member_id": ask["member_id"] });
        let at = format!("{}/{id}", wire::PROMPT);
        let posts = [
            (wire::PROMPT.to_owned(), ask),
            (format!("{at}/give_up"), end),
        ];
        let mut answers = Vec::new();
        for (path, body) in posts {
            let request = Request::post(path)
                .header(wire::HEADER, "1")
                .header(header::CONTENT_TYPE, "application/json");
            let request = request.body(Body::from(body.to_string())).unwrap();
            answers.push(self.browser.send(request).await);
        }
        let request = Request::get(at).header(wire::HEADER, "1");
        let request = request.body(Body::empty()).unwrap();
        answers.push(self.browser.send(request).await);
        answers
    }

    /// What it is told of its business.
    async fn catalogue(&self) -> Answer {
        let request = Request::get(wire::CATALOGUE).header(wire::HEADER, "1");
        self.browser
            .send(request.body(Body::empty()).unwrap())
            .await
    }
}

/// Sends events from any browser.
async fn tell(browser: &Browser, events: &[Value]) -> Answer {
    let push = json!({ "app_version": "1", "unsynced": events.len(), "events": events });
    let request = Request::post(wire::EVENTS)
        .header(wire::HEADER, "1")
        .header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(push.to_string())).unwrap();
    browser.send(request).await
}

/// What became of events.
fn outcomes(answer: &Answer) -> Vec<Outcome> {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let answer: wire::Answer = serde_json::from_str(&answer.body).unwrap();
    answer.settled.iter().map(|one| one.outcome).collect()
}

fn is_recorded(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Done | Outcome::Flagged)
}

/// Every place of an event that takes an id, as a pointer, and the name of its field.
fn holes(value: &Value, at: &str) -> Vec<(String, String)> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, inside)| {
                let here = format!("{at}/{name}");
                let takes_id = name == "id" || name == "approved_by" || name.ends_with("_id");
                if takes_id {
                    return vec![(here, name.clone())];
                }
                holes(inside, &here)
            })
            .collect(),
        Value::Array(all) => {
            let each = all.iter().enumerate();
            each.flat_map(|(place, inside)| holes(inside, &format!("{at}/{place}")))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Another business's ids that would fit a field; an event's own id becomes a document's.
fn fitting(ids: &BTreeMap<String, Vec<String>>, field: &str) -> Vec<String> {
    let columns = match field {
        "id" => vec!["sale_id", "shift_id", "customer_id", "order_id"],
        "approved_by" => vec!["member_id"],
        _ => vec![field],
    };
    let found = columns
        .iter()
        .flat_map(|column| ids[*column].iter().take(2));
    found.cloned().collect()
}

/// Tells of a day at our tills again and again, each time with one id of theirs in one place of it; where
/// that leaked, and how often it was tried.
async fn swap_each(
    town: &Town,
    what: (Uuid, &str),
    ids: &BTreeMap<String, Vec<String>>,
    secret: &str,
) -> (Vec<String>, usize) {
    let (mut leaks, mut tried) = (Vec::new(), 0);
    let day = Counter::open(&town.ours, &town.service, what).await.day();
    for (place, event) in day.iter().enumerate() {
        for (hole, field) in holes(event, "") {
            for id in fitting(ids, &field) {
                // A new till each time: what the attack leaves open is in nobody's way.
                let counter = Counter::open(&town.ours, &town.service, what).await;
                let mut events = counter.day();
                *events[place].pointer_mut(&hole).unwrap() = Value::from(id);
                let answer = counter.tell(&events).await;
                assert_eq!(answer.status, StatusCode::OK, "{hole}: {answer:?}");
                tried += 1;
                if answer.body.contains(secret) {
                    leaks.push(format!("{} {hole}: {}", event["kind"], answer.body));
                }
            }
        }
    }
    (leaks, tried)
}

/// Asks about prompts at our till with one id of theirs in one place; where that leaked.
async fn ask_each(
    ours: &Counter,
    ids: &BTreeMap<String, Vec<String>>,
    secret: &str,
) -> Vec<String> {
    let (mut leaks, mut tried) = (Vec::new(), 0);
    for field in ["attempt_id", "sale_id", "member_id"] {
        for id in fitting(ids, field) {
            tried += 1;
            let phone = format!("07123{tried:05}");
            for answer in ours.prompts(field, &id, &phone).await {
                assert_eq!(answer.status, StatusCode::OK, "{field}: {answer:?}");
                if answer.body.contains(secret) {
                    leaks.push(format!("{field}: {}", answer.body));
                }
            }
        }
    }
    assert!(tried > 2, "only {tried}");
    leaks
}

#[tokio::test(flavor = "multi_thread")]
async fn no_till_touches_another_business() {
    let town = Town::build().await;
    let goods = town.ours.sells("AT-THE-TILL", "120", "500").await;
    let their_goods = town.theirs.sells("AT-THE-TILL", "120", "500").await;
    let customer = ids_of(&town.ours).await["customer_id"][0].clone();
    let their_customer = ids_of(&town.theirs).await["customer_id"][0].clone();
    let what = (their_goods, their_customer.as_str());
    let theirs = Counter::open(&town.theirs, &town.service, what).await;
    let (ids, secret) = (ids_of(&town.theirs).await, mark("theirs"));
    let before = (checksums(&town.theirs).await, checksums(&town.third).await);

    // A day with our own ids is recorded, all of it.
    let what = (goods, customer.as_str());
    let ours = Counter::open(&town.ours, &town.service, what).await;
    let day = ours.day();
    let kinds: Vec<&str> = day
        .iter()
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert!(KINDS.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let answer = ours.tell(&day).await;
    assert!(outcomes(&answer).iter().all(is_recorded), "{answer:?}");

    let (mut leaks, tried) = swap_each(&town, what, &ids, &secret).await;
    leaks.extend(ask_each(&ours, &ids, &secret).await);
    assert!(tried > 60, "only {tried}");
    let owner = &town.people[0].1;
    for page in [
        "sales",
        "sales/flags?show=all",
        "sales/shifts",
        "sales/customers",
    ] {
        let answer = owner.get(&format!("/b/ours/{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        if answer.body.contains(&secret) {
            leaks.push(page.to_owned());
        }
    }
    if ours.catalogue().await.body.contains(&secret) {
        leaks.push("the catalogue".to_owned());
    }
    assert!(leaks.is_empty(), "{leaks:#?}");
    for browser in [owner, &town.their_owner, &town.their_customer] {
        let answer = tell(browser, &theirs.day()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{answer:?}");
    }
    let after = (checksums(&town.theirs).await, checksums(&town.third).await);
    assert_eq!(after, before, "another business's rows changed");

    // Told by their own till, the same day changes their books, and it is told of their goods.
    let answer = theirs.tell(&theirs.day()).await;
    assert!(outcomes(&answer).iter().all(is_recorded), "{answer:?}");
    let changed = differing(&before.0, &checksums(&town.theirs).await);
    for table in [
        "sale",
        "shift",
        "voucher",
        "journal_entry",
        "stock_movement",
    ] {
        assert!(changed.contains(&table.to_owned()), "{table}: {changed:?}");
    }
    assert!(theirs.catalogue().await.body.contains(&secret));
}
