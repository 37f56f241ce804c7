//! What a business keeps, buys and sells over the counter, through the verbs of its owner: at least one
//! row in each table of stock, purchasing and sales, and the business's word wherever words are kept.

use std::collections::{BTreeMap, HashMap};

use chrono::Days;
use uuid::Uuid;

use super::vouchers;
use crate::businesses::{self, LocationForm};
use crate::catalog::kits::{PartsForm, keep_parts};
use crate::catalog::packs::{PackForm, keep_pack};
use crate::catalog::{price_lists, scale};
use crate::orders::{CheckoutForm, place};
use crate::payments::Tender;
use crate::purchasing::bills::{self, BillForm, CreditForm, PayForm, UndoCreditForm, UndoForm};
use crate::purchasing::orders::{self, PurchaseForm};
use crate::purchasing::receiving::{self, ReceiveForm};
use crate::purchasing::suppliers::{self, OfferForm, SupplierForm};
use crate::sales::cart::Discount;
use crate::sales::receipts::PrintAsk;
use crate::sales::shifts::{self, AtShift, CloseAsk, MoveAsk, MoveReason, OpenAsk, Way};
use crate::sales::{self, AskLine, AskTender, BackLine, PayOut, RefundAsk, SellAsk};
use crate::stock::counts::{self, Count, How, TakeForm};
use crate::stock::policies::{self, PolicyForm};
use crate::stock::{adjustments, transfers};
use crate::tests::support::Shop;
use crate::tests::tills::till;
use crate::values::{Money, Quantity};

/// Fills the tables of stock, purchasing and sales. `sku` names a product with stock.
pub async fn fill(shop: &Shop, mark: &str, sku: &str) {
    let case_sku = format!("{mark}-CASE");
    let case = shop.sells(&case_sku, "60", "40").await;
    // One that never was anywhere.
    shop.sells(&format!("{mark}-NEVER"), "60", "").await;
    pack_and_weigh(shop, mark, case, &case_sku).await;
    buy(shop, mark, &case_sku).await;
    move_goods(shop, mark, sku, &case_sku).await;
    count(shop, mark, case).await;
    sell(shop, mark, case).await;
    vouchers::fill(shop, mark, case).await;
    take_turns(shop, mark).await;
}

fn fields(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    let pairs = pairs.iter();
    let owned = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

/// One field of a form's lines.
fn cell(key: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(key.to_owned(), value.to_owned())])
}

/// A carton with a barcode, a kit that is ordered online, and a prefix of the scale.
async fn pack_and_weigh(shop: &Shop, mark: &str, case: Uuid, case_sku: &str) {
    let cx = shop.cx();
    let kit = shop.sells(&format!("{mark}-KIT"), "150", "0").await;
    let parts = PartsForm::from([
        ("add".to_owned(), case_sku.to_owned()),
        ("add_quantity".to_owned(), "2".to_owned()),
    ]);
    keep_parts(&cx, kit, &parts).await.unwrap();
    let browser = shop.cart_of(kit, "1").await;
    let form = CheckoutForm {
        name: mark.to_owned(),
        note: mark.to_owned(),
        ..shop.checkout(&browser).await
    };
    place(&shop.customer(), &browser, &form).await.unwrap();
    let carton = PackForm {
        pack_id: Uuid::now_v7().to_string(),
        product_id: case.to_string(),
        name: format!("{mark} carton"),
        holds: "12".to_owned(),
        barcodes: "2000000009018".to_owned(),
        sold: "true".to_owned(),
        price: "700".to_owned(),
    };
    keep_pack(&cx, &carton).await.unwrap();
    let formats = BTreeMap::from([("p22".to_owned(), "weight".to_owned())]);
    scale::keep_formats(&cx, &formats).await.unwrap();
}

