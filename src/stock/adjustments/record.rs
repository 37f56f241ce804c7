//! Writes an adjustment down: last, when its goods have moved and its entry is posted.

use uuid::Uuid;

use super::{Reason, store};
use crate::ledger;
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Refusal, Stop};

/// An adjustment that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub adjustment_id: Uuid,
    /// Its number.
    pub number: i64,
}

/// A line to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NewLine {
    pub line_no: i32,
    pub product_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub quantity: Quantity,
    pub value: Money,
}

/// An adjustment to be written.
pub(super) struct NewAdjustment<'a> {
    pub adjustment_id: Uuid,
    /// Of what was submitted; none where a page's own count is meant.
    pub digest: Option<&'a [u8]>,
    pub location_id: Uuid,
    pub reason: Reason,
    pub note: &'a str,
    pub value: Money,
}

/// Writes an adjustment with its lines; its number. Takes the counter of adjustments, which stays
/// locked: after everything else, the entry in the books too.
pub(super) async fn record(
    tx: &mut BusinessTx,
    new: &NewAdjustment<'_>,
    lines: &[NewLine],
) -> Result<i64, Stop> {
    let number = ledger::next_number(tx, "adjustment").await?;
    store::insert(tx, number, new).await?;
    store::insert_lines(tx, new.adjustment_id, lines).await?;
    Ok(number)
}

/// Writes down what a product's form, or an import of many, counted: each line with its product, its
/// change in quantity and its change in value. Call it when the entry is posted, because an arrival
/// may post too, and every adjustment must lock the journal's counter before its own.
pub async fn record_counted(
    tx: &mut BusinessTx,
    adjustment_id: Uuid,
    location_id: Uuid,
    lines: &[(i32, Uuid, Quantity, Money)],
) -> Result<(), Stop> {
    let changed = lines
        .iter()
        .filter(|(_, _, quantity, value)| *quantity != Quantity::ZERO || !value.is_zero());
    let lines: Vec<NewLine> = changed
        .map(|(line_no, product_id, quantity, value)| NewLine {
            line_no: *line_no,
            product_id: *product_id,
            batch_id: None,
            quantity: *quantity,
            value: *value,
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    let value = Money::sum(lines.iter().map(|line| line.value))
        .ok_or_else(|| fault("a count cannot be counted", &adjustment_id))?;
    let new = NewAdjustment {
        adjustment_id,
        digest: None,
        location_id,
        reason: Reason::Counted,
        note: "",
        value,
    };
    record(tx, &new, &lines).await?;
    Ok(())
}

/// What was made under this id before, if it is the same; refused where it is another thing.
pub(super) async fn made_before(
    tx: &mut BusinessTx,
    adjustment_id: Uuid,
    digest: &[u8],
) -> Result<Option<Recorded>, Stop> {
    let Some((number, there)) = store::recorded(tx, adjustment_id).await? else {
        return Ok(None);
    };
    if there.as_deref() != Some(digest) {
        return Err(Refusal::of("refused-adjustment-recorded").into());
    }
    Ok(Some(Recorded {
        adjustment_id,
        number,
    }))
}
