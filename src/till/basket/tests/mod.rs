//! A basket comes to what the books come to.

mod left;
mod paid;
mod spoilt;
mod waiting;
mod weighed;

use proptest::prelude::*;

use super::*;
use crate::sales::cart::{Label, Priced};
use crate::till::shop::tests::{id, now, pack, page, price, printed, product, shop};
use crate::till::wire::{Customer, Price, Product, Stock};

fn milli(milli: i64) -> Quantity {
    Quantity::from_milli(milli)
}

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn percent(percent: u32) -> Discount {
    Discount::Share(Rate::from_basis_points(percent * 100))
}

/// Meat by the kilogram, soap by the piece and by the carton, and what is not sold.
fn goods() -> Vec<Product> {
    let mut meat = product(1, "Meat", 12_000);
    meat.unit = "kg".to_owned();
    meat.step_milli = 250;
    meat.scale_code = Some("00042".to_owned());
    let mut soap = product(2, "Soap", 1_000);
    soap.cost_minor = Some(600);
    soap.packs = vec![pack(50, 12_000, true), pack(51, 6_000, false)];
    soap.prices = vec![
        price("wholesale", 0, Some(900), -1),
        price("retail", 10_000, Some(950), -1),
        Price {
            pack_id: Some(id(50)),
            ..price("retail", 0, Some(11_000), -1)
        },
    ];
    let mut gone = product(3, "Gone", 100);
    gone.retired = true;
    let mut family = product(4, "Family", 100);
    family.kind = "family".to_owned();
    vec![meat, soap, gone, family]
}

fn buyer() -> Customer {
    Customer {
        customer_id: id(70),
        phone: "+254712345678".to_owned(),
        name: "Achieng".to_owned(),
        price_list: Some("wholesale".to_owned()),
        limit_minor: 0,
        owed_minor: 0,
        retired: false,
    }
}

/// A basket with so many pieces of soap.
fn soap(shop: &Shop, pieces: i64) -> Basket {
    let mut basket = Basket::new();
    basket.add(shop, &Hit::of(id(2)), now()).unwrap();
    let quantity = milli(pieces * 1000);
    basket.set_quantity(shop, 0, quantity, now()).unwrap();
    basket
}

#[test]
fn the_same_again_is_more_of_it() {
    let shop = shop(goods());
    let mut basket = Basket::new();
    let mut add = |hit: Hit| basket.add(&shop, &hit, now());
    assert_eq!(add(Hit::of(id(2))), Ok(0));
    assert_eq!(add(Hit::of(id(2))), Ok(0));
    let carton = |pack: u128| Hit {
        pack_id: Some(id(pack)),
        ..Hit::of(id(2))
    };
    assert_eq!(add(carton(50)), Ok(1));
    let weighed = shop.scan(&printed("21", "00042", 1_234)).unwrap();
    assert_eq!((add(weighed), add(weighed)), (Ok(2), Ok(3)));
    assert_eq!(add(Hit::of(id(1))), Ok(4));
    assert_eq!(add(carton(51)), Err("till-pack-not-sold"));
    assert_eq!(add(Hit::of(id(3))), Err("till-retired"));
    assert_eq!(add(Hit::of(id(4))), Err("till-family"));
    assert_eq!(add(Hit::of(id(5))), Err("till-no-such"));
    let lines = basket.lines.iter();
    let quantities: Vec<i64> = lines.map(|line| line.quantity.milli()).collect();
    assert_eq!(quantities, [2_000, 1_000, 1_234, 1_234, 1_000]);
    assert_eq!(basket.lines[1].price, money(11_000));
}

#[test]
fn quantities_are_in_steps_and_prices_those_of_so_much() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 9);
    assert_eq!(basket.lines[0].price, money(1_000));
    basket.set_quantity(&shop, 0, milli(10_000), now()).unwrap();
    assert_eq!(basket.lines[0].price, money(950));
    let mut set = |quantity: i64| basket.set_quantity(&shop, 0, milli(quantity), now());
    assert_eq!(set(1_500), Err("till-step"));
    assert_eq!(set(0), Err("till-not-a-quantity"));
    assert_eq!(set(i64::MAX), Err("till-not-a-quantity"));
    basket.set_price(0, money(800)).unwrap();
    basket.set_quantity(&shop, 0, milli(1_000), now()).unwrap();
    assert_eq!(basket.lines[0].price, money(800));
    assert_eq!(basket.set_price(0, money(-1)), Err("till-not-an-amount"));
    assert_eq!(basket.set_price(7, money(1)), Err("till-no-such"));
}

