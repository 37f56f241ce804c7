//! Works through a file that was kept. Checks it whole, then writes it part by part; whoever comes
//! later, or again after a crash, goes on at the next row.

use serde_json::json;
use uuid::Uuid;

use super::document::{NewImport, State, part_id};
use super::plan::Shelf;
use super::sheet;
use super::{ImportReport, apply};
use crate::audit;
use crate::catalog::store;
use crate::platform::files::Sheet;
use crate::platform::{BusinessTx, Cx, fault, jobs};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// How many rows one transaction writes. A file of no more than this is whole or nothing.
pub const PART: usize = 500;
/// How many bad rows are told of; the rest are counted.
const MOST_BAD: usize = 2000;
/// How long the file of an import is kept after it was sent.
const KEPT: chrono::TimeDelta = chrono::TimeDelta::days(14);
/// How long a job waits for the request that does a small file itself.
const GRACE: chrono::TimeDelta = chrono::TimeDelta::seconds(60);

/// Keeps a file and sees to it that it is worked through. A small one is when this returns; a large
/// one is left to the background. Refuses a file that cannot be read as a whole. The same import
/// again is the one that is there; another file under its id is refused.
pub async fn receive(cx: &Cx, new: NewImport) -> Result<(), Stop> {
    let sheet = sheet::read_aside(new.file.clone()).await?;
    let rows = i32::try_from(sheet.len()).unwrap_or(i32::MAX);
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    if !store::insert_import(&mut tx, &new, rows).await? {
        if store::is_of_file(&mut tx, new.import_id, &new.file).await? {
            return Ok(());
        }
        return Err(Refusal::at("file", "refused-import-other").into());
    }
    let small = sheet.len() <= PART;
    see_to_it(&mut tx, new.import_id, small).await?;
    tx.commit().await?;
    if small {
        work(cx, new.import_id).await?;
    }
    Ok(())
}

/// Does in earnest what was only tried, out of the file that is still kept.
pub async fn do_in_earnest(cx: &Cx, import_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let there = store::imports(&mut tx, Some(import_id), 1).await?;
    let there = there.first().ok_or(Stop::NotFound)?;
    if !store::import_in_earnest(&mut tx, import_id).await? {
        // Done already, or too old: its page says which.
        return Ok(());
    }
    let small = usize::try_from(there.rows).is_ok_and(|rows| rows <= PART);
    see_to_it(&mut tx, import_id, small).await?;
    tx.commit().await?;
    if small {
        work(cx, import_id).await?;
    }
    Ok(())
}

async fn see_to_it(tx: &mut BusinessTx, import_id: Uuid, small: bool) -> Result<(), Stop> {
    let payload = json!({ "import_id": import_id });
    let now = tx.scope().now;
    let run_at = if small { now + GRACE } else { now };
    jobs::enqueue(tx, "catalog.import", payload.clone(), run_at).await?;
    jobs::enqueue(tx, "catalog.import_forget", payload, now + KEPT).await
}

/// Forgets the file of an import that has ended, and the rows it told of; its counts stay.
pub async fn forget(cx: &Cx, import_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    store::forget_import(&mut tx, import_id).await?;
    tx.commit().await
}

/// Works through an import until it has ended. What has been done is not done again.
pub async fn work(cx: &Cx, import_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let kept = store::import_work(&mut tx, import_id).await?;
    drop(tx);
    let Some(kept) = kept.filter(|kept| kept.state.is_under_way()) else {
        return Ok(());
    };
    let sheet = sheet::read_aside(kept.file).await?;
    if kept.state == State::Waiting {
        let report = check(cx, &sheet, kept.dry_run).await?;
        if !begin(cx, import_id, report, &sheet).await? {
            return Ok(());
        }
    }
    while part(cx, import_id, &sheet).await? {}
    Ok(())
}

/// What the whole file would do to the shelf as it is now.
pub(super) async fn check(cx: &Cx, sheet: &Sheet, dry_run: bool) -> Result<ImportReport, Stop> {
    let mut tx = cx.read().await?;
    let mut shelf = Shelf::seen(&mut tx, sheet, &sheet.rows).await?;
    drop(tx);
    let mut report = ImportReport::of(sheet, dry_run);
    for rows in sheet.rows.chunks(PART) {
        shelf.plan(sheet, rows, &mut report);
        // Other requests have their turn on this thread.
        tokio::task::yield_now().await;
    }
    report.bad.sort_by_key(|(line, _)| *line);
    Ok(report)
}

