//! An order's life: written once, changed while it is a draft, sent, received, closed, called off.

use super::*;
use crate::values::{Money, Quantity};

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_written_once_in_packs_and_pieces() {
    let shop = Shop::open("po-once").await;
    let cx = shop.cx();
    let soda = shop.sells("SODA", "60", "0").await;
    pack(&shop, soda, "crate", 24).await;
    let unga = supplier(&shop, "Unga Ltd").await;
    price(&shop, unga, "SODA", "crate", "960").await;
    let form = order(&shop, unga, &[("SODA", "4", "", "")]);
    let (one, two) = tokio::join!(keep(&cx, &form), keep(&cx, &form));
    let kept = one.unwrap();
    assert_eq!(kept, two.unwrap());
    let whole = now(&shop, kept.purchase_id).await;
    assert_eq!(whole.lines.len(), 1);
    assert_eq!(whole.lines[0].quantity, Quantity::from_milli(96_000));
    assert_eq!(whole.purchase.total, Money::from_minor(384_000));
    assert_eq!((whole.purchase.number, whole.purchase.revision), (1, 1));
    // The same id with other lines is another order.
    let other = PurchaseForm {
        packs: BTreeMap::from([("l1".to_owned(), "5".to_owned())]),
        ..form.clone()
    };
    assert_eq!(
        refused(keep(&cx, &other).await),
        ["refused-changed-meanwhile"]
    );
    let edited = PurchaseForm {
        revision: "1".to_owned(),
        ..other
    };
    let kept = keep(&cx, &edited).await.unwrap();
    assert_eq!(kept.revision, 2);
    assert_eq!(keep(&cx, &edited).await.unwrap(), kept, "twice is once");
    let wrong = order(
        &shop,
        unga,
        &[("SODA", "4", "bale", ""), ("X", "1", "", "")],
    );
    assert_eq!(
        refused(keep(&cx, &wrong).await),
        ["refused-po-pack", "refused-product-unknown"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_not_changed_and_its_prices_are_remembered() {
    let shop = Shop::open("po-sent").await;
    let cx = shop.cx();
    shop.sells("SODA", "60", "0").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let form = order(&shop, unga, &[("SODA", "10", "", "42.50")]);
    let kept = keep(&cx, &form).await.unwrap();
    let id = kept.purchase_id;
    assert_eq!(
        refused(send(&cx, id, 7).await),
        ["refused-changed-meanwhile"]
    );
    let (one, two) = tokio::join!(send(&cx, id, 1), send(&cx, id, 1));
    assert_eq!(one.unwrap(), two.unwrap());
    let whole = now(&shop, id).await;
    assert_eq!(whole.purchase.state, State::Sent);
    assert!(whole.purchase.sent_at.is_some());
    let changed = PurchaseForm {
        revision: whole.purchase.revision.to_string(),
        note: "quick".to_owned(),
        ..form.clone()
    };
    assert_eq!(
        refused(keep(&cx, &changed).await),
        ["refused-po-sent-already"]
    );
    assert_eq!(keep(&cx, &form).await.unwrap().purchase_id, id, "as it is");
    // The next order knows the price.
    let next = order(&shop, unga, &[("SODA", "1", "", "")]);
    let next = keep(&cx, &next).await.unwrap();
    let whole = now(&shop, next.purchase_id).await;
    assert_eq!(whole.lines[0].cost, Money::from_minor(4_250));
    suppliers::retire(&cx, unga).await.unwrap();
    assert_eq!(
        refused(send(&cx, next.purchase_id, 1).await),
        ["refused-po-supplier-retired"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_follows_what_comes_until_somebody_closes_it() {
    let shop = Shop::open("po-comes").await;
    let cx = shop.cx();
    shop.sells("SODA", "60", "0").await;
    shop.sells("UNGA", "200", "0").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let lines = [("SODA", "10", "", "40"), ("UNGA", "5", "", "150")];
    let id = keep(&cx, &order(&shop, unga, &lines)).await.unwrap();
    let id = id.purchase_id;
    assert!(comes(&shop, id, &[("l1", "1")]).await.is_err(), "a draft");
    send(&cx, id, 1).await.unwrap();
    let revision = now(&shop, id).await.purchase.revision;
    assert_eq!(
        refused(close(&cx, id, revision).await),
        ["refused-po-not-part"]
    );
    comes(&shop, id, &[("l1", "10")]).await.unwrap();
    let part = now(&shop, id).await.purchase;
    assert_eq!(part.state, State::PartReceived);
    assert_eq!(
        refused(cancel(&cx, id, part.revision).await),
        ["refused-po-came"]
    );
    assert_eq!(
        refused(close(&cx, id, revision).await),
        ["refused-changed-meanwhile"]
    );
    let (one, two) = tokio::join!(close(&cx, id, part.revision), close(&cx, id, part.revision));
    assert_eq!((one.unwrap(), two.unwrap()), (1, 1));
    let closed = now(&shop, id).await.purchase;
    assert_eq!(closed.state, State::Closed);
    assert!(closed.ended_at.is_some());
    assert!(comes(&shop, id, &[("l2", "5")]).await.is_err(), "closed");
    // Another one comes whole.
    let id = keep(&cx, &order(&shop, unga, &lines)).await.unwrap();
    let id = id.purchase_id;
    send(&cx, id, 1).await.unwrap();
    comes(&shop, id, &[("l1", "10"), ("l2", "5")])
        .await
        .unwrap();
    assert_eq!(now(&shop, id).await.purchase.state, State::Received);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_came_and_it_is_called_off() {
    let shop = Shop::open("po-off").await;
    let cx = shop.cx();
    shop.sells("SODA", "60", "0").await;
    let unga = supplier(&shop, "Unga Ltd").await;
    let form = order(&shop, unga, &[("SODA", "10", "", "40")]);
    let id = keep(&cx, &form).await.unwrap().purchase_id;
    send(&cx, id, 1).await.unwrap();
    let revision = now(&shop, id).await.purchase.revision;
    for _ in 0..2 {
        cancel(&cx, id, revision).await.unwrap();
    }
    assert_eq!(now(&shop, id).await.purchase.state, State::Cancelled);
    assert_eq!(refused(send(&cx, id, revision).await), ["refused-po-ended"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_buys_orders_and_only_her_own() {
    let shop = Shop::open("po-own").await;
    let other = shop.neighbour("po-other").await;
    let (cx, cashier) = (shop.cx(), shop.cashier());
    shop.sells("SODA", "60", "0").await;
    other.sells("SODA", "60", "0").await;
    let ours = supplier(&shop, "Unga Ltd").await;
    let hers = supplier(&other, "Unga Ltd").await;
    let lines = [("SODA", "10", "", "40")];
    let form = order(&shop, ours, &lines);
    assert_eq!(keep(&cashier, &form).await, Err(Stop::Forbidden));
    let id = keep(&cx, &form).await.unwrap().purchase_id;
    assert_eq!(send(&cashier, id, 1).await, Err(Stop::Forbidden));
    assert_eq!(cancel(&cashier, id, 1).await, Err(Stop::Forbidden));
    assert_eq!(make_link(&cashier, id).await, Err(Stop::Forbidden));
    let mut tx = cashier.read().await.unwrap();
    let seen = suggest(&mut tx, shop.location, None, 1).await;
    assert_eq!(seen, Err(Stop::Forbidden));
    drop(tx);
    for outcome in [
        send(&other.cx(), id, 1).await,
        close(&other.cx(), id, 1).await,
        cancel(&other.cx(), id, 1).await,
    ] {
        assert_eq!(outcome, Err(Stop::NotFound));
    }
    assert_eq!(make_link(&other.cx(), id).await, Err(Stop::NotFound));
    // Neither her supplier nor her location can be written into an order of ours.
    let wrong = order(&shop, hers, &lines);
    assert_eq!(keep(&cx, &wrong).await, Err(Stop::NotFound));
    let wrong = PurchaseForm {
        location_id: other.location.to_string(),
        ..order(&shop, ours, &lines)
    };
    assert_eq!(refused(keep(&cx, &wrong).await), ["refused-required"]);
    shop.check().await;
    other.check().await;
}
