//! Making tills and ending them, against the database.
#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::{
    CodeTyped, DeviceForm, Here, State, device, devices, enrol, enrol_by_code, make_code, rename,
    revoke, seen, unlock,
};
use crate::platform::secrets::{digest, new_token};
use crate::platform::{Cx, Door, Who, clock};
use crate::tests::support::Shop;
use crate::values::{Language, Refusal, Stop};

fn form(shop: &Shop) -> DeviceForm {
    DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        name: "Front counter".to_owned(),
        location_id: shop.location.to_string(),
    }
}

fn at(shop: &Shop, token: &str, member_id: Option<Uuid>) -> Cx {
    let token = digest(token);
    let door = Door::Device { token, member_id };
    Cx::new(shop.db(), door, clock::now(), Language::En)
}

/// Types a code in a browser that holds a token. Every browser asks from a place of its own.
async fn typed(shop: &Shop, code: &str, id: Uuid, token: &str) -> Result<Uuid, Stop> {
    let form = CodeTyped {
        device_id: id.to_string(),
        code: code.to_owned(),
    };
    let peer = Uuid::now_v7().to_string();
    enrol_by_code(shop.db(), &peer, &form, token, clock::now()).await
}

async fn series(shop: &Shop) -> Vec<String> {
    let mut tx = shop.look().await;
    let all = devices(&mut tx, &Here::default()).await.unwrap();
    all.into_iter().map(|device| device.series).collect()
}

fn no_code() -> Stop {
    Refusal::at("code", "refused-till-code").into()
}

