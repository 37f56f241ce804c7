//! The settings of stock, against a real PostgreSQL.

use super::*;
use crate::stock::{BelowZero, Costing, ExpiredGoods, policy};
use crate::tests::support::Shop;
use crate::values::{Quantity, Stop};

fn form(costing: &str, below_zero: &str, expired: &str, reclaims_tax: &str) -> PolicyForm {
    PolicyForm {
        costing: costing.to_owned(),
        below_zero: below_zero.to_owned(),
        expired: expired.to_owned(),
        reclaims_tax: reclaims_tax.to_owned(),
    }
}

/// What every layer of a product is worth that is not empty, with what is left in it.
async fn layers(shop: &Shop, product_id: uuid::Uuid) -> Vec<(i64, i64)> {
    let mut tx = shop.look().await;
    let business = tx.business();
    sqlx::query_as(
        "select left_milli, left_value_minor from app.cost_layer
          where business_id = $1 and product_id = $2 and left_milli > 0
          order by received_at, layer_id",
    )
    .bind(business)
    .bind(product_id)
    .fetch_all(tx.conn())
    .await
    .unwrap()
}

/// A product of which 10 kg came at 10.00 and 10 kg at 20.00.
async fn at_two_costs(shop: &Shop) -> uuid::Uuid {
    let product_id = shop.sells("TWO", "50", "10").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let counted = Quantity::from_milli(20_000);
    let cost = crate::values::Money::from_minor(2000);
    let (id, at) = (uuid::Uuid::now_v7(), shop.location);
    crate::stock::adjust_to(&mut tx, id, product_id, at, counted, Some(cost))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    product_id
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_kept_once_and_average_levels_what_is_there() {
    let shop = Shop::open("policies").await;
    let product_id = at_two_costs(&shop).await;
    assert_eq!(
        layers(&shop, product_id).await,
        [(10_000, 10_000), (10_000, 20_000)]
    );
    let wanted = form("average", "warn", "warn", "true");
    // Two at once, and once more: levelled all the same, with nothing lost.
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(keep(&cx, &wanted), keep(&other, &wanted));
    one.unwrap();
    two.unwrap();
    keep(&shop.cx(), &wanted).await.unwrap();
    assert_eq!(
        layers(&shop, product_id).await,
        [(10_000, 15_000), (10_000, 15_000)]
    );
    let mut tx = shop.look().await;
    let now = policy(&mut tx).await.unwrap();
    assert_eq!(now.costing, Costing::Average);
    assert_eq!(now.below_zero, BelowZero::Warn);
    assert_eq!(now.expired, ExpiredGoods::Warn);
    assert!(now.reclaims_tax);
    drop(tx);
    // Told once, though it was asked three times.
    let told: i64 = {
        let mut tx = shop.look().await;
        let business = tx.business();
        sqlx::query_scalar(
            "select count(*) from app.audit where business_id = $1 and act = 'stock.policy'",
        )
        .bind(business)
        .fetch_one(tx.conn())
        .await
        .unwrap()
    };
    assert_eq!(told, 1);
    shop.check().await;
    // The way back changes no value.
    let back = form("fifo", "block", "block", "");
    keep(&shop.cx(), &back).await.unwrap();
    assert_eq!(
        layers(&shop, product_id).await,
        [(10_000, 15_000), (10_000, 15_000)]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_choice_is_refused_and_so_is_a_cashier() {
    let shop = Shop::open("policies-refused").await;
    shop.sells("A", "50", "10").await;
    let Err(Stop::Refused(refusals)) = keep(&shop.cx(), &form("lifo", "", "no", "")).await else {
        panic!("kept what is no choice");
    };
    let fields: Vec<_> = refusals.iter().map(|one| one.field.as_deref()).collect();
    assert_eq!(
        fields,
        [Some("costing"), Some("below_zero"), Some("expired")]
    );
    let good = form("fifo", "allow", "block", "");
    assert_eq!(keep(&shop.cashier(), &good).await, Err(Stop::Forbidden));
    // A neighbour's settings are her own.
    let neighbour = shop.neighbour("policies-neighbour").await;
    keep(&neighbour.cx(), &good).await.unwrap();
    let mut tx = shop.look().await;
    assert_eq!(policy(&mut tx).await.unwrap().below_zero, BelowZero::Block);
    drop(tx);
    shop.check().await;
}
