//! Opens a shift: the float is in the drawer.

use serde_json::json;

use super::posting::{self, Occasion};
use super::{OpenAsk, Shift, acting, ask, other, store, uncountable};
use crate::audit;
use crate::ledger;
use crate::platform::{BusinessTx, Cx};
use crate::sales::taken::{Flag, Oddity};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Opens the shift of whoever acts, once for each `shift_id`: the same asked again answers with the
/// same shift, also when it has been closed since.
///
/// # Errors
/// Refuses another body under an id that is used, a second open shift of hers at this till, and a till
/// that was revoked. A till of another business is not found.
pub async fn open(cx: &Cx, ask: &OpenAsk) -> Result<Shift, Stop> {
    match attempt(cx, ask).await {
        // Perhaps at commit, and then the outcome is unknown: the id knows.
        Err(Stop::Fault(id)) => {
            let mut tx = cx.begin().await?;
            let shift = again(&mut tx, ask).await?;
            shift.ok_or(Stop::Fault(id))
        }
        outcome => outcome,
    }
}

async fn attempt(cx: &Cx, ask: &OpenAsk) -> Result<Shift, Stop> {
    let mut tx = cx.begin().await?;
    let (shift, _) = record_opening(&mut tx, ask).await?;
    tx.commit().await?;
    Ok(shift)
}

/// The same in a transaction that is open, which the caller commits; and what is odd about a shift that a
/// till tells of, if anything is: it was begun, and what happened in it comes after. Told again, that was
/// noted then.
///
/// # Errors
/// As [`open`], but for what is odd.
pub async fn record_opening(
    tx: &mut BusinessTx,
    ask: &OpenAsk,
) -> Result<(Shift, Option<Flag>), Stop> {
    staff::allow(tx, Power::RunShift)?;
    let member_id = acting(tx)?;
    ask.check()?;
    tx.wait_for_turn(ask.shift_id).await?;
    if let Some(shift) = again(tx, ask).await? {
        return Ok((shift, None));
    }
    let till = store::till(tx, ask.device_id).await?;
    let till = till.ok_or(Stop::NotFound)?;
    // What happened at it before that is told by another one.
    if till.is_revoked && !tx.scope().is_told() {
        return Err(Refusal::of("refused-shift-till").into());
    }
    let series = format!("shift:{}", till.series);
    // Its row stays locked: whoever opens another one at this till at the same instant waits here. Where nothing is
    // opened, the number is not used up.
    let number = ledger::next_number(tx, &series).await?;
    let standing = store::open_number(tx, ask.device_id, member_id).await?;
    let odd = standing
        .map(|number| beside(tx, &till.series, number))
        .transpose()?;
    let opened_at = ask::happened(ask.occurred_at, tx.scope().now);
    let new = store::NewShift {
        ask,
        member_id,
        location_id: till.location_id,
        series: &series,
        number,
        opened_at,
        is_beside: odd.is_some(),
    };
    store::insert(tx, &new).await?;
    let details = json!({ "number": number, "float": ask.float.minor() });
    let subject = Some(ask.shift_id);
    audit::record(tx, "shift.open", "shift", subject, details).await?;
    let at = Occasion {
        source_id: ask.shift_id,
        location_id: till.location_id,
        occurred_at: opened_at,
    };
    let draft = posting::of_opening(at, ask.float);
    let draft = draft.ok_or_else(|| uncountable(ask.shift_id))?;
    posting::post(tx, draft).await?;
    let shift = super::shift(tx, ask.shift_id).await?;
    Ok((shift, odd))
}

/// Refuses a second shift of hers at this till while the one of that number is open. One that a till tells
/// of has begun: it stands beside the other, and each is closed by itself.
fn beside(tx: &BusinessTx, series: &str, number: i64) -> Result<Flag, Stop> {
    if tx.scope().is_told() {
        let reason = Refusal::of("flag-shift-beside");
        let reason = reason.with("number", format!("{series}-{number}"));
        return Ok(Flag::of(Oddity::Shift, reason));
    }
    let refusal = Refusal::of("refused-shift-open").with("number", number);
    Err(refusal.into())
}

/// The shift that an earlier request of this very body opened.
async fn again(tx: &mut BusinessTx, ask: &OpenAsk) -> Result<Option<Shift>, Stop> {
    match store::digest_of(tx, ask.shift_id).await? {
        None => Ok(None),
        Some(there) if there == ask.digest() => store::shift(tx, ask.shift_id).await,
        Some(_) => Err(other()),
    }
}