fn revoked() -> Stop {
    Refusal::of("refused-till-revoked").into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_is_one_till() {
    let shop = Shop::open("till-once").await;
    let (ask, token) = (form(&shop), new_token());
    let id = enrol(&shop.cx(), &ask, &token).await.unwrap();
    assert_eq!(enrol(&shop.cx(), &ask, &token).await, Ok(id));
    // At once as well, and no number of a series is lost by it.
    let (other, another) = (form(&shop), new_token());
    let cx = shop.cx();
    let (one, two) = tokio::join!(enrol(&cx, &other, &another), enrol(&cx, &other, &another));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(series(&shop).await, ["T1", "T2"]);
    let third = enrol(&shop.cx(), &form(&shop), &new_token()).await;
    assert!(third.is_ok());
    assert_eq!(series(&shop).await, ["T1", "T2", "T3"]);
    // The same id from another browser is no till of hers.
    let elsewhere = enrol(&shop.cx(), &ask, &new_token()).await;
    let refused = Refusal::of("refused-till-elsewhere");
    assert_eq!(elsewhere, Err(refused.into()));
    // Nor does one token make two devices.
    let again = enrol(&shop.cx(), &form(&shop), &token).await;
    assert_eq!(again, Err(Refusal::of("refused-till-elsewhere").into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_comes_in_by_its_token_alone() {
    let shop = Shop::open("till-door").await;
    let token = new_token();
    let id = enrol(&shop.cx(), &form(&shop), &token).await.unwrap();
    let tx = at(&shop, &token, None).read().await.unwrap();
    let scope = tx.scope().clone();
    drop(tx);
    let here = scope.device.unwrap();
    assert_eq!((here.device_id, here.series.as_str()), (id, "T1"));
    assert_eq!((here.location_id, scope.who), (shop.location, Who::Device));
    let stranger = at(&shop, &new_token(), None).read().await.err();
    assert_eq!(stranger, Some(Stop::SignIn));
    // A member without a PIN takes no turn, whoever says so.
    let cashier = shop.cashier().read().await.unwrap().scope().member_id();
    let no_pin = at(&shop, &token, cashier).read().await.err();
    assert_eq!(no_pin, Some(Refusal::of("refused-no-pin").into()));
    let neighbour = shop.neighbour("till-next-door").await;
    let mut tx = neighbour.look().await;
    assert_eq!(
        device(&mut tx, id, &Here::default()).await,
        Err(Stop::NotFound)
    );
    drop(tx);
    assert_eq!(
        revoke(&neighbour.cx(), id, &Here::default(), true).await,
        Err(Stop::NotFound)
    );

    seen(&at(&shop, &token, None)).await.unwrap();
    let mut tx = shop.look().await;
    let here = Here {
        token: Some(digest(&token)),
        unsent: 3,
    };
    let found = device(&mut tx, id, &here).await.unwrap();
    assert!(found.last_seen_at.is_some() && found.is_this);
    assert_eq!(found.unsynced, 3);
    assert!(!device(&mut tx, id, &Here::default()).await.unwrap().is_this);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_makes_one_till_whoever_is_faster() {
    let shop = Shop::open("till-code").await;
    let ask = form(&shop);
    let made = make_code(&shop.cx(), &ask).await.unwrap();
    let code = made.code.unwrap();
    assert_eq!(make_code(&shop.cx(), &ask).await.unwrap().code, None);
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let (hers, his) = (new_token(), new_token());
    let small = code.to_lowercase();
    let (first, second) = tokio::join!(
        typed(&shop, &code, one, &hers),
        typed(&shop, &small, two, &his)
    );
    let refused = [&first, &second].into_iter().filter(|it| it.is_err());
    assert_eq!(refused.count(), 1, "{first:?} {second:?}");
    assert_eq!(series(&shop).await, ["T1"]);
    let (id, token, late) = match (first, second) {
        (Ok(id), Err(late)) => (id, &hers, late),
        (Err(late), Ok(id)) => (id, &his, late),
        both => panic!("{both:?}"),
    };
    assert_eq!(late, no_code());
    // Whose answer was lost asks again, and is let in.
    assert_eq!(typed(&shop, &code, id, token).await, Ok(id));
    assert!(at(&shop, token, None).read().await.is_ok());
    assert_eq!(series(&shop).await, ["T1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_worth_nothing_after_ten_minutes_or_without_its_maker() {
    let shop = Shop::open("till-over").await;
    let id = Uuid::now_v7();
    assert_eq!(typed(&shop, "ABCD-EFGH", id, "t").await, Err(no_code()));
    assert_eq!(typed(&shop, "anything", id, "t").await, Err(no_code()));
    let made = make_code(&shop.cx(), &form(&shop)).await.unwrap();
    let mut superuser = shop.superuser().await;
    sqlx::query(
        "update app.device_code set made_at = made_at - interval '10 minutes',
                expires_at = expires_at - interval '10 minutes' where code_id = $1",
    )
    .bind(made.code_id)
    .execute(&mut superuser)
    .await
    .unwrap();
    let late = typed(&shop, &made.code.unwrap(), id, "t").await;
    assert_eq!(late, Err(no_code()));

    let manager = shop.member(&shop.hire("manager").await);
    let code = make_code(&manager, &form(&shop)).await.unwrap().code;
    let her = manager.read().await.unwrap().scope().member_id();
    crate::staff::change_role(&shop.cx(), her.unwrap(), "cashier")
        .await
        .unwrap();
    let without = typed(&shop, &code.unwrap(), id, "t").await;
    assert_eq!(without, Err(no_code()));
    assert!(series(&shop).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_guessed_at_leisure() {
    let shop = Shop::open("till-guess").await;
    let form = CodeTyped {
        device_id: Uuid::now_v7().to_string(),
        code: "ABCDEFGH".to_owned(),
    };
    let mut stopped = 0;
    for _ in 0..25 {
        match enrol_by_code(shop.db(), "a guesser", &form, "t", clock::now()).await {
            Err(Stop::SlowDown(_)) => stopped += 1,
            other => assert_eq!(other, Err(no_code())),
        }
    }
    assert_eq!(stopped, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_revoked_is_out_with_her_next_request() {
    let shop = Shop::open("till-end").await;
    let (ask, token) = (form(&shop), new_token());
    let id = enrol(&shop.cx(), &ask, &token).await.unwrap();
    for _ in 0..2 {
        let name = revoke(&shop.cx(), id, &Here::default(), false).await;
        assert_eq!(name.as_deref(), Ok("Front counter"));
        let turned_away = at(&shop, &token, None).read().await.err();
        assert_eq!(turned_away, Some(revoked()));
        assert_eq!(seen(&at(&shop, &token, None)).await, Err(revoked()));
    }
    assert_eq!(enrol(&shop.cx(), &ask, &token).await, Err(revoked()));
    // Its series stays its own.
    enrol(&shop.cx(), &form(&shop), &new_token()).await.unwrap();
    let mut tx = shop.look().await;
    let all = devices(&mut tx, &Here::default()).await.unwrap();
    let said: Vec<_> = all
        .iter()
        .map(|it| (it.series.as_str(), it.state()))
        .collect();
    assert_eq!(said, [("T2", State::Working), ("T1", State::Revoked)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_has_something_to_send_is_ended_where_it_is_lost() {
    let shop = Shop::open("till-end-unsent").await;
    let token = new_token();
    let id = enrol(&shop.cx(), &form(&shop), &token).await.unwrap();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query("update app.device set unsynced = 2 where business_id = $1")
        .bind(tx.business())
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let refused = |count: i32| {
        let refusal = Refusal::at("give_up", "refused-till-unsynced");
        Err(Stop::from(refusal.with("count", count)))
    };
    let kept = revoke(&shop.cx(), id, &Here::default(), false).await;
    assert_eq!(kept, refused(2));
    // It had no network to say more; whose browser it is says so, and nobody else's.
    let mut here = Here {
        token: Some(digest(&token)),
        unsent: 5,
    };
    assert_eq!(revoke(&shop.cx(), id, &here, false).await, refused(5));
    here.token = Some(digest(&new_token()));
    assert_eq!(revoke(&shop.cx(), id, &here, false).await, refused(2));
    for gives_up in [true, false] {
        let name = revoke(&shop.cx(), id, &Here::default(), gives_up).await;
        assert_eq!(name.as_deref(), Ok("Front counter"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_keeps_tills_does() {
    let shop = Shop::open("till-powers").await;
    let manager = shop.member(&shop.hire("manager").await);
    let id = enrol(&manager, &form(&shop), &new_token()).await.unwrap();
    assert_eq!(
        rename(&manager, id, " Back  door ").await.as_deref(),
        Ok("Back door")
    );
    let accountant = shop.member(&shop.hire("accountant").await);
    let forbidden = Stop::Forbidden;
    for cx in [&shop.cashier(), &accountant] {
        let mine = enrol(cx, &form(&shop), &new_token()).await;
        assert_eq!(mine, Err(forbidden.clone()));
        let code = make_code(cx, &form(&shop)).await;
        assert_eq!(code, Err(forbidden.clone()));
        assert_eq!(rename(cx, id, "Mine").await, Err(forbidden.clone()));
        assert_eq!(
            revoke(cx, id, &Here::default(), true).await,
            Err(forbidden.clone())
        );
        assert_eq!(unlock(cx, id).await, Err(forbidden.clone()));
    }
    let mut elsewhere = form(&shop);
    elsewhere.location_id = Uuid::now_v7().to_string();
    let refused = Refusal::at("location_id", "refused-till-place");
    let nowhere = enrol(&manager, &elsewhere, &new_token()).await;
    assert_eq!(nowhere, Err(refused.into()));
}
