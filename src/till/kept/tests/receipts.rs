//! Receipts are whole, and are worded as the books word them.

use super::*;
use crate::till::wire::Customer;

/// A text of the till: its key, and what it names.
fn words(key: &str, named: &[(&str, &str)]) -> String {
    let named = named.iter().map(|(_, value)| *value);
    let all: Vec<&str> = std::iter::once(key).chain(named).collect();
    all.join(" ")
}

fn receipt(shop: &Shop, document: &Document, is_copy: bool) -> Option<Receipt> {
    receipt_for(shop, document, is_copy, true)
}

fn receipt_for(
    shop: &Shop,
    document: &Document,
    is_copy: bool,
    sees_code: bool,
) -> Option<Receipt> {
    let writer = Writer {
        shop,
        words: &words,
        public_url: "https://dukani.example",
        sees_code,
    };
    writer.receipt(document, is_copy)
}

fn rows(rows: &[Row]) -> Vec<(&str, &str)> {
    let rows = rows.iter();
    rows.map(|row| (row.name.as_str(), row.figure.as_str()))
        .collect()
}

#[test]
fn a_receipt_is_whole() {
    let mut page = page(vec![product(10, "Soap", 1_000), product(11, "Salt", 333)]);
    let settings = page.settings.as_mut().unwrap();
    settings.name = "Mama Njeri".to_owned();
    settings.tax_pin = Some("P051".to_owned());
    settings.receipt_header = " Fresh daily \n\nfrom Limuru".to_owned();
    settings.receipt_footer = "Come again".to_owned();
    page.till.location_name = "Stall".to_owned();
    page.till.location_address = "Kiambu Road".to_owned();
    page.till.phone = Some("0712 345 678".to_owned());
    let mut shop = Shop::default();
    shop.take(page);
    let mut sold = sale(&shop, 200, 1, &[tender("cash", 3_500)]);
    if let Body::Sale(sale) = &mut sold.event.body {
        sale.lines[0].note = "the blue one".to_owned();
        sale.note = "for the school".to_owned();
    }
    let paper = receipt(&shop, &sold, false).unwrap();
    assert_eq!(paper.shop, "Mama Njeri");
    let head = [
        "Fresh daily",
        "from Limuru",
        "Stall, Kiambu Road",
        "0712 345 678",
        "till-app-tax-pin P051",
    ];
    assert_eq!(paper.head, head);
    assert_eq!(paper.foot, ["Come again"]);
    assert_eq!(paper.facts.last().unwrap(), "for the school");
    let items = paper.items.iter();
    let items: Vec<_> = items
        .map(|one| (one.name.as_str(), one.figure.as_str(), one.tax.as_str()))
        .collect();
    assert_eq!(items, [("Soap", "30.00", "B"), ("Salt", "3.33", "B")]);
    assert_eq!(paper.items[0].details, ["3 × 10.00", "the blue one"]);
    let sums = [("till-app-goods", "33.33"), ("till-app-rounding", "1.67")];
    assert_eq!(rows(&paper.sums), sums);
    assert_eq!(rows(&paper.money), [("tender-cash", "35.00")]);
    let taxes = [("B till-app-tax 16 % 28.73", "4.60")];
    assert_eq!(rows(&paper.taxes), taxes);
    assert_eq!(paper.copy, None);
    let copy = receipt(&shop, &sold, true).unwrap();
    assert_eq!(copy.copy.unwrap(), "till-app-copy");
    // Nothing else that a till does has one.
    assert_eq!(receipt(&shop, &opening(), false), None);
}

#[test]
fn who_owes_for_it_is_named_by_her_name_alone() {
    let mut page = page(vec![product(10, "Soap", 1_000), product(11, "Salt", 333)]);
    page.customers.push(Customer {
        customer_id: id(7),
        phone: "+254712345678".to_owned(),
        name: "Achieng".to_owned(),
        ..Customer::default()
    });
    let mut shop = Shop::default();
    shop.take(page);
    let bought_by = |customer: u128, tenders: &[Tender]| {
        let mut sold = sale(&shop, 200, 1, tenders);
        if let Body::Sale(sale) = &mut sold.event.body {
            sale.customer_id = Some(id(customer));
        }
        sold
    };
    let split = [tender("cash", 1_300), tender("on_account", 2_000)];
    for is_copy in [false, true] {
        let paper = receipt(&shop, &bought_by(7, &split), is_copy).unwrap();
        let hers = paper.facts.iter();
        let hers = hers.filter(|fact| fact.contains("Achieng") || fact.contains("712"));
        assert_eq!(hers.collect::<Vec<_>>(), ["till-app-customer: Achieng"]);
    }
    // Who paid is nobody's business, and who is not known here has no name.
    for sold in [bought_by(7, &[tender("cash", 3_300)]), bought_by(8, &split)] {
        let paper = receipt(&shop, &sold, false).unwrap();
        let mut facts = paper.facts.iter();
        assert!(!facts.any(|fact| fact.contains("till-app-customer")));
    }
}

