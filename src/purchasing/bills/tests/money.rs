//! Suppliers are paid: in parts, too much, twice; and what is owed grows old.

use chrono::Days;
use uuid::Uuid;

use super::{aged, agrees, bill_over};
use crate::orders;
use crate::payments::Tender;
use crate::purchasing::bills::statement::at_most;
use crate::purchasing::bills::{PayForm, Tab, enter, pay, statement, store, use_ahead};
use crate::purchasing::receiving::tests::{a_supplier, balance, came, refused};
use crate::staff::Role;
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;
use crate::values::{Money, Stop};

pub(super) fn cash(supplier_id: Uuid, amount: &str) -> PayForm {
    PayForm {
        payment_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        tender: "cash".to_owned(),
        amount: amount.to_owned(),
        ..PayForm::default()
    }
}

/// A shop that owes 100.00, due first, and 50.00.
pub(super) async fn owing(slug: &str) -> (Shop, Uuid, Uuid, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "15", "10")]).await;
    let today = shop.look().await.scope().today();
    let mut second = bill_over(&shop, supplier, receipt, "2", &[(1, "5", "50")]).await;
    second.due_on = today.checked_add_days(Days::new(9)).unwrap().to_string();
    let second = enter(&shop.cx(), &second).await.unwrap();
    let mut first = bill_over(&shop, supplier, receipt, "1", &[(1, "10", "100")]).await;
    first.due_on = today.checked_add_days(Days::new(1)).unwrap().to_string();
    let first = enter(&shop.cx(), &first).await.unwrap();
    (shop, supplier, first, second)
}

pub(super) async fn rest(shop: &Shop, bill_id: Uuid) -> i64 {
    let mut tx = shop.look().await;
    let bill = store::bill(&mut tx, bill_id).await.unwrap().unwrap();
    bill.rest().minor()
}

