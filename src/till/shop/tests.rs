//! What a till knows: found, scanned, priced, and loaded anew without losing anything.

use std::time::Instant;

use chrono::{TimeDelta, TimeZone, Utc};
use uuid::Uuid;

use super::*;
use crate::till::wire::{Barcode, Price, PriceList, ScaleFormat, TaxRate};
use crate::values::ean_check_digit;

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 29, 6, 0, 0).unwrap()
}

/// A product that costs so much.
pub fn product(number: u128, name: &str, price_minor: i64) -> Product {
    Product {
        product_id: id(number),
        kind: "plain".to_owned(),
        tax_class_id: id(900),
        sku: format!("K{number}00"),
        name: name.to_owned(),
        unit: "piece".to_owned(),
        step_milli: 1000,
        price_minor,
        ..Product::default()
    }
}

/// A shop in Nairobi that rounds to whole shillings, with these products.
pub fn page(products: Vec<Product>) -> Catalogue {
    let rate = TaxRate {
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        rate_bp: 1600,
    };
    Catalogue {
        cursor: "1~a~1".to_owned(),
        reset: true,
        till: TillHead {
            series: "T1".to_owned(),
            ..TillHead::default()
        },
        settings: Some(Settings {
            currency: "KES".to_owned(),
            rounding_minor: 100,
            cash_rounding_minor: 500,
            cashier_discount_bp: 500,
            manager_discount_bp: 3_000,
            price_lists: vec![PriceList {
                list: "wholesale".to_owned(),
                name: "Wholesale".to_owned(),
                retired: false,
            }],
            scale_formats: vec![
                ScaleFormat {
                    prefix: "21".to_owned(),
                    carries: "weight".to_owned(),
                },
                ScaleFormat {
                    prefix: "22".to_owned(),
                    carries: "price".to_owned(),
                },
            ],
            ..Settings::default()
        }),
        tax_classes: vec![TaxClass {
            tax_class_id: id(900),
            code: "standard".to_owned(),
            name: "Standard".to_owned(),
            letter: "B".to_owned(),
            rates: vec![rate],
        }],
        products,
        ..Catalogue::default()
    }
}

pub fn shop(products: Vec<Product>) -> Shop {
    let mut shop = Shop::default();
    shop.take(page(products));
    shop.set_offset(3 * 3600);
    shop
}

fn barcode(code: &str, pack_id: Option<Uuid>) -> Barcode {
    Barcode {
        barcode: code.to_owned(),
        pack_id,
    }
}

pub fn pack(number: u128, holds_milli: i64, sold: bool) -> Pack {
    Pack {
        pack_id: id(number),
        name: "carton".to_owned(),
        holds_milli,
        sold,
    }
}

pub fn price(list: &str, minimum_milli: i64, amount_minor: Option<i64>, days: i64) -> Price {
    Price {
        list: list.to_owned(),
        pack_id: None,
        minimum_milli,
        amount_minor,
        valid_from: now() + TimeDelta::days(days),
    }
}

pub fn printed(prefix: &str, item: &str, value: u32) -> String {
    let twelve = format!("{prefix}{item}{value:05}");
    format!("{twelve}{}", ean_check_digit(&twelve).unwrap())
}

#[test]
fn goods_are_found_by_the_beginnings_of_their_words() {
    let mut coffee = product(3, "Café Nescafé 50g", 100);
    coffee.search_words = "kahawa".to_owned();
    let mut gone = product(4, "Sugar of old", 100);
    gone.retired = true;
    let mut family = product(5, "Sugar family", 100);
    family.kind = "family".to_owned();
    let mut coded = product(6, "Zebra", 100);
    coded.barcodes = vec![barcode("6161100001234", None)];
    let shop = shop(vec![
        product(1, "Brown sugar 2kg", 100),
        product(2, "Sugar, white 1kg", 100),
        coffee,
        gone,
        family,
        coded,
    ]);
    let found = |typed: &str| shop.search(typed, 10);
    // Those whose names begin with it are first.
    assert_eq!(found("sug"), [id(2), id(1)]);
    assert_eq!(found("SUGAR 2 kg"), [id(1)]);
    assert_eq!(found("2kg bro"), [id(1)]);
    assert_eq!(found("cafe"), [id(3)]);
    assert_eq!(found("KAHA"), [id(3)]);
    assert_eq!(found("61611"), [id(6)]);
    assert_eq!(found("k60"), [id(6)]);
    assert!(found("ugar").is_empty() && found("").is_empty() && found("sugar coffee").is_empty());
    assert_eq!(shop.search("s", 1).len(), 1);
}

#[test]
fn the_very_sku_is_first() {
    let goods = (1..=40)
        .map(|number| product(number, "Nail", 100))
        .collect();
    assert_eq!(shop(goods).search("K400", 5)[0], id(4));
}

