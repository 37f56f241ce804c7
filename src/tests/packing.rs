//! Orders that are made smaller: by the books, twice, and at the same instant as everything else.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::support::Shop;
use crate::orders::{self, Filter, Order, Reduction, State, WhyOff};
use crate::payments::{MoneyIn, PaysFor, Tender};
use crate::platform::clock;
use crate::values::{Money, Quantity, Stop};

/// An order over 232: one of A at 116, two of B at 58; and its products.
async fn placed(shop: &Shop) -> (Uuid, Uuid, Uuid) {
    let tag = Uuid::now_v7().simple().to_string();
    let a = shop.sells(&format!("A{tag}"), "116", "10").await;
    let b = shop.sells(&format!("B{tag}"), "58", "10").await;
    let browser = shop.cart_of(a, "1").await;
    orders::add_to_cart(
        &shop.customer(),
        &browser,
        b,
        Quantity::from_milli(2000),
        None,
    )
    .await
    .unwrap();
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    (placed.order_id, a, b)
}

/// What stays of which lines.
fn keep(stays: &[(i32, &str)]) -> Reduction {
    let stays = stays.iter().map(|(no, text)| (*no, (*text).to_owned()));
    Reduction {
        cancellation_id: Uuid::now_v7(),
        keep: stays.collect::<BTreeMap<_, _>>(),
        why: WhyOff::Short,
        note: String::new(),
    }
}

/// Money that M-Pesa brings.
async fn paid(shop: &Shop, order_id: Uuid, amount: i64) -> Result<(), Stop> {
    let mut tx = shop.cx().begin().await?;
    let money = MoneyIn {
        payment_id: Uuid::now_v7(),
        pays_for: PaysFor::Order(order_id),
        tender: Tender::Mpesa,
        amount: Money::from_minor(amount),
        receipt: Some(format!("U{}", Uuid::now_v7().simple())),
        attempt_id: None,
        occurred_at: clock::now(),
    };
    orders::settle(&mut tx, money).await?;
    tx.commit().await
}

async fn now(shop: &Shop, order_id: Uuid) -> Order {
    shop.order(order_id).await.order
}

