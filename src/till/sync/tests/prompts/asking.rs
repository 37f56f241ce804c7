//! Asking: once, by who may, for what can be asked for, and not without end.

use super::*;
use crate::payments::{AtTill, PaysFor};
use crate::platform::limits;
use crate::values::{Language, Phone};

#[tokio::test(flavor = "multi_thread")]
async fn asking_twice_is_asking_once_also_at_the_same_instant() {
    let scene = Scene::open("prompt-once").await;
    let ask = scene.asks();
    let (first, second) = tokio::join!(scene.ask(&ask), scene.ask(&ask));
    assert_eq!((first.state.as_str(), &first), ("created", &second));
    let other = PromptAsk {
        amount_minor: TOTAL + 100,
        ..ask.clone()
    };
    assert_eq!(refusal(&scene.ask(&other).await), "refused-prompt-other");
    let second = PromptAsk {
        attempt_id: Uuid::now_v7(),
        phone: "0712345679".to_owned(),
        ..ask.clone()
    };
    assert_eq!(refusal(&scene.ask(&second).await), "refused-prompt-open");
    let busy = PromptAsk {
        attempt_id: Uuid::now_v7(),
        sale_id: Uuid::now_v7(),
        ..ask.clone()
    };
    assert_eq!(refusal(&scene.ask(&busy).await), "refused-phone-busy");
    // One that was not sent is not sent any more; then the sale is free.
    let given_up = scene.give_up().await;
    assert_eq!(
        (given_up.state.as_str(), given_up.open),
        ("rejected", false)
    );
    assert_eq!(scene.give_up().await, given_up);
    assert_eq!(scene.ask(&second).await.state, "created");
    let mut tx = scene.counter.shop.look().await;
    let all: i64 =
        sqlx::query_scalar("select count(*) from app.mpesa_attempt where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    assert_eq!(all, 2);
}

/// A phone has one open prompt, and so has a sale: the very same one that comes twice must meet neither.
#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_is_asked_for_twice_at_one_instant_is_never_refused() {
    let scene = Scene::open("prompt-twice").await;
    let ask = async |attempt_id: Uuid, at: AtTill, phone: &Phone| {
        let mut tx = scene.counter.shop.cx().begin().await?;
        let due = Money::from_minor(TOTAL);
        payments::ask(&mut tx, attempt_id, PaysFor::Till(at), phone, due, "T1").await?;
        tx.commit().await
    };
    for round in 10..40 {
        let at = AtTill {
            device_id: scene.counter.device_id,
            sale_id: Uuid::now_v7(),
            member_id: scene.counter.cashier,
        };
        let phone = Phone::parse(&format!("07123456{round}"), "KE").unwrap();
        let id = Uuid::now_v7();
        let (one, two) = tokio::join!(ask(id, at, &phone), ask(id, at, &phone));
        assert!(one.is_ok() && two.is_ok(), "round {round}: {one:?} {two:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_on_the_phone_is_left_and_its_sale_asked_for_again() {
    let scene = Scene::open("prompt-left").await;
    scene.asked().await;
    scene
        .counter
        .change("update app.mpesa_attempt set state = 'pending' where business_id = $1")
        .await;
    let left = scene.give_up().await;
    assert_eq!((left.state.as_str(), left.open), ("pending", true));
    assert!(
        left.given_up && left.words.contains("no longer wait"),
        "{left:?}"
    );
    let second = PromptAsk {
        attempt_id: Uuid::now_v7(),
        ..scene.asks()
    };
    assert_eq!(refusal(&scene.ask(&second).await), "refused-phone-busy");
    let elsewhere = PromptAsk {
        phone: "0712345679".to_owned(),
        ..second
    };
    assert_eq!(scene.ask(&elsewhere).await.state, "created");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_for_is_refused_in_words() {
    let mut scene = Scene::open("prompt-bad").await;
    let ask = scene.asks();
    let with = |change: fn(&mut PromptAsk)| {
        let mut changed = ask.clone();
        change(&mut changed);
        changed
    };
    for (ask, key) in [
        (
            with(|ask| ask.phone = "12".to_owned()),
            "refused-not-a-phone",
        ),
        (
            with(|ask| ask.phone = "+255712345678".to_owned()),
            "refused-mpesa-phone",
        ),
        (with(|ask| ask.amount_minor = -100), "refused-mpesa-amount"),
        (with(|ask| ask.amount_minor = 150), "refused-mpesa-amount"),
        (
            with(|ask| ask.amount_minor = i64::MAX - 7),
            "refused-mpesa-too-much",
        ),
        (with(|ask| ask.member_id = Uuid::now_v7()), "refused-no-pin"),
    ] {
        assert_eq!(refusal(&scene.ask(&ask).await), key, "{ask:?}");
    }
    for language in Language::ALL {
        scene.counter.browser.speaks(language);
        scene.attempt_id = Uuid::now_v7();
        assert_eq!(refusal(&scene.look().await), "refused-not-found");
        assert_eq!(refusal(&scene.give_up().await), "refused-not-found");
    }
    let path = format!("{}/no-id", wire::PROMPT);
    let none = scene.send(&path, None).await;
    assert_eq!(refusal(&none), "refused-not-found");
    for body in [json!({}), json!(7), json!({ "attempt_id": "x" })] {
        let answer = scene.answer(wire::PROMPT, Some(body)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
    // Without the header that only our own script can send, and from a browser that is no till.
    let body = serde_json::to_string(&ask).unwrap();
    let request = Request::post(wire::PROMPT).header(header::CONTENT_TYPE, "application/json");
    let forged = request.body(Sent::from(body.clone())).unwrap();
    let forged = scene.counter.browser.send(forged).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let stranger = Browser::new(&scene.counter.service, "10.0.0.4");
    let request = Request::post(wire::PROMPT).header(wire::HEADER, "1");
    let answer = stranger.send(request.body(Sent::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_knows_whether_m_pesa_can_be_asked() {
    let scene = Scene::open("prompt-off").await;
    let all = scene.counter.ask("").await;
    assert!(all.settings.unwrap().prompts);
    scene
        .counter
        .change("update app.mpesa_account set kind = 'till', till_number = '300111' where business_id = $1")
        .await;
    let of_till = scene.counter.ask(&all.cursor).await.settings.unwrap();
    assert_eq!(of_till.mpesa_till.as_deref(), Some("300111"));
    assert_eq!(of_till.mpesa_paybill, None);
    scene
        .counter
        .change("update app.mpesa_account set kind = 'paybill', till_number = null, short_code = '600222' where business_id = $1")
        .await;
    let of_paybill = scene.counter.ask(&all.cursor).await.settings.unwrap();
    assert_eq!(of_paybill.mpesa_till, None);
    assert_eq!(of_paybill.mpesa_paybill.as_deref(), Some("600222"));
    scene
        .counter
        .change("delete from app.mpesa_account where business_id = $1")
        .await;
    let later = scene.counter.ask(&all.cursor).await.settings.unwrap();
    assert!(!later.prompts && later.mpesa_paybill.is_none());
    let answer = scene.ask(&scene.asks()).await;
    assert_eq!(refusal(&answer), "refused-mpesa-off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_sees_its_own_prompts_only() {
    let scene = Scene::open("prompt-own").await;
    scene.asked().await;
    let other_till = till(&scene.counter.shop, scene.counter.shop.location).await;
    let neighbour =
        Scene::at(Counter::at(scene.counter.shop.neighbour("prompt-theirs").await).await);
    let neighbour = neighbour.await;
    let path = format!("{}/{}", wire::PROMPT, scene.attempt_id);
    for browser in [
        browser_of(&scene.counter.service, other_till),
        neighbour.counter.browser.clone(),
    ] {
        let request = Request::get(&path).header(wire::HEADER, "1");
        let answer = browser.send(request.body(Sent::empty()).unwrap()).await;
        let answer: PromptAnswer = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(refusal(&answer), "refused-not-found");
    }
    // Nor does another business's cashier stand here, and the same id there is another prompt.
    let hers = PromptAsk {
        attempt_id: Uuid::now_v7(),
        member_id: neighbour.counter.cashier,
        ..scene.asks()
    };
    assert_eq!(refusal(&scene.ask(&hers).await), "refused-no-pin");
    let same_id = PromptAsk {
        member_id: neighbour.counter.cashier,
        phone: "0712345670".to_owned(),
        ..scene.asks()
    };
    assert_eq!(neighbour.ask(&same_id).await.state, "created");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_asks_without_end_is_told_to_wait() {
    let scene = Scene::open("prompt-limit").await;
    scene.asked().await;
    let db = scene.counter.shop.db();
    let business = scene.counter.shop.look().await.business();
    let key = format!("{business}\n{}", scene.counter.device_id);
    while db
        .limit(&limits::PROMPT_TILL, &key, clock::now())
        .await
        .is_ok()
    {}
    let more = PromptAsk {
        attempt_id: Uuid::now_v7(),
        sale_id: Uuid::now_v7(),
        phone: "0712345671".to_owned(),
        ..scene.asks()
    };
    assert_eq!(refusal(&scene.ask(&more).await), "refused-slow-down");
    // What was asked for already is not counted.
    assert_eq!(scene.ask(&scene.asks()).await.state, "created");
    scene.counter.shop.check().await;
}