#[test]
fn what_was_changed_is_found_as_it_is_now() {
    let mut old = product(1, "Rice", 100);
    old.barcodes = vec![barcode("1111", None), barcode("2222", None)];
    let mut shop = shop(vec![old, product(2, "Beans", 100)]);
    let mut beans = product(2, "Beans", 100);
    beans.barcodes = vec![barcode("1111", None)];
    let change = |products: Vec<Product>| Catalogue {
        products,
        ..Catalogue::default()
    };
    shop.take(change(vec![beans]));
    shop.take(change(vec![product(1, "Pishori", 120)]));
    assert!(shop.search("rice", 9).is_empty());
    assert_eq!(shop.search("pish", 9), [id(1)]);
    // A barcode that another product has taken over is that one's.
    assert_eq!(shop.scan("1111"), Some(Hit::of(id(2))));
    assert_eq!(shop.scan("2222"), None);
    assert_eq!(shop.product(id(1)).unwrap().price_minor, 120);
    assert_eq!(shop.in_category(None, 9), [id(2), id(1)]);
}

#[test]
fn a_scanner_reads_products_packs_and_scales() {
    let mut soda = product(1, "Soda", 100);
    soda.packs = vec![pack(50, 24_000, true)];
    soda.barcodes = vec![
        barcode("0036000291452", None),
        barcode("15012345678907", Some(id(50))),
    ];
    let mut meat = product(2, "Meat", 12_000);
    meat.unit = "kg".to_owned();
    meat.scale_code = Some("00042".to_owned());
    let shop = shop(vec![soda, meat]);
    assert_eq!(shop.scan(" 036000291452 "), Some(Hit::of(id(1))));
    let carton = Hit {
        pack_id: Some(id(50)),
        ..Hit::of(id(1))
    };
    assert_eq!(shop.scan("15012345678907"), Some(carton));
    let weighed = |code: &str| shop.scan(code).unwrap().weighed;
    assert_eq!(
        weighed(&printed("21", "00042", 1_250)),
        Some((Quantity::from_milli(1_250), Label::Weight))
    );
    let amount = Money::from_minor(9_999);
    assert_eq!(
        weighed(&printed("22", "00042", 9_999)),
        Some((Quantity::from_milli(833), Label::Price(amount)))
    );
    for nobodys in [
        printed("23", "00042", 1),
        printed("21", "00043", 1),
        "99".to_owned(),
        "no code".to_owned(),
    ] {
        assert_eq!(shop.scan(&nobodys), None, "{nobodys}");
    }
}

#[test]
fn a_price_is_the_lists_then_retail_then_the_products_own() {
    let mut goods = product(1, "Soap", 1_000);
    goods.packs = vec![pack(50, 12_000, true)];
    goods.prices = vec![
        price("wholesale", 0, Some(900), -10),
        price("wholesale", 0, Some(700), 1),
        price("wholesale", 12_000, Some(800), -10),
        price("wholesale", 24_000, Some(600), -10),
        price("wholesale", 24_000, None, -5),
        price("closed", 0, Some(1), -10),
        price("retail", 6_000, Some(950), -10),
        Price {
            pack_id: Some(id(50)),
            ..price("retail", 0, Some(11_000), -10)
        },
    ];
    let shop = shop(vec![goods]);
    let asked = |list: &str, pack: Option<Uuid>, units: i64, days: i64| {
        let at = now() + TimeDelta::days(days);
        let quantity = Quantity::from_milli(units * 1000);
        shop.price(id(1), pack, list, quantity, at)
            .map(Money::minor)
    };
    assert_eq!(asked("wholesale", None, 1, 0), Some(900));
    assert_eq!(asked("wholesale", None, 1, 2), Some(700));
    assert_eq!(asked("wholesale", None, 12, 0), Some(800));
    // Its own price of two dozen has ended.
    assert_eq!(asked("wholesale", None, 24, 0), Some(800));
    assert_eq!(asked("wholesale", None, 24, -7), Some(600));
    assert_eq!(asked("closed", None, 1, 0), Some(1_000));
    assert_eq!(asked("retail", None, 6, 0), Some(950));
    assert_eq!(asked("wholesale", Some(id(50)), 1, 0), Some(11_000));
    assert_eq!(asked("wholesale", Some(id(51)), 1, 0), None);
}

#[test]
fn rates_and_days_are_those_of_the_shop() {
    let shop = shop(Vec::new());
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(shop.rate(id(900), day("2026-01-01")).basis_points(), 1600);
    assert_eq!(shop.rate(id(900), day("2019-12-31")), Rate::ZERO);
    assert_eq!(shop.rate(id(901), day("2026-01-01")), Rate::ZERO);
    let late = Utc.with_ymd_and_hms(2026, 11, 29, 22, 0, 0).unwrap();
    assert_eq!(shop.day(late), day("2026-11-30"));
}

