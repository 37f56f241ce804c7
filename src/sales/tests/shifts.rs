//! A shift from its float to its count: what it comes to, once, whose it is, and what is told late.

use super::*;
use crate::platform::Cx;
use crate::sales::shifts::{
    self, AtShift, CloseAsk, MoveAsk, MoveReason, OpenAsk, Report, Shift, Way,
};
use crate::sales::{SaleKind, refund};
use crate::tests::browser::{Browser, fields, member, serving};
use crate::tests::tills::till;

/// A shift that is to be opened, with this much in the drawer.
pub(super) fn opening(device_id: Uuid, float: i64) -> OpenAsk {
    OpenAsk {
        shift_id: Uuid::now_v7(),
        device_id,
        float: money(float),
        occurred_at: None,
    }
}

/// Opens one.
pub(super) async fn opened(cx: &Cx, device_id: Uuid, float: i64) -> AtShift {
    let ask = opening(device_id, float);
    let shift = shifts::open(cx, &ask).await.unwrap();
    assert_eq!(shift.shift_id, ask.shift_id);
    AtShift {
        device_id,
        shift_id: shift.shift_id,
    }
}

/// A count of its drawer.
pub(super) fn closing(at: AtShift, counted: i64) -> CloseAsk {
    CloseAsk {
        shift_id: at.shift_id,
        device_id: Some(at.device_id),
        counted: money(counted),
        note: String::new(),
        unsynced: None,
        occurred_at: None,
    }
}

pub(super) fn moving(at: AtShift, way: Way, reason: MoveReason, amount: i64) -> MoveAsk {
    MoveAsk {
        move_id: Uuid::now_v7(),
        at,
        way,
        reason,
        amount: money(amount),
        note: "a word".to_owned(),
        occurred_at: None,
    }
}

/// A sale in a shift, paid in cash.
pub(super) fn in_shift(at: AtShift, sale: SellAsk) -> SellAsk {
    SellAsk {
        shift: Some(at),
        ..sale
    }
}

pub(super) async fn report(shop: &Shop, at: AtShift) -> Report {
    let mut tx = shop.look().await;
    shifts::report(&mut tx, at.shift_id).await.unwrap()
}

