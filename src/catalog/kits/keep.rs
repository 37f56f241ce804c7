//! Says what a kit is made of; a product that gets its first part becomes a kit.
//!
//! The kit and its parts are locked first, all in the order of their ids: a product that becomes a
//! kit while another kit takes it in does one of the two, not both.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::form::{KitPart, MOST, PartsForm, stays};
use super::store;
use crate::audit;
use crate::catalog::ProductKind;
use crate::catalog::product::Product;
use crate::catalog::product_form::about;
use crate::catalog::store as products;
use crate::catalog::turn::turn_into;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::stock::find_product::find_products;
use crate::values::{Quantity, Refusal, Stop};

/// Makes a kit consist of what the form says; the kit's name. Parts that the form does not name stay
/// as they are. The same form again changes nothing. Refuses quantities that cannot be read, a part
/// that is nobody's, is the kit itself or has no stock of its own, and what stands against becoming
/// a kit.
pub async fn keep_parts(cx: &Cx, kit_id: Uuid, form: &PartsForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let mut wanted = stays(form)?;
    wanted.extend(added(&mut tx, form).await?);
    let mut ids: Vec<Uuid> = wanted.iter().map(|(part_id, _)| *part_id).collect();
    ids.push(kit_id);
    let locked = products::lock_ids(&mut tx, &ids).await?;
    let kit = locked.iter().find(|product| product.product_id == kit_id);
    let kit = kit.ok_or(Stop::NotFound)?;
    if write(&mut tx, kit, &locked, &wanted).await? {
        tx.commit().await?;
    }
    Ok(kit.name.clone())
}

/// The product that a form adds, with how much of it, in the product's own unit.
async fn added(tx: &mut BusinessTx, form: &PartsForm) -> Result<Option<(Uuid, Quantity)>, Stop> {
    let typed = |field: &str| form.get(field).map(|typed| typed.trim().to_owned());
    let term = typed("add").unwrap_or_default().replace('\0', "");
    if term.is_empty() {
        return Ok(None);
    }
    let quantity = match typed("add_quantity").unwrap_or_default().as_str() {
        "" => Some(Quantity::ONE),
        text => Quantity::parse(text).filter(|quantity| *quantity > Quantity::ZERO),
    };
    let quantity = quantity.ok_or_else(|| Refusal::at("add_quantity", "refused-not-a-quantity"))?;
    let found = find_products(tx, &[term]).await?.into_iter().next();
    match found {
        Some(Ok(found)) => {
            let in_units = found.in_units(quantity);
            let in_units =
                in_units.ok_or_else(|| Refusal::at("add_quantity", "refused-not-a-quantity"))?;
            Ok(Some((found.product_id, in_units)))
        }
        Some(Err(refusal)) => {
            let field = Some("add".to_owned());
            Err(Refusal { field, ..refusal }.into())
        }
        None => Ok(None),
    }
}

/// Writes what a kit consists of from now on; whether anything changed. The kit and all parts that
/// are wanted are locked.
pub(super) async fn write(
    tx: &mut BusinessTx,
    kit: &Product,
    locked: &[Product],
    wanted: &[(Uuid, Quantity)],
) -> Result<bool, Stop> {
    let kept = store::parts(tx, &[kit.product_id]).await?;
    let kept: Vec<KitPart> = kept.into_iter().map(|(_, part)| part).collect();
    let before = |part_id: Uuid| {
        let part = kept.iter().find(|part| part.part_id == part_id);
        part.map(|part| part.quantity).unwrap_or_default()
    };
    let changes: Vec<(Uuid, Quantity)> = wanted
        .iter()
        .copied()
        .filter(|(part_id, quantity)| before(*part_id) != *quantity)
        .collect();
    if changes.is_empty() {
        if kit.kind == ProductKind::Plain {
            return Err(Refusal::at("add", "refused-part-needed").into());
        }
        return Ok(false);
    }
    let new = changes.iter().filter(|(part_id, quantity)| {
        *quantity > Quantity::ZERO && before(*part_id) == Quantity::ZERO
    });
    if kept.len() + new.count() > MOST {
        return Err(Refusal::at("add", "refused-parts-many")
            .with("most", MOST)
            .into());
    }
    let refusals = unfit(kit, locked, &changes);
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    turn_into(tx, kit, ProductKind::Kit).await?;
    let mut details = Map::new();
    for (part_id, quantity) in &changes {
        if *quantity == Quantity::ZERO {
            store::remove_part(tx, kit.product_id, *part_id).await?;
        } else {
            store::set_part(tx, kit.product_id, *part_id, *quantity).await?;
        }
        details.insert(part_id.to_string(), json!(quantity.milli()));
    }
    store::tell_tills(tx, kit.product_id).await?;
    let details = json!({ "name": kit.name, "parts_milli": Value::Object(details) });
    let subject = Some(kit.product_id);
    audit::record(tx, "kit.keep", "product", subject, details).await?;
    Ok(true)
}

/// What cannot be a part of this kit, and why. What only goes out of it may be anything.
fn unfit(kit: &Product, locked: &[Product], changes: &[(Uuid, Quantity)]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (part_id, quantity) in changes {
        if *quantity == Quantity::ZERO {
            continue;
        }
        let part = locked.iter().find(|product| product.product_id == *part_id);
        let Some(part) = part else {
            refusals.push(Refusal::at("add", "refused-not-found"));
            continue;
        };
        let key = match part.kind {
            _ if *part_id == kit.product_id => "refused-part-itself",
            ProductKind::Kit => "refused-part-kit",
            ProductKind::Family => "refused-part-family",
            ProductKind::Plain => continue,
        };
        refusals.push(about("add", key).with("name", &part.name));
    }
    refusals
}
