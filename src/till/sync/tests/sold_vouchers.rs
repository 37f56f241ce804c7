//! Gift vouchers that are sold at a till: in the books once, in the drawer of the shift, and worth what was
//! paid for them.

use chrono::{Days, NaiveDate};

use super::*;
use crate::payments::Tender;
use crate::sales::shifts::{self, Report};
use crate::sales::vouchers::code::code_from;
use crate::sales::vouchers::{self, Voucher};
use crate::staff::Role;
use crate::values::Money;

/// A voucher for cash, in a shift.
pub(super) fn gift(minor: i64, shift_id: Option<Uuid>) -> wire::SoldVoucher {
    wire::SoldVoucher {
        code: code_from(&rand::random()).unwrap(),
        paid: tender("cash", minor),
        shift_id,
        expires_on: None,
        note: "For Asha".to_owned(),
    }
}

/// The same paid otherwise.
fn paid_by(tender_code: &str, reference: &str, gift: wire::SoldVoucher) -> wire::SoldVoucher {
    let paid = wire::Tender {
        tender: tender_code.to_owned(),
        reference: reference.to_owned(),
        ..gift.paid
    };
    wire::SoldVoucher { paid, ..gift }
}

impl Counter {
    pub(super) fn gives(&self, gift: &wire::SoldVoucher) -> Event {
        self.event(Body::Voucher(gift.clone()))
    }

    pub(super) async fn opened(&self, float_minor: i64) -> Event {
        let open = self.event(Body::OpenShift(wire::OpenShiftAsk { float_minor }));
        assert_eq!(self.tell(&open).await.outcome, Outcome::Done);
        open
    }

    pub(super) async fn closed(&self, shift_id: Uuid, counted_minor: i64) {
        let close = self.event(Body::CloseShift(wire::CloseShift {
            shift_id,
            counted_minor,
            note: String::new(),
        }));
        assert_eq!(self.tell(&close).await.outcome, Outcome::Done);
    }

    pub(super) async fn report(&self, shift_id: Uuid) -> Report {
        let mut tx = self.shop.look().await;
        shifts::report(&mut tx, shift_id).await.unwrap()
    }

    pub(super) async fn voucher_of(&self, gift: &wire::SoldVoucher) -> Option<Voucher> {
        let mut tx = self.shop.look().await;
        vouchers::by_code(&mut tx, &gift.code).await.unwrap()
    }
}

