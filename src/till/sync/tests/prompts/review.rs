//! Prompts of a till that did not fit: counted, or set aside, by a manager.

use super::*;
use crate::staff::Role;
use crate::tests::browser::{fields, member};
use crate::till::prompts;
use crate::values::{Refusal, Stop};

#[tokio::test(flavor = "multi_thread")]
async fn another_amount_is_counted_by_a_manager_and_waits_for_its_sale() {
    let scene = Scene::open("prompt-counted").await;
    scene.asked().await;
    let heard = scene.hear("UAF4K7Q2ZX", "100").await;
    assert_eq!(heard, Ok(Heard::Applied(payments::State::Review)));
    let answer = scene.look().await;
    assert_eq!((answer.state.as_str(), answer.open), ("review", false));
    assert!(scene.held().await.is_empty());
    let shop = &scene.counter.shop;
    let page = format!("/b/{}/sales/flags", shop.slug);
    let mut manager = member(&scene.counter.service, shop, Role::Manager).await;
    let day = manager.get(&format!("/b/{}", shop.slug)).await;
    assert!(
        day.body.contains("1 M-Pesa payment at a till to settle"),
        "{day:?}"
    );
    let id = scene.attempt_id.to_string();
    let amount = format!("amounts[f{id}]");
    for (typed, said) in [
        ("a lot", "Write an amount"),
        ("100", "The money is counted"),
    ] {
        let form = fields(&[
            ("business", shop.slug.as_str()),
            ("attempt_id", id.as_str()),
            (amount.as_str(), typed),
        ]);
        let answer = manager.post("/api/till/count_prompt", &form).await;
        assert_eq!(answer.location, page, "{answer:?}");
        let shown = manager.get(&page).await;
        let was_refused = shown.body.contains("aria-invalid");
        assert_eq!(was_refused, typed == "a lot", "{shown:?}");
        if !was_refused {
            assert!(shown.body.contains(said), "{said}: {shown:?}");
        }
    }
    // Twice is once.
    prompts::count(&shop.cx(), scene.attempt_id, "100", "")
        .await
        .unwrap();
    assert_eq!(scene.held().await[0].amount, Money::from_minor(10_000));
    let tenders = vec![
        wire::Tender {
            amount_minor: 10_000,
            ..scene.by_prompt("UAF4K7Q2ZX")
        },
        tender("cash", TOTAL - 10_000),
    ];
    let sale = scene.sells(1, scene.sale_id, tender("cash", TOTAL));
    let sale = with(&sale, |sale| sale.tenders = tenders);
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Done);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_ours_is_set_aside_with_a_word() {
    let scene = Scene::open("prompt-aside").await;
    scene.asked().await;
    scene.hear("UAF4K7Q2ZX", "1").await.unwrap();
    let (cx, id) = (scene.counter.shop.cx(), scene.attempt_id);
    let silent = prompts::set_aside(&cx, id, " ").await;
    let required = Refusal::at("why", "refused-required");
    assert_eq!(silent, Err(Stop::Refused(vec![required])));
    let cashier = scene.counter.shop.cashier();
    let hers = prompts::set_aside(&cashier, id, "not ours").await;
    assert_eq!(hers, Err(Stop::Forbidden));
    for _ in 0..2 {
        // Twice is once.
        prompts::set_aside(&cx, id, "not on our statement")
            .await
            .unwrap();
    }
    let answer = scene.look().await;
    assert_eq!(answer.reason.as_deref(), Some("set-aside"));
    assert!(scene.held().await.is_empty());
    // An order's prompt is none of a till's.
    let none = prompts::set_aside(&cx, Uuid::now_v7(), "nothing").await;
    assert_eq!(none, Err(Stop::NotFound));
    scene.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_was_paid_twice_is_seen_to_and_the_second_money_goes_back() {
    let scene = Scene::open("prompt-twice").await;
    scene.paid("UAF4K7Q2ZX").await;
    let heard = scene.hear("UAF4K7Q2ZY", "116").await;
    assert_eq!(heard, Ok(Heard::Applied(payments::State::Review)));
    let shop = &scene.counter.shop;
    let page = format!("/b/{}/sales/flags", shop.slug);
    let mut manager = member(&scene.counter.service, shop, Role::Manager).await;
    let shown = manager.get(&page).await;
    assert!(shown.body.contains("paid twice"), "{shown:?}");
    let id = scene.attempt_id.to_string();
    let why = format!("whys[f{id}]");
    let form = fields(&[
        ("business", shop.slug.as_str()),
        ("attempt_id", id.as_str()),
        (why.as_str(), "both are on our statement"),
    ]);
    let answer = manager.post("/api/till/set_prompt_aside", &form).await;
    assert_eq!(answer.location, page, "{answer:?}");
    let shown = manager.get(&page).await;
    assert!(shown.body.contains("The prompt is set aside."), "{shown:?}");
    assert!(!shown.body.contains("paid twice"), "{shown:?}");
    let answer = scene.look().await;
    assert_eq!((answer.state.as_str(), answer.open), ("succeeded", false));
    // The first pays for its sale; the second waits to be paid back.
    assert_eq!(scene.held().await.len(), 2);
    let sale = scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZX"));
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Done);
    let held = scene.held().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].receipt.as_deref(), Some("UAF4K7Q2ZY"));
    let (cx, money) = (shop.cx(), held[0].payment_id);
    let back = prompts::pay_back(&cx, money, Uuid::now_v7(), payments::Tender::Cash, "").await;
    assert_eq!(back, Ok(()));
    assert!(scene.held().await.is_empty());
    shop.check().await;
}
