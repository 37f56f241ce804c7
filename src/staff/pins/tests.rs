//! Setting PINs and typing them, against the database.
#![allow(clippy::unwrap_used)]

use chrono::TimeDelta;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{PinForm, check, set_pin, verify};
use crate::platform::secrets::digest;
use crate::platform::{Cx, Door, clock};
use crate::staff::devices::{self, DeviceForm};
use crate::tests::support::Shop;
use crate::values::{Language, Refusal, Stop};

const PIN: &str = "2580";
const TOKEN: &str = "the token of a till";

fn form(pin: &str) -> PinForm {
    PinForm {
        pin: pin.to_owned(),
        again: pin.to_owned(),
    }
}

async fn me(cx: &Cx) -> Uuid {
    cx.read().await.unwrap().scope().member_id().unwrap()
}

/// Somebody new with that role, and a PIN that the owner set.
async fn hired(shop: &Shop, role: &str) -> (Cx, Uuid) {
    let cx = shop.member(&shop.hire(role).await);
    let id = me(&cx).await;
    set_pin(&shop.cx(), id, &form(PIN)).await.unwrap();
    (cx, id)
}

/// Makes a till; its id.
async fn till(shop: &Shop) -> Uuid {
    let ask = DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        name: "Front counter".to_owned(),
        location_id: shop.location.to_string(),
    };
    devices::enrol(&shop.cx(), &ask, TOKEN).await.unwrap()
}

/// The till, so many minutes from now, and at it whose turn it is said to be.
fn at(shop: &Shop, minutes: i64, member_id: Option<Uuid>) -> Cx {
    let token = digest(TOKEN);
    let door = Door::Device { token, member_id };
    let now = clock::now() + TimeDelta::minutes(minutes);
    Cx::new(shop.db(), door, now, Language::En)
}