#[test]
fn a_voucher_carries_its_code_for_who_may_see_it() {
    let shop = goods();
    let sold = gift(200, 1);
    assert!(sold.has_receipt());
    let end = "*M27Z".to_owned();
    assert_eq!(sold.title(), ("till-app-receipt-voucher", end.clone()));
    let paper = receipt(&shop, &sold, false).unwrap();
    assert_eq!((paper.title.as_str(), paper.copy), ("tender-voucher", None));
    assert_eq!(paper.facts.last().unwrap(), "For Asha");
    let item = &paper.items[0];
    assert_eq!(item.details, ["till-app-voucher-until 29/11/2027"]);
    assert_eq!(item.figure, "3,000.00");
    assert!(paper.taxes.is_empty() && paper.sums.is_empty());
    let money = [
        ("tender-cash", "3,000.00"),
        ("till-app-handed", "5,000.00"),
        ("till-app-change", "2,000.00"),
    ];
    assert_eq!(rows(&paper.money), money);
    let codes = (paper.code.as_str(), paper.link.as_str());
    assert_eq!(codes, ("8AE8U-NM27Z", "8AE8UNM27Z"));
    // Whoever prints it again for somebody else sees its end, and no scanner reads it.
    let copy = receipt_for(&shop, &sold, true, false).unwrap();
    assert_eq!(copy.copy.as_deref(), Some("till-app-copy"));
    assert_eq!((copy.code, copy.link), (end, String::new()));
}

#[test]
fn what_comes_back_has_a_whole_receipt_as_well() {
    let shop = goods();
    let split = [tender("cash", 1_300), tender("mpesa", 2_000)];
    let sold = sale(&shop, 200, 1, &split);
    let of = |since: &[Document]| known(&shop, &sold, since);
    let back = |number: u128, of: Option<Known>, pay_out: PayOut| Document {
        of,
        ..refund(number, 2, &[(1, 1000)], pay_out)
    };
    let cash = PayOut::Exactly(vec![tender("cash", 1_000)]);
    let first = back(201, of(&[]), cash);
    let paper = receipt(&shop, &first, false).unwrap();
    assert_eq!(paper.title, "till-app-receipt-back T1-201");
    assert_eq!(
        paper.facts[1],
        "till-app-takes-back till-app-receipt T1-200"
    );
    assert_eq!(paper.items.len(), 1);
    assert_eq!(paper.items[0].details, ["1 × 10.00"]);
    assert_eq!(
        (paper.items[0].figure.as_str(), paper.items[0].tax.as_str()),
        ("10.00", "B")
    );
    assert!(paper.sums.is_empty());
    assert_eq!(paper.total.figure, Money::from_minor(1_000).named("KES"));
    assert_eq!(
        rows(&paper.money),
        [("till-app-paid-back tender-cash", "10.00")]
    );
    assert_eq!(rows(&paper.taxes), [("B till-app-tax 16 % 8.62", "1.38")]);
    // As it came: the largest first. Of what went back before, only the books know how.
    let largest = receipt(&shop, &back(202, of(&[]), PayOut::AsPaid), false).unwrap();
    assert_eq!(
        rows(&largest.money),
        [("till-app-paid-back tender-mpesa", "10.00")]
    );
    let since = [first.clone()];
    let next = receipt(&shop, &back(202, of(&since), PayOut::AsPaid), false).unwrap();
    assert_eq!(rows(&next.money), [("till-app-paid-back-so", "10.00")]);
    // Without its sale there is nothing to say of it.
    assert_eq!(
        receipt(&shop, &back(203, None, PayOut::AsPaid), false),
        None
    );
    let void = Void {
        number: 3,
        sale_id: id(200),
        shift_id: None,
        reason: "rung up twice".to_owned(),
        approved_by: None,
    };
    let mut mistake = document(204, 3, Body::Void(void));
    mistake.of = of(&[]);
    let paper = receipt(&shop, &mistake, false).unwrap();
    assert_eq!(paper.facts.last().unwrap(), "rung up twice");
    let items = paper.items.iter().map(|one| one.figure.as_str());
    assert_eq!(items.collect::<Vec<_>>(), ["30.00", "3.33"]);
    assert_eq!(paper.total.figure, Money::from_minor(3_300).named("KES"));
    let money = [
        ("till-app-paid-back tender-mpesa", "20.00"),
        ("till-app-paid-back tender-cash", "13.00"),
    ];
    assert_eq!(rows(&paper.money), money);
}

