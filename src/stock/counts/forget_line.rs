//! Takes a product out of a take: counted by mistake, or in the wrong take. Its counts stay written.

use serde_json::json;
use uuid::Uuid;

use super::stock_take::of_others;
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power, may};
use crate::stock::lock_for_count;
use crate::values::{Refusal, Stop};

/// Forgets what a take says of a product, the line being the one that the page showed; the product's
/// name. What others counted only those forget who may close a take. Being done already is no error.
pub async fn forget(
    cx: &Cx,
    take_id: Uuid,
    product_id: Uuid,
    revision: i32,
) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::lock_for_counting(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let goods = store::find_goods(&mut tx, product_id).await?;
    let goods = goods.ok_or(Stop::NotFound)?;
    lock_for_count(&mut tx, take.location_id, &[product_id]).await?;
    if !take.is_open() {
        return Err(Refusal::of("refused-take-ended").into());
    }
    let Some(line) = store::line(&mut tx, take_id, product_id).await? else {
        return Ok(goods.name);
    };
    if line.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    let made = store::made_of(&mut tx, take_id, product_id, &line).await?;
    let theirs = of_others(&made, tx.scope().member_id());
    if let Some((who, _, _)) = theirs.filter(|_| !may(&tx.scope().who, Power::MoveStock)) {
        return Err(Refusal::of("refused-take-forget-others")
            .with("name", &goods.name)
            .with("who", who)
            .into());
    }
    store::forget(&mut tx, take_id, product_id).await?;
    let details = json!({ "name": goods.name, "counted": line.counted.short() });
    let subject = Some(take_id);
    audit::record(&mut tx, "stock_take.forget", "stock_take", subject, details).await?;
    tx.commit().await?;
    Ok(goods.name)
}
