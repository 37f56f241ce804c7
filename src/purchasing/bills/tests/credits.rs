//! Goods go back, or cost less after all.

use std::collections::HashMap;

use uuid::Uuid;

use super::{agrees, bill_over, billed, reclaims_tax};
use crate::purchasing::bills::{CreditForm, Reason, credit, enter, store, use_ahead};
use crate::purchasing::receiving::tests::{a_supplier, balance, came, goods_from, refused, sell};
use crate::purchasing::receiving::{lines_of, receive};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop, Unit};

/// A credit over the first line of a receipt.
pub(super) async fn over(
    shop: &Shop,
    supplier_id: Uuid,
    receipt_id: Uuid,
    reason: &str,
    (quantity, net): (&str, &str),
) -> CreditForm {
    let mut tx = shop.look().await;
    let key = lines_of(&mut tx, &[receipt_id]).await.unwrap()[0].key();
    let mut form = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        credited_on: tx.scope().today().to_string(),
        reason: reason.to_owned(),
        location_id: shop.location.to_string(),
        ..CreditForm::default()
    };
    form.quantity.insert(key.clone(), quantity.to_owned());
    form.net.insert(key, net.to_owned());
    form
}

/// A shop to which kilos of A came that nobody has billed: how many, and what one cost.
pub(super) async fn unbilled(
    slug: &str,
    (quantity, cost): (&str, &str),
) -> (Shop, Uuid, Uuid, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, quantity, cost)]).await;
    (shop, supplier, receipt, a)
}

/// A shop to which two kilos of A came by each of two receipts: an old batch at 10.00, then a new one
/// at 20.00.
pub(super) async fn of_two_batches(slug: &str) -> (Shop, Uuid, Vec<Uuid>, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Dairy").await;
    let mut receipts = Vec::new();
    for (lot, cost) in [("OLD", "10"), ("NEW", "20")] {
        let mut form = goods_from(&shop, supplier, &[(a, "2", cost)]);
        form.batch
            .insert(format!("p{}", a.simple()), lot.to_owned());
        receipts.push(receive(&shop.cx(), &form).await.unwrap().receipt_id);
    }
    (shop, supplier, receipts, a)
}

