//! Goods come: in parts, more than was ordered, twice, at once, and by whoever may not take them.

use chrono::Days;
use uuid::Uuid;

use super::{ReceiveForm, Received, receive};
use crate::orders::{self, State};
use crate::payments::Tender;
use crate::platform::Cx;
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::values::{Quantity, Stop};

/// A supplier; her id.
pub(in crate::purchasing) async fn a_supplier(shop: &Shop, name: &str) -> Uuid {
    let supplier_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.supplier (business_id, supplier_id, name, terms_days)
         values ($1, $2, $3, 30)",
    )
    .bind(tx.business())
    .bind(supplier_id)
    .bind(name)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    supplier_id
}

/// An order that was sent: so many thousandths of each product, for so much in all.
async fn an_order(shop: &Shop, supplier_id: Uuid, lines: &[(Uuid, i64, i64)]) -> Uuid {
    let purchase_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    let (now, today) = (tx.scope().now, tx.scope().today());
    sqlx::query(
        "insert into app.purchase (business_id, purchase_id, number, supplier_id, location_id,
                state, total_minor, made_at, sent_at, business_date)
         values ($1, $2, (select coalesce(max(number), 0) + 1 from app.purchase
                           where business_id = $1), $3, $4, 'sent', $5, $6, $6, $7)",
    )
    .bind(tx.business())
    .bind(purchase_id)
    .bind(supplier_id)
    .bind(shop.location)
    .bind(lines.iter().map(|line| line.2).sum::<i64>())
    .bind(now)
    .bind(today)
    .execute(tx.conn())
    .await
    .unwrap();
    for (line_no, (product_id, quantity, amount)) in (1_i32..).zip(lines) {
        sqlx::query(
            "insert into app.purchase_line (business_id, purchase_id, line_no, product_id,
                    packs_milli, quantity_milli, cost_minor, amount_minor)
             values ($1, $2, $3, $4, $5, $5, $6 * 1000 / $5, $6)",
        )
        .bind(tx.business())
        .bind(purchase_id)
        .bind(line_no)
        .bind(product_id)
        .bind(quantity)
        .bind(amount)
        .execute(tx.conn())
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    purchase_id
}

/// The form of goods that come without an order: of each product how much, at which unit cost.
pub(in crate::purchasing) fn goods_from(
    shop: &Shop,
    supplier_id: Uuid,
    lines: &[(Uuid, &str, &str)],
) -> ReceiveForm {
    let mut form = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        location_id: shop.location.to_string(),
        ..ReceiveForm::default()
    };
    for (product_id, quantity, cost) in lines {
        let key = format!("p{}", product_id.simple());
        form.quantity.insert(key.clone(), (*quantity).to_owned());
        form.cost.insert(key, (*cost).to_owned());
    }
    form
}

/// Receives goods without an order; the receipt.
pub(in crate::purchasing) async fn came(
    shop: &Shop,
    supplier_id: Uuid,
    lines: &[(Uuid, &str, &str)],
) -> Uuid {
    let form = goods_from(shop, supplier_id, lines);
    receive(&shop.cx(), &form).await.unwrap().receipt_id
}

/// What an account holds: debit positive.
pub(in crate::purchasing) async fn balance(shop: &Shop, role: &str) -> i64 {
    let mut tx = shop.look().await;
    sqlx::query_scalar(
        "select coalesce(sum(l.amount_minor), 0)::bigint from app.journal_line l
           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
          where l.business_id = $1 and a.role = $2",
    )
    .bind(tx.business())
    .bind(role)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

/// Sells so much of a product in the storefront and hands it over.
pub(in crate::purchasing) async fn sell(shop: &Shop, product_id: Uuid, quantity: &str) {
    let browser = shop.cart_of(product_id, quantity).await;
    let form = shop.checkout(&browser).await;
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let order_id = placed.order_id;
    let due = shop.order(order_id).await.order.due().bare("KES");
    let cx = shop.cx();
    orders::take_payment(&cx, order_id, Uuid::now_v7(), Tender::Cash, &due, "")
        .await
        .unwrap();
    let revision = shop.order(order_id).await.order.revision;
    orders::advance(&cx, order_id, revision, State::Ready)
        .await
        .unwrap();
    let revision = shop.order(order_id).await.order.revision;
    orders::hand_over(&cx, order_id, revision).await.unwrap();
}

/// What was refused: `field key`, one a reason.
pub(in crate::purchasing) fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals
            .into_iter()
            .map(|refusal| format!("{} {}", refusal.field.unwrap_or_default(), refusal.key))
            .collect(),
        other => panic!("it was not refused: {other:?}"),
    }
}