/// A supplier, her price, an order with a link, its goods in a batch, a bill that is paid in part, and
/// something that goes back.
async fn buy(shop: &Shop, mark: &str, sku: &str) {
    let cx = shop.cx();
    let supplier = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: mark.to_owned(),
        ..SupplierForm::default()
    };
    let supplier = suppliers::keep(&cx, &supplier).await.unwrap();
    let supplier_id = supplier.supplier_id.to_string();
    let offer = OfferForm {
        supplier_id: supplier_id.clone(),
        what: sku.to_owned(),
        supplier_sku: mark.to_owned(),
        cost: "40".to_owned(),
        ..OfferForm::default()
    };
    suppliers::keep_offer(&cx, &offer).await.unwrap();
    let order = PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.clone(),
        location_id: shop.location.to_string(),
        note: mark.to_owned(),
        what: cell("l1", sku),
        packs: cell("l1", "10"),
        ..PurchaseForm::default()
    };
    let order = orders::keep(&cx, &order).await.unwrap();
    orders::send(&cx, order.purchase_id, order.revision)
        .await
        .unwrap();
    orders::make_link(&cx, order.purchase_id).await.unwrap();
    let today = shop.look().await.scope().today();
    let goods = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        purchase_id: order.purchase_id.to_string(),
        note: mark.to_owned(),
        quantity: cell("l1", "10"),
        batch: cell("l1", mark),
        expires: cell("l1", &(today + Days::new(100)).to_string()),
        ..ReceiveForm::default()
    };
    let goods = receiving::receive(&cx, &goods).await.unwrap();
    // How forms name the first line of the receipt.
    let key = format!("r{}x1", goods.receipt_id.simple());
    owe(shop, mark, &supplier_id, &key).await;
}

/// A bill for what a line of a receipt brought, money for it, some of the goods sent back, money that came
/// back, and money that was written by mistake.
async fn owe(shop: &Shop, mark: &str, supplier_id: &str, key: &str) {
    let cx = shop.cx();
    let today = shop.look().await.scope().today();
    let bill = BillForm {
        bill_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_owned(),
        number: mark.to_owned(),
        billed_on: today.to_string(),
        note: mark.to_owned(),
        take: cell(key, "true"),
        quantity: cell(key, "10"),
        net: cell(key, "400"),
        ..BillForm::default()
    };
    bills::enter(&cx, &bill).await.unwrap();
    let paid = PayForm {
        payment_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_owned(),
        tender: "cash".to_owned(),
        amount: "100".to_owned(),
        ..PayForm::default()
    };
    bills::pay(&cx, &paid).await.unwrap();
    let credit = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        supplier_id: supplier_id.to_owned(),
        number: mark.to_owned(),
        credited_on: today.to_string(),
        reason: "returned".to_owned(),
        location_id: shop.location.to_string(),
        note: mark.to_owned(),
        quantity: cell(key, "1"),
        ..CreditForm::default()
    };
    bills::credit(&cx, &credit).await.unwrap();
    let money = |amount: &str| PayForm {
        payment_id: Uuid::now_v7().to_string(),
        amount: amount.to_owned(),
        ..paid.clone()
    };
    bills::pay_back(&cx, &money("10")).await.unwrap();
    let wrong = bills::pay(&cx, &money("30")).await.unwrap();
    let undone = UndoForm {
        undo_id: Uuid::now_v7().to_string(),
        payment_id: wrong.to_string(),
        reason: mark.to_owned(),
    };
    bills::undo(&cx, &undone).await.unwrap();
    let other = CreditForm {
        credit_id: Uuid::now_v7().to_string(),
        number: format!("{mark} 2"),
        ..credit
    };
    let undone = UndoCreditForm {
        undo_id: Uuid::now_v7().to_string(),
        credit_id: bills::credit(&cx, &other).await.unwrap().to_string(),
        reason: mark.to_owned(),
    };
    bills::undo_credit(&cx, &undone).await.unwrap();
}

/// Something that broke, and goods on their way to a branch.
async fn move_goods(shop: &Shop, mark: &str, sku: &str, sent: &str) {
    let cx = shop.cx();
    let here = shop.location.to_string();
    let broke = fields(&[
        ("adjustment_id", &Uuid::now_v7().to_string()),
        ("location_id", &here),
        ("reason", "damage"),
        ("note", mark),
        ("what-l1", sku),
        ("quantity-l1", "1"),
    ]);
    adjustments::adjust(&cx, &broke).await.unwrap();
    let branch = LocationForm {
        location_id: Uuid::now_v7().to_string(),
        fresh: "true".to_owned(),
        name: format!("{mark} branch"),
        ..LocationForm::default()
    };
    businesses::keep_location(&cx, &branch).await.unwrap();
    let transfer_id = Uuid::now_v7().to_string();
    let asked = fields(&[
        ("transfer_id", &transfer_id),
        ("revision", "0"),
        ("from", &here),
        ("to", &branch.location_id),
        ("note", mark),
        ("what-l1", sent),
        ("quantity-l1", "3"),
    ]);
    transfers::make(&cx, &asked).await.unwrap();
    let left = fields(&[
        ("transfer_id", &transfer_id),
        ("revision", "1"),
        ("sent-l1", "3"),
    ]);
    transfers::send(&cx, &left).await.unwrap();
}

