//! Adjusts stock as a form says: goods that were found, or goods that are gone.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::record::{NewAdjustment, NewLine, made_before, record};
use super::{Reason, Recorded, posting};
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power, unless_refused};
use crate::stock::store::find;
use crate::stock::typed_lines::{
    self, ReadLine, TypedLine, field_of, read_batches, read_lines, read_place, read_rows,
    refused_short,
};
use crate::stock::{
    Arrival, Arriving, Departure, Kind, Leaving, Shortage, Source, Spoilt, batch, bring_in,
    last_costs, lock_all, take_out,
};
use crate::values::{Money, Quantity, Refusal, Stop, typed_day};
use crate::{audit, ledger};

/// What a form asks, once it could be read.
struct Ask {
    adjustment_id: Uuid,
    location_id: Uuid,
    reason: Reason,
    note: String,
    lines: Vec<ReadLine>,
    /// Whether goods that were found may be worth nothing.
    is_free: bool,
    /// What becomes of goods that have expired, where goods leave.
    spoilt: Spoilt,
}

/// A batch, with the last day that its goods may be sold on.
type Label = (Option<Uuid>, Option<NaiveDate>);

/// Of all that was submitted: the same id with another body is another act.
fn digest(form: &HashMap<String, String>, rows: &[TypedLine]) -> Vec<u8> {
    let text = |name: &str| typed_lines::text(form, name);
    let (free, only) = (text("free"), text("only"));
    let mut body = json!([
        text("location_id"),
        text("reason"),
        text("note"),
        free,
        rows
    ]);
    // Left out where nothing stands there: such forms were digested before it could be asked.
    if let Some(all) = body.as_array_mut().filter(|_| !only.is_empty()) {
        all.push(json!(only));
    }
    digest_bytes(body.to_string().as_bytes())
}

/// Adjusts stock, once for each form. Being done already is no error.
pub async fn adjust(cx: &Cx, form: &HashMap<String, String>) -> Result<Recorded, Stop> {
    let mut tx = cx.begin().await?;
    let recorded = adjust_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(recorded)
}

/// The same in a transaction that is open.
pub(super) async fn adjust_in(
    tx: &mut BusinessTx,
    form: &HashMap<String, String>,
) -> Result<Recorded, Stop> {
    staff::allow(tx, Power::MoveStock)?;
    let adjustment_id = typed_lines::id(form, "adjustment_id")?;
    let rows = read_rows(form)?;
    tx.wait_for_turn(adjustment_id).await?;
    let digest = digest(form, &rows);
    if let Some(before) = made_before(tx, adjustment_id, &digest).await? {
        return Ok(before);
    }
    let mut refusals = Vec::new();
    let ask = read(tx, form, rows, &mut refusals).await?;
    let Some(ask) = ask else {
        return Err(refusals.into());
    };
    let (lines, value) = if ask.reason == Reason::Found {
        bring(tx, &ask, refusals).await?
    } else {
        take(tx, &ask, refusals).await?
    };
    let now = tx.scope().now;
    let draft = posting::of_adjustment(adjustment_id, ask.reason, value, now, ask.location_id);
    ledger::post(tx, draft.ok_or_else(|| too_large(adjustment_id))?).await?;
    let new = NewAdjustment {
        adjustment_id,
        digest: Some(&digest),
        location_id: ask.location_id,
        reason: ask.reason,
        note: &ask.note,
        value,
    };
    let number = record(tx, &new, &lines).await?;
    let details = json!({
        "number": number, "reason": ask.reason.code(), "note": ask.note,
        "location_id": ask.location_id, "lines": lines.len(), "value": value.minor(),
    });
    let subject = Some(adjustment_id);
    audit::record(tx, "adjustment.make", "adjustment", subject, details).await?;
    Ok(Recorded {
        adjustment_id,
        number,
    })
}

fn too_large(adjustment_id: Uuid) -> Stop {
    fault("an adjustment cannot be counted", &adjustment_id)
}

