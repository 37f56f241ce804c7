//! Goods that go back leave at the cost of the line of the receipt that brought them, wherever it is.

use std::collections::HashMap;

use uuid::Uuid;

use super::agrees;
use super::credits::over;
use crate::businesses::{self, LocationForm};
use crate::purchasing::bills::{CreditForm, UndoCreditForm, credit, store, undo_credit};
use crate::purchasing::receiving::tests::{a_supplier, balance, came, goods_from, sell};
use crate::purchasing::receiving::{lines_of, receive};
use crate::stock::transfers;
use crate::tests::support::Shop;

/// A shop to which kilos of A came by several receipts that nobody has billed: how many of each, and what
/// one cost.
async fn of_receipts(slug: &str, lots: &[(&str, &str)]) -> (Shop, Uuid, Vec<Uuid>, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let mut receipts = Vec::new();
    for &(quantity, cost) in lots {
        receipts.push(came(&shop, supplier, &[(a, quantity, cost)]).await);
    }
    (shop, supplier, receipts, a)
}

/// Thousandths that are left of what a receipt brought, wherever they are.
async fn left_of(shop: &Shop, receipt_id: Uuid) -> i64 {
    let mut tx = shop.look().await;
    sqlx::query_scalar(
        "select coalesce(sum(y.left_milli), 0)::bigint from app.cost_layer y
           join app.stock_movement m on m.business_id = y.business_id
                and m.movement_id = coalesce(y.origin_id, y.movement_id)
          where y.business_id = $1 and m.source_kind = 'receipt' and m.source_id = $2",
    )
    .bind(tx.business())
    .bind(receipt_id)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

/// Sends so much of a receipt's first line back; the credit.
async fn send_back(shop: &Shop, supplier_id: Uuid, receipt_id: Uuid, quantity: &str) -> Uuid {
    let form = over(shop, supplier_id, receipt_id, "returned", (quantity, "")).await;
    credit(&shop.cx(), &form).await.unwrap()
}

async fn undone(shop: &Shop, credit_id: Uuid) {
    let form = UndoCreditForm {
        undo_id: Uuid::now_v7().to_string(),
        credit_id: credit_id.to_string(),
        reason: "Entered twice".to_owned(),
    };
    undo_credit(&shop.cx(), &form).await.unwrap();
}

/// What is on the shelves, and what stands under purchase differences.
async fn books(shop: &Shop) -> (i64, i64) {
    let inventory = balance(shop, "inventory").await;
    (inventory, balance(shop, "purchase_differences").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_receipt_brought_goes_back_at_its_own_cost() {
    let (shop, supplier, receipts, _) = of_receipts("own-cost", &[("2", "10"), ("3", "20")]).await;
    let form = over(&shop, supplier, receipts[1], "returned", ("1", "")).await;
    let first = credit(&shop.cx(), &form).await.unwrap();
    assert_eq!(credit(&shop.cx(), &form).await, Ok(first));
    assert_eq!(books(&shop).await, (6000, 0));
    let second = send_back(&shop, supplier, receipts[1], "2").await;
    assert_eq!(books(&shop).await, (2000, 0));
    assert_eq!(left_of(&shop, receipts[1]).await, 0);
    agrees(&shop).await;
    // It did not go back after all, and then it does: it is what that receipt brought again.
    undone(&shop, second).await;
    assert_eq!(books(&shop).await, (6000, 0));
    assert_eq!(left_of(&shop, receipts[0]).await, 2000);
    assert_eq!(left_of(&shop, receipts[1]).await, 2000);
    agrees(&shop).await;
    send_back(&shop, supplier, receipts[1], "2").await;
    assert_eq!(books(&shop).await, (2000, 0));
    assert_eq!(left_of(&shop, receipts[0]).await, 2000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_sold_of_it_is_taken_from_others() {
    let (shop, supplier, receipts, a) = of_receipts("own-sold", &[("4", "10"), ("3", "20")]).await;
    sell(&shop, a, "3").await;
    // One is left of the first receipt; two of the second go with it.
    let wrong = send_back(&shop, supplier, receipts[0], "3").await;
    assert_eq!(books(&shop).await, (2000, 2000));
    assert_eq!(left_of(&shop, receipts[0]).await, 0);
    assert_eq!(left_of(&shop, receipts[1]).await, 1000);
    agrees(&shop).await;
    undone(&shop, wrong).await;
    assert_eq!(books(&shop).await, (7000, 0));
    assert_eq!(left_of(&shop, receipts[0]).await, 1000);
    assert_eq!(left_of(&shop, receipts[1]).await, 3000);
    agrees(&shop).await;
    // Of the second, all is there.
    send_back(&shop, supplier, receipts[1], "3").await;
    assert_eq!(books(&shop).await, (1000, 0));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_has_its_own_before_another_lacks_some() {
    let lots = [("2", "10"), ("2", "20"), ("2", "30")];
    let (shop, supplier, receipts, a) = of_receipts("own-lines", &lots).await;
    sell(&shop, a, "1").await;
    let mut form = over(&shop, supplier, receipts[0], "returned", ("2", "")).await;
    let mut tx = shop.look().await;
    let key = lines_of(&mut tx, &receipts[1..2]).await.unwrap()[0].key();
    drop(tx);
    form.quantity.insert(key, "2".to_owned());
    let id = credit(&shop.cx(), &form).await.unwrap();
    let mut tx = shop.look().await;
    let lines = store::lines_of_credit(&mut tx, id).await.unwrap();
    drop(tx);
    assert_eq!(lines.len(), 2);
    for line in lines {
        // Its own one at 10.00 and one of the third receipt; or its own two at 20.00.
        assert_eq!(line.cost.minor(), 4000, "{line:?}");
    }
    assert_eq!(left_of(&shop, receipts[1]).await, 0);
    assert_eq!(left_of(&shop, receipts[2]).await, 1000);
    assert_eq!(books(&shop).await, (3000, 2000));
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_average_cost_it_goes_back_at_the_average() {
    let shop = Shop::open("own-average").await;
    let a = shop.sells("A", "116", "0").await;
    let mut superuser = shop.superuser().await;
    sqlx::query("update app.business set costing = 'average' where slug = $1")
        .bind(&shop.slug)
        .execute(&mut superuser)
        .await
        .unwrap();
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let cheap = came(&shop, supplier, &[(a, "2", "10")]).await;
    let dear = came(&shop, supplier, &[(a, "2", "20")]).await;
    let wrong = send_back(&shop, supplier, dear, "2").await;
    assert_eq!(books(&shop).await, (3000, -1000));
    assert_eq!(left_of(&shop, cheap).await, 2000);
    assert_eq!(left_of(&shop, dear).await, 0);
    agrees(&shop).await;
    undone(&shop, wrong).await;
    assert_eq!(books(&shop).await, (6000, 0));
    assert_eq!(left_of(&shop, dear).await, 2000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_batch_that_came_twice_what_that_receipt_brought_goes_back() {
    let shop = Shop::open("own-batch").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Dairy").await;
    let mut receipts = Vec::new();
    for (lot, cost) in [("LOT", "10"), ("LOT", "20"), ("OTHER", "30")] {
        let mut form = goods_from(&shop, supplier, &[(a, "2", cost)]);
        form.batch
            .insert(format!("p{}", a.simple()), lot.to_owned());
        receipts.push(receive(&shop.cx(), &form).await.unwrap().receipt_id);
    }
    send_back(&shop, supplier, receipts[1], "1").await;
    assert_eq!(books(&shop).await, (10_000, 0));
    sell(&shop, a, "1").await;
    // What its own lacks comes from the same batch, and from no other.
    send_back(&shop, supplier, receipts[0], "2").await;
    assert_eq!(left_of(&shop, receipts[0]).await, 0);
    assert_eq!(left_of(&shop, receipts[1]).await, 0);
    assert_eq!(left_of(&shop, receipts[2]).await, 2000);
    assert_eq!(books(&shop).await, (6000, 1000));
    agrees(&shop).await;
}

/// The form of an act of a transfer.
fn fields(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A second location, to which so much of A has been brought from the first.
async fn branch_with(shop: &Shop, quantity: &str) -> Uuid {
    let location_id = Uuid::now_v7();
    let form = LocationForm {
        location_id: location_id.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&shop.cx(), &form).await.unwrap();
    let id = Uuid::now_v7().to_string();
    let asked = fields(&[
        ("transfer_id", &id),
        ("revision", "0"),
        ("from", &shop.location.to_string()),
        ("to", &location_id.to_string()),
        ("what-l1", "A"),
        ("quantity-l1", quantity),
    ]);
    transfers::make(&shop.cx(), &asked).await.unwrap();
    let sent = [
        ("transfer_id", id.as_str()),
        ("revision", "1"),
        ("sent-l1", quantity),
    ];
    transfers::send(&shop.cx(), &fields(&sent)).await.unwrap();
    let came = [
        ("transfer_id", id.as_str()),
        ("revision", "2"),
        ("arrived-l1", quantity),
    ];
    transfers::arrive(&shop.cx(), &fields(&came)).await.unwrap();
    location_id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_moved_goes_back_from_where_it_is() {
    let (shop, supplier, receipts, _) = of_receipts("own-moved", &[("2", "10"), ("2", "20")]).await;
    // The first receipt's two and one of the second's.
    let branch = branch_with(&shop, "3").await;
    let from_there = CreditForm {
        location_id: branch.to_string(),
        ..over(&shop, supplier, receipts[1], "returned", ("1", "")).await
    };
    let id = credit(&shop.cx(), &from_there).await.unwrap();
    // The dear one is gone, although older goods are there.
    assert_eq!(books(&shop).await, (4000, 0));
    assert_eq!(left_of(&shop, receipts[0]).await, 2000);
    agrees(&shop).await;
    // Nothing of the first receipt is at the first location: what is there goes.
    send_back(&shop, supplier, receipts[0], "1").await;
    assert_eq!(books(&shop).await, (2000, 1000));
    assert_eq!(left_of(&shop, receipts[0]).await, 2000);
    assert_eq!(left_of(&shop, receipts[1]).await, 0);
    agrees(&shop).await;
    undone(&shop, id).await;
    assert_eq!(books(&shop).await, (4000, 1000));
    assert_eq!(left_of(&shop, receipts[1]).await, 1000);
    agrees(&shop).await;
}
