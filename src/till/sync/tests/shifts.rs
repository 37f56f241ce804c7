//! What happened in a shift is in the books, also where a till could not know that it would not do.

use super::*;
use crate::sales::shifts::{self, OpenAsk};
use crate::values::{Money, Stop};

impl Counter {
    fn opens(&self, float_minor: i64) -> Event {
        self.event(Body::OpenShift(wire::OpenShiftAsk { float_minor }))
    }

    fn takes_out(&self, shift_id: Uuid, reason: &str, amount_minor: i64) -> Event {
        self.event(Body::CashMove(wire::CashMove {
            shift_id,
            way: "out".to_owned(),
            reason: reason.to_owned(),
            amount_minor,
            note: String::new(),
        }))
    }

    fn closes(&self, shift_id: Uuid, counted_minor: i64) -> Event {
        self.event(Body::CloseShift(wire::CloseShift {
            shift_id,
            counted_minor,
            note: String::new(),
        }))
    }

    /// What was over or short when a shift was closed.
    async fn variance(&self, shift_id: Uuid) -> Money {
        let mut tx = self.shop.look().await;
        let shift = shifts::shift(&mut tx, shift_id).await.unwrap();
        shift.closed.unwrap().variance
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tips_are_paid_out_before_the_books_know_of_them() {
    let counter = Counter::open("sync-tips").await;
    let product = counter.shop.sells("A", "116", "20").await;
    counter
        .change("update app.business set takes_tips = true where business_id = $1")
        .await;
    let open = counter.opens(100_000);
    counter.tell(&open).await;
    // They were given at another till, which tells of them later.
    let out = counter.takes_out(open.id, "tips", 700);
    let told = counter.tell(&out).await;
    assert_eq!(told.outcome, Outcome::Flagged, "{told:?}");
    assert_eq!(told.flags, ["tips"]);
    assert_eq!(counter.books("2160").await, 700);
    counter.shop.check().await;
    // Told again it is there, once.
    assert_eq!(counter.tell(&out).await.outcome, Outcome::Done);
    assert_eq!(counter.flags().await, ["tips"]);
    let reason = {
        let mut tx = counter.shop.look().await;
        let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
        listed.rows[0].reasons[0].clone()
    };
    let said = |minor: i64| Money::from_minor(minor).named("KES");
    let args = [("amount", said(700)), ("owed", said(0))];
    let args = args.map(|(name, value)| (name.to_owned(), value));
    assert_eq!(reason.key, "flag-tips-over");
    assert_eq!(reason.args, args);
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 12_300);
    let sale = with(&sale, |sale| {
        sale.tip_minor = 700;
        sale.shift_id = Some(open.id);
    });
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    assert_eq!(counter.books("2160").await, 0);
    let close = counter.closes(open.id, 100_000 - 700 + 12_300);
    assert_eq!(counter.tell(&close).await.outcome, Outcome::Done);
    assert_eq!(counter.variance(open.id).await, Money::ZERO);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shift_that_began_beside_another_keeps_what_happened_in_it() {
    let counter = Counter::open("sync-beside").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let own = counter.opens(1_000);
    assert_eq!(counter.tell(&own).await.outcome, Outcome::Done);
    // She was in one at another till too, which the books do not know.
    let lost = Some(Uuid::now_v7());
    let printed = |event: Event| Event {
        device_id: lost,
        series: Some("T7".to_owned()),
        ..event
    };
    let open = printed(counter.opens(2_000));
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    let sale = printed(with(&sale, |sale| sale.shift_id = Some(open.id)));
    let out = printed(counter.takes_out(open.id, "safe", 500));
    let told = counter.send(&[open.clone(), sale.clone(), out]).await;
    assert_eq!(told[0].flags, ["shift", "till"], "{told:?}");
    assert_eq!(told[1].flags, ["till"], "{told:?}");
    assert_eq!(told[2].flags, ["till"], "{told:?}");
    assert_eq!(counter.ask("").await.till.open_shifts.len(), 2);
    let whole = counter.recorded(sale.id).await;
    assert_eq!(whole.sale.shift.unwrap().shift_id, open.id);
    counter.shop.check().await;
    // Told again it is the same one, and nobody opens a third by asking.
    assert_eq!(counter.tell(&open).await.number, told[0].number);
    let third = OpenAsk {
        shift_id: Uuid::now_v7(),
        device_id: counter.device_id,
        float: Money::ZERO,
        occurred_at: None,
    };
    match shifts::open(&counter.shop.cashier(), &third).await {
        Err(Stop::Refused(reasons)) => assert_eq!(reasons[0].key, "refused-shift-open"),
        other => panic!("{other:?}"),
    }
    let ends = [
        printed(counter.closes(open.id, 2_000 + 11_600 - 500)),
        counter.closes(own.id, 1_000),
    ];
    let told = counter.send(&ends).await;
    assert_eq!(told[0].flags, ["till"], "{told:?}");
    assert_eq!(told[1].outcome, Outcome::Done, "{told:?}");
    for shift in [open.id, own.id] {
        assert_eq!(counter.variance(shift).await, Money::ZERO);
    }
    assert_eq!(
        counter.flags().await,
        ["shift", "till", "till", "till", "till"]
    );
    counter.shop.check().await;
}

/// The drawer was counted at the till while it had no network, and a manager had closed the shift before.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_comes_after_another_is_told_to_a_manager() {
    let counter = Counter::open("sync-counted-twice").await;
    let open = counter.opens(1_000);
    assert_eq!(counter.tell(&open).await.outcome, Outcome::Done);
    let by_hand = shifts::CloseAsk {
        shift_id: open.id,
        device_id: None,
        counted: Money::from_minor(900),
        note: String::new(),
        unsynced: None,
        occurred_at: None,
    };
    shifts::close(&counter.shop.cx(), &by_hand).await.unwrap();
    let close = counter.closes(open.id, 1_000);
    for _ in 0..2 {
        let told = counter.tell(&close).await;
        assert_eq!(told.outcome, Outcome::Flagged, "{told:?}");
        assert_eq!(told.flags, ["shift"]);
    }
    // The first count stands.
    assert_eq!(counter.variance(open.id).await, Money::from_minor(-100));
    assert_eq!(counter.flags().await, ["shift"]);
    let reason = {
        let mut tx = counter.shop.look().await;
        let listed = flags::list(&mut tx, Show::All, 1).await.unwrap();
        listed.rows[0].reasons[0].clone()
    };
    assert_eq!(reason.key, "flag-shift-counted");
    let said = |minor: i64| Money::from_minor(minor).named("KES");
    for amount in [said(1_000), said(900)] {
        assert!(reason.args.iter().any(|(_, value)| *value == amount));
    }
    // Nobody closes it again by asking.
    let again = shifts::CloseAsk {
        counted: Money::from_minor(950),
        ..by_hand
    };
    match shifts::close(&counter.shop.cx(), &again).await {
        Err(Stop::Refused(reasons)) => assert_eq!(reasons[0].key, "refused-shift-closed"),
        other => panic!("{other:?}"),
    }
    counter.shop.check().await;
}
