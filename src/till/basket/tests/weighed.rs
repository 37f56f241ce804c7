//! What scales have weighed, and labelled.

use super::*;

#[test]
fn what_a_scale_has_printed_is_charged() {
    let shop = shop(goods());
    let mut basket = Basket::new();
    let hit = shop.scan(&printed("22", "00042", 9_999)).unwrap();
    basket.add(&shop, &hit, now()).unwrap();
    let totals = basket.totals(&shop, now(), false).unwrap();
    assert_eq!((totals.goods, totals.total), (money(9_999), money(10_000)));
    let more = basket.set_quantity(&shop, 0, milli(2_000), now());
    assert_eq!(more, Err("till-weighed"));
    assert_eq!(basket.set_price(0, money(1)), Err("till-weighed"));
    let line = &basket.to_sale(&shop, 1, None, &[]).lines[0];
    assert_eq!(line.weighed, Some(Label::Price(money(9_999))));
    let label = line.weighed.unwrap();
    assert!(label.fits(money(line.unit_price_minor), milli(line.quantity_milli)));
    let nothing = shop.scan(&printed("21", "00042", 0)).unwrap();
    assert_eq!(
        basket.add(&shop, &nothing, now()),
        Err("till-weighed-nothing")
    );
}
