//! The log, against a real PostgreSQL: filtered, paged, and with a balance that runs through it.

use uuid::Uuid;

use super::*;
use crate::businesses::{self, LocationForm};
use crate::staff::Role;
use crate::stock::{Departure, Kind, Leaving, Shortage, Source, Spoilt, adjust_to, take_out};
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

/// A product that was counted to each of these, one after the other.
async fn counted(shop: &Shop, sku: &str, counts: &[i64]) -> Uuid {
    let product_id = shop.sells(sku, "50", "10").await;
    for count in counts {
        let mut tx = shop.cx().begin().await.unwrap();
        let (id, cost) = (Uuid::now_v7(), Some(Money::from_minor(500)));
        adjust_to(&mut tx, id, product_id, shop.location, kg(*count), cost)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    product_id
}

async fn listed(shop: &Shop, filter: &Filter, each: i64) -> Listed {
    let mut tx = shop.look().await;
    list(&mut tx, filter, each).await.unwrap()
}

fn quantities(listed: &Listed) -> Vec<i64> {
    listed.rows.iter().map(|row| row.quantity.milli()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_comes_first_and_every_page_follows_the_last() {
    let shop = Shop::open("log").await;
    counted(&shop, "A", &[8000, 12_000]).await;
    counted(&shop, "B", &[9000]).await;
    let all = listed(&shop, &Filter::default(), 50).await;
    assert_eq!(quantities(&all), [-1000, 10_000, 4000, -2000, 10_000]);
    assert!(all.next.is_none() && all.product.is_none());
    let mut seen = Vec::new();
    let mut filter = Filter::default();
    loop {
        let page = listed(&shop, &filter, 2).await;
        seen.extend(page.rows.iter().map(|row| row.movement_id));
        match page.next {
            Some(next) => filter = filter.starting(Some(next)),
            None => break,
        }
    }
    let ids: Vec<Uuid> = all.rows.iter().map(|row| row.movement_id).collect();
    assert_eq!(seen, ids, "no row twice, none left out");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_counts_what_the_filter_leaves_out() {
    let shop = Shop::open("balance").await;
    let a = counted(&shop, "A", &[8000, 12_000]).await;
    counted(&shop, "B", &[]).await;
    let own = Filter {
        product: Some(a),
        location: Some(shop.location),
        ..Filter::default()
    };
    let log = listed(&shop, &own, 50).await;
    assert_eq!(log.product, Some((a, "Product A".to_owned())));
    let balances: Vec<_> = log.rows.iter().map(|row| row.balance).collect();
    assert_eq!(
        balances,
        [Some(kg(12_000)), Some(kg(8000)), Some(kg(10_000))]
    );
    // Without a location it is what is there at all of them.
    let there = Uuid::now_v7();
    let form = LocationForm {
        location_id: there.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    let mut tx = shop.cx().begin().await.unwrap();
    let cost = Some(Money::from_minor(500));
    adjust_to(&mut tx, Uuid::now_v7(), a, there, kg(3000), cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let anywhere = Filter {
        location: None,
        ..own.clone()
    };
    let log = listed(&shop, &anywhere, 2).await;
    let balances: Vec<_> = log.rows.iter().map(|row| row.balance).collect();
    assert_eq!(balances, [Some(kg(15_000)), Some(kg(12_000))]);
    let corrections = Filter {
        kind: Some(Kind::Adjustment),
        ..own.clone()
    };
    let log = listed(&shop, &corrections, 1).await;
    assert_eq!(log.rows[0].balance, Some(kg(12_000)));
    let next = corrections.starting(log.next);
    let log = listed(&shop, &next, 50).await;
    assert!(log.rows.iter().all(|row| row.kind == Kind::Adjustment));
    assert_eq!(log.rows[0].balance, Some(kg(8000)));
    let document = &log.rows[0].document;
    assert_eq!(document.kind, "adjustment");
    assert!(document.number.is_some() && document.detail.as_deref() == Some("counted"));
    // By words: one that is a SKU means its product, and no other.
    let words = Filter {
        words: Some("A".to_owned()),
        ..Filter::default()
    };
    assert_eq!(listed(&shop, &words, 50).await.rows.len(), 4);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_members_and_neighbours_are_kept_apart() {
    let shop = Shop::open("log-days").await;
    let a = counted(&shop, "A", &[8000]).await;
    let neighbour = shop.neighbour("log-neighbour").await;
    let hers = counted(&neighbour, "A", &[8000]).await;
    let mut tx = shop.look().await;
    let (today, member) = (tx.scope().today(), tx.scope().member_id());
    assert!(member.is_some());
    let of_today = Filter {
        from: Some(today),
        to: Some(today),
        member,
        ..Filter::default()
    };
    let log = list(&mut tx, &of_today, 50).await.unwrap();
    assert_eq!(log.rows.len(), 2);
    assert!(
        log.rows
            .iter()
            .all(|row| row.product_id == a && row.who.is_some())
    );
    let tomorrow = Filter {
        from: today.succ_opt(),
        ..Filter::default()
    };
    assert!(list(&mut tx, &tomorrow, 50).await.unwrap().rows.is_empty());
    let not_ours = Filter {
        product: Some(hers),
        ..Filter::default()
    };
    let log = list(&mut tx, &not_ours, 50).await.unwrap();
    assert!(log.rows.is_empty() && log.product.is_none());
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_says_what_the_log_says() {
    let shop = Shop::open("log-file").await;
    counted(&shop, "A", &[8000]).await;
    let log = listed(&shop, &Filter::default(), 50).await;
    let service = serving(&shop);
    let owner = member(&service, &shop, Role::Owner).await;
    let file = owner.get("/b/log-file/stock/movements.csv").await.body;
    let rows: Vec<&str> = file.lines().collect();
    assert_eq!(rows.len(), 3, "{file}");
    let columns = "recorded_at,kind,sku,name,location,quantity,unit,document,detail,member,value";
    assert_eq!(rows[0].trim_start_matches('\u{feff}'), columns);
    let counted = &log.rows[0];
    let number = counted.document.number.as_deref().unwrap();
    let who = counted.who.as_deref().unwrap();
    let cells =
        format!(",adjustment,A,Product A,Main,-2,kg,Adjustment {number},Counted,{who},-20.00");
    assert!(rows[1].ends_with(&cells), "{file}");
    assert!(rows[2].contains(",A,Product A,Main,10,kg,"), "{file}");
    assert!(rows[2].ends_with(",100.00"), "{file}");
    // What goods cost is for those who may see it.
    let cashier = member(&service, &shop, Role::Cashier).await;
    let file = cashier.get("/b/log-file/stock/movements.csv").await.body;
    let first = file.lines().next().unwrap();
    assert!(first.ends_with(",detail,member"), "{file}");
    assert!(!file.contains("20.00"), "{file}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_covers_a_shortfall_opens_the_sale_and_what_brought_the_goods() {
    let shop = Shop::open("log-cover").await;
    let product_id = shop.sells("A", "50", "0").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let sale = Source {
        kind: "sale",
        id: Uuid::now_v7(),
    };
    let departure = Departure {
        kind: Kind::Sale,
        source: sale,
        location_id: shop.location,
        shortage: Shortage::Record,
    };
    let line = Leaving {
        line_no: 1,
        product_id,
        quantity: kg(1000),
        batch_id: None,
        origin_id: None,
        spoilt: Spoilt::Leave,
    };
    let left = take_out(&mut tx, &departure, &[line]).await.unwrap();
    assert_eq!(left.unwrap()[0].short, kg(1000));
    let (id, cost) = (Uuid::now_v7(), Some(Money::from_minor(500)));
    adjust_to(&mut tx, id, product_id, shop.location, kg(3000), cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let covers = Filter {
        kind: Some(Kind::Cover),
        ..Filter::default()
    };
    let log = listed(&shop, &covers, 50).await;
    assert_eq!(quantities(&log), [-1000]);
    let row = &log.rows[0];
    assert_eq!(
        (row.document.kind.as_str(), row.document.id),
        ("sale", sale.id)
    );
    assert_eq!(row.brought.len(), 1);
    let brought = &row.brought[0];
    assert_eq!((brought.kind.as_str(), brought.id), ("adjustment", id));
    assert!(brought.number.is_some());
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = owner.get("/b/log-cover/stock/movements?kind=cover").await;
    for path in [brought.path(), row.document.path()] {
        let href = format!("/b/log-cover{}", path.unwrap());
        assert!(page.body.contains(&href), "{href}: {}", page.body);
    }
    let file = owner
        .get("/b/log-cover/stock/movements.csv?kind=cover")
        .await;
    let number = brought.number.as_deref().unwrap();
    assert!(
        file.body.contains(&format!(",Adjustment {number},")),
        "{}",
        file.body
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_closed_location_did_can_still_be_asked_for() {
    let shop = Shop::open("log-closed").await;
    let closed = Uuid::now_v7();
    let form = LocationForm {
        location_id: closed.to_string(),
        fresh: "true".to_owned(),
        name: "Old kiosk".to_owned(),
        ..LocationForm::default()
    };
    let cx = shop.cx();
    businesses::keep_location(&cx, &form).await.unwrap();
    businesses::close_location(&cx, closed, true).await.unwrap();
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let page = owner.get("/b/log-closed/stock/movements").await.body;
    assert!(page.contains(&format!("value=\"{closed}\"")), "{page}");
}
