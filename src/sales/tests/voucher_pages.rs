//! The pages of vouchers, through the forms that stand on them.

use super::*;
use crate::sales::vouchers::{self, Voucher, code};
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};

async fn newest(shop: &Shop) -> Voucher {
    let mut tx = shop.look().await;
    let all = vouchers::list(&mut tx, "").await.unwrap();
    all.into_iter().next().unwrap()
}

/// How many vouchers are found by what is typed.
async fn found(shop: &Shop, typed: &str) -> usize {
    let mut tx = shop.look().await;
    vouchers::list(&mut tx, typed).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_sold_shown_and_made_void_by_its_forms() {
    let shop = Shop::open("voucher-pages").await;
    let service = serving(&shop);
    let list = format!("/b/{}/sales/vouchers", shop.slug);
    let mut cashier = member(&service, &shop, Role::Cashier).await;
    let ids = [Uuid::now_v7().to_string(), Uuid::now_v7().to_string()];
    let form = |amount: &str| {
        fields(&[
            ("business", shop.slug.as_str()),
            ("voucher_id", ids[0].as_str()),
            ("payment_id", ids[1].as_str()),
            ("tender", "cash"),
            ("amount", amount),
            ("note", "For Asha"),
        ])
    };
    let refused = cashier.post("/api/sales/sell_voucher", &form("much")).await;
    assert_eq!(refused.location, list);
    let body = cashier.get(&list).await.body;
    assert!(body.contains("value=\"much\""), "{body}");
    let page = format!("{list}/{}", ids[0]);
    for _ in 0..2 {
        let sold = cashier.post("/api/sales/sell_voucher", &form("250")).await;
        assert_eq!(sold.location, page);
    }
    let voucher = newest(&shop).await;
    assert_eq!(voucher.amount, money(25_000));
    let (whole, end) = (code::shown(&voucher.code), code::masked(&voucher.code));
    let body = cashier.get(&page).await.body;
    assert!(body.contains(&whole), "{body}");
    assert!(!body.contains("/api/sales/void_voucher"), "{body}");

    // Whoever could only spend it sees its end.
    let accountant = member(&service, &shop, Role::Accountant).await;
    for path in [&list, &page] {
        let body = accountant.get(path).await.body;
        assert!(body.contains(&end), "{path}: {body}");
        assert!(!body.contains(&whole) && !body.contains(&voucher.code));
    }
    // The whole code or its last four letters find it, and nothing that would lead from one to the other.
    for (typed, many) in [
        (whole.as_str(), 1),
        (&voucher.code[6..], 1),
        (&voucher.code[5..], 0),
    ] {
        assert_eq!(found(&shop, typed).await, many, "{typed}");
    }

    let mut manager = member(&service, &shop, Role::Manager).await;
    let body = manager.get(&page).await.body;
    assert!(body.contains("/api/sales/void_voucher") && body.contains(&whole));
    let back = Uuid::now_v7().to_string();
    let void = |reason: &str| {
        fields(&[
            ("business", shop.slug.as_str()),
            ("voucher_id", ids[0].as_str()),
            ("payment_id", back.as_str()),
            ("tender", "cash"),
            ("reason", reason),
        ])
    };
    for reason in ["", "He moved away"] {
        let answer = manager.post("/api/sales/void_voucher", &void(reason)).await;
        assert_eq!(answer.location, page);
    }
    let voucher = newest(&shop).await;
    assert_eq!(voucher.balance, Money::ZERO);
    assert_eq!(voucher.voided.unwrap().reason, "He moved away");
    let body = manager.get(&page).await.body;
    assert!(body.contains("He moved away") && !body.contains("/api/sales/void_voucher"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_vouchers_last_is_a_setting() {
    let shop = Shop::open("voucher-days").await;
    let list = format!("/b/{}/sales/vouchers", shop.slug);
    let mut manager = member(&serving(&shop), &shop, Role::Manager).await;
    let days = fields(&[("business", shop.slug.as_str()), ("days", "90")]);
    let kept = manager.post("/api/sales/keep_voucher_days", &days).await;
    assert_eq!(kept.location, list);
    let body = manager.get(&list).await.body;
    assert!(body.contains("value=\"90\""), "{body}");
}
