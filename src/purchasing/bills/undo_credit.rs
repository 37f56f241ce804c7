//! Undoes a supplier's credit that was entered by mistake: goods that went back are on the shelf again,
//! goods that it had made cheaper cost what they did, and the bills that it settled are owed again. Once, with a
//! reason.

use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::credit::value_anew;
use super::credited::Credit;
use super::posting;
use super::reason::Reason;
use super::settle::{By, To};
use super::spread;
use super::store::{self, CreditedLine};
use super::undo::reason_of;
use crate::audit;
use crate::ledger::{self, Draft};
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing::receiving::{self, ReceiptLine};
use crate::staff::{self, Power};
use crate::stock::{self, Arrival, Kind, Source};
use crate::values::{Money, Refusal, Stop};

/// Which credit is undone, and why, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UndoCreditForm {
    /// Made with the page: the key that makes undoing happen once.
    pub undo_id: String,
    /// What is undone.
    pub credit_id: String,
    /// Why.
    pub reason: String,
}

fn uncountable(credit_id: Uuid) -> impl Fn() -> Stop {
    move || fault("a credit cannot be counted", &credit_id)
}

/// Undoes a supplier's credit, today; once for its id, and again changes nothing.
///
/// # Errors
/// Not found; refused in words without a reason, where it is undone already (`refused-undo-done`), where
/// some of it came back as money (`refused-undo-came-back`), and where this id stands for something else
/// (`refused-undo-other`).
pub async fn undo_credit(cx: &Cx, form: &UndoCreditForm) -> Result<Uuid, Stop> {
    let id = |typed: &str| typed.trim().parse::<Uuid>().map_err(|_| Stop::NotFound);
    let (undo_id, credit_id) = (id(&form.undo_id)?, id(&form.credit_id)?);
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    let credit = store::credit(&mut tx, credit_id).await?;
    let supplier_id = credit.ok_or(Stop::NotFound)?.supplier_id;
    receiving::lock_supplier(&mut tx, supplier_id).await?;
    // As it is now that nobody else changes it.
    let credit = store::credit(&mut tx, credit_id).await?;
    let credit = credit.ok_or(Stop::NotFound)?;
    let reason = reason_of(&form.reason)?;
    if is_done(&mut tx, &credit, undo_id, &reason).await? {
        return Ok(undo_id);
    }
    let posted = ledger::posted(&mut tx, "supplier_credit", credit_id, "credit").await?;
    let lines = lock(&mut tx, &credit).await?;
    give_up(&mut tx, &credit).await?;
    store::mark_credit_undone(&mut tx, credit_id, undo_id, &reason).await?;
    let details = json!({
        "supplier": credit.supplier_name, "number": credit.number,
        "total": credit.total.minor(), "reason": reason,
    });
    let subject = Some(credit_id);
    let act = "supplier.undo_credit";
    audit::record(&mut tx, act, "supplier_credit", subject, details).await?;
    let moved = match credit.location_id {
        Some(location_id) => {
            bring_back(&mut tx, credit_id, location_id, &lines).await?;
            None
        }
        None => Some(make_dearer(&mut tx, credit_id, &lines, posted.as_ref()).await?),
    };
    if let Some(posted) = &posted {
        post(&mut tx, &credit, posted, moved).await?;
    }
    tx.commit().await?;
    Ok(undo_id)
}

/// Whether this very form has undone it already; refused where another has, or this one undid another.
async fn is_done(
    tx: &mut BusinessTx,
    credit: &Credit,
    undo_id: Uuid,
    reason: &str,
) -> Result<bool, Stop> {
    if let Some(undone) = &credit.undone {
        return match (undone.undo_id == undo_id, undone.reason == reason) {
            (true, true) => Ok(true),
            (true, false) => Err(Refusal::of("refused-undo-other").into()),
            (false, _) => Err(Refusal::of("refused-undo-done").into()),
        };
    }
    if store::has_undone(tx, undo_id).await? {
        return Err(Refusal::of("refused-undo-other").into());
    }
    Ok(false)
}

