//! Calls a transfer off: one that is only asked for moves nothing; goods under way go back to the shelf
//! that they left, as they left it.

use std::collections::HashMap;

use serde_json::json;

use super::arrive::{as_it_left, bring, coming};
use super::posting::Entry;
use super::store::{self, write};
use super::transfer::Locked;
use super::{Done, State};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::typed_lines;
use crate::values::{Refusal, Stop};
use crate::{audit, ledger};

/// Calls a transfer off. Being done already is no error.
pub async fn cancel(cx: &Cx, form: &HashMap<String, String>) -> Result<Done, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let transfer_id = typed_lines::id(form, "transfer_id")?;
    let revision = typed_lines::revision(form)?;
    let transfer = store::lock(&mut tx, transfer_id).await?;
    let transfer = transfer.ok_or(Stop::NotFound)?;
    match transfer.state {
        State::Cancelled => return Ok(transfer.done(State::Cancelled)),
        State::Completed => return Err(Refusal::of("refused-transfer-not-now").into()),
        state => transfer.must_be(state, revision)?,
    }
    write::set_cancelled(&mut tx, transfer_id).await?;
    if transfer.state == State::InTransit {
        bring_back(&mut tx, &transfer).await?;
    }
    let details = json!({ "number": transfer.number, "was": transfer.state.code() });
    let subject = Some(transfer_id);
    audit::record(&mut tx, "transfer.cancel", "transfer", subject, details).await?;
    tx.commit().await?;
    Ok(transfer.done(State::Cancelled))
}

/// Puts everything that is under way back where it came from, and takes its value back with it.
async fn bring_back(tx: &mut BusinessTx, transfer: &Locked) -> Result<(), Stop> {
    let transfer_id = transfer.transfer_id;
    let lines = store::lines(tx, transfer_id).await?;
    let parts = coming(tx, transfer.from, &lines, transfer_id).await?;
    let mut arriving = Vec::with_capacity(parts.len());
    for line in &lines {
        let own = parts.iter().filter(|part| part.line_no == line.line_no);
        arriving.extend(own.map(|part| as_it_left(line, part)));
    }
    let value = bring(tx, transfer, transfer.from, &arriving).await?;
    let entry = Entry {
        transfer_id,
        location_id: transfer.from,
        at: tx.scope().now,
    };
    let draft = entry.came_back(transfer.sent, value);
    let draft = draft.ok_or_else(|| fault("a transfer cannot be counted", &transfer_id))?;
    ledger::post(tx, draft).await?;
    Ok(())
}