fn customer(number: u128, name: &str, phone: &str) -> Customer {
    Customer {
        customer_id: id(number),
        phone: phone.to_owned(),
        name: name.to_owned(),
        price_list: None,
        limit_minor: 0,
        owed_minor: 0,
        retired: false,
    }
}

#[test]
fn customers_are_found_by_name_and_by_phone() {
    let mut shop = shop(Vec::new());
    shop.take(Catalogue {
        customers: vec![
            customer(1, "Achieng Otieno", "+254712345678"),
            customer(2, "Wanjikũ", "+254733000111"),
        ],
        ..Catalogue::default()
    });
    shop.meet(customer(3, "Achieng Auma", "+254700000000"));
    assert_eq!(shop.customers("achi", 9), [id(3), id(1)]);
    assert_eq!(shop.customers("oti ach", 9), [id(1)]);
    assert_eq!(shop.customers("wanjiku", 9), [id(2)]);
    assert_eq!(shop.customers("0733 000", 9), [id(2)]);
    assert_eq!(shop.customers("345678", 9), [id(1)]);
    shop.forget_met(id(3));
    shop.forget_met(id(1));
    assert_eq!(shop.customers("achi", 9), [id(1)]);
}

#[test]
fn what_is_loaded_anew_replaces_what_was_known_when_it_is_whole() {
    let mut shop = shop(vec![product(1, "Old", 100), product(2, "Both", 100)]);
    shop.meet(customer(3, "Met", "0700"));
    let mut anew = page(vec![product(2, "Both", 200)]);
    anew.more = true;
    shop.take(anew);
    // Selling goes on.
    assert_eq!(shop.search("old", 9), [id(1)]);
    assert!(shop.pages("c").is_none());
    shop.take(Catalogue {
        products: vec![product(4, "New", 100)],
        ..Catalogue::default()
    });
    assert!(shop.search("old", 9).is_empty() && shop.product(id(1)).is_none());
    assert_eq!(shop.product(id(2)).unwrap().price_minor, 200);
    assert_eq!(shop.in_category(None, 9), [id(2), id(4)]);
    assert!(shop.customer(id(3)).is_some());
}

#[test]
fn pages_say_all_that_is_known() {
    let goods = (1..=4_500).map(|number| product(number, &format!("Thing {number}"), 100));
    let mut shop = shop(goods.collect());
    let stock = |number: u128| Stock {
        product_id: id(number),
        on_hand_milli: 5_000,
        ..Stock::default()
    };
    shop.take(Catalogue {
        stock: vec![stock(1)],
        customers: vec![customer(7, "Achieng", "0712")],
        ..Catalogue::default()
    });
    let pages = shop.pages("the cursor").unwrap();
    let mut other = Shop::default();
    for (place, page) in pages.iter().enumerate() {
        assert_eq!(page.reset, place == 0);
        assert_eq!(page.more, place + 1 < pages.len());
        assert_eq!(page.cursor, "the cursor");
        assert!(page.rows() <= 2_000);
        other.take(page.clone());
    }
    assert!(other.is_ready());
    assert_eq!(
        other.in_category(None, 9_999),
        shop.in_category(None, 9_999)
    );
    assert_eq!(other.left(id(1)), Some(Quantity::from_milli(5_000)));
    assert_eq!(other.customers("ach", 9), [id(7)]);
}

#[test]
fn a_hundred_thousand_products_are_found_at_once() {
    const WORDS: [&str; 12] = [
        "Sugar", "Rice", "Soap", "Flour", "Milk", "Bread", "Salt", "Tea", "Oil", "Beans", "Maize",
        "Juice",
    ];
    let goods = (0..100_000_u128).map(|number| {
        let place = usize::try_from(number).unwrap();
        let (one, other) = (WORDS[place % 12], WORDS[place / 12 % 12]);
        let mut product = product(number, &format!("{one} {other} {number}g"), 100);
        product.barcodes = vec![barcode(
            &format!("{:013}", 4_000_000_000_000 + number),
            None,
        )];
        product
    });
    let mut all = page(goods.collect());
    let products = std::mem::take(&mut all.products);
    let began = Instant::now();
    let mut shop = shop(Vec::new());
    for page in products.chunks(2_000) {
        shop.take(Catalogue {
            products: page.to_vec(),
            ..Catalogue::default()
        });
    }
    println!("taken in: {:?}", began.elapsed());
    for typed in [
        "s", "su", "sugar", "sugar ri", "s r", "99999", "k500", "b 777",
    ] {
        let began = Instant::now();
        let found = shop.search(typed, 30);
        println!("{typed:?}: {} in {:?}", found.len(), began.elapsed());
        assert!(!found.is_empty(), "{typed}");
    }
    let began = Instant::now();
    let hit = shop.scan("4000000077777");
    println!("scanned in {:?}", began.elapsed());
    assert_eq!(hit, Some(Hit::of(id(77_777))));
}
