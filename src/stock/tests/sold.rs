//! What sells: net of what came back, and what was sold before it was there once.

use super::*;

/// What the level of a product says was sold of it lately, in thousandths.
async fn sold(shop: &Shop, product_id: Uuid) -> i64 {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_scalar(
        "select sold_milli from app.stock_level
          where business_id = $1 and product_id = $2 and location_id = $3",
    )
    .bind(business)
    .bind(product_id)
    .bind(shop.location)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

/// A customer brings so much back, worth so much.
async fn back(shop: &Shop, product_id: Uuid, milli: i64, minor: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    let source = source("sale");
    let arrival = Arrival {
        kind: Kind::SaleReturn,
        source,
        location_id: shop.location,
    };
    let line = Arriving {
        line_no: 1,
        product_id,
        quantity: kg(milli),
        value: cents(minor),
        batch_id: None,
        expires_on: None,
        received_at: None,
        origin_id: None,
    };
    let value = bring_in(&mut tx, &arrival, &[line]).await.unwrap();
    post(&mut tx, source, value).await;
    tx.commit().await.unwrap();
}

/// Sells a product of which there is nothing; the sale.
async fn sell_short(shop: &Shop, product_id: Uuid, milli: i64) -> Source {
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
        product_id,
        quantity: kg(milli),
        batch_id: None,
        origin_id: None,
        spoilt: Spoilt::Leave,
    };
    let left = take_out(&mut tx, &departure, &[line]).await.unwrap();
    assert_eq!(left.unwrap()[0].short, kg(milli));
    tx.commit().await.unwrap();
    sale
}

async fn back_short(shop: &Shop, sale: Source, product_id: Uuid, milli: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    let back = return_short(&mut tx, sale, 1, product_id, kg(milli)).await;
    assert_eq!(back.unwrap(), kg(milli));
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_before_it_is_there_sells_once_and_what_comes_back_did_not_sell() {
    let shop = Shop::open("net-sold").await;
    let product = shop.sells("A", "100", "1").await;
    let left = take(&shop, &[(product, 3000)], Shortage::Record, Spoilt::Leave).await;
    left.unwrap().unwrap();
    assert_eq!(sold(&shop, product).await, 3000, "one there, two not");
    shop.check().await;
    bring(&shop, product, new(5000, 5000)).await.unwrap();
    assert_eq!(sold(&shop, product).await, 3000, "a cover is no sale");
    shop.check().await;
    back(&shop, product, 1000, 1000).await;
    assert_eq!(sold(&shop, product).await, 2000);
    // More than was taken lately: whoever reads it takes it for nothing.
    back(&shop, product, 4000, 4000).await;
    assert_eq!(sold(&shop, product).await, -2000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_before_it_was_there_did_not_sell() {
    let shop = Shop::open("net-short").await;
    let cx = shop.cx();
    let product = shop.sells("A", "100", "0").await;
    let sale = sell_short(&shop, product, 5000).await;
    assert_eq!(sold(&shop, product).await, 5000);
    back_short(&shop, sale, product, 2000).await;
    assert_eq!(sold(&shop, product).await, 3000);
    shop.check().await;
    // Sold so long ago that it counts no more: what is taken back of it then changes nothing.
    let mut superuser = shop.superuser().await;
    for old in [
        "set session_replication_role = replica",
        "update app.stock_shortfall set recorded_at = recorded_at - interval '40 days'",
        "update app.location set sold_since = sold_since - interval '70 days'",
    ] {
        sqlx::query(old).execute(&mut superuser).await.unwrap();
    }
    shop.check().await;
    forget_old_sales(&cx, shop.location).await.unwrap();
    assert_eq!(sold(&shop, product).await, 0);
    back_short(&shop, sale, product, 1000).await;
    assert_eq!(sold(&shop, product).await, 0);
    shop.check().await;
}
