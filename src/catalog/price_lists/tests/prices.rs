//! Which price it is: by list, pack, quantity and day; and that it is set once.

use std::collections::HashMap;

use super::*;
use crate::catalog::store::past_prices;

async fn pack(shop: &Shop, product: Uuid, name: &str, holds_milli: i64) -> Uuid {
    let pack_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query(
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli, is_sold)
         values ($1, $2, $3, $4, $5, true)",
    )
    .bind(business)
    .bind(pack_id)
    .bind(product)
    .bind(name)
    .bind(holds_milli)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    pack_id
}

async fn of_pack(shop: &Shop, list: &str, product: Uuid, pack: Uuid, price: &str) {
    let form = ProductPriceForm {
        pack_id: pack.to_string(),
        price: price.to_owned(),
        ..ProductPriceForm::default()
    };
    keep_price(&shop.cx(), list, product, Uuid::now_v7(), &form)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_quantity_that_is_reached_counts() {
    let shop = Shop::open("breaks").await;
    let (rice, soap) = (
        shop.sells("RICE", "200", "5").await,
        shop.sells("SOAP", "50", "5").await,
    );
    let list = add(&shop.cx(), "Wholesale").await.unwrap();
    let carton = pack(&shop, rice, "Carton", 12_000).await;
    set(&shop, &list, rice, ("", "190", "")).await.unwrap();
    set(&shop, &list, rice, ("10", "180", "")).await.unwrap();
    set(&shop, &list, rice, ("50", "170", "")).await.unwrap();
    of_pack(&shop, &list, rice, carton, "2000").await;

    let one = Quantity::ONE;
    let wanted = [
        (rice, None, one),
        (soap, None, one),
        (rice, Some(carton), one),
        (rice, None, Quantity::from_milli(10_000)),
        (rice, None, Quantity::from_milli(9_999)),
        (soap, Some(carton), one),
        (Uuid::now_v7(), None, one),
        (rice, None, Quantity::from_milli(60_000)),
    ];
    let mut tx = shop.look().await;
    let prices = prices_for(&mut tx, &list, &wanted).await.unwrap();
    let minor: Vec<Option<i64>> = prices.iter().map(|price| price.map(Money::minor)).collect();
    let expected = [
        Some(19_000),
        Some(5_000),
        Some(200_000),
        Some(18_000),
        Some(19_000),
        None,
        None,
        Some(17_000),
    ];
    assert_eq!(minor, expected, "in the order that was asked");
    let retail = prices_for(&mut tx, RETAIL, &wanted).await.unwrap();
    assert_eq!(retail[2], None, "a pack without a price has none");
    assert_eq!(retail[7], Some(Money::from_minor(20_000)));
    drop(tx);

    // A break that ends leaves those below it; a price that ends leaves retail.
    set(&shop, &list, rice, ("50", "", "")).await.unwrap();
    assert_eq!(pays(&shop, &list, rice, "60").await, Some(18_000));
    set(&shop, &list, rice, ("10", "", "")).await.unwrap();
    set(&shop, &list, rice, ("", "", "")).await.unwrap();
    assert_eq!(pays(&shop, &list, rice, "60").await, Some(20_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_of_tomorrow_waits_for_tomorrow() {
    let shop = Shop::open("to-come").await;
    let rice = shop.sells("RICE", "200", "5").await;
    let list = add(&shop.cx(), "Wholesale").await.unwrap();
    let tomorrow = in_days(&shop, 1).await;
    set(&shop, &list, rice, ("", "180", "")).await.unwrap();
    set(&shop, &list, rice, ("", "150", &tomorrow))
        .await
        .unwrap();
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(18_000));
    let mut tx = shop.look().await;
    let to_come = store::to_come(&mut tx, &list, &[rice]).await.unwrap();
    assert_eq!(to_come.len(), 1);
    let keys_of: Vec<_> = to_come.iter().map(|price| price.key).collect();
    let at = to_come[0].valid_from;
    let then = store::standing_at(&mut tx, &list, at, &keys_of)
        .await
        .unwrap();
    assert_eq!(then, [Some(Money::from_minor(15_000))]);
    drop(tx);
    let past = set(&shop, &list, rice, ("", "150", "2020-01-01")).await;
    assert_eq!(keys(past), ["refused-price-day-past"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_set_twice_is_one() {
    let shop = Shop::open("set-once").await;
    let rice = shop.sells("RICE", "200", "5").await;
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    let set_id = Uuid::now_v7();
    let form = |price: &str| ProductPriceForm {
        price: price.to_owned(),
        ..ProductPriceForm::default()
    };
    let cheap = form("180");
    let (one, two) = tokio::join!(
        keep_price(&cx, &list, rice, set_id, &cheap),
        keep_price(&cx, &list, rice, set_id, &cheap)
    );
    assert_eq!(one.unwrap().changed + two.unwrap().changed, 1);
    let other = keep_price(&cx, &list, rice, set_id, &form("170")).await;
    assert_eq!(keys(other), ["refused-price-set-other"]);
    // A late twin of the first does not undo what was set since.
    set(&shop, &list, rice, ("", "175", "")).await.unwrap();
    keep_price(&cx, &list, rice, set_id, &cheap).await.unwrap();
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(17_500));
    let mut tx = shop.look().await;
    let past = past_prices(&mut tx, rice, Some(list.as_str()), 1)
        .await
        .unwrap();
    assert_eq!(past.rows.len(), 2);
    let all = past_prices(&mut tx, rice, None, 1).await.unwrap();
    let names: Vec<Option<&str>> = all.rows.iter().map(|row| row.list.as_deref()).collect();
    assert_eq!(names, [Some("Wholesale"), Some("Wholesale"), None]);
    let beyond = past_prices(&mut tx, rice, None, 2).await.unwrap();
    assert_eq!((beyond.rows.len(), beyond.pages), (0, 2));
    drop(tx);
    // Without tax below what it cost (10), it is set and pointed out.
    let above = set(&shop, &list, rice, ("", "11.60", "")).await.unwrap();
    assert!(above.below_cost.is_empty(), "{above:?}");
    let below = set(&shop, &list, rice, ("", "11.59", "")).await.unwrap();
    assert_eq!(below.below_cost, ["Product RICE"]);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_a_page_are_kept_where_they_were_changed() {
    let shop = Shop::open("rows").await;
    let (rice, soap) = (
        shop.sells("RICE", "200", "5").await,
        shop.sells("SOAP", "50", "5").await,
    );
    let cx = shop.cx();
    let list = add(&cx, "Wholesale").await.unwrap();
    let fields = |rows: &[(Uuid, &str, &str)]| -> HashMap<String, String> {
        let mut fields = HashMap::new();
        for (product, was, typed) in rows {
            fields.insert(format!("was-{product}"), (*was).to_owned());
            fields.insert(format!("price-{product}"), (*typed).to_owned());
        }
        fields
    };
    let first = fields(&[(rice, "", "180"), (soap, "", "")]);
    let done = keep_shown(&cx, &list, Uuid::now_v7(), &first)
        .await
        .unwrap();
    assert_eq!((done.changed, done.unchanged), (1, 0));

    // The page of somebody else still shows none.
    let late = fields(&[(rice, "", "170"), (soap, "", "45")]);
    let refused = keep_shown(&cx, &list, Uuid::now_v7(), &late).await;
    assert_eq!(keys(refused), ["refused-changed-meanwhile"]);
    assert_eq!(
        pays(&shop, &list, soap, "1").await,
        Some(5_000),
        "all or nothing"
    );
    let wrong = fields(&[(rice, "180.00", "cheap"), (soap, "", "-3")]);
    let refused = keep_shown(&cx, &list, Uuid::now_v7(), &wrong).await;
    assert_eq!(
        keys(refused),
        ["refused-not-an-amount", "refused-not-an-amount"]
    );
    let ended = fields(&[(rice, "180.00", "")]);
    keep_shown(&cx, &list, Uuid::now_v7(), &ended)
        .await
        .unwrap();
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(20_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_for_sooner_and_comes_later_counts() {
    let shop = Shop::open("prices-late").await;
    let rice = shop.sells("RICE", "200", "5").await;
    let list = add(&shop.cx(), "Wholesale").await.unwrap();
    set(&shop, &list, rice, ("", "180", "")).await.unwrap();
    let (sooner, later) = (shop.cx(), shop.cx());
    let form = |price: &str| ProductPriceForm {
        price: price.to_owned(),
        ..ProductPriceForm::default()
    };
    let id = Uuid::now_v7;
    keep_price(&later, &list, rice, id(), &form("170"))
        .await
        .unwrap();
    // Her page shows what it was before.
    let fields = [
        (format!("price-{rice}"), "175".to_owned()),
        (format!("was-{rice}"), "180.00".to_owned()),
    ];
    let moved = keep_shown(&sooner, &list, id(), &HashMap::from(fields)).await;
    assert_eq!(keys(moved), ["refused-changed-meanwhile"]);
    let done = keep_price(&sooner, &list, rice, id(), &form("170")).await;
    assert_eq!(done.unwrap().unchanged, 1);
    keep_price(&sooner, &list, rice, id(), &form("160"))
        .await
        .unwrap();
    assert_eq!(pays(&shop, &list, rice, "1").await, Some(16_000));
    shop.check().await;
}