/// A stock take that is open, with one product counted.
async fn count(shop: &Shop, mark: &str, product_id: Uuid) {
    let cx = shop.cx();
    let take = TakeForm {
        take_id: Uuid::now_v7().to_string(),
        name: mark.to_owned(),
        location_id: shop.location.to_string(),
        ..TakeForm::default()
    };
    let take = counts::open(&cx, &take).await.unwrap();
    let counted = Count {
        count_id: Uuid::now_v7(),
        product_id,
        how: How::Set,
        loose: "45".to_owned(),
        packs: BTreeMap::new(),
        revision: 0,
    };
    counts::count(&cx, take.take_id, &counted).await.unwrap();
}

/// A customer on a list of prices buys on account, more than there is of one thing, and brings some of
/// the other back.
async fn sell(shop: &Shop, mark: &str, product_id: Uuid) {
    let cx = shop.cx();
    let few = shop.sells(&format!("{mark}-FEW"), "30", "1").await;
    let policy = PolicyForm {
        costing: "fifo".to_owned(),
        below_zero: "allow".to_owned(),
        expired: "block".to_owned(),
        ..PolicyForm::default()
    };
    policies::keep(&cx, &policy).await.unwrap();
    let list = price_lists::add(&cx, mark).await.unwrap();
    price_lists::put_on(&cx, &list, "0722000111", mark)
        .await
        .unwrap();
    let mut tx = shop.look().await;
    let buyers = price_lists::buyers(&mut tx, &list).await.unwrap();
    drop(tx);
    let customer = buyers[0].customer_id;
    let shillings = |amount: i64| Money::from_minor(amount * 100);
    sales::set_limit(&cx, customer, shillings(1000))
        .await
        .unwrap();
    let line = |line_no: i32, product_id: Uuid, price: i64| AskLine {
        line_no,
        product_id,
        pack_id: None,
        quantity: Quantity::from_milli(2000),
        unit_price: shillings(price),
        discount: Discount::NONE,
        batch_id: None,
        weighed: None,
        quick: None,
        note: String::new(),
    };
    let tender = |tender: Tender, amount: i64| AskTender {
        payment_id: Uuid::now_v7(),
        tender,
        amount: shillings(amount),
        reference: String::new(),
        handed: None,
    };
    let ask = SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: Some(customer),
        price_list: list,
        lines: vec![line(1, product_id, 60), line(2, few, 30)],
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![tender(Tender::Cash, 100), tender(Tender::OnAccount, 80)],
        note: mark.to_owned(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    };
    sales::sell(&cx, &ask).await.unwrap();
    bring_back(shop, mark, ask.sale_id).await;
}

/// The receipt of a sale is printed, and one of its first line comes back.
async fn bring_back(shop: &Shop, mark: &str, sale_id: Uuid) {
    let cx = shop.cx();
    let print = PrintAsk {
        print_id: Uuid::now_v7(),
        sale_id,
    };
    sales::receipts::print(&cx, &print).await.unwrap();
    let back = RefundAsk {
        refund_id: Uuid::now_v7(),
        sale_id,
        shift: None,
        lines: vec![BackLine {
            line_no: 1,
            quantity: Quantity::ONE,
            restock: true,
        }],
        pay_out: PayOut::AsPaid,
        note: mark.to_owned(),
    };
    sales::refund(&cx, &back).await.unwrap();
}

/// A shift in which cash moved, and which was closed.
async fn take_turns(shop: &Shop, mark: &str) {
    let cx = shop.cx();
    let device_id = till(shop, shop.location).await;
    let open = OpenAsk {
        shift_id: Uuid::now_v7(),
        device_id,
        float: Money::from_minor(10_000),
        occurred_at: None,
    };
    shifts::open(&cx, &open).await.unwrap();
    let at = AtShift {
        device_id,
        shift_id: open.shift_id,
    };
    let out = MoveAsk {
        move_id: Uuid::now_v7(),
        at,
        way: Way::Out,
        reason: MoveReason::Expense,
        amount: Money::from_minor(500),
        note: mark.to_owned(),
        occurred_at: None,
    };
    shifts::move_cash(&cx, &out).await.unwrap();
    let count = CloseAsk {
        shift_id: open.shift_id,
        device_id: Some(device_id),
        counted: Money::from_minor(9_400),
        note: mark.to_owned(),
        unsynced: None,
        occurred_at: None,
    };
    shifts::close(&cx, &count).await.unwrap();
}
