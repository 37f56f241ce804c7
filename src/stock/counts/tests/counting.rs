//! Counting: once, by several at once, and what is refused.

use uuid::Uuid;

use super::{COUNTS, ask, change, form, keys, milli, opened, rows, set, sold};
use crate::catalog::keep_category::{self, CategoryForm};
use crate::catalog::retire_product::retire;
use crate::stock::counts::{Count, How, TakeForm, cancel, count, forget, open, store};
use crate::tests::support::Shop;
use crate::values::Stop;

#[tokio::test(flavor = "multi_thread")]
async fn a_take_is_opened_once_and_by_who_may() {
    let shop = Shop::open("take-opened").await;
    let ask = form(&shop);
    let (one, other) = (shop.cx(), shop.cx());
    let (first, second) = tokio::join!(open(&one, &ask), open(&other, &ask));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.number, second.number), (1, 1));
    let renamed = TakeForm {
        name: "Other".to_owned(),
        ..ask.clone()
    };
    let refused = open(&shop.cx(), &renamed).await;
    assert_eq!(keys(refused), ["refused-take-opened-already"]);
    // Another one of the same goods would take off twice what is missing.
    let refused = open(&shop.cx(), &form(&shop)).await;
    assert_eq!(keys(refused), ["refused-take-overlaps"]);
    let by_cashier = open(&shop.cashier(), &form(&shop)).await;
    assert_eq!(by_cashier.unwrap_err(), Stop::Forbidden);
    let elsewhere = TakeForm {
        location_id: Uuid::now_v7().to_string(),
        ..form(&shop)
    };
    assert_eq!(
        open(&shop.cx(), &elsewhere).await.unwrap_err(),
        Stop::NotFound
    );
    cancel(&shop.cx(), first.take_id).await.unwrap();
    assert_eq!(opened(&shop).await.number, 2);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_counts_once() {
    let shop = Shop::open("take-once").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    let eight = ask(rice, How::Set, "8");
    let (one, other) = (shop.cashier(), shop.cashier());
    let (first, second) = tokio::join!(
        count(&one, take.take_id, &eight),
        count(&other, take.take_id, &eight)
    );
    assert_eq!(first.unwrap().counted, milli(8000));
    assert_eq!(second.unwrap().counted, milli(8000));
    assert_eq!(rows(&shop, COUNTS, &take).await, 1);
    let nine = Count {
        loose: "9".to_owned(),
        ..eight.clone()
    };
    let refused = count(&shop.cashier(), take.take_id, &nine).await;
    assert_eq!(keys(refused), ["refused-take-count-used"]);
    // She counts again: the line says what she said last, and both counts stay written.
    set(&shop.cashier(), &take, rice, "7").await.unwrap();
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, rice)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    assert_eq!((line.counted, line.book), (milli(7000), milli(10_000)));
    assert_eq!((line.counts, line.revision), (1, 2));
    assert_eq!(rows(&shop, COUNTS, &take).await, 2);
    // Nothing moved.
    assert_eq!(shop.level(rice).await.0, milli(10_000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_counters_at_one_shelf_are_asked_and_not_overwritten() {
    let shop = Shop::open("take-two").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    let (hers, his) = (shop.cashier(), shop.cx());
    let (one, other) = tokio::join!(set(&hers, &take, rice, "4"), set(&his, &take, rice, "6"));
    let (cx, first, second, said) = match (one, other) {
        (Ok(_), Err(Stop::Refused(refusals))) => (shop.cx(), 4000, 6000, refusals),
        (Err(Stop::Refused(refusals)), Ok(_)) => (shop.cashier(), 6000, 4000, refusals),
        both => panic!("{both:?}"),
    };
    assert_eq!(said[0].key, "refused-take-counted-by");
    let names: Vec<&str> = said[0].args.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["name", "who", "counted", "when"]);
    assert_eq!(said[0].args[2].1, milli(first).short());
    // Another shelf: it comes on top.
    let more = ask(rice, How::Add, &milli(second).short());
    let done = count(&cx, take.take_id, &more).await.unwrap();
    assert_eq!(done.counted, milli(10_000));
    // It is part hers and part another's now, so she is asked still.
    let refused = set(&cx, &take, rice, "1").await;
    assert_eq!(keys(refused), ["refused-take-counted-by"]);
    // She replaces what her page showed: not what came after it.
    let mut replaced = ask(rice, How::Replace, "9");
    replaced.revision = 1;
    let refused = count(&cx, take.take_id, &replaced).await;
    assert_eq!(keys(refused), ["refused-take-counted-by"]);
    replaced.revision = 2;
    let done = count(&cx, take.take_id, &replaced).await.unwrap();
    assert_eq!(done.counted, milli(9000));
    // From here on it is all hers.
    set(&cx, &take, rice, "8").await.unwrap();
    assert_eq!(rows(&shop, COUNTS, &take).await, 4);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_added_once_goods_have_moved() {
    let shop = Shop::open("take-moved").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    let cashier = shop.cashier();
    set(&cashier, &take, rice, "4").await.unwrap();
    sold(&shop, rice, 2000).await;
    let more = ask(rice, How::Add, "5");
    let Err(Stop::Refused(refusals)) = count(&shop.cashier(), take.take_id, &more).await else {
        panic!("added to what had moved");
    };
    assert_eq!(refusals[0].key, "refused-take-moved");
    assert!(
        refusals[0]
            .args
            .contains(&("change".to_owned(), "\u{2212}2".to_owned()))
    );
    // The books' figure is not told: the take is blind.
    assert!(
        refusals[0]
            .args
            .iter()
            .all(|(_, value)| value != "10" && value != "8")
    );
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, rice)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    assert_eq!((line.counted, line.book), (milli(4000), milli(10_000)));
    // Counted again, all of it, it is as of now.
    set(&shop.cashier(), &take, rice, "7").await.unwrap();
    let done = count(&shop.cashier(), take.take_id, &ask(rice, How::Add, "1")).await;
    assert_eq!(done.unwrap().counted, milli(8000));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_counted_here_says_so() {
    let shop = Shop::open("take-refuses").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let old = shop.sells("OLD", "118", "3").await;
    let basket = shop.sells("BASKET", "118", "").await;
    retire(&shop.cx(), old).await.unwrap();
    let kit = "update app.product set kind = 'kit' where business_id = $1 and product_id = $2";
    change(&shop, kit, basket).await;
    let take = opened(&shop).await;
    let cx = shop.cashier();
    assert_eq!(
        keys(set(&cx, &take, old, "3").await),
        ["refused-take-retired"]
    );
    assert_eq!(
        keys(set(&cx, &take, basket, "3").await),
        ["refused-take-no-stock"]
    );
    for wrong in ["", "x", "-1", "1,234"] {
        assert_eq!(keys(set(&cx, &take, rice, wrong).await).len(), 1, "{wrong}");
    }
    // Another business's goods and takes are not there.
    let other = shop.neighbour("take-elsewhere").await;
    let theirs = other.sells("RICE", "118", "10").await;
    assert_eq!(
        set(&cx, &take, theirs, "3").await.unwrap_err(),
        Stop::NotFound
    );
    let elsewhere = set(&other.cx(), &take, theirs, "3").await;
    assert_eq!(elsewhere.unwrap_err(), Stop::NotFound);
    let accountant = shop.hire("accountant").await;
    let refused = set(&shop.member(&accountant), &take, rice, "3").await;
    assert_eq!(refused.unwrap_err(), Stop::Forbidden);
    assert_eq!(rows(&shop, COUNTS, &take).await, 0);
    shop.check().await;
}

/// Puts a product into a category.
async fn put_into(shop: &Shop, product_id: Uuid, category_id: Uuid) {
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query(
        "update app.product set category_id = $3 where business_id = $1 and product_id = $2",
    )
    .bind(business)
    .bind(product_id)
    .bind(category_id)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_is_counted_alone_and_nothing_in_two_takes() {
    let shop = Shop::open("take-category").await;
    let (rice, soap) = (
        shop.sells("RICE", "118", "10").await,
        shop.sells("SOAP", "118", "10").await,
    );
    let category_id = Uuid::now_v7();
    let category = CategoryForm {
        category_id: category_id.to_string(),
        name: "Grains".to_owned(),
        ..CategoryForm::default()
    };
    keep_category::keep(&shop.cx(), &category).await.unwrap();
    put_into(&shop, rice, category_id).await;
    let of_grains = TakeForm {
        category_id: category_id.to_string(),
        ..form(&shop)
    };
    let grains = open(&shop.cx(), &of_grains).await.unwrap();
    let refused = open(&shop.cx(), &form(&shop)).await;
    assert_eq!(keys(refused), ["refused-take-overlaps"]);
    let cx = shop.cashier();
    set(&cx, &grains, rice, "9").await.unwrap();
    assert_eq!(
        keys(set(&cx, &grains, soap, "9").await),
        ["refused-take-category"]
    );
    let mut tx = shop.look().await;
    let progress = store::progress(&mut tx, &grains).await.unwrap();
    drop(tx);
    assert_eq!(
        (progress.len(), progress[0].products, progress[0].counted),
        (1, 1, 1)
    );
    // Goods that were counted and then moved to another category are in one take only.
    let another = CategoryForm {
        category_id: Uuid::now_v7().to_string(),
        name: "Soaps".to_owned(),
        ..CategoryForm::default()
    };
    keep_category::keep(&shop.cx(), &another).await.unwrap();
    let of_soaps = TakeForm {
        category_id: another.category_id.clone(),
        ..form(&shop)
    };
    let soaps = open(&shop.cx(), &of_soaps).await.unwrap();
    put_into(&shop, rice, another.category_id.parse().unwrap()).await;
    assert_eq!(
        keys(set(&cx, &soaps, rice, "9").await),
        ["refused-take-in-other"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_forgotten_by_who_made_it() {
    let shop = Shop::open("take-forgotten").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let take = opened(&shop).await;
    set(&shop.cx(), &take, rice, "4").await.unwrap();
    let hers = forget(&shop.cashier(), take.take_id, rice, 1).await;
    assert_eq!(keys(hers), ["refused-take-forget-others"]);
    let old_page = forget(&shop.cx(), take.take_id, rice, 7).await;
    assert_eq!(keys(old_page), ["refused-changed-meanwhile"]);
    for _ in 0..2 {
        forget(&shop.cx(), take.take_id, rice, 1).await.unwrap();
    }
    assert_eq!(rows(&shop, COUNTS, &take).await, 1);
    // What is counted next is another line: the old form does not forget it.
    set(&shop.cashier(), &take, rice, "5").await.unwrap();
    let again = forget(&shop.cx(), take.take_id, rice, 1).await;
    assert_eq!(keys(again), ["refused-changed-meanwhile"]);
    let mut tx = shop.look().await;
    let line = store::line(&mut tx, take.take_id, rice)
        .await
        .unwrap()
        .unwrap();
    let made = store::made_of(&mut tx, take.take_id, rice, &line)
        .await
        .unwrap();
    drop(tx);
    assert_eq!((made.len(), made[0].counted), (1, milli(5000)));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cartons_and_loose_ones_are_counted_together() {
    let shop = Shop::open("take-packs").await;
    let rice = shop.sells("RICE", "118", "10").await;
    let carton = Uuid::now_v7();
    let mut tx = shop.cx().begin().await.unwrap();
    let business = tx.business();
    sqlx::query(
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli)
         values ($1, $2, $3, 'carton', 24000)",
    )
    .bind(business)
    .bind(carton)
    .bind(rice)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let take = opened(&shop).await;
    let mut typed = ask(rice, How::Set, "4");
    typed.packs.insert(carton, "3".to_owned());
    let done = count(&shop.cashier(), take.take_id, &typed).await.unwrap();
    assert_eq!(done.counted, milli(76_000));
    shop.check().await;
}
