//! M-Pesa's QR code for what is rung up, which the customer is shown beside the shop's number.

use uuid::Uuid;

use super::ask::{device_of, statement};
use crate::mpesa::Daraja;
use crate::payments;
use crate::platform::secrets::SealingKey;
use crate::platform::{Cx, limits};
use crate::values::{Money, Stop};

/// A PNG of it, for so much of this sale, and the number that it pays to; none where there is none to be had.
/// Comes in at a till's door, with nobody's turn: whoever looks at the screen may scan it.
///
/// # Errors
/// Stops a till or a shop that asks too often, and a browser that is no till.
pub async fn qr(
    cx: &Cx,
    seal: &SealingKey,
    daraja: Option<&Daraja>,
    sale_id: Uuid,
    due: Money,
) -> Result<Option<(Vec<u8>, String)>, Stop> {
    let mut tx = cx.read().await?;
    let device = device_of(&tx)?;
    let business = tx.scope().business_id;
    let named = statement(&device.series, sale_id);
    let ask = payments::qr_ask(&mut tx, seal, due, &named).await?;
    drop(tx);
    let (Some(daraja), Some(ask)) = (daraja, ask) else {
        return Ok(None);
    };
    // Limits take a connection of their own: they are asked while none is held.
    let till = format!("{business}\n{}", device.device_id);
    let db = cx.database();
    db.limit(&limits::QR_TILL, &till, cx.now).await?;
    db.limit(&limits::QR_SHOP, &business.to_string(), cx.now)
        .await?;
    let png = ask.draw(daraja).await;
    Ok(png.map(|png| (png, ask.pays_to().to_owned())))
}
