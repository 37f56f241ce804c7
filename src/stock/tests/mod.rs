//! Goods that leave and come, against a real PostgreSQL: costs to the cent, policies, batches,
//! shortfalls, values that change; and random days of several workers at once.

mod days;
mod races;
mod sold;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::ledger::{self, Draft, Role};
use crate::platform::BusinessTx;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn kg(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn source(kind: &'static str) -> Source {
    Source {
        kind,
        id: Uuid::now_v7(),
    }
}

/// Posts what a movement did to stock against differences, as a caller would.
async fn post(tx: &mut BusinessTx, source: Source, value: Money) {
    let draft = Draft {
        source_kind: source.kind,
        source_id: source.id,
        purpose: "test",
        occurred_at: tx.scope().now,
        location_id: None,
        lines: vec![
            (Role::Inventory, value),
            (Role::StockAdjustment, value.negated().unwrap()),
        ],
    };
    ledger::post(tx, draft).await.unwrap();
}

/// What comes in: how much, what all of it cost, and until when it keeps.
struct Lot {
    milli: i64,
    minor: i64,
    expires_on: Option<NaiveDate>,
}

async fn bring(shop: &Shop, product_id: Uuid, lot: Lot) -> Result<Source, Stop> {
    let mut tx = shop.cx().begin().await?;
    let source = source("receipt");
    let number = source.id.simple().to_string();
    let batch_id = match lot.expires_on {
        // A lot that is past already is made fresh first, and grows old below.
        Some(_) => Some(batch(&mut tx, product_id, &number, None, None).await?),
        None => None,
    };
    let arrival = Arrival {
        kind: Kind::Receipt,
        source,
        location_id: shop.location,
    };
    let line = Arriving {
        line_no: 1,
        product_id,
        quantity: kg(lot.milli),
        value: cents(lot.minor),
        batch_id,
        expires_on: lot.expires_on,
        received_at: None,
        origin_id: None,
    };
    let value = bring_in(&mut tx, &arrival, &[line]).await?;
    post(&mut tx, source, value).await;
    tx.commit().await?;
    Ok(source)
}

/// Takes goods out, and posts them; what each line cost and lacked, or what is left.
async fn take(
    shop: &Shop,
    lines: &[(Uuid, i64)],
    shortage: Shortage,
    spoilt: Spoilt,
) -> Result<Result<Vec<Left>, Vec<Short>>, Stop> {
    let mut tx = shop.cx().begin().await?;
    let source = source("sale");
    let departure = Departure {
        kind: Kind::Sale,
        source,
        location_id: shop.location,
        shortage,
    };
    let mut line_no = 0;
    let leaving: Vec<Leaving> = lines
        .iter()
        .map(|(product_id, milli)| {
            line_no += 1;
            Leaving {
                line_no,
                product_id: *product_id,
                quantity: kg(*milli),
                batch_id: None,
                origin_id: None,
                spoilt,
            }
        })
        .collect();
    let out = match take_out(&mut tx, &departure, &leaving).await? {
        Ok(left) => {
            let value = Money::sum(left.iter().map(|one| one.value)).unwrap();
            post(&mut tx, source, value.negated().unwrap()).await;
            left
        }
        Err(short) => return Ok(Err(short)),
    };
    tx.commit().await?;
    Ok(Ok(out))
}

fn new(milli: i64, minor: i64) -> Lot {
    Lot {
        milli,
        minor,
        expires_on: None,
    }
}

async fn choose(shop: &Shop, column: &str, value: &str) {
    let mut connection = shop.superuser().await;
    let sql = format!("update app.business set {column} = $1");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(value)
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_goods_leave_with_their_own_cost() {
    let shop = Shop::open("fifo").await;
    let product = shop.sells("A", "100", "0").await;
    bring(&shop, product, new(3000, 1000)).await.unwrap();
    bring(&shop, product, new(2000, 1000)).await.unwrap();
    let lines = [(product, 2000), (product, 1500)];
    let left = take(&shop, &lines, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left[0].value, cents(667));
    // What is left of the first layer, and a quarter of the second.
    assert_eq!(left[1].value, cents(333 + 250));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_average_cost_all_of_it_costs_the_same() {
    let shop = Shop::open("average").await;
    let product = shop.sells("A", "100", "0").await;
    choose(&shop, "costing", "average").await;
    bring(&shop, product, new(1000, 1000)).await.unwrap();
    bring(&shop, product, new(3000, 5000)).await.unwrap();
    let lines = [(product, 1000)];
    let left = take(&shop, &lines, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left[0].value, cents(1500));
    bring(&shop, product, new(1000, 100)).await.unwrap();
    let lines = [(product, 4000)];
    let left = take(&shop, &lines, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left[0].value, cents(4600));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_short_is_named_or_recorded_and_covered_by_what_comes() {
    let shop = Shop::open("short").await;
    let product = shop.sells("A", "100", "2").await;
    let lines = [(product, 3000)];
    let short = take(&shop, &lines, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap();
    let short = short.unwrap_err();
    assert_eq!((short.len(), short[0].left), (1, kg(2000)));
    shop.check().await;
    let left = take(&shop, &lines, Shortage::Record, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((left[0].quantity, left[0].short), (kg(2000), kg(1000)));
    assert_eq!(shop.level(product).await.0, Quantity::ZERO);
    shop.check().await;
    bring(&shop, product, new(400, 800)).await.unwrap();
    assert_eq!(shop.level(product).await.0, Quantity::ZERO);
    bring(&shop, product, new(5000, 10_000)).await.unwrap();
    assert_eq!(shop.level(product).await.0, kg(4400));
    let mut tx = shop.look().await;
    let balance = ledger::trial_balance(&mut tx).await.unwrap();
    let cost = balance.iter().find(|row| row.number == "5100").unwrap();
    assert_eq!(cost.balance, cents(2000), "the cover is in the books");
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_sale_that_comes_back_needs_no_cover() {
    let shop = Shop::open("back").await;
    let product = shop.sells("A", "100", "0").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let sale = source("sale");
    let departure = Departure {
        kind: Kind::Sale,
        source: sale,
        location_id: shop.location,
        shortage: Shortage::Record,
    };
    let line = Leaving {
        line_no: 1,
        product_id: product,
        quantity: kg(3000),
        batch_id: None,
        origin_id: None,
        spoilt: Spoilt::Leave,
    };
    take_out(&mut tx, &departure, &[line])
        .await
        .unwrap()
        .unwrap();
    let back = return_short(&mut tx, sale, 1, product, kg(2000))
        .await
        .unwrap();
    assert_eq!(back, kg(2000));
    let back = return_short(&mut tx, sale, 1, product, kg(2000))
        .await
        .unwrap();
    assert_eq!(back, kg(1000));
    tx.commit().await.unwrap();
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_spoils_first_leaves_first_and_what_is_spoilt_stays() {
    let shop = Shop::open("spoils").await;
    let product = shop.sells("A", "100", "0").await;
    let today = shop.look().await.scope().today();
    let lot = |minor, expires_on| Lot {
        milli: 1000,
        minor,
        expires_on,
    };
    let (past, soon) = (today - Days::new(1), today + Days::new(3));
    bring(&shop, product, lot(10, Some(past))).await.unwrap();
    bring(&shop, product, lot(20, None)).await.unwrap();
    bring(&shop, product, lot(30, Some(soon))).await.unwrap();
    let one = [(product, 1000)];
    let left = take(&shop, &one, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left[0].value, cents(30));
    // One fresh one is left to be promised, and the spoilt one is not.
    let line = |milli| Line {
        line_no: 1,
        product_id: product,
        quantity: kg(milli),
    };
    let mut tx = shop.cx().begin().await.unwrap();
    let short = hold(&mut tx, shop.location, &[line(2000)])
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(short[0].left, kg(1000));
    let free = available(&mut tx, shop.location, &[product]).await.unwrap();
    assert_eq!(free[&product], kg(1000));
    let shown = crate::catalog::shown(&mut tx, &[product]).await.unwrap();
    assert_eq!(
        shown[0].available,
        kg(1000),
        "customers are offered what is fresh"
    );
    drop(tx);
    let two = [(product, 2000)];
    let short = take(&shop, &two, Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(short[0].left, kg(1000));
    let left = take(&shop, &two, Shortage::Refuse, Spoilt::Take)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left[0].value, cents(30));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_one_and_does_not_come_in_spoilt() {
    let shop = Shop::open("batch").await;
    let product = shop.sells("A", "100", "0").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let today = tx.scope().today();
    let last = Some(today + Days::new(9));
    let one = batch(&mut tx, product, "L-7", last, None).await.unwrap();
    assert_eq!(
        batch(&mut tx, product, " L-7 ", None, None).await.unwrap(),
        one
    );
    for (number, last) in [
        ("L-7", Some(today + Days::new(8))),
        ("L-8", Some(today - Days::new(1))),
        (" ", None),
    ] {
        let refused = batch(&mut tx, product, number, last, None).await;
        assert!(
            matches!(refused, Err(Stop::Refused(_))),
            "{number}: {refused:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_price_is_carried_by_what_is_left_and_by_what_has_gone() {
    let shop = Shop::open("dearer").await;
    let product = shop.sells("A", "100", "0").await;
    let brought = bring(&shop, product, new(4000, 4000)).await.unwrap();
    take(&shop, &[(product, 1000)], Shortage::Refuse, Spoilt::Leave)
        .await
        .unwrap()
        .unwrap();
    for (amount, expected) in [(401, (301, 100)), (-10_000, (-3301, -6699))] {
        let mut tx = shop.cx().begin().await.unwrap();
        let bill = source("bill");
        let goods = Brought {
            source: brought,
            kind: Kind::Receipt,
            line_no: 1,
            without: Quantity::ZERO,
        };
        let mut no = 1;
        let shares = revalue_received(&mut tx, bill, &mut no, goods, cents(amount));
        let (stock, cost) = shares.await.unwrap();
        assert_eq!((stock.minor(), cost.minor()), expected);
        post(&mut tx, bill, stock).await;
        tx.commit().await.unwrap();
        shop.check().await;
    }
    let mut tx = shop.cx().begin().await.unwrap();
    let by = source("adjustment");
    let change = revalue_on_hand(&mut tx, by, 1, shop.location, product, cents(900))
        .await
        .unwrap();
    assert_eq!(change, cents(900));
    post(&mut tx, by, change).await;
    tx.commit().await.unwrap();
    shop.check().await;
}
