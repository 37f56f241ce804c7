//! What is drawn can be read again: modules are decoded by the tables of the standard, written down
//! here anew. And which goods are offered to be labelled.

use chrono::Days;
use uuid::Uuid;

use super::bars::{Bars, Symbology, bars_of};
use super::paper::Paper;
use super::store;
use crate::catalog::ProductForm;
use crate::catalog::keep_product::keep;
use crate::catalog::packs::{PackForm, keep_pack};
use crate::catalog::price_lists::start_of;
use crate::staff::Role;
use crate::tests::browser::{member, serving};
use crate::tests::support::Shop;
use crate::values::Money;

/// How the digits 0 to 9 are drawn on the left with odd parity: four runs of white and black.
const RUNS: [[usize; 4]; 10] = [
    [3, 2, 1, 1],
    [2, 2, 2, 1],
    [2, 1, 2, 2],
    [1, 4, 1, 1],
    [1, 1, 3, 2],
    [1, 2, 3, 1],
    [1, 1, 1, 4],
    [1, 3, 1, 2],
    [1, 2, 1, 3],
    [3, 1, 1, 2],
];

/// Which of the six digits on the left have even parity, for each first digit.
const FIRST: [&str; 10] = [
    "OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO",
    "OEEOEO",
];

/// A digit of seven modules and whether it is of odd or even parity (left), or on the right.
fn digit(modules: &[u8]) -> (usize, char) {
    let drawn = |runs: &[usize; 4], first: u8| -> Vec<u8> {
        let mut colour = first;
        let mut drawn = Vec::new();
        for run in runs {
            drawn.extend(std::iter::repeat_n(colour, *run));
            colour = 1 - colour;
        }
        drawn
    };
    for (digit, runs) in RUNS.iter().enumerate() {
        let mut mirrored = *runs;
        mirrored.reverse();
        if drawn(runs, 0) == modules {
            return (digit, 'O');
        }
        if drawn(&mirrored, 0) == modules {
            return (digit, 'E');
        }
        if drawn(runs, 1) == modules {
            return (digit, 'R');
        }
    }
    panic!("no digit: {modules:?}");
}

fn read_ean(modules: &[u8], each: usize) -> String {
    assert_eq!(modules.len(), 11 + each * 14);
    let middle = 3 + each * 7;
    assert_eq!(&modules[..3], [1, 0, 1]);
    assert_eq!(&modules[middle..middle + 5], [0, 1, 0, 1, 0]);
    assert_eq!(&modules[modules.len() - 3..], [1, 0, 1]);
    let left: Vec<(usize, char)> = modules[3..middle].chunks(7).map(digit).collect();
    let right: Vec<(usize, char)> = modules[middle + 5..modules.len() - 3]
        .chunks(7)
        .map(digit)
        .collect();
    assert!(right.iter().all(|(_, side)| *side == 'R'));
    let parity: String = left.iter().map(|(_, side)| *side).collect();
    let digits = left
        .iter()
        .chain(&right)
        .map(|(digit, _)| digit.to_string());
    let digits: String = digits.collect();
    if each == 6 {
        let first = FIRST.iter().position(|known| *known == parity).unwrap();
        return format!("{first}{digits}");
    }
    assert_eq!(parity, "OOOO", "a short code has odd parity only");
    digits
}

fn bars(barcode: &str) -> Bars {
    bars_of(&[barcode.to_owned()], "SKU-1").unwrap()
}

#[test]
fn an_ean_13_reads_back() {
    for code in ["2000000000015", "2901234567896", "2123456789010"] {
        let bars = bars(code);
        assert_eq!(bars.symbology, Symbology::Ean13);
        assert_eq!(read_ean(&bars.modules, 6), code);
    }
}

#[test]
fn shorter_ones_read_back_too() {
    let short = bars("20123451");
    assert_eq!(short.symbology, Symbology::Ean8);
    assert_eq!(read_ean(&short.modules, 4), "20123451");
    let american = bars("201234567899");
    assert_eq!(american.symbology, Symbology::UpcA);
    assert_eq!(read_ean(&american.modules, 6), "0201234567899");
}

#[test]
fn what_is_no_such_code_becomes_the_sku() {
    // A wrong check digit, and letters.
    for code in ["2000000000016", "CARTON-24", "1234"] {
        let bars = bars(code);
        assert_eq!(
            (bars.symbology, bars.text.as_str()),
            (Symbology::Code128, "SKU-1")
        );
    }
    // Start B, A, B, the check 102, stop: by the standard's own table.
    let ab = bars_of(&[], "AB").unwrap();
    let modules: String = ab.modules.iter().map(|module| module.to_string()).collect();
    let drawn = [
        "11010010000",
        "10100011000",
        "10001011000",
        "11110101110",
        "1100011101011",
    ];
    assert_eq!(modules, drawn.concat());
    // Digits by twos: start C, 12, 34, the check 82, stop.
    let digits = bars_of(&[], "1234").unwrap();
    let modules = digits.modules.iter().map(|module| module.to_string());
    let drawn = [
        "11010011100",
        "10110011100",
        "10001011000",
        "10010011110",
        "1100011101011",
    ];
    assert_eq!(modules.collect::<String>(), drawn.concat());
    assert_eq!(bars_of(&[], "UNGA-½"), None);
}

