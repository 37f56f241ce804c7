//! A PIN that is looked at, and a sale that another till has rung up.

use super::*;
use crate::sales::receipts::code::{code_of, shown};
use crate::staff::pins::{PinForm, set_pin};
use crate::stock::movements;
use crate::till::wire::{Known, PinAnswer, PinAsk};
use crate::ui::language::Say;
use crate::values::Language;

impl Counter {
    /// Gives the cashier a PIN.
    async fn give_pin(&self, pin: &str) {
        let form = PinForm {
            pin: pin.to_owned(),
            again: pin.to_owned(),
        };
        set_pin(&self.shop.cx(), self.cashier, &form).await.unwrap();
    }

    async fn try_pin(&self, member_id: Uuid, pin: &str, turn: bool) -> PinAnswer {
        let ask = PinAsk {
            member_id,
            pin: pin.to_owned(),
            turn,
        };
        let request = Request::post(wire::PIN)
            .header(wire::HEADER, "1")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Sent::from(serde_json::to_vec(&ask).unwrap()));
        let answer = self.browser.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn find(&self, typed: &str) -> Option<Known> {
        let path = format!("{}?code={typed}", wire::DOCUMENT);
        let request = Request::get(path).header(wire::HEADER, "1");
        let answer = self.browser.send(request.body(Sent::empty()).unwrap());
        let answer = answer.await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn whose_turn(&self) -> Option<Uuid> {
        let mut tx = self.shop.look().await;
        sqlx::query_scalar("select member_id from app.at_till where business_id = $1")
            .bind(tx.business())
            .fetch_optional(tx.conn())
            .await
            .unwrap()
    }
}

/// The key of why a PIN will not do.
fn why(answer: PinAnswer) -> String {
    assert!(!answer.right);
    let said = answer.refusal.unwrap();
    assert_ne!(said.key, said.words);
    said.key
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_looked_at_and_a_wrong_one_counts() {
    let counter = Counter::open("ask-pin").await;
    let cashier = counter.cashier;
    assert_eq!(
        why(counter.try_pin(cashier, "2580", true).await),
        "refused-no-pin"
    );
    counter.give_pin("2580").await;
    assert!(counter.try_pin(cashier, "2580", false).await.right);
    assert_eq!(counter.whose_turn().await, None);
    assert!(counter.try_pin(cashier, "2580", true).await.right);
    assert_eq!(counter.whose_turn().await, Some(cashier));
    assert_eq!(
        why(counter.try_pin(cashier, "no", true).await),
        "refused-pin-figures"
    );
    for _ in 0..4 {
        assert_eq!(
            why(counter.try_pin(cashier, "2581", false).await),
            "refused-pin-wrong"
        );
    }
    assert_eq!(
        why(counter.try_pin(cashier, "2581", false).await),
        "refused-pin-locked"
    );
    // Now the right one is not looked at either.
    assert_eq!(
        why(counter.try_pin(cashier, "2580", true).await),
        "refused-pin-locked"
    );
    let nobody = counter.try_pin(Uuid::now_v7(), "2580", true).await;
    assert_eq!(why(nobody), "refused-no-pin");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_is_answered_in_the_language_that_it_speaks() {
    let mut counter = Counter::open("ask-speaks").await;
    counter.browser.keep("dukani_language=id");
    let ask = PinAsk {
        member_id: counter.cashier,
        pin: "2580".to_owned(),
        turn: false,
    };
    for language in Language::ALL {
        let request = Request::post(wire::PIN)
            .header(wire::HEADER, "1")
            .header(Language::HEADER, language.code())
            .header(header::CONTENT_TYPE, "application/json")
            .body(Sent::from(serde_json::to_vec(&ask).unwrap()));
        let answer = counter.browser.send(request.unwrap()).await;
        let answer: PinAnswer = serde_json::from_str(&answer.body).unwrap();
        let words = answer.refusal.unwrap().words;
        assert_eq!(words, Say(language).t("refused-no-pin"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_question_about_a_pin_is_turned_away() {
    let counter = Counter::open("ask-pin-no").await;
    let request = |body: &'static str, ours: bool| {
        let request = Request::post(wire::PIN).header(header::CONTENT_TYPE, "application/json");
        let request = if ours {
            request.header(wire::HEADER, "1")
        } else {
            request
        };
        request.body(Sent::from(body)).unwrap()
    };
    let stranger = Browser::new(&counter.service, "10.0.0.9");
    let large: &str = Box::leak("1".repeat(2_000).into_boxed_str());
    for (browser, request, status) in [
        (
            &counter.browser,
            request("{}", true),
            StatusCode::BAD_REQUEST,
        ),
        (
            &counter.browser,
            request(large, true),
            StatusCode::BAD_REQUEST,
        ),
        (
            &counter.browser,
            request("{}", false),
            StatusCode::FORBIDDEN,
        ),
        (&stranger, request("{}", true), StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(browser.send(request).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_of_any_till_is_found_by_its_receipt() {
    let counter = Counter::open("ask-sale").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 2000, 11_600)], 23_200);
    counter.tell(&sale).await;
    let back = counter.one_comes_back(sale.id, wire::PayOut::AsPaid);
    counter.tell(&back).await;
    let device_id = till(&counter.shop, counter.shop.location).await;
    let other = Counter {
        browser: browser_of(&counter.service, device_id),
        device_id,
        ..counter
    };
    let known = other.find("T1-1").await.unwrap();
    assert_eq!((known.sale_id, known.number.as_str()), (sale.id, "T1-1"));
    assert_eq!(
        (known.total_minor, known.returned_total_minor),
        (23_200, 11_600)
    );
    assert!(!known.over);
    assert_eq!(known.tenders[0].tender, "cash");
    let sold = &known.lines[0];
    assert_eq!((sold.quantity_milli, sold.returned_milli), (2_000, 1_000));
    assert_eq!(
        (sold.amount_minor, sold.returned_amount_minor),
        (23_200, 11_600)
    );
    let code = code_of(sale.id);
    for typed in [code.clone(), shown(&code).to_lowercase(), "t1-1".to_owned()] {
        assert_eq!(other.find(&typed).await.as_ref(), Some(&known), "{typed}");
    }
    // A refund is no sale; a number without a series is of the till that asks.
    for none in ["T1-2", "1", "T9-1", "", "T1-", "%00-1", "AAAAAAAAAAAA"] {
        assert_eq!(other.find(none).await, None, "{none}");
    }
    let neighbour = Counter::at(other.shop.neighbour("ask-neighbour").await).await;
    assert_eq!(neighbour.find(&code).await, None);
    assert_eq!(neighbour.find("T1-1").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_movements_calls_a_sale_as_its_paper_does() {
    let counter = Counter::open("asked-log").await;
    let product = counter.shop.sells("A", "116", "5").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    counter.tell(&sale).await;
    let mut tx = counter.shop.look().await;
    let log = movements::list(&mut tx, &movements::Filter::default(), 10).await;
    let log = log.unwrap();
    let sold = log.rows.iter().find(|row| row.document.id == sale.id);
    assert_eq!(sold.unwrap().document.number.as_deref(), Some("T1-1"));
}
