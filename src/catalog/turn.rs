//! Turns a product into a kit or a family, and back.
//!
//! What never breaks here: neither a kit nor a family has stock of its own. A product is turned
//! under the locks of all its levels, so goods that come in at the same instant come before it, and
//! then it is refused, or after it.

use serde_json::json;
use uuid::Uuid;

use super::kind::ProductKind;
use super::product::Product;
use super::{kits, store, variants};
use crate::audit;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock;
use crate::values::{Quantity, Refusal, Stop};

/// Turns a product, whose row is locked, into a kit or a family. Nothing where it is one already.
/// Refuses, all at once, what stands against it: it is the other of the two, it has stock or was
/// sold before it came in, it has packs, it is part of a kit, or, for a family, it is a variant.
pub(super) async fn turn_into(
    tx: &mut BusinessTx,
    product: &Product,
    kind: ProductKind,
) -> Result<(), Stop> {
    if product.kind == kind {
        return Ok(());
    }
    let named = |key: &str| Refusal::of(key).with("name", &product.name);
    match product.kind {
        ProductKind::Kit => return Err(named("refused-is-kit").into()),
        ProductKind::Family => return Err(named("refused-is-family").into()),
        ProductKind::Plain => {}
    }
    let mut refusals = Vec::new();
    if kind == ProductKind::Family && product.parent_id.is_some() {
        refusals.push(named("refused-is-variant"));
    }
    if let Some(kit) = store::kits_with(tx, product.product_id).await?.first() {
        refusals.push(named("refused-is-part").with("kit", kit));
    }
    if store::has_packs(tx, product.product_id).await? {
        refusals.push(named("refused-has-packs"));
    }
    let (on_hand, short) = goods(tx, product.product_id).await?;
    if on_hand > Quantity::ZERO {
        let refusal = named("refused-has-stock");
        refusals.push(refusal.with("quantity", on_hand.short()));
    }
    if short > Quantity::ZERO {
        refusals.push(named("refused-has-shortfall").with("quantity", short.short()));
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    set(tx, product, kind).await
}

/// What is on hand of a product and what was sold beyond it, at all locations together; all its
/// levels are locked.
async fn goods(tx: &mut BusinessTx, product_id: Uuid) -> Result<(Quantity, Quantity), Stop> {
    let broken = || fault("the stock of a product cannot be counted", &product_id);
    let (mut on_hand, mut short) = (Quantity::ZERO, Quantity::ZERO);
    for location_id in store::all_locations(tx).await? {
        let levels = stock::lock_for_count(tx, location_id, &[product_id]).await?;
        let level = levels.get(&product_id).copied().unwrap_or_default();
        on_hand = on_hand.plus(level.on_hand).ok_or_else(broken)?;
        short = short.plus(level.short).ok_or_else(broken)?;
    }
    Ok((on_hand, short))
}

/// Makes a kit or a family plain again; its name. A kit loses its parts; a family that still has
/// variants is refused. Again changes nothing.
pub async fn make_plain(cx: &Cx, product_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let product = store::lock(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    match product.kind {
        ProductKind::Plain => return Ok(product.name),
        ProductKind::Kit => kits::forget_parts(&mut tx, product_id).await?,
        ProductKind::Family => {
            if variants::count(&mut tx, product_id).await? > 0 {
                let refusal = Refusal::of("refused-family-has-variants");
                return Err(refusal.with("name", product.name).into());
            }
        }
    }
    set(&mut tx, &product, ProductKind::Plain).await?;
    tx.commit().await?;
    Ok(product.name)
}

async fn set(tx: &mut BusinessTx, product: &Product, kind: ProductKind) -> Result<(), Stop> {
    store::set_kind(tx, product.product_id, kind).await?;
    let details = json!({ "name": product.name, "kind": kind.code() });
    let subject = Some(product.product_id);
    audit::record(tx, "product.turn", "product", subject, details).await
}
