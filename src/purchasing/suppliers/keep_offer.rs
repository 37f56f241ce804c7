//! Keeps what a supplier sells us: her price of a product, and that she no longer sells it.

use serde_json::json;
use uuid::Uuid;

use super::offer::OfferForm;
use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::purchasing::goods::Goods;
use crate::purchasing::store::{goods, wait_for_prices};
use crate::staff::{self, Power, one_line};
use crate::stock::find_product::find_products;
use crate::values::{Refusal, Stop};

/// Writes what she asks for a product; the product's name.
///
/// # Errors
/// Not found; refused in words at every field that will not do: an unknown product, a pack of another.
pub async fn keep_offer(cx: &Cx, form: &OfferForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let supplier_id: Uuid = form
        .supplier_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    let supplier = store::find(&mut tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let goods = product_of(&mut tx, form).await?;
    let new = form.read(supplier_id, &goods, &tx.scope().currency)?;
    wait_for_prices(&mut tx).await?;
    let kept = store::offers_for(&mut tx, supplier_id, &[goods.product_id]).await?;
    if kept.get(&goods.product_id).is_some_and(|kept| new.is(kept)) {
        return Ok(goods.name);
    }
    store::write_offers(&mut tx, std::slice::from_ref(&new)).await?;
    let details = json!({
        "product": goods.sku, "cost": new.cost.minor(), "supplier": supplier.name,
    });
    let subject = Some(supplier_id);
    audit::record(&mut tx, "supplier.price", "supplier", subject, details).await?;
    tx.commit().await?;
    Ok(goods.name)
}

/// The product that a form means.
async fn product_of(tx: &mut BusinessTx, form: &OfferForm) -> Result<Goods, Stop> {
    let product_id: Uuid = if form.product_id.trim().is_empty() {
        let term = one_line(&form.what);
        if term.is_empty() {
            return Err(Refusal::at("what", "refused-required").into());
        }
        let mut found = find_products(tx, &[term]).await?;
        match found.pop() {
            Some(Ok(found)) => found.product_id,
            Some(Err(refusal)) => {
                return Err(Stop::from(Refusal {
                    field: Some("what".to_owned()),
                    ..refusal
                }));
            }
            None => return Err(Stop::NotFound),
        }
    } else {
        let id = form.product_id.trim().parse();
        id.map_err(|_| Stop::NotFound)?
    };
    let mut known = goods(tx, &[product_id]).await?;
    known.remove(&product_id).ok_or(Stop::NotFound)
}

/// She does not sell it any more; the product's name. Being done already is no error.
pub async fn drop_offer(cx: &Cx, supplier_id: Uuid, product_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let supplier = store::find(&mut tx, supplier_id).await?;
    supplier.ok_or(Stop::NotFound)?;
    let mut known = goods(&mut tx, &[product_id]).await?;
    let goods = known.remove(&product_id).ok_or(Stop::NotFound)?;
    wait_for_prices(&mut tx).await?;
    if !store::drop_offer(&mut tx, supplier_id, product_id).await? {
        return Ok(goods.name);
    }
    let details = json!({ "product": goods.sku });
    let subject = Some(supplier_id);
    audit::record(&mut tx, "supplier.price_gone", "supplier", subject, details).await?;
    tx.commit().await?;
    Ok(goods.name)
}
