//! Receives a transfer: what came is on the shelf, as old and as dear as it left; what did not come is
//! a loss.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::posting::Entry;
use super::store::{self, write};
use super::transfer::Locked;
use super::{Done, Line, State, Under};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{self, Fields, field_of};
use crate::stock::{Arrival, Arriving, Kind, Source, bring_in, lock_all};
use crate::values::{Money, Quantity, Refusal, Stop};
use crate::{audit, ledger};

/// Receives what a form says of each line: what was sent, or less. Being done already is no error.
pub async fn arrive(cx: &Cx, form: &HashMap<String, String>) -> Result<Done, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::CountStock)?;
    let transfer_id = typed_lines::id(form, "transfer_id")?;
    let revision = typed_lines::revision(form)?;
    let transfer = store::lock(&mut tx, transfer_id).await?;
    let transfer = transfer.ok_or(Stop::NotFound)?;
    let lines = store::lines(&mut tx, transfer_id).await?;
    let came = read(form, &lines);
    if has_arrived(&lines, &came) {
        return Ok(transfer.done(transfer.state));
    }
    transfer.must_be(State::InTransit, revision)?;
    let came = came?;
    let too_large = || fault("a transfer cannot be counted", &transfer_id);
    let parts = coming(&mut tx, transfer.to, &lines, transfer_id).await?;
    let mut arriving = Vec::with_capacity(parts.len());
    for (line, (_, quantity)) in lines.iter().zip(&came) {
        let own = parts.iter().filter(|part| part.line_no == line.line_no);
        let own = Under::first_of(own, *quantity).ok_or_else(too_large)?;
        arriving.extend(own.iter().map(|part| as_it_left(line, part)));
    }
    let value = bring(&mut tx, &transfer, transfer.to, &arriving).await?;
    write::set_arrived(&mut tx, transfer_id, &came, value).await?;
    let entry = Entry {
        transfer_id,
        location_id: transfer.to,
        at: tx.scope().now,
    };
    let draft = entry.arrived(transfer.sent, value).ok_or_else(too_large)?;
    ledger::post(&mut tx, draft).await?;
    let missing = transfer.sent.minus(value).ok_or_else(too_large)?;
    let details = json!({
        "number": transfer.number, "value": value.minor(), "missing": missing.minor(),
    });
    let subject = Some(transfer_id);
    audit::record(&mut tx, "transfer.arrive", "transfer", subject, details).await?;
    tx.commit().await?;
    Ok(transfer.done(State::Completed))
}

/// What is under way, as it is to be put on the shelves of a location. Their levels are locked first, then
/// their batches, so that the last days stay what they are until the goods are there.
pub(super) async fn coming(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
    transfer_id: Uuid,
) -> Result<Vec<Under>, Stop> {
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    lock_all(tx, location_id, &products).await?;
    store::hold_batches(tx, transfer_id).await?;
    store::parts(tx, transfer_id).await
}

/// A part that comes, with all that it left with.
pub(super) fn as_it_left(line: &Line, part: &Under) -> Arriving {
    Arriving {
        line_no: line.line_no,
        product_id: line.product_id,
        quantity: part.quantity,
        value: part.value,
        batch_id: part.batch_id,
        expires_on: part.expires_on,
        received_at: Some(part.received_at),
        origin_id: part.origin_id,
    }
}

/// Puts goods of a transfer on a shelf; what they are worth.
pub(super) async fn bring(
    tx: &mut BusinessTx,
    transfer: &Locked,
    location_id: Uuid,
    arriving: &[Arriving],
) -> Result<Money, Stop> {
    let arrival = Arrival {
        kind: Kind::TransferIn,
        source: Source {
            kind: "transfer",
            id: transfer.transfer_id,
        },
        location_id,
    };
    bring_in(tx, &arrival, arriving).await
}

/// How much of each line came, every line named once. All that will not do is refused.
fn read(form: &Fields, lines: &[Line]) -> Result<Vec<(i32, Quantity)>, Stop> {
    let mut refusals = Vec::new();
    let mut came = Vec::with_capacity(lines.len());
    for line in lines {
        match read_line(form, line) {
            Ok(quantity) => came.push((line.line_no, quantity)),
            Err(refusal) => refusals.push(Refusal {
                field: Some(field_of("arrived", line.line_no)),
                ..refusal
            }),
        }
    }
    if refusals.is_empty() {
        Ok(came)
    } else {
        Err(refusals.into())
    }
}

fn read_line(form: &Fields, line: &Line) -> Result<Quantity, Refusal> {
    let sent = line.sent.unwrap_or_default();
    if sent == Quantity::ZERO {
        return Ok(Quantity::ZERO);
    }
    let typed = typed_lines::text(form, &field_of("arrived", line.line_no));
    let quantity = Quantity::parse(typed).ok_or_else(|| Refusal::of("refused-not-a-quantity"))?;
    if quantity > sent {
        return Err(Refusal::of("refused-only-sent")
            .with("name", &line.name)
            .with("most", sent.short()));
    }
    if quantity != sent {
        line.whole(quantity)?;
    }
    Ok(quantity)
}

/// Whether just this arrived before.
fn has_arrived(lines: &[Line], came: &Result<Vec<(i32, Quantity)>, Stop>) -> bool {
    let Ok(came) = came else {
        return false;
    };
    let before = lines.iter().map(|line| (line.line_no, line.arrived));
    let now = came
        .iter()
        .map(|(line_no, quantity)| (*line_no, Some(*quantity)));
    before.eq(now)
}