/// Writes down what the check found; whether rows are to be written.
pub(super) async fn begin(
    cx: &Cx,
    import_id: Uuid,
    mut report: ImportReport,
    sheet: &Sheet,
) -> Result<bool, Stop> {
    let mut tx = cx.begin().await?;
    let place = store::lock_import(&mut tx, import_id).await?;
    let Some(place) = place else { return Ok(false) };
    if place.state != State::Waiting {
        return Ok(place.state == State::Writing);
    }
    let state = match (report.bad.is_empty(), report.dry_run) {
        (false, _) => State::Refused,
        (true, true) => State::Tried,
        (true, false) => State::Writing,
    };
    let rows = i32::try_from(sheet.len()).unwrap_or(i32::MAX);
    let rows_done = if state == State::Tried { rows } else { 0 };
    if state != State::Tried {
        // Counted as they are written, and nothing is.
        (report.added, report.changed, report.unchanged) = (0, 0, 0);
    }
    store::advance_import(&mut tx, import_id, state, rows_done, &report).await?;
    report.bad.truncate(MOST_BAD);
    store::insert_bad_rows(&mut tx, import_id, &report.bad).await?;
    tx.commit().await?;
    Ok(state == State::Writing)
}

/// Writes the next part with its progress, in one transaction; whether there is more.
pub(super) async fn part(cx: &Cx, import_id: Uuid, sheet: &Sheet) -> Result<bool, Stop> {
    let mut tx = cx.begin().await?;
    store::lock_for_import(&mut tx).await?;
    let place = store::lock_import(&mut tx, import_id).await?;
    let Some(place) = place.filter(|place| place.state == State::Writing) else {
        return Ok(false);
    };
    let from = usize::try_from(place.rows_done).unwrap_or(0);
    let to = sheet.rows.len().min(from.saturating_add(PART));
    let rows = sheet.rows.get(from..to).unwrap_or_default();
    let mut part = ImportReport::default();
    let document = part_id(import_id, from);
    let applied = apply(&mut tx, document, place.member_id, sheet, rows, &mut part).await;
    match applied {
        Ok(()) => {}
        Err(Stop::Refused(why)) => {
            let line = rows.first().map_or(0, |row| row.line);
            part.bad.push((line, why));
        }
        Err(stop) => return Err(stop),
    }
    if !part.bad.is_empty() {
        // Dropped, the part never was.
        drop(tx);
        stop_at(cx, import_id, part.bad).await?;
        return Ok(false);
    }
    let ended = to == sheet.rows.len();
    let state = if ended { State::Done } else { State::Writing };
    let done = i32::try_from(to).map_err(|e| fault("an import has too many rows", &e))?;
    store::advance_import(&mut tx, import_id, state, done, &part).await?;
    if ended {
        record(&mut tx, import_id).await?;
    }
    tx.commit().await?;
    Ok(!ended)
}

/// A row went bad between the check and its turn: somebody took its barcode or promised its stock.
async fn stop_at(cx: &Cx, import_id: Uuid, bad: Vec<(u64, Vec<Refusal>)>) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let place = store::lock_import(&mut tx, import_id).await?;
    let Some(place) = place.filter(|place| place.state == State::Writing) else {
        return Ok(());
    };
    // Where nothing has been written, nothing was changed.
    let state = if place.rows_done == 0 {
        State::Refused
    } else {
        State::Stopped
    };
    let report = ImportReport {
        bad,
        ..ImportReport::default()
    };
    store::advance_import(&mut tx, import_id, state, place.rows_done, &report).await?;
    store::insert_bad_rows(&mut tx, import_id, &report.bad).await?;
    record(&mut tx, import_id).await?;
    tx.commit().await
}

/// The trail of an import that changed something.
async fn record(tx: &mut BusinessTx, import_id: Uuid) -> Result<(), Stop> {
    let kept = store::imports(tx, Some(import_id), 1).await?;
    let Some(kept) = kept.first().filter(|kept| kept.added + kept.changed > 0) else {
        return Ok(());
    };
    let counts = json!({
        "rows": kept.rows, "rows_done": kept.rows_done,
        "added": kept.added, "changed": kept.changed,
    });
    audit::record(tx, "product.import", "import", Some(import_id), counts).await
}
