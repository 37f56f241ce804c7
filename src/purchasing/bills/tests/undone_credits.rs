//! A credit that was entered by mistake is undone once: goods, their cost, bills and books are as if it had
//! never been.

use chrono::NaiveDate;
use uuid::Uuid;

use super::credits::{of_two_batches, over, sold_some, unbilled};
use super::money::{cash, rest};
use super::undone::by_page;
use super::{agrees, billed, reclaims_tax};
use crate::purchasing::bills::{
    CreditForm, UndoCreditForm, UndoForm, credit, pay_back, statement, store, undo, undo_credit,
};
use crate::purchasing::receiving::tests::{a_supplier, balance, came, goods_from, refused, sell};
use crate::purchasing::receiving::{lines_of, receive};
use crate::staff::Role;
use crate::stock::batches::{BatchForm, correct};
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;
use crate::tests::waiting::until_waiting;
use crate::values::{Money, Quantity, Stop};

fn of(credit_id: Uuid) -> UndoCreditForm {
    UndoCreditForm {
        undo_id: Uuid::now_v7().to_string(),
        credit_id: credit_id.to_string(),
        reason: "Entered twice".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_never_went_back_are_there_again() {
    let (shop, supplier, receipt, bill, a) = sold_some("uncredit").await;
    reclaims_tax(&shop).await;
    let mut form = over(&shop, supplier, receipt, "returned", ("4", "30")).await;
    form.tax = "4.80".to_owned();
    form.number = "CN-1".to_owned();
    form.use_now = "true".to_owned();
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(rest(&shop, bill).await, 10_000 - 3480);
    let mut one = of(wrong);
    one.reason = " ".to_owned();
    let said = refused(undo_credit(&shop.cx(), &one).await);
    assert_eq!(said, ["reason refused-undo-why"]);
    let one = of(wrong);
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(undo_credit(&left_cx, &one), undo_credit(&right_cx, &one));
    assert_eq!(left.unwrap(), right.unwrap());
    assert_eq!(rest(&shop, bill).await, 10_000);
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(7000));
    for (role, there) in [
        ("inventory", 7000),
        ("payables", -10_000),
        ("tax_input", 0),
        ("purchase_differences", 0),
    ] {
        assert_eq!(balance(&shop, role).await, there, "{role}");
    }
    let other = UndoCreditForm {
        reason: "Another".to_owned(),
        ..one.clone()
    };
    let said = refused(undo_credit(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-undo-other"]);
    let said = refused(undo_credit(&shop.cx(), &of(wrong)).await);
    assert_eq!(said, [" refused-undo-done"]);
    // Whoever never got the answer to the credit is told the same, and nothing is taken off by it.
    assert_eq!(credit(&shop.cx(), &form).await, Ok(wrong));
    assert_eq!(rest(&shop, bill).await, 10_000);
    agrees(&shop).await;
    let mut tx = shop.look().await;
    let today = tx.scope().today();
    let all = statement(&mut tx, supplier, today).await.unwrap();
    let kinds: Vec<&str> = all.lines.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(kinds, ["bill", "returned", "undo-credit"]);
    assert_eq!(all.closing, Money::from_minor(10_000));
    let kept = store::credit(&mut tx, wrong).await.unwrap().unwrap();
    assert_eq!(kept.undone.as_ref().unwrap().reason, "Entered twice");
    assert_eq!((kept.used, kept.rest()), (Money::ZERO, Money::ZERO));
    drop(tx);
    // Her paper is entered as it was meant, and all seven may still go back.
    let mut meant = over(&shop, supplier, receipt, "returned", ("7", "")).await;
    meant.number = "cn-1".to_owned();
    credit(&shop.cx(), &meant).await.unwrap();
    assert_eq!(shop.level(a).await.0, Quantity::ZERO);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_undo_a_credit_at_one_instant_undo_it_once() {
    let (shop, supplier, receipt, _, a) = sold_some("uncredit-race").await;
    let form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    let (one, other) = (of(wrong), of(wrong));
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(undo_credit(&left_cx, &one), undo_credit(&right_cx, &other));
    let (won, lost) = if left.is_ok() {
        (left, right)
    } else {
        (right, left)
    };
    assert_eq!(refused(lost), [" refused-undo-done"]);
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(7000));
    let next = over(&shop, supplier, receipt, "returned", ("1", "")).await;
    let next = of(credit(&shop.cx(), &next).await.unwrap());
    let stranger = shop.neighbour("uncredit-elsewhere").await;
    assert_eq!(
        undo_credit(&stranger.cx(), &next).await,
        Err(Stop::NotFound)
    );
    assert_eq!(
        undo_credit(&shop.cashier(), &next).await,
        Err(Stop::Forbidden)
    );
    // An id that has undone another credit undoes nothing.
    let taken = UndoCreditForm {
        undo_id: won.unwrap().to_string(),
        ..next
    };
    let said = refused(undo_credit(&shop.cx(), &taken).await);
    assert_eq!(said, [" refused-undo-other"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_id_undoes_at_one_instant_the_credit_of_one_supplier() {
    let shop = Shop::open("uncredit-ids").await;
    let a = shop.sells("A", "116", "0").await;
    let mut wrong = Vec::new();
    for name in ["Unga Ltd", "Sukari Ltd"] {
        let supplier = a_supplier(&shop, name).await;
        let receipt = came(&shop, supplier, &[(a, "2", "10")]).await;
        let form = over(&shop, supplier, receipt, "returned", ("1", "")).await;
        wrong.push(of(credit(&shop.cx(), &form).await.unwrap()));
    }
    wrong[1].undo_id = wrong[0].undo_id.clone();
    // Both have looked before either is marked: they wait for a number of the journal, or for the mark.
    let mut root = shop.superuser().await;
    for held in [
        "begin",
        "select 1 from app.number_series where series = 'journal' for update",
    ] {
        sqlx::query(held).execute(&mut root).await.unwrap();
    }
    let undoing: Vec<_> = wrong
        .into_iter()
        .map(|form| {
            let cx = shop.cx();
            tokio::spawn(async move { undo_credit(&cx, &form).await })
        })
        .collect();
    until_waiting(&shop, 2).await;
    sqlx::query("commit").execute(&mut root).await.unwrap();
    let mut lost = Vec::new();
    for one in undoing {
        if let Err(stop) = one.await.unwrap() {
            lost.extend(refused::<Uuid>(Err(stop)));
        }
    }
    assert_eq!(lost, [" refused-undo-other"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_better_price_that_was_none_is_carried_by_what_is_there_and_what_is_gone() {
    let (shop, supplier, receipt, bill, a) = sold_some("uncheaper").await;
    let mut form = over(&shop, supplier, receipt, "price", ("", "4")).await;
    // Nobody gives the tax back: the goods carry it.
    form.tax = "1".to_owned();
    form.use_now = "true".to_owned();
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "inventory").await, 7000 - 350);
    sell(&shop, a, "2").await;
    undo_credit(&shop.cx(), &of(wrong)).await.unwrap();
    // Five of ten are there, each at what it had cost.
    assert_eq!(balance(&shop, "inventory").await, 5000);
    assert_eq!(balance(&shop, "cost_of_goods").await, 5000);
    assert_eq!(balance(&shop, "payables").await, -10_000);
    assert_eq!(rest(&shop, bill).await, 10_000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_its_bill_waits_again() {
    let (shop, supplier, receipt, _) = unbilled("uncredit-first", ("10", "3.33")).await;
    let form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, -1998);
    // Some of what stayed is billed before anybody sees it.
    billed(&shop, supplier, receipt, "1", (1, "6", "19.98")).await;
    undo_credit(&shop.cx(), &of(wrong)).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, -1332);
    assert_eq!(balance(&shop, "inventory").await, 3330);
    assert_eq!(balance(&shop, "payables").await, -1998);
    agrees(&shop).await;
    billed(&shop, supplier, receipt, "2", (1, "4", "13.32")).await;
    assert_eq!(balance(&shop, "goods_received").await, 0);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_that_come_back_keep_their_batch_and_their_age() {
    let (shop, supplier, receipts, a) = of_two_batches("uncredit-batch").await;
    let form = over(&shop, supplier, receipts[0], "returned", ("2", "")).await;
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    undo_credit(&shop.cx(), &of(wrong)).await.unwrap();
    let mut tx = shop.look().await;
    let line = lines_of(&mut tx, &receipts[..1]).await.unwrap().remove(0);
    let there: i64 = sqlx::query_scalar(
        "select sum(left_milli)::bigint from app.cost_layer
          where business_id = $1 and batch_id = $2",
    )
    .bind(tx.business())
    .bind(line.batch_id)
    .fetch_one(tx.conn())
    .await
    .unwrap();
    drop(tx);
    assert_eq!((there, line.returned), (2000, Quantity::ZERO));
    // What comes off the receipt later finds them.
    let cheaper = over(&shop, supplier, receipts[0], "price", ("", "6")).await;
    credit(&shop.cx(), &cheaper).await.unwrap();
    assert_eq!(balance(&shop, "inventory").await, 6000 - 600);
    // They came first, and leave first.
    sell(&shop, a, "2").await;
    assert_eq!(balance(&shop, "cost_of_goods").await, 1400);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_batch_is_put_right_as_its_goods_come_back() {
    let shop = Shop::open("uncredit-right").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Dairy").await;
    let mut form = goods_from(&shop, supplier, &[(a, "2", "10")]);
    let key = format!("p{}", a.simple());
    form.batch.insert(key, "L".to_owned());
    let receipt = receive(&shop.cx(), &form).await.unwrap().receipt_id;
    let form = over(&shop, supplier, receipt, "returned", ("2", "")).await;
    let wrong = of(credit(&shop.cx(), &form).await.unwrap());
    let mut tx = shop.look().await;
    let line = lines_of(&mut tx, &[receipt]).await.unwrap().remove(0);
    drop(tx);
    let day = NaiveDate::from_ymd_opt(2199, 3, 31).unwrap();
    let right = BatchForm {
        batch_id: line.batch_id.unwrap().to_string(),
        number: "L".to_owned(),
        expires_on: day.to_string(),
    };
    let mut root = shop.superuser().await;
    for held in ["begin", "select 1 from app.stock_level for update"] {
        sqlx::query(held).execute(&mut root).await.unwrap();
    }
    let (cx, other) = (shop.cx(), shop.cx());
    let right = tokio::spawn(async move { correct(&cx, &right).await });
    until_waiting(&shop, 1).await;
    let undone = tokio::spawn(async move { undo_credit(&other, &wrong).await });
    until_waiting(&shop, 2).await;
    sqlx::query("commit").execute(&mut root).await.unwrap();
    right.await.unwrap().unwrap();
    undone.await.unwrap().unwrap();
    let mut tx = shop.look().await;
    let days: Vec<Option<NaiveDate>> =
        sqlx::query_scalar("select expires_on from app.cost_layer where business_id = $1")
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(days, [Some(day); 2]);
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_back_is_undone_before_the_credit_that_it_came_of() {
    let (shop, supplier, receipt, bill, _) = sold_some("uncredit-back").await;
    let form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    let back = pay_back(&shop.cx(), &cash(supplier, "15")).await.unwrap();
    let said = refused(undo_credit(&shop.cx(), &of(wrong)).await);
    assert_eq!(said, [" refused-undo-came-back"]);
    agrees(&shop).await;
    let money = UndoForm {
        undo_id: Uuid::now_v7().to_string(),
        payment_id: back.to_string(),
        reason: "It never came".to_owned(),
    };
    undo(&shop.cx(), &money).await.unwrap();
    undo_credit(&shop.cx(), &of(wrong)).await.unwrap();
    assert_eq!(rest(&shop, bill).await, 10_000);
    // Nothing of it settles or comes back any more.
    let said = refused(pay_back(&shop.cx(), &cash(supplier, "15")).await);
    assert_eq!(said, ["amount refused-money-back-more"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_postgresql_holds_of_a_credit_that_is_undone() {
    let (shop, supplier, receipt, _, _) = sold_some("uncredit-held").await;
    let form = over(&shop, supplier, receipt, "returned", ("4", "")).await;
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    undo_credit(&shop.cx(), &of(wrong)).await.unwrap();
    let mut superuser = shop.superuser().await;
    for (broken, rule) in [
        (
            "update app.supplier_credit set undone_at = null, undone_on = null, undo_id = null,
                    undo_reason = null, undo_member_id = null",
            "append-only",
        ),
        (
            "update app.supplier_credit set used_minor = 1",
            "append-only",
        ),
    ] {
        let said = sqlx::query(broken).execute(&mut superuser).await;
        let said = said.unwrap_err().to_string();
        assert!(said.contains(rule), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_credit_undoes_it_with_words_that_are_kept_as_text() {
    let (shop, supplier, receipt, bill, _) = sold_some("uncredit-page").await;
    let form = CreditForm {
        use_now: "true".to_owned(),
        ..over(&shop, supplier, receipt, "returned", ("4", "")).await
    };
    let wrong = credit(&shop.cx(), &form).await.unwrap();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let (at, id) = (format!("credits/{wrong}"), wrong.to_string());
    let send = "/api/purchasing/undo_supplier_credit";
    let what = ("form[credit_id]", id.as_str());
    let (_, page) = by_page(&mut owner, ("uncredit-page", &at), send, what).await;
    assert!(page.contains("This credit was undone"), "{page}");
    assert_eq!(rest(&shop, bill).await, 10_000);
    let page = owner.get(&format!("/b/uncredit-page/bills/{bill}")).await;
    assert!(page.body.contains("(undone)"), "{}", page.body);
    let page = owner.get("/b/uncredit-page/stock/movements").await.body;
    assert!(page.contains("Did not go back to the supplier"), "{page}");
    agrees(&shop).await;
}
