//! Receipts: their codes, who learns what by one, how often one is guessed at, and which print is a
//! copy.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::*;
use crate::audit;
use crate::platform::limits::RECEIPT_PEER;
use crate::sales::receipts::code::{code_of, shown};
use crate::sales::receipts::{PrintAsk, print};
use crate::sales::{refund, set_limit};
use crate::staff::Role;
use crate::tests::browser::{Answer, Browser, fields, member, serving};
use crate::values::Rate;

fn print_of(sale_id: Uuid) -> PrintAsk {
    PrintAsk {
        print_id: Uuid::now_v7(),
        sale_id,
    }
}

fn address(shop: &Shop, code: &str) -> String {
    format!("/s/{}/r/{code}", shop.slug)
}

/// What a page says, and that it is there.
fn says(answer: &Answer, words: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    for word in words {
        assert!(answer.body.contains(word), "no {word} in {}", answer.body);
    }
}

fn is_silent(answer: &Answer, words: &[&str]) {
    for word in words {
        assert!(!answer.body.contains(word), "{word} in {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_makes_the_code_that_a_till_makes() {
    let shop = Shop::open("same-code").await;
    let product = shop.sells("A", "116", "50").await;
    let sale = sold(&shop, vec![line(1, product, "2", 11_600)], 23_200).await;
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("select sale_id, code from app.sale where business_id = $1")
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
    assert_eq!(rows.len(), 2);
    for (sale_id, code) in rows {
        assert_eq!(code, code_of(sale_id));
    }
    // Whatever the id is.
    for id in [Uuid::nil(), Uuid::max(), Uuid::from_u128(1 << 62)] {
        let code: String = sqlx::query_scalar("select app.receipt_code($1)")
            .bind(id)
            .fetch_one(tx.conn())
            .await
            .unwrap();
        assert_eq!(code, code_of(id), "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_code_learns_of_goods_and_of_nobody() {
    let shop = Shop::open("verified").await;
    let product = shop.sells("A", "116", "50").await;
    let mut new = ask(&shop, vec![line(1, product, "2", 11_600)], 23_200);
    new.customer = Some(customer(&shop).await);
    new.note = "For her shop".to_owned();
    let sale = sell(&shop.cashier(), &new).await.unwrap();
    let service = serving(&shop);
    let browser = Browser::new(&service, "10.0.0.1");
    let code = code_of(sale.sale_id);
    let page = browser.get(&address(&shop, &code)).await;
    let rate = Rate::from_basis_points(1_600).shown();
    let tax = format!("B {rate} of 200.00");
    let goods = [
        "gave out this receipt",
        "Product A",
        "2 kg × 116.00",
        "232.00",
    ];
    says(&page, &goods);
    says(&page, &[&tax, "32.00", "Nothing of it was brought back"]);
    let hers = [
        "A buyer",
        "722000111",
        "722 000",
        "A001234567Z",
        "For her shop",
        "Served by",
    ];
    is_silent(&page, &hers);
    is_silent(&page, &["<script", "COPY"]);
    // As somebody types it, and with whatever else he types.
    let typed = format!("/s/verified/r?code={}", shown(&code).to_lowercase());
    says(&browser.get(&typed).await, &goods);
    says(&browser.get("/s/verified/r").await, &["Check a receipt"]);
    for wrong in ["8AE8UNM27ZHA", "nonsense", "%3Cb%3E"] {
        let page = browser.get(&address(&shop, wrong)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(page.body.contains("gave out no receipt"), "{wrong}");
        is_silent(&page, &["Product A"]);
    }
    // Another shop gave it not out.
    let other = shop.neighbour("not-verified").await;
    let page = browser.get(&address(&other, &code)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    is_silent(&page, &["Product A"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_owes_for_it_is_named_on_her_paper_and_to_nobody_else() {
    let shop = Shop::open("owes-for-it").await;
    let product = shop.sells("A", "116", "50").await;
    let hers = customer(&shop).await;
    set_limit(&shop.cx(), hers, money(50_000)).await.unwrap();
    let service = serving(&shop);
    let clerk = member(&service, &shop, Role::Manager).await;
    for (way, is_named) in [(Tender::OnAccount, true), (Tender::Cash, false)] {
        let new = SellAsk {
            customer: Some(hers),
            tenders: vec![tender(way, 11_600)],
            ..ask(&shop, vec![line(1, product, "1", 11_600)], 11_600)
        };
        let sale = sell(&shop.cashier(), &new).await.unwrap();
        let paper = format!("/b/{}/sales/{}/receipt", shop.slug, sale.sale_id);
        for copy in [false, true] {
            let page = clerk.get(&paper).await;
            says(&page, &["Served by"]);
            assert_eq!(page.body.contains("COPY"), copy);
            assert_eq!(page.body.contains("Customer: A buyer"), is_named);
            is_silent(&page, &["722000111", "722 000"]);
            let counted = print(&shop.cashier(), &print_of(sale.sale_id)).await;
            counted.unwrap();
        }
        let anybody = Browser::new(&service, "10.0.0.1");
        let page = anybody.get(&address(&shop, &code_of(sale.sale_id))).await;
        says(&page, &["Product A"]);
        is_silent(&page, &["A buyer", "722000111", "722 000"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_says_what_came_back_of_it() {
    let shop = Shop::open("came-back").await;
    let product = shop.sells("A", "116", "50").await;
    let sale = sold(&shop, vec![line(1, product, "2", 11_600)], 23_200).await;
    let service = serving(&shop);
    let browser = Browser::new(&service, "10.0.0.1");
    let code = code_of(sale.sale_id);
    let one = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let page = browser.get(&address(&shop, &code)).await;
    says(&page, &["Some of it was brought back", "\u{2212}116.00"]);
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let page = browser.get(&address(&shop, &code)).await;
    says(&page, &["All of it was brought back"]);
    // A refund has a receipt of its own.
    let page = browser.get(&address(&shop, &code_of(one.sale_id))).await;
    let title = format!("Refund {}", one.number);
    let takes_back = format!("Takes back: Sale {}", sale.number);
    let words = ["Goods were brought back", "Cash, paid back", "116.00"];
    says(&page, &words);
    says(&page, &[&title, &takes_back]);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slow_and_looking_is_not() {
    let shop = Shop::open("guessed").await;
    let product = shop.sells("A", "116", "50").await;
    let sale = sold(&shop, vec![line(1, product, "1", 11_600)], 11_600).await;
    let right = address(&shop, &code_of(sale.sale_id));
    let service = serving(&shop);
    let guesser = Browser::new(&service, "10.0.0.1");
    for _ in 0..5 {
        assert_eq!(guesser.get(&right).await.status, StatusCode::OK);
        // What can be no code is none of the tries.
        let slip = guesser.get(&address(&shop, "0712345678")).await;
        assert_eq!(slip.status, StatusCode::NOT_FOUND);
    }
    for number in 0..RECEIPT_PEER.most {
        let guess = address(&shop, &code_of(Uuid::now_v7()));
        let answer = guesser.get(&guess).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{number}");
    }
    let stopped = guesser.get(&right).await;
    assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
    is_silent(&stopped, &["Product A"]);
    let other = Browser::new(&service, "10.0.0.2");
    assert_eq!(other.get(&right).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_print_is_counted_once_and_one_is_no_copy() {
    let shop = Shop::open("prints").await;
    let product = shop.sells("A", "100", "50").await;
    let sale = sold(&shop, vec![line(1, product, "2", 10_000)], 20_000).await;
    let first = print_of(sale.sale_id);
    assert_eq!(print(&shop.cashier(), &first).await.unwrap().number, 1);
    assert_eq!(print(&shop.cx(), &first).await.unwrap().number, 1);
    let mut tx = shop.look().await;
    let told = audit::trail(&mut tx, "sale", sale.sale_id).await.unwrap();
    assert!(told.is_empty(), "the first is no copy: {told:?}");
    drop(tx);
    let asks: Vec<PrintAsk> = (0..8).map(|_| print_of(sale.sale_id)).collect();
    let prints = asks.into_iter().map(|ask| {
        let cx = shop.cashier();
        tokio::spawn(async move { print(&cx, &ask).await.unwrap().number })
    });
    let mut numbers = BTreeSet::new();
    for one in prints.collect::<Vec<_>>() {
        numbers.insert(one.await.unwrap());
    }
    let each: BTreeSet<i32> = (2..=9).collect();
    assert_eq!(numbers, each, "at once, and each of its own");
    let mut tx = shop.look().await;
    let told = audit::trail(&mut tx, "sale", sale.sale_id).await.unwrap();
    assert!(
        told.iter()
            .all(|one| one.act == "sale.reprint" && one.who.is_some())
    );
    assert_eq!(told.len(), 8);
    drop(tx);
    // A refund is counted apart.
    let one = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    let of_refund = print(&shop.cx(), &print_of(one.sale_id)).await.unwrap();
    assert_eq!(of_refund.number, 1);
    let mixed = PrintAsk {
        sale_id: one.sale_id,
        ..first
    };
    assert_eq!(
        reasons(print(&shop.cx(), &mixed).await),
        ["refused-print-other"]
    );
    let other = shop.neighbour("no-prints").await;
    let theirs = print(&other.cx(), &print_of(sale.sale_id)).await;
    assert_eq!(theirs, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_comes_after_it_was_counted() {
    let shop = Shop::open("paper").await;
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "update app.business set receipt_header = $2, receipt_footer = $3 where business_id = $1",
    )
    .bind(tx.business())
    .bind("Fresh <b>daily</b>\nfrom Limuru")
    .bind("Thank you")
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let product = shop.sells("A", "116", "50").await;
    let sale = sold(&shop, vec![line(1, product, "2", 11_600)], 23_200).await;
    let service = serving(&shop);
    let mut browser = member(&service, &shop, Role::Cashier).await;
    let address = format!("/b/paper/sales/{}/receipt", sale.sale_id);
    let page = browser.get(&address).await;
    let words = [
        "paper-roll-80 no-print",
        "Print the receipt",
        "Served by",
        "Thank you",
    ];
    says(&page, &words);
    says(&page, &["&lt;b&gt;daily", "from Limuru", "receipt-qr"]);
    says(&page, &[&shown(&code_of(sale.sale_id))]);
    is_silent(&page, &["COPY", "<b>daily"]);
    for copy in [None, Some("COPY 1"), Some("COPY 2")] {
        let (sale_id, print_id) = (sale.sale_id.to_string(), Uuid::now_v7().to_string());
        let form = fields(&[
            ("business", "paper"),
            ("sale_id", &sale_id),
            ("print_id", &print_id),
            ("paper", "roll-58"),
        ]);
        let answer = browser.post("/api/sales/print_receipt", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        assert!(answer.location.starts_with(&address), "{answer:?}");
        let page = browser.get(&answer.location).await;
        says(&page, &["\"paper-roll-58\"", copy.unwrap_or("Product A")]);
        is_silent(&page, &["paper-roll-58 no-print"]);
        if copy.is_none() {
            is_silent(&page, &["COPY"]);
        }
    }
    // Later the same address is but a look, and another document's print is none of this one's.
    let old = format!("{address}?print={}", Uuid::now_v7());
    says(
        &browser.get(&old).await,
        &["no-print", "printed 3 times", "COPY 3"],
    );
}
