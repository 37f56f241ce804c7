//! What the form takes and what it refuses.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::platform::{Who, clock};
use crate::ui::language::Say;
use crate::values::{BusinessCalendar, Language};

fn scope(currency: &str) -> Scope {
    Scope {
        business_id: 1,
        name: "Duka".to_owned(),
        slug: "duka".to_owned(),
        country: "KE".to_owned(),
        currency: currency.to_owned(),
        calendar: BusinessCalendar {
            zone: chrono_tz::Africa::Nairobi,
            day_starts_at: chrono::NaiveTime::MIN,
        },
        language: Language::En,
        who: Who::Operator,
        device: None,
        now: clock::now(),
    }
}

fn typed() -> ProductForm {
    ProductForm {
        product_id: Uuid::from_u128(7).to_string(),
        name: "  Maize   flour, 2 kg ".to_owned(),
        price: "236.00".to_owned(),
        ..ProductForm::default()
    }
}

fn refused(form: &ProductForm) -> Vec<(String, String)> {
    let refusals = form.parse(&scope("KES")).unwrap_err();
    let pair = |refusal: Refusal| (refusal.field.unwrap_or_default(), refusal.key);
    refusals.into_iter().map(pair).collect()
}

#[test]
fn a_name_and_a_price_are_enough() {
    let draft = typed().parse(&scope("KES")).unwrap();
    assert_eq!(draft.name, "Maize flour, 2 kg");
    assert_eq!(
        (draft.sku.as_str(), draft.sku_typed),
        ("MAIZE-FLOUR-2-KG", false)
    );
    assert_eq!(
        (draft.slug.as_str(), draft.slug_typed),
        ("maize-flour-2-kg", false)
    );
    assert_eq!(draft.price, Money::from_minor(23_600));
    assert_eq!((draft.unit, draft.step), (Unit::Piece, Quantity::ONE));
    assert_eq!((draft.tax_code, draft.revision), ("standard", 0));
    assert_eq!(
        (draft.stock, draft.cost, draft.category_id),
        (None, None, None)
    );
}

#[test]
fn measured_units_have_a_finer_step() {
    let form = ProductForm {
        unit: "kg".to_owned(),
        ..typed()
    };
    let draft = form.parse(&scope("KES")).unwrap();
    assert_eq!(draft.step, Quantity::from_milli(250));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let form = ProductForm {
        name: " ".to_owned(),
        price: "-5".to_owned(),
        cost: "cheap".to_owned(),
        unit: "bushel".to_owned(),
        quantity_step: "0".to_owned(),
        tax_class: "none".to_owned(),
        category_id: "beans".to_owned(),
        slug: "Maize flour".to_owned(),
        barcodes: "123\nnot a b*rcode".to_owned(),
        stock: "some".to_owned(),
        search_words: "x".repeat(401),
        description: "x".repeat(4001),
        sku: "x".repeat(41),
        ..typed()
    };
    let fields: Vec<String> = refused(&form).into_iter().map(|(field, _)| field).collect();
    for field in [
        "name",
        "price",
        "cost",
        "unit",
        "quantity_step",
        "tax_class",
        "category_id",
        "slug",
        "barcodes",
        "stock",
        "search_words",
        "description",
        "sku",
    ] {
        assert!(
            fields.iter().any(|said| said == field),
            "{field} passed: {fields:?}"
        );
    }
}

#[test]
fn a_missing_price_and_name_are_required() {
    let form = ProductForm {
        name: String::new(),
        price: String::new(),
        ..typed()
    };
    let needed = |field: &str| (field.to_owned(), format!("refused-product-{field}-needed"));
    assert_eq!(refused(&form), [needed("name"), needed("price")]);
}

#[test]
fn barcodes_stand_one_a_line_or_between_commas() {
    let form = ProductForm {
        barcodes: "2000000000015\r\nAB-12, 2000000000015".to_owned(),
        ..typed()
    };
    let draft = form.parse(&scope("KES")).unwrap();
    assert_eq!(draft.barcodes, ["2000000000015", "AB-12"]);
}

#[test]
fn of_too_many_barcodes_few_reasons_are_told() {
    let many: Vec<String> = (0..5000).map(|number| format!("*{number}")).collect();
    let form = ProductForm {
        barcodes: many.join(" "),
        ..typed()
    };
    // Each of the twenty that there may be, and that there are more.
    assert_eq!(refused(&form).len(), 21);
}

#[test]
fn the_currency_says_how_many_decimals_there_are() {
    let form = ProductForm {
        price: "15000".to_owned(),
        ..typed()
    };
    let draft = form.parse(&scope("IDR")).unwrap();
    assert_eq!(draft.price, Money::from_minor(15_000));
    let form = ProductForm {
        price: "150.50".to_owned(),
        ..typed()
    };
    assert!(form.parse(&scope("IDR")).is_err());
}

#[test]
fn only_another_number_is_a_count() {
    let count = |stock: &str, before: &str| {
        let form = ProductForm {
            stock: stock.to_owned(),
            stock_before: before.to_owned(),
            ..typed()
        };
        form.parse(&scope("KES")).unwrap().counted()
    };
    assert_eq!(count("3", "3"), None);
    assert_eq!(count("3.0", "3"), None);
    assert_eq!(count("", "3"), None);
    assert_eq!(count("2", "3"), Some(Quantity::from_milli(2000)));
    assert_eq!(count("2", ""), Some(Quantity::from_milli(2000)));
}

#[test]
fn a_form_of_what_is_kept_changes_nothing() {
    let draft = typed().parse(&scope("KES")).unwrap();
    let kept = Product {
        product_id: draft.product_id,
        revision: 3,
        sku: draft.sku.clone(),
        name: draft.name.clone(),
        slug: draft.slug.clone(),
        description: "Two lines\nof text".to_owned(),
        search_words: "unga".to_owned(),
        category_id: Some(Uuid::from_u128(9)),
        tax_code: "zero".to_owned(),
        unit: Unit::Packet,
        step: Quantity::ONE,
        price: draft.price,
        cost: Some(Money::from_minor(18_408)),
        barcodes: vec!["AB-12".to_owned(), "CD-34".to_owned()],
        image_file_id: None,
        retired: false,
        kind: crate::catalog::ProductKind::Plain,
        parent_id: None,
        variant: String::new(),
        scale_code: None,
    };
    let form = ProductForm::of(&kept, Some(Quantity::from_milli(1500)), "KES");
    let draft = form.parse(&scope("KES")).unwrap();
    assert!(!draft.differs_from(&kept));
    assert_eq!((draft.revision, draft.counted()), (3, None));
}

/// What a refusal names as the most is taken when it is typed as it stands there.
#[test]
fn the_most_that_is_named_can_be_typed() {
    for language in Language::ALL {
        for (key, most) in [
            ("refused-product-step", 1_000_000),
            ("refused-quantity-too-large", Quantity::MOST.milli()),
        ] {
            let said = Say(language).t(key);
            let words = said.split_whitespace();
            let words = words.map(|word| word.trim_end_matches([',', '.']));
            let mut read = words.filter_map(Quantity::parse);
            assert!(read.any(|one| one.milli() == most), "{said}");
        }
    }
}
