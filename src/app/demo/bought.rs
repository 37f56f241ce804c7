//! What the demo bought: from whom, what was ordered, what came, and what is still to be paid.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::past::Past;
use super::shelf::Places;
use crate::platform::Cx;
use crate::purchasing::bills::{self, BillForm, CreditForm, PayForm};
use crate::purchasing::orders::{self, PurchaseForm};
use crate::purchasing::receiving::{self, ReceiveForm};
use crate::purchasing::suppliers::{self, SupplierForm};
use crate::values::Stop;

/// What each supplier asks for, tax left out.
const PRICES: &str = include_str!("supplier-prices.csv");

/// Whom the demo buys from.
pub(super) struct Suppliers {
    /// Flour, sugar, oil.
    soko: Uuid,
    /// Milk.
    maziwa: Uuid,
    /// Grains and beans.
    nafaka: Uuid,
    /// Vegetables.
    mboga: Uuid,
}

/// Makes the suppliers, with what they sell.
pub(super) async fn find_suppliers(past: &Past<'_>) -> Result<Suppliers, Stop> {
    let cx = past.ago(39, 0);
    let suppliers = Suppliers {
        soko: supplier(&cx, "Soko Wholesalers Ltd", "0700 000 101", ("14", "2")).await?,
        maziwa: supplier(&cx, "Maziwa Bora Dairies", "0700 000 102", ("7", "1")).await?,
        nafaka: supplier(&cx, "Nafaka Traders", "0700 000 103", ("30", "4")).await?,
        mboga: supplier(&cx, "Mboga Fresh Growers", "0700 000 104", ("0", "1")).await?,
    };
    suppliers::import_prices(&cx, PRICES.as_bytes(), false).await?;
    Ok(suppliers)
}

/// A supplier with her terms and her lead time, in days.
async fn supplier(
    cx: &Cx,
    name: &str,
    phone: &str,
    (terms, lead): (&str, &str),
) -> Result<Uuid, Stop> {
    let form = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        contact: "Sales desk".to_owned(),
        phone: phone.to_owned(),
        terms_days: terms.to_owned(),
        lead_days: lead.to_owned(),
        ..SupplierForm::default()
    };
    Ok(suppliers::keep(cx, &form).await?.supplier_id)
}

/// The first weeks: milk that has expired by now, and a delivery whose bill is overdue.
pub(super) async fn begin(past: &Past<'_>, places: &Places, from: &Suppliers) -> Result<(), Stop> {
    let milk = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        supplier_id: from.maziwa.to_string(),
        location_id: places.stall.to_string(),
        delivery_note: "DN 881".to_owned(),
        note: "Brought without an order".to_owned(),
        code: column("x", ["MILK-UHT-200ML"]),
        quantity: column("x", ["48"]),
        batch: column("x", ["MB-0902"]),
        expires: column("x", [past.in_days(-3).to_string()]),
        ..ReceiveForm::default()
    };
    let receipt = receiving::receive(&past.ago(30, 2), &milk).await?;
    let ours = (from.maziwa, receipt.receipt_id);
    let lines = [("48", "1008.00")];
    let milk_bill = bill(&past.ago(30, 1), ours, "MBD-5102", &lines, "").await?;
    let ours = (from.maziwa, milk_bill);
    pay(&past.ago(28, 0), ours, "1008").await?;

    let wanted = [
        ("MAIZE-FLOUR-2KG", "5"),
        ("SUGAR-1KG", "2"),
        ("OIL-1L", "2"),
    ];
    let expected = past.in_days(-22);
    let sent = past.ago(24, 2);
    let purchase_id = order(&sent, (from.soko, places.stall), &wanted, expected).await?;
    send(&sent, purchase_id).await?;
    let flour = past.in_days(75);
    let oil = past.in_days(320);
    let lines = [
        ("60", "SW-2231", Some(flour)),
        ("40", "", None),
        ("24", "SW-7740", Some(oil)),
    ];
    let flour_came = came(&past.ago(22, 3), purchase_id, "DN 40317", &lines).await?;
    let ours = (from.soko, flour_came);
    let lines = [("60", "11050.00"), ("40", "6000.00"), ("24", "4132.00")];
    // With the tax on sugar and oil. Nobody has paid it.
    bill(&past.ago(22, 2), ours, "SW-20417", &lines, "1621.12").await?;
    Ok(())
}

