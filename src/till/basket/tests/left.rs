//! What is left of goods, as a till knows it.

use super::*;

#[test]
fn what_is_left_goes_down_with_each_sale_and_stays_down_until_the_books_count_it() {
    let mut shop = shop(goods());
    let left = |shop: &Shop| shop.left(id(2)).map(Quantity::milli);
    let counted = |on_hand_milli: i64| wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli,
            reserved_milli: 1_000,
            ends: Vec::new(),
        }],
        ..wire::Catalogue::default()
    };
    // Nobody has counted it in: nobody knows.
    assert_eq!(left(&shop), None);
    shop.take(counted(15_000));
    assert_eq!(left(&shop), Some(14_000));
    let sale = soap(&shop, 2).to_sale(&shop, 1, None, &[]);
    shop.sold(&sale, now());
    assert_eq!(left(&shop), Some(12_000));
    // The books were told: what is untold is counted anew, and their page is still to come.
    shop.told(&sale, now());
    shop.count_untold(&[]);
    assert_eq!(left(&shop), Some(12_000));
    shop.take(counted(13_000));
    assert_eq!(left(&shop), Some(12_000));
    // They had it already, and have nothing new to say.
    shop.told(&sale, now());
    shop.take(wire::Catalogue::default());
    assert_eq!(left(&shop), Some(12_000));
    assert_eq!(shop.left(id(404)), None);
}

#[test]
fn what_is_not_there_is_refused_asked_about_or_sold_as_the_business_wants() {
    let mut shop = shop(goods());
    let basket = soap(&shop, 3);
    let left = |on_hand_milli: i64, below_zero: &str| wire::Catalogue {
        settings: page(goods()).settings.map(|settings| wire::Settings {
            below_zero: below_zero.to_owned(),
            ..settings
        }),
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli,
            ..Stock::default()
        }],
        ..wire::Catalogue::default()
    };
    let lack = |is_refused: bool| {
        vec![Lack {
            at: 0,
            product_id: id(2),
            left: milli(2_000),
            expired: None,
            is_refused,
        }]
    };
    // Where the books cannot be heard she is asked: goods may have come since.
    for (below_zero, fresh, stale) in [
        ("block", lack(true), lack(false)),
        ("warn", lack(false), lack(false)),
        ("allow", Vec::new(), Vec::new()),
    ] {
        shop.take(left(2_000, below_zero));
        let lacks = |is_heard| basket.lacks(&shop, shop.day(now()), is_heard);
        assert_eq!(lacks(true), fresh, "{below_zero}");
        assert_eq!(lacks(false), stale, "{below_zero}");
    }
    shop.take(left(3_000, "block"));
    let lacks = |basket: &Basket, shop: &Shop| basket.lacks(shop, shop.day(now()), true);
    assert!(lacks(&basket, &shop).is_empty());
    // Another till has sold it, and the customer is being asked for its money, or has paid it.
    shop.take(left(2_000, "block"));
    let mut paying = basket.clone();
    let asked = paying.prompt("0712345678", money(100), false);
    assert_eq!(lacks(&paying, &shop), lack(false));
    let answer = wire::PromptAnswer {
        state: "succeeded".to_owned(),
        ..wire::PromptAnswer::default()
    };
    assert!(paying.heard(asked.attempt_id, &answer));
    assert_eq!(lacks(&paying, &shop), lack(false));
    assert_eq!(lacks(&basket, &shop), lack(true));
}

#[test]
fn what_is_left_is_not_said_while_the_shelves_are_loaded() {
    let mut shop = Shop::default();
    shop.take(wire::Catalogue {
        more: true,
        ..page(goods())
    });
    assert_eq!(shop.left(id(2)), None);
    shop.take(wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            ..Stock::default()
        }],
        ..wire::Catalogue::default()
    });
    assert_eq!(shop.left(id(2)), Some(Quantity::ZERO));
}

#[test]
fn a_shop_that_never_counts_its_goods_sells_them() {
    let mut shop = shop(goods());
    let blocks = page(goods()).settings.map(|settings| wire::Settings {
        below_zero: "block".to_owned(),
        ..settings
    });
    shop.take(wire::Catalogue {
        settings: blocks,
        ..wire::Catalogue::default()
    });
    let basket = soap(&shop, 3);
    assert!(basket.short(&shop).is_empty());
    let lacks = |basket: &Basket, shop: &Shop| basket.lacks(shop, shop.day(now()), true);
    assert!(lacks(&basket, &shop).is_empty());
    // Nor does what this till has sold of it count for anything.
    let sale = basket.to_sale(&shop, 1, None, &[]);
    shop.sold(&sale, now());
    assert_eq!(shop.left(id(2)), None);
    assert!(lacks(&basket, &shop).is_empty());
}

