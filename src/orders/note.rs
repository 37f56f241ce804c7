//! Notes that members write about an order, for each other. The customer never reads them.

use serde_json::json;
use uuid::Uuid;

use super::store::{notes, orders};
use crate::audit;
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// The most characters of a note.
pub(super) const MOST: u32 = 1000;

/// Writes a note, once for each `note_id`. What is written stays; who errs writes another.
pub async fn write_note(cx: &Cx, order_id: Uuid, note_id: Uuid, words: &str) -> Result<(), Stop> {
    let words = words.trim().replace("\r\n", "\n");
    if words.is_empty() {
        return Err(Refusal::at("words", "refused-required").into());
    }
    if words.chars().count() > MOST as usize {
        let refusal = Refusal::at("words", "refused-too-long");
        return Err(refusal.with("most", MOST).into());
    }
    let mut tx = cx.begin().await?;
    // Another business's order is not there; nothing else about it matters.
    orders::load(&mut tx, order_id).await?;
    if !notes::insert(&mut tx, order_id, note_id, &words).await? {
        return Ok(());
    }
    let details = json!({ "note_id": note_id, "words": words });
    audit::record(&mut tx, "order.note", "order", Some(order_id), details).await?;
    tx.commit().await
}
