//! What expired vouchers still held becomes income, once, and none of them comes back to life.

use super::vouchers::{back_of, bought, by, left, one};
use super::*;
use crate::platform::fault::violated;
use crate::sales::vouchers::{self, State, Voucher, lapse, void};
use crate::sales::{refund, whole};
use crate::staff::Role as Member;
use crate::tests::browser::{fields, member, serving};

/// Its last day was yesterday.
async fn expire(shop: &Shop, voucher: &Voucher) {
    let tx = shop.look().await;
    let yesterday = tx.scope().today().pred_opt();
    drop(tx);
    let mut connection = shop.superuser().await;
    sqlx::query("update app.voucher set expires_on = $2 where voucher_id = $1")
        .bind(voucher.voucher_id)
        .bind(yesterday)
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expired_vouchers_held_is_income_once() {
    let shop = Shop::open("voucher-lapse").await;
    let product = shop.sells("A", "100", "9").await;
    let (old, good) = (bought(&shop, 15_000).await, bought(&shop, 7_000).await);
    let ask = one(&shop, product, vec![by(&old, 10_000)]);
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    expire(&shop, &old).await;
    // Only the owner says so.
    let manager = shop.member(&shop.hire("manager").await);
    assert_eq!(lapse(&manager).await, Err(Stop::Forbidden));
    assert_eq!(lapse(&shop.cx()).await, Ok((1, money(5_000))));
    assert_eq!(lapse(&shop.cx()).await, Ok((0, Money::ZERO)));
    let books = balances(&shop).await;
    assert_eq!((books["2150"], books["4300"]), (-7_000, -5_000));
    let held = (left(&shop, &old).await, left(&shop, &good).await);
    assert_eq!(held, (0, 7_000));
    shop.check().await;

    let late = one(&shop, product, vec![by(&old, 10_000)]);
    let late = sell(&shop.cashier(), &late).await;
    assert_eq!(reasons(late), ["refused-voucher-expired"]);
    let nothing = void(&shop.cx(), &back_of(&old, "Lost")).await;
    assert_eq!(reasons(nothing), ["refused-voucher-empty"]);
    // What was bought with it in its time is paid back in cash.
    let asked = back(sale.sale_id, &[(1, "1")]);
    let refunded = refund(&shop.cx(), &asked).await.unwrap();
    let mut tx = shop.look().await;
    let refunded = whole(&mut tx, refunded.sale_id).await.unwrap();
    let shown = vouchers::voucher(&mut tx, old.voucher_id).await.unwrap();
    assert_eq!(shown.state(tx.scope().today()), State::Expired);
    drop(tx);
    assert_eq!(refunded.payments[0].tender, Tender::Cash);
    assert_eq!(shown.lapsed.unwrap().amount, money(5_000));
    assert_eq!(left(&shop, &old).await, 0);
    for act in [
        "update app.voucher set balance_minor = 1 where business_id = $1 and lapsed_at is not null",
        "update app.voucher set lapsed_at = null, lapsed_by = null, lapsed_minor = null
          where business_id = $1 and lapsed_at is not null",
        "update app.voucher set lapsed_at = now(), lapsed_by = member_id, lapsed_minor = 1
          where business_id = $1 and expires_on is null",
    ] {
        let mut tx = shop.cx().begin().await.unwrap();
        let done = sqlx::query(act).bind(tx.business());
        assert!(done.execute(tx.conn()).await.is_err(), "{act}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_expired_voucher_lapses_once_at_the_same_instant() {
    let shop = Shop::open("voucher-lapse-at-once").await;
    let (x, y) = (shop.cx(), shop.cx());
    for round in 1..=5 {
        let voucher = bought(&shop, 5_000).await;
        expire(&shop, &voucher).await;
        let (first, second) = tokio::join!(lapse(&x), lapse(&y));
        assert_eq!(first.unwrap().0 + second.unwrap().0, 1);
        assert_eq!(balances(&shop).await["4300"], -5_000 * round);
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_takes_them_by_a_form_and_the_voucher_says_so() {
    let shop = Shop::open("voucher-lapse-page").await;
    let voucher = bought(&shop, 5_000).await;
    let list = format!("/b/{}/sales/vouchers", shop.slug);
    let service = serving(&shop);
    let mut owner = member(&service, &shop, Member::Owner).await;
    let action = "/api/sales/take_expired_vouchers";
    assert!(!owner.get(&list).await.body.contains(action));
    expire(&shop, &voucher).await;
    let manager = member(&service, &shop, Member::Manager).await;
    assert!(!manager.get(&list).await.body.contains(action));
    let body = owner.get(&list).await.body;
    assert!(body.contains(action), "{body}");
    let form = fields(&[("business", shop.slug.as_str())]);
    let answer = owner.post(action, &form).await;
    assert_eq!(answer.location, list);
    let body = owner.get(&list).await.body;
    assert!(body.contains("Vouchers: 1. Taken as income"), "{body}");
    assert!(!body.contains(action), "{body}");
    let page = format!("{list}/{}", voucher.voucher_id);
    let body = owner.get(&page).await.body;
    assert!(body.contains("Taken as income"), "{body}");
    shop.check().await;
}

/// The rule that an act breaks by the time that its transaction ends, done in the business's scope.
async fn broken_by(shop: &Shop, act: &'static str) -> Option<String> {
    let mut tx = shop.cx().begin().await.unwrap();
    let done = sqlx::query(act).bind(tx.business());
    let done = done.execute(tx.conn()).await.unwrap();
    assert!(done.rows_affected() > 0, "{act}");
    let ended = sqlx::query("set constraints all immediate").execute(tx.conn());
    let broken = ended.await.err()?;
    violated(&broken).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_itself_holds_how_vouchers_end() {
    let shop = Shop::open("voucher-rules").await;
    let product = shop.sells("A", "100", "9").await;
    sold(&shop, vec![line(1, product, "1", 10_000)], 10_000).await;
    let voucher = bought(&shop, 5_000).await;
    expire(&shop, &voucher).await;
    let paid = Some("voucher_settlement_paid".to_owned());
    let back = Some("voucher_settlement_back".to_owned());
    let posted = Some("voucher_lapse_posted".to_owned());
    for (act, rule) in [
        (
            "insert into app.voucher_settlement (business_id, settlement_id, request_digest, sale_id,
                    kind, amount_minor, recorded_at, business_date)
             select $1, gen_random_uuid(), decode('00', 'hex'), sale_id, 'paid', 100, now(), current_date
               from app.sale where business_id = $1",
            &paid,
        ),
        (
            "with s as (insert into app.voucher_settlement (business_id, settlement_id,
                    request_digest, sale_id, kind, amount_minor, recorded_at, business_date)
             select $1, gen_random_uuid(), decode('00', 'hex'), sale_id, 'paid', 100, now(), current_date
               from app.sale where business_id = $1 returning settlement_id)
             insert into app.payment (business_id, payment_id, settlement_id, direction, tender,
                    amount_minor, occurred_at, business_date)
             select $1, settlement_id, settlement_id, 'in', 'cash', 99, now(), current_date from s",
            &paid,
        ),
        (
            "with s as (insert into app.voucher_settlement (business_id, settlement_id,
                    request_digest, sale_id, kind, amount_minor, recorded_at, business_date)
             select $1, gen_random_uuid(), decode('00', 'hex'), sale_id, 'written_off', 100, now(), current_date
               from app.sale where business_id = $1 returning settlement_id)
             insert into app.payment (business_id, payment_id, settlement_id, direction, tender,
                    amount_minor, occurred_at, business_date)
             select $1, settlement_id, settlement_id, 'in', 'cash', 100, now(), current_date from s",
            &paid,
        ),
        (
            "with s as (select sale_id from app.sale where business_id = $1)
             insert into app.voucher_settlement (business_id, settlement_id, request_digest, sale_id,
                    kind, amount_minor, recorded_at, business_date)
             select $1, gen_random_uuid(), decode('00', 'hex'), sale_id, 'written_off', 100, now(), current_date
               from s
             union all
             select $1, gen_random_uuid(), null::bytea, sale_id, 'back', -101, now(), current_date from s",
            &back,
        ),
        (
            "update app.voucher set lapsed_at = now(), lapsed_by = member_id,
                    lapsed_minor = balance_minor, balance_minor = 0
              where business_id = $1 and expires_on is not null",
            &posted,
        ),
    ] {
        assert_eq!(&broken_by(&shop, act).await, rule, "{act}");
    }
    // By the owner's own act they hold.
    assert_eq!(lapse(&shop.cx()).await, Ok((1, money(5_000))));
    shop.check().await;
}