#[test]
fn a_buyers_list_prices_everything() {
    let mut shop = shop(goods());
    shop.take(wire::Catalogue {
        customers: vec![buyer()],
        ..wire::Catalogue::default()
    });
    let mut basket = soap(&shop, 1);
    basket.set_customer(&shop, Some(id(70)), now());
    assert_eq!(basket.lines[0].price, money(900));
    assert_eq!(basket.to_sale(&shop, 1, None, &[]).price_list, "wholesale");
    basket.set_customer(&shop, None, now());
    assert_eq!(basket.lines[0].price, money(1_000));
    assert_eq!(basket.to_sale(&shop, 1, None, &[]).price_list, "retail");
}

#[test]
fn no_more_is_given_away_than_there_is() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 2);
    let large = Err("till-discount-too-large");
    assert_eq!(
        basket.discount_line(0, Discount::Amount(money(2_001))),
        large
    );
    assert_eq!(basket.discount_line(0, Discount::Amount(money(-1))), large);
    basket
        .discount_line(0, Discount::Amount(money(1_500)))
        .unwrap();
    assert_eq!(basket.set_quantity(&shop, 0, milli(1_000), now()), large);
    assert_eq!(basket.discount_all(Discount::Amount(money(501))), large);
    basket.discount_all(percent(50)).unwrap();
    let totals = basket.totals(&shop, now(), false).unwrap();
    assert_eq!((totals.goods, totals.total), (money(250), money(300)));
    basket.remove(0).unwrap();
    assert_eq!(basket.discount, Discount::NONE);
}

#[test]
fn what_is_left_of_it_may_be_less_than_is_given_away() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 2);
    basket.discount_all(Discount::Amount(money(1_500))).unwrap();
    basket.set_quantity(&shop, 0, milli(1_000), now()).unwrap();
    // It comes to nothing that anybody could pay, and that is not nought.
    assert_eq!(basket.totals(&shop, now(), true), None);
}

#[test]
fn cash_is_rounded_to_its_coins() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 1);
    basket.set_price(0, money(1_260)).unwrap();
    let total = |cash_only: bool| basket.totals(&shop, now(), cash_only).unwrap().total;
    assert_eq!((total(false), total(true)), (money(1_300), money(1_500)));
}

#[test]
fn beyond_a_limit_somebody_else_is_asked() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 1);
    let excess = |basket: &Basket, role: &str| basket.excess(&shop, role, now());
    assert_eq!(excess(&basket, "cashier"), None);
    basket.discount_all(percent(5)).unwrap();
    assert_eq!(excess(&basket, "cashier"), None);
    basket.discount_all(percent(6)).unwrap();
    assert_eq!(excess(&basket, "cashier"), Some(Excess::Whole));
    assert_eq!(excess(&basket, "manager"), None);
    basket.discount_all(Discount::NONE).unwrap();
    basket.set_price(0, money(690)).unwrap();
    let line = Some(Excess::Lines(vec![0]));
    assert_eq!(
        (excess(&basket, "cashier"), excess(&basket, "manager")),
        (line.clone(), line)
    );
    assert_eq!(excess(&basket, "owner"), None);
    // A cashier who may give away five of a hundred lowers no price by hand.
    basket.set_price(0, money(990)).unwrap();
    assert_eq!(excess(&basket, "cashier"), Some(Excess::Lines(vec![0])));
    assert_eq!(excess(&basket, "manager"), None);
}

