//! What can never be right is refused in words, changes nothing, and is looked at; what is no event at all
//! is turned away.

use serde_json::{Value, json};

use super::*;

/// Tells of a sale that is refused for this reason, and looks that nothing changed.
async fn refused(counter: &Counter, event: &Event, key: &str) {
    let before = counter.documents().await;
    let settled = counter.tell(event).await;
    assert_eq!(keys(&settled), [key], "{event:?}");
    assert_eq!(counter.documents().await, before, "{event:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_sales_are_refused_and_looked_at() {
    let counter = Counter::open("forged").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = || counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let changed = |change: fn(&mut wire::Sale)| with(&sale(), change);
    for (event, key) in [
        (
            changed(|sale| sale.lines[0].quantity_milli = -1000),
            "refused-not-a-quantity",
        ),
        (
            changed(|sale| sale.lines[0].quantity_milli = i64::MAX),
            "refused-not-a-quantity",
        ),
        (
            changed(|sale| sale.lines[0].unit_price_minor = -1),
            "refused-not-an-amount",
        ),
        (
            changed(|sale| sale.lines[0].discount_minor = 11_601),
            "refused-sale-discount",
        ),
        (changed(|sale| sale.lines.clear()), "refused-sale-empty"),
        (
            changed(|sale| sale.tenders[0].amount_minor = -11_600),
            "refused-not-an-amount",
        ),
        (
            changed(|sale| sale.tenders[0].tender = "shells".to_owned()),
            "refused-tender-needed",
        ),
        (
            changed(|sale| sale.lines[0].pack_id = Some(Uuid::now_v7())),
            "refused-not-found",
        ),
        (
            changed(|sale| sale.price_list = "no-such-list".to_owned()),
            "refused-not-found",
        ),
    ] {
        refused(&counter, &event, key).await;
    }
    assert_eq!(counter.flags().await, ["refused"; 9]);
    // Whoever looks at one is told what it was.
    let mut tx = counter.shop.look().await;
    let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
    for flag in &listed.rows {
        let what = flag.reasons.last().unwrap();
        assert_eq!(what.key, "flag-refused-sale");
        assert_eq!(what.args[0].1, "T1-1");
    }
    drop(tx);
    assert_eq!(counter.on_hand(product).await, Quantity::from_milli(20_000));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_comes_back_than_was_sold() {
    let counter = Counter::open("more-back").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    counter.tell(&sale).await;
    let back = |sale_id: Uuid, quantity_milli: i64, pay_out: wire::PayOut| {
        counter.event(Body::Refund(wire::Refund {
            number: 2,
            sale_id,
            shift_id: None,
            lines: vec![wire::RefundLine {
                line_no: 1,
                quantity_milli,
                restock: true,
            }],
            pay_out,
            note: String::new(),
            approved_by: None,
        }))
    };
    let as_paid = wire::PayOut::AsPaid;
    let much = wire::PayOut::Exactly(vec![tender("cash", 999_900)]);
    for (event, key) in [
        (back(sale.id, 1500, as_paid.clone()), "refused-back-more"),
        (
            back(sale.id, -500, as_paid.clone()),
            "refused-not-a-quantity",
        ),
        (back(sale.id, 500, much), "refused-sale-tenders"),
        (
            back(Uuid::now_v7(), 500, as_paid.clone()),
            "refused-not-found",
        ),
    ] {
        refused(&counter, &event, key).await;
    }
    let whole = back(sale.id, 1000, as_paid.clone());
    assert_eq!(counter.tell(&whole).await.outcome, Outcome::Flagged);
    refused(&counter, &back(sale.id, 500, as_paid), "refused-back-more").await;
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_business_has_nothing_here() {
    let counter = Counter::open("sync-ours").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let theirs = Counter::at(counter.shop.neighbour("sync-theirs").await).await;
    let secret = theirs.shop.sells("SECRET", "116", "20").await;
    let sold = theirs.sale(1, vec![line(1, secret, 1000, 11_600)], 11_600);
    assert_eq!(theirs.tell(&sold).await.outcome, Outcome::Done);
    let asha = theirs.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    theirs.tell(&asha).await;
    let open = theirs.event(Body::OpenShift(wire::OpenShiftAsk { float_minor: 1_000 }));
    theirs.tell(&open).await;
    let ours = || counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let void = counter.event(Body::Void(wire::Void {
        number: 1,
        sale_id: sold.id,
        shift_id: None,
        reason: "theirs".to_owned(),
        approved_by: None,
    }));
    let close = counter.event(Body::CloseShift(wire::CloseShift {
        shift_id: open.id,
        counted_minor: 0,
        note: String::new(),
    }));
    let not_found = "refused-not-found";
    for event in [
        with(&ours(), |sale| sale.lines[0].product_id = secret),
        Event {
            member_id: theirs.cashier,
            ..ours()
        },
        Event {
            device_id: Some(theirs.device_id),
            ..ours()
        },
        void,
        close,
    ] {
        refused(&counter, &event, not_found).await;
    }
    // Their shift is none of ours: the sale is kept, outside of any.
    let in_theirs = with(&ours(), |sale| sale.shift_id = Some(open.id));
    assert_eq!(counter.tell(&in_theirs).await.flags, ["shift"]);
    // Nor is their customer.
    let hers = with(
        &counter.sale(2, vec![line(1, product, 1000, 11_600)], 11_600),
        |sale| {
            sale.customer_id = Some(asha.id);
        },
    );
    assert_eq!(counter.tell(&hers).await.flags, ["customer"]);
    assert_eq!(counter.recorded(hers.id).await.sale.customer_id, None);
    // The same id in another business is another document.
    let same_id = Event {
        id: sold.id,
        ..counter.sale(3, vec![line(1, product, 1000, 11_600)], 11_600)
    };
    assert_eq!(counter.tell(&same_id).await.outcome, Outcome::Done);
    // Nor does its catalogue show anything of theirs.
    let all = counter.ask("").await;
    assert!(all.products.iter().all(|one| one.product_id != secret));
    assert!(all.customers.is_empty());
    assert!(
        all.members
            .iter()
            .all(|one| one.member_id != theirs.cashier)
    );
    assert!(all.till.open_shifts.is_empty());
    assert_eq!(theirs.documents().await, 1);
    assert!(theirs.flags().await.is_empty());
    counter.shop.check().await;
    theirs.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_event_is_refused_and_what_stands_beside_it_comes_in() {
    let counter = Counter::open("sync-nonsense").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let id = Uuid::now_v7();
    let events = json!([
        {"id": id, "kind": "sale"}, 7, null, "x", {}, serde_json::to_value(&sale).unwrap(),
    ]);
    let push = serde_json::to_vec(&json!({ "events": events })).unwrap();
    let answer = counter.post(push.clone()).await;
    let answer: Answer = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(answer.settled[0].id, Some(id));
    for one in &answer.settled[..5] {
        assert_eq!(keys(one), ["refused-unreadable"]);
    }
    assert_eq!(answer.settled[5].outcome, Outcome::Done);
    // A manager is told of each, once, however often it is sent.
    assert_eq!(counter.flags().await, ["refused"; 5]);
    counter.post(push).await;
    assert_eq!(counter.flags().await, ["refused"; 5]);
    // A newer till knows kinds that this server does not: it keeps them, and all after them.
    let newer = json!({ "events": [{"id": id, "kind": "gift"}, {}] });
    let answer = counter.post(serde_json::to_vec(&newer).unwrap()).await;
    let answer: Answer = serde_json::from_str(&answer.body).unwrap();
    assert!(
        answer
            .settled
            .iter()
            .all(|one| one.outcome == Outcome::Later)
    );
    let many: Vec<Value> = (0..=wire::MOST_EVENTS).map(|_| json!({})).collect();
    let many = serde_json::to_vec(&json!({ "events": many })).unwrap();
    let large = vec![b' '; wire::MOST_BYTES + 1];
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for (body, status) in [
        (many, StatusCode::PAYLOAD_TOO_LARGE),
        (large, StatusCode::PAYLOAD_TOO_LARGE),
        (deep, StatusCode::BAD_REQUEST),
        (b"\xff\xfe".to_vec(), StatusCode::BAD_REQUEST),
        (Vec::new(), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(counter.post(body).await.status, status);
    }
    // A zero byte is no text that PostgreSQL can hold.
    let zero = with(
        &counter.sale(2, vec![line(1, product, 1000, 11_600)], 11_600),
        |sale| sale.note = "\0".to_owned(),
    );
    refused(&counter, &zero, "refused-unreadable").await;
    // Nobody has filled in a form at a till: neither she nor a manager is told of one.
    let said = counter.tell(&zero).await.refusals.remove(0).words;
    assert!(said.starts_with("What the till sent"), "{said}");
    let mut tx = counter.shop.look().await;
    let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
    let mut reasons = listed.rows.iter().flat_map(|flag| &flag.reasons);
    assert!(reasons.all(|one| one.key != "refused-unreadable"));
}
