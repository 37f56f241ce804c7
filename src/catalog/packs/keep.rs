//! Keeps a pack: makes it, changes it, retires it. The product's row is locked first, so two who
//! keep packs of one product come one after the other.

use serde_json::json;
use uuid::Uuid;

use super::form::{Pack, PackDraft, PackForm};
use super::store;
use crate::audit;
use crate::catalog::ProductKind;
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Money, Quantity, Refusal, Stop};

/// Makes or changes a pack; its name. The same form again changes nothing; a retired pack is used
/// again. Refuses fields that cannot be read, a name that another pack of the product has, barcodes
/// that another product or pack has, and products without stock of their own.
pub async fn keep_pack(cx: &Cx, form: &PackForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let draft = form.parse(tx.scope())?;
    let product = products::lock(&mut tx, draft.product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    may_be_packed(&product)?;
    let kept = store::find(&mut tx, draft.pack_id).await?;
    if kept
        .as_ref()
        .is_some_and(|kept| kept.product_id != draft.product_id)
    {
        return Err(Stop::NotFound);
    }
    if write(&mut tx, &draft, kept.as_ref()).await? {
        tx.commit().await?;
    }
    Ok(draft.name)
}

/// Only what has stock of its own is bought and sold in packs.
pub(super) fn may_be_packed(product: &Product) -> Result<(), Refusal> {
    if product.kind == ProductKind::Plain {
        return Ok(());
    }
    Err(Refusal::of("refused-kind-has-no-packs").with("name", &product.name))
}

/// Writes a pack whose product is locked; whether anything changed.
pub(super) async fn write(
    tx: &mut BusinessTx,
    draft: &PackDraft,
    kept: Option<&Pack>,
) -> Result<bool, Stop> {
    if kept.is_some_and(|kept| !draft.differs_from(kept)) {
        return Ok(false);
    }
    refuse_clashes(tx, draft).await?;
    store::keep(tx, draft).await?;
    let price = draft.new_price(kept);
    if let Some(price) = price {
        store::insert_price(tx, draft, price).await?;
    }
    let before = kept
        .map(|kept| kept.barcodes.as_slice())
        .unwrap_or_default();
    if draft.barcodes != before {
        let (product_id, pack_id) = (draft.product_id, draft.pack_id);
        store::replace_barcodes(tx, product_id, pack_id, &draft.barcodes).await?;
    }
    let details = json!({
        "name": draft.name,
        "product_id": draft.product_id,
        "holds_milli": draft.holds.milli(),
        "holds_before_milli": kept.map(|kept| kept.holds).map(Quantity::milli),
        "price_minor": price.map(Money::minor),
        "sold": draft.sold,
    });
    audit::record(tx, "pack.keep", "pack", Some(draft.pack_id), details).await?;
    Ok(true)
}

/// What another row holds already, said at once.
async fn refuse_clashes(tx: &mut BusinessTx, draft: &PackDraft) -> Result<(), Stop> {
    let mut refusals = Vec::new();
    let name = draft.name.to_lowercase();
    let beside = store::of_products(tx, &[draft.product_id]).await?;
    let mut beside = beside
        .iter()
        .filter(|pack| pack.pack_id != draft.pack_id && !pack.retired);
    if beside.any(|pack| pack.name.to_lowercase() == name) {
        refusals.push(Refusal::at("name", "refused-pack-name-taken"));
    }
    for owner in products::barcode_owners(tx, &draft.barcodes).await? {
        if owner.pack_id != Some(draft.pack_id) {
            let refusal = Refusal::at("barcodes", "refused-barcode-taken");
            let refusal = refusal.with("barcode", owner.barcode);
            refusals.push(refusal.with("name", owner.name));
        }
    }
    if refusals.is_empty() {
        return Ok(());
    }
    Err(refusals.into())
}

/// Uses a pack no more and gives its barcodes back; its name. Again changes nothing.
pub async fn retire_pack(cx: &Cx, pack_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let found = store::find(&mut tx, pack_id).await?;
    let found = found.ok_or(Stop::NotFound)?;
    products::lock(&mut tx, found.product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    // As it stands now that its product is locked.
    let pack = store::find(&mut tx, pack_id).await?;
    let pack = pack.ok_or(Stop::NotFound)?;
    if pack.retired {
        return Ok(pack.name);
    }
    store::replace_barcodes(&mut tx, pack.product_id, pack_id, &[]).await?;
    store::retire(&mut tx, pack_id).await?;
    let details = json!({ "name": pack.name, "barcodes": pack.barcodes });
    audit::record(&mut tx, "pack.retire", "pack", Some(pack_id), details).await?;
    tx.commit().await?;
    Ok(pack.name)
}
