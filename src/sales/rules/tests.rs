//! The rules of selling, against a real PostgreSQL, and their page.

use super::*;
use crate::staff::Role;
use crate::tests::browser::{fields, member, serving};
use crate::tests::support::Shop;
use crate::values::Stop;

fn form(cashier: &str, manager: &str, cash: &str) -> RulesForm {
    RulesForm {
        cashier: cashier.to_owned(),
        manager: manager.to_owned(),
        cash: cash.to_owned(),
        tips: String::new(),
    }
}

/// What a cashier and a manager may give away, in basis points, and the smallest coin.
async fn kept(shop: &Shop) -> (u32, u32, i64) {
    let mut tx = shop.look().await;
    let kept = rules(&mut tx).await.unwrap();
    (
        kept.limits.cashier.basis_points(),
        kept.limits.manager.basis_points(),
        kept.rounding.cash.minor(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sets_them_and_a_manager_not_her_own() {
    let shop = Shop::open("selling-rules").await;
    assert_eq!(kept(&shop).await, (1_000, 10_000, 0));
    for _ in 0..2 {
        keep(&shop.cx(), &form("7,5 %", "40", "5")).await.unwrap();
    }
    assert_eq!(kept(&shop).await, (750, 4_000, 500));
    let manager = shop.member(&shop.hire("manager").await);
    let raised = keep(&manager, &form("7.5", "100", "5")).await;
    assert_eq!(raised, Err(Stop::Forbidden));
    keep(&manager, &form("0", "", "")).await.unwrap();
    assert_eq!(kept(&shop).await, (0, 4_000, 0));
    let cashier = keep(&shop.cashier(), &form("100", "", "")).await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let Err(Stop::Refused(refusals)) = keep(&shop.cx(), &form("", "101", "-5")).await else {
        panic!("kept what is no rule");
    };
    let wrong: Vec<_> = refusals.iter().map(|one| one.field.as_deref()).collect();
    assert_eq!(wrong, [Some("cashier"), Some("manager"), Some("cash")]);
    assert_eq!(kept(&shop).await, (0, 4_000, 0));
    let tips = RulesForm {
        tips: "true".to_owned(),
        ..form("0", "", "")
    };
    for (asked, takes_tips) in [(&tips, true), (&form("0", "", ""), false)] {
        keep(&shop.cx(), asked).await.unwrap();
        let mut tx = shop.look().await;
        assert_eq!(rules(&mut tx).await.unwrap().takes_tips, takes_tips);
    }
    // A neighbour's are her own.
    let neighbour = shop.neighbour("selling-neighbour").await;
    assert_eq!(kept(&neighbour).await, (1_000, 10_000, 0));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_what_is_kept_and_what_was_typed_wrong() {
    let shop = Shop::open("selling-page").await;
    let service = serving(&shop);
    let page = format!("/b/{}/settings/selling", shop.slug);
    let mut owner = member(&service, &shop, Role::Owner).await;
    for (typed, shown) in [("12.5", "value=\"12.5\""), ("many", "value=\"many\"")] {
        let mut form = fields(&[("form[cashier]", typed), ("form[manager]", "50")]);
        form.push(("business".to_owned(), shop.slug.clone()));
        let answer = owner.post("/api/sales/keep_selling_rules", &form).await;
        assert_eq!(answer.location, page);
        let body = owner.get(&page).await.body;
        assert!(body.contains(shown), "{shown}: {body}");
    }
    assert_eq!(kept(&shop).await, (1_250, 5_000, 0));
    // A manager reads her own limit, and is not asked for it.
    let manager = member(&service, &shop, Role::Manager).await;
    let body = manager.get(&page).await.body;
    assert!(
        body.contains("50 %") && !body.contains("form[manager]"),
        "{body}"
    );
}
