//! Moves cash into a drawer or out of it.

use serde_json::json;

use super::posting::{self, Occasion};
use super::{CashMove, MoveAsk, MoveReason, acting, ask, is_hers, other, store, uncountable};
use crate::audit;
use crate::ledger::{self, Role};
use crate::platform::{BusinessTx, Cx};
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
    staff::allow(&tx, Power::RunShift)?;
    let member_id = acting(&tx)?;
    ask.check(tx.scope().is_told())?;
    let standing = store::hold(&mut tx, ask.at.shift_id).await?;
    let standing = standing
        .filter(|shift| shift.device_id == ask.at.device_id && is_hers(&tx, shift.member_id));
    let standing = standing.ok_or(Stop::NotFound)?;
    let occurred_at = ask::happened(ask.occurred_at, tx.scope().now);
    let new = store::NewMove {
        ask,
        member_id,
        is_late: standing.is_closed,
        occurred_at,
    };
    // Who asks the same at the same instant waits here, and finds it.
    if !store::insert_move(&mut tx, &new).await? {
        return again(&mut tx, ask).await?.ok_or_else(other);
    }
    let details = json!({
        "move_id": ask.move_id, "way": ask.way.code(), "reason": ask.reason.code(),
        "amount": ask.amount.minor(), "note": ask.words(),
    });
    let subject = Some(ask.at.shift_id);
    audit::record(&mut tx, "shift.move_cash", "shift", subject, details).await?;
    let at = Occasion {
        source_id: ask.move_id,
        location_id: standing.location_id,
        occurred_at,
    };
    let draft = posting::of_move(at, ask, standing.is_closed);
    let draft = draft.ok_or_else(|| uncountable(ask.at.shift_id))?;
    posting::post(&mut tx, draft).await?;
    if ask.reason == MoveReason::Tips {
        leaves_tips(&mut tx, ask.amount).await?;
    }
    let made = store::cash_move(&mut tx, ask.move_id).await?;
    let made = made.ok_or_else(|| uncountable(ask.at.shift_id))?;
    tx.commit().await?;
    Ok(made)
}

/// Refuses tips that are more than what was owed before they were posted. Whoever else pays some out at the
/// same instant waits for the journal, so what is read here is all there is.
async fn leaves_tips(tx: &mut BusinessTx, paid: Money) -> Result<(), Stop> {
    let over = ledger::balance(tx, Role::TipsPayable).await?;
    if over <= Money::ZERO {
        return Ok(());
    }
    let owed = paid.minus(over).unwrap_or_default().max(Money::ZERO);
    let refusal = Refusal::at("amount", "refused-shift-tips");
    let owed = owed.named(&tx.scope().currency);
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
