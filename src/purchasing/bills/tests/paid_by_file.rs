//! Suppliers are paid by a file: each row once, no bill more than it asks, on the day that it says.

use chrono::Days;
use uuid::Uuid;

use super::agrees;
use super::money::{cash, owing, rest};
use crate::platform::files::{Incoming, Outcome, Span};
use crate::purchasing::bills::payment_sheet::{bring_in, take_out};
use crate::purchasing::bills::{PayForm, pay};
use crate::purchasing::receiving::lock_supplier;
use crate::purchasing::receiving::tests::{balance, refused};
use crate::tests::support::Shop;
use crate::tests::waiting::until_waiting;

const HEAD: &str = "date,supplier,tender,reference,amount,bills,key\n";

async fn sent(shop: &Shop, rows: &str, dry_run: bool) -> Outcome {
    came(shop, &format!("{HEAD}{rows}"), dry_run).await
}

async fn came(shop: &Shop, file: &str, dry_run: bool) -> Outcome {
    let incoming = Incoming {
        file: file.as_bytes().to_vec(),
        document_id: Uuid::now_v7(),
        dry_run,
    };
    bring_in(&shop.cx(), &incoming).await.unwrap()
}

fn told(outcome: &Outcome) -> Vec<(u64, String)> {
    let bad = outcome.bad.iter();
    bad.map(|(line, why)| {
        let field = why[0].field.clone().unwrap_or_default();
        (*line, format!("{field} {}", why[0].key))
    })
    .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_pay_the_bills_that_they_name_once() {
    let (shop, _, first, second) = owing("paid-file").await;
    let rows = ",Unga Ltd,mpesa,sgl31ha2uv,50,2,\n,unga ltd,cash,,30,1,PV-1\n\
                ,Unga Ltd,cash,,20,1,PV-2\n";
    let tried = sent(&shop, rows, true).await;
    assert_eq!((tried.added, told(&tried)), (3, Vec::new()));
    assert_eq!(rest(&shop, second).await, 5000);
    let made = sent(&shop, rows, false).await;
    assert_eq!((made.added, made.unchanged), (3, 0));
    assert_eq!(rest(&shop, second).await, 0);
    assert_eq!(rest(&shop, first).await, 5000);
    assert_eq!(balance(&shop, "cash").await, -5000);
    assert_eq!(balance(&shop, "mpesa_clearing").await, -5000);
    // Another page, the same rows: the same money.
    let again = sent(&shop, rows, false).await;
    assert_eq!((again.added, again.unchanged), (0, 3));
    assert!(told(&again).is_empty(), "{again:?}");
    assert_eq!(balance(&shop, "cash").await, -5000);
    // Named as the file names it.
    for (row, named) in [
        (",Unga Ltd,cash,,31,1,PV-1\n", "PV-1"),
        (",Unga Ltd,mpesa,SGL31HA2UV,50,1,\n", "SGL31HA2UV"),
    ] {
        let other = sent(&shop, row, false).await;
        assert_eq!(told(&other), [(2, "key refused-paper-other".to_owned())]);
        assert_eq!(other.bad[0].1[0].args[0].1, named);
    }
    agrees(&shop).await;
}

/// Both have found none of them there when the first may write; the second then finds its bills settled.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_at_one_instant_pays_once() {
    let (shop, supplier, first, second) = owing("paid-file-twice").await;
    let rows = ",Unga Ltd,mpesa,sgl31ha2uv,50,2,\n,Unga Ltd,cash,,30,1,PV-1\n";
    let mut held = shop.cx().begin().await.unwrap();
    lock_supplier(&mut held, supplier).await.unwrap();
    let let_go = async {
        until_waiting(&shop, 2).await;
        held.commit().await.unwrap();
    };
    let (one, two, ()) = tokio::join!(sent(&shop, rows, false), sent(&shop, rows, false), let_go);
    assert!(one.bad.is_empty() && two.bad.is_empty(), "{one:?}, {two:?}");
    assert_eq!(
        (one.added + two.added, one.unchanged + two.unchanged),
        (2, 2)
    );
    assert_eq!(rest(&shop, second).await, 0);
    assert_eq!(rest(&shop, first).await, 7000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bill_is_paid_more_than_it_asks() {
    let (shop, supplier, first, second) = owing("paid-more").await;
    // The second row comes when the first has left ten of it; neither is written.
    let rows = ",Unga Ltd,cash,,90,1,A\n,Unga Ltd,cash,,10.01,1,B\n\
                ,Unga Ltd,cash,,150,1 / 2,C\n,Unga Ltd,cash,,5,3,D\n";
    let outcome = sent(&shop, rows, false).await;
    let expected = [
        (3, "amount refused-pay-more".to_owned()),
        (4, "amount refused-pay-more".to_owned()),
        (5, "bills refused-pay-no-bill".to_owned()),
    ];
    assert_eq!(told(&outcome), expected);
    assert_eq!(rest(&shop, first).await, 10_000);
    assert_eq!(balance(&shop, "cash").await, 0);
    // Two bills at once, and money that no bill is named for stays ahead.
    let rows = ",Unga Ltd,cash,,150,1 / 2,A\n,Unga Ltd,cash,,7,,B\n";
    let outcome = sent(&shop, rows, false).await;
    assert_eq!((outcome.added, told(&outcome)), (2, Vec::new()));
    assert_eq!(rest(&shop, first).await, 0);
    assert_eq!(rest(&shop, second).await, 0);
    assert_eq!(balance(&shop, "payables").await, 700);
    // By the form it is the same money too.
    let form = PayForm {
        tender: "mpesa".to_owned(),
        receipt: "SGL31HA2UX".to_owned(),
        ..cash(supplier, "3")
    };
    pay(&shop.cx(), &form).await.unwrap();
    let outcome = sent(&shop, ",Unga Ltd,mpesa,sgl31ha2ux,3,,\n", false).await;
    assert_eq!((outcome.added, outcome.unchanged), (0, 1));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_stands_on_the_day_that_it_says() {
    let (shop, supplier, first, _) = owing("paid-day").await;
    let today = shop.look().await.scope().today();
    let ago = |days: u64| today.checked_sub_days(Days::new(days)).unwrap();
    let row = format!("{},Unga Ltd,cash,,40,1,A\n", ago(1));
    let outcome = sent(&shop, &row, false).await;
    assert_eq!((outcome.added, told(&outcome)), (1, Vec::new()));
    assert_eq!(rest(&shop, first).await, 6000);
    let mut tx = shop.look().await;
    let file = take_out(&mut tx, &Span::default()).await.unwrap();
    drop(tx);
    let payment = format!("{},Unga Ltd,cash,,40.00,1,", ago(1));
    assert!(file.contains(&payment), "{file}");
    for day in [ago(400).to_string(), "2199-01-01".to_owned()] {
        let outcome = sent(&shop, &format!("{day},Unga Ltd,cash,,1,1,B\n"), false).await;
        assert_eq!(told(&outcome), [(2, "date refused-pay-day".to_owned())]);
    }
    // The form says a day too, and the same payment of another day is another one.
    let form = PayForm {
        paid_on: ago(2).to_string(),
        ..cash(supplier, "5")
    };
    for _ in 0..2 {
        pay(&shop.cx(), &form).await.unwrap();
    }
    let other = PayForm {
        paid_on: ago(3).to_string(),
        ..form
    };
    let said = refused(pay(&shop.cx(), &other).await);
    assert_eq!(said, [" refused-pay-other"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_came_back_is_written_by_a_file_once() {
    let (shop, ..) = owing("back-file").await;
    let head = "supplier,tender,reference,amount,bills,key,kind\n";
    // Bills of 150 are paid with 170: twenty are with her.
    assert_eq!(
        sent(&shop, ",Unga Ltd,cash,,170,,A\n", false).await.added,
        1
    );
    let bad = format!(
        "{head}Unga Ltd,cash,,20.01,,B,back\nUnga Ltd,cash,,5,1,C,Back\n\
         Unga Ltd,cash,,5,,D,back undone\nUnga Ltd,bank_transfer,,5,,E,back\n"
    );
    let outcome = came(&shop, &bad, false).await;
    let expected = [
        (2, "amount refused-money-back-more".to_owned()),
        (3, "bills refused-back-no-bill".to_owned()),
        (4, "kind refused-pay-kind".to_owned()),
        (5, "reference refused-receipt-needed".to_owned()),
    ];
    assert_eq!(told(&outcome), expected);
    let rows = format!(
        "{head}Unga Ltd,mpesa,sgl31ha2uv,15,,,back\nunga ltd,cash,,2,,B,back\n\
         Unga Ltd,cash,,30,,C,paid\nUnga Ltd,cash,,31,,D,back\n"
    );
    let tried = came(&shop, &rows, true).await;
    assert_eq!((tried.added, told(&tried)), (4, Vec::new()));
    assert_eq!(balance(&shop, "payables").await, 2000);
    let made = came(&shop, &rows, false).await;
    assert_eq!((made.added, told(&made)), (4, Vec::new()));
    assert_eq!(
        balance(&shop, "payables").await,
        2000 - 1500 - 200 + 3000 - 3100
    );
    assert_eq!(balance(&shop, "mpesa_clearing").await, 1500);
    let again = came(&shop, &rows, false).await;
    assert_eq!((again.added, again.unchanged), (0, 4));
    // The same key the other way is other money.
    let other = format!("{head}Unga Ltd,cash,,2,,B,paid\n");
    let other = came(&shop, &other, false).await;
    assert_eq!(told(&other), [(2, "key refused-paper-other".to_owned())]);
    let mut tx = shop.look().await;
    let file = take_out(&mut tx, &Span::default()).await.unwrap();
    drop(tx);
    assert_eq!(file.matches(",back\r\n").count(), 3, "{file}");
    let again = came(&shop, &file, false).await;
    assert_eq!((again.added, again.unchanged), (0, 5), "{again:?}");
    agrees(&shop).await;
}
