//! Closing: what is sold meanwhile, twice at once, all or nothing, and thousands of lines.

use uuid::Uuid;

use super::{ENTRIES, MOVEMENTS, ask, booked, change, keys, milli, opened, rows, set, sold};
use crate::orders;
use crate::platform::clock;
use crate::stock::counts::{
    Close, FileOfCounts, How, State, Uncounted, cancel, close, count, count_file, seen_of, store,
};
use crate::stock::{self, adjust_all};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn leave() -> Close {
    Close {
        uncounted: Uncounted::Leave,
        seen: String::new(),
    }
}

/// Ten at 10 each; eight were counted, three were sold since: five are left, two are missing.
#[tokio::test(flavor = "multi_thread")]
async fn a_sale_meanwhile_leaves_the_difference_right() {
    let shop = Shop::open("take-closed").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "5").await;
    let untouched = shop.sells("SALT", "118", "4").await;
    let take = opened(&shop).await;
    set(&shop.cashier(), &take, rice, "8").await.unwrap();
    set(&shop.cashier(), &take, soap, "7").await.unwrap();
    sold(&shop, rice, 3000).await;
    let mut tx = shop.look().await;
    let lines = store::valued(&mut tx, &take).await.unwrap();
    drop(tx);
    let told: Vec<i64> = lines.iter().map(|line| line.value.minor()).collect();
    assert_eq!((told.len(), told.iter().sum::<i64>()), (2, 0));
    let by_cashier = close(&shop.cashier(), take.take_id, &leave()).await;
    assert_eq!(by_cashier.unwrap_err(), Stop::Forbidden);
    let done = close(&shop.cx(), take.take_id, &leave()).await.unwrap();
    assert_eq!((done.state, done.value), (State::Done, Money::ZERO));
    assert_eq!(shop.level(rice).await.0, milli(5000));
    assert_eq!(shop.level(soap).await.0, milli(7000));
    assert_eq!(shop.level(untouched).await.0, milli(4000));
    assert_eq!(rows(&shop, MOVEMENTS, &take).await, 2);
    shop.check().await;
    // One more that is only missing: a loss in the books, in one entry.
    let take = opened(&shop).await;
    set(&shop.cashier(), &take, rice, "3").await.unwrap();
    let done = close(&shop.cx(), take.take_id, &leave()).await.unwrap();
    assert_eq!(done.value, Money::from_minor(-2000));
    assert_eq!(booked(&shop, "stock_adjustment").await, 2000);
    assert_eq!(rows(&shop, ENTRIES, &take).await, 1);
    let mut tx = shop.look().await;
    let lines = store::valued(&mut tx, &take).await.unwrap();
    assert_eq!(lines[0].value, Money::from_minor(-2000));
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn closed_twice_at_once_is_closed_once() {
    let shop = Shop::open("take-twice").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    set(&shop.cx(), &take, rice, "7").await.unwrap();
    let (one, other, way) = (shop.cx(), shop.cx(), leave());
    let (first, second) = tokio::join!(
        close(&one, take.take_id, &way),
        close(&other, take.take_id, &way)
    );
    assert_eq!(first.unwrap().value, Money::from_minor(-3000));
    assert_eq!(second.unwrap().value, Money::from_minor(-3000));
    assert_eq!(shop.level(rice).await.0, milli(7000));
    assert_eq!(rows(&shop, MOVEMENTS, &take).await, 1);
    assert_eq!(rows(&shop, ENTRIES, &take).await, 1);
    // A closed take takes no counts, forgets none and is not called off.
    assert_eq!(
        keys(set(&shop.cx(), &take, rice, "9").await),
        ["refused-take-ended"]
    );
    let file = FileOfCounts {
        upload_id: Uuid::now_v7(),
        file: b"sku,counted\nRICE,9\n".to_vec(),
        dry_run: false,
        replaces: true,
    };
    let refused = count_file(&shop.cx(), take.take_id, &file).await;
    assert_eq!(keys(refused), ["refused-take-ended"]);
    let refused = cancel(&shop.cx(), take.take_id).await;
    assert_eq!(keys(refused), ["refused-take-closed"]);
    shop.check().await;
}