/// Reads the form. None where it cannot be read so far that goods could move; what was refused may
/// be more than that.
async fn read(
    tx: &mut BusinessTx,
    form: &HashMap<String, String>,
    rows: Vec<TypedLine>,
    refusals: &mut Vec<Refusal>,
) -> Result<Option<Ask>, Stop> {
    let place = read_place(tx, form, "location_id", refusals).await?;
    let reason = Reason::parse(typed_lines::text(form, "reason"));
    let reason = reason.filter(|reason| Reason::TYPED.contains(reason));
    if reason.is_none() {
        refusals.push(Refusal::at("reason", "refused-why-needed"));
    }
    let note = typed_lines::note(form, refusals);
    if reason == Some(Reason::Other) && note.is_empty() {
        refusals.push(Refusal::at("note", "refused-adjustment-note"));
    }
    let lines = read_lines(tx, rows, refusals).await?;
    let (Some(place), Some(reason)) = (place, reason) else {
        return Ok(None);
    };
    // The list of what has expired asks for that alone: what is fresh stays, where somebody else has
    // taken it off meanwhile.
    let only = reason == Reason::Expired && !typed_lines::text(form, "only").is_empty();
    Ok(Some(Ask {
        adjustment_id: typed_lines::id(form, "adjustment_id")?,
        location_id: place.location_id,
        reason,
        note,
        lines,
        is_free: !typed_lines::text(form, "free").is_empty(),
        spoilt: if only { Spoilt::Only } else { Spoilt::Take },
    }))
}

fn source(ask: &Ask) -> Source {
    Source {
        kind: "adjustment",
        id: ask.adjustment_id,
    }
}

/// Takes goods off the shelf that are gone, expired ones too, or these alone; what is promised to orders
/// stays.
async fn take(
    tx: &mut BusinessTx,
    ask: &Ask,
    mut refusals: Vec<Refusal>,
) -> Result<(Vec<NewLine>, Money), Stop> {
    let batches = read_batches(tx, &ask.lines, &mut refusals).await?;
    unless_refused(refusals)?;
    let leaving = ask.lines.iter().map(|line| Leaving {
        line_no: line.line_no(),
        product_id: line.found.product_id,
        quantity: line.quantity,
        batch_id: batches.get(&line.line_no()).copied(),
        origin_id: None,
        spoilt: ask.spoilt,
    });
    let leaving: Vec<Leaving> = leaving.collect();
    let departure = Departure {
        kind: Kind::Adjustment,
        source: source(ask),
        location_id: ask.location_id,
        shortage: Shortage::Refuse,
    };
    let left = match take_out(tx, &departure, &leaving).await? {
        Ok(left) => left,
        Err(short) => {
            let lines = ask.lines.iter();
            let lines = lines.map(|line| {
                let found = &line.found;
                let name = match line.typed.batch.as_str() {
                    "" => found.name.clone(),
                    batch => format!("{} ({batch})", found.name),
                };
                let batch_id = batches.get(&line.line_no()).copied();
                (line.line_no(), (found.product_id, batch_id), name)
            });
            let mut refusals = refused_short(&short, lines, "quantity");
            if ask.spoilt == Spoilt::Only {
                for refusal in &mut refusals {
                    "refused-only-expired".clone_into(&mut refusal.key);
                }
            }
            return Err(refusals.into());
        }
    };
    let mut lines = Vec::with_capacity(left.len());
    for left in left {
        let quantity = Quantity::ZERO.minus(left.quantity);
        let value = left.value.negated();
        lines.push(NewLine {
            line_no: left.line_no,
            product_id: left.product_id,
            batch_id: batches.get(&left.line_no).copied(),
            quantity: quantity.ok_or_else(|| too_large(ask.adjustment_id))?,
            value: value.ok_or_else(|| too_large(ask.adjustment_id))?,
        });
    }
    let value = Money::sum(lines.iter().map(|line| line.value));
    let value = value.ok_or_else(|| too_large(ask.adjustment_id))?;
    Ok((lines, value))
}

