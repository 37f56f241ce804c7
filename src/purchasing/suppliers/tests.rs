//! Suppliers and their prices against a real PostgreSQL: by the form, by a file, twice, at once.

use uuid::Uuid;

use super::*;
use crate::platform::Cx;
use crate::tests::support::Shop;
use crate::values::{Money, Quantity, Stop};

fn form(name: &str) -> SupplierForm {
    SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        phone: "0712 345 678".to_owned(),
        terms_days: "30".to_owned(),
        ..SupplierForm::default()
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|one| one.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

async fn all(shop: &Shop) -> Vec<Supplier> {
    let mut tx = shop.look().await;
    store::all(&mut tx).await.unwrap()
}

async fn offers(shop: &Shop, supplier_id: Uuid) -> Vec<Offer> {
    let mut tx = shop.look().await;
    let (offers, _) = store::offers_of(&mut tx, supplier_id, 50, 0).await.unwrap();
    offers
}

/// A pack of a product that holds so many of its units.
async fn pack(shop: &Shop, product_id: Uuid, name: &str, holds: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tx.business())
    .bind(Uuid::now_v7())
    .bind(product_id)
    .bind(name)
    .bind(holds * 1000)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

fn offer(supplier: &Supplier, what: &str, pack: &str, cost: &str, preferred: &str) -> OfferForm {
    OfferForm {
        supplier_id: supplier.supplier_id.to_string(),
        what: what.to_owned(),
        pack: pack.to_owned(),
        cost: cost.to_owned(),
        preferred: preferred.to_owned(),
        ..OfferForm::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_is_kept_once_and_changed_by_revision() {
    let shop = Shop::open("suppliers").await;
    let cx = shop.cx();
    let new = form("Unga Ltd");
    let (one, two) = tokio::join!(keep(&cx, &new), keep(&cx, &new));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(all(&shop).await.len(), 1);
    assert_eq!(
        refused(keep(&cx, &form("unga ltd")).await),
        ["refused-supplier-name-taken"]
    );
    let edited = SupplierForm {
        revision: "1".to_owned(),
        lead_days: "7".to_owned(),
        ..new.clone()
    };
    assert_eq!(keep(&cx, &edited).await.unwrap().revision, 2);
    assert_eq!(
        keep(&cx, &edited).await.unwrap().revision,
        2,
        "twice is once"
    );
    let late = SupplierForm {
        revision: "1".to_owned(),
        note: "late".to_owned(),
        ..new.clone()
    };
    assert_eq!(
        refused(keep(&cx, &late).await),
        ["refused-changed-meanwhile"]
    );
    let unknown = SupplierForm {
        revision: "3".to_owned(),
        ..form("Nobody")
    };
    assert_eq!(keep(&cx, &unknown).await, Err(Stop::NotFound));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_is_retired_and_comes_back_unless_her_name_is_taken() {
    let shop = Shop::open("retired-supplier").await;
    let cx = shop.cx();
    let first = keep(&cx, &form("Unga Ltd")).await.unwrap();
    for _ in 0..2 {
        assert_eq!(retire(&cx, first.supplier_id).await.unwrap(), "Unga Ltd");
    }
    let second = keep(&cx, &form("Unga Ltd")).await.unwrap();
    assert_eq!(
        refused(bring_back(&cx, first.supplier_id).await),
        ["refused-supplier-name-taken"]
    );
    retire(&cx, second.supplier_id).await.unwrap();
    bring_back(&cx, first.supplier_id).await.unwrap();
    assert_eq!(all(&shop).await[0].supplier_id, first.supplier_id);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_buys_changes_suppliers_and_only_her_own() {
    let shop = Shop::open("own-suppliers").await;
    let other = shop.neighbour("other-suppliers").await;
    let hers = keep(&other.cx(), &form("Unga Ltd")).await.unwrap();
    let (cashier, cx) = (shop.cashier(), shop.cx());
    shop.sells("SODA", "60", "0").await;
    assert_eq!(keep(&cashier, &form("X")).await, Err(Stop::Forbidden));
    let id = hers.supplier_id;
    assert_eq!(retire(&cashier, id).await, Err(Stop::Forbidden));
    assert_eq!(retire(&cx, id).await, Err(Stop::NotFound));
    let price = offer(&hers, "SODA", "", "40", "");
    assert_eq!(keep_offer(&cashier, &price).await, Err(Stop::Forbidden));
    assert_eq!(keep_offer(&cx, &price).await, Err(Stop::NotFound));
    assert_eq!(drop_offer(&cx, id, id).await, Err(Stop::NotFound));
    let file = b"name\nX\n";
    let tried = import_suppliers(&cashier, file, false).await;
    assert_eq!(tried, Err(Stop::Forbidden));
    // Her id under our roof is a new one of ours, and hers stays what it is.
    let same = SupplierForm {
        supplier_id: id.to_string(),
        ..form("Ours")
    };
    keep(&cx, &same).await.unwrap();
    assert_eq!(all(&other).await[0].name, "Unga Ltd");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_supplier_is_asked_first_and_packs_are_of_the_product() {
    let shop = Shop::open("prices").await;
    let cx = shop.cx();
    let soda = shop.sells("SODA", "60", "0").await;
    shop.sells("FANTA", "60", "0").await;
    pack(&shop, soda, "crate", 24).await;
    let one = keep(&cx, &form("One")).await.unwrap();
    let two = keep(&cx, &form("Two")).await.unwrap();
    for _ in 0..2 {
        let price = offer(&one, "soda", "Crate", "960", "true");
        assert_eq!(keep_offer(&cx, &price).await.unwrap(), "Product SODA");
    }
    let dearer = offer(&two, "SODA", "", "41", "true");
    keep_offer(&cx, &dearer).await.unwrap();
    let (ones, twos) = (
        offers(&shop, one.supplier_id).await,
        offers(&shop, two.supplier_id).await,
    );
    assert!(!ones[0].is_preferred && twos[0].is_preferred);
    assert_eq!(ones[0].cost, Money::from_minor(96_000));
    assert_eq!(
        (ones[0].pack_name.as_str(), ones[0].holds.milli()),
        ("crate", 24_000)
    );
    let wrong = offer(&one, "FANTA", "crate", "960", "");
    assert_eq!(
        refused(keep_offer(&cx, &wrong).await),
        ["refused-po-pack-none"]
    );
    let unknown = offer(&one, "SPRITE", "", "40", "");
    assert_eq!(
        refused(keep_offer(&cx, &unknown).await),
        ["refused-product-unknown"]
    );
    for _ in 0..2 {
        drop_offer(&cx, one.supplier_id, soda).await.unwrap();
    }
    assert!(offers(&shop, one.supplier_id).await.is_empty());
    shop.check().await;
}

async fn brought(cx: &Cx, file: &str, dry_run: bool) -> (usize, usize, usize) {
    let brought = import_suppliers(cx, file.as_bytes(), dry_run).await;
    let brought = brought.unwrap();
    (brought.added, brought.changed, brought.unchanged)
}

#[tokio::test(flavor = "multi_thread")]
async fn suppliers_come_and_go_by_file() {
    let shop = Shop::open("supplier-file").await;
    let cx = shop.cx();
    keep(&cx, &form("Unga Ltd")).await.unwrap();
    let file = "name,phone,terms_days\nUNGA LTD,0712345678,14\nSoda Co,,\n";
    assert_eq!(brought(&cx, file, true).await, (1, 1, 0));
    assert_eq!(all(&shop).await.len(), 1, "only tried");
    assert_eq!(brought(&cx, file, false).await, (1, 1, 0));
    assert_eq!(brought(&cx, file, false).await, (0, 0, 2), "twice is once");
    let kept = all(&shop).await;
    let unga = kept.iter().find(|one| one.name == "UNGA LTD").unwrap();
    assert_eq!((unga.terms_days, unga.lead_days, unga.revision), (14, 3, 2));
    let out = suppliers_as_file(&cx).await.unwrap();
    assert_eq!(brought(&cx, &out.1, false).await, (0, 0, 2));
    let bad = "name,phone\nA,12\na,\nB,0712345678\n";
    let told = import_suppliers(&cx, bad.as_bytes(), false).await;
    let Err(Stop::Refused(told)) = told else {
        panic!("a bad row came in");
    };
    assert_eq!(told[0].field.as_deref(), Some("line-2-phone"));
    assert_eq!(all(&shop).await.len(), 2, "all or nothing");
    let twice = "name\nA\na\n";
    assert_eq!(
        refused(import_suppliers(&cx, twice.as_bytes(), false).await),
        ["refused-files-twice"]
    );
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_come_and_go_by_file() {
    let shop = Shop::open("price-file").await;
    let cx = shop.cx();
    let soda = shop.sells("SODA", "60", "0").await;
    pack(&shop, soda, "crate", 24).await;
    let unga = keep(&cx, &form("Unga Ltd")).await.unwrap();
    let other = keep(&cx, &form("Soda Co")).await.unwrap();
    let file = "supplier,sku,supplier_sku,pack,cost,preferred\n\
                Unga Ltd,SODA,U-1,crate,960.00,yes\nSoda Co,SODA,,,41,no\n";
    let tried = import_prices(&cx, file.as_bytes(), true).await.unwrap();
    assert_eq!((tried.added, tried.changed), (2, 0));
    assert!(offers(&shop, unga.supplier_id).await.is_empty());
    let (one, two) = tokio::join!(
        import_prices(&cx, file.as_bytes(), false),
        import_prices(&cx, file.as_bytes(), false)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(
        (one.added + two.added, one.unchanged + two.unchanged),
        (2, 2)
    );
    let moved = "supplier,sku,pack,cost,preferred\nSoda Co,SODA,,39,yes\n";
    let moved = import_prices(&cx, moved.as_bytes(), false).await.unwrap();
    assert_eq!((moved.added, moved.changed), (0, 1));
    let ours = &offers(&shop, unga.supplier_id).await[0];
    assert_eq!(
        (ours.supplier_sku.as_str(), ours.is_preferred),
        ("U-1", false)
    );
    assert!(offers(&shop, other.supplier_id).await[0].is_preferred);
    // What she sells at least comes by its column, and stays where there is none.
    let least = "supplier,sku,pack,cost,minimum\nUnga Ltd,SODA,crate,960,48\n";
    let least = import_prices(&cx, least.as_bytes(), false).await.unwrap();
    assert_eq!((least.added, least.changed), (0, 1));
    let same = "supplier,sku,pack,cost\nUnga Ltd,SODA,crate,960\n";
    let same = import_prices(&cx, same.as_bytes(), false).await.unwrap();
    assert_eq!((same.changed, same.unchanged), (0, 1));
    let ours = &offers(&shop, unga.supplier_id).await[0];
    assert_eq!(ours.minimum.map(Quantity::milli), Some(48_000));
    let out = prices_as_file(&cx).await.unwrap();
    // Also where the pack of a price is not in use any more.
    for _ in 0..2 {
        let again = import_prices(&cx, out.1.as_bytes(), false).await;
        assert_eq!(again.unwrap().unchanged, 2);
        let mut root = shop.superuser().await;
        sqlx::query("update app.pack set retired_at = now() where product_id = $1")
            .bind(soda)
            .execute(&mut root)
            .await
            .unwrap();
    }
    let twice = "supplier,sku,pack,cost\nSoda Co,SODA,,39\nSoda Co,SODA,,38\n";
    assert_eq!(
        refused(import_prices(&cx, twice.as_bytes(), false).await),
        ["refused-files-twice"]
    );
    let unknown = "supplier,sku,pack,cost\nNobody,SODA,,39\nSoda Co,FANTA,,38\n";
    assert_eq!(
        refused(import_prices(&cx, unknown.as_bytes(), false).await),
        ["refused-files-supplier", "refused-files-sku"]
    );
    shop.check().await;
}