#[test]
fn below_cost_somebody_else_is_asked() {
    let mut goods = goods();
    goods[1].cost_minor = Some(840);
    let shop = shop(goods);
    let mut basket = soap(&shop, 1);
    // 10.00 less 1.38 of tax brings 8.62.
    assert_eq!(basket.excess(&shop, "cashier", now()), None);
    basket.discount_line(0, percent(5)).unwrap();
    // 9.50 less 1.31 brings 8.19.
    assert_eq!(
        basket.excess(&shop, "cashier", now()),
        Some(Excess::Lines(vec![0]))
    );
    assert_eq!(basket.excess(&shop, "manager", now()), None);
}

#[test]
fn more_than_there_is_is_said() {
    let mut shop = shop(goods());
    let mut basket = soap(&shop, 2);
    let counted = |on_hand_milli: i64| wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli,
            reserved_milli: 1_000,
            ends: Vec::new(),
        }],
        ..wire::Catalogue::default()
    };
    shop.take(counted(2_000));
    assert_eq!(basket.short(&shop), [0]);
    shop.take(counted(15_000));
    assert!(basket.short(&shop).is_empty());
    let carton = Hit {
        pack_id: Some(id(50)),
        ..Hit::of(id(2))
    };
    basket.add(&shop, &carton, now()).unwrap();
    assert!(basket.short(&shop).is_empty());
    // A till counts what it has sold and not told yet.
    let sale = soap(&shop, 1).to_sale(&shop, 1, None, &[]);
    shop.sold(&sale, now());
    assert_eq!(basket.short(&shop), [0, 1]);
    shop.count_untold(&[]);
    assert!(basket.short(&shop).is_empty());
}

#[test]
fn a_tip_is_beside_the_total_and_told() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    let total = basket.totals(&shop, now(), false).unwrap().total;
    for wrong in [-1, 100_000_000_001] {
        assert_eq!(basket.set_tip(money(wrong)), Err("till-not-an-amount"));
    }
    basket.set_tip(money(5_000)).unwrap();
    assert_eq!(basket.totals(&shop, now(), false).unwrap().total, total);
    assert_eq!(basket.to_sale(&shop, 1, None, &[]).tip_minor, 5_000);
    assert_eq!(
        wire::read::<Basket>(&wire::write(&basket)),
        Ok(basket.clone())
    );
    // Whoever buys next is asked anew.
    basket.remove(0).unwrap();
    assert_eq!(basket.tip, Money::ZERO);
}

