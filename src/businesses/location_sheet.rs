//! Locations as a file, out and in, by their names: one that is not there is added, one that says
//! something else is changed. A file closes none.

use std::collections::HashMap;

use uuid::Uuid;

use super::keep_location::keep_in;
use super::location::{Location, LocationForm};
use super::store;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record, yes_or_no};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, one_line};
use crate::values::{Phone, Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 5] = ["name", "address", "phone", "sells_online", "offers_pickup"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["name"],
    one_of: &[],
    most_rows: 1000,
};

/// The open locations, in the owner's order.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepSettings)?;
    let mut file = files::heading(COLUMNS);
    for location in store::locations(tx).await? {
        let phone = location.phone.as_ref().map_or("", Phone::e164);
        let word = |is_so: bool| if is_so { "yes" } else { "no" };
        let (name, address) = (location.name.as_str(), location.address.as_str());
        let picks_up = location.sells_online && location.offers_pickup;
        let (sells, picks_up) = (word(location.sells_online), word(picks_up));
        file.push_str(&record([name, address, phone, sells, picks_up]));
    }
    Ok(file)
}

/// Brings locations in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    store::lock_locations(&mut tx).await?;
    let country = tx.scope().country.clone();
    let mut outcome = Outcome::of(&sheet);
    let kept = store::locations(&mut tx).await?;
    let kept: HashMap<String, Location> = kept
        .into_iter()
        .map(|location| (location.name.to_lowercase(), location))
        .collect();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in &sheet.rows {
        let name = one_line(sheet.cell(row, "name").unwrap_or_default()).to_lowercase();
        let there = kept.get(&name);
        let first = *lines.entry(name).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("name", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let location = match files::refused(read(&sheet, row, there, &country))? {
            Ok(location) => location,
            Err(refusals) => {
                outcome.refuse_form(&[row], refusals);
                continue;
            }
        };
        if there.is_some_and(|there| is_the_same(there, &location)) {
            outcome.unchanged += 1;
            continue;
        }
        if let Err(refusals) = files::refused(keep_in(&mut tx, &location, there.is_none()).await)? {
            // PostgreSQL said no: this transaction does nothing more.
            outcome.refuse_form(&[row], refusals);
            break;
        }
        match there {
            Some(_) => outcome.changed += 1,
            None => outcome.added += 1,
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Whether keeping it would change nothing: customers pick up only where they can order.
fn is_the_same(there: &Location, location: &Location) -> bool {
    let offers_pickup = there.sells_online && there.offers_pickup;
    let there = Location {
        offers_pickup,
        ..there.clone()
    };
    there == *location
}

/// The location of a row; where it says nothing, what stands there already, and of a new one no.
fn read(
    sheet: &Sheet,
    row: &Row,
    there: Option<&Location>,
    country: &str,
) -> Result<Location, Stop> {
    let mut form = there.map(LocationForm::of).unwrap_or_default();
    if there.is_none() {
        form.location_id = Uuid::now_v7().to_string();
    }
    let said = |column: &str| sheet.cell(row, column).filter(|cell| !cell.is_empty());
    let texts = [
        ("name", &mut form.name),
        ("address", &mut form.address),
        ("phone", &mut form.phone),
    ];
    for (column, field) in texts {
        if let Some(cell) = said(column) {
            cell.clone_into(field);
        }
    }
    let answers = [
        ("sells_online", &mut form.sells_online),
        ("offers_pickup", &mut form.offers_pickup),
    ];
    for (column, field) in answers {
        let Some(cell) = said(column) else {
            continue;
        };
        let unclear = || Refusal::at(column, "refused-sheet-yes-no");
        let is_so = yes_or_no(cell).ok_or_else(unclear)?;
        *field = if is_so { "true" } else { "" }.to_owned();
    }
    Location::read(&form, country)
}
