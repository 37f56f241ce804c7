//! Inviting, coming in, changing roles and leaving, against the database.

use uuid::Uuid;

use crate::platform::{BusinessTx, Cx, Database};
use crate::staff::{
    InvitationForm, Invited, Standing, accept, change_role, invite, invite_again, leave, look,
    members, remove, revoke, store,
};
use crate::tests::support::Shop;
use crate::tests::waiting::until_waiting;
use crate::values::{Refusal, Stop};

fn form(identity: &str, role: &str) -> InvitationForm {
    InvitationForm {
        invitation_id: Uuid::now_v7().to_string(),
        identity: identity.to_owned(),
        role: role.to_owned(),
    }
}

fn refused(key: &str) -> Stop {
    Refusal::of(key).into()
}

async fn invited(shop: &Shop, identity: &str, role: &str) -> (Invited, String) {
    let made = invite(&shop.cx(), &form(identity, role)).await.unwrap();
    let token = made.token.clone().unwrap();
    (made, token)
}

async fn standing(db: &Database, token: &str) -> Standing {
    look(db, token, None).await.unwrap().unwrap().standing
}

async fn come_in(shop: &Shop, session: &[u8], token: &str) -> Result<bool, Stop> {
    let now = crate::platform::clock::now();
    let joined = accept(shop.db(), session, token, now).await?;
    assert_eq!(joined.slug, shop.slug);
    Ok(joined.is_new)
}

async fn me(cx: &Cx) -> Uuid {
    let tx: BusinessTx = cx.read().await.unwrap();
    tx.scope().member_id().unwrap()
}

