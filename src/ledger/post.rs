//! Posts a document's entry.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Draft, balances, store};
use crate::platform::{BusinessTx, fault};
use crate::values::{Refusal, Stop, month_of};

/// Writes a document's entry; its id. The same document and purpose again writes nothing and
/// answers with the entry that stands. An entry of nothing but zeros is not written (`Uuid::nil`).
pub async fn post(tx: &mut BusinessTx, draft: Draft) -> Result<Uuid, Stop> {
    write(tx, &draft, None).await
}

/// What a document posted for a purpose, as it was drafted; none where that was nothing but zeros.
pub async fn posted(
    tx: &mut BusinessTx,
    source_kind: &'static str,
    source_id: Uuid,
    purpose: &'static str,
) -> Result<Option<Draft>, Stop> {
    let mut draft = Draft {
        source_kind,
        source_id,
        purpose,
        occurred_at: tx.scope().now,
        location_id: None,
        lines: Vec::new(),
    };
    let Some(entry_id) = store::posted(tx, &draft).await? else {
        return Ok(None);
    };
    let entry = store::entry(tx, entry_id).await?;
    draft.occurred_at = entry.occurred_at;
    draft.location_id = entry.location_id;
    for line in &entry.lines {
        let role = line
            .role
            .ok_or_else(|| fault("an account has no role", &line.number))?;
        draft.lines.push((role, line.amount));
    }
    Ok(Some(draft))
}

/// Takes back what a document posted, by the entry of a document of its kind, or its own, at another time.
/// An entry is reversed once; what was never posted, or only zeros, is a fault.
pub async fn reverse(
    tx: &mut BusinessTx,
    posted: &Draft,
    source_id: Uuid,
    at: DateTime<Utc>,
) -> Result<Uuid, Stop> {
    let there = store::posted(tx, posted).await?;
    let there = there.ok_or_else(|| fault("there is nothing to reverse", &posted.source_id))?;
    let draft = posted.reversed(source_id, at);
    let draft = draft.ok_or_else(|| fault("a reversal cannot be counted", &posted.source_id))?;
    write(tx, &draft, Some(there)).await
}

async fn write(tx: &mut BusinessTx, draft: &Draft, reverses: Option<Uuid>) -> Result<Uuid, Stop> {
    if let Some(entry_id) = store::posted(tx, draft).await? {
        return Ok(entry_id);
    }
    let lines = draft.balanced().ok_or_else(|| {
        fault(
            "a document does not balance",
            &format!("{} {}", draft.source_kind, draft.purpose),
        )
    })?;
    if lines.is_empty() {
        return Ok(Uuid::nil());
    }
    let day = tx.scope().calendar.day_of(draft.occurred_at);
    // Asked, not tried: a refused insert would end the caller's transaction.
    if !store::open_period(tx, month_of(day)).await? {
        let month = day.format("%m/%Y");
        return Err(Refusal::of("refused-month-closed")
            .with("month", month)
            .into());
    }
    let number = next_number(tx, "journal").await?;
    let entry_id = Uuid::now_v7();
    store::insert_entry(tx, (entry_id, number), day, draft, reverses).await?;
    store::insert_lines(tx, entry_id, &lines).await?;
    balances::keep(tx, number).await?;
    Ok(entry_id)
}

/// Whether what happens at this instant can be posted: the books of its month are open. That stays so
/// until the transaction ends.
pub async fn is_open(tx: &mut BusinessTx, at: DateTime<Utc>) -> Result<bool, Stop> {
    let day = tx.scope().calendar.day_of(at);
    store::open_period(tx, month_of(day)).await
}

/// Takes a number that was given elsewhere, such as by a till without a network, and answers the one
/// that would have been next: less, and some are missing; more, and it is one of before. Numbers that
/// are taken here come after it. The series' row stays locked until the transaction ends.
pub async fn take_given(tx: &mut BusinessTx, series: &str, number: i64) -> Result<i64, Stop> {
    store::take_given(tx, series, number).await
}

/// The next number of a series of documents. Its row stays locked until the transaction ends, so
/// that numbers have no gaps: take it last.
pub async fn next_number(tx: &mut BusinessTx, series: &str) -> Result<i64, Stop> {
    store::take_number(tx, series).await
}
