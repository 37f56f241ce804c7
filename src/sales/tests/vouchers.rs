//! Gift vouchers: sold, used in parts and at the same instant, brought back, expired, and void.

use chrono::Days;

use super::*;
use crate::sales::vouchers::{
    self, MoveKind, State, Voucher, VoucherAsk, VoucherBack, code, keep_days, void,
};
use crate::sales::{refund, whole};

/// A voucher that is paid for in cash.
fn gift(minor: i64) -> VoucherAsk {
    VoucherAsk {
        voucher_id: Uuid::now_v7(),
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: money(minor),
        reference: String::new(),
        note: "For Asha".to_owned(),
    }
}

pub(super) async fn bought(shop: &Shop, minor: i64) -> Voucher {
    vouchers::sell(&shop.cashier(), &gift(minor)).await.unwrap()
}

/// What a voucher pays, its code as somebody types it.
pub(super) fn by(voucher: &Voucher, minor: i64) -> AskTender {
    AskTender {
        reference: code::shown(&voucher.code).to_lowercase(),
        ..tender(Tender::Voucher, minor)
    }
}

/// One of a thing that costs 100.00, paid in these ways.
pub(super) fn one(shop: &Shop, product: Uuid, tenders: Vec<AskTender>) -> SellAsk {
    SellAsk {
        tenders,
        ..ask(shop, vec![line(1, product, "1", 10_000)], 10_000)
    }
}

pub(super) async fn left(shop: &Shop, voucher: &Voucher) -> i64 {
    let mut tx = shop.look().await;
    let voucher = vouchers::voucher(&mut tx, voucher.voucher_id).await;
    voucher.unwrap().balance.minor()
}