#[test]
fn a_basket_is_kept_as_it_is() {
    let shop = shop(goods());
    let mut basket = soap(&shop, 3);
    basket.discount_line(0, percent(10)).unwrap();
    let hit = shop.scan(&printed("22", "00042", 9_999)).unwrap();
    basket.add(&shop, &hit, now()).unwrap();
    assert_eq!(
        wire::read::<Basket>(&wire::write(&basket)),
        Ok(basket.clone())
    );
    // One that was put aside by an older till.
    let old: Basket = wire::read(r#"{"sale_id": "01900000-0000-7000-8000-000000000004"}"#).unwrap();
    assert!(old.is_empty());
}

/// What the server makes of a sale that it is told: its lines, as it reads them.
fn as_told(shop: &Shop, sale: &wire::Sale, unit: i64) -> Totals {
    let discount = |minor: i64, bp: Option<u32>| match bp {
        None => Discount::Amount(money(minor)),
        Some(bp) => Discount::Share(Rate::from_basis_points(bp)),
    };
    let line = |line: &wire::SaleLine| Priced {
        price: money(line.unit_price_minor),
        quantity: milli(line.quantity_milli),
        printed: line.weighed.and_then(Label::printed),
        discount: discount(line.discount_minor, line.discount_bp),
        rate: shop.rate(id(900), shop.day(now())),
    };
    let lines: Vec<Priced> = sale.lines.iter().map(line).collect();
    let on_all = discount(sale.discount_minor, sale.discount_bp);
    cart::total(&lines, on_all, money(unit)).unwrap()
}

proptest! {
    #[test]
    fn what_stands_on_the_screen_is_what_is_told(
        lines in prop::collection::vec(
            (1_i64..200_000, 1_i64..40, 0_u32..=100, any::<bool>(), any::<bool>()), 1..15),
        on_all in (0_u32..=100, any::<bool>()),
    ) {
        let goods = lines.iter().zip(1_u128..);
        let goods = goods.map(|((price, ..), number)| {
            let mut one = product(number, "Thing", *price);
            one.unit = "kg".to_owned();
            one.step_milli = 250;
            one.scale_code = Some(format!("{number:05}"));
            one
        });
        let mut all = Shop::default();
        all.take(page(goods.collect()));
        let mut basket = Basket::new();
        for ((_, quarters, given, is_share, is_weighed), number) in lines.iter().zip(1_u128..) {
            if *is_weighed {
                let code = printed("22", &format!("{number:05}"), 54_321);
                if let Some(hit) = all.scan(&code) {
                    let _ = basket.add(&all, &hit, now());
                }
                continue;
            }
            let at = basket.add(&all, &Hit::of(id(number)), now()).unwrap();
            basket.set_quantity(&all, at, milli(quarters * 250), now()).unwrap();
            let full = basket.lines[at].full().unwrap();
            let amount = Discount::Amount(full.share(i64::from(*given), 100).unwrap());
            let discount = if *is_share { percent(*given) } else { amount };
            basket.discount_line(at, discount).unwrap();
        }
        let bare = basket.totals(&all, now(), false).unwrap();
        let amount = Discount::Amount(bare.goods.share(i64::from(on_all.0), 100).unwrap());
        basket.discount_all(if on_all.1 { percent(on_all.0) } else { amount }).unwrap();
        let sale = basket.to_sale(&all, 1, None, &[]);
        // It is told as JSON.
        let sale: wire::Sale = serde_json::from_str(&serde_json::to_string(&sale).unwrap()).unwrap();
        prop_assert_eq!(basket.totals(&all, now(), false).unwrap(), as_told(&all, &sale, 100));
        prop_assert_eq!(basket.totals(&all, now(), true).unwrap(), as_told(&all, &sale, 500));
    }
}

#[test]
fn what_no_product_is_sold_by_its_name() {
    let shop = shop(goods());
    let quick = |name: &str| QuickItem {
        name: name.to_owned(),
        barcode: "6161100100022".to_owned(),
    };
    let mut basket = soap(&shop, 1);
    let add = |basket: &mut Basket, name: &str, price: i64, quantity: i64| {
        basket.add_quick(&shop, quick(name), money(price), milli(quantity))
    };
    assert_eq!(add(&mut basket, " ", 100, 1000), Err("till-quick-name"));
    assert_eq!(add(&mut basket, "Pan", 100, 0), Err("till-not-a-quantity"));
    assert_eq!(add(&mut basket, "Pan", 100, 500), Err("till-step"));
    assert_eq!(add(&mut basket, "Pan", -1, 1000), Err("till-not-an-amount"));
    assert_eq!(basket.lines.len(), 1);
    assert_eq!(add(&mut basket, "Pan", 11_600, 1000), Ok(1));
    // Scanned again it is one more; another code is another thing.
    assert_eq!(basket.again(&shop, "6161100100022", now()), Some(1));
    assert_eq!(basket.again(&shop, "6161100100039", now()), None);
    assert_eq!(basket.lines[1].quantity, milli(2000));
    basket.reprice(&shop, now());
    assert_eq!(basket.excess(&shop, "cashier", now()), None);
    assert!(!basket.short(&shop).contains(&1));
    // It bears the tax that products do unless somebody says otherwise.
    let totals = basket.totals(&shop, now(), false).unwrap();
    assert_eq!(totals.lines[1].tax, money(3_200));
    basket.set_note(1, " dented ").unwrap();
    let long = "x".repeat(LONGEST_NOTE + 1);
    assert_eq!(basket.set_note(1, &long), Err("till-note-too-long"));
    assert_eq!(
        wire::read::<Basket>(&wire::write(&basket)),
        Ok(basket.clone())
    );
    let told = basket.to_sale(&shop, 1, None, &[]);
    assert!(told.lines[1].product_id.is_nil());
    assert_eq!(told.lines[1].quick, Some(quick("Pan")));
    assert_eq!(told.lines[1].note, "dented");
}
