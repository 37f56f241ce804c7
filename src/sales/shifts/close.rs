//! Closes a shift: what is counted goes into the safe, and what is over or short is posted.

use serde_json::json;

use super::posting::{self, Occasion};
use super::{CloseAsk, Shift, acting, ask, is_hers, store, uncountable};
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::sales::taken::{Flag, Oddity};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Closes a shift with whatever was counted. The same asked again answers with the same shift.
///
/// # Errors
/// Refuses to close what is closed already with another count. A shift of another till or business is
/// not found, nor is another cashier's for one who sees her own alone.
pub async fn close(cx: &Cx, ask: &CloseAsk) -> Result<Shift, Stop> {
    match attempt(cx, ask).await {
        // Perhaps at commit, and then the outcome is unknown: who asks again finds out, or does it.
        Err(Stop::Fault(id)) => attempt(cx, ask).await.map_err(|stop| match stop {
            Stop::Fault(_) => Stop::Fault(id),
            stop => stop,
        }),
        outcome => outcome,
    }
}

async fn attempt(cx: &Cx, ask: &CloseAsk) -> Result<Shift, Stop> {
    let mut tx = cx.begin().await?;
    let (shift, _) = record_closing(&mut tx, ask).await?;
    tx.commit().await?;
    Ok(shift)
}

/// The same in a transaction that is open, which the caller commits; and what is odd about a closing that a
/// till tells of, if anything is: the drawer was counted there, whoever had closed the shift before.
///
/// # Errors
/// As [`close`], but for what is odd.
pub async fn record_closing(
    tx: &mut BusinessTx,
    ask: &CloseAsk,
) -> Result<(Shift, Option<Flag>), Stop> {
    staff::allow(tx, Power::RunShift)?;
    let member_id = acting(tx)?;
    ask.check()?;
    // Whoever sells in it at this instant is done first; who comes after is late.
    let standing = store::lock(tx, ask.shift_id).await?;
    let standing = standing.filter(|shift| {
        let is_its_till = ask.device_id.is_none_or(|id| id == shift.device_id);
        is_its_till && is_hers(tx, shift.member_id)
    });
    let standing = standing.ok_or(Stop::NotFound)?;
    let digest = ask.digest();
    if standing.is_closed {
        let shift = super::shift(tx, ask.shift_id).await?;
        let is_same = standing.close_digest.as_deref() == Some(digest.as_slice());
        let odd = (!is_same).then(|| counted_again(tx, ask, &shift));
        return Ok((shift, odd.transpose()?));
    }
    let cash = store::cash(tx, ask.shift_id).await?;
    let expected = cash.expected;
    let variance = ask.counted.minus(expected);
    let variance = variance.ok_or_else(|| uncountable(ask.shift_id))?;
    let closed_at = ask::happened(ask.occurred_at, tx.scope().now).max(standing.opened_at);
    let end = store::End {
        ask,
        digest: &digest,
        member_id,
        closed_at,
        expected,
        variance,
    };
    store::end(tx, &end).await?;
    let details = json!({
        "counted": ask.counted.minor(), "expected": expected.minor(),
        "variance": variance.minor(), "note": ask.words(),
    });
    let subject = Some(ask.shift_id);
    audit::record(tx, "shift.close", "shift", subject, details).await?;
    let at = Occasion {
        source_id: ask.shift_id,
        location_id: standing.location_id,
        occurred_at: closed_at,
    };
    let draft = posting::of_closing(at, ask.counted, expected);
    let draft = draft.ok_or_else(|| uncountable(ask.shift_id))?;
    posting::post(tx, draft).await?;
    let shift = super::shift(tx, ask.shift_id).await?;
    Ok((shift, None))
}

/// Refuses to close a shift again with another count. One that a till tells of was counted all the same: the
/// shift stays as it is, and a manager is told both counts.
fn counted_again(tx: &BusinessTx, ask: &CloseAsk, shift: &Shift) -> Result<Flag, Stop> {
    if !tx.scope().is_told() {
        return Err(Refusal::of("refused-shift-closed").into());
    }
    let currency = &tx.scope().currency;
    let counted = shift.closed.as_ref().map(|closed| closed.counted);
    let reason = Refusal::of("flag-shift-counted")
        .with("number", format!("{}-{}", shift.series, shift.number))
        .with("amount", ask.counted.named(currency))
        .with("before", counted.unwrap_or_default().named(currency));
    Ok(Flag::of(Oddity::Shift, reason))
}