pub(super) fn back_of(voucher: &Voucher, reason: &str) -> VoucherBack {
    VoucherBack {
        payment_id: Uuid::now_v7(),
        voucher_id: voucher.voucher_id,
        tender: Tender::Cash,
        reference: String::new(),
        reason: reason.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voucher_is_used_in_parts_until_nothing_is_left() {
    let shop = Shop::open("voucher-parts").await;
    let product = shop.sells("A", "100", "9").await;
    let asked = gift(15_000);
    let voucher = vouchers::sell(&shop.cashier(), &asked).await.unwrap();
    let again = vouchers::sell(&shop.cashier(), &asked).await.unwrap();
    assert_eq!(again, voucher);
    let other = VoucherAsk {
        amount: money(16_000),
        ..asked
    };
    let other = vouchers::sell(&shop.cashier(), &other).await;
    assert_eq!(reasons(other), ["refused-voucher-other"]);
    let books = balances(&shop).await;
    assert_eq!((books["2150"], books["1110"]), (-15_000, 15_000));
    shop.check().await;

    let first = one(&shop, product, vec![by(&voucher, 10_000)]);
    let sale = sell(&shop.cashier(), &first).await.unwrap();
    assert_eq!(sell(&shop.cashier(), &first).await.unwrap(), sale);
    assert_eq!(left(&shop, &voucher).await, 5_000);
    let too_much = one(&shop, product, vec![by(&voucher, 10_000)]);
    let too_much = sell(&shop.cashier(), &too_much).await;
    assert_eq!(reasons(too_much), ["refused-voucher-short"]);
    let rest = vec![by(&voucher, 5_000), tender(Tender::Cash, 5_000)];
    sell(&shop.cashier(), &one(&shop, product, rest))
        .await
        .unwrap();
    assert_eq!(left(&shop, &voucher).await, 0);
    // The same voucher twice pays what is left of it, and no more.
    let small = bought(&shop, 10_000).await;
    let cash = |minor: i64| tender(Tender::Cash, minor);
    let twice = vec![by(&small, 4_000), by(&small, 5_000), cash(1_000)];
    sell(&shop.cashier(), &one(&shop, product, twice))
        .await
        .unwrap();
    assert_eq!(left(&shop, &small).await, 1_000);
    let over = vec![by(&small, 600), by(&small, 600), cash(8_800)];
    let over = sell(&shop.cashier(), &one(&shop, product, over)).await;
    assert_eq!(reasons(over), ["refused-voucher-short"]);
    let mut wrong = by(&voucher, 10_000);
    let over = sell(&shop.cashier(), &one(&shop, product, vec![wrong.clone()])).await;
    assert_eq!(reasons(over), ["refused-voucher-empty"]);
    for typed in ["22222-22222", "no", ""] {
        wrong.reference = typed.to_owned();
        let unknown = one(&shop, product, vec![wrong.clone()]);
        let unknown = sell(&shop.cashier(), &unknown).await;
        assert_eq!(reasons(unknown), ["refused-voucher-unknown"], "{typed}");
    }
    assert_eq!(on_hand(&shop, product).await, quantity("6"));

    let mut tx = shop.look().await;
    let moves = vouchers::moves(&mut tx, voucher.voucher_id).await.unwrap();
    drop(tx);
    let moves: Vec<(MoveKind, i64)> = moves
        .iter()
        .map(|one| (one.kind, one.amount.minor()))
        .collect();
    let used = MoveKind::Used;
    assert_eq!(
        moves,
        [(MoveKind::Sold, 15_000), (used, -10_000), (used, -5_000)]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_for_a_voucher_that_is_none() {
    let shop = Shop::open("voucher-money").await;
    let voucher = bought(&shop, 10_000).await;
    let by_mpesa = |receipt: &str| VoucherAsk {
        tender: Tender::Mpesa,
        reference: receipt.to_owned(),
        ..gift(10_000)
    };
    let cashier = shop.cashier();
    vouchers::sell(&cashier, &by_mpesa("SGL31HA2UV"))
        .await
        .unwrap();
    let used = vouchers::sell(&cashier, &by_mpesa("sgl31ha2uv")).await;
    assert_eq!(reasons(used), ["refused-receipt-used"]);
    let without = vouchers::sell(&cashier, &by_mpesa("")).await;
    assert_eq!(reasons(without), ["refused-receipt-needed"]);
    let nothing = vouchers::sell(&cashier, &gift(0)).await;
    assert_eq!(reasons(nothing), ["refused-not-an-amount"]);
    for tender in [Tender::OnAccount, Tender::Voucher] {
        let ask = VoucherAsk {
            tender,
            reference: voucher.code.clone(),
            ..gift(10_000)
        };
        let none = vouchers::sell(&cashier, &ask).await;
        assert_eq!(reasons(none), ["refused-tender-needed"], "{tender:?}");
    }
    let accountant = shop.member(&shop.hire("accountant").await);
    let refused = vouchers::sell(&accountant, &gift(10_000)).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_voucher_buys_once_at_the_same_instant() {
    let shop = Shop::open("voucher-at-once").await;
    let (a, b) = (
        shop.sells("A", "100", "20").await,
        shop.sells("B", "100", "20").await,
    );
    let (x, y) = (shop.cashier(), shop.cx());
    for _ in 0..5 {
        let voucher = bought(&shop, 10_000).await;
        // Different goods: only the voucher stands between them.
        let asks = [a, b].map(|product| one(&shop, product, vec![by(&voucher, 10_000)]));
        let (first, second) = tokio::join!(sell(&x, &asks[0]), sell(&y, &asks[1]));
        let loser = match (first, second) {
            (Ok(_), loser) | (loser, Ok(_)) => loser,
            both => panic!("nobody bought: {both:?}"),
        };
        assert_eq!(reasons(loser), ["refused-voucher-empty"]);
        assert_eq!(left(&shop, &voucher).await, 0);
        // One sale sent twice: both say the same.
        let voucher = bought(&shop, 10_000).await;
        let ask = one(&shop, a, vec![by(&voucher, 10_000)]);
        let (first, second) = tokio::join!(sell(&x, &ask), sell(&x, &ask));
        assert_eq!(first.unwrap(), second.unwrap());
        // And so is one voucher.
        let asked = gift(10_000);
        let (first, second) = tokio::join!(vouchers::sell(&x, &asked), vouchers::sell(&x, &asked));
        assert_eq!(first.unwrap(), second.unwrap());
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_holds_what_is_left() {
    let shop = Shop::open("voucher-held").await;
    bought(&shop, 10_000).await;
    for act in [
        "update app.voucher set balance_minor = -1 where business_id = $1",
        "update app.voucher set balance_minor = amount_minor + 1 where business_id = $1",
        "update app.voucher set amount_minor = 20000 where business_id = $1",
        "update app.voucher_move set amount_minor = 1 where business_id = $1",
        "delete from app.voucher_move where business_id = $1",
        "delete from app.voucher where business_id = $1",
    ] {
        let mut tx = shop.cx().begin().await.unwrap();
        let done = sqlx::query(act).bind(tx.business());
        assert!(done.execute(tx.conn()).await.is_err(), "{act}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_day_and_a_neighbours_code() {
    let shop = Shop::open("voucher-days").await;
    let product = shop.sells("A", "100", "9").await;
    assert_eq!(bought(&shop, 10_000).await.expires_on, None);
    for typed in ["0", "3661", "-1", "many"] {
        let wrong = keep_days(&shop.cx(), typed).await;
        assert_eq!(reasons(wrong), ["refused-voucher-days"], "{typed}");
    }
    let refused = keep_days(&shop.cashier(), "30").await;
    assert_eq!(refused, Err(Stop::Forbidden));
    for _ in 0..2 {
        keep_days(&shop.cx(), " 30 ").await.unwrap();
    }
    let voucher = bought(&shop, 10_000).await;
    let tx = shop.look().await;
    let today = tx.scope().today();
    drop(tx);
    let last = today.checked_add_days(Days::new(30));
    assert_eq!(voucher.expires_on, last);
    assert_eq!(voucher.state(today), State::Good);
    let mut connection = shop.superuser().await;
    sqlx::query("update app.voucher set expires_on = $2 where voucher_id = $1")
        .bind(voucher.voucher_id)
        .bind(today.pred_opt())
        .execute(&mut connection)
        .await
        .unwrap();
    let late = one(&shop, product, vec![by(&voucher, 10_000)]);
    let late = sell(&shop.cashier(), &late).await;
    assert_eq!(reasons(late), ["refused-voucher-expired"]);
    keep_days(&shop.cx(), "").await.unwrap();
    assert_eq!(bought(&shop, 10_000).await.expires_on, None);
    // What is good next door is nothing here.
    let neighbour = shop.neighbour("voucher-next-door").await;
    let theirs = bought(&neighbour, 10_000).await;
    let foreign = one(&shop, product, vec![by(&theirs, 10_000)]);
    let foreign = sell(&shop.cashier(), &foreign).await;
    assert_eq!(reasons(foreign), ["refused-voucher-unknown"]);
    let stolen = void(&shop.cx(), &back_of(&theirs, "Lost")).await;
    assert_eq!(stolen, Err(Stop::NotFound));
    assert_eq!(left(&neighbour, &theirs).await, 10_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_goes_back_onto_the_voucher_that_it_came_from() {
    let shop = Shop::open("voucher-back").await;
    let product = shop.sells("A", "100", "9").await;
    let (voucher, other) = (bought(&shop, 6_000).await, bought(&shop, 9_000).await);
    let split = vec![by(&voucher, 6_000), tender(Tender::Cash, 4_000)];
    let ask = one(&shop, product, split);
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    assert_eq!(left(&shop, &voucher).await, 0);
    let mut onto = back(sale.sale_id, &[(1, "1")]);
    onto.pay_out = PayOut::By {
        payment_id: Uuid::now_v7(),
        tender: Tender::Voucher,
        reference: other.code.clone(),
    };
    let wrong = refund(&shop.cx(), &onto).await;
    assert_eq!(reasons(wrong), ["refused-voucher-other-sale"]);
    let asked = back(sale.sale_id, &[(1, "1")]);
    let refunded = refund(&shop.cx(), &asked).await.unwrap();
    assert_eq!(refund(&shop.cx(), &asked).await.unwrap(), refunded);
    assert_eq!(left(&shop, &voucher).await, 6_000);
    assert_eq!(left(&shop, &other).await, 9_000);
    let mut tx = shop.look().await;
    let refunded = whole(&mut tx, refunded.sale_id).await.unwrap();
    drop(tx);
    let by_voucher = refunded.payments.iter();
    let mut by_voucher = by_voucher.filter(|one| one.tender == Tender::Voucher);
    let paid = by_voucher.next().unwrap();
    assert_eq!(paid.amount, money(6_000));
    assert_eq!(paid.voucher_id, Some(voucher.voucher_id));
    // Whoever holds the receipt does not hold the voucher.
    assert_eq!(paid.reference, Some(code::masked(&voucher.code)));
    assert_eq!(balances(&shop).await["2150"], -15_000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_a_void_voucher_is_paid_back_once() {
    let shop = Shop::open("voucher-void").await;
    let product = shop.sells("A", "100", "9").await;
    let voucher = bought(&shop, 15_000).await;
    let ask = one(&shop, product, vec![by(&voucher, 10_000)]);
    let sale = sell(&shop.cashier(), &ask).await.unwrap();
    let ask = back_of(&voucher, "He moved away");
    let refused = void(&shop.cashier(), &ask).await;
    assert_eq!(refused, Err(Stop::Forbidden));
    let why = void(&shop.cx(), &back_of(&voucher, " ")).await;
    assert_eq!(reasons(why), ["refused-required"]);
    let manager = shop.member(&shop.hire("manager").await);
    for _ in 0..2 {
        assert_eq!(void(&manager, &ask).await, Ok(money(5_000)));
    }
    let twice = void(&manager, &back_of(&voucher, "Again")).await;
    assert_eq!(reasons(twice), ["refused-voucher-void"]);
    let used = one(&shop, product, vec![by(&voucher, 10_000)]);
    let used = sell(&shop.cashier(), &used).await;
    assert_eq!(reasons(used), ["refused-voucher-void"]);
    shop.check().await;
    // It takes nothing back: what was bought with it is paid back in cash.
    let asked = back(sale.sale_id, &[(1, "1")]);
    let refunded = refund(&shop.cx(), &asked).await.unwrap();
    let mut tx = shop.look().await;
    let refunded = whole(&mut tx, refunded.sale_id).await.unwrap();
    drop(tx);
    assert_eq!(refunded.payments[0].tender, Tender::Cash);
    let books = balances(&shop).await;
    assert_eq!(books.get("2150").copied().unwrap_or(0), 0);
    shop.check().await;
    let empty = bought(&shop, 10_000).await;
    let ask = one(&shop, product, vec![by(&empty, 10_000)]);
    sell(&shop.cashier(), &ask).await.unwrap();
    let nothing = void(&manager, &back_of(&empty, "Empty")).await;
    assert_eq!(reasons(nothing), ["refused-voucher-empty"]);
}
