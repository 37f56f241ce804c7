//! What the demo sold over its counters: for cash, to a customer who buys whole packs on account, and a
//! voucher.

use uuid::Uuid;

use super::past::Past;
use super::shelf::{Places, product};
use super::turns;
use crate::catalog::{self, RETAIL, price_lists};
use crate::payments::Tender;
use crate::platform::Cx;
use crate::sales::cart::Discount;
use crate::sales::vouchers::{self, VoucherAsk};
use crate::sales::{
    self, AccountPayment, AskLine, AskTender, AtShift, BackLine, PayOut, RefundAsk, Sale, SellAsk,
};
use crate::values::{Money, Quantity, Stop};

/// Whole shillings.
pub(super) const fn shillings(shillings: i64) -> Money {
    Money::from_minor(shillings * 100)
}

/// A few sales of the last days and of today, and a packet that is brought back. Since yesterday the
/// stall has a till.
pub(super) async fn sell_all(past: &Past<'_>, places: &Places) -> Result<(), Stop> {
    let (stall, kiosk) = (places.stall, places.kiosk);
    let goods = [("MAIZE-FLOUR-2KG", 2_000, 236), ("OIL-1L", 1_000, 256)];
    for_cash(&past.ago(3, 2), stall, None, &goods, 728).await?;
    let goods = [("BEANS-ROSECOCO", 1_500, 208), ("TOMATOES", 2_000, 60)];
    for_cash(&past.ago(2, 3), stall, None, &goods, 432).await?;
    let goods = [("MAIZE-FLOUR-2KG", 1_000, 236), ("SUGAR-1KG", 1_000, 223)];
    for_cash(&past.ago(1, 8), kiosk, None, &goods, 459).await?;
    let goods = [("SUGAR-1KG", 2_000, 223), ("MILK-UHT-500ML", 4_000, 80)];
    let till = turns::till(&past.ago(1, 8), stall).await?;
    let at = turns::begin(&past.ago(1, 7), till).await?;
    let sold = for_cash(&past.ago(1, 6), stall, Some(at), &goods, 766).await?;
    take_back(&past.ago(1, 4), sold.sale_id, at).await?;
    turns::end(&past.ago(1, 3), at).await?;
    on_account(past, places).await?;
    given_away(&past.ago(1, 2)).await?;
    let goods = [("RICE", 3_000, 134), ("SUGAR-1KG", 1_000, 223)];
    let at = turns::begin(&past.ago(0, 0), till).await?;
    for_cash(&past.ago(0, 0), stall, Some(at), &goods, 625).await?;
    Ok(())
}

/// One packet of milk comes back and is poured away.
async fn take_back(cx: &Cx, sale_id: Uuid, at: AtShift) -> Result<(), Stop> {
    let ask = RefundAsk {
        refund_id: Uuid::now_v7(),
        sale_id,
        shift: Some(at),
        lines: vec![BackLine {
            line_no: 2,
            quantity: Quantity::ONE,
            restock: false,
        }],
        pay_out: PayOut::AsPaid,
        note: "The packet leaked".to_owned(),
    };
    sales::refund(cx, &ask).await?;
    Ok(())
}

/// A café buys a bale at the wholesale price, has it written up, and pays some of it later.
async fn on_account(past: &Past<'_>, places: &Places) -> Result<(), Stop> {
    let cx = past.ago(1, 5);
    let list = places.wholesale.as_str();
    price_lists::put_on(&cx, list, "0700 000 201", "Kibanda Café").await?;
    let mut tx = cx.read().await?;
    let buyers = price_lists::buyers(&mut tx, list).await?;
    drop(tx);
    let customer_id = buyers.first().ok_or(Stop::NotFound)?.customer_id;
    sales::set_limit(&cx, customer_id, shillings(10_000)).await?;
    let product_id = product(&cx, "MAIZE-FLOUR-2KG").await?;
    let mut tx = cx.read().await?;
    let packs = catalog::packs_of(&mut tx, product_id).await?;
    drop(tx);
    let bale = packs.first().ok_or(Stop::NotFound)?;
    let line = AskLine {
        pack_id: Some(bale.pack_id),
        ..line(1, product_id, 1_000, shillings(2_650))
    };
    let mut ask = ask(places.stall, vec![line]);
    ask.customer = Some(customer_id);
    ask.price_list = list.to_owned();
    ask.tenders = vec![tender(Tender::OnAccount, shillings(2_650))];
    sales::sell(&cx, &ask).await?;
    let paid = AccountPayment {
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: shillings(1_000),
        reference: None,
    };
    sales::pay_account(&past.ago(1, 1), customer_id, &paid).await?;
    Ok(())
}

/// Somebody buys a voucher for a friend.
async fn given_away(cx: &Cx) -> Result<(), Stop> {
    let ask = VoucherAsk {
        voucher_id: Uuid::now_v7(),
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: shillings(2_000),
        reference: String::new(),
        note: "A happy birthday".to_owned(),
    };
    vouchers::sell(cx, &ask).await?;
    Ok(())
}

/// Sells to somebody who pays in cash: of each product how many thousandths, at how many shillings,
/// and how many all of it comes to.
async fn for_cash(
    cx: &Cx,
    location_id: Uuid,
    at: Option<AtShift>,
    goods: &[(&str, i64, i64)],
    total: i64,
) -> Result<Sale, Stop> {
    let mut lines = Vec::with_capacity(goods.len());
    for (number, (sku, milli, price)) in (1_i32..).zip(goods) {
        let product_id = product(cx, sku).await?;
        lines.push(line(number, product_id, *milli, shillings(*price)));
    }
    let mut ask = ask(location_id, lines);
    ask.shift = at;
    ask.tenders = vec![tender(Tender::Cash, shillings(total))];
    sales::sell(cx, &ask).await
}

fn line(line_no: i32, product_id: Uuid, milli: i64, unit_price: Money) -> AskLine {
    AskLine {
        line_no,
        product_id,
        pack_id: None,
        quantity: Quantity::from_milli(milli),
        unit_price,
        discount: Discount::NONE,
        batch_id: None,
        weighed: None,
        quick: None,
        note: String::new(),
    }
}

fn tender(tender: Tender, amount: Money) -> AskTender {
    AskTender {
        payment_id: Uuid::now_v7(),
        tender,
        amount,
        reference: String::new(),
        handed: None,
    }
}

/// A sale to nobody in particular, at retail; how it is paid is still to be said.
fn ask(location_id: Uuid, lines: Vec<AskLine>) -> SellAsk {
    SellAsk {
        sale_id: Uuid::now_v7(),
        location_id,
        shift: None,
        customer: None,
        price_list: RETAIL.to_owned(),
        lines,
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: Vec::new(),
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    }
}
