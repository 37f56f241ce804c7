//! A receipt's form against an order of three of A at 10.00 in all, two of them come already.

use std::collections::{BTreeMap, HashMap};

use super::*;

const A: Uuid = Uuid::from_u128(1);
const B: Uuid = Uuid::from_u128(2);

fn goods(product_id: Uuid, unit: Unit) -> Goods {
    Goods {
        product_id,
        name: format!("Product {}", product_id.as_u128()),
        sku: "SKU".to_owned(),
        unit,
        step: Quantity::ONE,
        is_retired: false,
        is_plain: true,
        expected: None,
    }
}

fn form(fields: &[(&str, &str, &str)]) -> ReceiveForm {
    let mut form = ReceiveForm::default();
    for (what, key, value) in fields {
        let map = match *what {
            "code" => &mut form.code,
            "quantity" => &mut form.quantity,
            "cost" => &mut form.cost,
            "free" => &mut form.free,
            "batch" => &mut form.batch,
            _ => &mut form.expires,
        };
        map.insert((*key).to_owned(), (*value).to_owned());
    }
    form
}

fn read(form: &ReceiveForm, change: impl Fn(&mut Goods)) -> Result<Vec<Wanted>, Vec<String>> {
    let ordered = [OrderedLine {
        line_no: 1,
        product_id: A,
        quantity: Quantity::from_milli(3000),
        received: Quantity::from_milli(2000),
        amount: Money::from_minor(1000),
    }];
    let mut all = HashMap::from([(A, goods(A, Unit::Kg)), (B, goods(B, Unit::Packet))]);
    all.values_mut().for_each(change);
    let found = |product_id: Uuid, holds: i64| Found {
        product_id,
        sku: String::new(),
        name: String::new(),
        unit: Unit::Packet,
        pack: None,
        holds: Quantity::from_milli(holds),
    };
    let codes = HashMap::from([
        ("A1".to_owned(), Ok(found(A, 1000))),
        ("B1".to_owned(), Ok(found(B, 1000))),
        ("BOX".to_owned(), Ok(found(B, 12_000))),
        ("?".to_owned(), Err(Refusal::at("code", "refused-required"))),
    ]);
    let known = Known {
        currency: "KES",
        today: "2026-11-28".parse().unwrap(),
        ordered: Some(&ordered),
        goods: &all,
        codes: &codes,
    };
    lines(form, &known).map_err(|refusals| {
        let said = refusals.into_iter().map(|refusal| {
            let field = refusal.field.unwrap_or_default();
            format!("{field} {}", refusal.key)
        });
        said.collect()
    })
}

fn refused(form: &ReceiveForm) -> Vec<String> {
    read(form, |_| {}).unwrap_err()
}

#[test]
fn what_came_costs_what_was_agreed() {
    let came = read(&form(&[("quantity", "l1", "1")]), |_| {}).unwrap();
    // Two of three had cost 6.67 already.
    assert_eq!(came[0].value, Money::from_minor(333));
    assert_eq!(came[0].purchase_line_no, Some(1));
    let dearer = form(&[("quantity", "l1", "0.5"), ("cost", "l1", "4.10")]);
    assert_eq!(
        read(&dearer, |_| {}).unwrap()[0].value,
        Money::from_minor(205)
    );
}

#[test]
fn what_is_worth_more_than_can_be_counted_is_said_at_its_cost() {
    let dear = |much: &str, cost: &str| {
        form(&[
            ("quantity", "l1", much),
            ("cost", "l1", cost),
            ("quantity", "x1", much),
            ("code", "x1", "A1"),
            ("cost", "x1", cost),
        ])
    };
    let both = [
        "cost-l1 refused-stock-too-dear",
        "cost-x1 refused-stock-too-dear",
    ];
    for (much, cost) in [("1000000", "100001"), ("1000000", "99,999,999,999")] {
        assert_eq!(refused(&dear(much, cost)), both, "{much} at {cost}");
    }
    let slip = refused(&dear("1", "100,000,000,001"));
    assert_eq!(slip[0], "cost-l1 refused-not-an-amount");
}

