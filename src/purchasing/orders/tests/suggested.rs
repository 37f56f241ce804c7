//! What is suggested, against a shop that sold something.

use std::collections::HashMap;

use super::*;
use crate::businesses::{self, LocationForm};
use crate::orders;
use crate::payments::Tender;
use crate::staff::Role;
use crate::stock::{self, transfers};
use crate::tests::browser::{member, serving};
use crate::values::{Money, Quantity};

/// Sells so much of a product over the storefront: placed, paid in cash, handed over.
async fn sell(shop: &Shop, product_id: Uuid, quantity: &str, total: &str) {
    let browser = shop.cart_of(product_id, quantity).await;
    let mut form = shop.checkout(&browser).await;
    form.pay_by = "on_hand_over".to_owned();
    let placed = orders::place(&shop.customer(), &browser, &form)
        .await
        .unwrap();
    let (id, cx) = (placed.order_id, shop.cx());
    orders::take_payment(&cx, id, Uuid::now_v7(), Tender::Cash, total, "")
        .await
        .unwrap();
    let revision = shop.order(id).await.order.revision;
    let ready = orders::advance(&cx, id, revision, orders::State::Ready)
        .await
        .unwrap();
    orders::hand_over(&cx, id, ready.revision).await.unwrap();
}

async fn reorder_at(shop: &Shop, product_id: Uuid, milli: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "update app.stock_level set reorder_milli = $3 where business_id = $1 and product_id = $2",
    )
    .bind(tx.business())
    .bind(product_id)
    .bind(milli)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn lines(shop: &Shop, of: Option<Uuid>) -> Vec<Suggested> {
    let mut tx = shop.look().await;
    let found = suggest(&mut tx, shop.location, of, 1).await.unwrap();
    assert!(!found.has_more);
    found.lines
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_low_is_suggested_from_whom_it_is_had() {
    let shop = Shop::open("suggested").await;
    let cx = shop.cx();
    // 16 of 20 were sold: 4 left; 5.7 sell until goods could come, 9.7 until two weeks beyond.
    let fast = shop.sells("FAST", "100", "20").await;
    sell(&shop, fast, "16", "1600").await;
    // At its reorder point, and nobody sells it to us.
    let low = shop.sells("LOW", "50", "3").await;
    reorder_at(&shop, low, 10_000).await;
    // Enough of it.
    let calm = shop.sells("CALM", "50", "30").await;
    reorder_at(&shop, calm, 10_000).await;
    pack(&shop, fast, "bag", 5).await;
    let (dear, cheap) = (
        supplier(&shop, "Dear").await,
        supplier(&shop, "Cheap").await,
    );
    price(&shop, dear, "FAST", "", "50").await;
    price(&shop, cheap, "FAST", "bag", "200").await;
    let seen = lines(&shop, None).await;
    let skus: Vec<&str> = seen.iter().map(|line| line.sku.as_str()).collect();
    assert_eq!(skus, ["FAST", "LOW"]);
    assert_eq!(seen[0].supplier_id, Some(cheap));
    assert_eq!(seen[0].need.on_hand, Quantity::from_milli(4000));
    // 16 in 28 days are 0.571 a day.
    assert_eq!(seen[0].need.a_day(), Quantity::from_milli(500));
    assert_eq!(seen[0].packs, Quantity::from_milli(2000));
    assert_eq!(seen[0].quantity, Quantity::from_milli(10_000));
    assert_eq!(seen[0].cost, Some(Money::from_minor(20_000)));
    assert_eq!(seen[1].supplier_id, None);
    // Nothing of it sells: up to the point, and one more.
    assert_eq!(seen[1].quantity, Quantity::from_milli(8000));
    assert!(seen[1].need.is_low());
    assert!(lines(&shop, Some(dear)).await.is_empty());
    // A draft is said, and what was sent is on its way.
    let form = order(&shop, cheap, &[("FAST", "2", "bag", "")]);
    let id = keep(&cx, &form).await.unwrap().purchase_id;
    assert_eq!(
        lines(&shop, Some(cheap)).await[0].drafted,
        Quantity::from_milli(10_000)
    );
    send(&cx, id, 1).await.unwrap();
    assert!(lines(&shop, Some(cheap)).await.is_empty());
    // Called off, it is needed again, and whoever is asked first is asked.
    let revision = now(&shop, id).await.purchase.revision;
    cancel(&cx, id, revision).await.unwrap();
    let first = OfferForm {
        supplier_id: dear.to_string(),
        what: "FAST".to_owned(),
        cost: "50".to_owned(),
        preferred: "true".to_owned(),
        ..OfferForm::default()
    };
    suppliers::keep_offer(&cx, &first).await.unwrap();
    let seen = lines(&shop, Some(dear)).await;
    assert_eq!(seen[0].quantity, Quantity::from_milli(6000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_its_point_exactly_it_is_bought_and_the_page_says_why() {
    let shop = Shop::open("at-point").await;
    // 56 sold are two a day; 30 left, at the point of 30.
    let fast = shop.sells("FAST", "1", "86").await;
    sell(&shop, fast, "56", "56").await;
    reorder_at(&shop, fast, 30_000).await;
    // Nothing of it was sold, and it stands at its point too.
    let calm = shop.sells("CALM", "50", "10").await;
    reorder_at(&shop, calm, 10_000).await;
    // One above its point.
    let above = shop.sells("ABOVE", "50", "11").await;
    reorder_at(&shop, above, 10_000).await;
    let seen = lines(&shop, None).await;
    let found: Vec<(&str, i64)> = seen
        .iter()
        .map(|line| (line.sku.as_str(), line.quantity.milli()))
        .collect();
    // Ten days of two a day (three until goods come, seven until somebody looks again); one more.
    assert_eq!(found, [("CALM", 1000), ("FAST", 20_000)]);
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let path = format!("/b/{}/purchases/suggested", shop.slug);
    let page = owner.get(&path).await.body;
    for says in [
        "At its reorder point of 30",
        "30 kg on hand, 2 kg sold a day. Bought up to 30 kg and 20 kg that sell in 10 days",
        "Nothing sold lately: bought up to 10 kg and 1 kg more",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_long_is_asked_earlier() {
    let shop = Shop::open("po-slow").await;
    // 28 sold are one a day; 20 are left.
    let rice = shop.sells("RICE", "1", "48").await;
    sell(&shop, rice, "28", "28").await;
    let (quick, slow) = (Uuid::now_v7(), Uuid::now_v7());
    for (supplier_id, name, lead_days) in [(quick, "Quick", "3"), (slow, "Slow", "21")] {
        let form = SupplierForm {
            supplier_id: supplier_id.to_string(),
            name: name.to_owned(),
            lead_days: lead_days.to_owned(),
            ..SupplierForm::default()
        };
        suppliers::keep(&shop.cx(), &form).await.unwrap();
    }
    // Ten are sold before hers could come.
    price(&shop, quick, "RICE", "", "9").await;
    assert!(lines(&shop, None).await.is_empty());
    // Twenty-eight before the other's, who is cheaper: as many as sell until then and two weeks beyond.
    price(&shop, slow, "RICE", "", "8").await;
    let seen = lines(&shop, None).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].supplier_id, Some(slow));
    assert_eq!(seen[0].need.lead_days, 21);
    assert_eq!(seen[0].quantity, Quantity::from_milli(15_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_less_is_suggested_than_its_supplier_sells_at_once() {
    let shop = Shop::open("at-least").await;
    let cx = shop.cx();
    // Eight are needed: up to the point, and one more.
    let low = shop.sells("LOW", "50", "3").await;
    reorder_at(&shop, low, 10_000).await;
    pack(&shop, low, "bag", 5).await;
    let unga = supplier(&shop, "Unga Ltd").await;
    for (least, quantity, said) in [
        ("", 10_000, None),
        ("10", 10_000, None),
        ("22", 25_000, Some(22_000)),
    ] {
        let form = OfferForm {
            supplier_id: unga.to_string(),
            what: "LOW".to_owned(),
            pack: "bag".to_owned(),
            cost: "40".to_owned(),
            minimum: least.to_owned(),
            ..OfferForm::default()
        };
        suppliers::keep_offer(&cx, &form).await.unwrap();
        let seen = lines(&shop, Some(unga)).await;
        let found = (seen[0].quantity.milli(), seen[0].least.map(Quantity::milli));
        assert_eq!(found, (quantity, said), "{least}");
    }
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let says = "Not sold below 22 kg";
    let path = format!("/b/{}/purchases", shop.slug);
    let page = owner.get(&format!("{path}/suggested")).await.body;
    assert!(page.contains(says), "{page}");
    let hers = owner
        .get(&format!("/b/{}/suppliers/{unga}", shop.slug))
        .await;
    assert!(hers.body.contains("22 kg"), "{}", hers.body);
    // An order for less is taken, and says so, as a draft and once it is sent.
    let enough = keep(&cx, &order(&shop, unga, &[("LOW", "5", "bag", "")])).await;
    let enough = enough.unwrap().purchase_id;
    assert!(
        !owner
            .get(&format!("{path}/{enough}"))
            .await
            .body
            .contains(says)
    );
    let less = keep(&cx, &order(&shop, unga, &[("LOW", "4", "bag", "")])).await;
    let less = less.unwrap().purchase_id;
    assert!(
        owner
            .get(&format!("{path}/{less}"))
            .await
            .body
            .contains(says)
    );
    send(&cx, less, 1).await.unwrap();
    assert!(
        owner
            .get(&format!("{path}/{less}"))
            .await
            .body
            .contains(says)
    );
    // Her prices are those of the order now; what she sells at least stays.
    assert_eq!(
        now(&shop, enough).await.lines[0].minimum,
        Some(Quantity::from_milli(22_000))
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_its_way_from_another_location_is_not_bought() {
    let shop = Shop::open("on-the-way").await;
    let cx = shop.cx();
    let tea = shop.sells("TEA", "50", "8").await;
    reorder_at(&shop, tea, 10_000).await;
    assert_eq!(lines(&shop, None).await[0].quantity.milli(), 3000);
    let branch = Uuid::now_v7();
    let form = LocationForm {
        location_id: branch.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&cx, &form).await.unwrap();
    let mut tx = cx.begin().await.unwrap();
    let (many, cost) = (Quantity::from_milli(9000), Some(Money::from_minor(1000)));
    stock::adjust_to(&mut tx, Uuid::now_v7(), tea, branch, many, cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let id = Uuid::now_v7().to_string();
    let fields = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let (from, to) = (branch.to_string(), shop.location.to_string());
    let plan = fields(&[
        ("transfer_id", &id),
        ("revision", "0"),
        ("from", &from),
        ("to", &to),
        ("note", ""),
        ("what-l1", "TEA"),
        ("quantity-l1", "3"),
    ]);
    transfers::make(&cx, &plan).await.unwrap();
    // Asked for is not on its way: nobody has sent it yet.
    assert_eq!(lines(&shop, None).await[0].quantity.milli(), 3000);
    let sent = fields(&[("transfer_id", &id), ("revision", "1"), ("sent-l1", "2")]);
    transfers::send(&cx, &sent).await.unwrap();
    // Eight and two are the point still: one more.
    let seen = lines(&shop, None).await;
    assert_eq!(seen[0].quantity.milli(), 1000);
    assert_eq!(seen[0].need.in_transit.milli(), 2000);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sold_long_ago_asks_for_nothing() {
    let shop = Shop::open("long-ago").await;
    let cx = shop.cx();
    let fast = shop.sells("FAST", "100", "20").await;
    sell(&shop, fast, "16", "1600").await;
    assert_eq!(lines(&shop, None).await.len(), 1);
    // The sale was made forty days ago, and nobody has asked what sells since.
    let mut superuser = shop.superuser().await;
    for old in [
        "set session_replication_role = replica",
        "update app.stock_movement set recorded_at = recorded_at - interval '40 days'",
        "update app.location set sold_since = sold_since - interval '70 days'",
    ] {
        sqlx::query(old).execute(&mut superuser).await.unwrap();
    }
    shop.check().await;
    let mut tx = shop.look().await;
    assert!(
        stock::counts_old_sales(&mut tx, shop.location)
            .await
            .unwrap()
    );
    drop(tx);
    // Two who ask at once take it off once.
    let other = shop.cx();
    let (one, two) = tokio::join!(
        stock::forget_old_sales(&cx, shop.location),
        stock::forget_old_sales(&other, shop.location)
    );
    assert_eq!((one, two), (Ok(()), Ok(())));
    let mut tx = shop.look().await;
    assert!(
        !stock::counts_old_sales(&mut tx, shop.location)
            .await
            .unwrap()
    );
    drop(tx);
    assert!(lines(&shop, None).await.is_empty());
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_a_page_comes_page_by_page_and_of_one_supplier_at_once() {
    let shop = Shop::open("many-low").await;
    let hers = supplier(&shop, "Hers").await;
    for number in 0..53 {
        let sku = format!("LOW-{number}");
        let product_id = shop.sells(&sku, "50", "3").await;
        reorder_at(&shop, product_id, 10_000).await;
        price(&shop, hers, &sku, "", "20").await;
    }
    let mut tx = shop.look().await;
    let first = suggest(&mut tx, shop.location, None, 1).await.unwrap();
    assert_eq!((first.lines.len(), first.has_more), (50, true));
    let last = suggest(&mut tx, shop.location, None, 2).await.unwrap();
    assert_eq!((last.lines.len(), last.has_more), (3, false));
    let twice = |line: &Suggested| {
        first
            .lines
            .iter()
            .any(|one| one.product_id == line.product_id)
    };
    assert!(!last.lines.iter().any(twice));
    let all = suggest(&mut tx, shop.location, Some(hers), 1)
        .await
        .unwrap();
    assert_eq!((all.lines.len(), all.has_more), (53, false));
}
