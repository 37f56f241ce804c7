//! A business's gift vouchers: one that is good, and money that a till took for one that is none.

use uuid::Uuid;

use crate::payments::Tender;
use crate::sales::cart::Discount;
use crate::sales::vouchers::{self, Settlement, VoucherAsk};
use crate::sales::{self, AskLine, AskTender, SellAsk, Told};
use crate::tests::support::Shop;
use crate::values::{Money, Quantity};

/// Fills their tables, through the verbs of the owner. The product costs 60.
pub(super) async fn fill(shop: &Shop, mark: &str, product_id: Uuid) {
    let gift = VoucherAsk {
        voucher_id: Uuid::now_v7(),
        payment_id: Uuid::now_v7(),
        tender: Tender::Cash,
        amount: Money::from_minor(50_000),
        reference: String::new(),
        note: mark.to_owned(),
    };
    vouchers::sell(&shop.cx(), &gift).await.unwrap();
    let mut tx = shop.cx().begin().await.unwrap();
    let told = Told {
        series: "T9".to_owned(),
        number: 1,
        at: tx.scope().now,
    };
    let ask = fell_short(shop, mark, product_id);
    sales::record_sale(&mut tx, &ask, &told).await.unwrap();
    let settlement = Settlement {
        settlement_id: Uuid::now_v7(),
        amount: ask.tenders[0].amount,
        tender: None,
        reference: String::new(),
        note: mark.to_owned(),
    };
    let settled = vouchers::settle(&mut tx, ask.sale_id, &settlement).await;
    assert_eq!(settled, Ok(true));
    tx.commit().await.unwrap();
}

/// One of a product, paid with a voucher that is none.
fn fell_short(shop: &Shop, mark: &str, product_id: Uuid) -> SellAsk {
    let price = Money::from_minor(6_000);
    SellAsk {
        sale_id: Uuid::now_v7(),
        location_id: shop.location,
        shift: None,
        customer: None,
        price_list: "retail".to_owned(),
        lines: vec![AskLine {
            line_no: 1,
            product_id,
            pack_id: None,
            quantity: Quantity::ONE,
            unit_price: price,
            discount: Discount::NONE,
            batch_id: None,
            weighed: None,
            quick: None,
            note: String::new(),
        }],
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![AskTender {
            payment_id: Uuid::now_v7(),
            tender: Tender::Voucher,
            amount: price,
            reference: "NONE".to_owned(),
            handed: None,
        }],
        note: mark.to_owned(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    }
}
