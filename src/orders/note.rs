//! Notes that members write about an order, for each other. The customer never reads them.

use serde_json::json;
use uuid::Uuid;

use super::store::{notes, orders};
use crate::audit;
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// The most characters of a note.
pub(super) const MOST: usize = 1000;

/// Several lines as they are counted and kept: a browser sends two characters for each line's end.
pub(super) fn plain_lines(typed: &str) -> String {
    typed.trim().replace("\r\n", "\n")
}

/// Writes a note, once for each `note_id`. What is written stays; who errs writes another.
pub async fn write_note(cx: &Cx, order_id: Uuid, note_id: Uuid, words: &str) -> Result<(), Stop> {
    let words = plain_lines(words);
    if words.is_empty() {
        return Err(Refusal::at("words", "refused-required").into());
    }
    if words.chars().count() > MOST {
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
