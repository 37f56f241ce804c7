//! What is odd about a sale never keeps it out: it is recorded, and a manager is told.

use chrono::{Months, TimeDelta};

use super::*;
use crate::catalog::{price_lists, retire_product};
use crate::stock::adjust_to;
use crate::till::flags::resolve;
use crate::values::{Money, Stop, month_of};

/// Tells of a sale and looks that it is recorded and flagged for these reasons alone.
async fn flagged(counter: &Counter, sale: &Event, codes: &[&str]) -> sales::Whole {
    let settled = counter.tell(sale).await;
    assert_eq!(settled.outcome, Outcome::Flagged, "{codes:?}: {settled:?}");
    assert_eq!(settled.flags, codes, "{settled:?}");
    counter.recorded(sale.id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_goods_and_stock_that_changed_meanwhile() {
    let counter = Counter::open("odd-goods").await;
    let product = counter.shop.sells("A", "116", "2").await;
    let rice = |milli: i64, price: i64| vec![line(1, product, milli, price)];
    let cheap = counter.sale(1, rice(1000, 5_000), 5_000);
    let whole = flagged(&counter, &cheap, &["price"]).await;
    assert_eq!(whole.sale.total, Money::from_minor(5_000));
    // For nothing: below its cost as well. What the till says of a manager's PIN hides nothing.
    let given = counter.sale(2, rice(500, 0), 0);
    let given = with(&given, |sale| {
        sale.tenders.clear();
        sale.approved_by = Some(counter.cashier);
    });
    flagged(&counter, &given, &["price", "below_cost"]).await;
    let many = counter.sale(3, rice(3000, 11_600), 34_800);
    flagged(&counter, &many, &["stock"]).await;
    assert_eq!(counter.on_hand(product).await, Quantity::ZERO);
    retire_product::retire(&counter.shop.cx(), product)
        .await
        .unwrap();
    let gone = counter.sale(4, rice(1000, 11_600), 11_600);
    flagged(&counter, &gone, &["goods", "stock"]).await;
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_nothing_odd_where_it_is_always_sold() {
    let counter = Counter::open("odd-allowed").await;
    let product = counter.shop.sells("A", "116", "2").await;
    let three = |number| counter.sale(number, vec![line(1, product, 3000, 11_600)], 34_800);
    counter
        .change("update app.business set below_zero = 'warn' where business_id = $1")
        .await;
    flagged(&counter, &three(1), &["stock"]).await;
    counter
        .change("update app.business set below_zero = 'allow' where business_id = $1")
        .await;
    let sale = three(2);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    assert_eq!(counter.flags().await, ["stock"]);
    assert_eq!(counter.on_hand(product).await, Quantity::ZERO);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_had_expired_went_last_and_is_flagged() {
    let counter = Counter::open("odd-expired").await;
    let shop = &counter.shop;
    let product = shop.sells("A", "116", "2").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let (id, cost) = (Uuid::now_v7(), Some(Money::from_minor(500)));
    let three = Quantity::from_milli(3000);
    adjust_to(&mut tx, id, product, shop.location, three, cost)
        .await
        .unwrap();
    let yesterday = tx.scope().today().pred_opt().unwrap();
    tx.commit().await.unwrap();
    // What came first, and costs 10.00, grows old.
    let mut connection = shop.superuser().await;
    let old = "update app.cost_layer set expires_on = $2
                where product_id = $1 and value_minor = 2000";
    let grown = sqlx::query(old)
        .bind(product)
        .bind(yesterday)
        .execute(&mut connection)
        .await
        .unwrap();
    assert_eq!(grown.rows_affected(), 1);
    let rice = |number| counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
    let first = rice(1);
    assert_eq!(counter.tell(&first).await.outcome, Outcome::Done);
    let whole = counter.recorded(first.id).await;
    assert_eq!(whole.sale.cost, Money::from_minor(500));
    let whole = flagged(&counter, &rice(2), &["expired"]).await;
    assert_eq!(whole.sale.cost, Money::from_minor(1_000));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_given_away_than_a_cashier_may_and_money_without_a_code() {
    let counter = Counter::open("odd-given").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let rice = |number, total| counter.sale(number, vec![line(1, product, 1000, 11_600)], total);
    let within = with(&rice(1, 10_600), |sale| {
        sale.lines[0].discount_minor = 1_000
    });
    assert_eq!(counter.tell(&within).await.outcome, Outcome::Done);
    let beyond = with(&rice(2, 8_700), |sale| {
        sale.discount_bp = Some(2_500);
        sale.approved_by = Some(counter.cashier);
    });
    let whole = flagged(&counter, &beyond, &["discount"]).await;
    assert_eq!(whole.sale.on_all, Money::from_minor(2_900));
    let approver = whole.sale.approved_by.unwrap();
    assert_eq!(approver.member_id, counter.cashier);
    let handed = with(&rice(3, 11_600), |sale| {
        sale.tenders[0].handed_minor = Some(12_000);
    });
    assert_eq!(counter.tell(&handed).await.outcome, Outcome::Done);
    let whole = counter.recorded(handed.id).await;
    assert_eq!(whole.payments[0].handed, Some(Money::from_minor(12_000)));
    let no_code = with(&rice(4, 11_600), |sale| {
        sale.tenders[0].tender = "mpesa".to_owned();
    });
    flagged(&counter, &no_code, &["receipt"]).await;
    let both = with(&rice(5, 11_600), |sale| {
        sale.discount_minor = 100;
        sale.discount_bp = Some(100);
    });
    assert_eq!(keys(&counter.tell(&both).await), ["refused-unreadable"]);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_are_off_and_what_was_kept_for_long() {
    let counter = Counter::open("odd-clock").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let now = clock::now();
    let times = [
        (now + TimeDelta::minutes(3), None),
        (now + TimeDelta::days(365), Some(now)),
        (now - TimeDelta::days(8), Some(now - TimeDelta::days(8))),
        (now - TimeDelta::days(4000), Some(now)),
        // The last second that a calendar of four figures has.
        (
            DateTime::from_timestamp(253_402_300_799, 0).unwrap(),
            Some(now),
        ),
    ];
    for (number, (told, recorded)) in (1..).zip(times) {
        let sale = counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
        let sale = at(sale, told);
        let Some(recorded) = recorded else {
            assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
            continue;
        };
        let whole = flagged(&counter, &sale, &["clock"]).await;
        let off = whole.sale.occurred_at - recorded;
        assert!(off.num_seconds().abs() < 60, "{told}: {off}");
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_places_that_are_gone() {
    let counter = Counter::open("odd-people").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let rice = |number| counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
    crate::staff::remove(&counter.shop.cx(), counter.cashier)
        .await
        .unwrap();
    flagged(&counter, &rice(1), &["member"]).await;
    counter
        .change("update app.location set retired_at = now() where business_id = $1")
        .await;
    let whole = flagged(&counter, &rice(2), &["place", "member"]).await;
    assert_eq!(whole.sale.location_id, counter.shop.location);
    let lost = with(&rice(3), |sale| sale.shift_id = Some(Uuid::now_v7()));
    let whole = flagged(&counter, &lost, &["place", "shift", "member"]).await;
    assert_eq!(whole.sale.shift, None);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_beyond_their_limit_and_receipts_that_were_used() {
    let counter = Counter::open("odd-money").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let asha = counter.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    counter.tell(&asha).await;
    let rice = |number| counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
    let on_account = with(&rice(1), |sale| {
        sale.customer_id = Some(asha.id);
        sale.tenders = vec![tender("on_account", 11_600)];
    });
    flagged(&counter, &on_account, &["credit"]).await;
    let mut tx = counter.shop.look().await;
    let account = sales::account(&mut tx, asha.id).await.unwrap().unwrap();
    assert_eq!(account.owed, Money::from_minor(11_600));
    drop(tx);
    let by_mpesa = |number| {
        with(&rice(number), |sale| {
            sale.tenders[0].tender = "mpesa".to_owned();
            sale.tenders[0].reference = "SGL31HA2UV".to_owned();
        })
    };
    assert_eq!(counter.tell(&by_mpesa(2)).await.outcome, Outcome::Done);
    let whole = flagged(&counter, &by_mpesa(3), &["receipt"]).await;
    assert_eq!(whole.payments[0].reference, None);
    // A shilling more or less is rounding; what is more than that was not paid for these goods.
    let rounded = with(&rice(4), |sale| sale.tenders[0].amount_minor = 11_650);
    flagged(&counter, &rounded, &["total"]).await;
    let unpaid = with(&rice(5), |sale| sale.tenders[0].amount_minor = 600);
    let unpaid = counter.tell(&unpaid).await;
    assert_eq!(keys(&unpaid), ["refused-sale-tenders"]);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coin_that_was_another_when_it_was_paid() {
    let counter = Counter::open("odd-coin").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let rice =
        |number, milli, total| counter.sale(number, vec![line(1, product, milli, 11_600)], total);
    // The till knew of no smaller coin than ten shillings; here are all of them now.
    for (number, milli, total, rounding) in [(1, 1000, 12_000, 400), (2, 2000, 23_000, -200)] {
        let whole = flagged(&counter, &rice(number, milli, total), &["total"]).await;
        assert_eq!(whole.sale.total, Money::from_minor(total));
        assert_eq!(whole.sale.rounding, Money::from_minor(rounding));
    }
    let sale = rice(3, 2000, 23_200);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let back = counter.event(Body::Refund(wire::Refund {
        number: 4,
        sale_id: sale.id,
        lines: vec![wire::RefundLine {
            line_no: 1,
            quantity_milli: 1000,
            restock: true,
        }],
        pay_out: wire::PayOut::Exactly(vec![tender("cash", 12_000)]),
        ..wire::Refund::default()
    }));
    let whole = flagged(&counter, &back, &["power", "total"]).await;
    assert_eq!(whole.sale.rounding, Money::from_minor(400));
    // No coin makes that of it, and a card has none.
    let by_card = with(&rice(5, 1000, 12_000), |sale| {
        sale.tenders[0].tender = "card".to_owned();
    });
    for wrong in [rice(5, 1000, 12_100), by_card] {
        let settled = counter.tell(&wrong).await;
        assert_eq!(keys(&settled), ["refused-sale-tenders"]);
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_which_a_part_had_come_back_before() {
    let counter = Counter::open("odd-void").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let sale = counter.sale(1, vec![line(1, product, 2000, 11_600)], 23_200);
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    let back = counter.event(Body::Refund(wire::Refund {
        number: 2,
        sale_id: sale.id,
        lines: vec![wire::RefundLine {
            line_no: 1,
            quantity_milli: 1000,
            restock: true,
        }],
        ..wire::Refund::default()
    }));
    flagged(&counter, &back, &["power"]).await;
    // A till without a network has given back all of it.
    let void = counter.event(Body::Void(wire::Void {
        number: 3,
        sale_id: sale.id,
        reason: "rung up twice".to_owned(),
        ..wire::Void::default()
    }));
    let whole = flagged(&counter, &void, &["power", "total"]).await;
    assert_eq!(whole.sale.total, Money::from_minor(11_600));
    assert_eq!(counter.tell(&void).await.outcome, Outcome::Again);
    assert_eq!(counter.flags().await, ["power", "power", "total"]);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_were_used_or_are_missing() {
    let counter = Counter::open("odd-numbers").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let rice = |number| counter.sale(number, vec![line(1, product, 1000, 11_600)], 11_600);
    assert_eq!(counter.tell(&rice(1)).await.outcome, Outcome::Done);
    flagged(&counter, &rice(4), &["number"]).await;
    // One that comes late fills its gap.
    assert_eq!(counter.tell(&rice(2)).await.outcome, Outcome::Done);
    let twice = flagged(&counter, &rice(4), &["number"]).await;
    assert_eq!(twice.sale.shown_number(), "T1x-1");
    assert_eq!(counter.ask("").await.till.next_number, 5);
    for number in [0, -1, i64::MAX] {
        assert_eq!(
            keys(&counter.tell(&rice(number)).await),
            ["refused-unreadable"]
        );
    }
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_prices_that_is_not_the_buyers_own() {
    let counter = Counter::open("odd-list").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let list = price_lists::add(&counter.shop.cx(), "Wholesale").await;
    let list = list.unwrap();
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = with(&sale, |sale| sale.price_list.clone_from(&list));
    let whole = flagged(&counter, &sale, &["price"]).await;
    assert_eq!(whole.sale.price_list, list);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_that_is_closed_takes_nothing_more_and_loses_nothing() {
    let counter = Counter::open("odd-month").await;
    let product = counter.shop.sells("A", "116", "20").await;
    // By the business's calendar, and in the middle of the month: wherever it is late already, and
    // however many days this month has.
    let mut tx = counter.shop.cx().begin().await.unwrap();
    let month = month_of(tx.scope().today()) - Months::new(2);
    sqlx::query(
        "insert into app.period (business_id, starts_on, state, closed_at)
         values ($1, $2, 'closed', now())",
    )
    .bind(tx.business())
    .bind(month)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let now = clock::now();
    let middle = month + TimeDelta::days(14);
    let told = middle.and_hms_opt(12, 0, 0).unwrap().and_utc();
    let settled = counter.tell(&at(sale.clone(), told)).await;
    assert_eq!(settled.flags, ["clock", "month"], "{settled:?}");
    let whole = counter.recorded(sale.id).await;
    assert!(whole.sale.occurred_at >= now - TimeDelta::minutes(1));
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looked_at_a_flag_says_so_once() {
    let counter = Counter::open("odd-looked-at").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let cheap = counter.sale(1, vec![line(1, product, 1000, 5_000)], 5_000);
    flagged(&counter, &cheap, &["price"]).await;
    let mut tx = counter.shop.look().await;
    let listed = flags::list(&mut tx, Show::Open, 1).await.unwrap();
    drop(tx);
    assert_eq!((listed.open, listed.rows.len()), (1, 1));
    let flag = &listed.rows[0];
    assert_eq!(flag.reasons[0].key, "refused-sale-price");
    assert_eq!(flag.sale.as_ref().unwrap().1, "T1-1");
    let cashier = resolve(&counter.shop.cashier(), flag.flag_id, "mine").await;
    assert_eq!(cashier, Err(Stop::Forbidden));
    let cx = counter.shop.cx();
    assert_eq!(resolve(&cx, Uuid::now_v7(), "").await, Err(Stop::NotFound));
    resolve(&cx, flag.flag_id, " an old  price ").await.unwrap();
    resolve(&cx, flag.flag_id, "again").await.unwrap();
    let mut tx = counter.shop.look().await;
    let open = flags::list(&mut tx, Show::Open, 1).await.unwrap();
    assert_eq!((open.open, open.rows.len()), (0, 0));
    let all = flags::list(&mut tx, Show::All, 9).await.unwrap();
    assert_eq!(all.rows[0].note, "an old price");
    assert!(all.rows[0].resolved.is_some());
}
