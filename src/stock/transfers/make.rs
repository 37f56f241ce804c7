//! Asks for a transfer, or changes what is asked for while nothing has left.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::store;
use super::store::write::{self, NewLine, Plan};
use super::transfer::Locked;
use super::{Done, State};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::stock::typed_lines::{self, read_batches, read_lines, read_place, read_rows};
use crate::values::{Refusal, Stop};
use crate::{audit, ledger};

/// Makes the transfer of a form, or changes it; a new one says revision 0. Being done already is no
/// error.
pub async fn make(cx: &Cx, form: &HashMap<String, String>) -> Result<Done, Stop> {
    let mut tx = cx.begin().await?;
    let done = make_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(done)
}

/// The same in a transaction that is open.
pub(super) async fn make_in(
    tx: &mut BusinessTx,
    form: &HashMap<String, String>,
) -> Result<Done, Stop> {
    staff::allow(tx, Power::MoveStock)?;
    let transfer_id = typed_lines::id(form, "transfer_id")?;
    let revision = typed_lines::revision(form)?;
    tx.wait_for_turn(transfer_id).await?;
    let there = store::lock(tx, transfer_id).await?;
    let plan = read(tx, form).await?;
    match there {
        Some(there) => change(tx, &there, revision, &plan).await,
        None if revision == 0 => begin(tx, transfer_id, &plan).await,
        None => Err(Stop::NotFound),
    }
}

async fn read(tx: &mut BusinessTx, form: &HashMap<String, String>) -> Result<Plan, Stop> {
    let mut refusals = Vec::new();
    let from = read_place(tx, form, "from", &mut refusals).await?;
    let to = read_place(tx, form, "to", &mut refusals).await?;
    let same = from.is_some() && from == to;
    if same {
        refusals.push(Refusal::at("to", "refused-same-place"));
    }
    let note = typed_lines::note(form, &mut refusals);
    let lines = read_lines(tx, read_rows(form)?, &mut refusals).await?;
    let batches = read_batches(tx, &lines, &mut refusals).await?;
    let (Some(from), Some(to), true) = (from, to, refusals.is_empty()) else {
        return Err(refusals.into());
    };
    let lines = lines.iter().map(|line| NewLine {
        line_no: line.line_no(),
        product_id: line.found.product_id,
        batch_id: batches.get(&line.line_no()).copied(),
        quantity: line.quantity,
    });
    Ok(Plan {
        from: from.location_id,
        to: to.location_id,
        note,
        lines: lines.collect(),
    })
}

async fn begin(tx: &mut BusinessTx, transfer_id: Uuid, plan: &Plan) -> Result<Done, Stop> {
    let number = ledger::next_number(tx, "transfer").await?;
    write::insert(tx, transfer_id, number, plan).await?;
    write::insert_lines(tx, transfer_id, &plan.lines).await?;
    tell(tx, "transfer.make", transfer_id, number, plan).await?;
    Ok(Done {
        transfer_id,
        number,
        state: State::Pending,
    })
}

async fn change(
    tx: &mut BusinessTx,
    there: &Locked,
    revision: i32,
    plan: &Plan,
) -> Result<Done, Stop> {
    // What is asked for stands there already: this form came before, or nothing is new in it.
    if store::plan(tx, there).await? == *plan {
        return Ok(there.done(there.state));
    }
    if revision == 0 {
        return Err(Refusal::of("refused-transfer-recorded").into());
    }
    there.must_be(State::Pending, revision)?;
    write::update_plan(tx, there.transfer_id, plan).await?;
    write::delete_lines(tx, there.transfer_id).await?;
    write::insert_lines(tx, there.transfer_id, &plan.lines).await?;
    tell(tx, "transfer.change", there.transfer_id, there.number, plan).await?;
    Ok(there.done(State::Pending))
}

async fn tell(
    tx: &mut BusinessTx,
    act: &str,
    transfer_id: Uuid,
    number: i64,
    plan: &Plan,
) -> Result<(), Stop> {
    let details = json!({
        "number": number, "from": plan.from, "to": plan.to,
        "note": plan.note, "lines": plan.lines.len(),
    });
    audit::record(tx, act, "transfer", Some(transfer_id), details).await
}
