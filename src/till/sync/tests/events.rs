//! What happened comes in once, in order, and leaves what a person at a counter would have left.

use super::*;
use crate::platform::http::encode;
use crate::sales::shifts;
use crate::staff::{Role, devices};
use crate::values::{Language, Money};

#[tokio::test(flavor = "multi_thread")]
async fn a_day_at_a_till_without_a_network() {
    let counter = Counter::open("sync-day").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let asha = counter.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    let open = counter.event(Body::OpenShift(wire::OpenShiftAsk {
        float_minor: 100_000,
    }));
    let sale = counter.sale(1, vec![line(1, product, 2000, 11_600)], 23_200);
    let sale = with(&sale, |sale| {
        sale.shift_id = Some(open.id);
        sale.customer_id = Some(asha.id);
    });
    let out = counter.event(Body::CashMove(wire::CashMove {
        shift_id: open.id,
        way: "out".to_owned(),
        reason: "expense".to_owned(),
        amount_minor: 700,
        note: "milk".to_owned(),
    }));
    let back = counter.event(Body::Refund(wire::Refund {
        number: 2,
        sale_id: sale.id,
        shift_id: Some(open.id),
        lines: vec![wire::RefundLine {
            line_no: 1,
            quantity_milli: 500,
            restock: true,
        }],
        pay_out: wire::PayOut::AsPaid,
        note: String::new(),
        approved_by: None,
    }));
    let expected = 100_000 + 23_200 - 700 - 5_800;
    let close = counter.event(Body::CloseShift(wire::CloseShift {
        shift_id: open.id,
        counted_minor: expected,
        note: String::new(),
    }));
    let day = [asha, open, sale, out, back, close];
    let settled = counter.send(&day).await;
    let outcomes: Vec<Outcome> = settled.iter().map(|one| one.outcome).collect();
    // A cashier may not take goods back: she did.
    let mut fine = [Outcome::Done; 6];
    fine[4] = Outcome::Flagged;
    assert_eq!(outcomes, fine, "{settled:?}");
    assert_eq!(settled[2].number.as_deref(), Some("T1-1"));
    assert_eq!(settled[4].number.as_deref(), Some("T1-2"));
    assert_eq!(counter.flags().await, ["power"]);
    let whole = counter.recorded(day[2].id).await;
    assert_eq!(whole.sale.customer_id, settled[0].customer_id);
    assert_eq!(whole.sale.buyer_name, "Asha");
    let mut tx = counter.shop.look().await;
    let shift = shifts::shift(&mut tx, day[1].id).await.unwrap();
    let closed = shift.closed.unwrap();
    assert_eq!((closed.variance, closed.unsynced), (Money::ZERO, 0));
    drop(tx);
    // All of it again changes nothing.
    counter.send(&day).await;
    assert_eq!(counter.documents().await, 2);
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(18_500));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_event_is_once_also_at_the_same_instant() {
    let counter = Counter::open("sync-twice").await;
    let product = counter.shop.sells("A", "116", "20").await;
    for number in 1..=5 {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        let one = std::slice::from_ref(&sale);
        let (first, second) = tokio::join!(counter.send(one), counter.send(one));
        let mut outcomes = [first[0].outcome, second[0].outcome];
        outcomes.sort_by_key(|outcome| *outcome != Outcome::Done);
        assert_eq!(outcomes, [Outcome::Done, Outcome::Again]);
        assert_eq!(first[0].number, second[0].number);
        assert_eq!(counter.tell(&sale).await.outcome, Outcome::Again);
    }
    assert_eq!(counter.documents().await, 5);
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(15_000));
    assert!(counter.flags().await.is_empty());
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_with_another_body_is_refused_and_the_first_stays() {
    let counter = Counter::open("sync-other").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    counter.tell(&sale).await;
    let other = with(&sale, |sale| sale.lines[0].quantity_milli = 2000);
    let other = with(&other, |sale| sale.tenders = vec![tender("cash", 23_200)]);
    assert_eq!(keys(&counter.tell(&other).await), ["refused-sale-other"]);
    let whole = counter.recorded(sale.id).await;
    assert_eq!(whole.sale.total, Money::from_minor(11_600));
    // A manager sees that it was tried, once.
    counter.tell(&other).await;
    assert_eq!(counter.flags().await, ["refused"]);
    let asha = |name: &str, id: Uuid| Event {
        id,
        ..counter.event(Body::Customer(wire::NewCustomer {
            phone: "0722000333".to_owned(),
            name: name.to_owned(),
        }))
    };
    let id = Uuid::now_v7();
    assert_eq!(counter.tell(&asha("Asha", id)).await.outcome, Outcome::Done);
    assert_eq!(
        counter.tell(&asha("Asha", id)).await.outcome,
        Outcome::Again
    );
    let other = counter.tell(&asha("Juma", id)).await;
    assert_eq!(keys(&other), ["refused-customer-written"]);
    // Another till's customer with the same phone is the same one.
    let same = counter.tell(&asha("Asha", Uuid::now_v7())).await;
    assert_eq!(same.customer_id, Some(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_wait_makes_all_after_it_wait() {
    let counter = Counter::open("sync-order").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sales: Vec<Event> = (1..=3)
        .map(|number| counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600))
        .collect();
    counter.tell(&sales[0]).await;
    counter
        .change("update app.period set state = 'closed', closed_at = now() where business_id = $1")
        .await;
    let unreadable = Event {
        member_id: Uuid::now_v7(),
        ..sales[2].clone()
    };
    let waiting = [sales[1].clone(), unreadable, sales[2].clone()];
    let settled = counter.send(&waiting).await;
    assert!(settled.iter().all(|one| one.outcome == Outcome::Later));
    assert_eq!(counter.documents().await, 1);
    assert!(counter.flags().await.is_empty());
    counter
        .change("update app.period set state = 'open', closed_at = null where business_id = $1")
        .await;
    let settled = counter.send(&sales).await;
    let numbers: Vec<_> = settled.iter().map(|one| one.number.clone()).collect();
    assert_eq!(
        numbers,
        ["T1-1", "T1-2", "T1-3"].map(|no| Some(no.to_owned()))
    );
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_was_revoked_is_out_with_its_next_request() {
    let counter = Counter::open("sync-revoked").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let cx = counter.shop.cx();
    devices::revoke(&cx, counter.device_id, &devices::Here::default(), true)
        .await
        .unwrap();
    let push = serde_json::to_vec(&serde_json::json!({ "events": [sale] })).unwrap();
    let answer = counter.post(push).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("till_revoked"), "{answer:?}");
    assert_eq!(counter.documents().await, 0);
    // What it had not sent comes in from a file at another till, and is looked at.
    let other = till(&counter.shop, counter.shop.location).await;
    let there = Counter {
        browser: browser_of(&counter.service, other),
        ..counter
    };
    let sale = Event {
        device_id: Some(there.device_id),
        ..sale
    };
    let settled = there.tell(&sale).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{settled:?}");
    assert_eq!(settled.number.as_deref(), Some("T1-1"));
    assert_eq!(there.flags().await, ["till"]);
    there.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_restored_books_do_not_know_keeps_what_it_printed() {
    let counter = Counter::open("sync-lost").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let goods = || vec![line(1, product, 1000, 11_600)];
    let lost = Some(Uuid::now_v7());
    let printed = |event: Event| Event {
        device_id: lost,
        series: Some("T7".to_owned()),
        ..event
    };
    let open = counter.event(Body::OpenShift(wire::OpenShiftAsk { float_minor: 1_000 }));
    let open = printed(open);
    let in_it = |sale: &mut wire::Sale| sale.shift_id = Some(open.id);
    let sale = printed(with(&counter.sale(1, goods(), 11_600), in_it));
    let told = [open.clone(), sale.clone()];
    for outcome in [Outcome::Flagged, Outcome::Again] {
        let settled = counter.send(&told).await;
        assert_eq!(settled[0].flags, ["till"], "{settled:?}");
        assert_eq!(settled[1].outcome, outcome, "{settled:?}");
        assert_eq!(settled[1].number.as_deref(), Some("T7-1"));
    }
    assert_eq!(counter.flags().await, ["till", "till"]);
    let whole = counter.recorded(sale.id).await;
    assert!(whole.sale.shift.is_some());
    // Its own numbers are where they were.
    assert_eq!(counter.ask("").await.till.next_number, 1);
    let own = counter.sale(1, goods(), 11_600);
    assert_eq!(counter.tell(&own).await.number.as_deref(), Some("T1-1"));
    // Without a series that a till prints it is nobody's.
    for series in [None, Some(""), Some("T"), Some("x1"), Some("T1x")] {
        let odd = Event {
            device_id: lost,
            series: series.map(str::to_owned),
            ..counter.sale(2, goods(), 11_600)
        };
        assert_eq!(keys(&counter.tell(&odd).await), ["refused-not-found"]);
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_till_is_told_so_in_her_language() {
    let counter = Counter::open("sync-nobody").await;
    let mut stranger = Browser::new(&counter.service, "10.0.0.4");
    stranger.speaks(Language::Sw);
    let get = || Request::get(wire::CATALOGUE).header(wire::HEADER, "1");
    let answer = stranger.send(get().body(Sent::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("till_unknown"), "{answer:?}");
    assert!(answer.body.contains("si cha kuuzia"), "{answer:?}");
    // A page of ours cannot send a form there, and another site nothing at all.
    let bare = counter.browser.get(wire::CATALOGUE).await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN);
    let foreign = Request::post(wire::EVENTS)
        .header(wire::HEADER, "1")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example")
        .body(Sent::from("{}"))
        .unwrap();
    let answer = counter.browser.send(foreign).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(encode("~"), "~", "a cursor goes into an address as it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_takes_everything_back_and_the_sale_stays() {
    let counter = Counter::open("sync-void").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 2500, 11_600)], 29_000);
    let void = |number: i64, reason: &str| {
        counter.event(Body::Void(wire::Void {
            number,
            sale_id: sale.id,
            shift_id: None,
            reason: reason.to_owned(),
            approved_by: None,
        }))
    };
    counter.tell(&sale).await;
    assert_eq!(
        keys(&counter.tell(&void(2, " ")).await),
        ["refused-required"]
    );
    let mistake = void(2, "rung up twice");
    let settled = counter.send(&[mistake.clone(), mistake.clone()]).await;
    assert_eq!(settled[0].flags, ["power"]);
    assert_eq!(settled[1].outcome, Outcome::Again);
    let again = counter.tell(&void(3, "once more")).await;
    assert_eq!(keys(&again), ["refused-nothing-back"]);
    let whole = counter.recorded(sale.id).await;
    assert_eq!(whole.sale.total, Money::from_minor(29_000));
    assert_eq!(whole.refunds.len(), 1);
    assert!(whole.refunds[0].is_void && whole.refunds[0].total == whole.sale.total);
    assert_eq!(whole.refunds[0].note, "rung up twice");
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(20_000));
    // The sale says so on its page; managers read there what the till raised, and where to look at it.
    let page = |id: Uuid| format!("/b/sync-void/sales/{id}");
    let manager = browser::member(&counter.service, &counter.shop, Role::Manager).await;
    let shown = manager.get(&page(sale.id)).await.body;
    let number = whole.refunds[0].shown_number();
    assert!(shown.contains(&format!("Voided by {number}")), "{shown}");
    assert!(shown.contains("Why: rung up twice"), "{shown}");
    let flags = "/b/sync-void/sales/flags?show=open#flag-";
    let shown = manager.get(&page(mistake.id)).await.body;
    assert!(shown.contains(flags), "{shown}");
    let cashier = browser::member(&counter.service, &counter.shop, Role::Cashier).await;
    let shown = cashier.get(&page(mistake.id)).await.body;
    assert!(shown.contains(&number) && !shown.contains(flags), "{shown}");
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tip_is_beside_the_total_and_goes_back_with_a_mistake() {
    let counter = Counter::open("sync-tip").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let tipped = |number: i64, tip: i64| {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 12_000);
        with(&sale, |sale| sale.tip_minor = tip)
    };
    let money = Money::from_minor;
    // It was given, although the business takes none: a manager is told.
    assert_eq!(counter.tell(&tipped(1, 400)).await.flags, ["total"]);
    counter
        .change("update app.business set takes_tips = true where business_id = $1")
        .await;
    assert!(counter.ask("").await.settings.unwrap().tips);
    let sale = tipped(2, 400);
    let told = counter.tell(&sale).await;
    assert_eq!(told.outcome, Outcome::Done, "{told:?}");
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Again);
    let other = with(&sale, |sale| sale.tip_minor = 300);
    assert_eq!(keys(&counter.tell(&other).await), ["refused-sale-other"]);
    let below = counter.tell(&tipped(3, -400)).await;
    assert_eq!(keys(&below), ["refused-not-an-amount"]);
    let of = |whole: &crate::sales::Whole| (whole.sale.total, whole.sale.tip);
    let whole = counter.recorded(sale.id).await;
    assert_eq!(of(&whole), (money(11_600), money(400)));
    let void = counter.event(Body::Void(wire::Void {
        number: 3,
        sale_id: sale.id,
        shift_id: None,
        reason: "rung up twice".to_owned(),
        approved_by: None,
    }));
    counter.tell(&void).await;
    let back = counter.recorded(void.id).await;
    assert_eq!(of(&back), (money(11_600), money(400)));
    let paid = back.payments.iter().map(|one| one.amount);
    assert_eq!(Money::sum(paid), Some(money(12_000)));
    counter.shop.check().await;
}

/// Which transaction wrote the till's row last, and how many events it has kept.
async fn noted(counter: &Counter) -> (String, i32) {
    let mut tx = counter.shop.look().await;
    sqlx::query_as(
        "select xmin::text, unsynced from app.device where business_id = $1 and device_id = $2",
    )
    .bind(tx.business())
    .bind(counter.device_id)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_says_nothing_new_of_itself_writes_nothing() {
    let counter = Counter::open("nothing-new").await;
    counter.send(&[]).await;
    let first = noted(&counter).await;
    counter.send(&[]).await;
    assert_eq!(noted(&counter).await, first);
    let more = br#"{"app_version":"1","unsynced":3,"events":[]}"#;
    let answer = counter.post(more.to_vec()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let second = noted(&counter).await;
    assert_eq!(second.1, 3);
    assert_ne!(second.0, first.0);
    let newer = br#"{"app_version":"2","unsynced":3,"events":[]}"#;
    counter.post(newer.to_vec()).await;
    assert_ne!(noted(&counter).await.0, second.0);
}
