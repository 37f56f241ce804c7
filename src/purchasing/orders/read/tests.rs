//! What a form of an order comes to.

use std::collections::BTreeMap;

use super::*;
use crate::purchasing::goods::Pack;
use crate::values::Unit;

fn soda() -> Goods {
    Goods {
        product_id: Uuid::from_u128(1),
        sku: "SODA".to_owned(),
        name: "Soda".to_owned(),
        unit: Unit::Bottle,
        is_retired: false,
        is_plain: true,
        cost: Some(Money::from_minor(4_500)),
        packs: vec![Pack {
            pack_id: Uuid::from_u128(9),
            name: "crate".to_owned(),
            holds: Quantity::from_milli(24_000),
        }],
    }
}

fn offer() -> Offer {
    Offer {
        supplier_id: Uuid::nil(),
        product_id: Uuid::from_u128(1),
        sku: "SODA".to_owned(),
        name: "Soda".to_owned(),
        unit: Unit::Bottle,
        is_retired: false,
        supplier_sku: "S-24".to_owned(),
        pack_id: Some(Uuid::from_u128(9)),
        pack_name: "crate".to_owned(),
        holds: Quantity::from_milli(24_000),
        cost: Money::from_minor(96_000),
        minimum: None,
        is_preferred: true,
    }
}

fn map(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = all.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    owned.collect()
}

fn typed(what: &str, packs: &str, pack: &str, cost: &str) -> PurchaseForm {
    PurchaseForm {
        what: map(&[("l1", what)]),
        packs: map(&[("l1", packs)]),
        pack: map(&[("l1", pack)]),
        cost: map(&[("l1", cost)]),
        ..PurchaseForm::default()
    }
}

fn read(form: &PurchaseForm, offers: &[Offer]) -> Result<Vec<NewLine>, Vec<Refusal>> {
    let goods = HashMap::from([(soda().product_id, soda())]);
    let meant = Named {
        product_id: soda().product_id,
        pack: None,
    };
    let scanned = Named {
        pack: Some("crate".to_owned()),
        ..meant.clone()
    };
    let unknown = Refusal::of("refused-product-unknown");
    let named = HashMap::from([
        ("SODA".to_owned(), Ok(meant)),
        ("616000".to_owned(), Ok(scanned)),
        ("FANTA".to_owned(), Err(unknown)),
    ]);
    let offers = offers.iter().map(|one| (one.product_id, one.clone()));
    let offers = offers.collect();
    lines(
        form,
        &Known {
            currency: "KES",
            goods: &goods,
            named: &named,
            offers: &offers,
        },
    )
}

fn keys(refused: Result<Vec<NewLine>, Vec<Refusal>>) -> Vec<(String, String)> {
    let refused = refused.unwrap_err().into_iter();
    refused
        .map(|one| (one.field.unwrap_or_default(), one.key))
        .collect()
}

#[test]
fn packs_become_pieces_and_her_price_is_taken() {
    let new = read(&typed("SODA", "4", "", ""), &[offer()]).unwrap();
    assert_eq!(new[0].quantity, Quantity::from_milli(96_000));
    assert_eq!(new[0].amount, Money::from_minor(384_000));
    assert_eq!(new[0].supplier_sku, "S-24");
    // By the bottle, her price of a crate is divided.
    let new = read(&typed("SODA", "12", "-", ""), &[offer()]).unwrap();
    assert_eq!(new[0].cost, Money::from_minor(4_000));
    // Without a price of hers, what it cost last; what is typed comes before both.
    let new = read(&typed("SODA", "1", "crate", ""), &[]).unwrap();
    assert_eq!(new[0].cost, Money::from_minor(108_000));
    let new = read(&typed("SODA", "1", "crate", "950"), &[offer()]).unwrap();
    assert_eq!(new[0].cost, Money::from_minor(95_000));
    // A crate's barcode is a crate.
    let new = read(&typed("616000", "2", "", ""), &[]).unwrap();
    assert_eq!(new[0].quantity, Quantity::from_milli(48_000));
}

#[test]
fn what_does_not_convert_is_refused() {
    let refused = |what: &str, packs: &str, pack: &str, cost: &str| {
        keys(read(&typed(what, packs, pack, cost), &[offer()]))
    };
    let one = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
    assert_eq!(
        refused("SODA", "4", "bale", ""),
        one("pack-l1", "refused-po-pack")
    );
    assert_eq!(
        refused("SODA", "0.3", "crate", ""),
        one("packs-l1", "refused-po-whole")
    );
    assert_eq!(
        refused("SODA", "", "", ""),
        one("packs-l1", "refused-not-a-quantity")
    );
    assert_eq!(
        refused("SODA", "1", "", "-5"),
        one("cost-l1", "refused-not-an-amount")
    );
    assert_eq!(
        refused("SODA", "1000000", "crate", "100001"),
        one("cost-l1", "refused-stock-too-dear")
    );
    assert_eq!(
        refused("FANTA", "1", "", ""),
        one("what-l1", "refused-product-unknown")
    );
    assert_eq!(refused("", "1", "", ""), one("what-l1", "refused-required"));
    assert_eq!(refused("", "", "", ""), one("", "refused-po-nothing"));
}

#[test]
fn what_costs_nothing_is_said_to() {
    let asked = typed("SODA", "2", "crate", "0");
    let one = |key: &str| vec![("cost-l1".to_owned(), key.to_owned())];
    assert_eq!(keys(read(&asked, &[])), one("refused-cost-zero"));
    // Nor is it taken from a price of hers that is nothing.
    let given = Offer {
        cost: Money::ZERO,
        ..offer()
    };
    let by_hers = read(&typed("SODA", "2", "crate", ""), &[given]);
    assert_eq!(keys(by_hers), one("refused-cost-zero"));
    for cost in ["0", ""] {
        let free = PurchaseForm {
            free: map(&[("l1", "true")]),
            ..typed("SODA", "2", "crate", cost)
        };
        let line = &read(&free, &[offer()]).unwrap()[0];
        assert_eq!((line.cost, line.amount), (Money::ZERO, Money::ZERO));
    }
    let both = PurchaseForm {
        free: map(&[("l1", "true")]),
        ..typed("SODA", "2", "crate", "950")
    };
    assert_eq!(keys(read(&both, &[])), one("refused-cost-not-free"));
}

#[test]
fn a_line_goes_when_its_packs_do_and_a_product_stands_once() {
    let id = soda().product_id.to_string();
    let form = PurchaseForm {
        product: map(&[("l1", &id), ("l2", &id)]),
        packs: map(&[("l1", ""), ("l2", "2")]),
        ..PurchaseForm::default()
    };
    assert_eq!(read(&form, &[offer()]).unwrap().len(), 1);
    let twice = PurchaseForm {
        packs: map(&[("l1", "1"), ("l2", "2")]),
        ..form
    };
    let refused = keys(read(&twice, &[offer()]));
    assert_eq!(refused[0].1, "refused-po-twice");
}
