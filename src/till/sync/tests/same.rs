//! What a till reckons by itself is what the books reckon: prices, codes, sums.

use std::collections::BTreeMap;

use super::*;
use crate::catalog::price_lists::{self, ProductPriceForm, keep_price, prices_for};
use crate::catalog::scale::{keep_formats, keep_scale_code};
use crate::catalog::scan;
use crate::sales::cart::{Discount, Label, QuickItem};
use crate::till::basket::Basket;
use crate::till::kept;
use crate::till::kept::Document;
use crate::till::shop::{Hit, Shop as Known};
use crate::values::{Money, Rate};

impl Counter {
    /// All that a till is told.
    async fn all_known(&self) -> Known {
        let mut known = Known::default();
        let mut cursor = String::new();
        loop {
            let page = self.ask(&cursor).await;
            cursor.clone_from(&page.cursor);
            let more = page.more;
            known.take(page);
            if !more {
                known.set_offset(3 * 3600);
                return known;
            }
        }
    }

    async fn price(&self, list: &str, product: Uuid, from: &str, price: &str) {
        let form = ProductPriceForm {
            from_quantity: from.to_owned(),
            price: price.to_owned(),
            ..ProductPriceForm::default()
        };
        keep_price(&self.shop.cx(), list, product, Uuid::now_v7(), &form)
            .await
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_are_those_of_the_lists() {
    let counter = Counter::open("same-prices").await;
    let shop = &counter.shop;
    let rice = shop.sells("RICE", "200", "50").await;
    let beans = shop.sells("BEANS", "150", "50").await;
    for list in ["Wholesale", "Old"] {
        price_lists::add(&shop.cx(), list).await.unwrap();
    }
    counter.price("wholesale", rice, "", "180").await;
    counter.price("wholesale", rice, "10", "170").await;
    counter.price("old", rice, "", "1").await;
    price_lists::retire(&shop.cx(), "old").await.unwrap();
    let known = counter.all_known().await;
    let mut tx = shop.look().await;
    for list in ["retail", "wholesale", "old", "never"] {
        for product in [rice, beans] {
            for milli in [500, 1_000, 9_500, 10_000, 12_000] {
                let quantity = Quantity::from_milli(milli);
                let wanted = [(product, None, quantity)];
                let books = prices_for(&mut tx, list, &wanted).await.unwrap()[0];
                let till = known.price(product, None, list, quantity, clock::now());
                assert_eq!(till, books, "{list} {milli}");
                assert!(till.is_some());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_means_the_same() {
    let counter = Counter::open("same-codes").await;
    let shop = &counter.shop;
    let beef = shop.sells("BEEF", "120", "20").await;
    let formats = BTreeMap::from([
        ("p21".to_owned(), "weight".to_owned()),
        ("p22".to_owned(), "price".to_owned()),
    ]);
    keep_formats(&shop.cx(), &formats).await.unwrap();
    keep_scale_code(&shop.cx(), beef, "42").await.unwrap();
    counter
        .change(
            "insert into app.barcode (business_id, barcode, product_id)
             select $1, '0036000291452', product_id from app.product where business_id = $1",
        )
        .await;
    let known = counter.all_known().await;
    let mut tx = shop.look().await;
    for code in [
        "036000291452",
        "00036000291452",
        " 0036000291452 ",
        "2100042012370",
        "2200042099996",
        "2300042012370",
        "2100042012371",
        "nothing",
        "",
    ] {
        let books = scan(&mut tx, code).await.unwrap();
        let books = books.map(|read| Hit {
            product_id: read.product_id,
            pack_id: read.pack_id,
            weighed: read.quantity.zip(Label::of(read.quantity, read.amount)),
        });
        assert_eq!(known.scan(code), books, "{code}");
    }
}

/// What no product is.
fn pan() -> QuickItem {
    QuickItem {
        name: "Sufuria".to_owned(),
        barcode: "6161100100022".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_basket_is_recorded_as_it_stood_on_the_screen() {
    let counter = Counter::open("same-basket").await;
    let shop = &counter.shop;
    let rice = shop.sells("RICE", "199.90", "50").await;
    let beans = shop.sells("BEANS", "33.33", "50").await;
    let known = counter.all_known().await;
    let now = clock::now();
    let mut basket = Basket::new();
    basket.add(&known, &Hit::of(rice), now).unwrap();
    let quantity = Quantity::from_milli(3_500);
    basket.set_quantity(&known, 0, quantity, now).unwrap();
    basket.add(&known, &Hit::of(beans), now).unwrap();
    basket
        .discount_line(1, Discount::Amount(Money::from_minor(33)))
        .unwrap();
    let (price, two) = (Money::from_minor(4_999), Quantity::from_milli(2_000));
    basket.add_quick(&known, pan(), price, two).unwrap();
    basket.set_note(2, "the blue one").unwrap();
    let tenth = Discount::Share(Rate::from_basis_points(100));
    basket.discount_all(tenth).unwrap();
    let totals = basket.totals(&known, now, true).unwrap();
    let tenders = [tender("cash", totals.total.minor())];
    let sale = basket.to_sale(&known, known.head().next_number, None, &tenders);
    let event = Event {
        id: basket.sale_id,
        occurred_at: now,
        ..counter.event(Body::Sale(sale))
    };
    let settled = counter.tell(&event).await;
    // A discount beyond what this shop's cashiers may give is flagged, and what is no product.
    let mut flags = settled.flags.iter();
    assert!(
        flags.all(|flag| flag == "discount" || flag == "quick_item"),
        "{settled:?}"
    );
    let books = counter.recorded(event.id).await;
    assert_eq!(books.sale.total, totals.total);
    assert_eq!(
        (books.sale.goods, books.sale.tax),
        (totals.goods, totals.tax)
    );
    assert_eq!(
        (books.sale.discount, books.sale.rounding),
        (totals.discount, totals.rounding)
    );
    for (line, counted) in books.lines.iter().zip(&totals.lines) {
        assert_eq!(
            (line.amount, line.tax.amount),
            (counted.amount, counted.tax)
        );
    }
    // And what it can be told of it later is what the till has kept.
    let document = Document {
        number: settled.number.clone().unwrap(),
        settled: Some(settled),
        of: None,
        put_away: false,
        event,
    };
    let kept = kept::known(&known, &document, &[]).unwrap();
    let request = Request::get(format!("{}?code={}", wire::DOCUMENT, kept.number));
    let request = request.header(wire::HEADER, "1").body(Sent::empty());
    let answer = counter.browser.send(request.unwrap()).await;
    let told: wire::Known = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(kept.lines, told.lines);
    assert_eq!(
        (kept.number, kept.total_minor),
        (told.number, told.total_minor)
    );
    counter.shop.check().await;
}
