//! The money of a prompt: used once, by the sale that names it; what does not fit is looked at.

use super::*;
use crate::payments::Tender as By;
use crate::staff::Role;
use crate::tests::browser::{fields, member};
use crate::till::prompts;
use crate::values::{Refusal, Stop};

fn refused(key: &str) -> Result<(), Stop> {
    Err(Stop::Refused(vec![Refusal::of(key)]))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sales_at_the_same_instant_use_it_once() {
    let scene = Scene::open("prompt-two").await;
    scene.paid("UAF4K7Q2ZX").await;
    let one = [scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZX"))];
    let other = [scene.sells(2, Uuid::now_v7(), scene.by_prompt("UAF4K7Q2ZX"))];
    let (first, second) = tokio::join!(scene.counter.send(&one), scene.counter.send(&other));
    // The numbers of a till come one after the other; these may not have.
    let receipts = [first[0].flags.clone(), second[0].flags.clone()].concat();
    let receipts = receipts.iter().filter(|code| *code == "receipt").count();
    assert_eq!(receipts, 1, "{first:?} {second:?}");
    assert_eq!(scene.counter.documents().await, 2);
    assert!(scene.held().await.is_empty());
    scene.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_sale_twice_at_the_same_instant_is_one() {
    let scene = Scene::open("prompt-same").await;
    scene.paid("UAF4K7Q2ZX").await;
    let sale = [scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZX"))];
    let (first, second) = tokio::join!(scene.counter.send(&sale), scene.counter.send(&sale));
    let mut outcomes = [first[0].outcome, second[0].outcome];
    outcomes.sort_by_key(|outcome| *outcome != Outcome::Done);
    assert_eq!(outcomes, [Outcome::Done, Outcome::Again]);
    assert!(scene.counter.flags().await.is_empty());
    scene.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_recorded_and_looked_at() {
    let scene = Scene::open("prompt-unfit").await;
    let theirs = Counter::at(scene.counter.shop.neighbour("prompt-unfit-theirs").await).await;
    let theirs = Scene::at(theirs).await;
    theirs.paid("UAF4K7Q2ZA").await;
    scene.paid("UAF4K7Q2ZX").await;
    let own = scene.by_prompt("UAF4K7Q2ZX");
    // Another amount, another receipt, another business's, nobody's.
    let half = vec![
        wire::Tender {
            amount_minor: 5_000,
            ..own.clone()
        },
        tender("cash", TOTAL - 5_000),
    ];
    let other_receipt = wire::Tender {
        reference: "UAF4K7Q2ZY".to_owned(),
        ..own.clone()
    };
    let unknown = wire::Tender {
        payment_id: Uuid::now_v7(),
        ..theirs.by_prompt("")
    };
    let sale = |number: i64, how: wire::Tender| scene.sells(number, Uuid::now_v7(), how);
    let by_half = with(&sale(1, own.clone()), |sale| sale.tenders = half);
    for odd in [
        by_half,
        sale(2, other_receipt),
        sale(3, theirs.by_prompt("UAF4K7Q2ZA")),
        sale(4, unknown),
    ] {
        let settled = scene.counter.tell(&odd).await;
        assert_eq!(settled.flags, ["receipt"], "{settled:?}");
        let whole = scene.counter.recorded(odd.id).await;
        assert_eq!(whole.payments.iter().filter(|one| one.is_held).count(), 0);
        assert!(whole.payments.iter().all(|one| one.reference.is_none()));
    }
    assert_eq!(scene.held().await.len(), 1);
    assert_eq!(theirs.held().await.len(), 1);
    // It pays for its sale still; once more, by its id or by its receipt, it pays for nothing.
    let right = scene.sells(5, scene.sale_id, own.clone());
    assert_eq!(scene.counter.tell(&right).await.outcome, Outcome::Done);
    let typed = wire::Tender {
        payment_id: Uuid::now_v7(),
        ..own.clone()
    };
    for used in [sale(6, own), sale(7, typed)] {
        assert_eq!(scene.counter.tell(&used).await.flags, ["receipt"]);
    }
    scene.counter.shop.check().await;
    theirs.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_that_names_an_unpaid_prompt_keeps_no_money_out() {
    let scene = Scene::open("prompt-unpaid").await;
    scene.asked().await;
    let forged = scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZF"));
    assert_eq!(scene.counter.tell(&forged).await.flags, ["receipt"]);
    // That took the prompt's own id: its money comes under another.
    let heard = scene.hear("UAF4K7Q2ZX", "116").await;
    assert_eq!(heard, Ok(Heard::Applied(payments::State::Succeeded)));
    let held = scene.held().await;
    assert_eq!(held.len(), 1);
    assert_ne!(held[0].payment_id, scene.attempt_id);
    assert_eq!(scene.payments().await, 2);
    scene.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_typed_is_the_money_of_the_prompt() {
    // Typed before M-Pesa's word came: nothing comes twice.
    let before = Scene::open("prompt-typed-before").await;
    before.asked().await;
    let typed = |receipt: &str| wire::Tender {
        reference: receipt.to_owned(),
        ..tender("mpesa", TOTAL)
    };
    let sale = before.sells(1, before.sale_id, typed("UAF4K7Q2ZX"));
    assert_eq!(before.counter.tell(&sale).await.outcome, Outcome::Done);
    let heard = before.hear("UAF4K7Q2ZX", "116").await;
    assert_eq!(heard, Ok(Heard::Applied(payments::State::Succeeded)));
    assert!(before.held().await.is_empty());
    assert_eq!(before.payments().await, 1);
    before.counter.shop.check().await;
    // Typed after it: the sale uses up what is there.
    let after = Scene::open("prompt-typed-after").await;
    after.paid("UAF4K7Q2ZX").await;
    let sale = after.sells(1, Uuid::now_v7(), typed("uaf4k7q2zx"));
    assert_eq!(after.counter.tell(&sale).await.outcome, Outcome::Done);
    assert!(after.held().await.is_empty());
    assert_eq!(after.payments().await, 1);
    after.counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_comes_after_the_sale_was_paid_in_cash_is_paid_back_once() {
    let scene = Scene::open("prompt-late").await;
    scene.asked().await;
    scene
        .counter
        .change("update app.mpesa_attempt set state = 'unknown' where business_id = $1")
        .await;
    assert!(scene.give_up().await.given_up);
    let sale = scene.sells(1, scene.sale_id, tender("cash", TOTAL));
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Done);
    let heard = scene.hear("UAF4K7Q2ZX", "116").await;
    assert_eq!(heard, Ok(Heard::Applied(payments::State::Succeeded)));
    let held = scene.held().await;
    assert!(held.len() == 1 && held[0].is_given_up, "{held:?}");
    scene.counter.shop.check().await;
    let shop = &scene.counter.shop;
    let page = format!("/b/{}/sales/flags", shop.slug);
    let mut manager = member(&scene.counter.service, shop, Role::Manager).await;
    let shown = manager.get(&page).await;
    assert!(shown.body.contains("UAF4K7Q2ZX"), "{shown:?}");
    let (id, back_id) = (held[0].payment_id.to_string(), Uuid::now_v7().to_string());
    let (how, code) = (format!("tenders[f{id}]"), format!("codes[f{id}]"));
    let form = |reference: &str, back_id: &str| {
        fields(&[
            ("business", shop.slug.as_str()),
            ("payment_id", id.as_str()),
            ("back_id", back_id),
            (how.as_str(), "mpesa"),
            (code.as_str(), reference),
        ])
    };
    for (reference, said) in [
        ("", "Write the receipt or reference number"),
        ("UAF4K7REV1", "The refund is recorded."),
        ("UAF4K7REV1", "The refund is recorded."),
    ] {
        let answer = manager
            .post("/api/till/pay_back_prompt", &form(reference, &back_id))
            .await;
        assert_eq!(answer.location, page, "{answer:?}");
        let shown = manager.get(&page).await;
        assert!(shown.body.contains(said), "{said}: {shown:?}");
    }
    assert!(scene.held().await.is_empty());
    shop.check().await;
    let (cx, money) = (shop.cx(), held[0].payment_id);
    let twice = prompts::pay_back(&cx, money, Uuid::now_v7(), By::Cash, "").await;
    assert_eq!(twice, refused("refused-prompt-paid-back"));
    let cashier = prompts::pay_back(&shop.cashier(), money, Uuid::now_v7(), By::Cash, "").await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    // What was paid back pays for no sale.
    let late = scene.sells(2, Uuid::now_v7(), scene.by_prompt("UAF4K7Q2ZX"));
    assert_eq!(scene.counter.tell(&late).await.flags, ["receipt"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_and_a_pay_back_at_the_same_instant_are_one_of_them() {
    for round in 0..3 {
        let scene = Scene::open(&format!("prompt-race-{round}")).await;
        scene.paid("UAF4K7Q2ZX").await;
        let sale = [scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZX"))];
        let cx = scene.counter.shop.cx();
        let (told, back) = tokio::join!(
            scene.counter.send(&sale),
            prompts::pay_back(&cx, scene.attempt_id, Uuid::now_v7(), By::Cash, "")
        );
        let sold = told[0].outcome == Outcome::Done;
        assert!(sold || told[0].flags == ["receipt"], "{told:?}");
        let lost = refused("refused-prompt-sold");
        assert_eq!(back, if sold { lost } else { Ok(()) });
        scene.counter.shop.check().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_lets_the_money_go_once() {
    let scene = Scene::open("prompt-walls").await;
    scene.paid("UAF4K7Q2ZX").await;
    let sale = scene.sells(1, scene.sale_id, scene.by_prompt("UAF4K7Q2ZX"));
    assert_eq!(scene.counter.tell(&sale).await.outcome, Outcome::Done);
    let other = scene.sells(2, Uuid::now_v7(), tender("cash", TOTAL));
    scene.counter.tell(&other).await;
    // As a superuser, past every grant and policy: triggers and constraints alone.
    for (wrong, name) in [
        (
            "update app.payment set sale_id = (select sale_id from app.sale where number = 2)
              where tender = 'mpesa'",
            "payment_append_only",
        ),
        (
            "update app.payment set amount_minor = 1 where tender = 'mpesa'",
            "payment_append_only",
        ),
        (
            "insert into app.payment (business_id, payment_id, device_id, pays_back, direction,
                    tender, amount_minor, occurred_at, business_date)
             select business_id, gen_random_uuid(), device_id, payment_id, 'out', 'cash',
                    amount_minor, now(), current_date
               from app.payment where tender = 'mpesa'",
            "payment_goes_once",
        ),
        (
            "update app.mpesa_attempt set device_id = null, sale_id = null, member_id = null",
            "mpesa_attempt_for_one",
        ),
    ] {
        let done = sqlx::query(wrong)
            .execute(&mut scene.counter.shop.superuser().await)
            .await;
        let error = done.unwrap_err();
        let constraint = error.as_database_error().unwrap().constraint();
        assert_eq!(constraint, Some(name), "{error}");
    }
}
