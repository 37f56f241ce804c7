//! What was written by mistake is undone once, with a reason; what it settled is open again.

use chrono::Days;
use uuid::Uuid;

use super::money::{cash, owing, rest};
use super::{aged, agrees};
use crate::audit;
use crate::platform::files::Incoming;
use crate::purchasing::bills::payment_sheet::bring_in;
use crate::purchasing::bills::{
    PayForm, UndoForm, pay, pay_back, statement, store, undo, use_ahead,
};
use crate::purchasing::receiving::tests::{a_supplier, balance, refused};
use crate::staff::Role;
use crate::tests::browser::{Browser, fields, member, serving};
use crate::values::{Money, Stop};

fn of(payment_id: Uuid) -> UndoForm {
    UndoForm {
        undo_id: Uuid::now_v7().to_string(),
        payment_id: payment_id.to_string(),
        reason: "Written twice".to_owned(),
    }
}

fn by_mpesa(supplier_id: Uuid, amount: &str) -> PayForm {
    PayForm {
        tender: "mpesa".to_owned(),
        receipt: "SGL31HA2UV".to_owned(),
        ..cash(supplier_id, amount)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_undone_once_and_its_bills_are_owed_again() {
    let (shop, supplier, first, second) = owing("undone").await;
    let form = by_mpesa(supplier, "120");
    let paid = pay(&shop.cx(), &form).await.unwrap();
    let mut one = of(paid);
    one.reason = " ".to_owned();
    let said = refused(undo(&shop.cx(), &one).await);
    assert_eq!(said, ["reason refused-undo-why"]);
    let one = of(paid);
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(undo(&left_cx, &one), undo(&right_cx, &one));
    let undo_id = left.unwrap();
    assert_eq!(right.unwrap(), undo_id);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(rest(&shop, second).await, 5000);
    assert_eq!(balance(&shop, "mpesa_clearing").await, 0);
    assert_eq!(balance(&shop, "payables").await, -15_000);
    assert_eq!(aged(&shop).await.ahead, Money::ZERO);
    let other = UndoForm {
        reason: "Another".to_owned(),
        ..one.clone()
    };
    let said = refused(undo(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-undo-other"]);
    let said = refused(undo(&shop.cx(), &of(paid)).await);
    assert_eq!(said, [" refused-undo-done"]);
    let said = refused(undo(&shop.cx(), &of(undo_id)).await);
    assert_eq!(said, [" refused-undo-undo"]);
    // Whoever never got the answer to the payment is told the same, and nothing is paid by it.
    assert_eq!(pay(&shop.cx(), &form).await, Ok(paid));
    assert_eq!(rest(&shop, first).await, 10_000);
    let mut tx = shop.look().await;
    let today = tx.scope().today();
    let all = statement(&mut tx, supplier, today).await.unwrap();
    let kinds: Vec<&str> = all.lines.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(kinds, ["bill", "bill", "payment", "undo"]);
    assert_eq!(all.closing, Money::from_minor(15_000));
    let kept = store::payment(&mut tx, paid).await.unwrap().unwrap();
    assert_eq!(kept.undone_by, Some(undo_id));
    assert_eq!(kept.reason, "Written twice");
    let traces = audit::trail(&mut tx, "supplier", supplier).await.unwrap();
    let acts: Vec<&str> = traces.iter().map(|trace| trace.act.as_str()).collect();
    assert!(acts.contains(&"supplier.undo_pay"), "{acts:?}");
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_undo_at_one_instant_undo_it_once() {
    let (shop, supplier, first, _) = owing("undo-race").await;
    let paid = pay(&shop.cx(), &cash(supplier, "100")).await.unwrap();
    let (one, other) = (of(paid), of(paid));
    let (left_cx, right_cx) = (shop.cx(), shop.cx());
    let (left, right) = tokio::join!(undo(&left_cx, &one), undo(&right_cx, &other));
    let lost = if left.is_ok() { right } else { left };
    assert_eq!(refused(lost), [" refused-undo-done"]);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "cash").await, 0);
    let stranger = shop.neighbour("undo-elsewhere").await;
    let next = of(pay(&shop.cx(), &cash(supplier, "5")).await.unwrap());
    assert_eq!(undo(&stranger.cx(), &next).await, Err(Stop::NotFound));
    assert_eq!(undo(&shop.cashier(), &next).await, Err(Stop::Forbidden));
    // An id that stands for other money undoes nothing.
    let taken = UndoForm {
        undo_id: paid.to_string(),
        ..next
    };
    let said = refused(undo(&shop.cx(), &taken).await);
    assert_eq!(said, [" refused-undo-other"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_may_be_anothers_money() {
    let (shop, supplier, first, _) = owing("undo-other").await;
    let right = a_supplier(&shop, "Sukari Ltd").await;
    let paid = pay(&shop.cx(), &by_mpesa(supplier, "60")).await.unwrap();
    let meant = by_mpesa(right, "60");
    let said = refused(pay(&shop.cx(), &meant).await);
    assert_eq!(said, ["receipt refused-receipt-used"]);
    undo(&shop.cx(), &of(paid)).await.unwrap();
    pay(&shop.cx(), &meant).await.unwrap();
    let third = refused(pay(&shop.cx(), &by_mpesa(supplier, "60")).await);
    assert_eq!(third, ["receipt refused-receipt-used"]);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "mpesa_clearing").await, -6000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bill_that_is_open_again_is_settled_again_by_the_same_money() {
    let (shop, supplier, first, second) = owing("again").await;
    let mut one = cash(supplier, "60");
    one.take
        .insert(format!("b{}", first.simple()), "on".to_owned());
    let wrong = pay(&shop.cx(), &one).await.unwrap();
    let mut two = cash(supplier, "90");
    two.take = one.take.clone();
    pay(&shop.cx(), &two).await.unwrap();
    assert_eq!(rest(&shop, first).await, 0);
    undo(&shop.cx(), &of(wrong)).await.unwrap();
    assert_eq!(rest(&shop, first).await, 6000);
    // Forty of it settled the bill before; what is ahead settles more of it now.
    let used = use_ahead(&shop.cx(), first).await.unwrap();
    assert_eq!(used, Money::from_minor(5000));
    assert_eq!(rest(&shop, first).await, 1000);
    assert_eq!(rest(&shop, second).await, 5000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_back_is_undone_before_the_payment_that_it_came_of() {
    let (shop, supplier, first, _) = owing("undo-back").await;
    let paid = pay(&shop.cx(), &cash(supplier, "170")).await.unwrap();
    let back = pay_back(&shop.cx(), &cash(supplier, "20")).await.unwrap();
    let said = refused(undo(&shop.cx(), &of(paid)).await);
    assert_eq!(said, [" refused-undo-came-back"]);
    undo(&shop.cx(), &of(back)).await.unwrap();
    assert_eq!(aged(&shop).await.ahead, Money::from_minor(2000));
    assert_eq!(balance(&shop, "cash").await, -17_000);
    agrees(&shop).await;
    // It can come back after all, and both are undone in their order.
    let back = pay_back(&shop.cx(), &cash(supplier, "20")).await.unwrap();
    undo(&shop.cx(), &of(back)).await.unwrap();
    undo(&shop.cx(), &of(paid)).await.unwrap();
    assert_eq!(aged(&shop).await.ahead, Money::ZERO);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "cash").await, 0);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_a_closed_month_is_undone_today() {
    let (shop, supplier, first, _) = owing("undo-closed").await;
    let today = shop.look().await.scope().today();
    let before = today.checked_sub_days(Days::new(35)).unwrap();
    let form = PayForm {
        paid_on: before.to_string(),
        ..cash(supplier, "100")
    };
    let paid = pay(&shop.cx(), &form).await.unwrap();
    let mut superuser = shop.superuser().await;
    sqlx::query(
        "update app.period set state = 'closed', closed_at = now()
          where starts_on = date_trunc('month', $1::date)::date",
    )
    .bind(before)
    .execute(&mut superuser)
    .await
    .unwrap();
    undo(&shop.cx(), &of(paid)).await.unwrap();
    assert_eq!(rest(&shop, first).await, 10_000);
    let mut tx = shop.look().await;
    let all = statement(&mut tx, supplier, today).await.unwrap();
    assert_eq!(all.opening, Money::from_minor(-10_000));
    assert_eq!(all.closing, Money::from_minor(15_000));
    drop(tx);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_says_what_was_undone_and_pays_nothing_twice() {
    let (shop, _, first, _) = owing("undo-file").await;
    a_supplier(&shop, "Sukari Ltd").await;
    let sent = async |rows: &str| {
        let head = "supplier,tender,reference,amount,bills,key,kind\n";
        let incoming = Incoming {
            file: format!("{head}{rows}").into_bytes(),
            document_id: Uuid::now_v7(),
            dry_run: false,
        };
        bring_in(&shop.cx(), &incoming).await.unwrap()
    };
    let row = "Unga Ltd,mpesa,SGL31HA2UV,60,1,,\n";
    assert_eq!(sent(row).await.added, 1);
    let paid: Uuid = {
        let mut tx = shop.look().await;
        sqlx::query_scalar(
            "select payment_id from app.payment where business_id = $1 and supplier_id is not null",
        )
        .bind(tx.business())
        .fetch_one(tx.conn())
        .await
        .unwrap()
    };
    undo(&shop.cx(), &of(paid)).await.unwrap();
    // The same file again does not pay it again, in whatever words its row came out.
    let undone = format!("Unga Ltd,mpesa,SGL31HA2UV,60,1,{paid},undone\n");
    for row in [row, &undone] {
        let again = sent(row).await;
        assert_eq!((again.added, again.unchanged), (0, 1), "{row}");
    }
    let meant = sent("Sukari Ltd,mpesa,SGL31HA2UV,60,,,\n").await;
    assert_eq!(meant.bad[0].1[0].key, "refused-pay-was-undone");
    let other = sent("Unga Ltd,cash,,5,,K-1,back\nUnga Ltd,cash,,5,,K-2,undone\n").await;
    let keys: Vec<&str> = other.bad.iter().map(|bad| bad.1[0].key.as_str()).collect();
    assert_eq!(keys, ["refused-money-back-more", "refused-pay-kind"]);
    let meant = sent("Sukari Ltd,mpesa,SGL31HA2UV,60,,K-3,paid\n").await;
    assert_eq!((meant.added, meant.bad.len()), (1, 0));
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "mpesa_clearing").await, -6000);
    agrees(&shop).await;
}

/// Undoes by its page what was written by mistake, with words that are kept as text; the id of what
/// undid it, and the page after that.
pub(super) async fn by_page(
    owner: &mut Browser,
    (slug, page): (&str, &str),
    send: &str,
    what: (&str, &str),
) -> (String, String) {
    let path = format!("/b/{slug}/{page}");
    let shown = owner.get(&path).await.body;
    assert!(shown.contains("Undo it"), "{shown}");
    let undo_id = Uuid::now_v7().to_string();
    let form = |reason| {
        fields(&[
            ("business", slug),
            ("form[undo_id]", &undo_id),
            what,
            ("form[reason]", reason),
        ])
    };
    let answer = owner.post(send, &form("")).await;
    assert_eq!(answer.location, path);
    let shown = owner.get(&path).await.body;
    assert!(shown.contains("Write why it is undone") && shown.contains(&undo_id));
    let answer = owner.post(send, &form("<b>wrong</b> supplier")).await;
    assert_eq!(answer.location, path);
    let shown = owner.get(&path).await.body;
    assert!(shown.contains("&lt;b&gt;wrong"), "{shown}");
    assert!(!shown.contains("Undo it"), "{shown}");
    (undo_id, shown)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_payment_undoes_it_with_words_that_are_kept_as_text() {
    let (shop, supplier, first, _) = owing("undo-page").await;
    let paid = pay(&shop.cx(), &cash(supplier, "100")).await.unwrap();
    let mut owner = member(&serving(&shop), &shop, Role::Owner).await;
    let at = format!("payments/{paid}");
    let page = owner.get(&format!("/b/undo-page/{at}")).await.body;
    assert!(page.contains("Bill 1"), "{page}");
    let send = "/api/purchasing/undo_supplier_payment";
    let id = paid.to_string();
    let what = ("form[payment_id]", id.as_str());
    let (undo_id, page) = by_page(&mut owner, ("undo-page", &at), send, what).await;
    assert!(page.contains(&format!("/b/undo-page/payments/{undo_id}")));
    let page = owner.get(&format!("/b/undo-page/payments/{undo_id}")).await;
    assert!(page.body.contains("This undoes another payment"));
    assert_eq!(rest(&shop, first).await, 10_000);
    let page = owner.get(&format!("/b/undo-page/bills/{first}")).await.body;
    assert!(page.contains("(undone)"), "{page}");
    agrees(&shop).await;
}
