//! Moves cash into a drawer or out of it.

use serde_json::json;

use super::posting::{self, Occasion};
use super::{CashMove, MoveAsk, MoveReason, acting, ask, is_hers, other, store, uncountable};
use crate::audit;
use crate::ledger::{self, Role};
use crate::platform::{BusinessTx, Cx};
use crate::sales::taken::{Flag, Oddity};
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// Moves cash, once for each `move_id`. In a shift that is closed it is late: it is recorded, and taken
/// off what was over or short.
///
/// # Errors
/// Refuses another body under an id that is used, what cannot be moved so, and more tips than are owed to
/// the staff. A shift of another till or business is not found, nor is another cashier's for one who sees
/// her own alone.
pub async fn move_cash(cx: &Cx, ask: &MoveAsk) -> Result<CashMove, Stop> {
    match attempt(cx, ask).await {
        // Perhaps at commit, and then the outcome is unknown: the id knows.
        Err(Stop::Fault(id)) => {
            let mut tx = cx.begin().await?;
            let made = again(&mut tx, ask).await?;
            made.ok_or(Stop::Fault(id))
        }
        outcome => outcome,
    }
}

async fn attempt(cx: &Cx, ask: &MoveAsk) -> Result<CashMove, Stop> {
    let mut tx = cx.begin().await?;
    let (made, _) = record_move(&mut tx, ask).await?;
    tx.commit().await?;
    Ok(made)
}

/// The same in a transaction that is open, which the caller commits; and what is odd about cash that a till
/// tells of, if anything is: it is gone, and nobody can be kept from it any more. Told again, that was
/// noted then.
///
/// # Errors
/// As [`move_cash`], but for what is odd.
pub async fn record_move(
    tx: &mut BusinessTx,
    ask: &MoveAsk,
) -> Result<(CashMove, Option<Flag>), Stop> {
    staff::allow(tx, Power::RunShift)?;
    let member_id = acting(tx)?;
    ask.check(tx.scope().is_told())?;
    let standing = store::hold(tx, ask.at.shift_id).await?;
    let standing = standing
        .filter(|shift| shift.device_id == ask.at.device_id && is_hers(tx, shift.member_id));
    let standing = standing.ok_or(Stop::NotFound)?;
    let occurred_at = ask::happened(ask.occurred_at, tx.scope().now);
    let new = store::NewMove {
        ask,
        member_id,
        is_late: standing.is_closed,
        occurred_at,
    };
    // Who asks the same at the same instant waits here, and finds it.
    if !store::insert_move(tx, &new).await? {
        let made = again(tx, ask).await?.ok_or_else(other)?;
        return Ok((made, None));
    }
    let details = json!({
        "move_id": ask.move_id, "way": ask.way.code(), "reason": ask.reason.code(),
        "amount": ask.amount.minor(), "note": ask.words(),
    });
    let subject = Some(ask.at.shift_id);
    audit::record(tx, "shift.move_cash", "shift", subject, details).await?;
    let at = Occasion {
        source_id: ask.move_id,
        location_id: standing.location_id,
        occurred_at,
    };
    let draft = posting::of_move(at, ask, standing.is_closed);
    let draft = draft.ok_or_else(|| uncountable(ask.at.shift_id))?;
    posting::post(tx, draft).await?;
    let odd = match ask.reason {
        MoveReason::Tips => leaves_tips(tx, ask.amount).await?,
        _ => None,
    };
    let made = store::cash_move(tx, ask.move_id).await?;
    let made = made.ok_or_else(|| uncountable(ask.at.shift_id))?;
    Ok((made, odd))
}

/// Refuses tips that are more than what was owed before they were posted. What a till tells of was paid out
/// already, perhaps of tips that another till has not told of yet: it is noted, and less than nothing is
/// owed until those are in the books. Whoever else pays some out at the same instant waits for the journal,
/// so what is read here is all there is.
async fn leaves_tips(tx: &mut BusinessTx, paid: Money) -> Result<Option<Flag>, Stop> {
    let over = ledger::balance(tx, Role::TipsPayable).await?;
    if over <= Money::ZERO {
        return Ok(None);
    }
    let currency = &tx.scope().currency;
    let owed = paid.minus(over).unwrap_or_default().max(Money::ZERO);
    let owed = owed.named(currency);
    if tx.scope().is_told() {
        let reason = Refusal::of("flag-tips-over").with("amount", paid.named(currency));
        return Ok(Some(Flag::of(Oddity::Tips, reason.with("owed", owed))));
    }
    let refusal = Refusal::at("amount", "refused-shift-tips");
    Err(refusal.with("owed", owed).into())
}

/// What an earlier request of this very body moved.
async fn again(tx: &mut BusinessTx, ask: &MoveAsk) -> Result<Option<CashMove>, Stop> {
    match store::move_digest(tx, ask.move_id).await? {
        None => Ok(None),
        Some(there) if there == ask.digest() => store::cash_move(tx, ask.move_id).await,
        Some(_) => Err(other()),
    }
}