/// Somebody counts while somebody else closes: it is in the take, or it is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn counting_and_closing_at_once() {
    let shop = Shop::open("take-race").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "10").await;
    for _ in 0..5 {
        let take = opened(&shop).await;
        let there = shop.level(soap).await.0;
        set(&shop.cx(), &take, rice, "10").await.unwrap();
        let (hers, his, way) = (shop.cashier(), shop.cx(), leave());
        let fewer = there.minus(Quantity::ONE).unwrap().short();
        let (counted, closed) = tokio::join!(
            set(&hers, &take, soap, &fewer),
            close(&his, take.take_id, &way)
        );
        closed.unwrap();
        let left = shop.level(soap).await.0;
        match counted {
            Ok(_) => assert_eq!(left.short(), fewer),
            Err(Stop::Refused(_)) => assert_eq!(left, there),
            Err(stop) => panic!("{stop}"),
        }
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn called_off_it_changes_nothing() {
    let shop = Shop::open("take-off").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    set(&shop.cx(), &take, rice, "1").await.unwrap();
    assert_eq!(
        cancel(&shop.cashier(), take.take_id).await.unwrap_err(),
        Stop::Forbidden
    );
    for _ in 0..2 {
        let take = cancel(&shop.cx(), take.take_id).await.unwrap();
        assert_eq!(take.state, State::Cancelled);
    }
    let refused = close(&shop.cx(), take.take_id, &leave()).await;
    assert_eq!(keys(refused), ["refused-take-cancelled"]);
    assert_eq!(shop.level(rice).await.0, milli(10_000));
    assert_eq!(rows(&shop, MOVEMENTS, &take).await, 0);
    let other = shop.neighbour("take-off-elsewhere").await;
    let elsewhere = cancel(&other.cx(), take.take_id).await;
    assert_eq!(elsewhere.unwrap_err(), Stop::NotFound);
    let elsewhere = close(&other.cx(), take.take_id, &leave()).await;
    assert_eq!(elsewhere.unwrap_err(), Stop::NotFound);
    shop.check().await;
}

/// What is promised to an order stays, and so does everything else of the take.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_promised_stays_and_nothing_is_done_by_half() {
    let shop = Shop::open("take-promised").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "10").await;
    let salt = shop.sells("SALT", "118", "10").await;
    let browser = shop.cart_of(rice, "6").await;
    let form = shop.checkout(&browser).await;
    orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let take = opened(&shop).await;
    let cx = shop.cashier();
    set(&cx, &take, rice, "5").await.unwrap();
    set(&cx, &take, soap, "4").await.unwrap();
    set(&cx, &take, salt, "9").await.unwrap();
    // Six are missing and only five are left: below nothing.
    sold(&shop, soap, 5000).await;
    let Err(Stop::Refused(refusals)) = close(&shop.cx(), take.take_id, &leave()).await else {
        panic!("took what is promised");
    };
    let mut told: Vec<&str> = refusals.iter().map(|one| one.key.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["refused-take-below-zero", "refused-take-reserved"]);
    let promised = refusals
        .iter()
        .find(|one| one.key == "refused-take-reserved");
    let args = &promised.unwrap().args;
    for (name, value) in [
        ("reserved", "6"),
        ("name", "Product RICE"),
        ("counted", "5"),
        ("change", "\u{2212}5"),
        ("left", "10"),
    ] {
        assert!(
            args.contains(&(name.to_owned(), value.to_owned())),
            "{args:?}"
        );
    }
    assert_eq!(shop.level(salt).await.0, milli(10_000));
    assert_eq!(rows(&shop, MOVEMENTS, &take).await, 0);
    // Counted again, it closes.
    set(&cx, &take, rice, "6").await.unwrap();
    set(&cx, &take, soap, "4").await.unwrap();
    close(&shop.cx(), take.take_id, &leave()).await.unwrap();
    assert_eq!(shop.level(rice).await, (milli(6000), milli(6000)));
    assert_eq!(shop.level(soap).await.0, milli(4000));
    assert_eq!(shop.level(salt).await.0, milli(9000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_counted_is_taken_for_nothing_only_as_it_was_listed() {
    let shop = Shop::open("take-zero").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let soap = shop.sells("SOAP", "118", "5").await;
    let old = shop.sells("OLD", "118", "3").await;
    let retire =
        "update app.product set retired_at = now() where business_id = $1 and product_id = $2";
    change(&shop, retire, old).await;
    let take = opened(&shop).await;
    set(&shop.cx(), &take, rice, "10").await.unwrap();
    let listed = async || {
        let mut tx = shop.look().await;
        let rows = store::uncounted(&mut tx, &take).await.unwrap();
        let seen: Vec<(Uuid, Quantity)> =
            rows.iter().map(|row| (row.product_id, row.book)).collect();
        (rows, seen_of(&seen))
    };
    let (uncounted, seen) = listed().await;
    assert_eq!(uncounted.len(), 1);
    assert_eq!(uncounted[0].product_id, soap);
    assert_eq!(uncounted[0].value, Money::from_minor(5000));
    let zero = |seen: String| Close {
        uncounted: Uncounted::Zero,
        seen,
    };
    // One is sold after the page was drawn: she looks again.
    sold(&shop, soap, 1000).await;
    let refused = close(&shop.cx(), take.take_id, &zero(seen)).await;
    assert_eq!(keys(refused), ["refused-take-uncounted-changed"]);
    let (_, seen) = listed().await;
    let done = close(&shop.cx(), take.take_id, &zero(seen)).await.unwrap();
    assert_eq!((done.value, done.lines), (Money::from_minor(-4000), 2));
    assert_eq!(shop.level(soap).await.0, Quantity::ZERO);
    assert_eq!(shop.level(rice).await.0, milli(10_000));
    // What is off sale is not in the take.
    assert_eq!(shop.level(old).await.0, milli(3000));
    assert_eq!(booked(&shop, "stock_adjustment").await, 4000);
    // An empty take is no take.
    let empty = opened(&shop).await;
    let refused = close(&shop.cx(), empty.take_id, &leave()).await;
    assert_eq!(keys(refused), ["refused-take-empty"]);
    let (_, seen) = listed().await;
    let refused = close(&shop.cx(), empty.take_id, &zero(seen)).await;
    assert_eq!(keys(refused), ["refused-take-empty"]);
    assert_eq!(shop.level(rice).await.0, milli(10_000));
    shop.check().await;
}

/// Two on the shelf, five sold: three were there that nobody knew of, and one is there still.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sold_before_it_was_there_is_found() {
    let shop = Shop::open("take-short").await;
    let rice = shop.sells("RICE", "118", "2").await;
    sold(&shop, rice, 5000).await;
    let take = opened(&shop).await;
    let done = count(&shop.cx(), take.take_id, &ask(rice, How::Set, "1")).await;
    done.unwrap();
    let done = close(&shop.cx(), take.take_id, &leave()).await.unwrap();
    assert_eq!(done.value, Money::from_minor(4000));
    assert_eq!(shop.level(rice).await.0, milli(1000));
    let mut tx = shop.look().await;
    let book = store::book_now(&mut tx, shop.location, rice).await.unwrap();
    drop(tx);
    assert_eq!(book, milli(1000));
    shop.check().await;
}

/// Puts many products on sale, ten of each at 10; their SKUs are M1, M2 …
async fn many(shop: &Shop, count: i32) -> Vec<Uuid> {
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    let products: Vec<Uuid> = sqlx::query_scalar(
        "with p as (
             insert into app.product (business_id, product_id, tax_class_id, sku, name, slug, unit,
                                      price_minor)
             select $1, gen_random_uuid(), t.tax_class_id, 'M' || g, 'Many ' || g, 'many-' || g,
                    'kg', 11600
               from generate_series(1, $2) g
               join app.tax_class t on t.business_id = $1 and t.code = 'standard'
             returning product_id)
         insert into app.price (business_id, price_id, product_id, unit, amount_minor, valid_from)
         select $1, gen_random_uuid(), p.product_id, 'kg', 11600, now() - interval '1 hour' from p
         returning product_id",
    )
    .bind(business)
    .bind(count)
    .fetch_all(tx.conn())
    .await
    .unwrap();
    let counts: Vec<stock::Count> = (1_i32..)
        .zip(&products)
        .map(|(line_no, product_id)| stock::Count {
            line_no,
            product_id: *product_id,
            counted: milli(10_000),
            unit_cost: Some(Money::from_minor(1000)),
        })
        .collect();
    let refused = adjust_all(&mut tx, Uuid::now_v7(), shop.location, &counts).await;
    assert!(refused.unwrap().is_empty());
    tx.commit().await.unwrap();
    products
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_lines_close_whole() {
    let shop = Shop::open("take-large").await;
    let products = many(&shop, 2000).await;
    let take = opened(&shop).await;
    let mut file = "sku,counted\n".to_owned();
    for number in 1..=2000 {
        // Half of them miss one, a quarter has two too many.
        let counted = match number % 4 {
            0 => "12",
            1 => "10",
            _ => "9",
        };
        file.push_str(&format!("M{number},{counted}\n"));
    }
    let upload = FileOfCounts {
        upload_id: Uuid::now_v7(),
        file: file.into_bytes(),
        dry_run: false,
        replaces: false,
    };
    let done = count_file(&shop.cashier(), take.take_id, &upload).await;
    assert_eq!(done.unwrap().rows, 2000);
    let begun = clock::now();
    let done = close(&shop.cx(), take.take_id, &leave()).await.unwrap();
    let took = clock::now() - begun;
    // 500 × 2 found and 1,000 missing, at 10 each.
    assert_eq!((done.value, done.lines), (Money::ZERO, 2000));
    assert_eq!(rows(&shop, MOVEMENTS, &take).await, 1500);
    let mut tx = shop.look().await;
    let business = tx.business();
    let there: i64 = sqlx::query_scalar(
        "select sum(on_hand_milli)::bigint from app.stock_level
          where business_id = $1 and product_id = any($2)",
    )
    .bind(business)
    .bind(&products)
    .fetch_one(tx.conn())
    .await
    .unwrap();
    drop(tx);
    assert_eq!(there, 20_000_000);
    // Unoptimised, on a machine that may stand still for a while: a bound, and no measurement.
    assert!(took.num_seconds() < 240, "{took}");
    shop.check().await;
}
