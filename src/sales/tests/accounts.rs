//! Customers who buy on account: within a limit, and paid off.

use super::*;
use crate::sales::{Account, AccountPayment, account, customers, pay_account, refund, set_limit};

async fn owed(shop: &Shop, customer: Uuid) -> Option<Account> {
    let mut tx = shop.look().await;
    account(&mut tx, customer).await.unwrap()
}

fn payment(minor: i64) -> AccountPayment {
    AccountPayment {
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: money(minor),
        reference: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_from_the_first_purchase_to_the_last_shilling() {
    let shop = Shop::open("on-account").await;
    let product = shop.sells("A", "100", "9").await;
    let customer = customer(&shop).await;
    let on_account = |how_much: &str, total: i64| SellAsk {
        customer: Some(customer),
        tenders: vec![tender(Tender::OnAccount, total)],
        ..ask(&shop, vec![line(1, product, how_much, 10_000)], total)
    };
    // Without a limit there is no account; without a customer neither.
    let outcome = sell(&shop.cashier(), &on_account("1", 10_000)).await;
    assert_eq!(reasons(outcome), ["refused-account-limit"]);
    let mut nobody = on_account("1", 10_000);
    nobody.customer = None;
    assert_eq!(
        reasons(sell(&shop.cashier(), &nobody).await),
        ["refused-sale-customer"]
    );
    assert_eq!(on_hand(&shop, product).await, quantity("9"));
    for _ in 0..2 {
        set_limit(&shop.cx(), customer, money(30_000))
            .await
            .unwrap();
    }
    let first = on_account("2", 20_000);
    let sale = sell(&shop.cashier(), &first).await.unwrap();
    assert_eq!(sale.buyer_name, "A buyer");
    assert_eq!(sale.buyer_tax_pin.as_deref(), Some("A001234567Z"));
    assert_eq!(sell(&shop.cashier(), &first).await.unwrap(), sale);
    let outcome = sell(&shop.cashier(), &on_account("1.5", 15_000)).await;
    assert_eq!(reasons(outcome), ["refused-account-limit"]);
    assert_eq!(balances(&shop).await["1310"], 20_000);
    shop.check().await;
    // Half of it comes back: what is owed is less, and no cash leaves the drawer.
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!(owed(&shop, customer).await.unwrap().owed, money(10_000));
    shop.check().await;
    let paid = payment(12_000);
    for _ in 0..2 {
        let account = pay_account(&shop.cashier(), customer, &paid).await.unwrap();
        assert_eq!(account.owed, money(-2_000), "she has paid ahead");
    }
    let mut tx = shop.look().await;
    let file = customers::sheet::take_out(&mut tx).await.unwrap();
    drop(tx);
    assert!(file.trim_end().ends_with(",300.00,-20.00"), "{file}");
    let other = AccountPayment {
        amount: money(13_000),
        ..paid
    };
    let outcome = pay_account(&shop.cashier(), customer, &other).await;
    assert_eq!(reasons(outcome), ["refused-payment-other"]);
    let after = balances(&shop).await;
    assert_eq!((after["1310"], after["1110"]), (-2_000, 12_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn money_for_an_account_that_is_refused_or_sent_twice_at_once() {
    let shop = Shop::open("for-an-account").await;
    let other = shop.neighbour("another-account").await;
    let customer = customer(&shop).await;
    let elsewhere = pay_account(&other.cx(), customer, &payment(100)).await;
    assert_eq!(elsewhere, Err(Stop::NotFound));
    let limit = set_limit(&other.cx(), customer, money(100)).await;
    assert_eq!(limit, Err(Stop::NotFound));
    let cashier = set_limit(&shop.cashier(), customer, money(100)).await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let below = set_limit(&shop.cx(), customer, money(-1)).await;
    assert_eq!(reasons(below), ["refused-not-an-amount"]);
    for minor in [0, -100, i64::MAX] {
        let outcome = pay_account(&shop.cx(), customer, &payment(minor)).await;
        assert_eq!(reasons(outcome), ["refused-not-an-amount"]);
    }
    let unnamed = AccountPayment {
        tender: Tender::Mpesa,
        ..payment(100)
    };
    let outcome = pay_account(&shop.cx(), customer, &unnamed).await;
    assert_eq!(reasons(outcome), ["refused-receipt-needed"]);
    let circular = AccountPayment {
        tender: Tender::OnAccount,
        ..payment(100)
    };
    let outcome = pay_account(&shop.cx(), customer, &circular).await;
    assert_eq!(reasons(outcome), ["refused-tender-needed"]);
    let paid = AccountPayment {
        tender: Tender::Mpesa,
        reference: Some("sgl31ha2uv".to_owned()),
        ..payment(5_000)
    };
    let (a, b) = (shop.cx(), shop.cashier());
    let (one, two) = tokio::join!(
        pay_account(&a, customer, &paid),
        pay_account(&b, customer, &paid)
    );
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(owed(&shop, customer).await.unwrap().owed, money(-5_000));
    assert_eq!(balances(&shop).await["1140"], 5_000);
    shop.check().await;
}
