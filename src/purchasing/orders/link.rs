//! The link that shows an order to its supplier, without signing in: made, renewed, withdrawn.

use serde_json::json;
use uuid::Uuid;

use super::purchase::Whole;
use super::store;
use crate::audit;
use crate::platform::secrets::new_token;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Makes a new link of an order; its secret part, which is not kept and cannot be had again. A link
/// that was made before dies.
///
/// # Errors
/// Not found; refused in words where the order is still a draft.
pub async fn make_link(cx: &Cx, purchase_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let purchase = store::lock(&mut tx, purchase_id).await?;
    let purchase = purchase.ok_or(Stop::NotFound)?;
    if !purchase.state.may_be_shown() {
        return Err(Refusal::of("refused-po-draft").into());
    }
    let renewed = store::drop_links(&mut tx, purchase_id).await?;
    let link = new_token();
    store::insert_link(&mut tx, purchase_id, &link).await?;
    let details = json!({ "number": purchase.number, "renewed": renewed });
    let subject = Some(purchase_id);
    audit::record(&mut tx, "purchase.link", "purchase", subject, details).await?;
    tx.commit().await?;
    Ok(link)
}

/// Withdraws the link of an order: whoever holds it sees nothing any more. Being withdrawn already is
/// no error.
///
/// # Errors
/// Not found.
pub async fn withdraw_link(cx: &Cx, purchase_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Buy)?;
    let purchase = store::lock(&mut tx, purchase_id).await?;
    let purchase = purchase.ok_or(Stop::NotFound)?;
    if !store::drop_links(&mut tx, purchase_id).await? {
        return Ok(());
    }
    let details = json!({ "number": purchase.number });
    let subject = Some(purchase_id);
    audit::record(
        &mut tx,
        "purchase.withdraw_link",
        "purchase",
        subject,
        details,
    )
    .await?;
    tx.commit().await
}

/// The order that a link shows; not found for a wrong one, and for one that was withdrawn.
pub async fn by_link(tx: &mut BusinessTx, link: &str) -> Result<Whole, Stop> {
    let purchase_id = store::by_link(tx, link).await?.ok_or(Stop::NotFound)?;
    let whole = store::whole(tx, purchase_id).await?;
    if whole.purchase.state.may_be_shown() {
        Ok(whole)
    } else {
        Err(Stop::NotFound)
    }
}
