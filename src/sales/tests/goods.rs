//! Packs are opened, kits are taken apart, families are not sold.

use super::*;
use crate::sales::{self, refund};

/// Makes a product of another kind.
async fn kind(shop: &Shop, product_id: Uuid, kind: &str) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query("update app.product set kind = $3 where business_id = $1 and product_id = $2")
        .bind(tx.business())
        .bind(product_id)
        .bind(kind)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn part(shop: &Shop, kit: Uuid, part: Uuid, how_much: &str) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.kit_part (business_id, product_id, part_id, quantity_milli)
         values ($1, $2, $3, $4)",
    )
    .bind(tx.business())
    .bind(kit)
    .bind(part)
    .bind(quantity(how_much).milli())
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// A pack of a product, with a retail price of its own where it has one.
async fn pack(
    shop: &Shop,
    product_id: Uuid,
    holds: &str,
    is_sold: bool,
    price: Option<i64>,
) -> Uuid {
    let pack_id = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli, is_sold)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.business())
    .bind(pack_id)
    .bind(product_id)
    .bind(format!("pack of {holds}"))
    .bind(quantity(holds).milli())
    .bind(is_sold)
    .execute(tx.conn())
    .await
    .unwrap();
    if let Some(price) = price {
        sqlx::query(
            "insert into app.price (business_id, price_id, product_id, list, unit, amount_minor,
                    valid_from, pack_id)
             values ($1, $2, $3, 'retail', 'kg', $4, now() - interval '1 minute', $5)",
        )
        .bind(tx.business())
        .bind(Uuid::now_v7())
        .bind(product_id)
        .bind(price)
        .bind(pack_id)
        .execute(tx.conn())
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    pack_id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_leaves_and_comes_back_as_its_parts() {
    let shop = Shop::open("kits").await;
    let (tea, sugar) = (
        shop.sells("TEA", "50", "10").await,
        shop.sells("SUGAR", "80", "10").await,
    );
    let kit = shop.sells("KIT", "232", "0").await;
    kind(&shop, kit, "kit").await;
    let lines = vec![line(1, kit, "2", 23_200)];
    let outcome = sell(&shop.cashier(), &ask(&shop, lines.clone(), 46_400)).await;
    assert_eq!(reasons(outcome), ["refused-sale-kit"]);
    part(&shop, kit, tea, "1.5").await;
    part(&shop, kit, sugar, "2").await;
    let sale = sold(&shop, lines, 46_400).await;
    assert_eq!(on_hand(&shop, tea).await, quantity("7"));
    assert_eq!(on_hand(&shop, sugar).await, quantity("6"));
    assert_eq!(sale.cost, money(3_000 + 4_000));
    // What is in a kit tomorrow does not change what comes back of this one.
    part(&shop, kit, shop.sells("JUG", "10", "1").await, "1").await;
    let one = refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!((one.total, one.cost), (money(23_200), money(3_500)));
    assert_eq!(on_hand(&shop, tea).await, quantity("8.5"));
    assert_eq!(on_hand(&shop, sugar).await, quantity("8"));
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!(on_hand(&shop, tea).await, quantity("10"));
    // Of a kit that is short of one part nothing leaves, and the part is named.
    let many = vec![line(1, kit, "6", 23_200)];
    let outcome = sell(&shop.cashier(), &ask(&shop, many, 139_200)).await;
    assert_eq!(
        reasons(outcome),
        ["refused-out-of-stock", "refused-out-of-stock"]
    );
    assert_eq!(on_hand(&shop, tea).await, quantity("10"));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_leaves_as_what_is_in_it() {
    let shop = Shop::open("packs").await;
    let product = shop.sells("A", "100", "20").await;
    let six = pack(&shop, product, "6", true, Some(55_000)).await;
    let in_packs = |pack_id: Uuid, how_much: &str, price: i64| AskLine {
        pack_id: Some(pack_id),
        ..line(1, product, how_much, price)
    };
    let sale = sold(&shop, vec![in_packs(six, "2", 55_000)], 110_000).await;
    assert_eq!(on_hand(&shop, product).await, quantity("8"));
    assert_eq!(sale.cost, money(12_000));
    let mut tx = shop.look().await;
    let whole = sales::whole(&mut tx, sale.sale_id).await.unwrap();
    assert_eq!(whole.lines[0].unit, "pack of 6");
    drop(tx);
    refund(&shop.cx(), &back(sale.sale_id, &[(1, "1")]))
        .await
        .unwrap();
    assert_eq!(on_hand(&shop, product).await, quantity("14"));
    let cheap = ask(&shop, vec![in_packs(six, "1", 54_000)], 54_000);
    assert_eq!(
        reasons(sell(&shop.cashier(), &cheap).await),
        ["refused-sale-price"]
    );
    let half = ask(&shop, vec![in_packs(six, "0.5", 55_000)], 27_500);
    assert_eq!(
        reasons(sell(&shop.cashier(), &half).await),
        ["refused-step"]
    );
    // Bought in, never sold; without a price; and another product's.
    let crate_of_ten = pack(&shop, product, "10", false, Some(90_000)).await;
    let unsold = ask(&shop, vec![in_packs(crate_of_ten, "1", 90_000)], 90_000);
    assert_eq!(
        reasons(sell(&shop.cashier(), &unsold).await),
        ["refused-sale-pack"]
    );
    let unpriced = pack(&shop, product, "2", true, None).await;
    let unpriced = ask(&shop, vec![in_packs(unpriced, "1", 20_000)], 20_000);
    assert_eq!(
        reasons(sell(&shop.cashier(), &unpriced).await),
        ["refused-sale-no-price"]
    );
    let another = shop.sells("B", "100", "20").await;
    let hers = pack(&shop, another, "6", true, Some(1)).await;
    let wrong = ask(&shop, vec![in_packs(hers, "1", 55_000)], 55_000);
    assert_eq!(
        reasons(sell(&shop.cashier(), &wrong).await),
        ["refused-sale-pack"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sold_itself_is_refused() {
    let shop = Shop::open("families").await;
    let shirt = shop.sells("SHIRT", "100", "0").await;
    kind(&shop, shirt, "family").await;
    let outcome = sell(
        &shop.cashier(),
        &ask(&shop, vec![line(1, shirt, "1", 10_000)], 10_000),
    )
    .await;
    assert_eq!(reasons(outcome), ["refused-sale-family"]);
    let product = shop.sells("A", "100", "5").await;
    let batched = AskLine {
        batch_id: Some(Uuid::now_v7()),
        ..line(1, product, "1", 10_000)
    };
    let outcome = sell(&shop.cashier(), &ask(&shop, vec![batched], 10_000)).await;
    assert_eq!(reasons(outcome), ["refused-sale-batch"]);
    shop.check().await;
}