#[test]
fn a_path_draws_the_modules_and_leaves_white_around_them() {
    let bars = bars("2000000000015");
    let mut drawn = vec![0_u8; usize::try_from(bars.width()).unwrap()];
    for bar in bars.path(40).split('M').skip(1) {
        let (at, rest) = bar.split_once(" 0h").unwrap();
        let (run, _) = rest.split_once('v').unwrap();
        let (at, run): (usize, usize) = (at.parse().unwrap(), run.parse().unwrap());
        drawn[at..at + run].fill(1);
    }
    assert_eq!(drawn[11..11 + 95], bars.modules);
    assert!(
        drawn[..11]
            .iter()
            .chain(&drawn[106..])
            .all(|module| *module == 0)
    );
    assert_eq!(drawn.len(), 113);
}

#[test]
fn bars_fit_their_label_or_are_left_out() {
    let goods = bars("2000000000015");
    for paper in Paper::ALL {
        let drawn = paper.draw(&goods).unwrap();
        // Eighty percent of the nominal size, which is 0.33 mm a module.
        assert!(drawn.width >= 113 * 264, "{paper:?}: {drawn:?}");
    }
    let long = bars_of(&[], &"W".repeat(40)).unwrap();
    assert_eq!(Paper::Roll.draw(&long), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_whose_price_changed_are_offered() {
    let shop = Shop::open("labels").await;
    let unga = shop.sells("UNGA", "118", "5").await;
    let mut tx = shop.look().await;
    let today = tx.scope().today();
    let since = start_of(tx.scope(), today).unwrap();
    assert_eq!(
        store::repriced_since(&mut tx, since, 10).await.unwrap(),
        [unga]
    );
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap();
    let later = start_of(tx.scope(), tomorrow).unwrap();
    assert!(
        store::repriced_since(&mut tx, later, 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store::received(&mut tx, Uuid::now_v7(), 10)
            .await
            .unwrap()
            .is_empty()
    );
    drop(tx);

    // Another business's goods are not offered.
    let other = shop.neighbour("labels-other").await;
    let mut tx = other.look().await;
    assert!(
        store::repriced_since(&mut tx, since, 10)
            .await
            .unwrap()
            .is_empty()
    );
    drop(tx);
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_product_with_a_real_barcode_is_drawn_by_it() {
    let shop = Shop::open("labels-own").await;
    let product_id = Uuid::now_v7();
    let form = ProductForm {
        product_id: product_id.to_string(),
        name: "Rice".to_owned(),
        price: "200".to_owned(),
        barcodes: "CARTON-7\n2000000000015".to_owned(),
        ..ProductForm::default()
    };
    keep(&shop.cx(), &form).await.unwrap();
    let mut tx = shop.look().await;
    let product = crate::catalog::store::find(&mut tx, product_id)
        .await
        .unwrap();
    let label = super::Label::of(&product.unwrap());
    drop(tx);
    let drawn = bars_of(&label.barcodes, &label.sku).unwrap();
    assert_eq!(drawn.text, "2000000000015");
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_has_a_label_of_its_own() {
    let shop = Shop::open("labels-pack").await;
    let product_id = shop.sells("SODA", "60", "0").await;
    let pack = |name: &str, barcodes: &str, price: &str| PackForm {
        product_id: product_id.to_string(),
        pack_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        holds: "24".to_owned(),
        sold: price.to_owned(),
        price: price.to_owned(),
        barcodes: barcodes.to_owned(),
    };
    let crate_of = pack("crate", "2000000000022", "1200");
    let bare = pack("bale", "", "");
    for form in [&crate_of, &bare] {
        keep_pack(&shop.cx(), form).await.unwrap();
    }
    let id = |form: &PackForm| form.pack_id.parse::<Uuid>().unwrap();
    let mut tx = shop.look().await;
    let asked = [id(&crate_of), product_id, Uuid::now_v7(), id(&bare)];
    let labels = super::pages::labels(&mut tx, &asked).await.unwrap();
    drop(tx);
    let ids: Vec<Uuid> = labels.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [id(&crate_of), product_id, id(&bare)]);
    let (of_crate, of_one, of_bale) = (&labels[0].1, &labels[1].1, &labels[2].1);
    assert_eq!(of_crate.bars().unwrap().text, "2000000000022");
    assert_eq!(of_crate.price, Some(Money::from_minor(120_000)));
    assert_eq!(of_crate.unit_price(), Some(Money::from_minor(5_000)));
    assert_eq!(of_one.bars().unwrap().text, "SODA");
    assert_eq!(
        (of_one.price, of_one.pack.clone()),
        (of_one.unit_price(), None)
    );
    // Its product's SKU would ring up one of the unit.
    assert_eq!((of_bale.bars(), of_bale.price), (None, None));
    shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_bars_do_not_fit_is_said() {
    let shop = Shop::open("bare-labels").await;
    let long = shop.sells("A-CODE-TOO-LONG", "200", "5").await;
    let short = shop.sells("OK-1", "200", "5").await;
    let owner = member(&serving(&shop), &shop, Role::Owner).await;
    let sheet = "/b/bare-labels/products/labels/sheet";
    let both = format!("{sheet}?id={long}&id={short}");
    assert!(owner.get(&both).await.body.contains("1 label has no bars"));
    let larger = format!("{both}&paper=sheet-24");
    assert!(!owner.get(&larger).await.body.contains("no bars"));
}