/// A shop that was billed for ten kilos of A at 10.00 and sold three.
pub(super) async fn sold_some(slug: &str) -> (Shop, Uuid, Uuid, Uuid, Uuid) {
    let (shop, supplier, receipt, a) = unbilled(slug, ("10", "10")).await;
    let bill = billed(&shop, supplier, receipt, "1", (1, "10", "100")).await;
    sell(&shop, a, "3").await;
    (shop, supplier, receipt, bill, a)
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_go_back_never_more_than_came() {
    let (shop, supplier, receipt, bill, a) = sold_some("go-back").await;
    let gone = over(&shop, supplier, receipt, "returned", ("8", "")).await;
    let said = refused(credit(&shop.cx(), &gone).await);
    assert!(said[0].ends_with(" refused-credit-not-there"), "{said:?}");
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    form.use_now = "true".to_owned();
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(credit(&left_cx, &form), credit(&right_cx, &form));
    assert_eq!(left.unwrap(), right.unwrap());
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(3000));
    assert_eq!(balance(&shop, "inventory").await, 3000);
    assert_eq!(balance(&shop, "payables").await, -6000);
    assert_eq!(balance(&shop, "purchase_differences").await, 0);
    let mut tx = shop.look().await;
    let there = store::bill(&mut tx, bill).await.unwrap().unwrap();
    assert_eq!(there.credited, Money::from_minor(4000));
    drop(tx);
    let changed = CreditForm {
        note: "changed".to_owned(),
        ..form.clone()
    };
    let said = refused(credit(&shop.cx(), &changed).await);
    assert_eq!(said, [" refused-credit-other"]);
    // Six of the ten could still go back by the papers, and no more.
    let more = over(&shop, supplier, receipt, "returned", ("7", "")).await;
    let said = refused(credit(&shop.cx(), &more).await);
    assert!(said[0].ends_with(" refused-credit-too-much"), "{said:?}");
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_whole_goes_back_whole() {
    let (shop, supplier, receipt, ..) = sold_some("back-torn").await;
    let form = over(&shop, supplier, receipt, "returned", ("1.5", "")).await;
    let mut tx = shop.look().await;
    let mut line = lines_of(&mut tx, &[receipt]).await.unwrap().remove(0);
    let billed = HashMap::new();
    let weighed = form.lines(Reason::Returned, &[line.clone()], &billed, "KES");
    assert_eq!(weighed.unwrap().len(), 1);
    line.unit = Unit::Bottle;
    let torn = form.lines(Reason::Returned, &[line], &billed, "KES");
    assert_eq!(torn.unwrap_err()[0].key, "refused-receive-whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_go_back_for_less_leave_a_difference() {
    let (shop, supplier, receipt, bill, _) = sold_some("for-less").await;
    reclaims_tax(&shop).await;
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "30")).await;
    form.tax = "4.80".to_owned();
    form.number = "CN-1".to_owned();
    credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "purchase_differences").await, 1000);
    assert_eq!(balance(&shop, "tax_input").await, -480);
    assert_eq!(balance(&shop, "payables").await, -10_000 + 3480);
    // It was not used: it stays open until somebody does.
    let twin = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        number: "cn-1".to_owned(),
        ..form.clone()
    };
    let said = refused(credit(&shop.cx(), &twin).await);
    assert_eq!(said, ["number refused-credit-number-used"]);
    agrees(&shop).await;
    let used = use_ahead(&shop.cx(), bill).await.unwrap();
    assert_eq!(used, Money::from_minor(3480));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_price_lowers_what_is_there_and_what_is_gone() {
    let (shop, supplier, receipt, _, a) = sold_some("better").await;
    let form = over(&shop, supplier, receipt, "price", ("", "5")).await;
    credit(&shop.cx(), &form).await.unwrap();
    // Seven of ten are there.
    assert_eq!(balance(&shop, "inventory").await, 7000 - 350);
    assert_eq!(balance(&shop, "cost_of_goods").await, 3000 - 150);
    assert_eq!(balance(&shop, "payables").await, -9500);
    assert_eq!(balance(&shop, "purchase_differences").await, 0);
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(7000));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_price_takes_off_no_more_than_goods_cost() {
    let (shop, supplier, receipt, _, _) = sold_some("no-cheaper").await;
    let off = |reason: &'static str, net: &'static str| {
        let shop = &shop;
        async move {
            let form = over(shop, supplier, receipt, reason, ("", net)).await;
            credit(&shop.cx(), &form).await
        }
    };
    for (too_much, fits) in [("100.01", "60"), ("40.01", "40")] {
        let said = refused(off("price", too_much).await);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("net-r"), "{said:?}");
        assert!(said[0].ends_with(" refused-credit-above-cost"), "{said:?}");
        off("price", fits).await.unwrap();
    }
    assert_eq!(balance(&shop, "inventory").await, 0);
    agrees(&shop).await;
    // A bonus is no price.
    off("other", "1").await.unwrap();
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_bill_asked_for_yet_costs_what_is_expected() {
    let (shop, supplier, receipt, _) = unbilled("expected-cost", ("10", "3.33")).await;
    let more = over(&shop, supplier, receipt, "price", ("", "33.31")).await;
    let said = refused(credit(&shop.cx(), &more).await);
    assert!(said[0].ends_with(" refused-credit-above-cost"), "{said:?}");
    let all = over(&shop, supplier, receipt, "price", ("", "33.30")).await;
    credit(&shop.cx(), &all).await.unwrap();
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_batch_that_came_is_the_one_that_goes_back() {
    let (shop, supplier, receipts, _) = of_two_batches("batch-back").await;
    let form = over(&shop, supplier, receipts[1], "returned", ("2", "")).await;
    credit(&shop.cx(), &form).await.unwrap();
    // The dear ones are gone, although the cheap ones came first.
    assert_eq!(balance(&shop, "inventory").await, 2000);
    assert_eq!(balance(&shop, "purchase_differences").await, 0);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_are_for_those_who_may_and_for_what_is_theirs() {
    let (shop, supplier, receipt, _, _) = sold_some("whose").await;
    let form = over(&shop, supplier, receipt, "returned", ("1", "")).await;
    assert_eq!(credit(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    let stranger = shop.neighbour("whose-elsewhere").await;
    assert_eq!(credit(&stranger.cx(), &form).await, Err(Stop::NotFound));
    let other = a_supplier(&shop, "Somebody else").await;
    let hers = over(&shop, other, receipt, "returned", ("1", "")).await;
    let said = refused(credit(&shop.cx(), &hers).await);
    assert_eq!(said, [" refused-changed-meanwhile"]);
    let nothing = over(&shop, supplier, receipt, "returned", ("0", "")).await;
    let said = refused(credit(&shop.cx(), &nothing).await);
    assert_eq!(said, [" refused-credit-empty"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_before_its_bill_is_not_billed() {
    let (shop, supplier, receipt, a) = unbilled("back-first", ("10", "3.33")).await;
    let typed = over(&shop, supplier, receipt, "returned", ("4", "13")).await;
    let said = refused(credit(&shop.cx(), &typed).await);
    assert!(said[0].ends_with(" refused-credit-not-billed"), "{said:?}");
    let mut taxed = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    taxed.tax = "1".to_owned();
    let said = refused(credit(&shop.cx(), &taxed).await);
    assert_eq!(said, ["tax refused-credit-tax-not-billed"]);
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    form.use_now = "true".to_owned();
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(credit(&left_cx, &form), credit(&right_cx, &form));
    assert_eq!(left.unwrap(), right.unwrap());
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(6000));
    assert_eq!(balance(&shop, "inventory").await, 1998);
    assert_eq!(balance(&shop, "goods_received").await, -1998);
    assert_eq!(balance(&shop, "payables").await, 0);
    assert_eq!(balance(&shop, "purchase_differences").await, 0);
    agrees(&shop).await;
    // She bills what stayed, a little dearer: all of that is about what stayed.
    billed(&shop, supplier, receipt, "1", (1, "6", "21.98")).await;
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(balance(&shop, "inventory").await, 2198);
    assert_eq!(balance(&shop, "cost_of_goods").await, 0);
    assert_eq!(balance(&shop, "payables").await, -2198);
    let more = bill_over(&shop, supplier, receipt, "2", &[(1, "1", "3")]).await;
    let said = refused(enter(&shop.cx(), &more).await);
    assert!(said[0].ends_with(" refused-bill-too-much"), "{said:?}");
    agrees(&shop).await;
    // What is billed by now is taken off what is owed, with or without her paper.
    let later = over(&shop, supplier, receipt, "returned", ("1", "")).await;
    credit(&shop.cx(), &later).await.unwrap();
    assert_eq!(balance(&shop, "payables").await, -2198 + 366);
    assert_eq!(balance(&shop, "goods_received").await, 0);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_her_paper_she_bills_all_and_takes_off_again() {
    let (shop, supplier, receipt, _) = unbilled("back-paper", ("10", "10")).await;
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    form.number = "CN-4".to_owned();
    credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, -10_000);
    assert_eq!(balance(&shop, "payables").await, 4000);
    billed(&shop, supplier, receipt, "1", (1, "10", "100")).await;
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(balance(&shop, "payables").await, -6000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_back_whole_waits_for_no_bill() {
    let (shop, supplier, receipt, _) = unbilled("back-whole", ("3", "3.33")).await;
    let form = over(&shop, supplier, receipt, "returned", ("3", "")).await;
    credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(balance(&shop, "inventory").await, 0);
    let mut tx = shop.look().await;
    let open = store::unbilled(&mut tx, supplier, 10).await.unwrap();
    assert!(open.is_empty(), "{open:?}");
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credit_is_read_as_it_was_entered() {
    let (shop, supplier, receipt, bill, a) = sold_some("credit-read").await;
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    form.number = "CN 9".to_owned();
    form.use_now = "true".to_owned();
    let id = credit(&shop.cx(), &form).await.unwrap();
    let mut tx = shop.look().await;
    let kept = store::credit(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(
        (kept.number.as_str(), kept.reason),
        ("CN 9", Reason::Returned)
    );
    assert_eq!(kept.location.as_deref(), Some("Main"));
    assert_eq!(
        (kept.total, kept.rest()),
        (Money::from_minor(4000), Money::ZERO)
    );
    let lines = store::lines_of_credit(&mut tx, id).await.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].product_id, lines[0].receipt_id), (a, receipt));
    assert_eq!(lines[0].quantity, Quantity::from_milli(4000));
    assert_eq!(lines[0].cost, Money::from_minor(4000));
    let parts = store::parts_of(&mut tx, id).await.unwrap();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].bill, Some((bill, "1".to_owned())));
    drop(tx);
    // Another business sees nothing of it.
    let other = shop.neighbour("credit-other").await;
    let mut tx = other.look().await;
    assert_eq!(store::credit(&mut tx, id).await.unwrap(), None);
}
