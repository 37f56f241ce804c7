//! Suppliers pay back what is with them: credits, money ahead, never more than that.

use chrono::Days;
use uuid::Uuid;

use super::money::{cash, owing, rest};
use super::{aged, agrees, bill_over};
use crate::orders;
use crate::purchasing::bills::{
    CreditForm, PayForm, credit, enter, pay, pay_back, statement, store, use_ahead,
};
use crate::purchasing::receiving::lines_of;
use crate::purchasing::receiving::tests::{a_supplier, balance, came, refused};
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::values::{Money, Stop};

#[tokio::test(flavor = "multi_thread")]
async fn money_ahead_comes_back_once() {
    let (shop, supplier, ..) = owing("came-back").await;
    let paid = pay(&shop.cx(), &cash(supplier, "170")).await.unwrap();
    assert_eq!(balance(&shop, "payables").await, 2000);
    let more = refused(pay_back(&shop.cx(), &cash(supplier, "20.01")).await);
    assert_eq!(more, ["amount refused-money-back-more"]);
    let mut form = PayForm {
        tender: "mpesa".to_owned(),
        ..cash(supplier, "15")
    };
    let said = refused(pay_back(&shop.cx(), &form).await);
    assert_eq!(said, ["receipt refused-receipt-needed"]);
    form.receipt = "sgl31ha2uv".to_owned();
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(pay_back(&left_cx, &form), pay_back(&right_cx, &form));
    let refund = left.unwrap();
    assert_eq!(right.unwrap(), refund);
    assert_eq!(balance(&shop, "payables").await, 500);
    assert_eq!(balance(&shop, "mpesa_clearing").await, 1500);
    assert_eq!(aged(&shop).await.ahead, Money::from_minor(500));
    let other = PayForm {
        amount: "16".to_owned(),
        ..form.clone()
    };
    let said = refused(pay_back(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-pay-other"]);
    // The same id is no payment to her, and the payment's is no money back.
    let said = refused(pay(&shop.cx(), &form).await);
    assert_eq!(said, [" refused-pay-other"]);
    let again = PayForm {
        payment_id: paid.to_string(),
        ..cash(supplier, "170")
    };
    let said = refused(pay_back(&shop.cx(), &again).await);
    assert_eq!(said, [" refused-pay-other"]);
    let twice = PayForm {
        payment_id: Uuid::now_v7().to_string(),
        amount: "1".to_owned(),
        ..form
    };
    let said = refused(pay_back(&shop.cx(), &twice).await);
    assert_eq!(said, ["receipt refused-receipt-used"]);
    let mut tx = shop.look().await;
    let parts = store::parts_of(&mut tx, refund).await.unwrap();
    assert_eq!(parts.len(), 1);
    assert_eq!(parts[0].payment.as_ref().map(|one| one.0), Some(paid));
    let today = tx.scope().today();
    let all = statement(&mut tx, supplier, today).await.unwrap();
    let kinds: Vec<&str> = all.lines.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(kinds, ["bill", "bill", "payment", "back"]);
    assert_eq!(all.closing, Money::from_minor(-500));
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_one_instant_get_no_more_than_is_there() {
    let (shop, supplier, ..) = owing("back-race").await;
    pay(&shop.cx(), &cash(supplier, "170")).await.unwrap();
    let (one, other) = (cash(supplier, "15"), cash(supplier, "15"));
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(pay_back(&left_cx, &one), pay_back(&right_cx, &other));
    let lost = if left.is_ok() { right } else { left };
    assert_eq!(refused(lost), ["amount refused-money-back-more"]);
    assert_eq!(balance(&shop, "payables").await, 500);
    let stranger = shop.neighbour("back-elsewhere").await;
    let form = cash(supplier, "5");
    assert_eq!(pay_back(&stranger.cx(), &form).await, Err(Stop::NotFound));
    assert_eq!(pay_back(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credit_is_paid_back_before_money_ahead() {
    let shop = Shop::open("credit-back").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "10", "10")]).await;
    let form = bill_over(&shop, supplier, receipt, "1", &[(1, "9", "90")]).await;
    enter(&shop.cx(), &form).await.unwrap();
    pay(&shop.cx(), &cash(supplier, "95")).await.unwrap();
    let mut back = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        supplier_id: supplier.to_string(),
        number: "CN 1".to_owned(),
        credited_on: form.billed_on,
        reason: "returned".to_owned(),
        location_id: shop.location.to_string(),
        ..CreditForm::default()
    };
    let key = {
        let mut tx = shop.look().await;
        lines_of(&mut tx, &[receipt]).await.unwrap()[0].key()
    };
    back.quantity.insert(key, "3".to_owned());
    let credit_id = credit(&shop.cx(), &back).await.unwrap();
    // Thirty of the credit, and two of five ahead.
    pay_back(&shop.cx(), &cash(supplier, "32")).await.unwrap();
    let mut tx = shop.look().await;
    let kept = store::credit(&mut tx, credit_id).await.unwrap().unwrap();
    assert_eq!(kept.rest(), Money::ZERO);
    let parts = store::parts_of(&mut tx, credit_id).await.unwrap();
    assert_eq!((parts.len(), parts[0].bill.is_none()), (1, true));
    drop(tx);
    assert_eq!(aged(&shop).await.ahead, Money::from_minor(300));
    // What is left settles the next bill, and then nothing can come back.
    let form = bill_over(&shop, supplier, receipt, "2", &[(1, "1", "10")]).await;
    let next = enter(&shop.cx(), &form).await.unwrap();
    use_ahead(&shop.cx(), next).await.unwrap();
    assert_eq!(rest(&shop, next).await, 700);
    let said = refused(pay_back(&shop.cx(), &cash(supplier, "0.01")).await);
    assert_eq!(said, ["amount refused-money-back-more"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_comes_back_into_a_closed_month() {
    let (shop, supplier, ..) = owing("back-closed").await;
    pay(&shop.cx(), &cash(supplier, "170")).await.unwrap();
    let today = shop.look().await.scope().today();
    let before = today.checked_sub_days(Days::new(35)).unwrap();
    let mut superuser = shop.superuser().await;
    sqlx::query(
        "insert into app.period (business_id, starts_on, state, closed_at)
         select business_id, date_trunc('month', $2::date)::date, 'closed', now()
           from app.business where slug = $1",
    )
    .bind(&shop.slug)
    .bind(before)
    .execute(&mut superuser)
    .await
    .unwrap();
    let mut form = cash(supplier, "5");
    form.paid_on = before.to_string();
    let said = refused(pay_back(&shop.cx(), &form).await);
    assert_eq!(said, [" refused-month-closed"]);
    assert_eq!(aged(&shop).await.ahead, Money::from_minor(2000));
    form.paid_on = "2199-01-01".to_owned();
    let said = refused(pay_back(&shop.cx(), &form).await);
    assert_eq!(said, ["paid_on refused-pay-day"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_offers_what_is_there_and_keeps_what_was_typed() {
    let (shop, supplier, ..) = owing("back-page").await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let path = format!("/b/back-page/suppliers/{supplier}/refund");
    let page = owner.get(&path).await.body;
    assert!(page.contains("Nothing of ours is with this supplier"));
    pay(&shop.cx(), &cash(supplier, "170")).await.unwrap();
    let page = owner.get(&path).await.body;
    assert!(page.contains("value=\"20.00\""), "{page}");
    let id = Uuid::now_v7().to_string();
    let of_supplier = supplier.to_string();
    let form = |amount| {
        fields(&[
            ("business", "back-page"),
            ("form[payment_id]", &id),
            ("form[supplier_id]", &of_supplier),
            ("form[tender]", "cash"),
            ("form[amount]", amount),
        ])
    };
    let answer = owner
        .post("/api/purchasing/take_supplier_refund", &form("21"))
        .await;
    assert_eq!(answer.location, path);
    let page = owner.get(&path).await.body;
    assert!(page.contains("value=\"21\"") && page.contains(&id));
    let answer = owner
        .post("/api/purchasing/take_supplier_refund", &form("20"))
        .await;
    assert!(
        answer.location.ends_with("/statement"),
        "{}",
        answer.location
    );
    let page = owner.get(&answer.location).await.body;
    assert!(page.contains("Money back: Cash"), "{page}");
    assert!(page.contains(&format!("/b/back-page/payments/{id}")));
    // It came in, and is nothing that the shop took from those who buy.
    let mut tx = shop.look().await;
    let taken = orders::today(&mut tx).await.unwrap().taken;
    assert_eq!(taken, Money::ZERO);
    drop(tx);
    let file = owner.get("/b/back-page/files/payments/all.csv").await.body;
    assert!(file.contains(&format!(",20.00,,{id},back")), "{file}");
    agrees(&shop).await;
}