#[test]
fn more_and_something_else_are_said() {
    let mut more = form(&[
        ("quantity", "l1", "1"),
        ("code", "x1", "A1"),
        ("quantity", "x1", "1"),
        ("code", "x2", "B1"),
        ("quantity", "x2", "2"),
        ("cost", "x2", "5"),
    ]);
    assert_eq!(
        refused(&more),
        [
            "quantity-l1 refused-receive-more",
            "quantity-x2 refused-receive-not-ordered"
        ]
    );
    more.more = "true".to_owned();
    let came = read(&more, |_| {}).unwrap();
    assert_eq!(came.len(), 3);
    assert_eq!(came[1].purchase_line_no, Some(1));
    assert_eq!(came[2].purchase_line_no, None);
    let value = Money::sum(came.iter().map(|line| line.value)).unwrap();
    // Four of A at what three of them cost ten, less the two that came: 6.66; two of B at 5.
    assert_eq!(value, Money::from_minor(1666));
}

#[test]
fn what_will_not_do_is_refused_all_at_once() {
    assert_eq!(refused(&form(&[])), [" refused-receive-nothing"]);
    let wrong = form(&[
        ("quantity", "l1", "x"),
        ("code", "x1", "?"),
        ("quantity", "x1", "1"),
        ("code", "x2", "B1"),
        ("quantity", "x2", "0.5"),
    ]);
    assert_eq!(
        refused(&wrong),
        [
            "quantity-l1 refused-not-a-quantity",
            "code-x1 refused-required",
            "quantity-x2 refused-receive-whole"
        ]
    );
    let free = form(&[("quantity", "l1", "1"), ("cost", "l1", "0")]);
    assert_eq!(refused(&free), ["cost-l1 refused-receive-cost-zero"]);
    let free = form(&[("quantity", "l1", "1"), ("free", "l1", "true")]);
    assert_eq!(read(&free, |_| {}).unwrap()[0].value, Money::ZERO);
    let old = form(&[("quantity", "l1", "1"), ("expires", "l1", "2026-11-27")]);
    assert_eq!(refused(&old), ["expires-l1 refused-batch-expired"]);
    let last_day = form(&[("quantity", "l1", "1"), ("expires", "l1", "2026-11-28")]);
    assert!(read(&last_day, |_| {}).is_ok());
}

#[test]
fn what_is_off_sale_or_stands_on_no_shelf_is_refused_by_name() {
    let one = form(&[("quantity", "l1", "1")]);
    let retired = read(&one, |goods| goods.is_retired = true);
    assert_eq!(
        retired.unwrap_err(),
        ["quantity-l1 refused-receive-retired"]
    );
    let kit = read(&one, |goods| goods.is_plain = false);
    assert_eq!(kit.unwrap_err(), ["quantity-l1 refused-receive-no-shelf"]);
}

#[test]
fn a_packs_barcode_names_all_that_is_in_it() {
    let mut boxes = form(&[
        ("code", "x1", "BOX"),
        ("quantity", "x1", "2"),
        ("cost", "x1", "60"),
    ]);
    boxes.more = "true".to_owned();
    let came = read(&boxes, |_| {}).unwrap();
    assert_eq!(came[0].quantity, Quantity::from_milli(24_000));
    assert_eq!(came[0].value, Money::from_minor(12_000));
}

#[test]
fn keys_stand_in_the_order_of_the_form() {
    let many: BTreeMap<String, String> = ["l10", "l2", "x1", "p00000000000000000000000000000001"]
        .into_iter()
        .map(|key| (key.to_owned(), "1".to_owned()))
        .collect();
    let form = ReceiveForm {
        quantity: many,
        ..ReceiveForm::default()
    };
    assert_eq!(
        keys(&form),
        ["l2", "l10", "p00000000000000000000000000000001", "x1"]
    );
    assert_eq!(named(&form), [A]);
}
