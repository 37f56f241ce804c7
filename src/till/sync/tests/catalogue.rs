//! What a till has to know: the whole of it, in pages, and then each change, once it is committed.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;
use crate::catalog::{self, ProductForm};
use crate::platform::secrets::digest;
use crate::platform::{Cx, Door};
use crate::staff::pins::{self, PinForm};
use crate::stock::adjust_to;
use crate::till::sync::cursor::Cursor;
use crate::till::sync::pull::changed;
use crate::values::{Language, Money};

/// The till itself, through its door.
fn door(counter: &Counter) -> Cx {
    let token = digest(&format!("the token of {}", counter.device_id));
    let door = Door::Device {
        token,
        member_id: None,
    };
    Cx::new(counter.shop.db(), door, clock::now(), Language::En)
}

impl Counter {
    /// A cursor that knows everything. Another test's transaction, in the same cluster, may hold the
    /// numbers back for a while: then things come again.
    pub(super) async fn known(&self) -> String {
        let mut cursor = String::new();
        for _ in 0..1200 {
            let page = self.ask(&cursor).await;
            cursor = page.cursor.clone();
            if !page.reset && !page.more && page.rows() == 0 {
                return cursor;
            }
            if !page.more {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        panic!("never nothing new")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_first_everything_and_then_nothing() {
    let counter = Counter::open("pull-first").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let all = counter.ask("").await;
    assert!(all.reset && !all.more, "{all:?}");
    assert_eq!(all.till.series, "T1");
    assert_eq!(all.till.business, counter.shop.slug);
    assert_eq!(
        (all.till.next_number, all.till.device_id),
        (1, counter.device_id)
    );
    let rice = &all.products[0];
    assert_eq!((rice.product_id, rice.price_minor), (product, 11_600));
    assert_eq!((rice.sku.as_str(), rice.step_milli), ("A", 500));
    assert_eq!(all.stock[0].on_hand_milli, 20_000);
    let settings = all.settings.unwrap();
    assert_eq!((settings.currency.as_str(), settings.decimals), ("KES", 2));
    assert_eq!(settings.rounding_minor, 100);
    let standard = all.tax_classes.iter().find(|one| one.code == "standard");
    assert!(!standard.unwrap().rates.is_empty());
    assert!(!standard.unwrap().letter.is_empty());
    let cashier = all
        .members
        .iter()
        .find(|one| one.member_id == counter.cashier);
    assert_eq!(cashier.unwrap().powers, ["sell", "run_shift"]);
    assert_eq!(cashier.unwrap().pin_hash, None);
    let known = counter.known().await;
    let nothing = counter.ask(&known).await;
    assert_eq!((nothing.rows(), nothing.reset), (0, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_of_a_product_is_told() {
    let counter = Counter::open("pull-changes").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let of_product = |page: &Catalogue| page.products.iter().any(|one| one.product_id == product);
    let product_changes = [
        "update app.product set name = 'Another' where business_id = $1",
        "insert into app.barcode (business_id, barcode, product_id)
         select $1, '6161100100015', product_id from app.product where business_id = $1",
        "delete from app.barcode where business_id = $1",
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli)
         select $1, gen_random_uuid(), product_id, 'bale', 12000 from app.product
          where business_id = $1",
        "insert into app.price (business_id, price_id, product_id, unit, amount_minor, valid_from)
         select $1, gen_random_uuid(), product_id, unit, 9900, now() + interval '1 day'
           from app.product where business_id = $1",
    ];
    for statement in product_changes {
        let known = counter.known().await;
        counter.change(statement).await;
        assert!(of_product(&counter.ask(&known).await), "{statement}");
    }
    let to_come = counter.ask("").await.products[0].prices.clone();
    assert!(
        to_come.iter().any(|price| price.amount_minor == Some(9900)),
        "{to_come:?}"
    );
}

/// Whether a page tells of a change.
type Told = fn(&Catalogue) -> bool;

#[tokio::test(flavor = "multi_thread")]
async fn every_other_kind_of_change_is_told() {
    let counter = Counter::open("pull-others").await;
    counter.shop.sells("A", "116", "20").await;
    let asha = counter.event(Body::Customer(wire::NewCustomer {
        phone: "0722000333".to_owned(),
        name: "Asha".to_owned(),
    }));
    counter.tell(&asha).await;
    let changes: [(&str, Told); 8] = [
        (
            "insert into app.category (business_id, category_id, name, slug)
             values ($1, gen_random_uuid(), 'Flour', 'flour')",
            |page| page.categories.len() == 1,
        ),
        (
            "update app.customer set name = 'Aisha' where business_id = $1",
            |page| page.customers[0].name == "Aisha",
        ),
        (
            "insert into app.customer_account (business_id, customer_id, limit_minor)
             select $1, customer_id, 500 from app.customer where business_id = $1",
            |page| page.customers[0].limit_minor == 500,
        ),
        (
            "update app.member set role = 'manager' where business_id = $1 and role = 'cashier'",
            |page| page.members[0].powers.contains(&"refund".to_owned()),
        ),
        (
            "insert into app.tax_rate (business_id, tax_class_id, valid_from, rate_bp)
             select $1, tax_class_id, '2099-01-01', 1800 from app.tax_class
              where business_id = $1 and code = 'standard'",
            |page| {
                page.tax_classes[0]
                    .rates
                    .iter()
                    .any(|rate| rate.rate_bp == 1800)
            },
        ),
        (
            "update app.stock_level set on_hand_milli = on_hand_milli where business_id = $1",
            |page| page.stock.len() == 1,
        ),
        (
            "update app.business set rounding_minor = 1 where business_id = $1",
            |page| page.settings.as_ref().unwrap().rounding_minor == 1,
        ),
        (
            "insert into app.price_list (business_id, list, name) values ($1, 'many', 'Many')",
            |page| page.settings.as_ref().unwrap().price_lists.len() == 1,
        ),
    ];
    for (statement, told) in changes {
        let known = counter.known().await;
        counter.change(statement).await;
        let page = counter.ask(&known).await;
        assert!(told(&page), "{statement}: {page:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_verbs_change_is_told_as_well() {
    let counter = Counter::open("pull-verbs").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let known = counter.known().await;
    let sale = counter.sale(1, vec![line(1, product, 1500, 11_600)], 17_400);
    counter.tell(&sale).await;
    let page = counter.ask(&known).await;
    assert_eq!(page.stock[0].on_hand_milli, 18_500);
    assert_eq!(page.till.next_number, 2);
    assert!(page.products.is_empty(), "a sale changes no product");
    let known = counter.known().await;
    let pin = PinForm {
        pin: "2580".to_owned(),
        again: "2580".to_owned(),
    };
    pins::set_pin(&counter.shop.cx(), counter.cashier, &pin)
        .await
        .unwrap();
    let page = counter.ask(&known).await;
    let hash = page.members[0].pin_hash.clone().unwrap();
    assert!(hash.starts_with("$argon2id$"));
    let known = counter.known().await;
    crate::staff::remove(&counter.shop.cx(), counter.cashier)
        .await
        .unwrap();
    let page = counter.ask(&known).await;
    assert!(page.members[0].retired && page.members[0].pin_hash.is_none());
    // Somebody else's shelf is none of its business.
    let known = counter.known().await;
    counter
        .change(
            "with elsewhere as (
                 insert into app.location (business_id, location_id, name)
                 values ($1, gen_random_uuid(), 'Elsewhere') returning location_id)
             insert into app.stock_level (business_id, location_id, product_id)
             select $1, e.location_id, p.product_id from elsewhere e, app.product p
              where p.business_id = $1",
        )
        .await;
    let page = counter.ask(&known).await;
    assert!(page.stock.is_empty() && page.settings.is_some(), "{page:?}");
}

/// Under the policy that a business begins with, a shop that keeps no stock would sell nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_is_told_once_something_was_counted_in() {
    let counter = Counter::open("pull-uncounted").await;
    let product = counter.shop.sells("A", "116", "0").await;
    let sale = counter.sale(1, vec![line(1, product, 1000, 11_600)], 11_600);
    assert_eq!(counter.tell(&sale).await.flags, ["stock"]);
    assert!(counter.ask("").await.stock.is_empty());
    let known = counter.known().await;
    let mut tx = counter.shop.cx().begin().await.unwrap();
    let (id, place) = (Uuid::now_v7(), counter.shop.location);
    let (two, cost) = (Quantity::from_milli(2000), Some(Money::from_minor(500)));
    adjust_to(&mut tx, id, product, place, two, cost)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let left = counter.on_hand(product).await.milli();
    assert_eq!(counter.ask(&known).await.stock[0].on_hand_milli, left);
    // What is sold out was there, and that is known.
    let rest = counter.sale(
        2,
        vec![line(1, product, left, 11_600)],
        11_600 * left / 1000,
    );
    counter.tell(&rest).await;
    assert_eq!(counter.ask("").await.stock[0].on_hand_milli, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_late_is_told_late_and_not_missed() {
    let counter = Counter::open("pull-late").await;
    let early = counter.shop.sells("A", "116", "20").await;
    let late = counter.shop.sells("B", "116", "20").await;
    let rename = "update app.product set name = $3 where business_id = $1 and product_id = $2";
    let known = counter.known().await;
    let mut slow = counter.shop.cx().begin().await.unwrap();
    let business = slow.business();
    let renamed = sqlx::query(rename).bind(business).bind(late).bind("Late");
    renamed.execute(slow.conn()).await.unwrap();
    let mut quick = counter.shop.cx().begin().await.unwrap();
    let renamed = sqlx::query(rename).bind(business).bind(early).bind("Early");
    renamed.execute(quick.conn()).await.unwrap();
    quick.commit().await.unwrap();
    let names = |page: &Catalogue| -> Vec<String> {
        page.products.iter().map(|one| one.name.clone()).collect()
    };
    let first = counter.ask(&known).await;
    assert_eq!(names(&first), ["Early"]);
    // Asked again and again meanwhile, it is not passed over.
    let second = counter.ask(&first.cursor).await;
    slow.commit().await.unwrap();
    let third = counter.ask(&second.cursor).await;
    assert!(names(&third).contains(&"Late".to_owned()), "{third:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_whole_whatever_changes_between_them() {
    let counter = Counter::open("pull-pages").await;
    let mut sold = BTreeSet::new();
    for sku in ["A", "B", "C", "D", "E"] {
        sold.insert(counter.shop.sells(sku, "116", "20").await);
    }
    let cx = door(&counter);
    let (mut cursor, mut seen, mut pages) = (None, BTreeSet::new(), 0);
    loop {
        let mut tx = cx.read().await.unwrap();
        let page = changed(&mut tx, cursor, 3).await.unwrap();
        drop(tx);
        assert!(page.rows() <= 3);
        assert_eq!(page.reset, pages == 0);
        seen.extend(page.products.iter().map(|one| one.product_id));
        pages += 1;
        if pages == 4 {
            // Kinds come in the order of their words: members have passed by now or come yet.
            counter
                .change("update app.member set name = name || '!' where business_id = $1")
                .await;
        }
        cursor = Cursor::read(&page.cursor);
        assert!(cursor.is_some(), "{}", page.cursor);
        if !page.more {
            break;
        }
    }
    assert!(pages > 4, "{pages}");
    assert_eq!(seen, sold);
    let mut tx = cx.read().await.unwrap();
    let since = changed(&mut tx, cursor, 2000).await.unwrap();
    assert!(since.members.iter().all(|one| one.name.ends_with('!')));
    assert!(
        since.members.len() > 1,
        "what changed between pages comes again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loads_everything_can_sell_meanwhile() {
    let counter = Counter::open("pull-first-page").await;
    counter.shop.sells("A", "116", "20").await;
    counter
        .change(
            "insert into app.customer (business_id, customer_id, phone, name, language)
             select $1, gen_random_uuid(), '+2547' || lpad(n::text, 8, '0'), '', 'en'
               from generate_series(1, 2100) n",
        )
        .await;
    let first = counter.ask("").await;
    assert!(first.reset && first.more && first.products.is_empty());
    assert!(first.settings.is_some() && !first.tax_classes.is_empty());
    assert!(first.left > 0);
    let second = counter.ask(&first.cursor).await;
    assert!(!second.reset && !second.more && second.left == 0);
    assert_eq!(second.products.len(), 1);
    assert_eq!(second.rows(), first.left);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_of_another_cluster_begins_anew() {
    let counter = Counter::open("pull-epoch").await;
    counter.shop.sells("A", "116", "20").await;
    let known = counter.known().await;
    let elsewhere = Counter::open("pull-elsewhere").await;
    let theirs = elsewhere.known().await;
    let known = Cursor::read(&known).unwrap();
    let restored = Cursor {
        epoch: format!("{}0", known.epoch),
        ..known.clone()
    };
    let ahead = Cursor {
        from: i64::MAX,
        ..known.clone()
    };
    for cursor in [
        restored.write(),
        ahead.write(),
        theirs,
        "nonsense".to_owned(),
    ] {
        let page = counter.ask(&cursor).await;
        assert!(page.reset && page.products.len() == 1, "{cursor}");
    }
    // What was restored bears numbers of before, which nobody has come to yet here: it is sent whole at
    // first, and not with every difference.
    counter
        .change("update app.till_change set xid = 4000000000000000000 where business_id = $1")
        .await;
    assert!(counter.ask("").await.rows() > 3);
    assert_eq!(counter.ask(&known.write()).await.rows(), 0);
    counter
        .change("update app.product set name = 'Renamed' where business_id = $1")
        .await;
    assert_eq!(
        counter.ask(&known.write()).await.products[0].name,
        "Renamed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_kept_by_its_form_and_told() {
    let counter = Counter::open("pull-form").await;
    let product = counter.shop.sells("A", "116", "20").await;
    let known = counter.known().await;
    let form = ProductForm {
        product_id: product.to_string(),
        revision: "1".to_owned(),
        name: "Unga".to_owned(),
        sku: "A".to_owned(),
        unit: "kg".to_owned(),
        quantity_step: "0.5".to_owned(),
        price: "120".to_owned(),
        tax_class: "standard".to_owned(),
        stock: "20".to_owned(),
        stock_before: "20".to_owned(),
        ..ProductForm::default()
    };
    catalog::keep_product::keep(&counter.shop.cx(), &form)
        .await
        .unwrap();
    let page = counter.ask(&known).await;
    let price = Money::from_minor(page.products[0].price_minor);
    assert_eq!(
        (page.products[0].name.as_str(), price.minor()),
        ("Unga", 12_000)
    );
}