/// The form of an order's goods: how much came of which line.
fn of_order(purchase_id: Uuid, lines: &[(i32, &str)]) -> ReceiveForm {
    let mut form = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        purchase_id: purchase_id.to_string(),
        ..ReceiveForm::default()
    };
    for (line_no, quantity) in lines {
        form.quantity
            .insert(format!("l{line_no}"), (*quantity).to_owned());
    }
    form
}

/// A shop that ordered 3 kg of A for 10.00 and 2 kg of B for 8.00.
async fn ordered(slug: &str) -> (Shop, Uuid, Uuid, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let b = shop.sells("B", "58", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let purchase = an_order(&shop, supplier, &[(a, 3000, 1000), (b, 2000, 800)]).await;
    (shop, purchase, a, b)
}

async fn take(cx: &Cx, form: &ReceiveForm) -> Result<Received, Stop> {
    receive(cx, form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_comes_in_parts_and_no_cent_is_lost() {
    let (shop, purchase, a, b) = ordered("parts").await;
    let first = of_order(purchase, &[(1, "1"), (2, "2")]);
    let there = take(&shop.cx(), &first).await.unwrap();
    // Twice is once, with the same number.
    assert_eq!(take(&shop.cx(), &first).await.unwrap(), there);
    let other = ReceiveForm {
        note: "another paper".to_owned(),
        ..first.clone()
    };
    let said = refused(take(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-receipt-other"]);
    assert_eq!(balance(&shop, "inventory").await, 333 + 800);
    take(&shop.cx(), &of_order(purchase, &[(1, "2")]))
        .await
        .unwrap();
    assert_eq!(balance(&shop, "inventory").await, 1800);
    assert_eq!(balance(&shop, "goods_received").await, -1800);
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(3000));
    assert_eq!(shop.level(b).await.0, Quantity::from_milli(2000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_was_ordered_is_taken_only_knowingly() {
    let (shop, purchase, a, b) = ordered("more").await;
    let c = shop.sells("C", "20", "0").await;
    let mut form = of_order(purchase, &[(1, "4")]);
    for (what, field) in [("C", "code"), ("1", "quantity"), ("5", "cost")] {
        let map = match field {
            "code" => &mut form.code,
            "quantity" => &mut form.quantity,
            _ => &mut form.cost,
        };
        map.insert("x1".to_owned(), what.to_owned());
    }
    let said = refused(take(&shop.cx(), &form).await);
    assert_eq!(
        said,
        [
            "quantity-l1 refused-receive-more",
            "quantity-x1 refused-receive-not-ordered"
        ]
    );
    assert_eq!(shop.level(a).await.0, Quantity::ZERO);
    form.more = "true".to_owned();
    take(&shop.cx(), &form).await.unwrap();
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(4000));
    assert_eq!(shop.level(c).await.0, Quantity::ONE);
    assert_eq!(shop.level(b).await.0, Quantity::ZERO);
    // 13.33 for four at the price of three, and 5.00.
    assert_eq!(balance(&shop, "inventory").await, 1333 + 500);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_are_one_receipt() {
    let (shop, purchase, a, _) = ordered("at-once").await;
    let form = of_order(purchase, &[(1, "3")]);
    let (one_cx, other_cx) = (shop.cx(), shop.cx());
    let (one, other) = tokio::join!(receive(&one_cx, &form), receive(&other_cx, &form));
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(3000));
    // Two people receive the same goods on two forms: the second is told that they have come.
    let (one, other) = (
        of_order(purchase, &[(2, "2")]),
        of_order(purchase, &[(2, "2")]),
    );
    let (one, other) = tokio::join!(receive(&one_cx, &one), receive(&other_cx, &other));
    assert_eq!(
        [one.is_ok(), other.is_ok()]
            .iter()
            .filter(|ok| **ok)
            .count(),
        1
    );
    assert_eq!(balance(&shop, "goods_received").await, -1800);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_past_is_refused_and_one_that_keeps_is_kept() {
    let shop = Shop::open("batches").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Dairy").await;
    let today = shop.look().await.scope().today();
    let key = format!("p{}", a.simple());
    let mut form = goods_from(&shop, supplier, &[(a, "2", "50")]);
    form.batch.insert(key.clone(), "LOT 7".to_owned());
    let past = today.checked_sub_days(Days::new(1)).unwrap();
    form.expires.insert(key.clone(), past.to_string());
    let said = refused(take(&shop.cx(), &form).await);
    assert_eq!(said, [format!("expires-{key} refused-batch-expired")]);
    form.expires.insert(key.clone(), today.to_string());
    take(&shop.cx(), &form).await.unwrap();
    // The same lot with another last day is somebody's slip.
    let mut again = goods_from(&shop, supplier, &[(a, "1", "50")]);
    again.batch.insert(key.clone(), "LOT 7".to_owned());
    let later = today.checked_add_days(Days::new(9)).unwrap();
    again.expires.insert(key.clone(), later.to_string());
    let said = refused(take(&shop.cx(), &again).await);
    assert_eq!(said, [format!("expires-{key} refused-batch-other-expiry")]);
    again.expires.clear();
    take(&shop.cx(), &again).await.unwrap();
    let mut tx = shop.look().await;
    let days: Vec<Option<chrono::NaiveDate>> =
        sqlx::query_scalar("select expires_on from app.cost_layer where business_id = $1")
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(days, [Some(today), Some(today)]);
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_for_nothing_is_said_to() {
    let shop = Shop::open("for-nothing").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Giver").await;
    let key = format!("p{}", a.simple());
    let mut form = goods_from(&shop, supplier, &[(a, "2", "0")]);
    let said = refused(take(&shop.cx(), &form).await);
    assert_eq!(said, [format!("cost-{key} refused-receive-cost-zero")]);
    form.free.insert(key, "true".to_owned());
    take(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(shop.level(a).await.0, Quantity::from_milli(2000));
    // Off sale: named, and refused.
    crate::catalog::retire_product::retire(&shop.cx(), a)
        .await
        .unwrap();
    let form = goods_from(&shop, supplier, &[(a, "2", "10")]);
    let Err(Stop::Refused(why)) = take(&shop.cx(), &form).await else {
        panic!("it was received");
    };
    assert_eq!(why[0].key, "refused-receive-retired");
    assert_eq!(why[0].args[0].1, "Product A");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_buy_and_only_at_home() {
    let (shop, purchase, _, _) = ordered("at-home").await;
    let form = of_order(purchase, &[(1, "1")]);
    assert_eq!(take(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    let accountant = shop.hire("accountant").await;
    let accountant = shop.member(&accountant);
    assert_eq!(take(&accountant, &form).await, Err(Stop::Forbidden));
    let other = shop.neighbour("not-at-home").await;
    assert_eq!(take(&other.cx(), &form).await, Err(Stop::NotFound));
    let hers = a_supplier(&other, "Hers").await;
    let from_hers = goods_from(&shop, hers, &[]);
    assert_eq!(take(&shop.cx(), &from_hers).await, Err(Stop::NotFound));
    // An order that nobody sent brings nothing.
    let mut superuser = shop.superuser().await;
    sqlx::query("update app.purchase set state = 'draft' where purchase_id = $1")
        .bind(purchase)
        .execute(&mut superuser)
        .await
        .unwrap();
    let said = refused(take(&shop.cx(), &form).await);
    assert_eq!(said, [" refused-receive-state"]);
    assert_eq!(balance(&shop, "inventory").await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_says_which_line_and_which_tick_takes_more() {
    let shop = Shop::open("which-line").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let order = an_order(&shop, supplier, &[(a, 10_000, 10_000)]).await;
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let form = fields(&[
        ("business", &shop.slug),
        ("form[receipt_id]", &Uuid::now_v7().to_string()),
        ("form[purchase_id]", &order.to_string()),
        ("form[quantity][l1]", "11"),
    ]);
    let path = format!("/b/{}/purchases/{order}/receive", shop.slug);
    let tick = "name=\"form[more]\"";
    let line = "form[quantity][l1]";
    let is_above = |body: &str| body.find(tick).unwrap() < body.find(line).unwrap();
    let before = owner.get(&path).await;
    assert!(!is_above(&before.body), "{}", before.body);
    let answer = owner.post("/api/purchasing/receive_goods", &form).await;
    let body = owner.get(&answer.location).await.body;
    assert!(body.contains("Line 1, Product A: "), "{body}");
    assert!(body.contains("tick “More came than we ordered”"), "{body}");
    assert!(is_above(&body), "{body}");
}
