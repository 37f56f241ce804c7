//! Sends a transfer: goods leave the shelf and are under way, with what they had cost.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::posting::Entry;
use super::store::{self, write};
use super::transfer::Locked;
use super::{Done, Line, State};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::store::find;
use crate::stock::typed_lines::{self, Fields, field_of, refused_short};
use crate::stock::{Departure, Kind, Leaving, Left, Shortage, Source, Spoilt, lock_all, take_out};
use crate::values::{Money, Quantity, Refusal, Stop};
use crate::{audit, ledger};

/// Sends what a form says of each line: what was asked for, or less. Being done already is no error.
pub async fn send(cx: &Cx, form: &HashMap<String, String>) -> Result<Done, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let transfer_id = typed_lines::id(form, "transfer_id")?;
    let revision = typed_lines::revision(form)?;
    let transfer = store::lock(&mut tx, transfer_id).await?;
    let transfer = transfer.ok_or(Stop::NotFound)?;
    let lines = store::lines(&mut tx, transfer_id).await?;
    let sent = read(form, &lines);
    // What came back has left no more: who sends it once more is told so.
    if was_sent(&lines, &sent) && transfer.state != State::Cancelled {
        return Ok(transfer.done(transfer.state));
    }
    transfer.must_be(State::Pending, revision)?;
    let sent = sent?;
    let to = find::place(&mut tx, transfer.to).await?;
    if let Some(to) = to.filter(|to| to.retired) {
        return Err(Refusal::of("refused-location-closed")
            .with("name", &to.name)
            .into());
    }
    let left = take(&mut tx, &transfer, &lines, &sent).await?;
    let value = Money::sum(left.iter().map(|left| left.value));
    let too_large = || fault("a transfer cannot be counted", &transfer_id);
    let value = value.ok_or_else(too_large)?;
    write::insert_parts(&mut tx, transfer_id, &left).await?;
    write::set_sent(&mut tx, transfer_id, &sent, value).await?;
    let entry = Entry {
        transfer_id,
        location_id: transfer.from,
        at: tx.scope().now,
    };
    let draft = entry.sent(value).ok_or_else(too_large)?;
    ledger::post(&mut tx, draft).await?;
    let details = json!({ "number": transfer.number, "value": value.minor() });
    let subject = Some(transfer_id);
    audit::record(&mut tx, "transfer.send", "transfer", subject, details).await?;
    tx.commit().await?;
    Ok(transfer.done(State::InTransit))
}

/// How much of each line is sent, every line named once. All that will not do is refused.
fn read(form: &Fields, lines: &[Line]) -> Result<Vec<(i32, Quantity)>, Stop> {
    let mut refusals = Vec::new();
    let mut sent = Vec::with_capacity(lines.len());
    for line in lines {
        match read_line(form, line) {
            Ok(quantity) => sent.push((line.line_no, quantity)),
            Err(refusal) => refusals.push(Refusal {
                field: Some(field_of("sent", line.line_no)),
                ..refusal
            }),
        }
    }
    if refusals.is_empty() && sent.iter().all(|(_, quantity)| *quantity == Quantity::ZERO) {
        refusals.push(Refusal::of("refused-nothing-sent"));
    }
    if refusals.is_empty() {
        Ok(sent)
    } else {
        Err(refusals.into())
    }
}

fn read_line(form: &Fields, line: &Line) -> Result<Quantity, Refusal> {
    let typed = typed_lines::text(form, &field_of("sent", line.line_no));
    let quantity = Quantity::parse(typed).ok_or_else(|| Refusal::of("refused-not-a-quantity"))?;
    if quantity > line.asked {
        return Err(Refusal::of("refused-only-asked")
            .with("name", &line.name)
            .with("most", line.asked.short()));
    }
    if quantity != line.asked {
        line.whole(quantity)?;
    }
    Ok(quantity)
}

/// Whether just this was sent before.
fn was_sent(lines: &[Line], sent: &Result<Vec<(i32, Quantity)>, Stop>) -> bool {
    let Ok(sent) = sent else {
        return false;
    };
    let before = lines.iter().map(|line| (line.line_no, line.sent));
    let now = sent
        .iter()
        .map(|(line_no, quantity)| (*line_no, Some(*quantity)));
    before.eq(now)
}

/// Takes goods off the shelf, those of named batches first. What has expired travels only where its
/// batch is named: nobody sends it to be sold by accident.
async fn take(
    tx: &mut BusinessTx,
    transfer: &Locked,
    lines: &[Line],
    sent: &[(i32, Quantity)],
) -> Result<Vec<Left>, Stop> {
    let leaving = lines.iter().zip(sent).map(|(line, (_, quantity))| Leaving {
        line_no: line.line_no,
        product_id: line.product_id,
        quantity: *quantity,
        batch_id: line.batch_id,
        origin_id: None,
        spoilt: match line.batch_id {
            Some(_) => Spoilt::Take,
            None => Spoilt::Leave,
        },
    });
    let (named, any): (Vec<Leaving>, Vec<Leaving>) = leaving
        .filter(|line| line.quantity > Quantity::ZERO)
        .partition(|line| line.batch_id.is_some());
    // Both are taken under locks that were taken in key order, over both.
    let products: Vec<Uuid> = named.iter().chain(&any).map(|one| one.product_id).collect();
    lock_all(tx, transfer.from, &products).await?;
    let mut all = Vec::with_capacity(lines.len());
    for leaving in [named, any] {
        if leaving.is_empty() {
            continue;
        }
        let departure = Departure {
            kind: Kind::TransferOut,
            source: Source {
                kind: "transfer",
                id: transfer.transfer_id,
            },
            location_id: transfer.from,
            shortage: Shortage::Refuse,
        };
        match take_out(tx, &departure, &leaving).await? {
            Ok(left) => all.extend(left),
            Err(short) => {
                let asked = lines
                    .iter()
                    .filter(|line| leaving.iter().any(|one| one.line_no == line.line_no));
                let asked = asked.map(|line| {
                    let goods = (line.product_id, line.batch_id);
                    (line.line_no, goods, name_of(line))
                });
                return Err(refused_short(&short, asked, "sent").into());
            }
        }
    }
    all.sort_by_key(|left| left.line_no);
    Ok(all)
}

/// What a line is called: its product, and the batch that it names.
fn name_of(line: &Line) -> String {
    match &line.batch {
        Some(number) => format!("{} ({number})", line.name),
        None => line.name.clone(),
    }
}
