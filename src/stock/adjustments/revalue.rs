//! Says what the goods that are there are worth: a new cost for each unit of a product at a location.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::record::{NewAdjustment, NewLine, made_before, record};
use super::{Reason, Recorded, posting, store};
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{self, read_place};
use crate::stock::{Source, lock_for_count, revalue_on_hand};
use crate::values::{Money, Quantity, Refusal, Stop};
use crate::{audit, ledger};

/// Of all that was submitted.
fn digest(form: &HashMap<String, String>) -> Vec<u8> {
    let text = |name: &str| typed_lines::text(form, name);
    let mut body = json!([
        "revaluation",
        text("product_id"),
        text("location_id"),
        text("unit_cost"),
        text("note")
    ]);
    // Left out where nothing stands there: such forms were digested before it could be asked.
    let free = text("free");
    if let Some(all) = body.as_array_mut().filter(|_| !free.is_empty()) {
        all.push(json!(free));
    }
    digest_bytes(body.to_string().as_bytes())
}

/// What one unit is worth of goods that are worth so much.
pub(super) fn unit_cost(value: Money, quantity: Quantity) -> Money {
    value.share(1000, quantity.milli()).unwrap_or_default()
}

/// What a form asks.
struct Ask {
    adjustment_id: Uuid,
    product_id: Uuid,
    product_name: String,
    location_id: Uuid,
    /// Of one unit.
    cost: Money,
    note: String,
}

/// Values anew what is there of a product at a location, once for each form. Being done already is
/// no error.
pub async fn revalue(cx: &Cx, form: &HashMap<String, String>) -> Result<Recorded, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let adjustment_id = typed_lines::id(form, "adjustment_id")?;
    tx.wait_for_turn(adjustment_id).await?;
    let digest = digest(form);
    if let Some(before) = made_before(&mut tx, adjustment_id, &digest).await? {
        return Ok(before);
    }
    let ask = read(&mut tx, form).await?;
    let change = carry_out(&mut tx, &ask).await?;
    let new = NewAdjustment {
        adjustment_id,
        digest: Some(&digest),
        location_id: ask.location_id,
        reason: Reason::Revaluation,
        note: &ask.note,
        value: change,
    };
    let line = NewLine {
        line_no: 1,
        product_id: ask.product_id,
        batch_id: None,
        quantity: Quantity::ZERO,
        value: change,
    };
    let number = record(&mut tx, &new, &[line]).await?;
    let details = json!({
        "number": number, "product": ask.product_name, "location_id": ask.location_id,
        "unit_cost": ask.cost.minor(), "value": change.minor(), "note": ask.note,
    });
    let subject = Some(adjustment_id);
    audit::record(
        &mut tx,
        "adjustment.revalue",
        "adjustment",
        subject,
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(Recorded {
        adjustment_id,
        number,
    })
}

async fn read(tx: &mut BusinessTx, form: &HashMap<String, String>) -> Result<Ask, Stop> {
    let adjustment_id = typed_lines::id(form, "adjustment_id")?;
    let product_id = typed_lines::id(form, "product_id")?;
    let product = store::product(tx, product_id).await?;
    let product = product.ok_or(Stop::NotFound)?;
    let mut refusals = Vec::new();
    let place = read_place(tx, form, "location_id", &mut refusals).await?;
    let cost = Money::parse(typed_lines::text(form, "unit_cost"), &tx.scope().currency);
    let cost = cost.ok().filter(|cost| *cost >= Money::ZERO);
    match cost {
        None => refusals.push(Refusal::at("unit_cost", "refused-not-an-amount")),
        // Nothing only where the person says that it is meant.
        Some(cost) if cost.is_zero() && typed_lines::text(form, "free").is_empty() => {
            let refusal = Refusal::at("unit_cost", "refused-revalue-zero");
            refusals.push(refusal.with("name", &product.name));
        }
        Some(_) => {}
    }
    let note = typed_lines::note(form, &mut refusals);
    let (Some(place), Some(cost), true) = (place, cost, refusals.is_empty()) else {
        return Err(refusals.into());
    };
    Ok(Ask {
        adjustment_id,
        product_id,
        product_name: product.name,
        location_id: place.location_id,
        cost,
        note,
    })
}

/// Changes the value of what is there and posts the change; the change.
async fn carry_out(tx: &mut BusinessTx, ask: &Ask) -> Result<Money, Stop> {
    let levels = lock_for_count(tx, ask.location_id, &[ask.product_id]).await?;
    let level = levels.get(&ask.product_id).copied().unwrap_or_default();
    if level.on_hand == Quantity::ZERO {
        return Err(Refusal::at("location_id", "refused-nothing-to-value").into());
    }
    let total = ask.cost.worth_of(level.on_hand);
    let total = total.ok_or_else(|| Refusal::at("unit_cost", "refused-stock-too-dear"))?;
    let by = Source {
        kind: "adjustment",
        id: ask.adjustment_id,
    };
    let change = revalue_on_hand(tx, by, 1, ask.location_id, ask.product_id, total).await?;
    if change.is_zero() {
        return Err(Refusal::at("unit_cost", "refused-worth-that-already").into());
    }
    let (id, reason, now) = (ask.adjustment_id, Reason::Revaluation, tx.scope().now);
    let draft = posting::of_adjustment(id, reason, change, now, ask.location_id);
    let draft = draft.ok_or_else(|| fault("a value cannot be counted", &id))?;
    ledger::post(tx, draft).await?;
    Ok(change)
}
