//! What adjustments do to what goods are worth: found, valued anew, sold before they were there; and
//! the list of them.

use uuid::Uuid;

use super::{Form, balances, form, moved, pair, refused, with};
use crate::ledger;
use crate::platform::files::{self, Span};
use crate::stock::adjustments::sheet::Adjustments;
use crate::stock::adjustments::{
    Filter, Reason, adjust, list, posting, record_counted, revalue, store,
};
use crate::stock::{self, Arrival, Arriving, Kind, Source, available};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_costs_what_is_typed_or_what_it_cost_last() {
    let shop = Shop::open("adjust-found").await;
    let rice = shop.sells("RICE", "100", "2").await;
    let before = balances(&shop).await;
    let (rice_row, dear) = (
        [("what", "RICE"), ("quantity", "1.5")],
        [
            ("what", "RICE"),
            ("quantity", "2"),
            ("cost", "12.25"),
            ("batch", "LOT 7"),
            ("expires", "2199-01-31"),
        ],
    );
    let ask = form(&shop, "found", &[&rice_row, &dear]);
    adjust(&shop.cx(), &ask).await.unwrap();
    // 1.5 at 10, 2 at 12.25.
    assert_eq!(moved(&shop, &before, "1210").await, 1_500 + 2_450);
    assert_eq!(moved(&shop, &before, "5150").await, -3_950);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(5_500));
    // The batch is known now: goods of it can be named when they are gone.
    let batch = [("what", "RICE"), ("quantity", "2"), ("batch", "LOT 7")];
    let gone = form(&shop, "damage", &[&batch]);
    let recorded = adjust(&shop.cx(), &gone).await.unwrap();
    assert_eq!(moved(&shop, &before, "5150").await, -3_950 + 2_450);
    let mut tx = shop.look().await;
    let (lines, _) = store::lines(&mut tx, recorded.adjustment_id, 10)
        .await
        .unwrap();
    assert_eq!(lines[0].batch.as_deref(), Some("LOT 7"));
    drop(tx);
    let empty = adjust(&shop.cx(), &form(&shop, "damage", &[&batch])).await;
    assert_eq!(refused(empty), [pair("quantity-l1", "refused-only-free")]);
    shop.check().await;
}

/// Typed as nothing, or never known: both are asked about, and nothing comes in before.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_costs_nothing_only_where_she_says_so() {
    let shop = Shop::open("adjust-free").await;
    let rice = shop.sells("RICE", "100", "2").await;
    let gift = shop.sells("GIFT", "100", "0").await;
    let before = balances(&shop).await;
    let (typed, unknown) = (
        [("what", "RICE"), ("quantity", "1"), ("cost", "0")],
        [("what", "GIFT"), ("quantity", "1")],
    );
    let ask = form(&shop, "found", &[&typed, &unknown]);
    let key = "refused-adjustment-cost-zero";
    let asked = refused(adjust(&shop.cx(), &ask).await);
    assert_eq!(asked, [pair("cost-l1", key), pair("cost-l2", key)]);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(2_000));
    let said = with(ask, "free", "true");
    adjust(&shop.cx(), &said).await.unwrap();
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(3_000));
    assert_eq!(shop.level(gift).await.0, Quantity::ONE);
    assert_eq!(moved(&shop, &before, "1210").await, 0);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_there_is_worth_what_somebody_says() {
    let shop = Shop::open("adjust-worth").await;
    let rice = shop.sells("RICE", "100", "3").await;
    let empty = shop.sells("EMPTY", "100", "0").await;
    let before = balances(&shop).await;
    let ask = |product: Uuid, cost: &str| {
        Form::from([
            ("adjustment_id".to_owned(), Uuid::now_v7().to_string()),
            ("product_id".to_owned(), product.to_string()),
            ("location_id".to_owned(), shop.location.to_string()),
            ("unit_cost".to_owned(), cost.to_owned()),
            ("note".to_owned(), "cheaper now".to_owned()),
        ])
    };
    let cheaper = ask(rice, "7.33");
    let (cx, other) = (shop.cx(), shop.cx());
    let (one, two) = tokio::join!(revalue(&cx, &cheaper), revalue(&other, &cheaper));
    let one = one.unwrap();
    assert_eq!(one, two.unwrap());
    assert_eq!(moved(&shop, &before, "1210").await, 2_199 - 3_000);
    assert_eq!(moved(&shop, &before, "5150").await, 801);
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(3_000));
    let mut tx = shop.look().await;
    let (lines, _) = store::lines(&mut tx, one.adjustment_id, 10).await.unwrap();
    assert_eq!(lines[0].quantity, Quantity::ZERO);
    assert_eq!(lines[0].value, Money::from_minor(-801));
    let file = files::take_out::<Adjustments>(&mut tx, &Span::default())
        .await
        .unwrap();
    assert!(file.contains(",RICE,Product RICE,0,,,,-8.01\r\n"), "{file}");
    drop(tx);
    // What goods cost is not a cashier's to read.
    let mut tx = shop.cashier().read().await.unwrap();
    let file = files::take_out::<Adjustments>(&mut tx, &Span::default())
        .await
        .unwrap();
    assert!(file.contains(",RICE,Product RICE,0,,,,\r\n"), "{file}");
    drop(tx);
    let same = revalue(&shop.cx(), &ask(rice, "7.33")).await;
    assert_eq!(
        refused(same),
        [pair("unit_cost", "refused-worth-that-already")]
    );
    let nothing = revalue(&shop.cx(), &ask(empty, "7")).await;
    let key = "refused-nothing-to-value";
    assert_eq!(refused(nothing), [pair("location_id", key)]);
    let wrong = revalue(&shop.cx(), &ask(rice, "-1")).await;
    assert_eq!(refused(wrong), [pair("unit_cost", "refused-not-an-amount")]);
    // Worth nothing only where she says that it is meant.
    let none = ask(rice, "0");
    let asked = refused(revalue(&shop.cx(), &none).await);
    assert_eq!(asked, [pair("unit_cost", "refused-revalue-zero")]);
    assert_eq!(moved(&shop, &before, "1210").await, 2_199 - 3_000);
    let meant = with(none, "free", "true");
    revalue(&shop.cx(), &meant).await.unwrap();
    assert_eq!(moved(&shop, &before, "1210").await, -3_000);
    revalue(&shop.cx(), &meant).await.unwrap();
    let body = with(cheaper, "unit_cost", "8");
    let other = refused(revalue(&shop.cx(), &body).await);
    assert_eq!(other, [pair("", "refused-adjustment-recorded")]);
    shop.check().await;
}