#[test]
fn what_went_back_as_it_came_is_counted() {
    let shop = goods();
    let sold = sale(&shop, 200, 1, &[tender("mpesa", 3_300)]);
    let mut since: Vec<Document> = Vec::new();
    for number in [201, 202] {
        let back = Document {
            of: known(&shop, &sold, &since),
            ..refund(number, 2, &[(1, 1000)], PayOut::AsPaid)
        };
        let paper = receipt(&shop, &back, false).unwrap();
        assert!(paper.sums.is_empty(), "{number}");
        assert_eq!(paper.total.figure, Money::from_minor(1_000).named("KES"));
        since.push(back);
    }
}

#[test]
fn a_mistake_gives_its_tip_back_and_a_receipt_no_voucher_away() {
    let shop = goods();
    let by_voucher = Tender {
        reference: "8AE8UNM27Z".to_owned(),
        ..tender("voucher", 3_400)
    };
    let mut sold = sale(&shop, 200, 1, &[by_voucher, tender("cash", 300)]);
    if let Body::Sale(sale) = &mut sold.event.body {
        sale.tip_minor = 400;
    }
    let paper = receipt(&shop, &sold, false).unwrap();
    let total = Money::from_minor(3_300).named("KES");
    assert_eq!(paper.total.figure, total);
    let money = [
        ("till-app-tip", "4.00"),
        ("tender-voucher *M27Z", "34.00"),
        ("tender-cash", "3.00"),
    ];
    assert_eq!(rows(&paper.money), money);
    let void = Void {
        number: 3,
        sale_id: id(200),
        shift_id: None,
        reason: "rung up twice".to_owned(),
        approved_by: None,
    };
    let mut mistake = document(204, 3, Body::Void(void));
    mistake.of = known(&shop, &sold, &[]);
    let paper = receipt(&shop, &mistake, false).unwrap();
    assert_eq!(paper.total.figure, total);
    let money = [
        ("till-app-tip", "4.00"),
        ("till-app-paid-back tender-voucher", "34.00"),
        ("till-app-paid-back tender-cash", "3.00"),
    ];
    assert_eq!(rows(&paper.money), money);
}

#[test]
fn one_of_a_unit_is_called_otherwise_than_many() {
    let much = |milli: i64, unit: &str| how_much(&words, Quantity::from_milli(milli), unit);
    assert_eq!(much(1_000, "packet"), "1 unit-packet-one");
    assert_eq!(much(2_000, "packet"), "2 unit-packet");
    assert_eq!(much(500, "packet"), "0.5 unit-packet");
    assert_eq!(much(1_000, "piece"), "1");
    assert_eq!(much(1_000, "bale of 12"), "1 bale of 12");
    let at = |milli: i64, unit: &str| at_price(&words, Quantity::from_milli(milli), unit, "80");
    assert_eq!(at(2_000, "packet"), "2 unit-packet × 80");
    assert_eq!(at(13_000, "bale"), "13 × 80 / bale");
}

#[test]
fn what_is_given_away_is_summed_up_where_several_lines_have_a_part_of_it() {
    let shop = goods();
    let mut sold = sale(&shop, 200, 1, &[tender("cash", 2_300)]);
    let given = |sold: &mut Document, on_line: i64, on_all: i64| {
        if let Body::Sale(sale) = &mut sold.event.body {
            sale.lines[0].discount_minor = on_line;
            sale.discount_minor = on_all;
        }
        let paper = receipt(&shop, sold, false).unwrap();
        let on_lines = paper.items.iter().flat_map(|one| one.details.clone());
        let on_lines = on_lines.filter(|text| text.starts_with("till-app-discount "));
        let is_sum = |row: &&Row| row.name == "till-app-discounts";
        let sum = paper.sums.iter().find(is_sum).map(|row| row.figure.clone());
        (on_lines.collect::<Vec<_>>(), sum)
    };
    assert_eq!(given(&mut sold, 0, 0), (Vec::new(), None));
    let (lines, sum) = given(&mut sold, 1_000, 0);
    assert_eq!(
        (lines, sum),
        (vec!["till-app-discount 10.00".to_owned()], None)
    );
    // Each line has its part of what is given on the whole.
    let (lines, sum) = given(&mut sold, 0, 1_000);
    assert_eq!((lines.len(), sum.as_deref()), (2, Some("10.00")));
}