async fn owners(shop: &Shop) -> i64 {
    let mut tx = shop.superuser().await;
    sqlx::query_scalar(
        "select count(*) from app.member m join app.business b using (business_id)
          where b.slug = $1 and m.role = 'owner' and m.retired_at is null",
    )
    .bind(&shop.slug)
    .fetch_one(&mut tx)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_takes_one_person_in_once() {
    let shop = Shop::open("people-join").await;
    let her = shop.stranger("0740 000 001").await;
    let other = shop.stranger("0740 000 002").await;
    let (_, token) = invited(&shop, "0740000001", "cashier").await;

    let seen = look(shop.db(), &token, None).await.unwrap().unwrap();
    assert_eq!(seen.hint, "…001");
    assert!(seen.signed_in_as.is_none() && !seen.is_yours);
    let wrong = come_in(&shop, &other, &token).await;
    let not_yours = Refusal::of("refused-invitation-not-yours").with("whom", "…001");
    assert_eq!(wrong, Err(not_yours.into()));
    assert_eq!(come_in(&shop, b"nobody", &token).await, Err(Stop::SignIn));
    let guess = come_in(&shop, &her, "guess").await;
    assert_eq!(guess, Err(Stop::NotFound));

    assert_eq!(come_in(&shop, &her, &token).await, Ok(true));
    assert_eq!(come_in(&shop, &her, &token).await, Ok(false));
    let used = come_in(&shop, &other, &token).await;
    assert_eq!(used, Err(refused("refused-invitation-accepted")));
    let tx = shop.member(&her).read().await.unwrap();
    assert!(crate::staff::allow(&tx, crate::staff::Power::FulfilOrders).is_ok());
    assert!(crate::staff::allow(&tx, crate::staff::Power::SeeBooks).is_err());
    let again = invite(&shop.cx(), &form("+254 740 000 001", "manager")).await;
    let here = Refusal::at("identity", "refused-works-here");
    assert_eq!(again, Err(here.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_are_one_member() {
    let shop = Shop::open("people-race").await;
    let her = shop.stranger("0740 000 011").await;
    let (_, token) = invited(&shop, "0740000011", "cashier").await;
    let (one, two) = tokio::join!(come_in(&shop, &her, &token), come_in(&shop, &her, &token));
    let mut both = [one.unwrap(), two.unwrap()];
    both.sort_unstable();
    assert_eq!(both, [false, true]);
    let mut tx = shop.look().await;
    let all = members(&mut tx).await.unwrap();
    let hers = all.iter().filter(|m| m.identity == "+254740000011");
    assert_eq!(hers.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_twice_at_once_is_one_invitation_with_one_link() {
    let shop = Shop::open("people-twice").await;
    let (cx, ask) = (shop.cx(), form("0740000012", "cashier"));
    let once = |one: Result<Invited, Stop>, two: Result<Invited, Stop>| {
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.invitation_id, two.invitation_id);
        assert!(
            one.token.is_some() != two.token.is_some(),
            "{one:?} {two:?}"
        );
        one.invitation_id
    };
    let (one, two) = tokio::join!(invite(&cx, &ask), invite(&cx, &ask));
    let first = once(one, two);
    let new_id = Uuid::now_v7();
    let (one, two) = tokio::join!(
        invite_again(&cx, first, new_id),
        invite_again(&cx, first, new_id)
    );
    assert_eq!(once(one, two), new_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_with_two_people_at_once_invites_one_and_says_so() {
    let shop = Shop::open("people-two").await;
    let cx = shop.cx();
    for number in 10..20 {
        let ask = form(&format!("07400001{number}"), "cashier");
        let mut other = ask.clone();
        other.identity = format!("07400002{number}");
        let (one, two) = tokio::join!(invite(&cx, &ask), invite(&cx, &other));
        let (made, not) = if one.is_ok() { (one, two) } else { (two, one) };
        assert!(made.unwrap().token.is_some());
        assert_eq!(not, Err(refused("refused-invitation-other")));
    }
}

/// An owner who is made something else while she saves: each would wait for what the other holds.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_changed_while_its_member_writes() {
    let shop = Shop::open("people-busy").await;
    let her = me(&shop.member(&shop.hire("cashier").await)).await;
    let mut busy = shop.superuser().await;
    sqlx::raw_sql("begin; select 1 from app.member for key share")
        .execute(&mut busy)
        .await
        .unwrap();
    // Whoever has to wait for a lock gives up after some seconds, and has changed nothing.
    change_role(&shop.cx(), her, "manager").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn links_that_are_over_say_why() {
    let shop = Shop::open("people-over").await;
    let her = shop.stranger("0740 000 021").await;
    let ask = form("0740000021", "cashier");
    let first = invite(&shop.cx(), &ask).await.unwrap();
    // The same form again is the same invitation; another form of the same person is refused.
    let same = invite(&shop.cx(), &ask).await.unwrap();
    assert_eq!(
        (same.invitation_id, same.token),
        (first.invitation_id, None)
    );
    // The same form with somebody else in it, or with more power, is refused, and changes nothing.
    for (identity, role) in [("0740000022", "cashier"), ("0740000021", "owner")] {
        let mut other = ask.clone();
        other.identity = identity.to_owned();
        other.role = role.to_owned();
        let other = invite(&shop.cx(), &other).await;
        assert_eq!(other, Err(refused("refused-invitation-other")));
    }
    let twice = invite(&shop.cx(), &form("0740000021", "owner")).await;
    let stands = Refusal::at("identity", "refused-already-invited");
    assert_eq!(twice, Err(stands.into()));

    let new_id = Uuid::now_v7();
    let second = invite_again(&shop.cx(), first.invitation_id, new_id)
        .await
        .unwrap();
    let (old, new) = (first.token.unwrap(), second.token.unwrap());
    assert_eq!(standing(shop.db(), &old).await, Standing::Replaced);
    let replaced = come_in(&shop, &her, &old).await;
    assert_eq!(replaced, Err(refused("refused-invitation-replaced")));
    revoke(&shop.cx(), new_id).await.unwrap();
    let revoked = come_in(&shop, &her, &new).await;
    assert_eq!(revoked, Err(refused("refused-invitation-revoked")));
    // Taken back twice is taken back once; what ended otherwise is over.
    let again = revoke(&shop.cx(), new_id).await;
    assert_eq!(again, Ok("+254740000021".to_owned()));
    let over = revoke(&shop.cx(), first.invitation_id).await;
    assert_eq!(over, Err(refused("refused-invitation-over")));

    let (made, token) = invited(&shop, "0740000021", "cashier").await;
    sqlx::query(
        "update app.invitation set created_at = created_at - interval '8 days',
                expires_at = expires_at - interval '8 days' where invitation_id = $1",
    )
    .bind(made.invitation_id)
    .execute(&mut shop.superuser().await)
    .await
    .unwrap();
    let expired = come_in(&shop, &her, &token).await;
    assert_eq!(expired, Err(refused("refused-invitation-expired")));
    // One that ran out is in nobody's way.
    let (_, token) = invited(&shop, "0740000021", "cashier").await;
    assert_eq!(come_in(&shop, &her, &token).await, Ok(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_owner_keeps_people() {
    let shop = Shop::open("people-powers").await;
    let manager = shop.member(&shop.hire("manager").await);
    let someone = me(&shop.cashier()).await;
    for cx in [&manager, &shop.cashier()] {
        let made = invite(cx, &form("0740000031", "owner")).await;
        assert_eq!(made, Err(Stop::Forbidden));
        assert_eq!(
            change_role(cx, someone, "owner").await,
            Err(Stop::Forbidden)
        );
        assert_eq!(remove(cx, someone).await, Err(Stop::Forbidden));
    }
    let neighbour = shop.neighbour("people-next-door").await;
    let foreign = change_role(&neighbour.cx(), someone, "owner").await;
    assert_eq!(foreign, Err(Stop::NotFound));
    change_role(&shop.cx(), someone, "accountant")
        .await
        .unwrap();
    let tx = shop.cashier().read().await.unwrap();
    assert!(crate::staff::allow(&tx, crate::staff::Power::SeeBooks).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_is_out_at_once_and_can_be_taken_back() {
    let shop = Shop::open("people-leave").await;
    let her = shop.stranger("0740 000 041").await;
    let (_, token) = invited(&shop, "0740000041", "manager").await;
    come_in(&shop, &her, &token).await.unwrap();
    let id = me(&shop.member(&her)).await;
    leave(&shop.member(&her)).await.unwrap();
    let gone = shop.member(&her).read().await.err();
    assert_eq!(gone, Some(Stop::NotFound));
    // She is gone already; nobody next door was ever here.
    assert!(remove(&shop.cx(), id).await.is_ok());
    let neighbour = shop.neighbour("people-left-next-door").await;
    assert_eq!(remove(&neighbour.cx(), id).await, Err(Stop::NotFound));
    let (_, token) = invited(&shop, "0740000041", "cashier").await;
    assert_eq!(come_in(&shop, &her, &token).await, Ok(true));
    // The same member, with another role.
    assert_eq!(me(&shop.member(&her)).await, id);
    let mut tx = shop.look().await;
    let all = store::members(&mut tx).await.unwrap();
    let hers: Vec<_> = all.iter().filter(|m| m.member_id == id).collect();
    assert_eq!(hers.len(), 1);
    assert_eq!((hers[0].role.code(), hers[0].left_at), ("cashier", None));
}

/// Both are in when the first of them writes: the second finds her gone, as it wanted.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_let_go_twice_at_one_instant_is_gone() {
    let shop = Shop::open("people-go-twice").await;
    let hers = shop.member(&shop.hire("manager").await);
    let id = me(&hers).await;
    let owner = shop.cx();
    let mut held = shop.superuser().await;
    let hold = format!("begin; select 1 from app.member where member_id = '{id}' for update");
    sqlx::raw_sql(sqlx::AssertSqlSafe(hold))
        .execute(&mut held)
        .await
        .unwrap();
    let let_go = async {
        until_waiting(&shop, 3).await;
        sqlx::raw_sql("commit").execute(&mut held).await.unwrap();
    };
    let (one, two, three, ()) =
        tokio::join!(remove(&owner, id), remove(&owner, id), leave(&hers), let_go);
    assert!(one.is_ok() && one == two, "{one:?} {two:?}");
    assert_eq!(three, Ok("Shop people-go-twice".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_owner_stays() {
    let shop = Shop::open("people-owner").await;
    let owner = me(&shop.cx()).await;
    let last = Err(refused("refused-last-owner"));
    assert_eq!(leave(&shop.cx()).await, last);
    assert_eq!(remove(&shop.cx(), owner).await, last);
    assert_eq!(change_role(&shop.cx(), owner, "manager").await, last);
    // Whoever writes past the program is held as well.
    let past = sqlx::query("update app.member set retired_at = now() where member_id = $1")
        .bind(owner)
        .execute(&mut shop.superuser().await)
        .await;
    assert!(past.is_err());

    let second = shop.member(&shop.hire("owner").await);
    let other = me(&second).await;
    // Each lets the other go, at the same moment: one of them stays.
    for _ in 0..5 {
        let (ours, theirs) = (shop.cx(), second.clone());
        let (one, two) = tokio::join!(
            change_role(&ours, other, "manager"),
            change_role(&theirs, owner, "manager")
        );
        assert!(one.is_ok() || two.is_ok(), "{one:?} {two:?}");
        assert_eq!(owners(&shop).await, 1, "{one:?} {two:?}");
        sqlx::query("update app.member set role = 'owner' where member_id = any($1)")
            .bind(vec![owner, other])
            .execute(&mut shop.superuser().await)
            .await
            .unwrap();
    }
    change_role(&shop.cx(), other, "manager").await.unwrap();
}
