//! Bills: dearer than expected, with freight, with tax, twice.

use std::collections::HashMap;

use chrono::Days;
use uuid::Uuid;

use super::{agrees, bill_over, billed, reclaims_tax};
use crate::businesses::{LocationForm, keep_location};
use crate::purchasing::bills::{BillForm, enter, store};
use crate::purchasing::receiving::tests::{a_supplier, balance, came, refused, sell};
use crate::stock::transfers;
use crate::tests::support::Shop;
use crate::values::{Money, Stop};

/// A shop with ten kilos of A at 10.00 from a supplier.
async fn received(slug: &str) -> (Shop, Uuid, Uuid, Uuid) {
    let shop = Shop::open(slug).await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "10", "10")]).await;
    (shop, supplier, receipt, a)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_billed_dearer_is_carried_by_what_is_there_and_what_is_gone() {
    let (shop, supplier, receipt, a) = received("dearer").await;
    sell(&shop, a, "5").await;
    assert_eq!(balance(&shop, "cost_of_goods").await, 5000);
    // 20.01 more than expected, over ten of which five are left.
    let bill = billed(&shop, supplier, receipt, "INV-1", (1, "10", "120.01")).await;
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(balance(&shop, "inventory").await, 5000 + 1001);
    assert_eq!(balance(&shop, "cost_of_goods").await, 5000 + 1000);
    assert_eq!(balance(&shop, "payables").await, -12_001);
    let mut tx = shop.look().await;
    let lines = store::lines_of_bill(&mut tx, bill).await.unwrap();
    assert_eq!(lines[0].to_stock, Money::from_minor(1001));
    assert_eq!(lines[0].to_cost, Money::from_minor(1000));
    drop(tx);
    // What is left is sold at what it costs now.
    sell(&shop, a, "5").await;
    assert_eq!(balance(&shop, "inventory").await, 0);
    assert_eq!(balance(&shop, "cost_of_goods").await, 12_001);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_are_billed_in_parts_until_nothing_waits() {
    let shop = Shop::open("in-parts").await;
    let a = shop.sells("A", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let receipt = came(&shop, supplier, &[(a, "3", "3.33")]).await;
    billed(&shop, supplier, receipt, "1", (1, "1", "3.33")).await;
    billed(&shop, supplier, receipt, "2", (1, "1.5", "5")).await;
    let too_much = bill_over(&shop, supplier, receipt, "3", &[(1, "1", "3")]).await;
    let said = refused(enter(&shop.cx(), &too_much).await);
    assert!(said[0].ends_with(" refused-bill-too-much"), "{said:?}");
    assert_ne!(balance(&shop, "goods_received").await, 0);
    billed(&shop, supplier, receipt, "3", (1, "0.5", "1.60")).await;
    assert_eq!(balance(&shop, "goods_received").await, 0);
    assert_eq!(balance(&shop, "inventory").await, 993);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn freight_of_another_bill_becomes_part_of_what_goods_cost() {
    let shop = Shop::open("freight").await;
    let a = shop.sells("A", "116", "0").await;
    let b = shop.sells("B", "116", "0").await;
    let supplier = a_supplier(&shop, "Unga Ltd").await;
    let lorry = a_supplier(&shop, "Lorry").await;
    let receipt = came(&shop, supplier, &[(a, "10", "10"), (b, "10", "30")]).await;
    sell(&shop, a, "4").await;
    let mut form = bill_over(&shop, lorry, receipt, "T 9", &[]).await;
    form.freight.insert("f1".to_owned(), "40".to_owned());
    form.words
        .insert("f1".to_owned(), "Lorry from Mombasa".to_owned());
    form.over.insert("f1".to_owned(), receipt.to_string());
    enter(&shop.cx(), &form).await.unwrap();
    // A carries 10, of which four tenths are gone; B carries 30.
    assert_eq!(
        balance(&shop, "inventory").await,
        6000 + 30_000 + 600 + 3000
    );
    assert_eq!(balance(&shop, "cost_of_goods").await, 4000 + 400);
    assert_eq!(balance(&shop, "payables").await, -4000);
    // The goods themselves still wait for their bill.
    assert_eq!(balance(&shop, "goods_received").await, -40_000);
    let goods = [(1, "10", "100"), (2, "10", "300")];
    let form = bill_over(&shop, supplier, receipt, "G 1", &goods).await;
    enter(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "goods_received").await, 0);
    // Over a receipt that is not there, or is another shop's, nothing is spread.
    let mut nowhere = bill_over(&shop, lorry, receipt, "T 10", &[]).await;
    nowhere.freight.insert("f1".to_owned(), "1".to_owned());
    nowhere
        .over
        .insert("f1".to_owned(), Uuid::now_v7().to_string());
    let said = refused(enter(&shop.cx(), &nowhere).await);
    assert_eq!(said, [" refused-bill-over-what"]);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tax_is_claimed_back_or_carried_by_the_goods() {
    let (shop, supplier, receipt, _) = received("taxed").await;
    // Nothing typed, nothing claimed: none. Typed: the goods carry it.
    let mut form = bill_over(&shop, supplier, receipt, "1", &[(1, "5", "50")]).await;
    form.tax = "8".to_owned();
    enter(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "tax_input").await, 0);
    assert_eq!(balance(&shop, "inventory").await, 10_000 + 800);
    reclaims_tax(&shop).await;
    // Left empty, it is worked out: 16 % of 50.
    let mut form = bill_over(&shop, supplier, receipt, "2", &[(1, "5", "50")]).await;
    form.paper_total = "58.01".to_owned();
    let said = refused(enter(&shop.cx(), &form).await);
    assert_eq!(said, ["paper_total refused-bill-total"]);
    form.paper_total = "58".to_owned();
    enter(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "tax_input").await, 800);
    assert_eq!(balance(&shop, "inventory").await, 10_000 + 800);
    assert_eq!(balance(&shop, "payables").await, -5800 - 5800);
    assert_eq!(balance(&shop, "goods_received").await, 0);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_paper_is_one_bill_even_at_one_instant() {
    let (shop, supplier, receipt, _) = received("one-paper").await;
    let one = bill_over(&shop, supplier, receipt, "INV-1", &[(1, "5", "50")]).await;
    let other = BillForm {
        bill_id: Uuid::now_v7().to_string(),
        ..one.clone()
    };
    let (one_cx, other_cx) = (shop.cx(), shop.cx());
    let (first, second) = tokio::join!(enter(&one_cx, &one), enter(&other_cx, &other));
    let (stands, refusal) = if first.is_ok() {
        (&one, second)
    } else {
        (&other, first)
    };
    assert_eq!(refused(refusal), ["number refused-bill-number-used"]);
    // The same form again is done already, at once or later; with another body it is another bill.
    let (again, at_once) = tokio::join!(enter(&one_cx, stands), enter(&other_cx, stands));
    assert_eq!(again.unwrap(), at_once.unwrap());
    let changed = BillForm {
        note: "changed".to_owned(),
        ..stands.clone()
    };
    let said = refused(enter(&shop.cx(), &changed).await);
    assert_eq!(said, [" refused-bill-other"]);
    let twin = BillForm {
        bill_id: Uuid::now_v7().to_string(),
        number: " inv-1 ".to_owned(),
        ..one.clone()
    };
    let said = refused(enter(&shop.cx(), &twin).await);
    assert_eq!(said, ["number refused-bill-number-used"]);
    assert_eq!(balance(&shop, "payables").await, -5000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_will_not_do_is_refused_and_strangers_find_nothing() {
    let (shop, supplier, receipt, _) = received("refused").await;
    let form = bill_over(&shop, supplier, receipt, "1", &[(1, "5", "50")]).await;
    assert_eq!(enter(&shop.cashier(), &form).await, Err(Stop::Forbidden));
    let accountant = shop.hire("accountant").await;
    let empty = BillForm {
        take: std::collections::BTreeMap::new(),
        ..form.clone()
    };
    let said = refused(enter(&shop.member(&accountant), &empty).await);
    assert_eq!(said, [" refused-bill-empty"]);
    let today = shop.look().await.scope().today();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let ahead = BillForm {
        billed_on: tomorrow.to_string(),
        ..form.clone()
    };
    let said = refused(enter(&shop.cx(), &ahead).await);
    assert_eq!(said, ["billed_on refused-bill-ahead"]);
    // Another supplier's goods are not on this one's bill.
    let stranger = BillForm {
        supplier_id: a_supplier(&shop, "Somebody else").await.to_string(),
        ..form.clone()
    };
    let said = refused(enter(&shop.cx(), &stranger).await);
    assert_eq!(said, [" refused-changed-meanwhile"]);
    let other = shop.neighbour("refused-elsewhere").await;
    assert_eq!(enter(&other.cx(), &form).await, Err(Stop::NotFound));
    agrees(&shop).await;
}

/// Sends some of A from the shop's location to a new one; it arrives. Answers where.
async fn moved(shop: &Shop, much: &str) -> Uuid {
    let branch = Uuid::now_v7();
    let form = LocationForm {
        location_id: branch.to_string(),
        fresh: "true".to_owned(),
        name: "Branch".to_owned(),
        ..LocationForm::default()
    };
    keep_location(&shop.cx(), &form).await.unwrap();
    let fields = |pairs: &[(&str, &str)]| -> HashMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    };
    let id = Uuid::now_v7().to_string();
    let plan = fields(&[
        ("transfer_id", &id),
        ("revision", "0"),
        ("from", &shop.location.to_string()),
        ("to", &branch.to_string()),
        ("what-l1", "A"),
        ("quantity-l1", much),
    ]);
    transfers::make(&shop.cx(), &plan).await.unwrap();
    let act = async |column: &str| {
        let mut tx = shop.look().await;
        let revision: i32 = sqlx::query_scalar(
            "select revision from app.transfer where business_id = $1 and transfer_id = $2::uuid",
        )
        .bind(tx.business())
        .bind(&id)
        .fetch_one(tx.conn())
        .await
        .unwrap();
        let (column, revision) = (format!("{column}-l1"), revision.to_string());
        fields(&[
            ("transfer_id", &id),
            ("revision", &revision),
            (&column, much),
        ])
    };
    let sent = act("sent").await;
    transfers::send(&shop.cx(), &sent).await.unwrap();
    let arrived = act("arrived").await;
    transfers::arrive(&shop.cx(), &arrived).await.unwrap();
    branch
}

/// What all there is of a product at a location is worth.
async fn worth(shop: &Shop, location_id: Uuid) -> i64 {
    let mut tx = shop.look().await;
    sqlx::query_scalar(
        "select coalesce(sum(left_value_minor), 0)::bigint from app.cost_layer
          where business_id = $1 and location_id = $2",
    )
    .bind(tx.business())
    .bind(location_id)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_for_nothing_is_said_to_be_free() {
    let (shop, supplier, receipt, _) = received("bill-free").await;
    let mut form = bill_over(&shop, supplier, receipt, "F 1", &[(1, "2", "0")]).await;
    form.freight.insert("f1".to_owned(), "5".to_owned());
    form.over.insert("f1".to_owned(), receipt.to_string());
    let said = refused(enter(&shop.cx(), &form).await);
    assert!(said[0].ends_with(" refused-cost-zero"), "{said:?}");
    let key = form.take.keys().next().unwrap().clone();
    form.free.insert(key.clone(), "true".to_owned());
    let dear = BillForm {
        net: [(key, "20".to_owned())].into(),
        ..form.clone()
    };
    let said = refused(enter(&shop.cx(), &dear).await);
    assert!(said[0].ends_with(" refused-cost-not-free"), "{said:?}");
    enter(&shop.cx(), &form).await.unwrap();
    // Two of ten were received at 10.00 each: that is not owed.
    assert_eq!(balance(&shop, "payables").await, -500);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_is_left_out_and_none_is_taken_twice() {
    let (shop, supplier, receipt, _) = received("bill-lines").await;
    let mut form = bill_over(&shop, supplier, receipt, "L 1", &[(1, "2", "20")]).await;
    // The same line, its key spelled otherwise.
    form.take.insert(format!("r{receipt}x01"), "on".to_owned());
    for no in 1..=21 {
        form.freight.insert(format!("f{no}"), "1".to_owned());
        form.over.insert(format!("f{no}"), receipt.to_string());
    }
    let said = refused(enter(&shop.cx(), &form).await);
    assert_eq!(said, [" refused-bill-freight-lines"]);
    form.freight.remove("f21");
    enter(&shop.cx(), &form).await.unwrap();
    assert_eq!(balance(&shop, "payables").await, -4000);
    agrees(&shop).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn freight_follows_goods_to_another_location() {
    let (shop, _, receipt, a) = received("freight-moved").await;
    let branch = moved(&shop, "4").await;
    sell(&shop, a, "2").await;
    let lorry = a_supplier(&shop, "Lorry").await;
    let mut form = bill_over(&shop, lorry, receipt, "T 1", &[]).await;
    form.freight.insert("f1".to_owned(), "10.01".to_owned());
    form.over.insert("f1".to_owned(), receipt.to_string());
    let bill = enter(&shop.cx(), &form).await.unwrap();
    // Four of ten are in the shop, four in the branch; two are gone.
    let (here, there) = (
        worth(&shop, shop.location).await,
        worth(&shop, branch).await,
    );
    assert_eq!(here + there, 8000 + 801);
    assert!((4400..=4401).contains(&there), "{here} {there}");
    assert_eq!(balance(&shop, "inventory").await, 8801);
    assert_eq!(balance(&shop, "cost_of_goods").await, 2000 + 200);
    let mut tx = shop.look().await;
    let lines = store::lines_of_bill(&mut tx, bill).await.unwrap();
    assert_eq!(lines[0].to_stock, Money::from_minor(801));
    drop(tx);
    agrees(&shop).await;
}