pub(super) async fn balance(shop: &Shop, number: &str) -> i64 {
    balances(shop).await.get(number).copied().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_at_a_till() {
    let shop = Shop::open("a-day-at-a-till").await;
    let product = shop.sells("A", "116", "20").await;
    let device = till(&shop, shop.location).await;
    let cx = shop.cashier();
    let at = opened(&cx, device, 200_000).await;
    assert_eq!(balance(&shop, "1120").await, 200_000);
    assert_eq!(balance(&shop, "1110").await, -200_000);
    let cash = in_shift(at, ask(&shop, vec![line(1, product, "2", 11_600)], 23_200));
    let sale = sell(&cx, &cash).await.unwrap();
    let mut split = in_shift(at, ask(&shop, vec![line(1, product, "1", 11_600)], 0));
    split.tenders = vec![tender(Tender::Cash, 1_600), tender(Tender::Card, 10_000)];
    sell(&cx, &split).await.unwrap();
    // At no till: no drawer holds it.
    sold(&shop, vec![line(1, product, "1", 11_600)], 11_600).await;
    let back = RefundAsk {
        shift: Some(at),
        ..back(sale.sale_id, &[(1, "1")])
    };
    refund(&shop.cx(), &back).await.unwrap();
    for (way, reason, amount) in [
        (Way::In, MoveReason::Bank, 5_000),
        (Way::Out, MoveReason::Expense, 1_500),
        (Way::Out, MoveReason::Owner, 700),
        (Way::Out, MoveReason::Safe, 100_000),
    ] {
        let ask = moving(at, way, reason, amount);
        shifts::move_cash(&cx, &ask).await.unwrap();
    }
    let expected = 200_000 + 23_200 + 1_600 - 11_600 + 5_000 - 1_500 - 700 - 100_000;
    assert_eq!(balance(&shop, "1120").await, expected);
    assert_eq!(balance(&shop, "6100").await, 1_500);
    assert_eq!(balance(&shop, "3200").await, 700);
    let x = report(&shop, at).await;
    assert_eq!(x.expected, money(expected));
    assert_eq!((x.sales.documents, x.refunds.documents), (2, 1));
    assert_eq!(
        (x.sales.total, x.refunds.total),
        (money(34_800), money(11_600))
    );
    let of = |tender: Tender| x.tenders.iter().find(|sum| sum.tender == tender).unwrap();
    assert_eq!(of(Tender::Cash).left(), Some(money(13_200)));
    assert_eq!(of(Tender::Card).brought, money(10_000));
    assert_eq!(
        (x.taxes[0].base, x.taxes[0].tax),
        (money(20_000), money(3_200))
    );
    assert_eq!(x.moves.len(), 4);
    let sales = &x.ranges[0];
    assert_eq!(
        (sales.kind, sales.first, sales.last),
        (SaleKind::Sale, 1, 2)
    );
    assert_eq!(x.variance_now(), None);
    shop.check().await;
    let shift = shifts::close(&cx, &closing(at, expected - 500))
        .await
        .unwrap();
    let end = shift.closed.unwrap();
    assert_eq!((end.expected, end.variance), (money(expected), money(-500)));
    assert_eq!(end.by, "A cashier");
    assert_eq!(balance(&shop, "1120").await, 0);
    assert_eq!(balance(&shop, "5170").await, 500);
    let z = report(&shop, at).await;
    assert_eq!((z.expected, z.sales), (x.expected, x.sales));
    assert_eq!(z.variance_now(), Some(money(-500)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_again_is_the_same() {
    let shop = Shop::open("shift-again").await;
    let device = till(&shop, shop.location).await;
    let cx = shop.cashier();
    let ask = opening(device, 1_000);
    let shift = shifts::open(&cx, &ask).await.unwrap();
    assert_eq!(shifts::open(&cx, &ask).await.unwrap(), shift);
    let other = OpenAsk {
        float: money(2_000),
        ..ask.clone()
    };
    let outcome = shifts::open(&cx, &other).await;
    assert_eq!(reasons(outcome), ["refused-shift-other"]);
    let outcome = shifts::open(&cx, &opening(device, 1_000)).await;
    assert_eq!(reasons(outcome), ["refused-shift-open"]);
    // Somebody else takes turns at the same till.
    let second = shifts::open(&shop.cx(), &opening(device, 0)).await.unwrap();
    assert_eq!((shift.number, second.number), (1, 2));
    let at = AtShift {
        device_id: device,
        shift_id: shift.shift_id,
    };
    let into = moving(at, Way::In, MoveReason::Safe, 300);
    let moved = shifts::move_cash(&cx, &into).await.unwrap();
    assert_eq!(shifts::move_cash(&cx, &into).await.unwrap(), moved);
    let other = MoveAsk {
        way: Way::Out,
        ..into
    };
    let outcome = shifts::move_cash(&cx, &other).await;
    assert_eq!(reasons(outcome), ["refused-shift-other"]);
    let count = closing(at, 1_300);
    let closed = shifts::close(&cx, &count).await.unwrap();
    assert_eq!(shifts::close(&cx, &count).await.unwrap(), closed);
    let outcome = shifts::close(&cx, &closing(at, 1_200)).await;
    assert_eq!(reasons(outcome), ["refused-shift-closed"]);
    // Opened again after it was closed, it is still that shift.
    assert_eq!(shifts::open(&cx, &ask).await.unwrap(), closed);
    let third = shifts::open(&cx, &opening(device, 0)).await.unwrap();
    assert_eq!(third.number, 3);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_count_is_taken_and_what_is_closed_stays() {
    let shop = Shop::open("any-count").await;
    let device = till(&shop, shop.location).await;
    let cx = shop.cashier();
    for (float, counted) in [(5_000, 0), (0, 70_000), (0, 0), (100, 100)] {
        let at = opened(&cx, device, float).await;
        // More goes out than there is known to be: it is written down, and it is what it is.
        let out = moving(at, Way::Out, MoveReason::Bank, 200);
        shifts::move_cash(&cx, &out).await.unwrap();
        let outcome = shifts::close(&cx, &closing(at, -1)).await;
        assert_eq!(reasons(outcome), ["refused-not-an-amount"]);
        let shift = shifts::close(&cx, &closing(at, counted)).await.unwrap();
        let variance = shift.closed.unwrap().variance;
        assert_eq!(variance, money(counted - (float - 200)));
    }
    let mut superuser = shop.superuser().await;
    for act in [
        "update app.shift set note = 'x'",
        "update app.shift set closed_at = null, counted_minor = null",
        "delete from app.shift",
        "truncate app.shift cascade",
        "update app.cash_move set note = 'x'",
    ] {
        let done = sqlx::query(act).execute(&mut superuser).await;
        assert!(done.is_err(), "{act}");
    }
    shop.check().await;
}

/// A till was without a network when its shift was closed: what it sold comes after. The cash was
/// counted with the rest.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_late_is_taken_off_what_was_over() {
    let shop = Shop::open("told-late").await;
    let product = shop.sells("A", "100", "20").await;
    let device = till(&shop, shop.location).await;
    let cx = shop.cashier();
    let at = opened(&cx, device, 10_000).await;
    let one = |at: AtShift| in_shift(at, ask(&shop, vec![line(1, product, "1", 10_000)], 10_000));
    let early = sell(&cx, &one(at)).await.unwrap();
    assert!(!early.shift.unwrap().is_late);
    let count = CloseAsk {
        unsynced: Some(2),
        ..closing(at, 30_000)
    };
    let shift = shifts::close(&shop.cx(), &count).await.unwrap();
    let end = shift.closed.unwrap();
    assert_eq!((end.variance, end.unsynced), (money(10_000), 2));
    assert_eq!(balance(&shop, "5170").await, -10_000);
    let late_ask = one(at);
    let late = sell(&cx, &late_ask).await.unwrap();
    assert!(late.shift.unwrap().is_late);
    assert_eq!(sell(&cx, &late_ask).await.unwrap(), late);
    assert_eq!(balance(&shop, "5170").await, 0);
    let out = moving(at, Way::Out, MoveReason::Expense, 1_500);
    assert!(shifts::move_cash(&cx, &out).await.unwrap().is_late);
    let back = RefundAsk {
        shift: Some(at),
        ..back(early.sale_id, &[(1, "0.5")])
    };
    refund(&shop.cx(), &back).await.unwrap();
    assert_eq!(balance(&shop, "1120").await, 0);
    assert_eq!(balance(&shop, "5170").await, -6_500);
    let z = report(&shop, at).await;
    assert_eq!((z.expected, z.sales.documents), (money(20_000), 2));
    assert_eq!((z.late.documents, z.late.cash), (2, money(3_500)));
    assert_eq!(z.variance_now(), Some(money(6_500)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_shift_it_is() {
    let shop = Shop::open("whose-shift").await;
    let product = shop.sells("A", "100", "20").await;
    let (device, other_device) = (
        till(&shop, shop.location).await,
        till(&shop, shop.location).await,
    );
    let (cashier, owner) = (shop.cashier(), shop.cx());
    let hers = opened(&cashier, device, 1_000).await;
    let owners = opened(&owner, device, 1_000).await;
    let accountant = shop.member(&shop.hire("accountant").await);
    let outcome = shifts::open(&accountant, &opening(device, 0)).await;
    assert_eq!(outcome, Err(Stop::Forbidden));
    let outcome = shifts::close(&accountant, &closing(hers, 0)).await;
    assert_eq!(outcome, Err(Stop::Forbidden));
    let outcome = shifts::close(&cashier, &closing(owners, 1_000)).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let into = moving(owners, Way::In, MoveReason::Safe, 100);
    let outcome = shifts::move_cash(&cashier, &into).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    // Another till says so, or another business.
    let elsewhere = AtShift {
        device_id: other_device,
        ..hers
    };
    let one = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
    let outcome = sell(&cashier, &in_shift(elsewhere, one.clone())).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let outcome = shifts::close(&cashier, &closing(elsewhere, 0)).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let into = moving(elsewhere, Way::In, MoveReason::Safe, 100);
    let outcome = shifts::move_cash(&cashier, &into).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let theirs = shop.neighbour("their-shift").await;
    let outcome = shifts::open(&theirs.cx(), &opening(device, 0)).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let outcome = shifts::close(&theirs.cx(), &closing(hers, 0)).await;
    assert_eq!(outcome, Err(Stop::NotFound));
    let their_product = theirs.sells("A", "100", "20").await;
    let lines = vec![line(1, their_product, "1", 10_000)];
    let stray = in_shift(hers, ask(&theirs, lines, 10_000));
    assert_eq!(sell(&theirs.cx(), &stray).await, Err(Stop::NotFound));
    let sale = sell(&cashier, &in_shift(hers, one)).await.unwrap();
    let back = RefundAsk {
        shift: Some(elsewhere),
        ..back(sale.sale_id, &[(1, "1")])
    };
    assert_eq!(refund(&owner, &back).await, Err(Stop::NotFound));
    // The owner closes for her, from the back office.
    let count = CloseAsk {
        device_id: None,
        ..closing(hers, 11_000)
    };
    let shift: Shift = shifts::close(&owner, &count).await.unwrap();
    assert!(shift.closed.is_some());
    shop.check().await;
}

/// A revoked till opens nothing more; the shift that is open at it can still be closed.
#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_was_revoked() {
    let shop = Shop::open("revoked-till").await;
    let device = till(&shop, shop.location).await;
    let at = opened(&shop.cashier(), device, 1_000).await;
    let mut tx = shop.cx().begin().await.unwrap();
    let member_id = tx.scope().member_id();
    sqlx::query("update app.device set revoked_at = now(), revoked_by = $2 where business_id = $1")
        .bind(tx.business())
        .bind(member_id)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let outcome = shifts::open(&shop.cx(), &opening(device, 0)).await;
    assert_eq!(reasons(outcome), ["refused-shift-till"]);
    shifts::close(&shop.cx(), &closing(at, 1_000))
        .await
        .unwrap();
    shop.check().await;
}

/// The pages: a cashier sees her own shifts, and a form closes one.
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_shifts() {
    let shop = Shop::open("shift-pages").await;
    let device = till(&shop, shop.location).await;
    let hers = opened(&shop.cashier(), device, 123_400).await;
    let out = moving(hers, Way::Out, MoveReason::Expense, 5_000);
    shifts::move_cash(&shop.cashier(), &out).await.unwrap();
    let service = serving(&shop);
    let list = format!("/b/{}/sales/shifts", shop.slug);
    let page = format!("{list}/{}", hers.shift_id);
    let mut owner = member(&service, &shop, crate::staff::Role::Owner).await;
    let shown = async |browser: &Browser, path: &str| {
        let answer = browser.get(path).await;
        (answer.status.as_u16(), answer.body)
    };
    let (status, body) = shown(&owner, &list).await;
    assert_eq!((status, body.contains(&page)), (200, true));
    let (status, body) = shown(&owner, &page).await;
    assert_eq!(status, 200);
    for words in ["X report", "T1-1", "1,234.00", "1,184.00", "a word"] {
        assert!(body.contains(words), "{words}");
    }
    let other = member(&service, &shop, crate::staff::Role::Cashier).await;
    let (status, body) = shown(&other, &list).await;
    assert_eq!((status, body.contains(&page)), (200, false));
    assert_eq!(shown(&other, &page).await.0, 404);
    let form = |counted: &str| {
        fields(&[
            ("business", &shop.slug),
            ("form[shift_id]", &hers.shift_id.to_string()),
            ("form[counted]", counted),
            ("form[note]", "  one   note "),
        ])
    };
    let answer = owner.post("/api/sales/close_shift", &form("much")).await;
    assert_eq!(answer.location, page);
    let (_, body) = shown(&owner, &page).await;
    assert!(body.contains("value=\"much\""), "what was typed stands");
    owner.post("/api/sales/close_shift", &form("1,200")).await;
    let (_, body) = shown(&owner, &page).await;
    for words in ["Z report", "1,200.00", "Over", "16.00", "one note"] {
        assert!(body.contains(words), "{words}");
    }
    shop.check().await;
}