/// Goods that are found cover what was sold before they were there.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_covers_what_was_sold_short() {
    let shop = Shop::open("adjust-cover").await;
    let rice = shop.sells("RICE", "100", "0").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let departure = stock::Departure {
        kind: Kind::Sale,
        source: Source {
            kind: "sale",
            id: Uuid::now_v7(),
        },
        location_id: shop.location,
        shortage: stock::Shortage::Record,
    };
    let line = stock::Leaving {
        line_no: 1,
        product_id: rice,
        quantity: Quantity::ONE,
        batch_id: None,
        origin_id: None,
        spoilt: stock::Spoilt::Leave,
    };
    stock::take_out(&mut tx, &departure, &[line])
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let row = [("what", "RICE"), ("quantity", "3"), ("cost", "10")];
    let ask = form(&shop, "found", &[&row]);
    adjust(&shop.cx(), &ask).await.unwrap();
    assert_eq!(shop.level(rice).await.0, Quantity::from_milli(2_000));
    let all = balances(&shop).await;
    assert_eq!((all["1210"], all["5100"]), (2_000, 1_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_of_a_products_form_are_listed_with_the_others() {
    let shop = Shop::open("adjust-list").await;
    let rice = shop.sells("RICE", "100", "5").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let counted = Quantity::from_milli(10_000);
    let count =
        crate::stock::adjust_to(&mut tx, Uuid::now_v7(), rice, shop.location, counted, None);
    count.await.unwrap();
    tx.commit().await.unwrap();
    let ask = form(&shop, "damage", &[&[("what", "RICE"), ("quantity", "1")]]);
    adjust(&shop.cx(), &ask).await.unwrap();
    let mut tx = shop.look().await;
    let all = list(&mut tx, &Filter::default()).await.unwrap();
    assert_eq!((all.total, all.pages, all.page), (2, 1, 1));
    let reasons: Vec<Reason> = all.rows.iter().map(|row| row.adjustment.reason).collect();
    assert_eq!(reasons, [Reason::Damage, Reason::Counted]);
    assert_eq!(all.rows[0].goods, "Product RICE");
    assert_eq!(all.rows[1].adjustment.value.minor(), 5_000);
    let today = tx.scope().today();
    let narrow = async |filter: Filter| {
        let mut tx = shop.look().await;
        list(&mut tx, &filter).await.unwrap().total
    };
    let plain = Filter::default;
    let damage = Filter {
        reason: Some(Reason::Damage),
        ..plain()
    };
    assert_eq!(narrow(damage).await, 1);
    let here = Filter {
        location: Some(shop.location),
        from: Some(today),
        to: Some(today),
        ..plain()
    };
    assert_eq!(narrow(here).await, 2);
    let elsewhere = Filter {
        location: Some(Uuid::now_v7()),
        ..plain()
    };
    assert_eq!(narrow(elsewhere).await, 0);
    let before = Filter {
        to: today.pred_opt(),
        ..plain()
    };
    assert_eq!(narrow(before).await, 0);
    drop(tx);
    shop.check().await;
}

/// Expired goods are thrown away: nobody else may take them.
#[tokio::test(flavor = "multi_thread")]
async fn expired_goods_are_taken_off() {
    let shop = Shop::open("adjust-expired").await;
    let rice = shop.sells("RICE", "100", "0").await;
    let mut tx = shop.cx().begin().await.unwrap();
    let source = Source {
        kind: "adjustment",
        id: Uuid::now_v7(),
    };
    let arrival = Arrival {
        kind: Kind::Adjustment,
        source,
        location_id: shop.location,
    };
    let old = Arriving {
        line_no: 1,
        product_id: rice,
        quantity: Quantity::from_milli(2_000),
        value: Money::from_minor(700),
        batch_id: None,
        expires_on: tx.scope().today().pred_opt(),
        received_at: None,
        origin_id: None,
    };
    let value = stock::bring_in(&mut tx, &arrival, &[old]).await.unwrap();
    let (id, now) = (source.id, tx.scope().now);
    let draft = posting::of_adjustment(id, Reason::Found, value, now, shop.location);
    ledger::post(&mut tx, draft.unwrap()).await.unwrap();
    record_counted(
        &mut tx,
        id,
        shop.location,
        &[(1, rice, old.quantity, value)],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut tx = shop.look().await;
    let sold = available(&mut tx, shop.location, &[rice]).await.unwrap();
    let left = sold.get(&rice).copied().unwrap_or_default();
    assert_eq!(left, Quantity::ZERO, "nobody sells it");
    drop(tx);
    let ask = form(&shop, "expired", &[&[("what", "RICE"), ("quantity", "2")]]);
    adjust(&shop.cx(), &ask).await.unwrap();
    assert_eq!(shop.level(rice).await.0, Quantity::ZERO);
    shop.check().await;
}
