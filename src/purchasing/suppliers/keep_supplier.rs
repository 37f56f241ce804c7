//! Keeps a supplier: makes her, changes her, retires her, brings her back.

use serde_json::json;
use uuid::Uuid;

use super::store;
use super::supplier::{Supplier, SupplierForm};
use crate::audit;
use crate::platform::Cx;
use crate::purchasing::store::wait_for_prices;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Makes or changes a supplier. The same form twice is one act.
///
/// # Errors
/// Not found; refused in words at every field that will not do, where the name is another's, or where
/// she was changed after the page was drawn.
pub async fn keep(cx: &Cx, form: &SupplierForm) -> Result<Supplier, Stop> {
    let supplier_id: Uuid = form
        .supplier_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let mut new = form.read(supplier_id, &tx.scope().country)?;
    wait_for_prices(&mut tx).await?;
    let shown: i32 = form.revision.trim().parse().unwrap_or(0);
    match store::lock(&mut tx, supplier_id).await? {
        Some(kept) if kept.says(&new) => return Ok(kept),
        Some(kept) if kept.revision != shown => {
            return Err(Refusal::of("refused-changed-meanwhile").into());
        }
        Some(kept) => {
            new.revision = kept.revision.saturating_add(1);
            new.is_retired = kept.is_retired;
            store::update(&mut tx, &new).await?;
        }
        None if shown != 0 => return Err(Stop::NotFound),
        None => store::insert(&mut tx, &new).await?,
    }
    let details = json!({ "name": new.name, "revision": new.revision });
    let subject = Some(supplier_id);
    audit::record(&mut tx, "supplier.keep", "supplier", subject, details).await?;
    tx.commit().await?;
    Ok(new)
}

/// Buys nothing from her any more; her name. Her documents stay, and open orders may still come.
pub async fn retire(cx: &Cx, supplier_id: Uuid) -> Result<String, Stop> {
    set(cx, supplier_id, true).await
}

/// Buys from her again; her name.
///
/// # Errors
/// Refused in words where another supplier has her name by now.
pub async fn bring_back(cx: &Cx, supplier_id: Uuid) -> Result<String, Stop> {
    set(cx, supplier_id, false).await
}

async fn set(cx: &Cx, supplier_id: Uuid, retired: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    wait_for_prices(&mut tx).await?;
    let kept = store::lock(&mut tx, supplier_id).await?;
    let kept = kept.ok_or(Stop::NotFound)?;
    if kept.is_retired == retired {
        return Ok(kept.name);
    }
    store::set_retired(&mut tx, &kept, retired).await?;
    let act = if retired {
        "supplier.retire"
    } else {
        "supplier.bring_back"
    };
    let details = json!({ "name": kept.name });
    audit::record(&mut tx, act, "supplier", Some(supplier_id), details).await?;
    tx.commit().await?;
    Ok(kept.name)
}
