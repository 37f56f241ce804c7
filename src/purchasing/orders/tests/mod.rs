//! Orders to suppliers against a real PostgreSQL: written, sent, received, ended, shown and suggested.

mod lives;
mod shown;
mod suggested;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::purchasing::receiving::{ReceiveForm, receive};
use crate::purchasing::suppliers::{self, OfferForm, SupplierForm};
use crate::tests::support::Shop;
use crate::values::Stop;

/// A supplier of that name.
async fn supplier(shop: &Shop, name: &str) -> Uuid {
    let form = SupplierForm {
        supplier_id: Uuid::now_v7().to_string(),
        name: name.to_owned(),
        ..SupplierForm::default()
    };
    let kept = suppliers::keep(&shop.cx(), &form).await.unwrap();
    kept.supplier_id
}

/// What she asks for a product.
async fn price(shop: &Shop, supplier_id: Uuid, sku: &str, pack: &str, cost: &str) {
    let form = OfferForm {
        supplier_id: supplier_id.to_string(),
        what: sku.to_owned(),
        pack: pack.to_owned(),
        cost: cost.to_owned(),
        ..OfferForm::default()
    };
    suppliers::keep_offer(&shop.cx(), &form).await.unwrap();
}

/// A pack of a product that holds so many of its units.
async fn pack(shop: &Shop, product_id: Uuid, name: &str, holds: i64) {
    let mut tx = shop.cx().begin().await.unwrap();
    sqlx::query(
        "insert into app.pack (business_id, pack_id, product_id, name, holds_milli)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tx.business())
    .bind(Uuid::now_v7())
    .bind(product_id)
    .bind(name)
    .bind(holds * 1000)
    .execute(tx.conn())
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// A new order's form: what, how many packs, which pack, at what cost.
fn order(shop: &Shop, supplier_id: Uuid, lines: &[(&str, &str, &str, &str)]) -> PurchaseForm {
    let column = |of: fn(&(&str, &str, &str, &str)) -> String| -> BTreeMap<String, String> {
        let lines = lines.iter().enumerate();
        let named = lines.map(|(place, line)| (format!("l{}", place + 1), of(line)));
        named.collect()
    };
    PurchaseForm {
        purchase_id: Uuid::now_v7().to_string(),
        revision: "0".to_owned(),
        supplier_id: supplier_id.to_string(),
        location_id: shop.location.to_string(),
        what: column(|line| line.0.to_owned()),
        packs: column(|line| line.1.to_owned()),
        pack: column(|line| line.2.to_owned()),
        cost: column(|line| line.3.to_owned()),
        ..PurchaseForm::default()
    }
}

/// Goods that come for lines of an order.
async fn comes(shop: &Shop, purchase_id: Uuid, lines: &[(&str, &str)]) -> Result<(), Stop> {
    let lines = lines.iter();
    let form = ReceiveForm {
        receipt_id: Uuid::now_v7().to_string(),
        purchase_id: purchase_id.to_string(),
        quantity: lines
            .map(|(key, quantity)| ((*key).to_owned(), (*quantity).to_owned()))
            .collect(),
        ..ReceiveForm::default()
    };
    receive(&shop.cx(), &form).await.map(|_| ())
}

async fn now(shop: &Shop, purchase_id: Uuid) -> Whole {
    let mut tx = shop.look().await;
    whole(&mut tx, purchase_id).await.unwrap()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Stop>) -> Vec<String> {
    match outcome {
        Err(Stop::Refused(refusals)) => refusals.into_iter().map(|one| one.key).collect(),
        other => panic!("not refused: {other:?}"),
    }
}