#[test]
fn packs_count_whole_though_they_were_sold_before_their_goods_are_known() {
    let known = shop(goods());
    let mut basket = soap(&known, 1);
    let carton = Hit {
        pack_id: Some(id(50)),
        ..Hit::of(id(2))
    };
    basket.add(&known, &carton, now()).unwrap();
    let sale = basket.to_sale(&known, 1, None, &[]);
    // A till that is opened again counts what it has not told, and its goods come behind.
    let mut shop = Shop::default();
    shop.sold(&sale, now());
    shop.sold(&sale, now());
    shop.take(wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli: 30_000,
            ..Stock::default()
        }],
        ..page(goods())
    });
    assert_eq!(shop.left(id(2)), Some(milli(4_000)));
}

#[test]
fn what_was_a_mistake_before_it_was_told_takes_nothing_and_is_not_owed() {
    let mut shop = shop(goods());
    shop.take(wire::Catalogue {
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli: 9_000,
            ..Stock::default()
        }],
        ..wire::Catalogue::default()
    });
    let sold = |number: u128, pieces: i64| wire::Event {
        id: id(number),
        occurred_at: now(),
        body: wire::Body::Sale(wire::Sale {
            customer_id: Some(id(70)),
            tenders: vec![wire::Tender {
                tender: Tender::OnAccount.code().to_owned(),
                amount_minor: pieces * 1_000,
                ..wire::Tender::default()
            }],
            ..soap(&shop, pieces).to_sale(&shop, 1, None, &[])
        }),
        ..wire::Event::default()
    };
    let void = |sale_id: Uuid| wire::Event {
        occurred_at: now(),
        body: wire::Body::Void(wire::Void {
            sale_id,
            ..wire::Void::default()
        }),
        ..wire::Event::default()
    };
    // The other mistake is of a sale that was told before.
    let untold = [sold(301, 4), sold(302, 2), void(id(301)), void(id(299))];
    let known = |shop: &Shop| (shop.left(id(2)), shop.owed(&buyer()));
    shop.count_untold(&untold[..2]);
    assert_eq!(known(&shop), (Some(milli(3_000)), money(6_000)));
    shop.count_untold(&untold);
    assert_eq!(known(&shop), (Some(milli(7_000)), money(2_000)));
}

#[test]
fn a_kit_takes_its_parts_off_the_shelf() {
    let mut all = goods();
    all.push(Product {
        kind: "kit".to_owned(),
        parts: vec![(id(2), 2_000), (id(404), 1_000)],
        ..product(30, "Gift basket", 5_000)
    });
    let mut shop = shop(all);
    shop.take(wire::Catalogue {
        settings: page(goods()).settings.map(|settings| wire::Settings {
            below_zero: "block".to_owned(),
            ..settings
        }),
        stock: vec![Stock {
            product_id: id(2),
            on_hand_milli: 9_000,
            ..Stock::default()
        }],
        ..wire::Catalogue::default()
    });
    let lacks = |basket: &Basket, shop: &Shop| basket.lacks(shop, shop.day(now()), true);
    let mut basket = Basket::new();
    let kits = basket.add(&shop, &Hit::of(id(30)), now()).unwrap();
    basket
        .set_quantity(&shop, kits, milli(4_000), now())
        .unwrap();
    assert!(lacks(&basket, &shop).is_empty());
    let sale = basket.to_sale(&shop, 1, None, &[]);
    // In a kit and by itself it is the same shelf.
    let more = basket.add(&shop, &Hit::of(id(2)), now()).unwrap();
    assert!(lacks(&basket, &shop).is_empty() && basket.short(&shop).is_empty());
    basket
        .set_quantity(&shop, more, milli(2_000), now())
        .unwrap();
    let lack = Lack {
        at: kits,
        product_id: id(2),
        left: milli(9_000),
        expired: None,
        is_refused: true,
    };
    assert_eq!(lacks(&basket, &shop), [lack]);
    assert_eq!(basket.short(&shop), [kits, more]);
    // What this till has sold of kits is gone from there.
    shop.sold(&sale, now());
    assert_eq!(
        (shop.left(id(2)), shop.left(id(30))),
        (Some(milli(1_000)), None)
    );
}