async fn balances(shop: &Shop) -> BTreeMap<String, i64> {
    let mut tx = shop.look().await;
    let rows = crate::ledger::trial_balance(&mut tx).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| (row.number.to_string(), row.balance.minor()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_taken_off_a_paid_order_are_owed_back_to_the_cent() {
    let shop = Shop::open("smaller").await;
    let (order_id, _, b) = placed(&shop).await;
    paid(&shop, order_id, 23_200).await.unwrap();
    let revision = now(&shop, order_id).await.revision;
    let ask = keep(&[(1, "1"), (2, "1")]);
    let order = orders::cancel_lines(&shop.cx(), order_id, revision, &ask)
        .await
        .unwrap();
    assert_eq!(order.total, Money::from_minor(17_400));
    assert_eq!(order.tax, Money::from_minor(2_400));
    assert_eq!(order.paid, Money::from_minor(17_400));
    assert_eq!(order.refund_owed, Money::from_minor(5_800));
    assert_eq!(shop.level(b).await.1, Quantity::ONE);
    let whole = shop.order(order_id).await;
    assert_eq!(whole.lines[1].ordered, Quantity::from_milli(2000));
    assert_eq!(whole.lines[1].quantity, Quantity::ONE);
    let after = balances(&shop).await;
    assert_eq!(after["2130"], -15_000, "deposits, without tax");
    assert_eq!(after["2140"], -5_800, "refunds owed");
    assert_eq!(after["2210"], -2_400, "VAT");
    shop.check().await;
    // Twice is once, also with the revision of before; another body under the id is refused.
    let again = orders::cancel_lines(&shop.cx(), order_id, revision, &ask).await;
    assert_eq!(again.unwrap().total, Money::from_minor(17_400));
    let other = Reduction {
        why: WhyOff::Customer,
        ..ask
    };
    let refused = orders::cancel_lines(&shop.cx(), order_id, revision, &other).await;
    assert!(matches!(refused, Err(Stop::Refused(_))));
    let (id, cx) = (Uuid::now_v7(), shop.cx());
    orders::pay_back(&cx, order_id, id, Tender::Mpesa, "58", "REVERSAL01")
        .await
        .unwrap();
    let revision = now(&shop, order_id).await.revision;
    let ready = orders::advance(&cx, order_id, revision, State::Ready)
        .await
        .unwrap();
    orders::hand_over(&cx, order_id, ready.revision)
        .await
        .unwrap();
    let after = balances(&shop).await;
    assert_eq!(after.get("2130").copied().unwrap_or(0), 0, "deposits");
    assert_eq!(after["4100"], -15_000, "sales");
    assert_eq!(after["5100"], 2_000, "cost: two kg at 10");
    shop.check().await;
    let late = orders::cancel_lines(&cx, order_id, revision, &keep(&[(1, "0")])).await;
    assert!(matches!(late, Err(Stop::Refused(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_the_last_goods_off_calls_the_order_off() {
    let shop = Shop::open("nothing-left").await;
    let (order_id, a, b) = placed(&shop).await;
    paid(&shop, order_id, 10_000).await.unwrap();
    let revision = now(&shop, order_id).await.revision;
    let first = keep(&[(2, "0")]);
    let order = orders::cancel_lines(&shop.cx(), order_id, revision, &first)
        .await
        .unwrap();
    assert_eq!(order.total, Money::from_minor(11_600));
    assert_eq!(order.refund_owed, Money::ZERO);
    let last = keep(&[(1, "0")]);
    for _ in 0..2 {
        let order = orders::cancel_lines(&shop.cx(), order_id, order.revision, &last)
            .await
            .unwrap();
        assert_eq!(order.state, State::Cancelled);
        assert_eq!(order.refund_owed, Money::from_minor(10_000));
    }
    assert_eq!(shop.level(a).await.1, Quantity::ZERO);
    assert_eq!(shop.level(b).await.1, Quantity::ZERO);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_act_sent_ten_times_takes_off_once() {
    let shop = Arc::new(Shop::open("ten-times").await);
    let (order_id, _, b) = placed(&shop).await;
    let revision = now(&shop, order_id).await.revision;
    let ask = keep(&[(2, "0.5")]);
    let tries: Vec<_> = (0..10)
        .map(|_| {
            let (shop, ask) = (shop.clone(), ask.clone());
            tokio::spawn(
                async move { orders::cancel_lines(&shop.cx(), order_id, revision, &ask).await },
            )
        })
        .collect();
    for outcome in tries {
        outcome.await.unwrap().unwrap();
    }
    assert_eq!(shop.level(b).await.1, Quantity::from_milli(500));
    assert_eq!(now(&shop, order_id).await.total, Money::from_minor(14_500));
    shop.check().await;
}

/// Somebody takes off, M-Pesa pays, and somebody else takes off: whatever comes first, the money is
/// recorded whole, and what is above the total is owed back.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn taking_off_and_paying_at_once() {
    let shop = Arc::new(Shop::open("off-and-paid").await);
    for _ in 0..5 {
        let (order_id, _, _) = placed(&shop).await;
        let revision = now(&shop, order_id).await.revision;
        let (one, two, three) = (shop.clone(), shop.clone(), shop.clone());
        let off = tokio::spawn(async move {
            orders::cancel_lines(&one.cx(), order_id, revision, &keep(&[(2, "1")])).await
        });
        let other = tokio::spawn(async move {
            orders::cancel_lines(&two.cx(), order_id, revision, &keep(&[(1, "0.5")])).await
        });
        let pays = tokio::spawn(async move { paid(&three, order_id, 23_200).await });
        pays.await.unwrap().unwrap();
        let done = [off.await.unwrap(), other.await.unwrap()];
        let done = done.iter().filter(|outcome| outcome.is_ok()).count();
        assert!(done <= 1, "both saw the order as the page showed it");
        let order = now(&shop, order_id).await;
        assert_eq!(order.paid, order.total);
        let whole = order.paid.plus(order.refund_owed).unwrap();
        assert_eq!(whole, Money::from_minor(23_200));
    }
    shop.check().await;
}

/// One hands over, two take something off, one calls off, at the same instant: one of them happens.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn taking_off_and_handing_over_at_once() {
    let shop = Arc::new(Shop::open("off-and-over").await);
    for _ in 0..5 {
        let (order_id, _, _) = placed(&shop).await;
        paid(&shop, order_id, 23_200).await.unwrap();
        let revision = now(&shop, order_id).await.revision;
        let ready = orders::advance(&shop.cx(), order_id, revision, State::Ready)
            .await
            .unwrap();
        let revision = ready.revision;
        let mut acts = tokio::task::JoinSet::new();
        let here = shop.clone();
        acts.spawn(async move { orders::hand_over(&here.cx(), order_id, revision).await });
        for stays in [[(1, "0")], [(2, "0.5")]] {
            let here = shop.clone();
            acts.spawn(async move {
                orders::cancel_lines(&here.cx(), order_id, revision, &keep(&stays)).await
            });
        }
        let here = shop.clone();
        acts.spawn(async move { orders::cancel(&here.cx(), order_id, revision, "all").await });
        let mut done = 0;
        while let Some(outcome) = acts.join_next().await {
            match outcome.unwrap() {
                Ok(_) => done += 1,
                Err(Stop::Refused(_)) => {}
                Err(stop) => panic!("{stop}"),
            }
        }
        assert_eq!(done, 1);
    }
    shop.check().await;
}

/// A paid order of which B is gone meanwhile: the order, B, and the order that took it.
async fn gone(shop: &Shop) -> (Uuid, Uuid, Uuid) {
    let (order_id, _, b) = placed(shop).await;
    let mut late = shop.cx();
    late.now += chrono::TimeDelta::minutes(16);
    let payload = serde_json::json!({ "order_id": order_id });
    orders::run_job("orders.release", &late, &payload)
        .await
        .unwrap();
    // Somebody else takes all of B meanwhile.
    let browser = shop.cart_of(b, "9").await;
    let form = shop.checkout(&browser).await;
    let other = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    paid(shop, order_id, 23_200).await.unwrap();
    let order = now(shop, order_id).await;
    assert_eq!(order.review.as_deref(), Some("stock-gone"));
    (order_id, b, other.order_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_goods_are_gone_is_mended_by_taking_them_off() {
    let shop = Shop::open("gone").await;
    let (order_id, b, _) = gone(&shop).await;
    let revision = now(&shop, order_id).await.revision;
    let order = orders::cancel_lines(&shop.cx(), order_id, revision, &keep(&[(2, "1")]))
        .await
        .unwrap();
    assert_eq!(order.review, None);
    assert_eq!(order.refund_owed, Money::from_minor(5_800));
    assert_eq!(shop.level(b).await.1, Quantity::from_milli(10_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_whose_goods_are_back_needs_nobody_to_look_for_them() {
    let shop = Shop::open("back-again").await;
    let (order_id, _, other) = gone(&shop).await;
    let cx = shop.cx();
    let revision = now(&shop, other).await.revision;
    orders::cancel(&cx, other, revision, "she called")
        .await
        .unwrap();
    let revision = now(&shop, order_id).await.revision;
    let order = orders::advance(&cx, order_id, revision, State::Ready).await;
    assert_eq!(order.unwrap().review, None);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_written_once_and_stay() {
    let shop = Shop::open("noted").await;
    let (order_id, _, _) = placed(&shop).await;
    let id = Uuid::now_v7();
    for _ in 0..2 {
        orders::write_note(
            &shop.cashier(),
            order_id,
            id,
            " Call at the gate \r\n twice ",
        )
        .await
        .unwrap();
    }
    let empty = orders::write_note(&shop.cx(), order_id, Uuid::now_v7(), " \n").await;
    assert!(matches!(empty, Err(Stop::Refused(_))));
    let mut tx = shop.look().await;
    let notes = orders::notes_of(&mut tx, order_id).await.unwrap();
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].words, "Call at the gate \n twice");
    assert_eq!(notes[0].who.as_deref(), Some("A cashier"));
    drop(tx);
    // Another business's order is not there.
    let other = shop.neighbour("noted-elsewhere").await;
    let elsewhere = orders::write_note(&other.cx(), order_id, Uuid::now_v7(), "hello").await;
    assert_eq!(elsewhere, Err(Stop::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_orders_are_packed_and_found() {
    let shop = Shop::open("several").await;
    let mut ticked = Vec::new();
    for _ in 0..3 {
        let (order_id, _, _) = placed(&shop).await;
        paid(&shop, order_id, 23_200).await.unwrap();
        ticked.push((order_id, now(&shop, order_id).await.revision));
    }
    // One that is not paid yet, and one that changed since it was ticked.
    let (unpaid, _, _) = placed(&shop).await;
    ticked.push((unpaid, now(&shop, unpaid).await.revision));
    ticked[0].1 -= 1;
    let done = orders::pack_all(&shop.cx(), &ticked).await.unwrap();
    assert_eq!((done.packed.len(), done.not.len()), (2, 2));
    assert!(orders::pack_all(&shop.cx(), &[]).await.is_err());
    let counted = async |query: &str| {
        let mut tx = shop.look().await;
        let listed = orders::list(&mut tx, &Filter::parse(query)).await.unwrap();
        listed.total
    };
    assert_eq!(counted("tab=open").await, 1);
    assert_eq!(counted("tab=pickup").await, 2);
    assert_eq!(counted("tab=all&state=ready&pay=paid").await, 2);
    assert_eq!(
        counted("tab=all&pay=unpaid&how=pickup&sort=largest").await,
        1
    );
    assert_eq!(counted("tab=all&how=delivery").await, 0);
    assert_eq!(counted("tab=all&from=2000-01-01&to=2000-01-02").await, 0);
    let at = format!("tab=all&at={}&q=customer&sort=name", shop.location);
    assert_eq!(counted(&at).await, 4);
    assert_eq!(counted("tab=all&owed=true&look=true").await, 0);
    let mut tx = shop.look().await;
    assert_eq!(orders::count_to_pack(&mut tx).await.unwrap(), 1);
}

/// A check that cannot fail proves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_check_sees_a_line_that_was_made_smaller_by_nobody() {
    let shop = Shop::open("by-nobody").await;
    placed(&shop).await;
    let mut connection = shop.superuser().await;
    sqlx::query(
        "update app.order_line set cancelled_milli = 500, held_milli = 0 where line_no = 2",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let mut tx = shop.look().await;
    let findings = crate::reports::check(&mut tx).await.unwrap();
    let broken = findings.iter().filter(|finding| !finding.broken.is_empty());
    assert!(broken.into_iter().any(|f| f.rule.contains("taken off")));
}