/// The last days: an order that came in part, milk that expires soon and is paid in part, an order
/// that is under way, and one that is still being written.
pub(super) async fn go_on(past: &Past<'_>, places: &Places, from: &Suppliers) -> Result<(), Stop> {
    let grains = past.ago(9, 3);
    let wanted = [
        ("RICE", "2"),
        ("BEANS-ROSECOCO", "1"),
        ("GREEN-GRAMS", "20"),
    ];
    let expected = past.in_days(-5);
    let grains_id = order(&grains, (from.nafaka, places.stall), &wanted, expected).await?;
    send(&grains, grains_id).await?;

    let milk = past.ago(6, 4);
    let wanted = [("MILK-UHT-500ML", "6")];
    let expected = past.in_days(-5);
    let milk_id = order(&milk, (from.maziwa, places.stall), &wanted, expected).await?;
    send(&milk, milk_id).await?;
    let lines = [("72", "MB-1107", Some(past.in_days(4)))];
    let milk_came = came(&past.ago(5, 6), milk_id, "DN 934", &lines).await?;
    let ours = (from.maziwa, milk_came);
    let lines = [("72", "4494.00")];
    let milk_bill = bill(&past.ago(5, 5), ours, "MBD-5230", &lines, "").await?;
    cheaper(&past.ago(4, 5), ours, "CN-311", "72.00").await?;

    // A sack of rice and the beans are still to come.
    let lines = [("50", "", None), ("", "", None), ("20", "", None)];
    came(&past.ago(4, 3), grains_id, "NT 77", &lines).await?;
    let ours = (from.maziwa, milk_bill);
    pay(&past.ago(3, 4), ours, "2000").await?;

    let soko = past.ago(1, 2);
    let wanted = [
        ("WHEAT-FLOUR-2KG", "4"),
        ("OIL-1L", "3"),
        ("SALT-200G", "100"),
    ];
    let to = (from.soko, places.stall);
    let soko_id = order(&soko, to, &wanted, past.in_days(1)).await?;
    send(&soko, soko_id).await?;

    let wanted = [("POTATOES", "50"), ("ONIONS", "25"), ("TOMATOES", "20")];
    let to = (from.mboga, places.stall);
    order(&past.ago(1, 1), to, &wanted, past.in_days(2)).await?;
    Ok(())
}

/// What stands in one column of a form, line by line: `l1` is the first.
fn column<T: Into<String>>(
    key: &str,
    cells: impl IntoIterator<Item = T>,
) -> BTreeMap<String, String> {
    let numbered = (1_u32..).zip(cells);
    let cells = numbered.map(|(number, cell)| (format!("{key}{number}"), cell.into()));
    cells.collect()
}

/// Writes an order to a supplier, for a location: products and how many of the packs that she sells.
async fn order(
    cx: &Cx,
    (supplier_id, location_id): (Uuid, Uuid),
    lines: &[(&str, &str)],
    expected_on: NaiveDate,
) -> Result<Uuid, Stop> {
    let form = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        location_id: location_id.to_string(),
        expected_on: expected_on.to_string(),
        what: column("l", lines.iter().map(|(what, _)| *what)),
        packs: column("l", lines.iter().map(|(_, packs)| *packs)),
        ..PurchaseForm::default()
    };
    Ok(orders::keep(cx, &form).await?.purchase_id)
}

/// Sends an order that was just written.
async fn send(cx: &Cx, purchase_id: Uuid) -> Result<(), Stop> {
    orders::send(cx, purchase_id, 1).await?;
    Ok(())
}

/// Goods that come for an order: of each of its lines how much, in which batch, and its last day.
async fn came(
    cx: &Cx,
    purchase_id: Uuid,
    delivery_note: &str,
    lines: &[(&str, &str, Option<NaiveDate>)],
) -> Result<Uuid, Stop> {
    let last_day = |day: &Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let form = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        purchase_id: purchase_id.to_string(),
        delivery_note: delivery_note.to_owned(),
        quantity: column("l", lines.iter().map(|(quantity, _, _)| *quantity)),
        batch: column("l", lines.iter().map(|(_, batch, _)| *batch)),
        expires: column("l", lines.iter().map(|(_, _, day)| last_day(day))),
        ..ReceiveForm::default()
    };
    Ok(receiving::receive(cx, &form).await?.receipt_id)
}

/// Enters a supplier's bill over a receipt: of each of its lines how much, and for how much.
async fn bill(
    cx: &Cx,
    (supplier_id, receipt_id): (Uuid, Uuid),
    number: &str,
    lines: &[(&str, &str)],
    tax: &str,
) -> Result<Uuid, Stop> {
    let today = cx.read().await?.scope().today();
    // How the page of a bill names the lines of a receipt.
    let key = format!("r{}x", receipt_id.simple());
    let form = BillForm {
        bill_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        number: number.to_owned(),
        billed_on: today.to_string(),
        tax: tax.to_owned(),
        take: column(&key, lines.iter().map(|_| "true")),
        quantity: column(&key, lines.iter().map(|(quantity, _)| *quantity)),
        net: column(&key, lines.iter().map(|(_, net)| *net)),
        ..BillForm::default()
    };
    bills::enter(cx, &form).await
}

/// A supplier takes something off the first line of a receipt after all.
async fn cheaper(
    cx: &Cx,
    (supplier_id, receipt_id): (Uuid, Uuid),
    number: &str,
    net: &str,
) -> Result<(), Stop> {
    let today = cx.read().await?.scope().today();
    let form = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        number: number.to_owned(),
        credited_on: today.to_string(),
        reason: "price".to_owned(),
        use_now: "true".to_owned(),
        net: column(&format!("r{}x", receipt_id.simple()), [net]),
        ..CreditForm::default()
    };
    bills::credit(cx, &form).await?;
    Ok(())
}

/// Pays something of a supplier's bill, in cash.
async fn pay(cx: &Cx, (supplier_id, bill_id): (Uuid, Uuid), amount: &str) -> Result<(), Stop> {
    let form = PayForm {
        payment_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_string(),
        tender: "cash".to_owned(),
        amount: amount.to_owned(),
        take: BTreeMap::from([(format!("b{bill_id}"), "true".to_owned())]),
        ..PayForm::default()
    };
    bills::pay(cx, &form).await?;
    Ok(())
}