/// Locks the lines of receipts that the credit is about; each with what was taken off for it.
async fn lock(
    tx: &mut BusinessTx,
    credit: &Credit,
) -> Result<Vec<(ReceiptLine, CreditedLine)>, Stop> {
    let credited = store::credited_lines(tx, credit.credit_id).await?;
    let key = |one: &CreditedLine| (one.receipt_id, one.receipt_line_no);
    let keys: Vec<(Uuid, i32)> = credited.iter().map(key).collect();
    let lines = store::lock_lines(tx, credit.supplier_id, &keys).await?;
    let with_its_line = |one: CreditedLine| {
        let mut lines = lines.iter();
        let line = lines.find(|line| (line.receipt_id, line.line_no) == key(&one))?;
        Some((line.clone(), one))
    };
    Ok(credited.into_iter().filter_map(with_its_line).collect())
}

/// What it had settled is open again, and what had gone back by it had not.
async fn give_up(tx: &mut BusinessTx, credit: &Credit) -> Result<(), Stop> {
    let standing = store::standing(tx, By::Credit(credit.credit_id)).await?;
    if standing.iter().any(|one| matches!(one.to, To::Refund(_))) {
        return Err(Refusal::of("refused-undo-came-back").into());
    }
    for one in &standing {
        let negative = one.amount.negated();
        let negative = negative.ok_or_else(uncountable(credit.credit_id))?;
        store::unsettle(tx, one, negative).await?;
    }
    if credit.reason == Reason::Returned {
        store::unmark_returned(tx, credit.credit_id).await?;
    }
    Ok(())
}

/// Goods that went back are where they left from, at what they had cost. Their levels are locked before it
/// is read until when they keep: whoever puts their batch right has them too.
async fn bring_back(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    location_id: Uuid,
    lines: &[(ReceiptLine, CreditedLine)],
) -> Result<(), Stop> {
    let products: Vec<Uuid> = lines.iter().map(|(line, _)| line.product_id).collect();
    stock::lock_all(tx, location_id, &products).await?;
    let after = store::last_moved(tx, credit_id).await?;
    let lines = store::coming_back(tx, credit_id, after).await?;
    let arrival = Arrival {
        kind: Kind::SupplierReturn,
        source: Source {
            kind: "supplier_credit",
            id: credit_id,
        },
        location_id,
    };
    stock::bring_in(tx, &arrival, &lines).await?;
    Ok(())
}

/// Goods that it had made cheaper cost what they did. Answers what those carry that are still there, and
/// what those that have gone cost in addition.
async fn make_dearer(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    lines: &[(ReceiptLine, CreditedLine)],
    posted: Option<&Draft>,
) -> Result<(Money, Money), Stop> {
    let uncountable = uncountable(credit_id);
    let taken_off = posted.and_then(posting::off_goods).unwrap_or_default();
    let nets: Vec<i64> = lines.iter().map(|(_, one)| one.net.minor()).collect();
    let net = Money::sum(lines.iter().map(|(_, one)| one.net)).ok_or_else(&uncountable)?;
    // What is more than that is the tax that goods had carried.
    let tax = taken_off.minus(net).ok_or_else(&uncountable)?;
    let taxes = spread::by_weight(tax, &nets).ok_or_else(&uncountable)?;
    let mut changes: Vec<(&ReceiptLine, Money)> = Vec::with_capacity(lines.len());
    for ((line, one), tax) in lines.iter().zip(taxes) {
        let amount = one.net.plus(tax).ok_or_else(&uncountable)?;
        changes.push((line, amount));
    }
    let after = store::last_moved(tx, credit_id).await?;
    value_anew(tx, credit_id, after.saturating_add(1), changes).await
}

/// The entry of the credit, the other way round: today, for its own month may be closed. Where goods have
/// gone since that it had made cheaper, their cost carries what they no longer can.
async fn post(
    tx: &mut BusinessTx,
    credit: &Credit,
    posted: &Draft,
    moved: Option<(Money, Money)>,
) -> Result<(), Stop> {
    let now = tx.scope().now;
    ledger::reverse(tx, posted, credit.credit_id, now).await?;
    if let Some(moved) = moved {
        let draft = posting::of_gone(posted, moved, now);
        ledger::post(tx, draft.ok_or_else(uncountable(credit.credit_id))?).await?;
    }
    Ok(())
}
