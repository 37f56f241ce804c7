//! What is refused of transfers, in words and beside its field; and who may do what.

use uuid::Uuid;

use super::{act, asked, at, branch, milli, now, plan, with};
use crate::staff::Role;
use crate::stock::transfers::{State, arrive, cancel, make, send, store};
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;
use crate::values::{Quantity, Stop};

/// The refusals of an act: field and key of each.
fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<(String, String)> {
    match outcome {
        Err(Stop::Refused(all)) => all
            .into_iter()
            .map(|one| (one.field.unwrap_or_default(), one.key))
            .collect(),
        other => panic!("not refused: {other:?}"),
    }
}

fn pair(field: &str, key: &str) -> (String, String) {
    (field.to_owned(), key.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn places_must_be_two_open_and_ours() {
    let shop = Shop::open("transfer-places").await;
    shop.sells("RICE", "100", "5").await;
    let there = branch(&shop, "Kilimani").await;
    let good = plan(&shop, there, &[("RICE", "1")]);
    let here = shop.location.to_string();
    let same = make(&shop.cx(), &with(good.clone(), "to", &here)).await;
    assert_eq!(refused(same), [pair("to", "refused-same-place")]);
    let none = make(&shop.cx(), &with(good.clone(), "to", "")).await;
    assert_eq!(refused(none), [pair("to", "refused-location-needed")]);
    let other = shop.neighbour("transfer-theirs").await;
    let theirs = other.location.to_string();
    for field in ["from", "to"] {
        let outcome = make(&shop.cx(), &with(good.clone(), field, &theirs)).await;
        assert_eq!(outcome, Err(Stop::NotFound));
    }
    let late = asked(&shop, &good).await;
    let mut root = shop.superuser().await;
    sqlx::query("update app.location set retired_at = now() where location_id = $1")
        .bind(there)
        .execute(&mut root)
        .await
        .unwrap();
    let form = plan(&shop, there, &[("RICE", "1")]);
    let closed = refused(make(&shop.cx(), &form).await);
    assert_eq!(closed, [pair("to", "refused-location-closed")]);
    // One that was asked for before is not sent any more.
    let sent = send(&shop.cx(), &act(&shop, late, "sent", &["1"]).await).await;
    assert_eq!(refused(sent), [pair("", "refused-location-closed")]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_will_not_do_are_said_at_once() {
    let shop = Shop::open("transfer-rows").await;
    shop.sells("RICE", "100", "5").await;
    let there = branch(&shop, "Kilimani").await;
    let rows = [("NOBODY", "1"), ("RICE", "much"), ("RICE", "1")];
    let form = with(plan(&shop, there, &rows), "batch-l3", "X");
    let expected = [
        pair("what-l1", "refused-product-unknown"),
        pair("quantity-l2", "refused-not-a-quantity"),
        pair("batch-l3", "refused-batch-unknown"),
    ];
    assert_eq!(refused(make(&shop.cx(), &form).await), expected);
    let empty = make(&shop.cx(), &plan(&shop, there, &[])).await;
    assert_eq!(refused(empty), [pair("what-l1", "refused-no-lines")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_sent_than_asked_nor_arrives_than_sent() {
    let shop = Shop::open("transfer-more").await;
    let rice = shop.sells("RICE", "100", "2").await;
    shop.sells("BEANS", "100", "9").await;
    let there = branch(&shop, "Kilimani").await;
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "3"), ("BEANS", "4")])).await;
    let more = act(&shop, id, "sent", &["1", "4.5"]).await;
    let outcome = send(&shop.cx(), &more).await;
    assert_eq!(refused(outcome), [pair("sent-l2", "refused-only-asked")]);
    let none = act(&shop, id, "sent", &["0", "0"]).await;
    let outcome = send(&shop.cx(), &none).await;
    assert_eq!(refused(outcome), [pair("", "refused-nothing-sent")]);
    let unsaid = act(&shop, id, "sent", &["1"]).await;
    let outcome = send(&shop.cx(), &unsaid).await;
    assert_eq!(
        refused(outcome),
        [pair("sent-l2", "refused-not-a-quantity")]
    );
    // There are two of the three.
    let short = act(&shop, id, "sent", &["3", "4"]).await;
    let outcome = send(&shop.cx(), &short).await;
    assert_eq!(refused(outcome), [pair("sent-l1", "refused-only-free")]);
    assert_eq!(at(&shop, shop.location, rice).await, milli(2_000));
    let early = act(&shop, id, "arrived", &["0", "0"]).await;
    let outcome = arrive(&shop.cx(), &early).await;
    assert_eq!(refused(outcome), [pair("", "refused-transfer-not-now")]);
    let sent = act(&shop, id, "sent", &["2", "0"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    let more = act(&shop, id, "arrived", &["2.001", "0"]).await;
    let outcome = arrive(&shop.cx(), &more).await;
    assert_eq!(refused(outcome), [pair("arrived-l1", "refused-only-sent")]);
    assert_eq!(at(&shop, there, rice).await, Quantity::ZERO);
    let came = act(&shop, id, "arrived", &["2"]).await;
    arrive(&shop.cx(), &came).await.unwrap();
    // What is done is done: with other quantities, and called off, it is too late.
    let other = with(came, "arrived-l1", "1");
    let outcome = arrive(&shop.cx(), &other).await;
    assert_eq!(refused(outcome), [pair("", "refused-transfer-not-now")]);
    let off = act(&shop, id, "off", &[]).await;
    let outcome = cancel(&shop.cx(), &off).await;
    assert_eq!(refused(outcome), [pair("", "refused-transfer-not-now")]);
    assert_eq!(at(&shop, there, rice).await, milli(2_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_changes_while_nothing_has_left() {
    let shop = Shop::open("transfer-change").await;
    shop.sells("RICE", "100", "5").await;
    shop.sells("BEANS", "100", "5").await;
    let there = branch(&shop, "Kilimani").await;
    let form = plan(&shop, there, &[("RICE", "1")]);
    let id = asked(&shop, &form).await;
    // The same id with other goods, as a new one.
    let other = make(&shop.cx(), &with(form.clone(), "quantity-l1", "2")).await;
    assert_eq!(refused(other), [pair("", "refused-transfer-recorded")]);
    let stale = act(&shop, id, "sent", &["1"]).await;
    let form = with(form, "revision", "1");
    let form = with(with(form, "what-l4", "BEANS"), "quantity-l4", "2.5");
    for _ in 0..2 {
        make(&shop.cx(), &form).await.unwrap();
    }
    let (transfer, lines) = now(&shop, id).await;
    assert_eq!((transfer.revision, lines.len()), (2, 2));
    assert_eq!(lines[1].asked, milli(2_500));
    // Who still sees the old page changes and sends nothing.
    let late = make(&shop.cx(), &with(form.clone(), "quantity-l1", "3")).await;
    assert_eq!(refused(late), [pair("", "refused-changed-meanwhile")]);
    let late = send(&shop.cx(), &with(stale, "sent-l4", "1")).await;
    assert_eq!(refused(late), [pair("", "refused-changed-meanwhile")]);
    let sent = act(&shop, id, "sent", &["1", "2.5"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    let form = with(with(form, "revision", "3"), "quantity-l1", "3");
    let late = make(&shop.cx(), &form).await;
    assert_eq!(refused(late), [pair("", "refused-transfer-not-now")]);
    let unknown = with(form, "transfer_id", &Uuid::now_v7().to_string());
    assert_eq!(make(&shop.cx(), &unknown).await, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cashier_receives_and_does_no_more() {
    let shop = Shop::open("transfer-roles").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let there = branch(&shop, "Kilimani").await;
    let form = plan(&shop, there, &[("RICE", "2")]);
    assert_eq!(make(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    let id = asked(&shop, &form).await;
    let sent = act(&shop, id, "sent", &["2"]).await;
    assert_eq!(send(&shop.cashier(), &sent).await, Err(Stop::Forbidden));
    send(&shop.cx(), &sent).await.unwrap();
    let off = act(&shop, id, "off", &[]).await;
    assert_eq!(cancel(&shop.cashier(), &off).await, Err(Stop::Forbidden));
    let came = act(&shop, id, "arrived", &["2"]).await;
    let accountant = shop.member(&shop.hire("accountant").await);
    assert_eq!(arrive(&accountant, &came).await, Err(Stop::Forbidden));
    let done = arrive(&shop.cashier(), &came).await.unwrap();
    assert_eq!(done.state, State::Completed);
    assert_eq!(at(&shop, there, rice).await, milli(2_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_business_sees_and_moves_nothing() {
    let shop = Shop::open("transfer-mine").await;
    shop.sells("RICE", "100", "5").await;
    let there = branch(&shop, "Kilimani").await;
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "2")])).await;
    let other = shop.neighbour("transfer-other").await;
    let sent = act(&shop, id, "sent", &["2"]).await;
    assert_eq!(send(&other.cx(), &sent).await, Err(Stop::NotFound));
    send(&shop.cx(), &sent).await.unwrap();
    let came = act(&shop, id, "arrived", &["2"]).await;
    assert_eq!(arrive(&other.cx(), &came).await, Err(Stop::NotFound));
    let off = act(&shop, id, "off", &[]).await;
    assert_eq!(cancel(&other.cx(), &off).await, Err(Stop::NotFound));
    let mut tx = other.look().await;
    assert_eq!(store::load(&mut tx, id).await, Err(Stop::NotFound));
    assert!(store::lines(&mut tx, id).await.unwrap().is_empty());
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_was_sent_is_said_at_the_head_of_the_page() {
    let shop = Shop::open("transfer-said").await;
    shop.sells("RICE", "100", "10").await;
    let there = branch(&shop, "Kilimani").await;
    let id = asked(&shop, &plan(&shop, there, &[("RICE", "10")])).await;
    let sent = act(&shop, id, "sent", &["10"]).await;
    send(&shop.cx(), &sent).await.unwrap();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let mut form = vec![
        ("business".to_owned(), shop.slug.clone()),
        ("form[act]".to_owned(), "arrive".to_owned()),
    ];
    let arrived = act(&shop, id, "arrived", &["11"]).await;
    form.extend(
        arrived
            .into_iter()
            .map(|(name, value)| (format!("form[{name}]"), value)),
    );
    let answer = owner.post("/api/stock/receive_transfer", &form).await;
    let page = owner.get(&answer.location).await;
    let (_, main) = page.body.split_once("<main").unwrap();
    let said = main.find("Line 1, Product RICE: ").unwrap();
    assert!(said < main.find("<dl").unwrap(), "{main}");
    assert!(main.contains("#f-form-arrived-l1-"), "{main}");
}