/// Two constraints keep a voucher once, its id and its code: the same one told twice must meet neither.
#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_that_is_told_twice_at_one_instant_is_never_refused() {
    let counter = Counter::open("till-gift-twice").await;
    for round in 0..40 {
        let sold = counter.gives(&gift(1_000, None));
        let one = std::slice::from_ref(&sold);
        let (first, second) = tokio::join!(counter.send(one), counter.send(one));
        let mut outcomes = [first[0].outcome, second[0].outcome];
        outcomes.sort_by_key(|outcome| *outcome != Outcome::Done);
        assert_eq!(outcomes, [Outcome::Done, Outcome::Again], "round {round}");
    }
    assert_eq!(counter.books("2150").await, -40_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_sold_in_a_shift_once_and_pays_at_once() {
    let counter = Counter::open("till-gift").await;
    let product = counter.shop.sells("A", "116", "9").await;
    let open = counter.opened(10_000).await;
    let cash = gift(20_000, Some(open.id));
    let sold = counter.gives(&cash);
    let one = std::slice::from_ref(&sold);
    let (first, second) = tokio::join!(counter.send(one), counter.send(one));
    let mut outcomes = [first[0].outcome, second[0].outcome];
    outcomes.sort_by_key(|outcome| *outcome != Outcome::Done);
    assert_eq!(outcomes, [Outcome::Done, Outcome::Again]);
    assert_eq!(counter.tell(&sold).await.outcome, Outcome::Again);
    let voucher = counter.voucher_of(&cash).await.unwrap();
    assert_eq!(voucher.voucher_id, sold.id);
    assert_eq!(
        (voucher.member_id, voucher.note.as_str()),
        (counter.cashier, "For Asha")
    );
    // The drawer has it, and it is owed; nothing was earned.
    let books = [
        counter.books("1120").await,
        counter.books("2150").await,
        counter.books("4100").await,
    ];
    assert_eq!(books, [30_000, -20_000, 0]);
    let card = paid_by("card", "", gift(5_000, Some(open.id)));
    assert_eq!(
        counter.tell(&counter.gives(&card)).await.outcome,
        Outcome::Done
    );
    let sale = counter.paid_with(1, product, &cash.code);
    let sale = with(&sale, |sale| sale.shift_id = Some(open.id));
    assert_eq!(counter.tell(&sale).await.outcome, Outcome::Done);
    assert_eq!(counter.left(&voucher).await, 8_400);

    let x = counter.report(open.id).await;
    assert_eq!(
        (x.vouchers.count, x.vouchers.total),
        (2, Money::from_minor(25_000))
    );
    assert_eq!(
        (x.sales.documents, x.sales.total),
        (1, Money::from_minor(11_600))
    );
    assert_eq!(x.expected, Money::from_minor(30_000));
    let brought: Vec<(Tender, i64)> = x
        .tenders
        .iter()
        .map(|sum| (sum.tender, sum.brought.minor()))
        .collect();
    let by = [
        (Tender::Cash, 20_000),
        (Tender::Card, 5_000),
        (Tender::Voucher, 11_600),
    ];
    assert_eq!(brought, by);
    let owner = browser::member(&counter.service, &counter.shop, Role::Owner).await;
    let page = format!("/b/till-gift/sales/shifts/{}", open.id);
    let page = owner.get(&page).await.body;
    assert!(page.contains("2 gift vouchers sold"), "{page}");
    counter.closed(open.id, 30_000).await;
    let z = counter.report(open.id).await;
    assert_eq!(z.variance_now(), Some(Money::ZERO));
    assert!(counter.flags().await.is_empty());
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_after_the_shift_was_closed_is_late() {
    let counter = Counter::open("till-gift-late").await;
    let open = counter.opened(1_000).await;
    // The cash was counted with the rest.
    counter.closed(open.id, 6_000).await;
    let late = gift(5_000, Some(open.id));
    let sold = counter.gives(&late);
    assert_eq!(counter.tell(&sold).await.outcome, Outcome::Done);
    let z = counter.report(open.id).await;
    assert_eq!(
        (z.late.documents, z.late.cash),
        (1, Money::from_minor(5_000))
    );
    assert_eq!(z.variance_now(), Some(Money::ZERO));
    assert_eq!(counter.books("1120").await, 0);
    // A shift that nobody knows keeps no voucher out.
    let lost = gift(5_000, Some(Uuid::now_v7()));
    let settled = counter.tell(&counter.gives(&lost)).await;
    assert_eq!(settled.flags, ["shift"], "{settled:?}");
    assert!(counter.voucher_of(&lost).await.is_some());
    counter.shop.check().await;
}

/// Sales of vouchers that no till makes, and why each is refused.
fn forged(counter: &Counter) -> Vec<(Event, &'static str)> {
    let changed = |change: fn(&mut wire::SoldVoucher)| {
        let mut other = gift(5_000, None);
        change(&mut other);
        counter.gives(&other)
    };
    vec![
        (
            changed(|it| it.paid.amount_minor = -5_000),
            "refused-not-an-amount",
        ),
        (
            changed(|it| it.paid.amount_minor = 0),
            "refused-not-an-amount",
        ),
        (
            changed(|it| it.paid.amount_minor = i64::MAX),
            "refused-not-an-amount",
        ),
        (changed(|it| it.note = "x".repeat(301)), "refused-too-long"),
        (
            changed(|it| it.code = "2222222223".to_owned()),
            "refused-unreadable",
        ),
        (
            changed(|it| it.code.make_ascii_lowercase()),
            "refused-unreadable",
        ),
        (
            changed(|it| it.expires_on = Some(NaiveDate::MAX)),
            "refused-unreadable",
        ),
        (
            changed(|it| it.expires_on = Some(NaiveDate::MIN)),
            "refused-unreadable",
        ),
        (
            changed(|it| it.paid.tender = "shells".to_owned()),
            "refused-tender-needed",
        ),
        (
            changed(|it| it.paid.tender = "voucher".to_owned()),
            "refused-tender-needed",
        ),
        (
            changed(|it| it.paid.tender = "on_account".to_owned()),
            "refused-tender-needed",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_never_be_a_voucher_is_refused() {
    let counter = Counter::open("till-gift-forged").await;
    let first = gift(5_000, None);
    let sold = counter.gives(&first);
    counter.tell(&sold).await;
    let mut events = forged(&counter);
    // The code of one that is sold is on somebody's paper.
    let same_code = wire::SoldVoucher {
        code: first.code.clone(),
        ..gift(5_000, None)
    };
    events.push((counter.gives(&same_code), "refused-voucher-code"));
    let same_id = Event {
        id: sold.id,
        ..counter.gives(&gift(6_000, None))
    };
    events.push((same_id, "refused-voucher-other"));
    let count = events.len();
    for (event, key) in events {
        assert_eq!(keys(&counter.tell(&event).await), [key], "{event:?}");
    }
    assert_eq!(counter.flags().await, vec!["refused"; count]);
    let voucher = counter.voucher_of(&first).await.unwrap();
    assert_eq!(voucher.balance, Money::from_minor(5_000));
    assert_eq!(counter.books("2150").await, -5_000);
    // Another shop knows nothing of it: the same id and the same code are its own.
    let next_door = counter.shop.neighbour("till-gift-next-door").await;
    let next_door = Counter::at(next_door).await;
    let theirs = Event {
        member_id: next_door.cashier,
        ..sold
    };
    assert_eq!(next_door.tell(&theirs).await.outcome, Outcome::Done);
    counter.shop.check().await;
    next_door.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_odd_about_a_voucher_is_flagged() {
    let counter = Counter::open("till-gift-odd").await;
    let by_mpesa = |reference: &str| paid_by("mpesa", reference, gift(5_000, None));
    let told = [
        (by_mpesa("SGL31HA2UV"), vec![]),
        (by_mpesa("sgl31ha2uv"), vec!["receipt"]),
        (by_mpesa(""), vec!["receipt"]),
    ];
    for (gift, flags) in told {
        let settled = counter.tell(&counter.gives(&gift)).await;
        assert_eq!(settled.flags, flags, "{settled:?}");
        assert!(counter.voucher_of(&gift).await.is_some());
    }
    // Who may take no money did: the voucher is sold, and a manager is told.
    let session = counter.shop.hire("accountant").await;
    let tx = counter.shop.member(&session).read().await.unwrap();
    let accountant = tx.scope().member_id().unwrap();
    drop(tx);
    let hers = gift(5_000, None);
    let settled = Event {
        member_id: accountant,
        ..counter.gives(&hers)
    };
    let settled = counter.tell(&settled).await;
    assert_eq!(settled.flags, ["power"], "{settled:?}");
    assert_eq!(counter.books("2150").await, -20_000);
    counter.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_prints_the_last_day_of_the_shop_s_rule() {
    let counter = Counter::open("till-gift-days").await;
    let settings = counter.ask("").await.settings.unwrap();
    assert_eq!((settings.vouchers, settings.voucher_days), (true, None));
    vouchers::keep_days(&counter.shop.cx(), "30").await.unwrap();
    let settings = counter.ask("").await.settings.unwrap();
    assert_eq!(settings.voucher_days, Some(30));
    let tx = counter.shop.look().await;
    let today = tx.scope().today();
    drop(tx);
    let until = |last: Option<NaiveDate>| wire::SoldVoucher {
        expires_on: last,
        ..gift(5_000, None)
    };
    let by_rule = until(today.checked_add_days(Days::new(30)));
    let settled = counter.tell(&counter.gives(&by_rule)).await;
    assert_eq!(settled.outcome, Outcome::Done, "{settled:?}");
    // What is on the paper was promised.
    let longer = until(today.checked_add_days(Days::new(31)));
    for promised in [longer, until(None)] {
        let settled = counter.tell(&counter.gives(&promised)).await;
        assert_eq!(settled.flags, ["voucher"], "{settled:?}");
        let voucher = counter.voucher_of(&promised).await.unwrap();
        assert_eq!(voucher.expires_on, promised.expires_on);
    }
    let owner = browser::member(&counter.service, &counter.shop, Role::Owner).await;
    let page = owner.get("/b/till-gift-days/sales/flags").await.body;
    assert!(page.contains("says no last day"), "{page}");
    counter.shop.check().await;
}