async fn turn(shop: &Shop, device_id: Uuid) -> Option<String> {
    let mut superuser = shop.superuser().await;
    let text = format!(
        "select m.name from app.at_till t
           join app.member m on m.business_id = t.business_id and m.member_id = t.member_id
          where t.device_id = '{device_id}' and m.retired_at is null"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(text))
        .fetch_optional(&mut superuser)
        .await
        .unwrap()
}

fn key(refused: Result<super::Verified, Stop>) -> String {
    match refused {
        Err(Stop::Refused(refusals)) => refusals[0].key.clone(),
        other => panic!("{other:?}"),
    }
}

async fn count(shop: &Shop, what: &str) -> i64 {
    let mut superuser = shop.superuser().await;
    sqlx::query_scalar(sqlx::AssertSqlSafe(what.to_owned()))
        .fetch_one(&mut superuser)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn members_take_turns() {
    let shop = Shop::open("pin-turns").await;
    let device_id = till(&shop).await;
    // Two may have the same: each picks her name first.
    let ((_, one), (_, two)) = (hired(&shop, "cashier").await, hired(&shop, "manager").await);
    let cx = at(&shop, 0, None);
    assert_eq!(turn(&shop, device_id).await, None);
    let her = verify(&cx, one, PIN).await.unwrap();
    assert_eq!((her.member_id, her.role.code()), (one, "cashier"));
    assert_eq!(turn(&shop, device_id).await, Some(her.name));
    let his = verify(&cx, two, " 2580 ").await.unwrap();
    assert_eq!(his.role.code(), "manager");
    assert_eq!(turn(&shop, device_id).await, Some(his.name));
    // Who only lets something through takes no turn; a wrong one counts all the same.
    let turn_before = turn(&shop, device_id).await;
    assert_eq!(key(check(&cx, one, "1357").await), "refused-pin-wrong");
    assert_eq!(count(&shop, "select sum(wrong) from app.pin_try").await, 1);
    assert_eq!(check(&cx, one, PIN).await.unwrap().member_id, one);
    assert_eq!(turn(&shop, device_id).await, turn_before);
    assert_eq!(count(&shop, "select sum(wrong) from app.pin_try").await, 0);

    // What she then does is hers, and known to be of that till.
    let tx = at(&shop, 0, Some(one)).read().await.unwrap();
    assert_eq!(tx.scope().member_id(), Some(one));
    assert_eq!(tx.scope().device.as_ref().unwrap().device_id, device_id);
    drop(tx);
    // Who left has no turn any more, nor has one of next door.
    verify(&cx, one, PIN).await.unwrap();
    crate::staff::remove(&shop.cx(), one).await.unwrap();
    assert_eq!(turn(&shop, device_id).await, None);
    assert_eq!(verify(&cx, one, PIN).await, Err(Stop::NotFound));
    assert!(at(&shop, 0, Some(one)).read().await.is_err());
    let neighbour = shop.neighbour("pin-next-door").await;
    let (_, theirs) = hired(&neighbour, "cashier").await;
    assert_eq!(verify(&cx, theirs, PIN).await, Err(Stop::NotFound));
    // Nowhere but at a till.
    assert_eq!(verify(&shop.cx(), two, PIN).await, Err(Stop::Forbidden));
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_ones_lock_her_out_there_for_fifteen_minutes() {
    let shop = Shop::open("pin-lock").await;
    till(&shop).await;
    let ((_, one), (_, two)) = (hired(&shop, "cashier").await, hired(&shop, "cashier").await);
    let cx = at(&shop, 0, None);
    // What is no PIN is none of the five.
    assert_eq!(key(verify(&cx, one, "").await), "refused-pin-figures");
    for left in (1..5).rev() {
        let wrong = Refusal::at("pin", "refused-pin-wrong").with("left", left);
        assert_eq!(verify(&cx, one, "1357").await, Err(wrong.into()));
    }
    let until = {
        let tx = shop.look().await;
        let at = cx.now + TimeDelta::minutes(15);
        tx.scope().calendar.local(at).format("%H:%M").to_string()
    };
    let locked = Refusal::at("pin", "refused-pin-locked").with("until", until);
    for pin in ["1357", PIN] {
        assert_eq!(verify(&cx, one, pin).await, Err(locked.clone().into()));
    }
    let lines = "select count(*) from app.audit where act = 'pin.lock' and actor_kind = 'device'";
    assert_eq!(count(&shop, lines).await, 1);
    // Nobody else is, and she is not after that time.
    verify(&cx, two, PIN).await.unwrap();
    let still = verify(&at(&shop, 10, None), one, PIN).await;
    assert_eq!(key(still), "refused-pin-locked");
    verify(&at(&shop, 16, None), one, PIN).await.unwrap();
    // A right one forgives the slips before it.
    let wrong = verify(&cx, one, "1357").await;
    assert_eq!(key(wrong), "refused-pin-wrong");
    verify(&cx, one, PIN).await.unwrap();
    assert_eq!(count(&shop, "select sum(wrong) from app.pin_try").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_thousand_guesses_at_once_five_are_looked_at() {
    let shop = Shop::open("pin-thousand").await;
    till(&shop).await;
    let (_, her) = hired(&shop, "cashier").await;
    let mut guesses = JoinSet::new();
    for guess in 0..1_000 {
        let cx = at(&shop, 0, None);
        guesses.spawn(async move { verify(&cx, her, &format!("{guess:04}")).await });
    }
    while let Some(answer) = guesses.join_next().await {
        assert!(answer.unwrap().is_err());
    }
    // Counted before they were looked at: had a sixth been, it would stand here.
    assert_eq!(
        count(&shop, "select wrong::bigint from app.pin_try").await,
        5
    );
    assert_eq!(
        count(&shop, "select wrong::bigint from app.device_guard").await,
        5
    );
    let right = verify(&at(&shop, 0, None), her, PIN).await;
    assert_eq!(key(right), "refused-pin-locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_twentieth_locks_the_till_until_a_manager_unlocks_it() {
    let shop = Shop::open("pin-device").await;
    let device_id = till(&shop).await;
    let ((_, one), (manager, two)) = (hired(&shop, "cashier").await, hired(&shop, "manager").await);
    let cx = at(&shop, 0, None);
    assert_eq!(key(verify(&cx, one, "1357").await), "refused-pin-wrong");
    sqlx::query("update app.device_guard set wrong = 19")
        .execute(&mut shop.superuser().await)
        .await
        .unwrap();
    // A right one is no wrong one, though it was counted first.
    verify(&cx, two, PIN).await.unwrap();
    assert_eq!(key(verify(&cx, two, "1357").await), "refused-till-locked");
    for minutes in [0, 16, 60 * 24 * 7] {
        let right = verify(&at(&shop, minutes, None), one, PIN).await;
        assert_eq!(key(right), "refused-till-locked");
    }
    let lines = "select count(*) from app.audit where act = 'device.lock'";
    assert_eq!(count(&shop, lines).await, 1);
    let name = devices::unlock(&manager, device_id).await;
    assert_eq!(name.as_deref(), Ok("Front counter"));
    verify(&cx, one, PIN).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_is_set_anew_while_the_old_one_is_looked_at_gives_no_turn() {
    let shop = Shop::open("pin-anew").await;
    let device_id = till(&shop).await;
    let (_, her) = hired(&shop, "cashier").await;
    let cx = at(&shop, 0, None);
    let counted = super::verify::count(&cx, her).await.unwrap();
    set_pin(&shop.cx(), her, &form("9517")).await.unwrap();
    let old = super::verify::was_right(&cx, &counted, super::verify::Then::TakesTurn).await;
    assert_eq!(old, Ok(false));
    assert_eq!(turn(&shop, device_id).await, None);
    verify(&cx, her, "9517").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_set_whose() {
    let shop = Shop::open("pin-set").await;
    let device_id = till(&shop).await;
    let owner = me(&shop.cx()).await;
    let (cashier, one) = hired(&shop, "cashier").await;
    let (manager, two) = hired(&shop, "manager").await;
    let accountant = shop.member(&shop.hire("accountant").await);
    let keeper = me(&accountant).await;
    let new = form("9517");
    for (cx, whose, may) in [
        (&cashier, one, true),
        (&cashier, two, false),
        (&manager, one, true),
        (&manager, two, true),
        (&manager, owner, false),
        (&manager, keeper, false),
        (&accountant, keeper, true),
        (&accountant, one, false),
    ] {
        let set = set_pin(cx, whose, &new).await;
        let expected = if may { Ok(()) } else { Err(Stop::Forbidden) };
        assert_eq!(set.map(|_| ()), expected, "{whose}");
    }
    let trivial = set_pin(&cashier, one, &form("1234")).await;
    let refused = Refusal::at("pin", "refused-pin-trivial");
    assert_eq!(trivial, Err(refused.into()));
    // Set anew, it is to be typed anew, and she is locked out no more.
    let cx = at(&shop, 0, None);
    verify(&cx, one, "9517").await.unwrap();
    for _ in 0..5 {
        assert!(verify(&cx, one, "1357").await.is_err());
    }
    set_pin(&manager, one, &form(PIN)).await.unwrap();
    assert_eq!(turn(&shop, device_id).await, None);
    verify(&cx, one, PIN).await.unwrap();
    // No PIN stands anywhere as it was typed.
    let plain = "select count(*) from app.member_pin where pin_hash not like '$argon2id$v=19$%'";
    assert_eq!(count(&shop, plain).await, 0);
}
