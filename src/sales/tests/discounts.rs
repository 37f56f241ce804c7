//! What is given away on a line and on the whole, who may, and who lets it through.

use super::*;
use crate::platform::secrets::digest;
use crate::platform::{Cx, Door, clock};
use crate::sales::{self, Approval, approve, refund};
use crate::staff::pins::{self, PinForm};
use crate::tests::tills::till;
use crate::values::{Language, Rate};

const PIN: &str = "2580";

fn percent(percent: u32) -> Discount {
    Discount::Share(Rate::from_basis_points(percent * 100))
}

/// One of something at 100.00, paid in cash after what is given on the line and on the whole.
fn one(shop: &Shop, product: Uuid, own: Discount, on_all: Discount, total: i64) -> SellAsk {
    let line = AskLine {
        discount: own,
        ..line(1, product, "1", 10_000)
    };
    SellAsk {
        discount: on_all,
        ..ask(shop, vec![line], total)
    }
}

async fn me(cx: &Cx) -> Uuid {
    cx.read().await.unwrap().scope().member_id().unwrap()
}

/// Somebody new with that role and a PIN.
async fn hired(shop: &Shop, role: &str) -> Uuid {
    let her = me(&shop.member(&shop.hire(role).await)).await;
    let form = PinForm {
        pin: PIN.to_owned(),
        again: PIN.to_owned(),
    };
    pins::set_pin(&shop.cx(), her, &form).await.unwrap();
    her
}

/// A till, at somebody's turn.
async fn at_till(shop: &Shop, member_id: Uuid) -> Cx {
    let device_id = till(shop, shop.location).await;
    let token = digest(&format!("the token of {device_id}"));
    let door = Door::Device {
        token,
        member_id: Some(member_id),
    };
    Cx::new(shop.db(), door, clock::now(), Language::En)
}

