//! What a person decides about prompts at tills: money that no sale names goes back, and a prompt that did
//! not fit is counted or set aside, once she has looked at the business's own statement.

use serde_json::json;
use uuid::Uuid;

use crate::audit;
use crate::orders;
use crate::payments::{self, Back, State, Tender};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, one_line};
use crate::values::{Money, Refusal, Stop};

/// The most characters of why a prompt is set aside.
pub(super) const LONGEST_WHY: u32 = 300;

/// The acts by which a review ends, as the audit trail has them: the prompt's state does not tell them apart.
const COUNTED: &str = "till.count_prompt";
const ASIDE: &str = "till.set_prompt_aside";

/// Records that money was paid back that a prompt brought and no sale names: all of it, once for each
/// `back_id`.
///
/// # Errors
/// Not found; refused where a sale names it meanwhile, where it was paid back, and without a reference where
/// its tender has one.
pub async fn pay_back(
    cx: &Cx,
    payment_id: Uuid,
    back_id: Uuid,
    tender: Tender,
    reference: &str,
) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Refund)?;
    if tender == Tender::OnAccount {
        return Err(Refusal::at("tender", "refused-tender-needed").into());
    }
    let back = Back {
        payment_id: back_id,
        pays_back: payment_id,
        tender,
        reference: payments::reference(tender, reference)?,
    };
    payments::pay_back_held(&mut tx, &back).await?;
    tx.commit().await
}

/// Counts the money of a till's prompt in review: it is held for the sale that is to name it. Twice is once.
///
/// # Errors
/// Not found; refused as [`payments::count_reviewed`] refuses, at the fields `amount` and `code`.
pub async fn count(cx: &Cx, attempt_id: Uuid, amount: &str, receipt: &str) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let before = payments::told_at_till(&mut tx, attempt_id, None).await?;
    let currency = tx.scope().currency.clone();
    let amount = Money::parse(amount, &currency).unwrap_or_default();
    if amount <= Money::ZERO {
        return Err(Refusal::at("amount", "refused-not-an-amount").into());
    }
    // A prompt that knows its receipt keeps it; another cannot be typed in.
    let receipt = match &before.receipt {
        Some(known) => known.clone(),
        None => payments::reference(Tender::Mpesa, receipt)
            .map_err(|_| Stop::from(Refusal::at("code", "refused-receipt-needed")))?
            .unwrap_or_default(),
    };
    let attempt =
        payments::count_reviewed(&mut tx, attempt_id, amount, &receipt, orders::settle).await?;
    if attempt.state == State::Review {
        let details = json!({
            "amount": amount.minor(), "receipt": receipt, "reason": attempt.reason,
        });
        let subject = Some(attempt_id);
        audit::record(&mut tx, COUNTED, "mpesa_attempt", subject, details).await?;
    }
    tx.commit().await
}

/// Ends the review of a till's prompt whose money is not ours, or stands in the books already. Says why. Twice
/// is once, and the first word stands.
///
/// # Errors
/// Not found; refused where it is not in review, and at the field `why` without a word or with too many.
pub async fn set_aside(cx: &Cx, attempt_id: Uuid, why: &str) -> Result<(), Stop> {
    let why = one_line(why);
    if why.is_empty() {
        return Err(Refusal::at("why", "refused-required").into());
    }
    let most = usize::try_from(LONGEST_WHY).unwrap_or(usize::MAX);
    if why.chars().count() > most {
        let refusal = Refusal::at("why", "refused-too-long");
        return Err(refusal.with("most", most).into());
    }
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    payments::told_at_till(&mut tx, attempt_id, None).await?;
    // It holds the prompt, also where it refuses: what was decided before it is seen.
    let aside = payments::set_aside(&mut tx, attempt_id).await;
    let is_refused = matches!(aside, Err(Stop::Refused(_)));
    if is_refused && is_set_aside(&mut tx, attempt_id).await? {
        return Ok(());
    }
    let details = json!({ "note": why, "reason": aside?.reason });
    let subject = Some(attempt_id);
    audit::record(&mut tx, ASIDE, "mpesa_attempt", subject, details).await?;
    tx.commit().await
}

/// Whether what was decided last about a prompt is that it is set aside.
async fn is_set_aside(tx: &mut BusinessTx, attempt_id: Uuid) -> Result<bool, Stop> {
    let traces = audit::trail(tx, "mpesa_attempt", attempt_id).await?;
    let mut acts = traces.iter().map(|trace| trace.act.as_str());
    Ok(acts.find(|act| matches!(*act, COUNTED | ASIDE)) == Some(ASIDE))
}