#[tokio::test(flavor = "multi_thread")]
async fn bills_are_paid_in_parts_and_the_rest_stays_ahead() {
    let (shop, supplier, first, second) = owing("in-part").await;
    let one = cash(supplier, "120");
    pay(&shop.cx(), &one).await.unwrap();
    // Twice is once, at one instant too.
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(pay(&left_cx, &one), pay(&right_cx, &one));
    assert_eq!(left.unwrap(), right.unwrap());
    assert_eq!(rest(&shop, first).await, 0);
    assert_eq!(rest(&shop, second).await, 3000);
    let other = PayForm {
        amount: "121".to_owned(),
        ..one.clone()
    };
    let said = refused(pay(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-pay-other"]);
    // More than is owed stays with her.
    pay(&shop.cx(), &cash(supplier, "50")).await.unwrap();
    assert_eq!(rest(&shop, second).await, 0);
    assert_eq!(balance(&shop, "payables").await, 2000);
    assert_eq!(balance(&shop, "cash").await, -17_000);
    let all = aged(&shop).await;
    assert_eq!(all.ahead, Money::from_minor(2000));
    assert_eq!(all.total, Money::from_minor(-2000));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_ahead_settles_a_later_bill() {
    let shop = Shop::open("ahead").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "10", "10")]).await;
    pay(&shop.cx(), &cash(supplier, "70")).await.unwrap();
    let form = bill_over(&shop, supplier, receipt, "1", &[(1, "6", "60")]).await;
    let bill = enter(&shop.cx(), &form).await.unwrap();
    assert_eq!(rest(&shop, bill).await, 6000);
    let stranger = shop.neighbour("ahead-elsewhere").await;
    assert_eq!(use_ahead(&stranger.cx(), bill).await, Err(Stop::NotFound));
    assert_eq!(use_ahead(&shop.cashier(), bill).await, Err(Stop::Forbidden));
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(use_ahead(&left_cx, bill), use_ahead(&right_cx, bill));
    let used = left.unwrap().plus(right.unwrap()).unwrap();
    assert_eq!(used, Money::from_minor(6000));
    assert_eq!(rest(&shop, bill).await, 0);
    // Ten are left for the next one, which then needs more.
    let form = bill_over(&shop, supplier, receipt, "2", &[(1, "4", "40")]).await;
    let next = enter(&shop.cx(), &form).await.unwrap();
    let used = use_ahead(&shop.cx(), next).await.unwrap();
    assert_eq!(used, Money::from_minor(1000));
    let said = refused(use_ahead(&shop.cx(), next).await);
    assert_eq!(said, [" refused-nothing-ahead"]);
    assert_eq!(rest(&shop, next).await, 3000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_bills_are_paid_and_a_reference_counts_once() {
    let (shop, supplier, first, second) = owing("chosen").await;
    let mut form = cash(supplier, "60");
    form.tender = "mpesa".to_owned();
    let said = refused(pay(&shop.cx(), &form).await);
    assert_eq!(said, ["receipt refused-receipt-needed"]);
    form.receipt = "sgl31ha2uv".to_owned();
    form.take
        .insert(format!("b{}", second.simple()), "true".to_owned());
    pay(&shop.cx(), &form).await.unwrap();
    // What is more than the chosen bill stays ahead: the other one was not meant.
    assert_eq!(rest(&shop, second).await, 0);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "mpesa_clearing").await, -6000);
    let again = PayForm {
        payment_id: Uuid::now_v7().to_string(),
        take: std::collections::BTreeMap::new(),
        ..form.clone()
    };
    let said = refused(pay(&shop.cx(), &again).await);
    assert_eq!(said, ["receipt refused-receipt-used"]);
    let settled = PayForm {
        payment_id: Uuid::now_v7().to_string(),
        receipt: "SGL31HA2UW".to_owned(),
        ..form.clone()
    };
    let said = refused(pay(&shop.cx(), &settled).await);
    assert_eq!(said, [" refused-pay-settled"]);
    // Nor does it count for a customer's order.
    let (order_id, _) = shop.an_order(6000).await;
    let receipt = "SGL31HA2UV";
    let cx = shop.cx();
    let typed = orders::take_payment(&cx, order_id, Uuid::now_v7(), Tender::Mpesa, "60", receipt);
    assert_eq!(refused(typed.await), ["receipt refused-receipt-used"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_reference_for_two_suppliers_at_one_instant_is_one_payment() {
    let shop = Shop::open("reference").await;
    let (one, other) = (
        a_supplier(&shop, "One").await,
        a_supplier(&shop, "Other").await,
    );
    let form = |supplier| PayForm {
        tender: "bank_transfer".to_owned(),
        receipt: "TT-0001".to_owned(),
        ..cash(supplier, "10")
    };
    let (one, other) = (form(one), form(other));
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(pay(&left_cx, &one), pay(&right_cx, &other));
    assert_eq!(
        [left.is_ok(), right.is_ok()]
            .iter()
            .filter(|ok| **ok)
            .count(),
        1
    );
    let lost = if left.is_ok() { right } else { left };
    assert_eq!(refused(lost), ["receipt refused-receipt-used"]);
    assert_eq!(balance(&shop, "bank").await, -1000);
    let stranger = shop.neighbour("reference-elsewhere").await;
    assert_eq!(pay(&stranger.cx(), &one).await, Err(Stop::NotFound));
    assert_eq!(pay(&shop.cashier(), &one).await, Err(Stop::Forbidden));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_grows_old_and_the_statement_runs() {
    let shop = Shop::open("old").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "15", "10")]).await;
    let today = shop.look().await.scope().today();
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap();
    let ages = [("1", 0), ("2", 1), ("3", 31), ("4", 61), ("5", 91)];
    for (number, late) in ages {
        let mut form = bill_over(&shop, supplier, receipt, number, &[(1, "3", "30")]).await;
        form.billed_on = ago(late).to_string();
        form.due_on = ago(late).to_string();
        enter(&shop.cx(), &form).await.unwrap();
    }
    let all = aged(&shop).await;
    assert_eq!(all.rows.len(), 1);
    assert_eq!(all.buckets, [Money::from_minor(3000); 5]);
    pay(&shop.cx(), &cash(supplier, "40")).await.unwrap();
    // The oldest is paid first.
    let all = aged(&shop).await;
    assert_eq!(all.buckets[4], Money::ZERO);
    assert_eq!(all.buckets[3], Money::from_minor(2000));
    let mut tx = shop.look().await;
    let sums = store::tab_sums(&mut tx, Some(supplier)).await.unwrap();
    assert_eq!(sums.map(|sum| sum.count), [4, 3, 1]);
    assert_eq!(sums[0].sum, all.total);
    for (tab, count) in Tab::ALL.into_iter().zip([4, 3, 1]) {
        let rows = store::list(&mut tx, tab, None, Some(1)).await.unwrap();
        assert_eq!(rows.len(), count);
    }
    let whole = statement(&mut tx, supplier, ago(400)).await.unwrap();
    assert_eq!(whole.opening, Money::ZERO);
    assert_eq!(whole.lines.len(), 6);
    assert_eq!(whole.closing, all.total);
    let part = statement(&mut tx, supplier, ago(31)).await.unwrap();
    assert_eq!(part.opening, Money::from_minor(6000));
    assert_eq!(part.lines.len(), 4);
    assert_eq!(part.closing, all.total);
    // Of more documents than one holds the newest are shown, and what is owed is right.
    let least = at_most(&mut tx, supplier, ago(400), 3).await.unwrap();
    assert_eq!((least.from, least.lines.len()), (ago(1), 3));
    assert_eq!(least.opening, Money::from_minor(9000));
    assert_eq!(least.closing, all.total);
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_say_which_bills_are_owed_and_how_old_they_are() {
    let (shop, supplier, _, second) = owing("bill-files").await;
    pay(&shop.cx(), &cash(supplier, "120")).await.unwrap();
    let mut tx = shop.look().await;
    let bill = store::bill(&mut tx, second).await.unwrap().unwrap();
    let (billed, due) = (tx.scope().today(), bill.due_on);
    drop(tx);
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let lines = async |path: &str| -> Vec<String> {
        let file = owner.get(&format!("/b/bill-files/{path}")).await.body;
        let file = file.trim_start_matches('\u{feff}');
        file.lines().map(ToOwned::to_owned).collect()
    };
    // The first is paid, and 20.00 of the second.
    let columns = "Bill number,Supplier,Bill date,Due on,Total,Still owed";
    let owed = format!("2,Unga Ltd,{billed},{due},50.00,30.00");
    assert_eq!(lines("bills.csv").await, [columns, owed.as_str()]);
    let paid = lines("bills.csv?tab=paid").await;
    assert!(paid[1].starts_with("1,Unga Ltd,"), "{paid:?}");
    assert!(paid[1].ends_with(",100.00,0.00"), "{paid:?}");
    let ages = lines("suppliers/ageing.csv").await;
    let columns = "Supplier,Not due yet,1–30 days late,31–60 days late,61–90 days late,\
                   Over 90 days late,Ahead and credits";
    let row = "Unga Ltd,30.00,0.00,0.00,0.00,0.00,0.00";
    assert_eq!(ages, [columns, row]);
    let columns = "date,supplier,tender,reference,amount,bills,key,kind";
    let payment = format!("{billed},Unga Ltd,cash,,120.00,1 / 2,");
    let payments = lines("files/payments/all.csv").await;
    assert_eq!(payments[0], columns);
    assert!(payments[1].starts_with(&payment), "{payments:?}");
}