/// Puts goods on the shelf that were found: at the cost that was typed, else at their last.
async fn bring(
    tx: &mut BusinessTx,
    ask: &Ask,
    mut refusals: Vec<Refusal>,
) -> Result<(Vec<NewLine>, Money), Stop> {
    let products: Vec<Uuid> = ask.lines.iter().map(|line| line.found.product_id).collect();
    // Before their batches, which are put right under the same locks.
    lock_all(tx, ask.location_id, &products).await?;
    let costs = last_costs(tx, &products).await?;
    let currency = tx.scope().currency.clone();
    let labels = labels(tx, &ask.lines, &mut refusals).await?;
    let mut arriving = Vec::with_capacity(ask.lines.len());
    for (line, (batch_id, expires_on)) in ask.lines.iter().zip(labels) {
        let product_id = line.found.product_id;
        let last = costs.get(&product_id).copied().unwrap_or_default();
        let value = worth(line, last, &currency, ask.is_free);
        let value = value.unwrap_or_else(|refusal| {
            refusals.push(refusal);
            Money::ZERO
        });
        arriving.push(Arriving {
            line_no: line.line_no(),
            product_id,
            quantity: line.quantity,
            value,
            batch_id,
            expires_on,
            received_at: None,
            origin_id: None,
        });
    }
    let sum = Money::sum(arriving.iter().map(|line| line.value));
    if sum.is_none() {
        refusals.push(Refusal::of("refused-stock-too-dear"));
    }
    unless_refused(refusals)?;
    let arrival = Arrival {
        kind: Kind::Adjustment,
        source: source(ask),
        location_id: ask.location_id,
    };
    let value = bring_in(tx, &arrival, &arriving).await?;
    let lines = arriving.iter().map(|line| NewLine {
        line_no: line.line_no,
        product_id: line.product_id,
        batch_id: line.batch_id,
        quantity: line.quantity,
        value: line.value,
    });
    Ok((lines.collect(), value))
}

/// What a row's goods are worth: by the cost that was typed, else by their last. Nothing only where the
/// person says that it is meant.
fn worth(line: &ReadLine, last: Money, currency: &str, is_free: bool) -> Result<Money, Refusal> {
    let typed = &line.typed.cost;
    let field = field_of("cost", line.line_no());
    let cost = if typed.is_empty() {
        last
    } else {
        let cost = Money::parse(typed, currency).ok();
        let cost = cost.filter(|cost| *cost >= Money::ZERO);
        cost.ok_or_else(|| Refusal::at(&field, "refused-not-an-amount"))?
    };
    let value = cost.worth_of(line.quantity);
    let value = value.ok_or_else(|| Refusal::at(&field, "refused-stock-too-dear"))?;
    if value.is_zero() && !is_free {
        let refusal = Refusal::at(&field, "refused-adjustment-cost-zero");
        return Err(refusal.with("name", &line.found.name));
    }
    Ok(value)
}

/// The batch and the last day of every row's goods. Batches are made in one order, whatever the
/// form's: two who find goods at the same instant never wait for each other.
async fn labels(
    tx: &mut BusinessTx,
    lines: &[ReadLine],
    refusals: &mut Vec<Refusal>,
) -> Result<Vec<Label>, Stop> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|place| {
        let line = &lines[*place];
        (line.found.product_id, line.typed.batch.clone())
    });
    let mut labels: Vec<Label> = vec![(None, None); lines.len()];
    for place in order {
        labels[place] = labelled(tx, &lines[place], refusals).await?;
    }
    Ok(labels)
}

/// The batch that a row names, made where it is not there, and the last day of its goods.
async fn labelled(
    tx: &mut BusinessTx,
    line: &ReadLine,
    refusals: &mut Vec<Refusal>,
) -> Result<Label, Stop> {
    let (number, typed) = (&line.typed.batch, &line.typed.expires);
    let expires_on = typed_day(typed);
    if expires_on.is_none() && !typed.is_empty() {
        let field = field_of("expires", line.line_no());
        refusals.push(Refusal::at(&field, "refused-not-a-day"));
        return Ok((None, None));
    }
    if number.is_empty() {
        return Ok((None, expires_on));
    }
    let product_id = line.found.product_id;
    match batch(tx, product_id, number, expires_on, None).await {
        Ok(batch_id) => {
            let known = find::batch_numbered(tx, product_id, number).await?;
            Ok((Some(batch_id), known.and_then(|known| known.expires_on)))
        }
        Err(Stop::Refused(why)) => {
            let beside = why.into_iter().map(|refusal| {
                let column = match refusal.field.as_deref() {
                    Some("expires_on") => "expires",
                    _ => "batch",
                };
                Refusal {
                    field: Some(field_of(column, line.line_no())),
                    ..refusal
                }
            });
            refusals.extend(beside);
            Ok((None, None))
        }
        Err(stop) => Err(stop),
    }
}