/// How often an act stands in the trail.
async fn told(shop: &Shop, act: &str) -> i64 {
    let mut tx = shop.look().await;
    sqlx::query_scalar("select count(*) from app.audit where business_id = $1 and act = $2")
        .bind(tx.business())
        .bind(act)
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_on_the_whole_lies_on_its_lines() {
    let shop = Shop::open("on-the-whole").await;
    let a = shop.sells("A", "116", "5").await;
    let b = shop.sells("B", "27.50", "5").await;
    let before = balances(&shop).await;
    let lines = vec![line(1, a, "4", 11_600), line(2, b, "1", 2_750)];
    let given = SellAsk {
        discount: percent(10),
        ..ask(&shop, lines.clone(), 44_200)
    };
    let sale = sell(&shop.cashier(), &given).await.unwrap();
    assert_eq!((sale.discount, sale.on_all), (money(4_915), money(4_915)));
    assert_eq!((sale.goods, sale.rounding), (money(44_235), money(-35)));
    assert_eq!((sale.total, sale.tax), (money(44_200), money(6_101)));
    let after = balances(&shop).await;
    let moved = |number: &str| after[number] - before.get(number).copied().unwrap_or(0);
    assert_eq!(moved("1110"), 44_200, "cash");
    assert_eq!(moved("4100"), -(44_235 - 6_101), "sales");
    assert_eq!(moved("2210"), -6_101, "VAT");
    assert_eq!(sell(&shop.cashier(), &given).await.unwrap(), sale);
    let mut other = given.clone();
    other.discount = money(4_915).into();
    let outcome = sell(&shop.cashier(), &other).await;
    assert_eq!(reasons(outcome), ["refused-sale-other"]);
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    drop(tx);
    assert_eq!(whole.sale, sale);
    let amounts: Vec<_> = whole.lines.iter().map(|line| line.amount.minor()).collect();
    assert_eq!(amounts, [41_760, 2_475]);
    // All of it comes back for what was paid, and no cent more.
    let all = back(sale.sale_id, &[(1, "4"), (2, "1")]);
    let back = refund(&shop.cx(), &all).await.unwrap();
    assert_eq!((back.total, back.on_all), (money(44_200), Money::ZERO));
    // More than everything is given to nobody.
    let much = SellAsk {
        discount: money(49_151).into(),
        ..ask(&shop, lines, 1)
    };
    let outcome = sell(&shop.cx(), &much).await;
    assert_eq!(reasons(outcome), ["refused-sale-discount-whole"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_gives_away_so_much() {
    let shop = Shop::open("limits").await;
    let product = shop.sells("A", "100", "20").await;
    let manager = shop.member(&shop.hire("manager").await);
    rules(&shop, "10", "30", "").await;
    let none = Discount::NONE;
    let on_line = "refused-sale-line-discount-most";
    let on_all = "refused-sale-discount-most";
    let tries = [
        (&shop.cashier(), percent(10), none, 9_000, None),
        (&shop.cashier(), money(1_000).into(), none, 9_000, None),
        (
            &shop.cashier(),
            money(1_001).into(),
            none,
            9_000,
            Some(on_line),
        ),
        (&shop.cashier(), percent(11), none, 8_900, Some(on_line)),
        (&shop.cashier(), none, percent(10), 9_000, None),
        (&shop.cashier(), none, percent(11), 8_900, Some(on_all)),
        // Twice a tenth is more than a tenth.
        (
            &shop.cashier(),
            percent(10),
            percent(10),
            8_100,
            Some(on_all),
        ),
        (&manager, percent(30), none, 7_000, None),
        (&manager, percent(31), none, 6_900, Some(on_line)),
        (&shop.cx(), percent(80), none, 2_000, None),
    ];
    for (who, own, whole, total, refused) in tries {
        let outcome = sell(who, &one(&shop, product, own, whole, total)).await;
        match refused {
            None => assert_eq!(outcome.unwrap().total, money(total)),
            Some(key) => assert_eq!(reasons(outcome), [key], "{own:?} {whole:?}"),
        }
    }
    // A price that is lowered is given away too: a manager may lower it, and no further than this.
    let lowered = |price: i64| ask(&shop, vec![line(1, product, "1", price)], price);
    sell(&manager, &lowered(7_000)).await.unwrap();
    let outcome = sell(&manager, &lowered(6_900)).await;
    assert_eq!(reasons(outcome), [on_line]);
    assert_eq!(told(&shop, "sale.approve").await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_lets_it_through_with_her_pin() {
    let shop = Shop::open("approved").await;
    let product = shop.sells("A", "100", "20").await;
    rules(&shop, "10", "50", "").await;
    let (cashier, manager) = (hired(&shop, "cashier").await, hired(&shop, "manager").await);
    let cx = at_till(&shop, cashier).await;
    let mut cheap = one(&shop, product, percent(20), Discount::NONE, 8_000);
    let key = "refused-sale-line-discount-most";
    assert_eq!(reasons(sell(&cx, &cheap).await), [key]);
    let outcome = approve(&cx, manager, "1357").await;
    assert_eq!(reasons(outcome), ["refused-pin-wrong"]);
    // A PIN is typed at a till, and nowhere else.
    let elsewhere = approve(&shop.cx(), manager, PIN).await;
    assert_eq!(elsewhere.unwrap_err(), Stop::Forbidden);
    // Her own is not enough, nor is that of somebody next door.
    let neighbour = shop.neighbour("approved-next-door").await;
    let theirs = Approval::attested(hired(&neighbour, "manager").await);
    let own = approve(&cx, cashier, PIN).await.unwrap();
    for approval in [own, theirs, Approval::attested(Uuid::now_v7())] {
        cheap.approved_by = Some(approval);
        assert_eq!(reasons(sell(&cx, &cheap).await), [key]);
    }
    cheap.approved_by = Some(approve(&cx, manager, PIN).await.unwrap());
    let sale = sell(&cx, &cheap).await.unwrap();
    assert_eq!(sale.approved_by.as_ref().unwrap().member_id, manager);
    assert_eq!(sale.member_id, Some(cashier));
    let mut tx = shop.look().await;
    assert_eq!(
        sales::whole(&mut tx, sale.sale_id).await.unwrap().sale,
        sale
    );
    drop(tx);
    assert_eq!(told(&shop, "sale.approve").await, 1);
    // What she may not do herself she lets nobody do.
    let mut free = one(&shop, product, percent(60), Discount::NONE, 4_000);
    free.approved_by = Some(approve(&cx, manager, PIN).await.unwrap());
    assert_eq!(reasons(sell(&cx, &free).await), [key]);
    // Whoever is not needed has approved nothing.
    let mut dear = one(&shop, product, percent(5), Discount::NONE, 9_500);
    dear.approved_by = cheap.approved_by;
    assert_eq!(sell(&cx, &dear).await.unwrap().approved_by, None);
    assert_eq!(told(&shop, "sale.approve").await, 1);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_till_attests_counts_at_its_door_only() {
    let shop = Shop::open("attested").await;
    let product = shop.sells("A", "100", "20").await;
    rules(&shop, "100", "100", "").await;
    let (cashier, manager) = (hired(&shop, "cashier").await, hired(&shop, "manager").await);
    let attested = |ask: SellAsk| SellAsk {
        approved_by: Some(Approval::attested(manager)),
        ..ask
    };
    // 10.00 is what it cost.
    let losing = || attested(one(&shop, product, percent(95), Discount::NONE, 500));
    let lowered = || attested(ask(&shop, vec![line(1, product, "1", 9_900)], 9_900));
    let outcome = sell(&shop.cashier(), &losing()).await;
    assert_eq!(reasons(outcome), ["refused-sale-below-cost"]);
    let outcome = sell(&shop.cashier(), &lowered()).await;
    assert_eq!(reasons(outcome), ["refused-sale-price"]);
    let cx = at_till(&shop, cashier).await;
    for ask in [losing(), lowered()] {
        let sale = sell(&cx, &ask).await.unwrap();
        assert_eq!(sale.approved_by.unwrap().member_id, manager);
    }
    for (act, times) in [
        ("sale.below_cost", 1),
        ("sale.lower_price", 1),
        ("sale.approve", 2),
    ] {
        assert_eq!(told(&shop, act).await, times, "{act}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cash_is_rounded_to_coins_and_change_is_given_of_it() {
    let shop = Shop::open("coins").await;
    let product = shop.sells("A", "22.30", "20").await;
    rules(&shop, "10", "100", "5").await;
    let lines = || vec![line(1, product, "1", 2_230)];
    let mut cash = ask(&shop, lines(), 2_000);
    cash.tenders[0].handed = Some(money(5_000));
    let sale = sell(&shop.cashier(), &cash).await.unwrap();
    assert_eq!((sale.total, sale.rounding), (money(2_000), money(-230)));
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    drop(tx);
    assert_eq!(whole.payments[0].handed, Some(money(5_000)));
    assert_eq!(whole.payments[0].amount, money(2_000));
    let outcome = sell(&shop.cashier(), &ask(&shop, lines(), 2_200)).await;
    assert_eq!(reasons(outcome), ["refused-sale-tenders"]);
    // What is not cash alone is rounded like everything.
    let card = SellAsk {
        tenders: vec![tender(Tender::Cash, 1_000), tender(Tender::Card, 1_200)],
        ..ask(&shop, lines(), 0)
    };
    assert_eq!(
        sell(&shop.cashier(), &card).await.unwrap().total,
        money(2_200)
    );
    let mut little = ask(&shop, lines(), 2_000);
    little.tenders[0].handed = Some(money(1_999));
    let outcome = sell(&shop.cashier(), &little).await;
    assert_eq!(reasons(outcome), ["refused-sale-handed"]);
    let all = back(sale.sale_id, &[(1, "1")]);
    assert_eq!(refund(&shop.cx(), &all).await.unwrap().total, money(2_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn m_pesa_by_hand_has_its_code_and_is_not_matched_yet() {
    let shop = Shop::open("by-hand").await;
    let product = shop.sells("A", "100", "5").await;
    let mut by_hand = ask(&shop, vec![line(1, product, "1", 10_000)], 10_000);
    by_hand.tenders = vec![tender(Tender::Mpesa, 10_000)];
    let outcome = sell(&shop.cashier(), &by_hand).await;
    assert_eq!(reasons(outcome), ["refused-receipt-needed"]);
    by_hand.tenders[0].reference = "sgl31ha2uw".to_owned();
    let sale = sell(&shop.cashier(), &by_hand).await.unwrap();
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    drop(tx);
    assert!(whole.payments[0].is_unmatched);
    assert_eq!(whole.payments[0].reference.as_deref(), Some("SGL31HA2UW"));
    shop.check().await;
}
